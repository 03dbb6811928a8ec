/* SPDX-License-Identifier: Apache-2.0 */
#include "app/account.h"
#include "tests/town.h"

static record_id an_account(struct context *cx, const char *login)
{
    record_id id;

    CHECK_OK(account_create(cx, str_of(login), S("张示例"), S("Huaqiao-2026"), true, &id));
    return id;
}

static struct account reload(struct context *cx, record_id id)
{
    struct account account;

    CHECK_OK(store_get(cx, &account_type, id, &account));
    return account;
}

/* What is said to an attempt with the right or a wrong password; empty when it succeeds. */
static str attempt(struct context *cx, record_id id, bool is_right)
{
    struct account account = reload(cx, id);
    str secret, refusal;

    CHECK_OK(account_sign_in(cx, &account, is_right, S("test"), &secret, &refusal));
    return refusal;
}

static void fail_times(struct context *cx, record_id id, int times)
{
    for (int i = 0; i < times; i++)
        CHECK(!str_is_empty(attempt(cx, id, false)));
}

TEST("an account is found by its login in any case")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = an_account(&cx, "ZhangSan01");
    struct account account;
    bool found;

    CHECK_OK(account_find(&cx, S(" zhangSAN01 "), &account, &found));
    CHECK(found && account.id == id);
    CHECK_STR(account.login, "zhangsan01");
    CHECK_OK(account_find(&cx, S("lisi"), &account, &found));
    CHECK(!found);
}

TEST("two accounts cannot have one login")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id;

    an_account(&cx, "zhangsan");
    CHECK_FAILS(account_create(&cx, S("Zhangsan"), S("张三"), S("Huaqiao-2026"), true, &id),
                ERROR_INVALID);
}

TEST("a login is of letters and digits, and a password is no simple one")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id;

    CHECK_FAILS(account_create(&cx, S("张三"), S("张三"), S("Huaqiao-2026"), true, &id),
                ERROR_INVALID);
    CHECK_FAILS(account_create(&cx, S("z"), S("张三"), S("Huaqiao-2026"), true, &id),
                ERROR_INVALID);
    CHECK_FAILS(account_create(&cx, S("zhangsan"), S(""), S("Huaqiao-2026"), true, &id),
                ERROR_INVALID);
    CHECK_FAILS(account_create(&cx, S("zhangsan"), S("张三"), S("12345678"), true, &id),
                ERROR_INVALID);
    CHECK_FAILS(account_create(&cx, S("zhangsan"), S("张三"), S("ZhangSan-1"), true, &id),
                ERROR_INVALID);
}

TEST("an unsettled account must change its password")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id;

    CHECK_OK(account_create(&cx, S("lisi"), S("李四"), S("Huaqiao-2026"), false, &id));
    CHECK(reload(&cx, id).must_change_password);
    CHECK_OK(account_set_password(&cx, id, S("Huaqiao-2027"), true));
    CHECK(!reload(&cx, id).must_change_password);
    CHECK(password_verify(reload(&cx, id).password_hash, S("Huaqiao-2027")));
}

TEST("an unknown login and a wrong password are told the same")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = an_account(&cx, "zhangsan");
    struct account nobody = { 0 };
    str secret, refusal;

    CHECK_OK(account_sign_in(&cx, &nobody, false, S("test"), &secret, &refusal));
    CHECK(str_eq(refusal, attempt(&cx, id, false)));
}

TEST("the fifth failure locks an account for 30 minutes, whatever the password")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = an_account(&cx, "zhangsan");

    fail_times(&cx, id, SIGN_IN_FAILURES_MAX - 1);
    CHECK(!instant_is_set(reload(&cx, id).locked_until));
    CHECK_STR(attempt(&cx, id, false),
              "密码连续输错5次，这个账号锁定到3月2日 09:30。到时再登录，或请系统管理员解锁。");
    CHECK_STR(attempt(&cx, id, true),
              "密码连续输错5次，这个账号锁定到3月2日 09:30。到时再登录，或请系统管理员解锁。");
}

TEST("a lock-out ends by itself and leaves five new attempts")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = an_account(&cx, "zhangsan");

    fail_times(&cx, id, SIGN_IN_FAILURES_MAX);
    context_set_now(&cx, instant_add_seconds(cx.now, LOCK_MINUTES * 60 - 1));
    CHECK(!str_is_empty(attempt(&cx, id, true)));
    context_set_now(&cx, instant_add_seconds(cx.now, 1));
    fail_times(&cx, id, SIGN_IN_FAILURES_MAX - 1);
    CHECK(!instant_is_set(reload(&cx, id).locked_until));
    CHECK(str_is_empty(attempt(&cx, id, true)));
    CHECK(reload(&cx, id).failures == 0);
}

TEST("signing in forgets the failures before it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = an_account(&cx, "zhangsan");

    fail_times(&cx, id, SIGN_IN_FAILURES_MAX - 1);
    CHECK(str_is_empty(attempt(&cx, id, true)));
    fail_times(&cx, id, SIGN_IN_FAILURES_MAX - 1);
    CHECK(str_is_empty(attempt(&cx, id, true)));
}

TEST("an administrator ends a lock-out")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = an_account(&cx, "zhangsan");

    fail_times(&cx, id, SIGN_IN_FAILURES_MAX);
    CHECK_OK(account_unlock(&cx, id));
    CHECK(str_is_empty(attempt(&cx, id, true)));
}

TEST("a disabled account is told so only with the right password")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = an_account(&cx, "zhangsan");

    CHECK_OK(account_disable(&cx, id));
    CHECK_STR(attempt(&cx, id, true), "这个账号已停用。如还需要使用，请联系系统管理员。");
    CHECK_STR(attempt(&cx, id, false), "登录名或密码不对。请检查大小写和输入法，再试一次。");
    CHECK_FAILS(account_disable(&cx, id), ERROR_CONFLICT);
    CHECK_OK(account_enable(&cx, id));
    CHECK(str_is_empty(attempt(&cx, id, true)));
    CHECK_FAILS(account_enable(&cx, id), ERROR_CONFLICT);
}

static struct error *set_password(struct context *cx, record_id id, const char *password)
{
    return account_set_password(cx, id, str_of(password), true);
}

TEST("none of the last five passwords may be taken again")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = an_account(&cx, "zhangsan"); /* Huaqiao-2026 */

    CHECK_FAILS(set_password(&cx, id, "Huaqiao-2026"), ERROR_INVALID);
    CHECK_OK(set_password(&cx, id, "Huaqiao-2027"));
    CHECK_OK(set_password(&cx, id, "Huaqiao-2028"));
    CHECK_OK(set_password(&cx, id, "Huaqiao-2029"));
    CHECK_OK(set_password(&cx, id, "Huaqiao-2030"));
    CHECK_FAILS(set_password(&cx, id, "Huaqiao-2026"), ERROR_INVALID);
    CHECK_OK(set_password(&cx, id, "Huaqiao-2031"));
    CHECK_FAILS(set_password(&cx, id, "Huaqiao-2027"), ERROR_INVALID);
    CHECK_OK(set_password(&cx, id, "Huaqiao-2026"));
}

TEST("of former passwords no more are kept than count")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = an_account(&cx, "zhangsan");
    int64_t count;

    for (int year = 2030; year < 2040; year++)
        CHECK_OK(set_password(
            &cx, id, arena_text(cx.arena, arena_printf(cx.arena, "Huaqiao-%d", year))));
    CHECK_OK(query_number(&cx, "select count(*) from former_passwords where account = $1",
                          WITH(value_integer(id)), &count));
    CHECK(count == PASSWORDS_REMEMBERED - 1);
}

TEST("nobody disables the account they use")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "system_administrator", "");
    CHECK_FAILS(account_disable(&cx, cx.access->account), ERROR_CONFLICT);
}

TEST("the journal never sees a password's hash")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    int64_t count;

    an_account(&cx, "zhangsan");
    CHECK_OK(query_number(&cx,
                          "select count(*) from journal "
                          "where after like '%argon2%' or after like '%password_hash%'",
                          NULL, 0, &count));
    CHECK(count == 0);
    CHECK_OK(query_number(&cx,
                          "select count(*) from journal "
                          "where type = 'account' and after like '%zhangsan%'",
                          NULL, 0, &count));
    CHECK(count == 1);
}
