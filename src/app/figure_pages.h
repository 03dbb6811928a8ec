/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the pages of figures and of the journal share.
 */
#ifndef APP_FIGURE_PAGES_H
#define APP_FIGURE_PAGES_H

#include "app/figure.h"
#include "app/route.h"

/* The number with its unit, as a link when href is not empty. */
void figure_write_number(struct context *cx, struct buf *out, const struct figure_entry *entry,
                         struct figure_value value, str href);

/* One figure over the last twelve months. */
handler figure_trend_page;

/* An entry of the journal: who did what, and the changes for those who may read the record. */
handler journal_entry_page;

/* The sealed days of the journal, and the sheet of one of them. */
handler journal_days_page;
handler journal_day_page;

#endif
