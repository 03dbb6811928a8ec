/* SPDX-License-Identifier: Apache-2.0 */
/* The register of members and their shares. */
#include "modules/economy/economy_parts.h"

#include "app/access.h"
#include "base/codes.h"
#include "base/hash.h"
#include "modules/people/people.h"
#include "modules/places/places.h"
#include "record/match.h"

enum { CITIZEN_DIGITS = 18 };

/* Links the member to the resident with that number, if there is one. */
static struct error *settle_number(struct context *cx, struct share *share)
{
    struct resident resident = { 0 };
    bool found;
    str number;

    share->resident = 0;
    if (str_is_empty(share->id_number))
        return NULL;
    if (!is_sealed(share->id_number))
        share->id_number =
            seal(cx->arena, share->id_number, id_number_masked(cx->arena, share->id_number));
    if (!unseal(cx->arena, share->id_number, &number))
        return fail(cx, ERROR_BROKEN, "a sealed number does not open");
    if (number.length == CITIZEN_DIGITS && id_number_refusal(number) != NULL)
        return fail_field(cx, "id_number", "%s", id_number_refusal(number));
    TRY(resident_find_by_number(cx, share->place, number, &resident, &found));
    share->resident = found ? resident.id : 0;
    return NULL;
}

static struct error *check_once(struct context *cx, const struct share *share)
{
    const struct field *number = shape_field(&share_type.shape, S("id_number"));
    struct share other = { 0 };
    size_t count;

    if (str_is_empty(share->id_number) || date_is_set(share->left_on))
        return NULL;
    TRY(record_match(cx, &share_type, place_key_at(share->place, PLACE_VILLAGE), &number, 1,
                     share, &other, &count));
    if (count > 1 || (count == 1 && other.id != share->id && !date_is_set(other.left_on)))
        return fail_field(cx, "id_number", "这个身份证号在本村已经登记为成员“%.*s”，请核对。",
                          STR_ARG(other.name));
    return NULL;
}

static struct error *check_days(struct context *cx, const struct share *share)
{
    TRY(check_past(cx, "joined_on", share->joined_on));
    TRY(check_past(cx, "left_on", share->left_on));
    if (!date_is_set(share->left_on))
        return NULL;
    if (date_compare(share->left_on, share->joined_on) < 0)
        return fail_field(cx, "left_on", "丧失成员身份日期早于成员确认日期，请核对。");
    if (str_is_empty(share->left_for))
        return fail_field(cx, "left_for", "请写明丧失成员身份的原因和依据。");
    return NULL;
}

struct error *share_check(struct context *cx, void *record)
{
    struct share *share = record;

    TRY(check_register(cx, share->place));
    TRY(check_days(cx, share));
    TRY(settle_number(cx, share));
    return check_once(cx, share);
}

struct error *share_create(struct context *cx, void *record)
{
    TRY(share_check(cx, record));
    return store_insert(cx, &share_type, record);
}

struct error *share_change(struct context *cx, void *record)
{
    struct share before = { 0 };

    TRY(store_get(cx, &share_type, ((const struct share *)record)->id, &before));
    TRY(access_need(cx, "economy.write", before.place));
    TRY(share_check(cx, record));
    return store_update(cx, &share_type, record);
}
