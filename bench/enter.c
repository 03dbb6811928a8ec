/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signs the accounts that bench-load made in, and prints what a client has to send:
 *
 *     worker='...'   the session cookie of a grid worker
 *     county='...'   the session cookie of the county's office
 *     token='...'    a token of the county's office
 *
 *     bench-enter DATABASE
 */
#include "app/account.h"
#include "app/app.h"
#include "modules/modules.h"

#include <stdio.h>

static struct error *find(struct context *cx, const char *login, record_id *id)
{
    struct account account = { 0 };
    bool found;

    TRY(account_find(cx, str_of(login), &account, &found));
    if (!found)
        return fail(cx, ERROR_NOT_FOUND, "没有账号%s,请先运行 bench-load。", login);
    *id = account.id;
    return NULL;
}

static struct error *print_cookie(struct context *cx, const char *name, const char *login)
{
    record_id account;
    str secret;

    TRY(find(cx, login, &account));
    TRY(session_start(cx, account, S("bench"), &secret));
    printf("%s='%.*s'\n", name, STR_ARG(secret));
    return NULL;
}

static struct error *enter(struct context *cx, void *unused)
{
    record_id account;
    str secret;

    (void)unused;
    cx->deed = "bench";
    TRY(print_cookie(cx, "worker", "bench_worker"));
    TRY(print_cookie(cx, "county", "bench_county"));
    TRY(find(cx, "bench_county", &account));
    TRY(token_create(cx, account, S("bench"), date_add_days(cx->today, 30), &secret));
    printf("token='%.*s'\n", STR_ARG(secret));
    return NULL;
}

int main(int argc, char **argv)
{
    struct context cx = { .arena = arena_create(64 << 20) };
    struct app app;

    if (argc != 2) {
        fprintf(stderr, "usage: bench-enter DATABASE\n");
        return 2;
    }
    modules_register(modules);
    struct error *error = app_open(&cx, argv[1], false, &app);
    if (error == NULL)
        error = db_transaction(&cx, enter, NULL);
    app_close(&cx, &app);
    if (error != NULL)
        fprintf(stderr, "bench-enter: %.*s\n", STR_ARG(error->message));
    arena_destroy(cx.arena);
    return error != NULL;
}
