/* SPDX-License-Identifier: Apache-2.0 */
/* The passwords that an account had: none of the last few may be taken again. */
#include "app/account.h"

#include "app/account_parts.h"

static const struct field fields[] = {
    { REF(former_password, account), .label = "账号", .target = "account", .indexed = true },
    { TEXT(former_password, password_hash), .label = "密码", .hidden = true },
    { INSTANT(former_password, until), .label = "用到" },
};

const struct record_type former_password_type = {
    .name = "former_password",
    .table = "former_passwords",
    .title = "用过的密码",
    .shape = { SHAPE(former_password, fields) },
    .unlogged = true,
};

const struct query former_passwords = {
    .of = &former_password_type,
    .sql = "where account = $1 order by id desc limit $2",
};

static struct error *read_former(struct context *cx, record_id account,
                                 struct former_password **former, size_t *count)
{
    return query_rows(cx, &former_passwords,
                      WITH(value_integer(account), value_integer(PASSWORDS_REMEMBERED - 1)),
                      former, count);
}

struct error *password_check_new(struct context *cx, const struct account *account,
                                 str password)
{
    struct former_password *former;
    bool is_known = password_verify(account->password_hash, password);
    size_t count;

    TRY(read_former(cx, account->id, &former, &count));
    for (size_t i = 0; i < count && !is_known; i++)
        is_known = password_verify(former[i].password_hash, password);
    if (is_known)
        return fail_field(cx, "password",
                          "这个密码最近用过。最近%d次的密码不能再用，请换一个。",
                          PASSWORDS_REMEMBERED);
    return NULL;
}

/* What is older than those that count is of no use to anybody but a thief. */
static struct error *forget_older(struct context *cx, record_id account)
{
    struct former_password *former;
    size_t count;

    TRY(read_former(cx, account, &former, &count));
    if (count == 0)
        return NULL;
    return db_run(cx, "delete from former_passwords where account = $1 and id < $2",
                  WITH(value_integer(account), value_integer(former[count - 1].id)));
}

struct error *password_remember(struct context *cx, const struct account *account)
{
    struct former_password former = {
        .account = account->id,
        .password_hash = account->password_hash,
        .until = cx->now,
    };

    if (str_is_empty(account->password_hash))
        return NULL;
    TRY(store_insert(cx, &former_password_type, &former));
    return forget_older(cx, account->id);
}
