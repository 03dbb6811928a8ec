/* SPDX-License-Identifier: Apache-2.0 */
/* The rosters of people: residents with their households, and those who hold grid posts. */
#include "modules/people/people_parts.h"

#include "app/roster.h"
#include "base/unicode.h"
#include "record/match.h"

#include <string.h>

/* Residents, household by household */

static const struct roster_extra resident_extras[] = {
    { "head_name", "户主姓名", false },
    { "head_number", "户主身份证号", true },
    { "head_phone", "户主联系方式", true },
    { 0 },
};

static const struct roster_example resident_examples[] = {
    { "name", "张三" },
    { "head_name", "张三" },
    { "household_number", "0001" },
    { "relation", "户主" },
    { "sex", "男" },
    { "id_number", "11010519491231002X" },
    { "ethnic_group", "汉族" },
    { "education", "初中" },
    { "place", "一组" },
    { "birth_on", "1949-12-31" },
    { 0 },
};

static const char *const resident_keys[] = { "id_number", "name household_number", NULL };

const struct query households_headed_by = {
    .of = &household_type,
    .sql = "where county = $1 and head_name = $2 and place >= $3 and place < $4 "
           "and kind = 'registered' and closed_on is null order by id limit 2",
};

/* A table without numbers of households names their heads: a household that is there already is
 * found by its head, a new one is called after the head until it gets a number. */
static struct error *number_by_head(struct context *cx, struct roster_row *row, str head)
{
    str place = row->job->place;
    str number = roster_given(row, "head_number");
    struct household *households;
    size_t count;

    TRY(query_rows(cx, &households_headed_by,
                   WITH(value_integer(key_county(place)), value_text(head), value_text(place),
                        value_text(key_end(cx->arena, place))),
                   &households, &count));
    if (count == 1)
        roster_put(row, "household_number", households[0].number);
    else if (number.length > 8)
        roster_put(row, "household_number",
                   arena_printf(cx->arena, "%.*s%.*s", STR_ARG(head),
                                STR_ARG(str_slice(number, number.length - 4, number.length))));
    else
        roster_put(row, "household_number", head);
    return NULL;
}

/* 人户一致: 是 or 否 */
static void read_agreement(struct roster_row *row)
{
    str status = roster_given(row, "status");

    if (str_eq(status, S("是")) || str_eq(status, S("一致")))
        roster_put(row, "status", S("户在人在"));
    else if (str_eq(status, S("否")) || str_eq(status, S("不一致")))
        roster_put(row, "status", S("户在人不在"));
}

static struct error *prepare_resident(struct context *cx, struct roster_row *row)
{
    str head = text_fold(cx->arena, roster_given(row, "head_name"));
    bool is_head =
        !str_is_empty(head) && str_eq(head, text_fold(cx->arena, roster_given(row, "name")));

    read_agreement(row);
    if (is_head && str_is_empty(roster_given(row, "relation")))
        roster_put(row, "relation", S("户主"));
    if (is_head && str_is_empty(roster_given(row, "phone")) &&
        !str_is_empty(roster_given(row, "head_phone")))
        roster_put(row, "phone", roster_given(row, "head_phone"));
    if (str_is_empty(head) || !str_is_empty(roster_given(row, "household_number")))
        return NULL;
    return number_by_head(cx, row, head);
}

static struct error *settle_resident(struct context *cx, struct roster_row *row)
{
    return resident_settle_words(cx, row->record);
}

static const struct roster resident_roster = {
    .type = &resident_type,
    .title = "户籍花名册",
    .extras = resident_extras,
    .examples = resident_examples,
    .keys = resident_keys,
    .fills = "household_number head_name head_number head_phone",
    .prepare = prepare_resident,
    .settle = settle_resident,
};

/* Who a row is about */

static struct error *find_by_name(struct context *cx, struct roster_row *row,
                                  struct resident *resident, size_t *count)
{
    const struct field *name = shape_field(&resident_type.shape, S("name"));
    struct resident wanted = { .name = roster_given(row, "name") };

    return record_match(cx, &resident_type, row->job->place, &name, 1, &wanted, resident,
                        count);
}

struct error *roster_find_resident(struct context *cx, struct roster_row *row,
                                   struct resident *resident, bool *found)
{
    str number = roster_given(row, "id_number");
    str name = roster_given(row, "name");
    size_t count = 0;

    *found = false;
    if (!str_is_empty(number))
        TRY(resident_find_by_number(cx, row->job->place, number, resident, found));
    if (*found || str_is_empty(name))
        return NULL;
    TRY(find_by_name(cx, row, resident, &count));
    *found = count == 1;
    if (count == 0)
        roster_refuse(cx, row, "name",
                      "居民里没有“%.*s”。请先导入户籍花名册，或者先登记这个人。",
                      STR_ARG(name));
    else if (count > 1)
        roster_refuse(cx, row, "name", "叫“%.*s”的不止一个。请补上身份证号。", STR_ARG(name));
    return NULL;
}

/* Households alone, where the people are registered already */

static const struct roster_extra household_extras[] = {
    { "name", "户主姓名", false },
    { "id_number", "户主身份证号", true },
    { 0 },
};

static const struct roster_example household_examples[] = {
    { "name", "张三" },         { "id_number", "11010519491231002X" },
    { "number", "0001" },       { "place", "一组" },
    { "address", "示例路1号" }, { 0 },
};

static const char *const household_keys[] = { "number kind", NULL };

static struct error *prepare_household(struct context *cx, struct roster_row *row)
{
    struct resident head = { 0 };
    bool found;

    TRY(roster_find_resident(cx, row, &head, &found));
    if (!found)
        return NULL;
    roster_put(row, "head", arena_printf(cx->arena, "%lld", (long long)head.id));
    if (str_is_empty(roster_given(row, "place")))
        roster_put(row, "place", head.place);
    return NULL;
}

static const struct roster household_roster = {
    .type = &household_type,
    .title = "户册（户号、户主、住址）",
    .extras = household_extras,
    .examples = household_examples,
    .keys = household_keys,
    .prepare = prepare_household,
};

/* Grid workers and liaisons */

static const struct roster_extra post_extras[] = {
    { "name", "姓名", false },
    { "grid_leader", "网格长", false },
    { "household_liaison", "联户长", false },
    { "id_number", "身份证号", true },
    { 0 },
};

static const char *const post_parts[] = { "name", "grid_leader", "household_liaison", NULL };

static const struct roster_example post_examples[] = {
    { "name", "张三" },
    { "place", "第一网格" },
    { "role", "网格员" },
    { "starts_on", "2026-01-01" },
    { 0 },
};

const struct query role_called = {
    .of = &role_type,
    .sql = "where title = $1 or holder_title = $1 or code = $1 order by id limit 2",
};

/* A table of grids has the names of its workers below "网格员": the heading is the post. */
static str role_of_heading(const struct roster_row *row)
{
    for (size_t i = 0; i < row->job->column_count; i++) {
        const struct roster_column *column = &row->job->columns[i];
        str heading = str_trim(column->heading);
        if (column->extra != &post_extras[0])
            continue;
        if (str_ends(heading, S("姓名")))
            heading = str_trim(str_slice(heading, 0, heading.length - S("姓名").length));
        return heading;
    }
    return (str){ 0 };
}

static bool is_of_other_part(const struct roster_row *row)
{
    return row->part != NULL && strcmp(row->part, "name") != 0;
}

/* Of a grid with its leader, its worker and its liaison in one row, the number and the post are
 * those of the worker. */
static void read_part(struct roster_row *row)
{
    if (!is_of_other_part(row))
        return;
    roster_put(row, "name", roster_given(row, row->part));
    roster_put(row, "id_number", (str){ 0 });
    roster_put(row, "role", str_of(row->part));
}

static struct error *read_role(struct context *cx, struct roster_row *row)
{
    str title = roster_given(row, "role");
    struct role *roles;
    size_t count;

    if (str_is_empty(title))
        title = role_of_heading(row);
    if (str_is_empty(title))
        return NULL;
    TRY(query_rows(cx, &role_called, WITH(value_text(title)), &roles, &count));
    if (count == 0)
        roster_refuse(cx, row, "role", "没有“%.*s”这种岗位。请写岗位的全名，例如“网格员”。",
                      STR_ARG(title));
    else
        roster_put(row, "role", roles[0].code);
    return NULL;
}

static struct error *prepare_post(struct context *cx, struct roster_row *row)
{
    struct resident resident = { 0 };
    bool found;

    read_part(row);
    TRY(read_role(cx, row));
    TRY(roster_find_resident(cx, row, &resident, &found));
    if (found)
        roster_put(row, "resident", arena_printf(cx->arena, "%lld", (long long)resident.id));
    return NULL;
}

const struct query posts_given_alike = {
    .of = &appointment_type,
    .sql = "where county = $1 and resident = $2 and role = $3 and place = $4 "
           "and exists (select 1 from posts p where p.id = appointments.post "
           "and (p.ends_on is null or p.ends_on >= $5 or p.ends_on = $6)) order by id limit 1",
};

/* The table may say by now until when somebody holds the post; since when is not changed. */
static struct error *note_post(struct context *cx, struct roster_row *row,
                               const struct appointment *found)
{
    const struct appointment *wanted = row->record;
    struct appointment *before = arena_new(cx->arena, struct appointment);
    struct post post = { 0 };

    TRY(store_get(cx, &post_type, found->post, &post));
    *before = *wanted;
    before->id = found->id;
    before->version = found->version;
    before->starts_on = post.starts_on;
    before->ends_on = post.ends_on;
    row->before = before;
    if (date_is_set(wanted->starts_on) && date_compare(wanted->starts_on, post.starts_on) != 0)
        row->stays = "已经任职，任职日期不能靠导表改。请先结束原来的岗位。";
    return NULL;
}

/* Who holds the post already is not appointed again. */
static struct error *post_known(struct context *cx, struct roster_row *row, record_id *id)
{
    const struct appointment *wanted = row->record;
    struct appointment *found;
    size_t count;

    TRY(query_rows(cx, &posts_given_alike,
                   WITH(value_integer(key_county(wanted->place)),
                        value_integer(wanted->resident), value_text(wanted->role),
                        value_text(wanted->place), value_date(cx->arena, cx->today),
                        value_date(cx->arena, wanted->ends_on)),
                   &found, &count));
    *id = count > 0 ? found[0].id : 0;
    return count > 0 ? note_post(cx, row, &found[0]) : NULL;
}

static const struct roster post_roster = {
    .type = &appointment_type,
    .title = "网格员、联户长台账",
    .needs = "posts.appoint",
    .extras = post_extras,
    .examples = post_examples,
    .fills = "place",
    .once = "resident role place",
    .parts = post_parts,
    .prepare = prepare_post,
    .known = post_known,
};

/* Volunteers: a table that does not say that each has agreed makes none of them one. */

static const struct roster_example volunteer_examples[] = {
    { "name", "张三" },
    { "team", "爱心理发队" },
    { "skills", "理发、修水电" },
    { "sex", "男" },
    { "phone", "13800000000" },
    { "has_agreed", "是" },
    { "joined_on", "2026-01-01" },
    { 0 },
};

static const struct roster_extra volunteer_extras[] = {
    { "hours", "服务时长", false },
    { 0 },
};

/* Hours come from what was done; those of an old table are told, not counted. */
static struct error *prepare_volunteer(struct context *cx, struct roster_row *row)
{
    str hours = roster_given(row, "hours");
    str remark = roster_given(row, "remark");

    if (!str_is_empty(hours))
        roster_put(row, "remark",
                   arena_printf(cx->arena, "%.*s%s原名册服务时长：%.*s", STR_ARG(remark),
                                str_is_empty(remark) ? "" : "；", STR_ARG(hours)));
    return NULL;
}

static const char *const volunteer_keys[] = { "number", "phone", "name team", "name", NULL };

static const struct roster volunteer_roster = {
    .type = &volunteer_type,
    .title = "志愿者花名册",
    .extras = volunteer_extras,
    .examples = volunteer_examples,
    .keys = volunteer_keys,
    .fills = "team",
    .prepare = prepare_volunteer,
};

const struct roster *const people_rosters[] = { &resident_roster, &household_roster,
                                                &post_roster, &volunteer_roster, NULL };
