/* SPDX-License-Identifier: Apache-2.0 */
/* The pages and actions of this room, for its table of routes. */
#ifndef MODULES_POINTS_PAGES_H
#define MODULES_POINTS_PAGES_H

#include "modules/points/claim.h"

/* account_pages.c: accounts, their statements, cards, the public balance */
handler points_accounts_page;
handler points_account_page;
handler points_account_open_action;
handler points_account_card_action;
handler points_posting_page;
handler points_posting_reverse_action;
handler points_open_page;

/* card_pages.c: without an account */
handler points_card_page;
handler points_card_declare_action;
handler points_receipt_page;
handler points_receipt_appeal_action;

/* claim_pages.c: declaring, one or many; schemes */
handler points_claim_new_page;
handler points_claim_new_action;
handler points_bulk_page;
handler points_bulk_action;
handler points_scheme_page;
handler points_scheme_next_action;

/* counter_pages.c */
handler points_counter_page;
handler points_counter_action;
handler points_redemption_page;
handler points_redemption_return_action;
handler points_goods_page;

/* papers.c: as PDF; the quarterly statement also as a page */
handler points_account_paper;
handler points_card_paper;
handler points_redemption_paper;
handler points_scheme_paper;
handler points_statement_page;
handler points_statement_paper;

extern const struct shape points_opening_input;
extern const struct shape points_card_input;
extern const struct shape points_reason_input;
extern const struct shape points_own_claim_input;
extern const struct shape points_appeal_input;
extern const struct shape points_claim_input;
extern const struct shape points_bulk_input;
extern const struct shape points_order_input;

/* 2026年3月2日 */
str points_day(struct context *cx, date day);

/* The last postings of an account as a table. */
MUST_USE struct error *points_write_statement(struct context *cx, struct buf *out,
                                              record_id account, bool links);

/* What expires and when, as a sentence each; nothing when nothing does. */
MUST_USE struct error *points_write_expiring(struct context *cx, struct buf *out,
                                             record_id account);

/* The items of a village's scheme for a choice; deductions only when asked for. */
MUST_USE struct error *points_item_choices(struct context *cx, str village,
                                           enum points_side side, bool by_self,
                                           struct ui_choice **choices, size_t *count);

/* What is shown again in a form that was refused. */
struct filled points_filled(const struct request *request, const void *record);

extern const struct query accounts_of_village;
extern const struct query postings_of_account;
extern const struct query claims_of_account;
extern const struct query shops_of_village;
extern const struct query goods_of_village;
extern const struct query statement_postings;
extern const struct query statement_shelf;
extern const struct query statement_gifts;
extern const struct query statement_money;

#endif
