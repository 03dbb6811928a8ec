/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may do what, where.
 *
 * A person holds posts: a role at a place for a time.  A role has permissions (the grants of
 * the modules).  A permission held at a place holds for everything below it.  It is checked at
 * the route, by rules for the place of what they change, and in every list as a range of keys.
 */
#ifndef APP_ACCESS_H
#define APP_ACCESS_H

#include "base/context.h"

/* A post in force today. */
struct held_post {
    record_id id;
    str role;  /* code */
    str title; /* 网格员 */
    str place;
};

struct access {
    bool is_system; /* the program itself or the command line: everything is allowed */
    record_id account;
    str name;         /* of the account's holder */
    record_id person; /* the resident behind the account, 0 when not linked */
    const struct held_post *posts;
    size_t post_count;
    record_id session;
    instant seen_at; /* when the use of the session was last written down */
    str form_token;
    bool must_change_password;
    bool by_api; /* came with a token instead of a cookie: no form token is needed */
};

/* True when some post gives the permission at place; at any place when place is empty.
 * Everybody has "public", whoever has an account "signed_in". */
bool access_allows(const struct context *cx, const char *permission, str place);

/* True when some post gives it anywhere. */
bool access_allows_somewhere(const struct context *cx, const char *permission);

/* Fails with ERROR_FORBIDDEN, or ERROR_UNAUTHENTICATED when nobody is signed in. */
MUST_USE struct error *access_need(struct context *cx, const char *permission, str place);

/* The place where the person holds the permission: wanted if it may be seen, else (wanted
 * empty) the widest.  A wanted place outside fails with ERROR_FORBIDDEN. */
MUST_USE struct error *access_scope(struct context *cx, const char *permission, str wanted,
                                    str *scope);

/* The title under which the person acts at a place: "网格员", for the record of what was done.
 * "村民" for those without a post there. */
str access_title(const struct context *cx, str place);

bool access_is_signed_in(const struct context *cx);

/* The access of the program itself. */
extern const struct access access_of_system;

/* The access of nobody. */
extern const struct access access_of_public;

/* Reads who an account is and which posts are in force today. */
MUST_USE struct error *access_load(struct context *cx, record_id account,
                                   struct access *access);

/* The roles that have a permission, separated by spaces; NULL for an unknown permission. */
const char *permission_roles(str permission);

#endif
