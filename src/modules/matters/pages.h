/* SPDX-License-Identifier: Apache-2.0 */
/* The pages and actions of this room, for its table of routes. */
#ifndef MODULES_MATTERS_PAGES_H
#define MODULES_MATTERS_PAGES_H

#include "modules/matters/matters.h"

/* matter_pages.c: for those who work on matters */
handler matters_page;
handler matter_page;
handler matter_print_page;
handler matter_pdf_page;
handler receipt_pdf_page;
handler matter_phone_action;
handler matter_caller_action;
handler matter_evidence_action;
handler matter_publish_action;
handler matter_conceal_action;

/* intake_pages.c: writing down */
handler matter_report_page;
handler matter_report_prepare;
handler matter_report_action;
handler matter_new_page;
handler matter_new_prepare;
handler matter_new_action;
handler category_suggest_page;
handler card_page;

/* receipt_pages.c: for those who raised something */
handler receipt_search_page;
handler receipt_page;
handler receipt_confirm_action;
handler receipt_withdraw_action;
handler receipt_words_action;

/* accusation_pages.c */
handler accusation_page;
handler accusation_open_action;

/* open311.c: Open311 GeoReport v2 */
handler open311_discovery_page;
handler open311_services_page;
handler open311_service_page;
handler open311_requests_page;
handler open311_request_page;
handler open311_create_action;

/* panels.c: parts of other modules' pages */
struct error *matters_of_place_panel(struct context *cx, str place, struct buf *out);
struct error *matters_of_mine_panel(struct context *cx, str place, struct buf *out);
struct error *matters_of_grid_panel(struct context *cx, str place, struct buf *out);

extern const struct shape villager_report_input;
extern const struct shape intake_input;
extern const struct shape new_caller_input;
extern const struct shape phone_opening_input;
extern const struct shape added_words_input;
extern const struct shape accusation_opening_input;

/* The hidden value of a form that is written by hand. */
void write_hidden(struct buf *out, const char *name, str value);

/* "https://xiangzhi.example/receipt/K7MW3RTX9PQD", as the browser reached us. */
str absolute_address(struct context *cx, const struct request *request, str path);

/* 2026年3月2日; empty for no date. */
str date_shown(struct context *cx, date day);
str instant_shown(struct context *cx, instant moment);

#endif
