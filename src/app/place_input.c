/* SPDX-License-Identifier: Apache-2.0 */
/* Finding the place that somebody means by what they typed. */
#include "app/place_input.h"

#include "app/access.h"
#include "record/form.h"

enum {
    MEANT_MAX = 200, /* places of one name that are looked at */
    CHOICES_SHOWN = 5,
    PARTS_MAX = 6,
    NAME_MAX = 60,
    TOWNSHIP_LENGTH = 9,
    VILLAGE_LENGTH = 12,
    KEY_MAX = 20,
};

/* The names of a path as they were typed, the place itself last. */
struct typed_path {
    str parts[PARTS_MAX];
    size_t count;
};

struct named_place {
    str key;
    str name;
};

static const struct field named_columns[] = {
    { PLACE(named_place, key), .label = "编号" },
    { TEXT(named_place, name), .label = "名称" },
};

/* $5 is the name, or with % around it a part of it. */
const struct query places_of_name = {
    .sql = "select key, name from places where key >= $1 and key < $2 "
           "and length(key) >= $3 and length(key) <= $4 "
           "and (name like $5 or full_name like $5) and closed_on is null "
           "order by length(key), key limit 201",
    .row = { SHAPE(named_place, named_columns) },
};

/* What was typed */

static bool is_code(str text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!((text.data[i] >= '0' && text.data[i] <= '9') ||
              (text.data[i] >= 'a' && text.data[i] <= 'z')))
            return false;
    return text.length <= KEY_MAX;
}

/* Takes the sign between two names from the start of a text. */
static bool take_separator(str *text)
{
    static const char *const signs[] = { "›", "＞", "　", ">", "/", " " };

    for (size_t i = 0; i < COUNT(signs); i++)
        if (str_starts(*text, str_of(signs[i]))) {
            *text = str_slice(*text, str_of(signs[i]).length, text->length);
            return true;
        }
    return false;
}

static struct typed_path read_path(str text)
{
    struct typed_path path = { 0 };

    while (!str_is_empty(text) && path.count < PARTS_MAX) {
        size_t length = 0;
        if (take_separator(&text))
            continue;
        for (str rest = text; length < text.length && !take_separator(&rest); length++)
            rest = str_slice(text, length + 1, text.length);
        path.parts[path.count++] = str_slice(text, 0, length);
        text = str_slice(text, length, text.length);
    }
    return path;
}

/* Finding */

/* % and _ mean something to the database and nothing to people. */
static str pattern_of(struct context *cx, str name, bool anywhere)
{
    struct buf pattern = { .arena = cx->arena };

    if (anywhere)
        buf_add_char(&pattern, '%');
    for (size_t i = 0; i < name.length; i++)
        if (name.data[i] != '%' && name.data[i] != '_')
            buf_add_char(&pattern, name.data[i]);
    if (anywhere)
        buf_add_char(&pattern, '%');
    return buf_str(&pattern);
}

static bool is_called(struct context *cx, str key, str name)
{
    return str_eq(place_called(cx, key), name);
}

/* The names before the last are those of places above, in their order. */
static bool lies_below(struct context *cx, str key, const struct typed_path *path)
{
    static const size_t lengths[] = {
        2, 4, COUNTY_LENGTH, TOWNSHIP_LENGTH, VILLAGE_LENGTH, 15
    };
    size_t part = 0;

    for (size_t i = 0; i < COUNT(lengths) && lengths[i] < key.length; i++)
        if (part + 1 < path->count &&
            is_called(cx, str_slice(key, 0, lengths[i]), path->parts[part]))
            part++;
    return part + 1 >= path->count;
}

struct search {
    const struct typed_path *path;
    bool anywhere; /* the name may be a part of the place's */
    struct named_place *found;
    size_t count;
};

static bool has_found(const struct search *search, str key)
{
    for (size_t i = 0; i < search->count; i++)
        if (str_eq(search->found[i].key, key))
            return true;
    return false;
}

static struct error *search_below(struct context *cx, str scope, size_t shortest,
                                  size_t longest, struct search *search)
{
    str name = str_first(search->path->parts[search->path->count - 1], NAME_MAX);
    struct named_place *places;
    size_t count;

    TRY(query_rows(cx, &places_of_name,
                   WITH(value_text(scope), value_text(key_end(cx->arena, scope)),
                        value_integer((int64_t)shortest), value_integer((int64_t)longest),
                        value_text(pattern_of(cx, name, search->anywhere))),
                   &places, &count));
    for (size_t i = 0; i < count && search->count < MEANT_MAX; i++)
        if (lies_below(cx, places[i].key, search->path) && !has_found(search, places[i].key))
            search->found[search->count++] = places[i];
    return NULL;
}

/* First where the person has posts; then the townships and villages of the same counties, by
 * their whole names only.  Who has no post looks among all of these. */
static struct error *search_places(struct context *cx, struct search *search)
{
    const struct access *access = cx->access;
    size_t posts = access == NULL ? 0 : access->post_count;

    for (size_t i = 0; i < posts; i++)
        TRY(search_below(cx, access->posts[i].place, 0, KEY_MAX, search));
    for (size_t i = 0; i < posts && search->count == 0 && !search->anywhere; i++)
        TRY(search_below(cx, str_slice(access->posts[i].place, 0, COUNTY_LENGTH),
                         TOWNSHIP_LENGTH, VILLAGE_LENGTH, search));
    if (posts == 0)
        TRY(search_below(cx, (str){ 0 }, TOWNSHIP_LENGTH, VILLAGE_LENGTH, search));
    return NULL;
}

static struct error *find_meant(struct context *cx, str text, struct search *search)
{
    struct typed_path *path = arena_new(cx->arena, struct typed_path);

    *path = read_path(text);
    *search = (struct search){
        .path = path,
        .found = arena_array(cx->arena, struct named_place, MEANT_MAX),
    };
    if (path->count == 0)
        return NULL;
    TRY(search_places(cx, search));
    if (search->count > 0)
        return NULL;
    search->anywhere = true;
    return search_places(cx, search);
}

static bool is_certain(const struct search *search)
{
    return search->count == 1 && !search->anywhere;
}

/* Saying which there are: "花桥镇 › 柏树林村（421182102226）、…" */
static str choices_text(struct context *cx, const struct search *search)
{
    struct buf text = { .arena = cx->arena };

    for (size_t i = 0; i < search->count && i < CHOICES_SHOWN; i++)
        buf_printf(&text, _("%s%.*s（%.*s）"), i > 0 ? _("、") : "",
                   STR_ARG(place_path(cx, search->found[i].key)),
                   STR_ARG(search->found[i].key));
    if (search->count > CHOICES_SHOWN)
        buf_add(&text, S("……"));
    return buf_str(&text);
}

static void add_problem(struct context *cx, const struct field *field, str text,
                        const struct search *search, struct problem **problems)
{
    str choices = choices_text(cx, search);

    text = str_first(text, NAME_MAX);
    if (search->count == 0)
        problem_add(problems, cx->arena, field->name,
                    "“%s”：没有找到“%.*s”。请写地点的全名，或者填它的代码。",
                    words_said(field->label), STR_ARG(text));
    else if (search->anywhere)
        problem_add(problems, cx->arena, field->name,
                    "“%s”：没有叫“%.*s”的地方。是不是%.*s？请写全名。",
                    words_said(field->label), STR_ARG(text), STR_ARG(choices));
    else
        problem_add(problems, cx->arena, field->name,
                    "“%s”：叫“%.*s”的有%zu个：%.*s。请连上级一起写，或者填代码。",
                    words_said(field->label), STR_ARG(text), search->count, STR_ARG(choices));
}

/* "花桥镇 › 柏树林村（421182102226）", as choices_text says it. */
static str code_in_brackets(str text)
{
    size_t to = text.length;
    size_t from;

    if (str_ends(text, S("）")))
        to -= S("）").length;
    else if (str_ends(text, S(")")))
        to -= 1;
    for (from = to; from > 0 && is_code(str_slice(text, from - 1, to)); from--)
        continue;
    return to < text.length ? str_slice(text, from, to) : (str){ 0 };
}

/* The key that the form showed as this text. */
static str kept_key(struct context *cx, struct params form, const char *name, str text)
{
    str key = str_trim(params_get(form, place_key_name(cx, name)));
    bool is_as_shown = !str_is_empty(key) && is_code(key) && str_eq(place_path(cx, key), text);

    return is_as_shown ? key : (str){ 0 };
}

/* Empty when the text names no place or several; search says which. */
static struct error *read_place(struct context *cx, struct params form, const char *name,
                                str text, str *key, struct search *search)
{
    *key = is_code(text) ? text : kept_key(cx, form, name, text);
    if (str_is_empty(*key))
        *key = code_in_brackets(text);
    if (!str_is_empty(*key) || str_is_empty(text))
        return NULL;
    TRY(find_meant(cx, text, search));
    if (is_certain(search))
        *key = search->found[0].key;
    return NULL;
}

static struct error *read_input(struct context *cx, const struct field *field,
                                struct params form, struct param *param,
                                struct problem **problems)
{
    str text = str_trim(param->value);
    struct search search = { 0 };
    str key;

    if (!str_is_clean(text))
        return NULL; /* whoever reads the field says so */
    TRY(read_place(cx, form, field->name, text, &key, &search));
    if (str_is_empty(key) && !str_is_empty(text))
        add_problem(cx, field, text, &search, problems);
    else
        param->value = key;
    return NULL;
}

struct error *place_inputs_read(struct context *cx, const struct shape *shape,
                                struct params *form, struct problem **problems)
{
    struct param *items = arena_array(cx->arena, struct param, form->count);

    for (size_t i = 0; i < form->count; i++) {
        const struct field *field = shape_field(shape, form->items[i].name);
        items[i] = form->items[i];
        if (field != NULL && field->kind == &kind_place && !field->read_only)
            TRY(read_input(cx, field, *form, &items[i], problems));
    }
    form->items = items;
    return NULL;
}

struct error *place_asked_for(struct context *cx, const struct request *request,
                              const char *name, str *key)
{
    str text = str_trim(request_param(request, name));
    struct search search = { 0 };

    TRY(read_place(cx, request->query, name, text, key, &search));
    if (str_is_empty(*key) && !str_is_empty(text))
        return fail(cx, ERROR_INVALID,
                    search.count == 0
                        ? "没有找到“%.*s”。请写地点的全名，或者填它的代码。%.*s"
                        : "“%.*s”不止一个，或者不是全名。请写清楚是哪一个：%.*s。",
                    STR_ARG(str_first(text, NAME_MAX)), STR_ARG(choices_text(cx, &search)));
    return NULL;
}
