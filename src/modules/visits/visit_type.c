/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of a visit. */
#include "modules/visits/visit_parts.h"

static const struct field fields[] = {
    { TEXT(visit, visited), .label = "走访了谁", .max = 60, .listed = true, .searchable = true,
      .read_only = true },
    { DATE(visit, visited_on), .label = "走访日期", .listed = true, .indexed = true },
    { LINES(visit, words), .label = "说了什么", .required = true, .max = VISIT_WORDS_MAX,
      .searchable = true },
    { LINES(visit, help), .label = "当场帮了什么", .max = VISIT_WORDS_MAX },
    { LINES(visit, next_step), .label = "下一步", .max = VISIT_WORDS_MAX },
    { PLACE(visit, place), .label = "地点", .read_only = true, .listed = true },
    { REF(visit, household), .label = "户", .target = "household", .read_only = true,
      .indexed = true },
    { TEXT(visit, visitor), .label = "走访人", .read_only = true, .listed = true },
    { REF(visit, recorded_by), .label = "登记账号", .target = "account", .hidden = true },
    { INSTANT(visit, recorded_at), .label = "登记时间", .read_only = true },
    { REF(visit, matter), .label = "转成的诉求", .target = "matter", .read_only = true },
};

const struct record_type visit_type = {
    .name = "visit",
    .table = "visits",
    .title = "走访",
    .shape = { SHAPE(visit, fields) },
    .place = "place",
    .called = "visited",
    .order = "visited_on",
    .reads = "visits.read",
};

static const struct field correction_fields[] = {
    { LINES(visit_correction, words), .label = "说了什么", .required = true,
      .max = VISIT_WORDS_MAX },
    { LINES(visit_correction, help), .label = "当场帮了什么", .max = VISIT_WORDS_MAX },
    { LINES(visit_correction, next_step), .label = "下一步", .max = VISIT_WORDS_MAX },
    { DATE(visit_correction, visited_on), .label = "走访日期", .required = true },
};

const struct shape visit_correction_input = { SHAPE(visit_correction, correction_fields) };
