/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Printing: what the program shows, as PDF on A4 (paper/paper.h).
 *
 * Every record type with a derived page has GET /{types}/{id}/pdf: its fields, secrets masked,
 * the names of its photos and documents, and what was done.  A module with a page of its own,
 * or with a better paper in mind, writes its own route for that address; record_print_page may
 * be its handler.  The foot of each page says who printed it and when.  Routes that make papers
 * are slow.
 */
#ifndef APP_PRINT_H
#define APP_PRINT_H

#include "app/module.h"
#include "paper/paper.h"

/* A paper with a title whose foot says who printed it and when: 张三 2026-03-02 09:30 打印.
 * Of nobody who is signed in only when. */
struct paper *print_begin(struct context *cx, str title, enum paper_style style);

/* Writes the paper as the answer, to be shown in the browser, under a name like 办理单.pdf. */
MUST_USE struct error *print_answer(struct context *cx, struct paper *paper, str file_name,
                                    struct response *response);

/* The fields of a record that are set and not hidden, as a grid. */
void print_facts(struct context *cx, struct paper *paper, const struct shape *shape,
                 const void *record);

/* That a paper has personal data on it, when records of that type have. */
void print_warning(struct paper *paper, const struct record_type *type);

/* One field as text, as pages show it. */
str print_value(struct context *cx, const struct field *field, const void *record);

/* What was done, oldest first, as a table: all of it, or what the holder of the receipt sees.
 * Nothing when the type has no flow or nothing was done. */
MUST_USE struct error *print_history(struct context *cx, struct paper *paper,
                                     const struct record_type *type, record_id id,
                                     bool only_public);

/* The names of the photos and documents of a record; nothing when there are none that whoever
 * asks may see. */
MUST_USE struct error *print_evidence(struct context *cx, struct paper *paper,
                                      const struct record_type *type, const void *record);

handler record_print_page;

#endif
