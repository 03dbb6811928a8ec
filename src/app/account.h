/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accounts, sign-in, sessions, tokens, posts and roles.
 *
 * Passwords are kept as argon2id (libsodium).  Five failures lock an account for 30 minutes.
 * A session ends on the server: by signing out, when it is not used for two hours, after 12
 * hours, when the account is disabled or its password changed.  None of the last five passwords
 * may be taken again.  Of a cookie and of a token only the digest is kept.
 *
 * account.c   accounts, roles, signing in        password.c  passwords and their hashes
 * session.c   sessions and tokens                post.c      posts
 */
#ifndef APP_ACCOUNT_H
#define APP_ACCOUNT_H

#include "record/type.h"

enum {
    SIGN_IN_FAILURES_MAX = 5,
    LOCK_MINUTES = 30,
    PASSWORD_MIN = 8,
    PASSWORD_MAX = 128,
    PASSWORDS_REMEMBERED = 5, /* the present one is one of them */
    SESSION_HOURS = 12,
    SESSION_IDLE_MINUTES = 120, /* unless said otherwise; see app->idle_minutes */
};

struct account {
    record_id id;
    int64_t version;
    str login;         /* what is typed to sign in, in lower case */
    str name;          /* of its holder */
    record_id person;  /* a resident, may be 0 */
    str password_hash; /* argon2id as crypto_pwhash_str writes it */
    bool must_change_password;
    bool disabled;
    int64_t failures;
    instant locked_until;
    date created_on;
    bool demonstration; /* of the sample: shown on the sign-in page in development */
    str counties;       /* where its posts lie, so that they are found county by county */
};

struct session {
    record_id id;
    int64_t version;
    record_id account;
    str secret_digest; /* of the cookie's value */
    str form_token;
    instant started_at;
    instant seen_at;
    instant ends_at;
    bool ended;
    str client; /* shortened user agent */
};

/* For programs: an account's posts without a cookie. */
struct api_token {
    record_id id;
    int64_t version;
    record_id account;
    str title;
    str secret_digest;
    date expires_on;
    bool revoked;
};

struct role {
    record_id id;
    int64_t version;
    str code;
    str title;        /* of the post: 镇综治中心(派单) */
    str holder_title; /* of whoever holds it: 派单员 */
    str level;        /* county township village grid micro_grid any */
    str kind;
    str description;
};

/* A role at a place for a time.  Held by a resident, by an account, or by both. */
struct post {
    record_id id;
    int64_t version;
    str place;
    str role;         /* code */
    record_id person; /* resident */
    record_id account;
    str holder; /* the name, as it was when the post was given */
    date starts_on;
    date ends_on; /* the last day; none: until further notice */
    str reason;   /* why it ended */
};

extern const struct record_type account_type;
extern const struct record_type session_type;
extern const struct record_type api_token_type;
extern const struct record_type role_type;
extern const struct record_type post_type;

/* Makes an account whose password must be changed at the first sign-in unless settled. */
MUST_USE struct error *account_create(struct context *cx, str login, str name, str password,
                                      bool settled, record_id *id);

/* The same with a hash that was made before, in the pool. */
MUST_USE struct error *account_create_hashed(struct context *cx, str login, str name, str hash,
                                             bool settled, record_id *id);
MUST_USE struct error *account_find(struct context *cx, str login, struct account *account,
                                    bool *found);

/* Sets the password, ends all sessions of the account and its lock-out. */
MUST_USE struct error *account_set_password(struct context *cx, record_id id, str password,
                                            bool settled);
MUST_USE struct error *account_set_hash(struct context *cx, record_id id, str hash,
                                        bool settled);

/* Fails when it may not be the password of the account with this login; the problem is named
 * "password". */
MUST_USE struct error *account_check_password(struct context *cx, str login, str password);

/* Fails when it is one of the last five of the account; takes as long as so many checks. */
MUST_USE struct error *password_check_new(struct context *cx, const struct account *account,
                                          str password);

/* Says which resident the account belongs to: with their posts from then on. */
MUST_USE struct error *account_link(struct context *cx, record_id id, record_id person);

/* Nobody disables the account they are signed in with. */
MUST_USE struct error *account_disable(struct context *cx, record_id id);
MUST_USE struct error *account_enable(struct context *cx, record_id id);

/* Ends a lock-out before its time. */
MUST_USE struct error *account_unlock(struct context *cx, record_id id);

/* An attempt to sign in as account (whose id is 0 when there is none of that name); is_right
 * says what password_verify said of account->password_hash.  Either starts a session and sets
 * *secret, the value for the cookie, or counts the failure and sets *refusal, the sentence to
 * be shown.  A refusal is no error: the count must be kept. */
MUST_USE struct error *account_sign_in(struct context *cx, struct account *account,
                                       bool is_right, str client, str *secret, str *refusal);

/* NULL when the password may be used, else a sentence (too short, too simple). */
const char *password_refusal(str password);

/* Both take long (argon2id, 64 MiB) and change nothing; two at a time at most, the others wait.
 * An empty hash fits no password, but that is found out no sooner. */
bool password_verify(str hash, str password);
MUST_USE struct error *password_hash(struct context *cx, str password, str *hash);

/* A password for the first sign-in, easy to read out: Kmhr-4823-dwpt. */
str password_initial(struct arena *arena);

/* For tests and the sample: passwords are hashed from now on in no time and without memory, and
 * could be guessed as quickly.  Called once, before any thread starts. */
void password_use_quick_hashing(void);

/* Starts a session; *secret is the value for the cookie. */
MUST_USE struct error *session_start(struct context *cx, record_id account, str client,
                                     str *secret);
MUST_USE struct error *session_end(struct context *cx, record_id session);

/* Whether it is time to write down that the session is in use, and doing so. */
bool session_wants_touch(const struct context *cx, const struct access *access);
MUST_USE struct error *session_touch(struct context *cx, record_id session);

/* Ends all sessions of an account. */
MUST_USE struct error *sessions_end(struct context *cx, record_id account);

/* The sessions of an account that have not ended, newest first. */
MUST_USE struct error *sessions_of(struct context *cx, record_id account,
                                   struct session **sessions, size_t *count);

/* A job: throws away what is left of sessions that ended a month ago. */
MUST_USE struct error *sessions_forget(struct context *cx, bool *more);

/* Who comes with this cookie or this token today; access_of_public when it is no good. */
MUST_USE struct error *session_access(struct context *cx, str secret, struct access *access);
MUST_USE struct error *token_access(struct context *cx, str secret, struct access *access);
MUST_USE struct error *token_create(struct context *cx, record_id account, str title,
                                    date expires_on, str *secret);
MUST_USE struct error *token_revoke(struct context *cx, record_id token);
MUST_USE struct error *tokens_of(struct context *cx, record_id account,
                                 struct api_token **tokens, size_t *count);

MUST_USE struct error *role_get(struct context *cx, str code, struct role *role);

/* Gives a post and announces "post.given".  Without a first day it starts today; without a
 * holder's name it takes the account's or the resident's.  The role must suit the level of the
 * place; a resident holds posts in the county of their register, any other post goes to an
 * account; nobody gives a post to themselves; the three administrators are three people.  What
 * else forbids two posts to one person is people's affair (modules/people), which listens. */
MUST_USE struct error *post_give(struct context *cx, struct post *post);

/* Ends a post with its last day and announces "post.ended". */
MUST_USE struct error *post_end(struct context *cx, record_id id, date last_day, str reason);

/* True when the post is in force on a day. */
bool post_is_in_force(const struct post *post, date day);

/* The posts in force today of an account, or of the resident behind it. */
MUST_USE struct error *posts_of(struct context *cx, const struct account *account,
                                struct post **posts, size_t *count);

#endif
