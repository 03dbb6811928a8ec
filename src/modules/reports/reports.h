/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reports: texts whose numbers come out of the records.
 *
 * A template is a text with the names of figures in it; a report is such a text for a place and
 * a period.  While it is a draft its numbers follow the records.  Freezing writes the numbers
 * of that moment into it; afterwards nothing changes it.
 *
 *     全镇共有村（社区）{{villages}},收集诉求{{matters_received|over}}。
 *
 * {{figure}} is the number with its unit, {{figure|over}} its 余 form and
 * {{figure|near}} its 近 form (app/figure_near.h); {{place}}, {{from}}, {{to}} and {{year}} say
 * what the report is about.  A line that begins with 一、 or （一）
 * or 1. is a heading; every other line is a paragraph.
 */
#ifndef MODULES_REPORTS_REPORTS_H
#define MODULES_REPORTS_REPORTS_H

#include "app/figure.h"

struct report_template {
    record_id id;
    int64_t version;
    str code;  /* governance: for the command line */
    str name;  /* 基层治理综合报告 */
    str title; /* of the reports made from it; may have {{place}} and the like */
    str body;
};

enum report_state { REPORT_DRAFT, REPORT_FROZEN };

struct report {
    record_id id;
    int64_t version;
    str place;
    record_id template;
    str title;
    date from_on;
    date to_on;
    str body; /* of a frozen report with its numbers: {{villages=41个}} */
    enum report_state state;
    instant frozen_at;
    str author;
};

extern const struct record_type report_template_type;
extern const struct record_type report_type;

/* Keeps a new draft: the text of its template unless it has one, and a title unless it has
 * one. */
MUST_USE struct error *report_create(struct context *cx, struct report *report);

/* Keeps a changed draft.  Its place stays. */
MUST_USE struct error *report_change(struct context *cx, struct report *report);

/* Writes the numbers of this moment into a draft. */
MUST_USE struct error *report_freeze(struct context *cx, record_id id);

enum report_form {
    REPORT_TEXT, /* paragraphs with two wide spaces before them */
    REPORT_HTML, /* headings and paragraphs; each number leads to its records */
};

/* Writes the text of a report, without its title. */
MUST_USE struct error *report_write(struct context *cx, const struct report *report,
                                    enum report_form form, struct buf *out);

/* The whole report of a template that is not kept, title included: for the command line. */
MUST_USE struct error *report_render(struct context *cx, str template_code, str place,
                                     date from, date to, enum report_form form,
                                     struct buf *out);

/* NULL when every name in a text is one that can be filled in, else a sentence about the first
 * that is not. */
const char *report_text_refusal(struct context *cx, str text);

#endif
