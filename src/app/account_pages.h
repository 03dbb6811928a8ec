/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pages of accounts: signing in and one's own things (sign_in_pages.c,
 * own_account_pages.c), and what the system administrator does with the accounts of others
 * (account_pages.c).
 */
#ifndef APP_ACCOUNT_PAGES_H
#define APP_ACCOUNT_PAGES_H

#include "app/route.h"

/* Signing in and out */

extern const struct shape sign_in_input;

handler sign_in_page;
handler sign_in_prepare;
handler sign_in_action;
handler sign_out_action;

/* One's own account: posts, sessions, password, tokens */

extern const struct shape password_input;
extern const struct shape token_input;

handler me_page;
handler session_end_action;
handler password_page;
handler password_prepare;
handler password_action;
handler tokens_page;
handler token_create_action;
handler token_revoke_action;

/* The accounts of others */

extern const struct shape new_account_input;

handler account_new_page;
handler initial_password_prepare; /* for the two that give an initial password */
handler account_create_action;
handler account_page;
handler account_reset_action;
handler account_disable_action;
handler account_enable_action;
handler account_unlock_action;

struct error *backups_page(struct context *cx, const struct request *request,
                           struct response *response);

#endif
