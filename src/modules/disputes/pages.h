/* SPDX-License-Identifier: Apache-2.0 */
/* The pages and actions of this room, for its table of routes. */
#ifndef MODULES_DISPUTES_PAGES_H
#define MODULES_DISPUTES_PAGES_H

#include "modules/disputes/disputes.h"

/* list_pages.c: cases, and writing one down */
handler disputes_page;
handler dispute_new_page;
handler dispute_new_action;

/* case_page.c: one case */
handler dispute_page;
handler dispute_open_action;
handler dispute_scans_action;

/* screening_pages.c */
handler screening_new_page;
handler screening_new_action;
handler screening_zero_action;

/* receipt_pages.c: for the parties */
handler mediation_search_page;
handler mediation_receipt_page;

/* committee_pages.c */
handler committee_page;

/* dossier_pages.c: papers to print */
handler dossier_page;

/* table_pages.c */
handler tables_page;
handler table_sheet_page;
handler table_paper_page;
handler table_send_action;

/* table_paper.c: one that was sent */
handler return_paper_page;

struct error *screening_panel(struct context *cx, str place, struct buf *out);
struct error *screening_home_panel(struct context *cx, str place, struct buf *out);
struct error *disputes_of_mine_panel(struct context *cx, str place, struct buf *out);

/* The input for a national type.  Nothing is suggested while one types: what parties say is not
 * sent before it is kept. */
MUST_USE struct error *category_input_write(struct context *cx, struct buf *out, str value,
                                            str problem);

/* 2026年3月2日; empty for no date. */
str day_shown(struct context *cx, date day);

extern const struct shape quick_screening_input;
extern const struct shape zero_report_input;
extern const struct shape case_opening_input;
extern const struct shape new_dispute_input;
extern const struct shape table_sending_input;

extern const struct query disputes_recorded_by;
extern const struct query disputes_of_name;

#endif
