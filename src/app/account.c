/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts and roles, and signing in. */
#include "app/account.h"

#include "app/account_parts.h"
#include "app/journal.h"

enum { LOGIN_MIN = 2, LOGIN_MAX = 40, LOCK_SECONDS = LOCK_MINUTES * 60 };

static str login_normal(struct arena *arena, str text)
{
    char *lower = arena_alloc(arena, text.length + 1);

    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        lower[i] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
    }
    return (str){ lower, text.length };
}

static bool is_login_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

static const char *login_refusal(str login)
{
    if (login.length < LOGIN_MIN || login.length > LOGIN_MAX)
        return "登录名要2到40位。可以用姓名拼音加编号，例如 zhangsan01。";
    for (size_t i = 0; i < login.length; i++)
        if (!is_login_character(login.data[i]))
            return "登录名只能用英文字母、数字、点、下划线和短横线。";
    return NULL;
}

static struct error *login_is_taken(struct context *cx, str login)
{
    return fail_field(cx, "login", "登录名“%.*s”已经有人用了，请换一个，例如在后面加编号。",
                      STR_ARG(login));
}

static const struct field account_fields[] = {
    { TEXT(account, login), .label = "登录名", .required = true, .max = LOGIN_MAX,
      .unique = true, .listed = true, .normal = login_normal, .refusal = login_refusal,
      .help = "登录时输入，大小写都一样。" },
    { TEXT(account, name), .label = "姓名", .required = true, .max = 40, .listed = true,
      .searchable = true },
    { REF(account, person), .label = "本人", .target = "resident", .indexed = true,
      .read_only = true },
    { TEXT(account, password_hash), .label = "密码", .hidden = true, .read_only = true },
    { BOOLEAN(account, must_change_password), .label = "还没改初始密码", .listed = true,
      .read_only = true },
    { BOOLEAN(account, disabled), .label = "已停用", .listed = true, .read_only = true },
    { INTEGER(account, failures), .label = "连续输错密码", .unit = "次", .read_only = true },
    { INSTANT(account, locked_until), .label = "锁定到", .listed = true, .read_only = true },
    { DATE(account, created_on), .label = "开户日期", .listed = true, .read_only = true },
    { BOOLEAN(account, demonstration), .label = "演示账号", .read_only = true },
    { TEXT(account, counties), .label = "岗位所在县", .max = 2000, .hidden = true,
      .read_only = true },
};

/* Accounts of a file that is read in: without a password until it is reset. */
static struct error *import_account(struct context *cx, void *record)
{
    const struct account *account = record;
    record_id id;

    return account_create_hashed(cx, account->login, account->name, (str){ 0 }, false, &id);
}

/* Login and name may be corrected. */
static struct error *change_account(struct context *cx, void *record)
{
    const struct account *wanted = record;
    struct account other;
    bool found;

    TRY(account_find(cx, wanted->login, &other, &found));
    if (found && other.id != wanted->id)
        return login_is_taken(cx, wanted->login);
    return store_update(cx, &account_type, record);
}

const struct record_type account_type = {
    .name = "account",
    .table = "accounts",
    .steady = true,
    .title = "账号",
    .shape = { SHAPE(account, account_fields) },
    .called = "name",
    .key = "login",
    .reads = "accounts.read",
    .writes = "accounts.write",
    .create = import_account,
    .change = change_account,
};

static const struct field role_fields[] = {
    { TEXT(role, code), .label = "代码", .required = true, .indexed = true, .listed = true },
    { TEXT(role, title), .label = "岗位", .required = true, .listed = true },
    { TEXT(role, holder_title), .label = "称呼", .listed = true },
    { TEXT(role, level), .label = "层级", .listed = true },
    { TEXT(role, kind), .label = "类别" },
    { TEXT(role, description), .label = "做什么", .listed = true },
};

const struct record_type role_type = {
    .name = "role",
    .table = "roles",
    .steady = true,
    .title = "岗位类型",
    .shape = { SHAPE(role, role_fields) },
    .called = "title",
    .key = "code",
    .reads = "posts.read",
};

/* The index on the login leaves out the empty one, so the question must say so. */
const struct query account_by_login = {
    .of = &account_type,
    .sql = "where login = $1 and login <> '' limit 1",
};

struct error *account_find(struct context *cx, str login, struct account *account, bool *found)
{
    struct account *accounts;
    size_t count;

    TRY(query_rows(cx, &account_by_login,
                   WITH(value_text(login_normal(cx->arena, str_trim(login)))), &accounts,
                   &count));
    *found = count > 0;
    if (*found)
        *account = accounts[0];
    return NULL;
}

static struct error *check_new_login(struct context *cx, const struct account *account)
{
    struct account other;
    bool found;

    TRY(account_find(cx, account->login, &other, &found));
    return found ? login_is_taken(cx, account->login) : NULL;
}

struct error *account_create_hashed(struct context *cx, str login, str name, str hash,
                                    bool settled, record_id *id)
{
    struct account account = {
        .login = login_normal(cx->arena, str_trim(login)),
        .name = str_trim(name),
        .password_hash = hash,
        .must_change_password = !settled,
        .created_on = cx->today,
    };
    struct problem *problems = NULL;

    shape_check(cx, &account_type.shape, &account, &problems);
    TRY(shape_error(cx, problems));
    TRY(check_new_login(cx, &account));
    TRY(store_insert(cx, &account_type, &account));
    *id = account.id;
    return NULL;
}

struct error *account_check_password(struct context *cx, str login, str password)
{
    const char *refusal = password_refusal(password);

    if (refusal != NULL)
        return fail_field(cx, "password", "%s", refusal);
    if (str_contains(login_normal(cx->arena, password), login))
        return fail_field(cx, "password", "密码里不能含有登录名，容易被猜到。请换一个。");
    return NULL;
}

struct error *account_create(struct context *cx, str login, str name, str password,
                             bool settled, record_id *id)
{
    str hash;

    TRY(account_check_password(cx, login_normal(cx->arena, str_trim(login)), password));
    TRY(password_hash(cx, password, &hash));
    return account_create_hashed(cx, login, name, hash, settled, id);
}

struct error *account_set_hash(struct context *cx, record_id id, str hash, bool settled)
{
    struct account account;

    TRY(store_get(cx, &account_type, id, &account));
    TRY(password_remember(cx, &account));
    account.password_hash = hash;
    account.must_change_password = !settled;
    account.failures = 0;
    account.locked_until = (instant){ 0 };
    TRY(sessions_end(cx, id));
    return store_update(cx, &account_type, &account);
}

struct error *account_set_password(struct context *cx, record_id id, str password, bool settled)
{
    struct account account;
    str hash;

    TRY(store_get(cx, &account_type, id, &account));
    TRY(account_check_password(cx, account.login, password));
    TRY(password_check_new(cx, &account, password));
    TRY(password_hash(cx, password, &hash));
    return account_set_hash(cx, id, hash, settled);
}

struct error *account_link(struct context *cx, record_id id, record_id person)
{
    const struct record_type *resident = type_find(S("resident"));
    struct account account;
    bool found = false;

    if (resident != NULL)
        TRY(store_find(cx, resident, person, arena_alloc(cx->arena, resident->shape.size),
                       &found));
    if (!found)
        return fail_field(cx, "person", "没有找到这位居民，请核对编号；不清楚就先不填。");
    TRY(store_get(cx, &account_type, id, &account));
    account.person = person;
    return store_update(cx, &account_type, &account);
}

struct error *account_disable(struct context *cx, record_id id)
{
    struct account account;

    TRY(store_get(cx, &account_type, id, &account));
    if (cx->access != NULL && cx->access->account == id)
        return fail(cx, ERROR_CONFLICT,
                    "不能停用自己正在用的账号。请由另一位系统管理员来停用。");
    if (account.disabled)
        return fail(cx, ERROR_CONFLICT, "这个账号已经停用了。");
    account.disabled = true;
    TRY(sessions_end(cx, id));
    return store_update(cx, &account_type, &account);
}

struct error *account_enable(struct context *cx, record_id id)
{
    struct account account;

    TRY(store_get(cx, &account_type, id, &account));
    if (!account.disabled)
        return fail(cx, ERROR_CONFLICT, "这个账号没有停用，可以直接登录。");
    account.disabled = false;
    return store_update(cx, &account_type, &account);
}

struct error *account_unlock(struct context *cx, record_id id)
{
    struct account account;

    TRY(store_get(cx, &account_type, id, &account));
    account.failures = 0;
    account.locked_until = (instant){ 0 };
    return store_update(cx, &account_type, &account);
}

/* Signing in */

static const char wrong_words[] = "登录名或密码不对。请检查大小写和输入法，再试一次。";

static bool is_locked(const struct context *cx, const struct account *account)
{
    return instant_compare(account->locked_until, cx->now) > 0;
}

static str locked_words(struct context *cx, const struct account *account)
{
    struct buf words = { .arena = cx->arena };

    buf_printf(&words, _("密码连续输错%d次，这个账号锁定到"), SIGN_IN_FAILURES_MAX);
    instant_show(account->locked_until, cx->today, &words);
    buf_add(&words, str_of(_("。到时再登录，或请系统管理员解锁。")));
    return buf_str(&words);
}

/* A lock-out that is over leaves five new attempts. */
static struct error *count_failure(struct context *cx, struct account *account, str *refusal)
{
    if (instant_is_set(account->locked_until))
        account->failures = 0;
    account->locked_until = (instant){ 0 };
    account->failures++;
    *refusal = str_of(wrong_words);
    if (account->failures >= SIGN_IN_FAILURES_MAX) {
        account->locked_until = instant_add_seconds(cx->now, LOCK_SECONDS);
        *refusal = locked_words(cx, account);
    }
    return store_update(cx, &account_type, account);
}

static struct error *forget_failures(struct context *cx, struct account *account)
{
    if (account->failures == 0 && !instant_is_set(account->locked_until))
        return NULL;
    account->failures = 0;
    account->locked_until = (instant){ 0 };
    return store_update(cx, &account_type, account);
}

/* The journal names the person who has just come in, though they came as nobody. */
static struct error *note_sign_in(struct context *cx, const struct account *account)
{
    struct access access = { .account = account->id, .name = account->name };
    struct context as_holder = *cx;

    as_holder.access = &access;
    return journal_write(&as_holder, "sign_in", &account_type, account, (str){ 0 });
}

struct error *account_sign_in(struct context *cx, struct account *account, bool is_right,
                              str client, str *secret, str *refusal)
{
    *refusal = (str){ 0 };
    if (account->id == 0)
        *refusal = str_of(wrong_words);
    else if (is_locked(cx, account))
        *refusal = locked_words(cx, account);
    else if (!is_right)
        return count_failure(cx, account, refusal);
    else if (account->disabled)
        *refusal = S("这个账号已停用。如还需要使用，请联系系统管理员。");
    if (!str_is_empty(*refusal))
        return NULL;
    TRY(forget_failures(cx, account));
    TRY(note_sign_in(cx, account));
    return session_start(cx, account->id, client, secret);
}

struct error *role_get(struct context *cx, str code, struct role *role)
{
    bool found;

    TRY(store_find_by(cx, &role_type, (str){ 0 }, "code", value_text(code), role, &found));
    if (!found)
        return fail_field(cx, "role", "没有“%.*s”这个岗位，请从列表里选。", STR_ARG(code));
    return NULL;
}
