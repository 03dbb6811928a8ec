/* SPDX-License-Identifier: Apache-2.0 */
/* The journal keeps names of the code; people read what they mean. */
#include "app/journal.h"

#include "app/module.h"

struct deed_word {
    const char *deed;
    const char *words;
};

/* What is done neither by a route nor by a job. */
static const struct deed_word plain_words[] = {
    { "sign_in", "登录" },       { "sample", "装入示例" },       { "import", "导入" },
    { "imports.apply", "导入" }, { "imports.undo", "撤销导入" }, { "user", "用命令管理账号" },
};

static const char *plain_word(str deed)
{
    for (size_t i = 0; i < COUNT(plain_words); i++)
        if (str_eq(deed, str_of(plain_words[i].deed)))
            return plain_words[i].words;
    return NULL;
}

/* The summary of a route; what changes something comes before what shows it. */
static const char *route_word(str path)
{
    const char *words = NULL;
    size_t count;
    const struct route *routes = routes_all(&count);

    for (size_t i = 0; i < count; i++)
        if (str_eq(path, str_of(routes[i].path)) && (words == NULL || routes[i].method == POST))
            words = routes[i].summary;
    return words;
}

/* "matters.accept" is what POST /matters/{id}/accept does, "residents.find" POST
 * /residents/find. */
static const char *step_word(struct context *cx, str deed)
{
    str table, verb;

    if (!str_cut(deed, '.', &table, &verb))
        return NULL;
    const char *words =
        route_word(arena_printf(cx->arena, "/%.*s/{id}/%.*s", STR_ARG(table), STR_ARG(verb)));
    return words != NULL ? words
                         : route_word(arena_printf(cx->arena, "/%.*s/%.*s", STR_ARG(table),
                                                   STR_ARG(verb)));
}

/* The jobs of the scheduler, and what a module does when a database is made. */
static const char *module_word(str deed)
{
    for (const struct module *const *module = modules_all(); *module != NULL; module++) {
        if (str_eq(deed, str_of((*module)->name)))
            return "装入基础数据";
        for (const struct job *job = (*module)->jobs; job != NULL && job->name != NULL; job++)
            if (str_eq(deed, str_of(job->name)))
                return "系统定时处理";
    }
    return NULL;
}

str journal_deed_words(struct context *cx, str deed)
{
    const char *words = plain_word(deed);

    if (words == NULL)
        words = route_word(deed);
    if (words == NULL)
        words = step_word(cx, deed);
    if (words == NULL)
        words = module_word(deed);
    return words == NULL ? deed : str_of(words);
}

str journal_type_words(str name)
{
    const struct record_type *type = type_find(name);

    return type == NULL ? name : str_of(type->title);
}

static str read_and_show(struct context *cx, const struct record_type *type,
                         const struct field *field, str text)
{
    void *record = arena_alloc(cx->arena, type->shape.size);
    struct buf shown = { .arena = cx->arena };

    if (!field->kind->read(field, cx->arena, text, field_member(field, record)))
        return text;
    field->kind->show(cx, field, field_member(field, record), &shown);
    return buf_str(&shown);
}

str journal_value_words(struct context *cx, const struct record_type *type, str name, str text)
{
    const struct field *field = shape_field(&type->shape, name);
    bool is_code = field != NULL && field->kind != &kind_text && field->kind != &kind_lines &&
                   field->kind != &kind_secret;

    return is_code && !str_is_empty(text) ? read_and_show(cx, type, field, text) : text;
}
