/* SPDX-License-Identifier: Apache-2.0 */
/* What the collective economy brings to the program. */
#include "app/module.h"
#include "modules/economy/economy_parts.h"

static const struct record_type *const records[] = { &property_type, &contract_type,
                                                     &share_type, NULL };

#define READERS                                                                                \
    "township_secretary township_head township_deputy township_office village_liaison "        \
    "agriculture_office secretary deputy_secretary director deputy_director "                  \
    "committee_member village_committee_member village_clerk accountant cashier "              \
    "supervision_chair supervision_member coop_chair coop_director coop_supervisor"

static const struct grant grants[] = {
    { "economy.read", "看集体资产、合同和股份", READERS },
    { "economy.write", "登记集体资产、合同和股份",
      "agriculture_office secretary director village_clerk accountant coop_chair" },
    { 0 },
};

static const struct figure figures[] = {
    { .key = "contracts_cleared",
      .label = "清理合同",
      .unit = "份",
      .of = &contract_type,
      .on = "cleared_on",
      .note = "期内清理登记的集体合同" },
    { .key = "contracted_land",
      .label = "清理承包地",
      .unit = "亩",
      .of = &contract_type,
      .on = "cleared_on",
      .sum = "area",
      .note = "期内清理登记的合同面积" },
    { .key = "income_added",
      .label = "清理合同增收",
      .unit = "元",
      .of = &contract_type,
      .on = "cleared_on",
      .sum = "added_income",
      .note = "期内清理的合同每年为集体增加的收入" },
    { 0 },
};

static const struct menu_entry menu[] = {
    { "/collective_assets", "集体资产", "money", "economy.read", MENU_RARE },
    { "/contracts", "集体合同", "file", "economy.read", MENU_RARE },
    { "/shares", "成员股份", "people", "economy.read", MENU_RARE },
    { 0 },
};

const struct module economy_module = {
    .name = "economy",
    .title = "集体经济",
    .records = records,
    .grants = grants,
    .figures = figures,
    .menu = menu,
    .rosters = economy_rosters,
};
