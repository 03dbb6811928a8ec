/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files behind account.h, access.h, calendar.h, task.h and evidence.h share with each
 * other and with the list of their module.  Nobody else includes this.
 */
#ifndef APP_ACCOUNT_PARTS_H
#define APP_ACCOUNT_PARTS_H

#include "app/access.h"
#include "app/account.h"
#include "record/store.h"

/* Whoever comes with a cookie or a token, before their posts are known. */
struct holder {
    record_id session;
    record_id account;
    record_id person;
    str name;
    str form_token;
    str counties;
    bool must_change_password;
    instant seen_at;
    instant ends_at; /* of the session, like the moment before; not set without one */
};

/* The columns of a struct holder, in the order that queries answer them. */
extern const struct field holder_columns[9];

/* A password that an account had before the present one. */
struct former_password {
    record_id id;
    int64_t version;
    record_id account;
    str password_hash;
    instant until;
};

extern const struct record_type former_password_type;

/* Keeps the present password of an account among the former ones. */
MUST_USE struct error *password_remember(struct context *cx, const struct account *account);

/* The access of a holder: reads the posts in force today. */
MUST_USE struct error *access_of_holder(struct context *cx, const struct holder *holder,
                                        struct access *access);

/* The counties to look for posts in, separated by spaces. */
str holder_counties(struct context *cx, str counties, record_id person);

extern const struct query account_by_login;
extern const struct query demonstration_accounts;
extern const struct query holder_of_account;
extern const struct query holder_of_session;
extern const struct query holder_of_token;
extern const struct query open_sessions;
extern const struct query former_passwords;
extern const struct query tokens_of_account;
extern const struct query held_posts;
extern const struct query posts_of_holder;
extern const struct query all_holidays;
extern const struct query rules_of_code;
extern const struct query nearest_deadline_rule;
extern const struct query tasks_at_place;
extern const struct query counted_tasks;
extern const struct query tasks_left_behind;
extern const struct query evidence_of_record;

#endif
