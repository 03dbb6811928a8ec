/* SPDX-License-Identifier: Apache-2.0 */
#include "app/lab_test.h"
#include "app/print.h"
#include "app/record_pages.h"
#include "tests/town.h"

static const char village[] = "421182102205";

static const char *pdf_path(struct context *cx, record_id id)
{
    return arena_printf(cx->arena, "/sightings/%lld/pdf%c", (long long)id, '\0').data;
}

TEST("each record with a derived page is a paper too, which its page leads to")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-03");

    test_sign_in_as(&cx, "village_clerk", village);
    struct response page = test_get(
        &cx, arena_printf(cx.arena, "/sightings/%lld%c", (long long)sighting.id, '\0').data);
    struct response pdf = test_get(&cx, pdf_path(&cx, sighting.id));

    CHECK(test_says(&page, "/pdf'>打印</a>"));
    CHECK(pdf.status == 200 && pdf.bare && str_starts(test_body(&pdf), S("%PDF-")));
    CHECK_STR(str_of(pdf.content_type), "application/pdf");
}

TEST("the paper of a record of another place, and of none, is not found")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct sighting sighting = a_sighting(&cx, village, "2026-02-03");

    test_sign_in_as(&cx, "village_clerk", "421182102206");
    CHECK(test_get(&cx, pdf_path(&cx, sighting.id)).status == 404);
    CHECK(test_get(&cx, pdf_path(&cx, sighting.id + 1)).status == 404);
    test_sign_in_as(&cx, "system_administrator", "421182");
    CHECK(test_get(&cx, pdf_path(&cx, sighting.id)).status == 403);
}

TEST("a name for a file is written so that every browser keeps its characters")
{
    CLEANUP(lab_close) struct context cx = lab();
    struct response response = { .body = { .arena = cx.arena },
                                 .headers = { .arena = cx.arena } };
    struct paper *paper = print_begin(&cx, S("表"), PAPER_FORM);

    CHECK_OK(print_answer(&cx, paper, S("表\r\n.pdf"), &response));
    CHECK_STR(buf_str(&response.headers),
              "Content-Disposition: inline; filename=\"paper.pdf\"; "
              "filename*=UTF-8''%E8%A1%A8%0D%0A.pdf\r\n");
}
