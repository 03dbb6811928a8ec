/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any text as the value of any kind of field, and as a condition of a list: what is understood
 * is written and understood again the same way.
 */
#include "base/hash.h"
#include "record/listing.h"

#include <assert.h>
#include <string.h>

enum mood { MOOD_CALM, MOOD_GLAD };

struct sample {
    record_id id;
    int64_t version;
    str place;
    str title;
    str story;
    int64_t count;
    int64_t money;
    int64_t land;
    bool urgent;
    date held_on;
    instant seen_at;
    enum mood mood;
    record_id account;
};

static const struct choice moods[] = {
    [MOOD_CALM] = { "calm", "平静", TONE_PLAIN },
    [MOOD_GLAD] = { "glad", "高兴", TONE_GOOD },
};

static const struct field fields[] = {
    { PLACE(sample, place), .label = "地点" },
    { TEXT(sample, title), .label = "标题" },
    { LINES(sample, story), .label = "经过" },
    { INTEGER(sample, count), .label = "人数" },
    { AMOUNT(sample, money), .label = "金额" },
    { AREA(sample, land), .label = "面积" },
    { BOOLEAN(sample, urgent), .label = "紧急" },
    { DATE(sample, held_on), .label = "日期" },
    { INSTANT(sample, seen_at), .label = "时间" },
    { CHOICE(sample, mood), .label = "心情", .choices = CHOICES(moods) },
    { REF(sample, account), .label = "账号", .target = "account" },
};

static const struct record_type sample_type = {
    .name = "sample",
    .table = "samples",
    .title = "样本",
    .shape = { SHAPE(sample, fields) },
    .place = "place",
};

/* What was read is written, read again, and must be the same. */
static void read_twice(struct context *cx, const struct field *field, str text)
{
    struct sample first = { 0 }, second = { 0 };

    if (!field->kind->read(field, cx->arena, text, field_member(field, &first)))
        return;
    str again = field_text(cx, field, &first);
    assert(field->kind->read(field, cx->arena, again, field_member(field, &second)));
    assert(field->kind->compare(field_member(field, &first), field_member(field, &second)) ==
           0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(64 * 1024 * 1024);
    struct context cx = { .arena = arena };
    struct filter filters[FILTERS_MAX];
    str text = { (const char *)data, size };
    size_t count;

    for (size_t i = 0; i < COUNT(fields); i++)
        read_twice(&cx, &fields[i], text);
    if (filters_read(&cx, &sample_type, text, filters, &count) == NULL) {
        struct sample sample = { 0 };
        (void)filters_match(filters, count, &sample);
    }
    return 0;
}
