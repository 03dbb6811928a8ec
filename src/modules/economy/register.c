/* SPDX-License-Identifier: Apache-2.0 */
/* What the three registers check alike. */
#include "modules/economy/economy_parts.h"

#include "app/access.h"
#include "modules/places/places.h"
#include "record/match.h"

struct error *check_register(struct context *cx, str key)
{
    struct place place = { 0 };
    bool found;

    TRY(access_need(cx, "economy.write", key));
    TRY(place_find(cx, key, &place, &found));
    if (!found || place.level < PLACE_VILLAGE)
        return fail_field(cx, "place", "请选择村（社区）或组。");
    if (!place_is_open(&place, cx->today))
        return fail_field(cx, "place", "“%.*s”已经撤销，请选择现在的村。", STR_ARG(place.name));
    return NULL;
}

struct error *check_past(struct context *cx, const char *field, date on)
{
    if (date_compare(on, cx->today) > 0)
        return fail_field(cx, field, "日期不能晚于今天。");
    return NULL;
}

struct error *check_number_free(struct context *cx, const struct record_type *type,
                                const void *record, const char *said)
{
    const struct field *number = shape_field(&type->shape, S("number"));
    void *other = arena_alloc(cx->arena, type->shape.size);
    str village = place_key_at(type_place(type, record), PLACE_VILLAGE);
    size_t count;

    if (!field_is_set(number, record))
        return NULL;
    TRY(record_match(cx, type, village, &number, 1, record, other, &count));
    if (count > 1 || (count == 1 && ((const struct record *)other)->id !=
                                        ((const struct record *)record)->id))
        return fail_field(cx, "number", "%s", said);
    return NULL;
}
