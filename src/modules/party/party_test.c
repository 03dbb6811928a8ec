/* SPDX-License-Identifier: Apache-2.0 */
#include "modules/party/party.h"

#include "modules/people/people.h"
#include "modules/places/places.h"
#include "tests/town.h"

static const char village[] = "421182102205";
static const char next_village[] = "421182102206";
static const char township[] = "421182102";

static struct party_organisation an_organisation(struct context *cx,
                                                 enum organisation_kind kind, const char *name,
                                                 record_id parent)
{
    struct party_organisation organisation = {
        .place = str_of(village), .kind = kind, .name = str_of(name), .parent = parent
    };

    CHECK_OK(party_organisation_found(cx, &organisation));
    return organisation;
}

static struct place a_grid(struct context *cx, const char *name)
{
    struct place grid = { .parent = str_of(village),
                          .level = PLACE_GRID,
                          .name = str_of(name),
                          .opened_on = date_of(2020, 1, 1) };

    CHECK_OK(place_create(cx, &grid));
    return grid;
}

static struct party_member a_member(struct context *cx, record_id organisation,
                                    const char *name)
{
    struct resident resident = { .place = str_of(village), .name = str_of(name) };

    CHECK_OK(resident_register(cx, &resident));
    struct party_member member = { .place = str_of(village),
                                   .resident = resident.id,
                                   .organisation = organisation,
                                   .joined_on = date_of(2001, 7, 1) };
    CHECK_OK(party_member_enrol(cx, &member));
    return member;
}

static struct error *cover(struct context *cx, record_id group, str grid)
{
    const struct group_covering covering = { .grid = grid, .on = cx->today };

    return party_group_cover(cx, group, &covering);
}

static int64_t figure_now(struct context *cx, const char *key)
{
    struct figure_value value;

    CHECK_OK(figure_read(cx, figure_find(str_of(key)), str_of(township), date_of(2026, 1, 1),
                         cx->today, &value));
    return value.value;
}

static const char *address(struct context *cx, const char *table, record_id id,
                           const char *rest)
{
    return arena_text(cx->arena,
                      arena_printf(cx->arena, "/%s/%lld%s", table, (long long)id, rest));
}

TEST("an organisation stands below one that is higher")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct party_organisation branch = an_organisation(&cx, PARTY_BRANCH, "示例支部", 0);
    struct party_organisation wrong = { .place = str_of(village),
                                        .kind = PARTY_COMMITTEE,
                                        .name = S("示例党委"),
                                        .parent = branch.id };
    struct party_organisation lone = { .place = str_of(village),
                                       .kind = PARTY_INDEPENDENT_GROUP,
                                       .name = S("示例小组") };

    CHECK(branch.is_rural);
    CHECK_FAILS(party_organisation_found(&cx, &wrong), ERROR_INVALID);
    CHECK_FAILS(party_organisation_found(&cx, &lone), ERROR_INVALID);
}

TEST("an independent group serves one grid, a joint one several, and a grid may have both")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct party_organisation branch = an_organisation(&cx, PARTY_BRANCH, "示例支部", 0);
    struct party_organisation own =
        an_organisation(&cx, PARTY_INDEPENDENT_GROUP, "独立小组", branch.id);
    struct party_organisation joint =
        an_organisation(&cx, PARTY_JOINT_GROUP, "联合小组", branch.id);
    struct place first = a_grid(&cx, "第一网格"), second = a_grid(&cx, "第二网格");

    CHECK_OK(cover(&cx, own.id, first.key));
    CHECK_FAILS(cover(&cx, own.id, second.key), ERROR_CONFLICT);
    CHECK_OK(cover(&cx, joint.id, first.key));
    CHECK_OK(cover(&cx, joint.id, second.key));
    CHECK_FAILS(cover(&cx, joint.id, second.key), ERROR_INVALID);
    CHECK_FAILS(cover(&cx, branch.id, second.key), ERROR_CONFLICT);
    CHECK_FAILS(cover(&cx, joint.id, str_of(village)), ERROR_INVALID);
}

TEST("grids without a group and without a member are named")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct party_organisation branch = an_organisation(&cx, PARTY_BRANCH, "示例支部", 0);
    struct party_organisation group =
        an_organisation(&cx, PARTY_INDEPENDENT_GROUP, "独立小组", branch.id);
    struct place first = a_grid(&cx, "东头网格"), second = a_grid(&cx, "西头网格");
    struct party_member member = a_member(&cx, branch.id, "示例党员");
    struct party_coverage coverage;
    struct response response;

    CHECK_OK(cover(&cx, group.id, first.key));
    member.grid = first.key;
    CHECK_OK(party_member_change(&cx, &member));
    CHECK_OK(party_coverage_read(&cx, str_of(township), &coverage));
    CHECK(coverage.grids == 2 && coverage.with_group == 1 && coverage.with_member == 1 &&
          coverage.with_neither == 1);

    test_sign_in_as(&cx, "party_office", township);
    response = test_get(&cx, "/party/coverage");
    CHECK(response.status == 200);
    CHECK(test_says(&response, arena_text(cx.arena, second.name)));
    CHECK(!test_says(&response, arena_text(cx.arena, first.name)));
}

TEST("a grid that is closed is served no more")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct party_organisation branch = an_organisation(&cx, PARTY_BRANCH, "示例支部", 0);
    struct party_organisation group =
        an_organisation(&cx, PARTY_JOINT_GROUP, "联合小组", branch.id);
    struct place grid = a_grid(&cx, "网格");
    const struct place_closing closing = { .on = cx.today, .reason = S("撤销") };
    int64_t open;

    CHECK_OK(cover(&cx, group.id, grid.key));
    CHECK_OK(place_close(&cx, grid.key, &closing));

    CHECK_OK(query_number(&cx, "select count(*) from party_group_grids where to_on is null",
                          NULL, 0, &open));
    CHECK(open == 0);
}

TEST("nobody is a member twice, and the resident's political status follows")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct party_organisation branch = an_organisation(&cx, PARTY_BRANCH, "示例支部", 0);
    struct party_member member = a_member(&cx, branch.id, "示例党员");
    struct party_member again = { .place = str_of(village),
                                  .resident = member.resident,
                                  .organisation = branch.id };
    struct resident resident = { 0 };

    CHECK_FAILS(party_member_enrol(&cx, &again), ERROR_INVALID);
    CHECK_OK(store_get(&cx, &resident_type, member.resident, &resident));
    CHECK_STR(resident.political_status, "中共党员");
    CHECK_STR(member.name, "示例党员");
}

TEST("a probationary member becomes a full one, once")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct party_organisation branch = an_organisation(&cx, PARTY_BRANCH, "示例支部", 0);
    struct party_member member = a_member(&cx, branch.id, "示例党员");
    const struct member_confirmation confirmation = { .on = cx.today };

    CHECK_FAILS(party_member_confirm(&cx, member.id, &confirmation), ERROR_CONFLICT);
    member.kind = PARTY_PROBATIONARY;
    CHECK_OK(party_member_change(&cx, &member));
    CHECK_OK(party_member_confirm(&cx, member.id, &confirmation));
}

TEST("a member who goes over is counted where they were until that day")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct party_organisation branch = an_organisation(&cx, PARTY_BRANCH, "示例支部", 0);
    struct party_organisation other = an_organisation(&cx, PARTY_BRANCH, "另一支部", 0);
    struct party_member member = a_member(&cx, branch.id, "示例党员");
    const struct member_transfer transfer = { .organisation = other.id, .on = cx.today };

    CHECK(figure_now(&cx, "party_members") == 1);
    CHECK_OK(party_member_transfer(&cx, member.id, &transfer));
    CHECK(figure_now(&cx, "party_members") == 1);
    CHECK_OK(store_get(&cx, &party_member_type, member.id, &member));
    CHECK(member.status == PARTY_MOVED_OUT);
    CHECK_FAILS(party_member_transfer(&cx, member.id, &transfer), ERROR_CONFLICT);
}

TEST("a member who dies leaves the party's rolls that day")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct party_organisation branch = an_organisation(&cx, PARTY_BRANCH, "示例支部", 0);
    struct party_member member = a_member(&cx, branch.id, "示例党员");
    const struct resident_death death = { .on = cx.today };

    CHECK_OK(resident_die(&cx, member.resident, &death));

    CHECK_OK(store_get(&cx, &party_member_type, member.id, &member));
    CHECK(member.status == PARTY_DEAD);
    CHECK(figure_now(&cx, "party_members") == 0);
}

TEST("an organisation with members or others below it is not dissolved")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct party_organisation branch = an_organisation(&cx, PARTY_BRANCH, "示例支部", 0);
    struct party_organisation empty = an_organisation(&cx, PARTY_BRANCH, "空支部", 0);
    const struct dissolution dissolution = { .on = cx.today };

    a_member(&cx, branch.id, "示例党员");
    CHECK(figure_now(&cx, "rural_party_branches") == 2);
    CHECK_FAILS(party_organisation_dissolve(&cx, branch.id, &dissolution), ERROR_CONFLICT);
    CHECK_OK(party_organisation_dissolve(&cx, empty.id, &dissolution));
    CHECK(figure_now(&cx, "rural_party_branches") == 1);
    CHECK(figure_now(&cx, "party_organizations") == 1);
}

TEST("a member who pledges twice is one member who pledges")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct party_organisation branch = an_organisation(&cx, PARTY_BRANCH, "示例支部", 0);
    struct party_member member = a_member(&cx, branch.id, "示例党员");
    const struct pledge_keeping keeping = { .on = cx.today, .result = S("清了两条沟") };

    for (int i = 0; i < 2; i++) {
        struct pledge pledge = { .place = str_of(village),
                                 .member = member.id,
                                 .content = S("清理屋前水沟"),
                                 .pledged_on = cx.today };
        CHECK_OK(pledge_make(&cx, &pledge));
        CHECK_OK(pledge_keep(&cx, pledge.id, &keeping));
        CHECK_FAILS(pledge_keep(&cx, pledge.id, &keeping), ERROR_CONFLICT);
    }

    CHECK(figure_now(&cx, "members_pledging") == 1);
    CHECK(figure_now(&cx, "pledges_kept") == 2);
}

TEST("groups and homes are counted on the day they were founded and built")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct party_organisation branch = an_organisation(&cx, PARTY_BRANCH, "示例支部", 0);
    struct party_organisation group = { .place = str_of(village),
                                        .kind = PARTY_GROUP,
                                        .name = S("示例小组"),
                                        .parent = branch.id,
                                        .founded_on = date_of(2026, 1, 5) };
    struct red_star_home home = { .place = str_of(village),
                                  .name = S("示例之家"),
                                  .built_on = date_of(2026, 2, 5) };

    CHECK_OK(party_organisation_found(&cx, &group));
    CHECK_OK(red_star_home_build(&cx, &home));
    CHECK(figure_now(&cx, "party_groups_built") == 1);
    CHECK(figure_now(&cx, "red_star_homes_built") == 1);
    CHECK(figure_now(&cx, "independent_party_groups") == 0);
}

TEST("the pages of the party do what its rules do, and the next village sees nothing of it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct party_organisation branch = an_organisation(&cx, PARTY_BRANCH, "示例支部", 0);
    struct party_organisation group =
        an_organisation(&cx, PARTY_INDEPENDENT_GROUP, "独立小组", branch.id);
    struct party_member member = a_member(&cx, branch.id, "示例党员");
    struct response response;

    a_grid(&cx, "第一网格");
    test_sign_in_as(&cx, "secretary", village);
    response = test_post(&cx, address(&cx, "party_organisations", group.id, "/cover"), "grid",
                         "421182102205001", "on", "2026-03-01", NULL);
    CHECK(response.status == 303);
    response = test_get(&cx, address(&cx, "party_organisations", group.id, ""));
    CHECK(test_says(&response, "第一网格"));
    response = test_get(&cx, address(&cx, "party_organisations", branch.id, ""));
    CHECK(test_says(&response, "示例党员") && test_says(&response, "独立小组"));
    response = test_get(&cx, address(&cx, "party_members", member.id, ""));
    CHECK(response.status == 200 && test_says(&response, "登记承诺"));
    response = test_get(&cx, "/place/421182102205");
    CHECK(test_says(&response, "示例支部"));
    response = test_get(&cx, address(&cx, "party_organisations", branch.id, "/pdf"));
    CHECK(response.status == 200 && str_starts(test_body(&response), S("%PDF-")));
    response = test_get(&cx, address(&cx, "party_members", member.id, "/pdf"));
    CHECK(response.status == 200 && str_starts(test_body(&response), S("%PDF-")));

    test_sign_in_as(&cx, "secretary", next_village);
    response = test_get(&cx, address(&cx, "party_organisations", branch.id, ""));
    CHECK(response.status == 404);
    response = test_get(&cx, address(&cx, "party_members", member.id, ""));
    CHECK(response.status == 404);
    response = test_get(&cx, address(&cx, "party_members", member.id, "/pdf"));
    CHECK(response.status == 404);
    response = test_post(&cx, address(&cx, "party_organisations", group.id, "/dissolve"), "on",
                         "2026-03-01", NULL);
    CHECK(response.status == 404);
    response = test_get(&cx, "/party/coverage?place=421182102205");
    CHECK(response.status == 403);
}
