/* SPDX-License-Identifier: Apache-2.0 */
/* Who may do what, where. */
#include "app/access.h"

#include "app/account_parts.h"
#include "app/permission.h"

#include <assert.h>
#include <string.h>

const struct access access_of_system = { .is_system = true, .name = S_INIT("系统") };
const struct access access_of_public = { 0 };

static const struct access *access_of(const struct context *cx)
{
    return cx->access != NULL ? cx->access : &access_of_public;
}

bool access_is_signed_in(const struct context *cx)
{
    return access_of(cx)->is_system || access_of(cx)->account != 0;
}

/* True for the permissions that need no post. */
static bool has_without_post(const struct context *cx, const char *permission)
{
    if (access_of(cx)->is_system || strcmp(permission, "public") == 0)
        return true;
    return strcmp(permission, "signed_in") == 0 && access_is_signed_in(cx);
}

static bool gives(const struct held_post *post, const struct permission *permission)
{
    return (permission->holders & role_bit(post->role)) != 0;
}

bool access_allows(const struct context *cx, const char *permission, str place)
{
    const struct access *access = access_of(cx);

    if (has_without_post(cx, permission))
        return true;

    const struct permission *found = permission_find(str_of(permission));
    for (size_t i = 0; found != NULL && i < access->post_count; i++) {
        const struct held_post *post = &access->posts[i];
        if (gives(post, found) && (str_is_empty(place) || key_is_within(place, post->place)))
            return true;
    }
    return false;
}

bool access_allows_somewhere(const struct context *cx, const char *permission)
{
    return access_allows(cx, permission, (str){ 0 });
}

struct error *access_need(struct context *cx, const char *permission, str place)
{
    if (access_allows(cx, permission, place))
        return NULL;
    if (!access_is_signed_in(cx))
        return fail(cx, ERROR_UNAUTHENTICATED, "请先登录。");
    if (!str_is_empty(place) && access_allows_somewhere(cx, permission))
        return fail(cx, ERROR_FORBIDDEN, "这里不在您的管辖范围。请交给当地的同志办理。");
    return fail(cx, ERROR_FORBIDDEN,
                "您现在的岗位不能做这件事。如有需要，请联系上级或管理员。");
}

/* The post that gives the permission for the widest place. */
static const struct held_post *widest_post(const struct access *access, const char *permission)
{
    const struct permission *found = permission_find(str_of(permission));
    const struct held_post *widest = NULL;

    for (size_t i = 0; found != NULL && i < access->post_count; i++) {
        const struct held_post *post = &access->posts[i];
        if (gives(post, found) && (widest == NULL || post->place.length < widest->place.length))
            widest = post;
    }
    return widest;
}

struct error *access_scope(struct context *cx, const char *permission, str wanted, str *scope)
{
    TRY(access_need(cx, permission, wanted));

    const struct held_post *widest = widest_post(access_of(cx), permission);
    bool everywhere = has_without_post(cx, permission) || widest == NULL;
    *scope = !str_is_empty(wanted) || everywhere ? wanted : widest->place;
    return NULL;
}

str access_title(const struct context *cx, str place)
{
    const struct access *access = access_of(cx);
    const struct held_post *nearest = NULL;

    if (access->is_system)
        return access->name;
    for (size_t i = 0; i < access->post_count; i++) {
        const struct held_post *post = &access->posts[i];
        if (key_is_within(place, post->place) &&
            (nearest == NULL || post->place.length > nearest->place.length))
            nearest = post;
    }
    for (size_t i = 0; nearest == NULL && i < access->post_count; i++)
        if (key_is_within(access->posts[i].place, place))
            nearest = &access->posts[i];
    return nearest == NULL ? S("村民") : nearest->title;
}

/* Reading the posts */

static const struct field post_columns[] = {
    { INTEGER(held_post, id) },
    { TEXT(held_post, role) },
    { TEXT(held_post, title) },
    { PLACE(held_post, place) },
};

/* Asked with every request.  Two questions in one, because SQLite would read all posts of the
 * county for an "or". */
const struct query held_posts = {
    .sql = "select held.id, held.role, roles.holder_title, held.place from "
           "(select id, role, place, starts_on, ends_on from posts "
           "where county = $1 and account = $2 "
           "union select id, role, place, starts_on, ends_on from posts "
           "where county = $1 and person = $3) held "
           "join roles on roles.code = held.role "
           "where held.starts_on <= $4 and (held.ends_on is null or held.ends_on >= $4) "
           "order by length(held.place), held.id limit 50",
    .steady = true,
    .row = { SHAPE(held_post, post_columns) },
};

const struct query holder_of_account = {
    .sql = "select 0, id, person, name, '', counties, must_change_password, null, null "
           "from accounts where id = $1 and disabled = 0",
    .steady = true,
    .row = { SHAPE(holder, holder_columns) },
};

/* A person's posts lie in the county of their register; those of the account where it says. */
str holder_counties(struct context *cx, str counties, record_id person)
{
    if (person == 0)
        return counties;

    str own = arena_printf(cx->arena, "%lld", (long long)id_county(person));
    if (str_list_has(counties, own))
        return counties;
    return arena_printf(cx->arena, "%.*s%s%.*s", STR_ARG(counties),
                        str_is_empty(counties) ? "" : " ", STR_ARG(own));
}

static struct error *add_posts(struct context *cx, const struct holder *holder, str county,
                               struct access *access)
{
    struct held_post *posts;
    size_t count;
    int64_t number;

    if (!str_read_integer(county, &number))
        return fail(cx, ERROR_BROKEN, "account %lld: a county that is no number",
                    (long long)holder->account);
    TRY(query_rows(cx, &held_posts,
                   WITH(value_integer(number), value_integer(holder->account),
                        holder->person == 0 ? value_null() : value_integer(holder->person),
                        value_date(cx->arena, cx->today)),
                   &posts, &count));

    struct held_post *all =
        arena_array(cx->arena, struct held_post, access->post_count + count);
    if (access->post_count > 0)
        memcpy(all, access->posts, access->post_count * sizeof *all);
    if (count > 0)
        memcpy(all + access->post_count, posts, count * sizeof *all);
    access->posts = all;
    access->post_count += count;
    return NULL;
}

struct error *access_of_holder(struct context *cx, const struct holder *holder,
                               struct access *access)
{
    str counties = holder_counties(cx, holder->counties, holder->person);
    str county;

    *access = (struct access){
        .account = holder->account,
        .name = holder->name,
        .person = holder->person,
        .session = holder->session,
        .seen_at = holder->seen_at,
        .form_token = holder->form_token,
        .must_change_password = holder->must_change_password,
    };
    while (str_next(&counties, &county))
        TRY(add_posts(cx, holder, county, access));
    return NULL;
}

struct error *access_load(struct context *cx, record_id account, struct access *access)
{
    struct holder *holders;
    size_t count;

    TRY(query_rows(cx, &holder_of_account, WITH(value_integer(account)), &holders, &count));
    *access = access_of_public;
    return count == 0 ? NULL : access_of_holder(cx, &holders[0], access);
}
