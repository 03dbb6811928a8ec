/* SPDX-License-Identifier: Apache-2.0 */
/* Posts: a role at a place for a time. */
#include "app/account.h"

#include "app/account_parts.h"
#include "app/event.h"

#include <string.h>

static struct error *create_post(struct context *cx, void *record)
{
    return post_give(cx, record);
}

/* What was given stays as it was; only its end may be set. */
static struct error *change_post(struct context *cx, void *record)
{
    const struct post *wanted = record;
    struct post post;

    TRY(store_get(cx, &post_type, wanted->id, &post));
    if (!str_eq(wanted->role, post.role) || !str_eq(wanted->place, post.place) ||
        wanted->person != post.person || wanted->account != post.account ||
        date_compare(wanted->starts_on, post.starts_on) != 0)
        return fail(cx, ERROR_CONFLICT,
                    "任职的人、岗位、地点和开始日期不能改。请先结束这个岗位，再给新的。");
    return post_end(cx, wanted->id, wanted->ends_on, wanted->reason);
}

static void check_dates(struct context *cx, const void *record, struct problem **problems)
{
    const struct post *post = record;

    if (date_is_set(post->ends_on) && date_compare(post->ends_on, post->starts_on) < 0)
        problem_add(problems, cx->arena, "ends_on", "结束日期不能早于开始日期。");
}

static void show_role(struct context *cx, struct buf *out, const void *record)
{
    const struct post *post = record;
    struct role role;

    html(out, "%.*s",
         STR_ARG(role_get(cx, post->role, &role) == NULL ? role.title : post->role));
}

static const struct field fields[] = {
    { TEXT(post, holder), .label = "姓名", .max = 40, .listed = true, .searchable = true,
      .help = "不填就用账号或居民的姓名。" },
    { TEXT(post, role), .label = "岗位", .required = true, .max = 40, .listed = true,
      .indexed = true, .help = "见“岗位类型”，例如 grid_worker 是网格员。", .show = show_role },
    { PLACE(post, place), .label = "地点", .listed = true },
    { REF(post, person), .label = "居民", .target = "resident", .indexed = true },
    { REF(post, account), .label = "账号", .target = "account", .indexed = true },
    { DATE(post, starts_on), .label = "开始日期", .listed = true,
      .help = "不填就从今天开始。" },
    { DATE(post, ends_on), .label = "结束日期", .listed = true,
      .help = "最后一天；不填就是长期。" },
    { TEXT(post, reason), .label = "离任原因", .max = 200 },
};

static const char *const indexes[] = { "place, role", NULL };

const struct record_type post_type = {
    .name = "post",
    .table = "posts",
    .steady = true,
    .title = "岗位",
    .shape = { SHAPE(post, fields), .check = check_dates },
    .place = "place",
    .called = "holder",
    .order = "starts_on",
    .reads = "posts.read",
    .writes = "posts.write",
    .indexes = indexes,
    .create = create_post,
    .change = change_post,
};

bool post_is_in_force(const struct post *post, date day)
{
    return date_compare(post->starts_on, day) <= 0 &&
           (!date_is_set(post->ends_on) || date_compare(post->ends_on, day) >= 0);
}

/* Giving */

enum { TOWNSHIP_LENGTH = 9, VILLAGE_LENGTH = 12, GRID_LENGTH = 15, MICRO_GRID_LENGTH = 17 };

/* The level of a place, told by its key; "" is the whole installation. */
static const char *level_of(str key)
{
    bool is_group = key.length > VILLAGE_LENGTH && key.data[VILLAGE_LENGTH] == 'g';

    if (is_group)
        return "group";
    switch (key.length) {
    case 2:
        return "province";
    case 4:
        return "city";
    case 6:
        return "county";
    case TOWNSHIP_LENGTH:
        return "township";
    case VILLAGE_LENGTH:
        return "village";
    case GRID_LENGTH:
        return "grid";
    case MICRO_GRID_LENGTH:
        return "micro_grid";
    default:
        return "";
    }
}

/* The levels of places that suit the level of a role, and how people call them. */
struct suitable {
    const char *level;
    const char *places;
    const char *words;
};

static const struct suitable suitables[] = {
    { "county", "county", "县（市、区）" },
    { "township", "township", "乡镇（街道）" },
    { "village", "village group", "村（社区）或村民小组" },
    { "grid", "grid micro_grid", "网格" },
    { "micro_grid", "micro_grid grid", "微网格或网格" },
};

static struct error *check_level(struct context *cx, const struct role *role, str place)
{
    bool is_system = str_eq(role->kind, S("system"));

    if (str_is_empty(place) && !is_system)
        return fail_field(cx, "place", "请选择“%.*s”在哪个地方任职。",
                          STR_ARG(words_for(role->title)));
    for (size_t i = 0; i < COUNT(suitables); i++)
        if (str_eq(role->level, str_of(suitables[i].level)) &&
            !str_list_has(str_of(suitables[i].places), str_of(level_of(place))))
            return fail_field(cx, "place", "“%.*s”要设在%s一级，请重新选择地点。",
                              STR_ARG(words_for(role->title)), words_said(suitables[i].words));
    return NULL;
}

/* What holds everywhere is given by those who hold something everywhere. */
static bool acts_everywhere(const struct context *cx)
{
    const struct access *access = cx->access;

    for (size_t i = 0; access != NULL && i < access->post_count; i++)
        if (str_is_empty(access->posts[i].place))
            return true;
    return access == NULL || access->is_system;
}

static struct error *check_reach(struct context *cx, const struct post *post)
{
    if (str_is_empty(post->place) && !acts_everywhere(cx))
        return fail_field(cx, "place", "您只能在自己管的地方定岗，请选择地点。");
    return NULL;
}

static struct error *check_holder(struct context *cx, const struct post *post)
{
    const struct access *access = cx->access;

    if (post->person == 0 && post->account == 0)
        return fail_field(cx, "account", "请选择任职的人：居民或账号。");
    if (post->person != 0 && post->account == 0 &&
        id_county(post->person) != key_county(post->place))
        return fail_field(
            cx, "person",
            "这位居民登记在别的县（市、区）。请先给本人开账号，再把岗位给到账号。");
    if (access != NULL && !access->is_system &&
        ((post->account != 0 && post->account == access->account) ||
         (post->person != 0 && post->person == access->person)))
        return fail(cx, ERROR_FORBIDDEN, "不能给自己定岗。请由另一位有权限的同志来办。");
    return NULL;
}

static struct value holder_value(record_id id)
{
    return id == 0 ? value_null() : value_integer(id);
}

static struct error *check_not_held(struct context *cx, const struct post *post)
{
    int64_t other;

    TRY(query_number(cx,
                     "select id from posts where county = $1 and place = $2 and role = $3 "
                     "and (account = $4 or person = $5) "
                     "and (ends_on is null or ends_on >= $6) limit 1",
                     WITH(value_integer(key_county(post->place)), value_text(post->place),
                          value_text(post->role), holder_value(post->account),
                          holder_value(post->person), value_date(cx->arena, post->starts_on)),
                     &other));
    if (other != 0)
        return fail(cx, ERROR_CONFLICT, "本人已经在这里担任这个岗位，不用再给。");
    return NULL;
}

/* The account that a post is for, or one that stands for the resident alone. */
static struct error *find_holder(struct context *cx, const struct post *post,
                                 struct account *account)
{
    bool found;

    *account = (struct account){ .person = post->person };
    if (post->account != 0)
        return store_get(cx, &account_type, post->account, account);
    return store_find_by(cx, &account_type, (str){ 0 }, "person", value_integer(post->person),
                         account, &found);
}

/* Nobody may both open accounts and give rights, or do either and read the journal of it. */
static struct error *check_separation(struct context *cx, const struct role *role,
                                      const struct post *post)
{
    struct account holder;
    struct post *posts;
    size_t count;

    if (!str_eq(role->kind, S("system")))
        return NULL;
    TRY(find_holder(cx, post, &holder));
    TRY(posts_of(cx, &holder, &posts, &count));
    for (size_t i = 0; i < count; i++) {
        struct role other;
        TRY(role_get(cx, posts[i].role, &other));
        if (str_eq(other.kind, S("system")) && !str_eq(other.code, role->code))
            return fail(cx, ERROR_CONFLICT,
                        "系统管理员、权限管理员、审计员要由三个人分别担任，不能兼任。");
    }
    return NULL;
}

static void fill_in(struct context *cx, struct post *post)
{
    const struct record_type *resident = type_find(S("resident"));

    if (!date_is_set(post->starts_on))
        post->starts_on = cx->today;
    if (str_is_empty(post->holder) && post->account != 0)
        post->holder = record_called(cx, &account_type, post->account);
    if (str_is_empty(post->holder) && post->person != 0 && resident != NULL)
        post->holder = record_called(cx, resident, post->person);
}

/* The account remembers the counties of its posts. */
static struct error *note_county(struct context *cx, const struct post *post)
{
    struct account account;
    str county = arena_printf(cx->arena, "%lld", (long long)key_county(post->place));

    if (post->account == 0)
        return NULL;
    TRY(store_get(cx, &account_type, post->account, &account));
    if (str_list_has(account.counties, county))
        return NULL;
    account.counties =
        str_is_empty(account.counties)
            ? county
            : arena_printf(cx->arena, "%.*s %.*s", STR_ARG(account.counties), STR_ARG(county));
    return store_update(cx, &account_type, &account);
}

struct error *post_give(struct context *cx, struct post *post)
{
    struct problem *problems = NULL;
    struct role role;

    fill_in(cx, post);
    TRY(role_get(cx, post->role, &role));
    TRY(check_level(cx, &role, post->place));
    TRY(check_reach(cx, post));
    TRY(check_holder(cx, post));
    shape_check(cx, &post_type.shape, post, &problems);
    TRY(shape_error(cx, problems));
    TRY(check_not_held(cx, post));
    TRY(check_separation(cx, &role, post));
    TRY(note_county(cx, post));
    TRY(store_insert(cx, &post_type, post));
    return announce(cx, "post.given", &post_type, post);
}

struct error *post_end(struct context *cx, record_id id, date last_day, str reason)
{
    struct post post;

    TRY(store_get(cx, &post_type, id, &post));
    if (!date_is_set(last_day))
        return fail_field(cx, "ends_on", "请填最后一天的日期。");
    if (date_compare(last_day, post.starts_on) < 0)
        return fail_field(cx, "ends_on", "最后一天不能早于开始任职的日期。");
    if (date_is_set(post.ends_on) && date_compare(post.ends_on, cx->today) < 0)
        return fail(cx, ERROR_CONFLICT, "这个岗位已经结束了，不能再改。");
    post.ends_on = last_day;
    post.reason = reason;
    TRY(store_update(cx, &post_type, &post));
    return announce(cx, "post.ended", &post_type, &post);
}

/* Whose posts they are */

const struct query posts_of_holder = {
    .of = &post_type,
    .sql = "where county = $1 and (account = $2 or person = $3) and starts_on <= $4 "
           "and (ends_on is null or ends_on >= $4) order by length(place), id limit 50",
};

static struct error *add_posts_of_county(struct context *cx, const struct account *account,
                                         int64_t county, struct post **posts, size_t *count)
{
    struct post *more;
    size_t more_count;

    TRY(query_rows(cx, &posts_of_holder,
                   WITH(value_integer(county), value_integer(account->id),
                        holder_value(account->person), value_date(cx->arena, cx->today)),
                   &more, &more_count));
    struct post *all = arena_array(cx->arena, struct post, *count + more_count);
    if (*count > 0)
        memcpy(all, *posts, *count * sizeof *all);
    if (more_count > 0)
        memcpy(all + *count, more, more_count * sizeof *all);
    *posts = all;
    *count += more_count;
    return NULL;
}

struct error *posts_of(struct context *cx, const struct account *account, struct post **posts,
                       size_t *count)
{
    str counties = holder_counties(cx, account->counties, account->person);
    str county;
    int64_t number;

    *posts = NULL;
    *count = 0;
    while (str_next(&counties, &county))
        if (str_read_integer(county, &number))
            TRY(add_posts_of_county(cx, account, number, posts, count));
    return NULL;
}
