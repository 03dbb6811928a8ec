/* SPDX-License-Identifier: Apache-2.0 */
/* A small module for tests of what follows from any record. */
#include "app/lab_test.h"

#include "modules/modules.h"
#include "record/schema.h"
#include "tests/town.h"

static const struct choice states[] = {
    [SIGHTING_OPEN] = { "open", "在", TONE_WORKING },
    [SIGHTING_CLOSED] = { "closed", "走了", TONE_ENDED },
};

static str mask(struct arena *arena, str text)
{
    return arena_printf(arena, "%.*s****", STR_ARG(str_slice(text, 0, 3)));
}

static const struct field fields[] = {
    { PLACE(sighting, place), .label = "地点", .required = true, .listed = true },
    { DATE(sighting, seen_on), .label = "看见日期", .listed = true },
    { DATE(sighting, gone_on), .label = "离开日期", .listed = true },
    { INSTANT(sighting, told_at), .label = "报告时间" },
    { AMOUNT(sighting, cost), .label = "花费" },
    { CHOICE(sighting, state), .label = "状态", .choices = CHOICES(states), .listed = true },
    { TEXT(sighting, animal), .label = "动物", .listed = true },
    { SECRET(sighting, phone), .label = "电话", .mask = mask },
    { TEXT(sighting, remark), .label = "暗记", .hidden = true },
};

const struct record_type sighting_type = {
    .name = "sighting",
    .table = "sightings",
    .title = "见闻",
    .shape = { SHAPE(sighting, fields) },
    .place = "place",
    .called = "animal",
    .reads = "sightings.read",
};

static const struct query distinct_animals = {
    .sql = "select count(distinct animal) from sightings "
           "where county = $1 and place >= $2 and place < $3 "
           "and seen_on >= $4 and seen_on <= $5",
};

static const struct figure figures[] = {
    { .key = "sightings",
      .label = "见闻",
      .unit = "次",
      .kind = FIGURE_FLOW,
      .of = &sighting_type,
      .on = "seen_on",
      .splits = { { .by = "state" },
                  { .by = "animal state" },
                  { .by = "state", .sum = "cost" } },
      .headline = true,
      .counts_all = true },
    { .key = "sightings_open",
      .label = "未了见闻",
      .unit = "次",
      .kind = FIGURE_FLOW,
      .of = &sighting_type,
      .where = "state=open",
      .counts_all = true,
      .on = "seen_on" },
    { .key = "animals_there",
      .label = "现有动物",
      .unit = "只",
      .kind = FIGURE_STOCK,
      .of = &sighting_type,
      .on = "seen_on",
      .until = "gone_on" },
    { .key = "sightings_cost",
      .label = "花费",
      .unit = "元",
      .kind = FIGURE_FLOW,
      .of = &sighting_type,
      .on = "seen_on",
      .sum = "cost" },
    { .key = "sightings_told",
      .label = "报告",
      .unit = "次",
      .kind = FIGURE_FLOW,
      .of = &sighting_type,
      .on = "told_at" },
    { .key = "open_share",
      .label = "未了率",
      .unit = "%",
      .kind = FIGURE_RATIO,
      .part = "sightings_open",
      .whole = "sightings" },
    { .key = "animals",
      .label = "动物种类",
      .unit = "种",
      .kind = FIGURE_DISTINCT,
      .query = &distinct_animals },
    { 0 },
};

static const struct grant grants[] = {
    { "sightings.read", "看见闻", "grid_worker village_clerk" },
    { 0 },
};

static const struct record_type *const records[] = { &sighting_type, NULL };

static const struct module lab_module = {
    .name = "lab",
    .title = "见闻",
    .records = records,
    .figures = figures,
    .grants = grants,
};

static const struct module *const lab_modules[] = { &places_module, &people_module, &lab_module,
                                                    &reports_module, NULL };

struct context lab(void)
{
    struct context cx = test_town();
    struct buf sql = { .arena = cx.arena };

    modules_register(lab_modules);
    schema_write(&sighting_type, db_engine(cx.db), &sql);
    buf_add_char(&sql, '\0');
    CHECK_OK(db_script(&cx, sql.data));
    return cx;
}

void lab_close(struct context *cx)
{
    test_town_close(cx);
    modules_register(modules);
}

date a_day(const char *text)
{
    date day;

    CHECK(date_read(str_of(text), &day));
    return day;
}

struct sighting a_sighting(struct context *cx, const char *place, const char *seen_on)
{
    struct sighting sighting = {
        .place = str_of(place),
        .seen_on = a_day(seen_on),
        .animal = S("白鹭"),
    };

    CHECK_OK(store_insert(cx, &sighting_type, &sighting));
    return sighting;
}

int64_t figure_of(struct context *cx, const char *key, const char *place, const char *from,
                  const char *to)
{
    const struct figure_entry *entry = figure_find(str_of(key));
    struct figure_value value;

    CHECK(entry != NULL);
    CHECK_OK(figure_read(cx, entry, str_of(place), a_day(from), a_day(to), &value));
    return value.value;
}
