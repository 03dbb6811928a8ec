/* SPDX-License-Identifier: Apache-2.0 */
/* What rosters bring to the program. */
#include "app/own_modules.h"
#include "app/roster_parts.h"

static const struct record_type *const records[] = { &heading_word_type, NULL };

static const struct query *const queries[] = { &learned_words, &roster_places_below, NULL };

const struct module rosters_module = {
    .name = "rosters",
    .title = "表格导入",
    .records = records,
    .queries = queries,
};
