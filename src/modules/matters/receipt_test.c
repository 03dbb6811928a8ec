/* SPDX-License-Identifier: Apache-2.0 */
/* Receipts, and the pages of those who hold one. */
#include "modules/matters/fixture_test.h"
#include "tests/town.h"

TEST("a receipt names its county and has no confusing characters")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    str one = receipt_new(cx.arena, S(VILLAGE));
    str two = receipt_new(cx.arena, S("140212101200"));

    CHECK(one.length == RECEIPT_CHARACTERS);
    CHECK(!str_eq(str_slice(one, 0, 4), str_slice(two, 0, 4)));
    CHECK(str_eq(str_slice(one, 0, 4), str_slice(receipt_new(cx.arena, S(COUNTY)), 0, 4)));
    for (size_t i = 0; i < one.length; i++)
        CHECK(!str_contains(S("01OIL"), str_slice(one, i, i + 1)));
}

TEST("a receipt may be typed with spaces, dashes and small letters")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK_STR(receipt_normal(cx.arena, S("k7mw-3rtx 9pqd")), "K7MW3RTX9PQD");
    CHECK_STR(receipt_shown(cx.arena, S("K7MW3RTX9PQD")), "K7MW 3RTX 9PQD");
    CHECK_STR(receipt_normal(cx.arena, S("K7MW3RTX9PQ0")), "");
    CHECK_STR(receipt_normal(cx.arena, S("K7MW")), "");
    CHECK_STR(receipt_normal(cx.arena, S("K7MW3RTX9PQDD")), "");
}

TEST("a receipt that was never given leads nowhere")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(test_get(&cx, "/receipt/K7MW3RTX9PQD").status == 404);
    CHECK(test_get(&cx, "/receipt/nonsense").status == 404);
}

TEST("whoever types a receipt is led to its page")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    struct response found = test_get(&cx, "/receipt?code=k7mw+3rtx+9pqd");
    struct response wrong = test_get(&cx, "/receipt?code=123");

    CHECK_STR(found.location, "/receipt/K7MW3RTX9PQD");
    CHECK(test_says(&wrong, "回执号是12位"));
}

TEST("the page of a receipt says how things stand and names nobody")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_HANDLING);

    struct response response = test_get(&cx, receipt_path(&cx, id, ""));

    CHECK(response.status == 200);
    CHECK(test_says(&response, "已经派下去，正在办"));
    CHECK(test_says(&response, "花桥镇"));
    CHECK(!test_says(&response, "示例张三"));
    CHECK(!test_says(&response, "您满意吗"));
}

TEST("a receipt can be printed, and withdrawing stands apart from adding words")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_HANDLING);

    struct response response = test_get(&cx, receipt_path(&cx, id, ""));
    CHECK(test_says(&response, "data-print hidden>打印这一页</button>"));
    CHECK(test_says(&response, "补充</button>\n</div>\n</form>\n</section>\n"
                               "<section class='section' id='withdraw'"));
}

TEST("a receipt is a PDF too; a receipt that does not exist is not")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_HANDLING);

    struct response pdf = test_get(&cx, receipt_path(&cx, id, "/pdf"));
    CHECK(pdf.status == 200 && str_starts(test_body(&pdf), S("%PDF-")));
    CHECK(test_get(&cx, "/receipt/000000000000/pdf").status == 404);
}

TEST("a villager reports without an account and gets a receipt to follow")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    struct response response =
        test_post(&cx, "/report", "place", VILLAGE, "story", "路灯不亮，晚上摸黑走路。", "name",
                  "示例张三", "phone", "13800001234", "wants_reply", "1", NULL);

    CHECK(response.status == 303);
    CHECK(str_starts(response.location, S("/receipt/")));
    struct response page = test_get(&cx, arena_text(cx.arena, response.location));
    CHECK(test_says(&page, "已经收到"));
    CHECK(test_says(&page, "<svg"));
    CHECK(!test_says(&page, "13800001234"));
    CHECK(rows_of(&cx, "matters") == 1);
}

TEST("the same submission sent twice makes one matter")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    struct response first = test_post(&cx, "/report", "place", VILLAGE, "story", "路灯不亮。",
                                      "uuid", "0b7e8a3c-1111-4222-8333-444455556666", NULL);
    struct response second = test_post(&cx, "/report", "place", VILLAGE, "story", "路灯不亮。",
                                       "uuid", "0b7e8a3c-1111-4222-8333-444455556666", NULL);

    CHECK(str_eq(first.location, second.location));
    CHECK(rows_of(&cx, "matters") == 1);
}

TEST("a story of 40 KB is refused, and what was typed is kept")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct buf story = { .arena = cx.arena };

    for (int i = 0; i < 4096; i++)
        buf_add(&story, S("路灯不亮十个字节"));
    buf_add_char(&story, '\0');
    struct response response = test_post(&cx, "/report", "place", VILLAGE, "story", story.data,
                                         "name", "示例张三", NULL);

    CHECK(response.status == 422);
    CHECK(test_says(&response, "最多5000个字"));
    CHECK(str_contains(test_body(&response), str_of(story.data)));
    CHECK(test_says(&response, "示例张三"));
    CHECK(rows_of(&cx, "matters") == 0);
}

TEST("a report without a story, with a bad phone or from nowhere is refused")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(test_post(&cx, "/report", "place", VILLAGE, "story", " ", NULL).status == 422);
    CHECK(test_post(&cx, "/report", "place", VILLAGE, "story", "路灯不亮", "phone", "12", NULL)
              .status == 422);
    CHECK(
        test_post(&cx, "/report", "place", "999999999999", "story", "路灯不亮", NULL).status ==
        422);
    CHECK(test_post(&cx, "/report", "place", TOWNSHIP, "story", "路灯不亮", NULL).status ==
          422);
    CHECK(test_post_without_token(&cx, "/report", "place", VILLAGE, "story", "路灯", NULL)
              .status == 403);
    CHECK(rows_of(&cx, "matters") == 0);
}

TEST("a villager chooses the place step by step, without script")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    struct response counties = test_get(&cx, "/report");
    struct response villages = test_get(&cx, "/report?in=421182");
    struct response form = test_get(&cx, "/report?place=" VILLAGE);

    CHECK(test_says(&counties, "/report?in="));
    CHECK(test_says(&villages, "/report?place=" VILLAGE));
    CHECK(test_says(&form, "name='story'"));
}

TEST("the holder of a receipt says satisfied, and it is closed")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_REPLIED);

    struct response page = test_get(&cx, receipt_path(&cx, id, ""));
    CHECK(test_says(&page, "您满意吗"));
    struct response response =
        test_post(&cx, receipt_path(&cx, id, "/confirm"), "satisfied", "yes", NULL);

    CHECK(response.status == 303);
    CHECK(reload(&cx, id).status == MATTER_CLOSED);
    CHECK(reload(&cx, id).satisfied == VERDICT_SATISFIED);
}

TEST("the holder of a receipt may be dissatisfied, add words and withdraw")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_REPLIED);

    test_post(&cx, receipt_path(&cx, id, "/confirm"), "satisfied", "no", "words", "还是不亮",
              NULL);
    CHECK(reload(&cx, id).status == MATTER_REWORK);
    test_post(&cx, receipt_path(&cx, id, "/words"), "words", "第二根灯杆也不亮", NULL);
    struct response page = test_get(&cx, receipt_path(&cx, id, ""));
    CHECK(test_says(&page, "第二根灯杆也不亮"));
    test_post(&cx, receipt_path(&cx, id, "/withdraw"), NULL);

    CHECK(reload(&cx, id).status == MATTER_WITHDRAWN);
}

TEST("a receipt may not say that it cannot be reached, nor judge before there is a result")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id replied = a_matter(&cx, MATTER_REPLIED);
    record_id open = a_matter(&cx, MATTER_HANDLING);

    CHECK(
        test_post(&cx, receipt_path(&cx, replied, "/confirm"), "satisfied", "unreachable", NULL)
            .status == 422);
    CHECK(
        test_post(&cx, receipt_path(&cx, open, "/confirm"), "satisfied", "yes", NULL).status ==
        409);
}

TEST("the receipt of a merged matter shows the matter it was merged into")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_MERGED);
    struct matter into = reload(&cx, reload(&cx, id).merged_into);

    take(&cx, into.id, "self_handle", &(struct matter_self_handling){ .answer = S("都亮了") });
    struct response page = test_get(&cx, receipt_path(&cx, id, ""));

    CHECK(test_says(&page, "都亮了"));
    CHECK(test_says(&page, "和“路灯不亮”是同一件事"));
}

TEST("a receipt without a person behind it only shows")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct matter matter = a_finding(&cx, "窨井盖没了。");

    CHECK(test_get(&cx, receipt_path(&cx, matter.id, "")).status == 200);
    CHECK(test_post(&cx, receipt_path(&cx, matter.id, "/withdraw"), NULL).status == 409);
}

TEST("out of scope says in writing where to go")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_matter(&cx, MATTER_OUT_OF_SCOPE);

    struct response page = test_get(&cx, receipt_path(&cx, id, ""));

    CHECK(test_says(&page, "请到县人民法院"));
}
