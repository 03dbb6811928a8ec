/* SPDX-License-Identifier: Apache-2.0 */
/* What is counted of honours: by households or by persons, as each honour says. */
#include "modules/honours/honour_parts.h"

#include "app/chart.h"

#define AWARDED(key_, label_, unit_, kinds_)                                                   \
    {                                                                                          \
        .key = (key_), .label = (label_), .unit = (unit_), .kind = FIGURE_FLOW,                \
        .of = &honour_award_type, .where = "kind=" kinds_, .on = "awarded_on",                 \
        .note = "期内授牌的，后来撤销的也算在授牌那天"                       \
    }

const struct figure honour_figures[] = {
    AWARDED("courtyard_and_civilised_households", "“十星级文明户”“最美庭院”", "户",
            "star_household,beautiful_courtyard"),
    AWARDED("star_civilised_households", "“星级文明户”", "户", "star_household"),
    AWARDED("beautiful_courtyards", "“美丽庭院”", "户", "beautiful_courtyard"),
    AWARDED("member_model_households", "“党员示范户”", "户", "member_model"),
    AWARDED("good_family_members", "“好公婆、好媳妇、好邻居”先进典型", "人", "good_family"),
    AWARDED("model_persons", "示范评选", "人", "model_person"),
    AWARDED("hero_meeting_models", "神农英雄会选树先进典范", "人", "hero"),
    { .key = "hero_meetings",
      .label = "神农英雄会",
      .unit = "届",
      .kind = FIGURE_FLOW,
      .of = &honour_round_type,
      .where = "kind=hero&status=awarded",
      .on = "awarded_on",
      .note = "期内评完授牌的" },
    { 0 },
};

/* How many honours there were, and nobody's name. */
const struct chart honour_charts[] = {
    { "荣誉：这段时间授牌", CHART_NUMBERS,
      "star_civilised_households beautiful_courtyards member_model_households "
      "good_family_members model_persons hero_meeting_models",
      .on_screen = true },
    { "荣誉：各地授牌", CHART_PLACES,
      "star_civilised_households beautiful_courtyards good_family_members",
      .on_screen = false },
    { 0 },
};
