/* SPDX-License-Identifier: Apache-2.0 */
/* What is counted of the party. */
#include "modules/party/party_parts.h"

struct counted {
    int64_t count;
};

static const struct field counted_columns[] = {
    { INTEGER(counted, count), .label = "人数" },
};

const struct query pledging_members = {
    .sql = "select count(distinct member) from pledges where county = $1 and place >= $2 "
           "and place < $3 and pledged_on >= $4 and pledged_on <= $5",
    .row = { SHAPE(counted, counted_columns) },
};

/* Organisations that are there at the end of a period. */
#define ORGANISATIONS(condition)                                                               \
    .unit = "个", .kind = FIGURE_STOCK, .of = &party_organisation_type, .where = (condition),  \
    .on = "founded_on", .until = "dissolved_on"

const struct figure party_figures[] = {
    { .key = "party_organizations",
      .label = "党组织数",
      ORGANISATIONS("kind=committee,general_branch,branch"),
      .note = "期末没有撤销的党委、党总支和党支部",
      .headline = true },
    { .key = "rural_party_branches",
      .label = "农村党支部",
      ORGANISATIONS("kind=branch&is_rural=true"),
      .note = "期末设在村（不含社区）的党支部" },
    { .key = "party_groups",
      .label = "党小组",
      ORGANISATIONS("kind=group,independent_group,joint_group"),
      .note = "期末的党小组，含独立的和联合的" },
    { .key = "independent_party_groups",
      .label = "网格独立党小组",
      ORGANISATIONS("kind=independent_group"),
      .note = "期末只联系一个网格的独立党小组" },
    { .key = "joint_party_groups",
      .label = "联合党小组",
      ORGANISATIONS("kind=joint_group"),
      .note = "期末联系几个网格的联合党小组" },
    { .key = "party_groups_built",
      .label = "新建党小组",
      .unit = "个",
      .kind = FIGURE_FLOW,
      .of = &party_organisation_type,
      .where = "kind=group,independent_group,joint_group",
      .on = "founded_on",
      .note = "期内成立的党小组" },
    { .key = "party_members",
      .label = "党员",
      .unit = "人",
      .kind = FIGURE_STOCK,
      .of = &party_member_type,
      .on = "from_on",
      .until = "to_on",
      .note = "期末组织关系在这里的党员",
      .headline = true },
    { .key = "members_pledging",
      .label = "党员承诺践诺",
      .unit = "名",
      .kind = FIGURE_DISTINCT,
      .of = &pledge_type,
      .on = "pledged_on",
      .query = &pledging_members,
      .note = "期内作出承诺的党员，一人几项也只算一名" },
    { .key = "pledges_kept",
      .label = "已践诺",
      .unit = "项",
      .kind = FIGURE_FLOW,
      .of = &pledge_type,
      .on = "kept_on",
      .note = "期内登记践诺的承诺" },
    { .key = "red_star_homes_built",
      .label = "新建红星之家",
      .unit = "个",
      .kind = FIGURE_FLOW,
      .of = &red_star_home_type,
      .on = "built_on",
      .note = "期内建成的红星之家" },
    { .key = "centre_households",
      .label = "党员中心户",
      .unit = "户",
      .kind = FIGURE_STOCK,
      .of = &centre_household_type,
      .on = "named_on",
      .until = "ended_on",
      .note = "期末的党员中心户" },
    { 0 },
};
