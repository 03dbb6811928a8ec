/* SPDX-License-Identifier: Apache-2.0 */
/* Reports: what they say, what is refused, and what freezing fixes. */
#include "modules/reports/reports.h"

#include "app/lab_test.h"
#include "modules/reports/report_text.h"
#include "tests/town.h"

static const char township[] = "421182102";
static const char village[] = "421182102205";

static const char text[] = "一、基本情况\n"
                           "到{{to}}，{{place}}有见闻{{sightings}}，其中未了{{open_share}}。\n"
                           "\n"
                           "（一）做法\r\n"
                           "约{{sightings|over}} < 一般\n";

static record_id a_template(struct context *cx, const char *code)
{
    struct report_template template = {
        .code = str_of(code),
        .name = S("见闻简报"),
        .title = S("{{place}}{{year}}年见闻"),
        .body = str_of(text),
    };

    CHECK_OK(store_insert(cx, &report_template_type, &template));
    return template.id;
}

static struct report a_report(struct context *cx)
{
    struct report report = {
        .place = str_of(township),
        .template = a_template(cx, "lab"),
        .from_on = a_day("2026-01-01"),
        .to_on = a_day("2026-03-02"),
    };

    CHECK_OK(report_create(cx, &report));
    return report;
}

static str written(struct context *cx, record_id id, enum report_form form)
{
    struct report report = { 0 };
    struct buf out = { .arena = cx->arena };

    CHECK_OK(store_get(cx, &report_type, id, &report));
    CHECK_OK(report_write(cx, &report, form, &out));
    return buf_str(&out);
}

static struct report reload(struct context *cx, record_id id)
{
    struct report report = { 0 };

    CHECK_OK(store_get(cx, &report_type, id, &report));
    return report;
}

static const char *path_of(struct context *cx, record_id id, const char *rest)
{
    return arena_printf(cx->arena, "/reports/%lld%s", (long long)id, rest).data;
}

/* Text */

TEST_ONCE("a text is taken to pieces and nothing of it is lost")
{
    str rest = S("a{{b}}{{c|over}}{{d=3个}}e{{f");
    struct piece piece;

    CHECK(piece_next(&rest, &piece));
    CHECK_STR(piece.literal, "a");
    CHECK(piece_next(&rest, &piece));
    CHECK_STR(piece.name, "b");
    CHECK(piece_next(&rest, &piece));
    CHECK_STR(piece.name, "c");
    CHECK_STR(piece.form, "over");
    CHECK(piece_next(&rest, &piece) && piece.is_fixed);
    CHECK_STR(piece.fixed, "3个");
    CHECK(piece_next(&rest, &piece));
    CHECK_STR(piece.literal, "e");
    CHECK(piece_next(&rest, &piece) && piece.is_open);
    CHECK_STR(piece.literal, "{{f");
    CHECK(!piece_next(&rest, &piece));
}

TEST("a text with a name that is no figure is refused, and so is one with a number in it")
{
    CLEANUP(lab_close) struct context cx = lab();

    CHECK(report_text_refusal(&cx, str_of(text)) == NULL);
    CHECK(report_text_refusal(&cx, S("{{sightings_nowhere}}")) != NULL);
    CHECK(report_text_refusal(&cx, S("{{sightings=1000次}}")) != NULL);
    CHECK(report_text_refusal(&cx, S("{{sightings|under}}")) != NULL);
    CHECK(report_text_refusal(&cx, S("{{}}")) != NULL);
    CHECK(report_text_refusal(&cx, S("有一处{{没有完")) != NULL);
}

/* Drafts */

TEST("a draft has the text of its template and a title with the place")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct report report = reload(&cx, a_report(&cx).id);

    CHECK_STR(report.body, text);
    CHECK(str_ends(report.title, S("镇2026年见闻")));
    CHECK(report.state == REPORT_DRAFT);
}

TEST("the numbers of a draft follow the records")
{
    CLEANUP(lab_close) struct context cx = lab();
    record_id id = a_report(&cx).id;

    CHECK(str_contains(written(&cx, id, REPORT_TEXT), S("有见闻0次，其中未了—。")));
    a_sighting(&cx, village, "2026-02-10");
    CHECK(str_contains(written(&cx, id, REPORT_TEXT), S("有见闻1次，其中未了100.0%。")));
    CHECK(str_contains(written(&cx, id, REPORT_TEXT), S("到2026年3月2日")));
}

TEST("each number of a report leads to its records, and what was typed is escaped")
{
    CLEANUP(lab_close) struct context cx = lab();
    record_id id = a_report(&cx).id;
    str html = written(&cx, id, REPORT_HTML);

    CHECK(str_contains(html, S("<h2>一、基本情况</h2>")));
    CHECK(str_contains(html, S("<h3>（一）做法</h3>")));
    CHECK(str_contains(html, S("<a href='/sightings?place=421182102&amp;")));
    CHECK(str_contains(html, S("&lt; 一般")));
}

TEST("a number in the form of 余 never says more than there is")
{
    CLEANUP(lab_close) struct context cx = lab();
    record_id id = a_report(&cx).id;
    struct sighting sighting = { .place = str_of(village), .seen_on = a_day("2026-02-10") };

    for (int i = 0; i < 129; i++)
        CHECK_OK(figures_changed(&cx, &sighting_type, NULL, &sighting));
    CHECK(str_contains(written(&cx, id, REPORT_TEXT), S("约120余次")));
}

TEST("a report may say that there are nearly so many, and knows no other forms")
{
    CLEANUP(lab_close) struct context cx = lab();

    CHECK(report_text_refusal(&cx, S("{{sightings|near}}")) == NULL);
    CHECK(str_contains(str_of(report_text_refusal(&cx, S("{{sightings|about}}"))),
                       S("near（写成“近多少”）")));
}

/* Freezing */

TEST("a frozen report keeps its numbers whatever happens to the records")
{
    CLEANUP(lab_close) struct context cx = lab();
    record_id id = a_report(&cx).id;

    a_sighting(&cx, village, "2026-02-10");
    CHECK_OK(report_freeze(&cx, id));
    str frozen = written(&cx, id, REPORT_TEXT);
    a_sighting(&cx, village, "2026-02-11");
    test_set_day(&cx, "2026-05-01");
    CHECK(str_contains(frozen, S("有见闻1次")));
    CHECK(str_eq(written(&cx, id, REPORT_TEXT), frozen));
    CHECK(str_contains(written(&cx, id, REPORT_HTML), S("'>1次</a>")));
    CHECK(reload(&cx, id).state == REPORT_FROZEN);
    CHECK(date_compare(instant_date(reload(&cx, id).frozen_at), a_day("2026-03-02")) == 0);
}

TEST("a frozen report can be neither changed nor frozen again")
{
    CLEANUP(lab_close) struct context cx = lab();
    record_id id = a_report(&cx).id;

    CHECK_OK(report_freeze(&cx, id));
    struct report report = reload(&cx, id);
    str before = report.body;
    report.title = S("别的标题");
    CHECK_FAILS(report_change(&cx, &report), ERROR_CONFLICT);
    CHECK_FAILS(report_freeze(&cx, id), ERROR_CONFLICT);
    CHECK(str_eq(reload(&cx, id).body, before));
}

TEST("freezing with any statement failing changes nothing")
{
    CLEANUP(lab_close) struct context cx = lab();
    record_id id = a_report(&cx).id;
    struct error *error = NULL;
    int nth = 1;

    do {
        CHECK_OK(db_begin(&cx));
        db_fail_at(cx.db, nth++);
        error = report_freeze(&cx, id);
        db_fail_at(cx.db, 0);
        db_rollback(&cx);
        CHECK(reload(&cx, id).state == REPORT_DRAFT);
    } while (error != NULL && nth < 100);
    CHECK(nth > 3 && nth < 100);
}

/* The command line */

TEST("a report is printed from a template without being kept")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct buf out = { .arena = cx.arena };

    a_template(&cx, "lab");
    a_sighting(&cx, village, "2026-02-10");
    CHECK_OK(report_render(&cx, S("lab"), str_of(village), a_day("2026-01-01"),
                           a_day("2026-12-31"), REPORT_TEXT, &out));
    CHECK(str_contains(buf_str(&out),
                       S("2026年见闻\n\n　　一、基本情况\n　　到2026年12月31日，")));
    CHECK_FAILS(report_render(&cx, S("none"), str_of(village), a_day("2026-01-01"),
                              a_day("2026-12-31"), REPORT_TEXT, &out),
                ERROR_NOT_FOUND);
}

TEST("the reports that come with the program fill in")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct buf out = { .arena = cx.arena };

    CHECK_OK(report_render(&cx, S("governance"), str_of(township), a_day("2026-01-01"),
                           a_day("2026-03-02"), REPORT_TEXT, &out));
    CHECK(str_contains(buf_str(&out), S("花桥镇共有村（社区）41个，")));
    CHECK_OK(report_render(&cx, S("matters"), str_of(township), a_day("2026-01-01"),
                           a_day("2026-03-02"), REPORT_HTML, &out));
    CHECK(!str_contains(buf_str(&out), S("{{")));
}

/* Pages */

TEST("a clerk writes a report, changes its words, freezes it and prints it")
{
    CLEANUP(lab_close) struct context cx = lab();
    str template = arena_printf(cx.arena, "%lld", (long long)a_template(&cx, "lab"));

    a_sighting(&cx, village, "2026-02-10");
    test_sign_in_as(&cx, "village_clerk", village);
    struct response form = test_get(&cx, "/reports/new");
    CHECK(form.status == 200 && test_says(&form, "见闻简报"));
    struct response made =
        test_post(&cx, "/reports", "template", arena_text(cx.arena, template), "place", village,
                  "from_on", "2026-01-01", "to_on", "2026-03-02", NULL);
    CHECK(made.status == 303 && made.record != 0);
    struct response page = test_get(&cx, path_of(&cx, made.record, ""));
    CHECK(page.status == 200 && test_says(&page, "草稿") && test_says(&page, ">1次</a>"));

    struct response edit = test_get(&cx, path_of(&cx, made.record, "/edit"));
    CHECK(edit.status == 200 && test_says(&edit, "{{animals_there}}"));
    struct response changed = test_post(&cx, path_of(&cx, made.record, "/edit"), "body",
                                        "一、见闻\n共{{sightings}}。", NULL);
    CHECK(changed.status == 303);
    CHECK(test_post(&cx, path_of(&cx, made.record, "/freeze"), NULL).status == 303);
    CHECK(test_post(&cx, path_of(&cx, made.record, "/freeze"), NULL).status == 409);
    CHECK(test_post(&cx, path_of(&cx, made.record, "/edit"), "body", "改", NULL).status == 409);
    CHECK(test_get(&cx, path_of(&cx, made.record, "/edit")).status == 409);
    struct response print = test_get(&cx, path_of(&cx, made.record, "/print"));
    CHECK(print.status == 200 && print.bare && test_says(&print, "<h2>一、见闻</h2>"));
    CHECK(test_says(&print, "1次"));
    struct response pdf = test_get(&cx, path_of(&cx, made.record, "/pdf"));
    CHECK(pdf.status == 200 && pdf.bare && str_starts(test_body(&pdf), S("%PDF-")));
    CHECK_STR(str_of(pdf.content_type), "application/pdf");
}

TEST("a text that is refused is shown again with what was typed")
{
    CLEANUP(lab_close) struct context cx = lab();
    record_id id = a_report(&cx).id;

    test_sign_in_as(&cx, "township_office", township);
    struct response response =
        test_post(&cx, path_of(&cx, id, "/edit"), "body", "有{{nothing}}件", NULL);
    CHECK(response.status == 422);
    CHECK(test_says(&response, "有{{nothing}}件") && test_says(&response, "没有名为“nothing”"));
}

TEST("the report of another place can be neither seen nor changed")
{
    CLEANUP(lab_close) struct context cx = lab();
    record_id id = a_report(&cx).id;

    test_sign_in_as(&cx, "village_clerk", "421182102206");
    CHECK(test_get(&cx, path_of(&cx, id, "")).status == 404);
    CHECK(test_get(&cx, path_of(&cx, id, "/print")).status == 404);
    CHECK(test_get(&cx, path_of(&cx, id, "/pdf")).status == 404);
    CHECK(test_post(&cx, path_of(&cx, id, "/freeze"), NULL).status == 404);
    CHECK(test_post(&cx, path_of(&cx, id, "/edit"), "body", "改", NULL).status == 404);
    test_sign_in_as(&cx, "system_administrator", "421182");
    CHECK(test_get(&cx, path_of(&cx, id, "")).status == 403);
    CHECK(reload(&cx, id).state == REPORT_DRAFT);
}
