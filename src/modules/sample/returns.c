/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What superiors want filled in (一表通): two workbooks that the village of the demonstration
 * was sent, and the returns that its clerk made of them.  Takes nothing from chance.
 */
#include "modules/forms/forms.h"
#include "modules/sample/replay.h"
#include "sheet/writer.h"

#include <unistd.h>

enum { DAYS_BEFORE = 6, DAYS_FILLED = 30, COLUMNS_MAX = 12 };

/* A workbook as an office sends it: headings, and rows whose cells "|" parts. */
static const struct wanted {
    const char *title;
    const char *issuer;
    const char *headings;
    const char *rows[4];
} wanteds[] = {
    { "家庭人口信息采集表（示例）",
      "县民政局（示例）",
      "序号|姓名|性别|民族|出生日期|文化程度|户号|与户主关系|家庭年收入（元）|身份证号码",
      { NULL } },
    { "基层治理工作月报（示例）",
      "县委社会工作部（示例）",
      "填报单位：||填报日期：|",
      { "走访户次||走访人次|", "收集诉求||办结诉求|", "调解纠纷||农家书屋藏书（册）|", NULL } },
};

static size_t add_columns(const char *headings, struct sheet_column *columns)
{
    str rest = str_of(headings);
    size_t count = 0;

    while (!str_is_empty(rest) && count < COLUMNS_MAX)
        str_cut(rest, '|', &columns[count++].heading, &rest);
    return count;
}

static void add_row(struct sheet_writer *writer, const char *row, size_t count)
{
    str rest = str_of(row);
    str cell;

    for (size_t i = 0; i < count; i++) {
        str_cut(rest, '|', &cell, &rest);
        if (str_is_empty(cell))
            sheet_add_nothing(writer);
        else
            sheet_add_text(writer, cell);
    }
    sheet_end_row(writer);
}

static struct error *write_workbook(struct context *cx, const struct wanted *wanted,
                                    struct loose_file *file, str *bytes)
{
    struct sheet_column columns[COLUMNS_MAX] = { 0 };
    size_t count = add_columns(wanted->headings, columns);
    struct sheet_writer *writer;

    TRY(sheet_writer_open(cx, &writer));
    TRY(sheet_begin(cx, writer,
                    &(struct sheet){ .name = S("表"),
                                     .title = str_of(wanted->title),
                                     .columns = columns,
                                     .column_count = count }));
    for (size_t i = 0; wanted->rows[i] != NULL; i++)
        add_row(writer, wanted->rows[i], count);
    TRY(sheet_writer_finish(cx, writer, file));

    char *copy = arena_alloc_raw(cx->arena, (size_t)file->bytes);
    if (pread(file->descriptor, copy, (size_t)file->bytes, 0) != file->bytes)
        return fail(cx, ERROR_STORAGE, "读不出刚写好的表格，请检查磁盘。");
    *bytes = (str){ copy, (size_t)file->bytes };
    return NULL;
}

/* As somebody does who uploads it. */
static struct error *take_in(struct replay *replay, const struct village *village,
                             const struct wanted *wanted, struct form_template *form)
{
    CLEANUP(loose_file_close) struct loose_file file = { 0 };
    struct context *cx = replay->cx;
    struct form_sketch sketch;
    str bytes;

    TRY(write_workbook(cx, wanted, &file, &bytes));
    TRY(form_sketch_read(cx, village->key, bytes, &sketch));
    *form = (struct form_template){ .place = village->key,
                                    .title = str_of(wanted->title),
                                    .issuer = str_of(wanted->issuer) };
    return form_add(cx, form, &sketch, arena_printf(cx->arena, "%s.xlsx", wanted->title),
                    bytes);
}

static struct error *play_one(struct replay *replay, const struct village *village,
                              const struct wanted *wanted)
{
    struct form_filling filling = { .place = village->key,
                                    .from_on = date_add_days(replay->played_on, -DAYS_FILLED),
                                    .to_on = replay->played_on };
    struct form_template form;

    TRY(replay_as(replay, village->clerk));
    TRY(take_in(replay, village, wanted, &form));
    TRY(form_fill(replay->cx, &form, &filling, NULL));
    TRY(form_note_filling(replay->cx, &filling));
    return replay_done(replay);
}

struct error *replay_returns(struct replay *replay)
{
    struct village *village = replay_village(replay, str_of(replay->scene->village));

    if (village == NULL)
        return NULL;
    replay_set_day(replay, date_add_days(replay->played_on, -DAYS_BEFORE));
    for (size_t i = 0; i < COUNT(wanteds); i++)
        TRY(play_one(replay, village, &wanteds[i]));
    replay_say(replay, "上级报表", COUNT(wanteds));
    return NULL;
}
