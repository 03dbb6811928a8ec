/* SPDX-License-Identifier: Apache-2.0 */
/* Open311 GeoReport v2. */
#include "modules/matters/fixture_test.h"
#include "tests/town.h"

static record_id a_public_matter(struct context *cx)
{
    record_id id = a_matter(cx, MATTER_REPORTED);

    take(cx, id, "accept", &(struct matter_acceptance){ .is_public = true });
    return id;
}

TEST("the services are the categories, in JSON and in XML")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    struct response json = test_get(&cx, "/open311/services.json");
    struct response xml = test_get(&cx, "/open311/services.xml");

    CHECK(test_says(&json, "{\"service_code\":\"infrastructure_light\","
                           "\"service_name\":\"路灯照明\""));
    CHECK(test_says(&json, "\"metadata\":true,\"type\":\"realtime\""));
    CHECK(test_says(&json, "\"group\":\"基础设施\""));
    CHECK(str_starts(test_body(&xml),
                     S("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<services>\n<service>\n")));
    CHECK(test_says(&xml, "<service_code>infrastructure_light</service_code>"));
    CHECK_STR(str_of(xml.content_type), "text/xml; charset=utf-8");
}

TEST("a service definition asks what kind of thing it is")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    struct response json = test_get(&cx, "/open311/services/infrastructure_light.json");
    struct response xml = test_get(&cx, "/open311/services/infrastructure_light.xml");
    struct response none = test_get(&cx, "/open311/services/nonsense.json");

    CHECK(test_says(&json, "{\"service_code\":\"infrastructure_light\",\"attributes\":["));
    CHECK(test_says(&json, "{\"key\":\"hazard\",\"name\":\"隐患\"}"));
    CHECK(test_says(&xml, "<datatype>singlevaluelist</datatype>"));
    CHECK(!test_says(&json, "tip_off"));
    CHECK(none.status == 404);
    CHECK(str_starts(test_body(&none), S("[{\"code\":404,\"description\":")));
}

TEST("only public matters are listed, without names, stories and receipts")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_public_matter(&cx);
    struct matter matter = reload(&cx, id);

    a_report(&cx, "垃圾桶满了没人收。");
    struct response list = test_get(&cx, "/open311/requests.json");

    CHECK(test_says(&list, "\"description\":\"路灯不亮\""));
    CHECK(test_says(&list, "\"status\":\"open\""));
    CHECK(test_says(&list, "\"requested_datetime\":\"2026-03-02T09:00:00+08:00\""));
    CHECK(!test_says(&list, "垃圾"));
    CHECK(!test_says(&list, "摸黑"));
    CHECK(!test_says(&list, "示例"));
    CHECK(!str_contains(test_body(&list), matter.receipt));
}

TEST("requests are found by status, service, place, span and number")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    record_id id = a_public_matter(&cx);
    const char *one =
        arena_printf(cx.arena, "/open311/requests/%lld.json%c", (long long)id, '\0').data;
    static const char *const with[] = {
        "/open311/requests.json?status=open",
        "/open311/requests.json?status=open,closed&service_code=infrastructure_light",
        "/open311/requests.json?jurisdiction_id=421182102",
        "/open311/requests.json?start_date=2026-03-01T00:00:00Z",
        "/open311/requests.json?start_date=2026-01-01T00:00:00%2B08:00&end_date=2026-03-03",
    };
    static const char *const without[] = {
        "/open311/requests.json?status=closed",
        "/open311/requests.json?service_code=safety_fire",
        "/open311/requests.json?jurisdiction_id=421182102206",
        "/open311/requests.json?end_date=2026-03-01T00:00:00Z",
    };

    for (size_t i = 0; i < COUNT(with); i++) {
        struct response list = test_get(&cx, with[i]);
        CHECK(test_says(&list, "路灯不亮"));
    }
    for (size_t i = 0; i < COUNT(without); i++) {
        struct response list = test_get(&cx, without[i]);
        CHECK_STR(test_body(&list), "[]");
    }
    struct response page = test_get(&cx, one);
    CHECK(test_says(&page, "路灯不亮"));
}

TEST("wrong questions get the errors of the standard")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(test_get(&cx, "/open311/requests.json?start_date=yesterday").status == 400);
    CHECK(test_get(&cx, "/open311/requests.json?start_date=2025-01-01T00:00:00Z&"
                        "end_date=2026-01-01T00:00:00Z")
              .status == 400);
    CHECK(test_get(&cx, "/open311/requests.json?jurisdiction_id=999999").status == 404);
    CHECK(test_get(&cx, "/open311/requests/1.xml").status == 404);
    struct response xml = test_get(&cx, "/open311/requests/1.xml");
    CHECK(test_says(&xml, "<errors>\n<error>\n<code>404</code>"));
}

TEST("a program sends a request and follows it by the id it gets")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    struct response sent = test_post_without_token(
        &cx, "/open311/requests.json", "service_code", "infrastructure_light", "address_id",
        VILLAGE, "description", "路灯不亮。", "first_name", "三", "last_name", "示例张",
        "phone", "13800001234", "attribute[kind]", "hazard", NULL);

    CHECK(sent.status == 201);
    str body = test_body(&sent);
    CHECK(str_starts(body, S("[{\"service_request_id\":\"")));
    str receipt = str_slice(body, 24, 24 + RECEIPT_CHARACTERS);
    struct response page = test_get(
        &cx,
        arena_printf(cx.arena, "/open311/requests/%.*s.json%c", STR_ARG(receipt), '\0').data);
    CHECK(test_says(&page, "\"service_code\":\"infrastructure_light\""));
    struct response list = test_get(&cx, "/open311/requests.json");
    CHECK_STR(test_body(&list), "[]");
}

TEST("a request that cannot be accepted leaves nothing behind")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(test_post_without_token(&cx, "/open311/requests.xml", "service_code", "safety_fire",
                                  "description", "冒烟", NULL)
              .status == 400);
    CHECK(test_post_without_token(&cx, "/open311/requests.xml", "service_code", "nonsense",
                                  "address_id", VILLAGE, "description", "冒烟", NULL)
              .status == 400);
    CHECK(test_post_without_token(&cx, "/open311/requests.xml", "service_code", "safety_fire",
                                  "address_id", VILLAGE, "description", "冒烟", "phone", "1",
                                  NULL)
              .status == 400);
    struct response refused = test_post_without_token(
        &cx, "/open311/requests.xml", "service_code", "safety_fire", "address_id", VILLAGE,
        "description", "冒烟", "api_key", "wrong", NULL);
    CHECK(refused.status == 403);
    CHECK(test_says(&refused, "<code>403</code>"));
    CHECK(rows_of(&cx, "matters") == 0);
}

TEST("what is sent by a browser that is signed in is nobody's report")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "village_clerk", VILLAGE);
    CHECK(test_post_without_token(&cx, "/open311/requests.json", "service_code", "safety_fire",
                                  "address_id", VILLAGE, "description", "冒烟", NULL)
              .status == 201);
    int64_t recorded;
    CHECK_OK(query_number(&cx, "select count(*) from matters where recorded_by is not null",
                          NULL, 0, &recorded));

    CHECK(recorded == 0);
}

TEST("the discovery names the endpoint in both formats")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    struct response json = test_get(&cx, "/open311/discovery.json");
    struct response xml = test_get(&cx, "/open311/discovery.xml");

    CHECK(test_says(&json, "\"formats\":[\"text/xml\",\"application/json\"]"));
    CHECK(test_says(&xml, "<format>text/xml</format>"));
}
