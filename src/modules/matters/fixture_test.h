/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of this room begin with: places, matters in a state, people at work. */
#ifndef MODULES_MATTERS_FIXTURE_TEST_H
#define MODULES_MATTERS_FIXTURE_TEST_H

#include "modules/matters/steps.h"

#define COUNTY "421182"
#define TOWNSHIP "421182102"
#define VILLAGE "421182102205"
#define GRID "421182102205001"
#define NEXT_VILLAGE "421182102206"

/* Makes the grid of the village, and one of the next village. */
void a_grid(struct context *cx);

/* A matter of the village with one caller, brought to a state by the steps that lead there. */
record_id a_matter(struct context *cx, enum matter_status status);

/* A new one: who raised it waits for a reply. */
struct matter a_report(struct context *cx, const char *story);

/* One that a grid worker found: nobody waits for a reply. */
struct matter a_finding(struct context *cx, const char *story);

struct matter reload(struct context *cx, record_id id);

/* Takes a step and expects it to work, or to fail in a way. */
void take(struct context *cx, record_id id, const char *step, const void *input);
void take_fails(struct context *cx, record_id id, const char *step, const void *input,
                enum error_kind kind);

/* The receipt of a matter's first caller, as a path: "/receipt/K7MW3RTX9PQD". */
const char *receipt_path(struct context *cx, record_id id, const char *rest);

/* "/matters/4211820000000001/accept" */
const char *matter_path(struct context *cx, record_id id, const char *rest);

/* How many rows a table has. */
int64_t rows_of(struct context *cx, const char *table);

#endif
