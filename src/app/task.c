/* SPDX-License-Identifier: Apache-2.0 */
/* To-dos: who must do what by when. */
#include "app/task.h"

#include "app/account_parts.h"
#include "app/module.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { TASKS_OF_PLACE_MAX = 200 };

static const struct field fields[] = {
    { PLACE(task, place), .label = "地点", .required = true },
    { TEXT(task, permission), .label = "要有的权限" },
    { TEXT(task, type), .label = "记录类型" },
    { INTEGER(task, record), .label = "记录编号" },
    { TEXT(task, title), .label = "事项", .listed = true },
    { TEXT(task, words), .label = "要做什么", .listed = true },
    { DATE(task, due_on), .label = "到期日期", .listed = true },
    { INSTANT(task, opened_at), .label = "开始时间" },
};

static const char *const indexes[] = { "place, due_on", "type, record", NULL };

const struct record_type task_type = {
    .name = "task",
    .table = "tasks",
    .title = "待办",
    .shape = { SHAPE(task, fields) },
    .place = "place",
    .called = "title",
    .indexes = indexes,
    .unlogged = true,
};

/* Lists of roles and permissions are matched with a space on both sides of each word. */

/* The nearest place, from the wanted one up to its county, where somebody holds one of the
 * roles today; the wanted one itself when nobody does anywhere. */
static struct error *find_holders_place(struct context *cx, str wanted, const char *roles,
                                        str *place, bool *found)
{
    struct result result;

    *place = wanted;
    TRY(db_query_steady(
        cx,
        "select place from posts where county = $1 "
        "and place in ($2, $3, $4, $5, $6, $7) and $8 like '% ' || role || ' %' "
        "and starts_on <= $9 and (ends_on is null or ends_on >= $9) "
        "order by length(place) desc limit 1",
        WITH(value_integer(key_county(wanted)), value_text(wanted),
             value_text(str_slice(wanted, 0, 17)), value_text(str_slice(wanted, 0, 15)),
             value_text(str_slice(wanted, 0, 12)), value_text(str_slice(wanted, 0, 9)),
             value_text(str_slice(wanted, 0, COUNTY_LENGTH)),
             value_text(arena_printf(cx->arena, " %s ", roles)),
             value_date(cx->arena, cx->today)),
        &result));
    *found = result.rows > 0;
    if (*found)
        *place = result_text(&result, 0, 0);
    return NULL;
}

struct error *permission_is_held(struct context *cx, const char *permission, str place,
                                 bool *held)
{
    const char *roles = permission_roles(str_of(permission));
    str holders;

    assert(roles != NULL);
    return find_holders_place(cx, place, roles, &holders, held);
}

static struct error *remove_tasks(struct context *cx, const struct record_type *type,
                                  record_id record)
{
    return db_run(cx, "delete from tasks where county = $1 and type = $2 and record = $3",
                  WITH(value_integer(id_county(record)), value_text(str_of(type->name)),
                       value_integer(record)));
}

static str title_of(struct context *cx, const struct record_type *type, const void *record)
{
    const struct field *field =
        type->called == NULL ? NULL : shape_field(&type->shape, str_of(type->called));
    str title = field == NULL ? (str){ 0 } : field_text(cx, field, record);

    return str_is_empty(title) ? str_of(type->title) : title;
}

struct error *task_replace(struct context *cx, const struct record_type *type,
                           const void *record, const char *permission, str place,
                           const char *words, date due_on)
{
    assert(type->place != NULL);
    TRY(remove_tasks(cx, type, ((const struct record *)record)->id));
    if (words == NULL)
        return NULL;
    return task_add(cx, type, record, permission, place, words, due_on);
}

struct error *task_add(struct context *cx, const struct record_type *type, const void *record,
                       const char *permission, str place, const char *words, date due_on)
{
    const struct record *head = record;

    assert(type->place != NULL && key_county(place) == id_county(head->id));

    struct task task = {
        .permission = str_of(permission),
        .type = str_of(type->name),
        .record = head->id,
        .title = title_of(cx, type, record),
        .words = str_of(words),
        .due_on = due_on,
        .opened_at = cx->now,
    };
    const char *roles = permission_roles(task.permission);
    bool found;
    TRY(find_holders_place(cx, place, roles == NULL ? "" : roles, &task.place, &found));
    return store_insert(cx, &task_type, &task);
}

/* What a person may do, place by place: two posts at one place make one desk, so that nothing
 * lies there twice. */
struct desk {
    str place;
    struct buf permissions; /* " a b c " */
};

static bool role_has(const struct grant *grant, str role)
{
    return str_list_has(str_of(grant->roles), role);
}

static void add_permissions(struct desk *desk, const struct held_post *post)
{
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        for (const struct grant *grant = (*module)->grants;
             grant != NULL && grant->permission != NULL; grant++)
            if (role_has(grant, post->role)) {
                buf_add(&desk->permissions, str_of(grant->permission));
                buf_add_char(&desk->permissions, ' ');
            }
}

static struct desk *desk_at(struct context *cx, struct desk *desks, size_t *count, str place)
{
    for (size_t i = 0; i < *count; i++)
        if (str_eq(desks[i].place, place))
            return &desks[i];

    struct desk *desk = &desks[(*count)++];
    *desk = (struct desk){ .place = place, .permissions = { .arena = cx->arena } };
    buf_add_char(&desk->permissions, ' ');
    return desk;
}

static size_t desks_of_person(struct context *cx, struct desk **desks)
{
    const struct access *access = cx->access != NULL ? cx->access : &access_of_public;
    size_t count = 0;

    *desks = arena_array(cx->arena, struct desk, access->post_count);
    for (size_t i = 0; i < access->post_count; i++)
        add_permissions(desk_at(cx, *desks, &count, access->posts[i].place), &access->posts[i]);
    return count;
}

const struct query tasks_at_place = {
    .of = &task_type,
    .sql = "where county = $1 and place = $2 and $3 like '% ' || permission || ' %' "
           "order by coalesce(due_on, '9999-12-31'), id limit $4",
};

static int compare_tasks(const void *a, const void *b)
{
    const struct task *first = a;
    const struct task *second = b;
    bool first_due = date_is_set(first->due_on);
    bool second_due = date_is_set(second->due_on);

    if (first_due != second_due)
        return first_due ? -1 : 1;
    if (date_compare(first->due_on, second->due_on) != 0)
        return date_compare(first->due_on, second->due_on);
    return (first->id > second->id) - (first->id < second->id);
}

static struct error *add_tasks(struct context *cx, const struct desk *desk, size_t limit,
                               struct task *tasks, size_t *count)
{
    struct task *more;
    size_t more_count;

    TRY(query_rows(cx, &tasks_at_place,
                   WITH(value_integer(key_county(desk->place)), value_text(desk->place),
                        value_text(buf_str(&desk->permissions)), value_integer((int64_t)limit)),
                   &more, &more_count));
    if (more_count > 0)
        memcpy(tasks + *count, more, more_count * sizeof *tasks);
    *count += more_count;
    return NULL;
}

struct error *tasks_mine(struct context *cx, size_t limit, struct task **tasks, size_t *count)
{
    struct desk *desks;
    size_t desk_count = desks_of_person(cx, &desks);

    limit = limit < TASKS_OF_PLACE_MAX ? limit : TASKS_OF_PLACE_MAX;
    *tasks = arena_array(cx->arena, struct task, desk_count * limit + 1);
    *count = 0;
    for (size_t i = 0; i < desk_count; i++)
        TRY(add_tasks(cx, &desks[i], limit, *tasks, count));
    qsort(*tasks, *count, sizeof **tasks, compare_tasks);
    *count = *count < limit ? *count : limit;
    return NULL;
}

static const struct field count_columns[] = {
    { INTEGER(task_counts, overdue) },
    { INTEGER(task_counts, today) },
    { INTEGER(task_counts, later) },
};

const struct query counted_tasks = {
    .sql = "select coalesce(sum(case when due_on < $4 then 1 else 0 end), 0), "
           "coalesce(sum(case when due_on = $4 then 1 else 0 end), 0), "
           "coalesce(sum(case when due_on <= $4 then 0 else 1 end), 0) "
           "from tasks "
           "where county = $1 and place = $2 and $3 like '% ' || permission || ' %'",
    .row = { SHAPE(task_counts, count_columns) },
};

struct error *tasks_count(struct context *cx, struct task_counts *counts)
{
    struct desk *desks;
    size_t desk_count = desks_of_person(cx, &desks);

    *counts = (struct task_counts){ 0 };
    for (size_t i = 0; i < desk_count; i++) {
        struct task_counts *some;
        size_t count;
        TRY(query_rows(
            cx, &counted_tasks,
            WITH(value_integer(key_county(desks[i].place)), value_text(desks[i].place),
                 value_text(buf_str(&desks[i].permissions)), value_date(cx->arena, cx->today)),
            &some, &count));
        counts->overdue += some->overdue;
        counts->today += some->today;
        counts->later += some->later;
    }
    return NULL;
}

/* After the end of a post */

struct left_behind {
    str place;
    str permission;
};

static const struct field left_columns[] = {
    { PLACE(left_behind, place) },
    { TEXT(left_behind, permission) },
};

const struct query tasks_left_behind = {
    .sql = "select distinct tasks.place, tasks.permission from posts "
           "join tasks on tasks.county = posts.county and tasks.place = posts.place "
           "where posts.ends_on = $1 order by tasks.place, tasks.permission limit 1000",
    .row = { SHAPE(left_behind, left_columns) },
};

static struct error *move_up(struct context *cx, const struct left_behind *left)
{
    const char *roles = permission_roles(left->permission);
    str place;
    bool found;

    TRY(find_holders_place(cx, left->place, roles == NULL ? "" : roles, &place, &found));
    if (str_eq(place, left->place))
        return NULL;
    return db_run(cx,
                  "update tasks set place = $4, version = version + 1 "
                  "where county = $1 and place = $2 and permission = $3",
                  WITH(value_integer(key_county(left->place)), value_text(left->place),
                       value_text(left->permission), value_text(place)));
}

struct error *tasks_move_up(struct context *cx, bool *more)
{
    struct left_behind *left;
    size_t count;

    *more = false;
    TRY(query_rows(cx, &tasks_left_behind,
                   WITH(value_date(cx->arena, date_add_days(cx->today, -1))), &left, &count));
    for (size_t i = 0; i < count; i++)
        TRY(move_up(cx, &left[i]));
    return NULL;
}
