/* SPDX-License-Identifier: Apache-2.0 */
/* A superior's forms: what is known of them, filling them, who may. */
#include "modules/forms/forms.h"
#include "modules/modules.h"
#include "modules/people/people.h"
#include "sheet/reader.h"
#include "sheet/writer.h"
#include "tests/half.h"
#include "tests/town.h"

static const char village[] = "421182102205";

/* A workbook with these rows; "|" parts cells. */
static str a_book(struct context *cx, const char *title, const char *rows)
{
    struct sheet_column columns[8] = { 0 };
    struct sheet_writer *writer;
    struct loose_file file;
    str rest = str_of(rows);
    str line, cell;

    str_cut(rest, ';', &line, &rest);
    size_t count = 0;
    for (str left = line; !str_is_empty(left); count++) {
        str_cut(left, '|', &cell, &left);
        columns[count].heading = cell;
    }
    CHECK_OK(sheet_writer_open(cx, &writer));
    CHECK_OK(sheet_begin(cx, writer,
                         &(struct sheet){ .name = S("表"),
                                          .title = str_of(title),
                                          .columns = columns,
                                          .column_count = count }));
    while (!str_is_empty(rest)) {
        str_cut(rest, ';', &line, &rest);
        for (size_t i = 0; i < count; i++) {
            str_cut(line, '|', &cell, &line);
            if (str_is_empty(cell))
                sheet_add_nothing(writer);
            else
                sheet_add_text(writer, cell);
        }
        sheet_end_row(writer);
    }
    CHECK_OK(sheet_writer_finish(cx, writer, &file));
    return test_file(cx, &file);
}

static struct form_sketch a_sketch(struct context *cx, str bytes)
{
    struct form_sketch sketch;

    CHECK_OK(form_sketch_read(cx, str_of(village), bytes, &sketch));
    return sketch;
}

static struct form_template a_form(struct context *cx, str bytes)
{
    struct form_sketch sketch = a_sketch(cx, bytes);
    struct form_template form = { .place = str_of(village), .title = S("示例表") };

    CHECK_OK(form_add(cx, &form, &sketch, S("示例表.xlsx"), bytes));
    return form;
}

static struct form_filling filled(struct context *cx, const struct form_template *form,
                                  str *bytes)
{
    struct form_filling filling = { .place = str_of(village),
                                    .from_on = date_of(2026, 1, 1),
                                    .to_on = cx->today };
    struct loose_file file;

    CHECK_OK(form_fill(cx, form, &filling, &file));
    *bytes = test_file(cx, &file);
    return filling;
}

static void villagers(struct context *cx)
{
    struct resident one = { .name = S("示例张三"),
                            .place = str_of(village),
                            .household_number = S("101"),
                            .relation = S("户主"),
                            .id_number = S("11010519491231002X"),
                            .birth_on = date_of(1949, 12, 31) };
    struct resident two = { .name = S("示例李四"), .place = str_of(village) };

    CHECK_OK(resident_type.create(cx, &one));
    CHECK_OK(resident_type.create(cx, &two));
}

#define ROSTER "序号|姓名|性别|出生日期|身份证号|户号|低保金额;"

TEST("a list tells how many of its columns are known already, and is filled from the records")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    str bytes;

    villagers(&cx);
    struct form_template form = a_form(&cx, a_book(&cx, "困难群众登记表", ROSTER));
    CHECK(form.kind == FORM_LIST && form.column_count == 7 && form.known_count == 5);
    struct form_filling filling = filled(&cx, &form, &bytes);
    str rows = test_sheet_rows(&cx, bytes);
    CHECK(str_contains(rows, S("|1|示例张三|")) && str_contains(rows, S("|1949-12-31|")));
    CHECK(str_contains(rows, S("|2|示例李四|")));
    CHECK(str_contains(filling.missing, S("低保金额")));
    CHECK(filling.filled_count > 6 && filling.missing_count >= 4);
}

TEST("a sealed number is never written into a form; its cell is marked")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    str bytes;

    villagers(&cx);
    struct form_template form = a_form(&cx, a_book(&cx, "登记表", ROSTER));
    struct form_filling filling = filled(&cx, &form, &bytes);
    str rows = test_sheet_rows(&cx, bytes);
    CHECK(!str_contains(rows, S("002X")) && str_contains(rows, S("待填")));
    CHECK(str_contains(filling.missing, S("身份证号")));
}

TEST("a table of places is filled row by row with figures, the total from the whole place")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    str bytes;

    villagers(&cx);
    struct form_template form =
        a_form(&cx, a_book(&cx, "各村情况统计表",
                           "序号|村名|走访户次|走访人次|收集诉求（件）|路灯（盏）;"
                           "1|洋西港村||||;2|别处的村||||;合计|||||;"));
    CHECK(form.kind == FORM_TABLE);
    struct form_filling filling = filled(&cx, &form, &bytes);
    str rows = test_sheet_rows(&cx, bytes);
    CHECK(str_contains(rows, S("|洋西港村|0|")));
    CHECK(str_contains(rows, S("|别处的村;")) || str_contains(rows, S("|别处的村|;")) ||
          str_contains(rows, S("|别处的村||")));
    CHECK(filling.filled_count > 0 && str_contains(filling.missing, S("路灯")));
}

TEST("single cells beside their labels are filled with figures, the place and the day")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    str bytes;
    struct form_template form = a_form(
        &cx,
        a_book(&cx, "", "填报单位：||填报日期：|;收集诉求||走访户次|;水塘面积：||填报人：|;"));

    CHECK(form.kind == FORM_CELLS && form.column_count == 6 && form.known_count == 5);
    (void)filled(&cx, &form, &bytes);
    str rows = test_sheet_rows(&cx, bytes);
    CHECK(str_contains(rows, S("1|填报单位：|洋西港村|填报日期：|2026-03-02;")));
    CHECK(str_contains(rows, S("2|收集诉求|0|走访户次|0;")));
    CHECK(str_contains(rows, S("3|水塘面积：|待填|")));
}

static struct form_binding binding_of(struct context *cx, const struct form_template *form,
                                      const char *heading)
{
    struct form_binding *bindings;
    size_t count;

    CHECK_OK(form_bindings(cx, form->id, &bindings, &count));
    for (size_t i = 0; i < count; i++)
        if (str_eq(bindings[i].heading, str_of(heading)))
            return bindings[i];
    CHECK(false);
    return (struct form_binding){ 0 };
}

TEST("what somebody said of a column is kept, and known in the next form")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct form_template form = a_form(&cx, a_book(&cx, "表", ROSTER "1||||||;"));
    struct form_binding binding = binding_of(&cx, &form, "低保金额");

    CHECK_OK(form_bind(&cx, &form, &binding, S("field:remark")));
    CHECK(form.known_count == 6);
    struct form_sketch next = a_sketch(&cx, a_book(&cx, "另一张表", ROSTER));
    CHECK(next.known == 6);
    CHECK_FAILS(form_bind(&cx, &form, &binding, S("field:nothing")), ERROR_INVALID);
    CHECK_FAILS(form_bind(&cx, &form, &binding, S("field:id_number")), ERROR_INVALID);
    CHECK_FAILS(form_bind(&cx, &form, &binding, S("figure:matters_received")), ERROR_INVALID);
}

TEST("a form is filled only within its place, for days in their order")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct form_template form = a_form(&cx, a_book(&cx, "表", ROSTER));
    struct form_filling filling = { .place = S("421182"),
                                    .from_on = cx.today,
                                    .to_on = cx.today };

    CHECK_FAILS(form_fill(&cx, &form, &filling, NULL), ERROR_INVALID);
    filling.place = str_of(village);
    filling.from_on = date_add_days(cx.today, 1);
    CHECK_FAILS(form_fill(&cx, &form, &filling, NULL), ERROR_INVALID);
}

static struct response sent(struct context *cx, str bytes)
{
    str text = arena_copy(cx->arena, bytes);

    return test_post_file(cx, "/form_templates", "file", text, "place", village, "title",
                          "困难群众登记表", NULL);
}

TEST("a form is sent, filled in, downloaded, counted as saved typing, and retired")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    villagers(&cx);
    test_sign_in_as(&cx, "village_clerk", village);
    struct response response = sent(&cx, a_book(&cx, "登记表", ROSTER));
    CHECK(response.status == 303);
    const char *page = arena_text(cx.arena, response.location);
    response = test_get(&cx, page);
    CHECK(test_says(&response, "7列中5列已有") && test_says(&response, "低保金额"));

    response =
        test_post(&cx, arena_text(cx.arena, arena_printf(cx.arena, "%s/fill", page)), "place",
                  village, "from_on", "2026-01-01", "to_on", "2026-03-02", NULL);
    CHECK(response.status == 303);
    const char *filling = arena_text(cx.arena, response.location);
    response = test_get(&cx, filling);
    CHECK(test_says(&response, "自动填好") && test_says(&response, "低保金额"));
    response = test_get(&cx, arena_text(cx.arena, arena_printf(cx.arena, "%s/file", filling)));
    CHECK(response.status == 200);
    CHECK(str_contains(test_sheet_rows(&cx, test_body(&response)), S("示例张三")));
    response = test_get(&cx, "/form_templates");
    CHECK(test_says(&response, "今年少敲") && test_says(&response, "困难群众登记表"));

    response =
        test_post(&cx, arena_text(cx.arena, arena_printf(cx.arena, "%s/retire", page)), NULL);
    CHECK(response.status == 303);
    response = test_get(&cx, "/form_templates");
    CHECK(!test_says(&response, "困难群众登记表"));
}

TEST("who may not fill forms does not see them, and another village's are not found")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct form_template form = a_form(&cx, a_book(&cx, "表", ROSTER));
    str page = arena_printf(cx.arena, "/form_templates/%lld", (long long)form.id);

    test_sign_in_as(&cx, "supervision_chair", village);
    struct response response = test_get(&cx, "/form_templates");
    CHECK(response.status == 403);
    test_sign_in_as(&cx, "village_clerk", "421182102206");
    response = test_get(&cx, arena_text(cx.arena, page));
    CHECK(response.status == 404);
}

TEST("a file that asks nothing, or that is no workbook, is refused with a sentence")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct form_sketch sketch;

    CHECK_FAILS(form_sketch_read(&cx, str_of(village), S("a,b\n1,2\n"), &sketch),
                ERROR_INVALID);
    CHECK_FAILS(
        form_sketch_read(&cx, str_of(village), a_book(&cx, "", "甲|乙;丙|丁;"), &sketch),
        ERROR_INVALID);
}

/* Nothing is half done */

struct sent_form {
    str bytes;
    struct form_template form;
    struct form_filling filling;
};

static struct error *send_and_fill(struct context *cx, void *closure)
{
    struct sent_form *sent = closure;
    struct form_sketch sketch;

    sent->form = (struct form_template){ .place = str_of(village), .title = S("登记表") };
    sent->filling = (struct form_filling){ .place = str_of(village),
                                           .from_on = date_of(2026, 1, 1),
                                           .to_on = cx->today };
    TRY(form_sketch_read(cx, str_of(village), sent->bytes, &sketch));
    TRY(form_add(cx, &sent->form, &sketch, S("登记表.xlsx"), sent->bytes));
    TRY(form_fill(cx, &sent->form, &sent->filling, NULL));
    return form_note_filling(cx, &sent->filling);
}

static struct error *bind_and_retire(struct context *cx, void *closure)
{
    struct sent_form *sent = closure;
    struct form_template form = { 0 };
    struct form_binding *bindings;
    size_t count;

    TRY(store_get(cx, &form_template_type, sent->form.id, &form));
    TRY(form_bindings(cx, form.id, &bindings, &count));
    TRY(form_bind(cx, &form, &bindings[count - 1], S("field:remark")));
    return form_retire(cx, form.id);
}

TEST("a form is never half kept, half filled, half bound or half retired")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct sent_form sent = { .bytes = a_book(&cx, "登记表", ROSTER) };

    villagers(&cx);
    CHECK(test_fail_in_turn(&cx, &forms_module, send_and_fill, &sent) > 8);
    CHECK(test_fail_in_turn(&cx, &forms_module, bind_and_retire, &sent) > 4);
}
