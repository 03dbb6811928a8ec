/* SPDX-License-Identifier: Apache-2.0 */
/* The register of what the collective owns. */
#include "modules/economy/economy_parts.h"

#include "app/access.h"

struct error *property_check(struct context *cx, void *record)
{
    const struct property *property = record;
    bool is_resource = property->kind == PROPERTY_RESOURCE;
    bool is_let =
        property->condition == PROPERTY_LEASED || property->condition == PROPERTY_CONTRACTED;

    TRY(check_register(cx, property->place));
    TRY(check_past(cx, "acquired_on", property->acquired_on));
    if (is_resource && property->area == 0)
        return fail_field(cx, "area", "资源要登记面积（亩）。");
    if (!is_resource && property->land != LAND_NONE)
        return fail_field(cx, "land", "选了资源类型的，类别请选“资源”。");
    if (is_let && str_is_empty(property->used_by))
        return fail_field(cx, "used_by", "出租、承包的，请填写使用人。");
    return check_number_free(cx, &property_type, property,
                             "这个资产编号在本村已经有了，请核对是不是重复登记。");
}

/* A resource of which the register says no more. */
static void settle(struct property *property)
{
    if (property->kind == PROPERTY_RESOURCE && property->land == LAND_NONE)
        property->land = LAND_OTHER;
}

struct error *property_create(struct context *cx, void *record)
{
    TRY(property_check(cx, record));
    settle(record);
    return store_insert(cx, &property_type, record);
}

struct error *property_change(struct context *cx, void *record)
{
    struct property before = { 0 };

    TRY(store_get(cx, &property_type, ((const struct property *)record)->id, &before));
    TRY(access_need(cx, "economy.write", before.place));
    TRY(property_check(cx, record));
    settle(record);
    return store_update(cx, &property_type, record);
}
