/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tables of places: code, name, parent.
 *
 * The table of the whole country has 660,000 rows, so a row costs one question and, when it is
 * new, one insertion.  For the same reason no figure keeps totals of places down to the
 * village, and places are not in the index of words.
 */
#include "modules/places/place_parts.h"

#include "app/access.h"

/* The place that has the code, the one whose key it would be, and the one above. */
const struct query place_import_kin = {
    .of = &place_type,
    .sql = "where key = $1 or key = $2 or (code = $1 and code <> '') limit 3",
};

struct kin_of_row {
    const struct place *self;
    const struct place *parent;
    bool key_is_taken; /* by a place that has another code today */
};

static struct error *read_kin(struct context *cx, const struct place *place,
                              struct kin_of_row *kin)
{
    struct place *found;
    size_t count;

    *kin = (struct kin_of_row){ 0 };
    TRY(query_rows(cx, &place_import_kin,
                   WITH(value_text(place->key), value_text(place->parent)), &found, &count));
    for (size_t i = 0; i < count; i++) {
        bool has_key = str_eq(found[i].key, place->key);
        if (str_eq(found[i].code, place->code) || (has_key && str_is_empty(found[i].code)))
            kin->self = &found[i];
        else if (has_key)
            kin->key_is_taken = true;
        else
            kin->parent = &found[i];
    }
    return NULL;
}

/* A prefecture without counties (东莞市) stands in the tables twice: 4419, and 441900 below it,
 * to which the townships belong.  Only the parent tells the second from the first with zeros.
 */
static bool is_county_of_its_own(str code, str parent)
{
    return code.length == 6 && parent.length == 4 && str_starts(code, parent) &&
           str_ends(code, S("00"));
}

static str read_key(const struct place *place)
{
    return is_county_of_its_own(place->code, place->parent) ? place->code
                                                            : place_code_key(place->code);
}

static struct error *read_code(struct context *cx, struct place *place)
{
    str key = read_key(place);

    if (!place_key_level(key, &place->level))
        return fail_field(
            cx, "code", "“%.*s”不是区划代码。应是2、4、6、9或12位数字，网格15位，微网格17位。",
            STR_ARG(place->code));
    place->key = key;
    place->code = key;
    place->parent = place_key_parent(key);
    if (place->level == PLACE_VILLAGE && place->kind == PLACE_KIND_UNSET)
        place->kind = place_key_kind(key);
    if (str_is_empty(place->full_name)) {
        place->full_name = place->name;
        place->name = place_spoken_name(cx, place->name);
    }
    return NULL;
}

/* Divisions are older than anybody's records; grids begin when they are entered. */
static date default_opening(const struct context *cx, enum place_level level)
{
    return level <= PLACE_VILLAGE ? date_of(2000, 1, 1) : cx->today;
}

/* The official table that the program itself reads in is its own evidence: a line of the
 * journal for each of its rows would drown everybody else's.  What a person enters, and every
 * later change of a row, is written down. */
static struct error *insert_unlogged(struct context *cx, struct place *place)
{
    const struct store_watch *watch = cx->watch;

    cx->watch = NULL;
    struct error *error = store_insert(cx, &place_type, place);
    cx->watch = watch;
    return error;
}

static struct error *insert_row(struct context *cx, struct place *place)
{
    bool by_program = cx->access != NULL && cx->access->is_system;

    if (!date_is_set(place->opened_on))
        place->opened_on = default_opening(cx, place->level);
    if (by_program && place->level <= PLACE_VILLAGE)
        return insert_unlogged(cx, place);
    return store_insert(cx, &place_type, place);
}

/* A place above that has not been read yet; its own row will bring the name. */
static struct error *make_unnamed(struct context *cx, str key)
{
    struct place place = { .code = key, .name = key, .parent = place_key_parent(key) };
    struct kin_of_row kin;

    TRY(read_code(cx, &place));
    TRY(read_kin(cx, &place, &kin));
    if (kin.parent == NULL && !str_is_empty(place.parent))
        TRY(make_unnamed(cx, place.parent));
    if (kin.parent != NULL && is_county_of_its_own(key, place.parent) &&
        !str_eq(kin.parent->name, kin.parent->code)) {
        place.name = kin.parent->name;
        place.full_name = kin.parent->full_name;
    }
    return insert_row(cx, &place);
}

static bool is_unnamed(const struct place *place)
{
    return str_eq(place->name, place->code);
}

/* Is there already: another name is kept with its history, a first name is simply written. */
static struct error *renew(struct context *cx, struct place *place, const struct place *self)
{
    struct place renewed = *self;
    bool is_same = str_eq(self->full_name, place->full_name);

    renewed.name = place->name;
    renewed.full_name = place->full_name;
    *place = *self;
    if (is_same)
        return NULL;
    TRY(place_may_write(cx, self->parent));
    if (!is_unnamed(self))
        TRY(place_keep_name(cx, self, cx->today));
    TRY(store_update(cx, &place_type, &renewed));
    *place = renewed;
    return NULL;
}

static struct error *make_row(struct context *cx, struct place *place,
                              const struct kin_of_row *kin)
{
    TRY(place_may_write(cx, place->parent));
    if (kin->parent == NULL && place->level > PLACE_VILLAGE)
        return fail_field(cx, "code", "代码%.*s所在的村还没有，请先导入村。",
                          STR_ARG(place->code));
    if (kin->parent == NULL && !str_is_empty(place->parent))
        TRY(make_unnamed(cx, place->parent));
    if (kin->key_is_taken)
        TRY(place_next_key(cx, place->parent, place->level, place->kind, &place->key));
    return insert_row(cx, place);
}

struct error *place_receive(struct context *cx, void *record)
{
    struct place *place = record;
    struct kin_of_row kin;

    if (str_is_empty(place->code))
        return place_create(cx, place);
    TRY(read_code(cx, place));
    TRY(read_kin(cx, place, &kin));
    if (kin.self != NULL)
        return renew(cx, place, kin.self);
    return make_row(cx, place, &kin);
}
