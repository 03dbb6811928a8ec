/* SPDX-License-Identifier: Apache-2.0 */
/* The roster of party members, as the organisation's own tables have it. */
#include "modules/party/party_parts.h"

#include "app/roster.h"
#include "modules/people/people.h"
#include "modules/places/places.h"

static const struct roster_extra extras[] = {
    { "name", "姓名", false },
    { "id_number", "公民身份证号码", true },
    { 0 },
};

static const struct roster_example examples[] = {
    { "name", "张三" },
    { "id_number", "11010519491231002X" },
    { "kind", "正式党员" },
    { "organisation", "柏树林村党支部" },
    { "joined_on", "1998-07-01" },
    { "full_on", "1999-07-01" },
    { "status", "在册" },
    { 0 },
};

static const char *const keys[] = { "resident", NULL };

/* A member is a resident; the row says who by number or by name. */
static struct error *prepare(struct context *cx, struct roster_row *row)
{
    struct resident resident = { 0 };
    bool found;

    TRY(roster_find_resident(cx, row, &resident, &found));
    if (!found)
        return NULL;
    roster_put(row, "resident", arena_printf(cx->arena, "%lld", (long long)resident.id));
    if (str_is_empty(roster_given(row, "place")))
        roster_put(row, "place", place_key_at(resident.place, PLACE_VILLAGE));
    return NULL;
}

static const struct roster member_roster = {
    .type = &party_member_type,
    .title = "党员花名册",
    .extras = extras,
    .examples = examples,
    .keys = keys,
    .fills = "organisation",
    .prepare = prepare,
};

const struct roster *const party_rosters[] = { &member_roster, NULL };
