/* SPDX-License-Identifier: Apache-2.0 */
/* 积分超市季度公开: what a village's points and its shop did in some days, without anybody's
 * name. */
#ifndef MODULES_POINTS_STATEMENT_H
#define MODULES_POINTS_STATEMENT_H

#include "modules/points/points_parts.h"

/* One kind of goods, as counts of pieces. */
struct statement_goods {
    record_id goods;
    str name;
    str spec;
    int64_t price;
    int64_t before;   /* on the shelf when the days began */
    int64_t received; /* 入库 */
    int64_t adjusted; /* counted and lost */
    int64_t redeemed; /* less what was returned */
    int64_t left;
    int64_t points; /* that were redeemed for it */
    int64_t cost;   /* 分 */
};

/* What came in from whom; of persons only how much. */
struct statement_source {
    enum points_source source;
    int64_t worth; /* 分 of the goods given without pay */
    int64_t money; /* 分 */
};

struct points_statement {
    str place;
    date from;
    date to;
    int64_t outstanding_before;
    int64_t issued;
    int64_t households; /* that got points */
    int64_t redeemed;
    int64_t expired;
    int64_t other; /* carried over from paper, taken back */
    int64_t outstanding;
    int64_t redemptions; /* vouchers */
    struct statement_goods *goods;
    size_t goods_count;
    struct statement_source sources[POINTS_SOURCES];
    int64_t spent; /* 分 paid for goods */
    int64_t fund;  /* 分 left at the end */
};

/* The first day of the quarter that "2026-1" names; the last whole quarter for other words. */
date quarter_start(str words, date today);
str quarter_words(struct context *cx, date start); /* 2026年第1季度 */
str quarter_code(struct context *cx, date start);  /* 2026-1 */

MUST_USE struct error *points_statement_read(struct context *cx, str place, date from, date to,
                                             struct points_statement *statement);

#endif
