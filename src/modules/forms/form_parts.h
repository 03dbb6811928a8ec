/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share with one another and with nobody else. */
#ifndef MODULES_FORMS_FORM_PARTS_H
#define MODULES_FORMS_FORM_PARTS_H

#include "modules/forms/forms.h"

#include "app/roster.h"

/* Sources that are neither field nor figure. */
#define SOURCE_PLACE "place"
#define SOURCE_PERIOD "period"
#define SOURCE_TODAY "today"
#define SOURCE_FILLER "filler"
#define SOURCE_ORDINAL "ordinal"

/* The figure of "figure:KEY", the field of "field:NAME"; NULL for other sources. */
const struct figure_entry *source_figure(str source);
const struct field *source_field(const struct form_template *form, str source);

/* Sealed numbers are never written into a form, so nobody knows them. */
bool form_may_show(const struct field *field);

/* Whether anybody may take the records of a type into a list: its own list pages show them. */
bool form_may_list(const struct record_type *type);

/* "C5" to row 5 and column 2; "C" to row 0. */
bool cell_read(str text, int64_t *row, size_t *column);
str cell_name(struct context *cx, int64_t row, size_t column);

extern const struct query bindings_of_form;
extern const struct query bindings_known_as;
extern const struct query places_of_form;
extern const struct query fillings_of_form;
extern const struct query saved_within;
extern const struct query forms_at;

handler forms_page;
handler form_new_page;
handler form_new_prepare;
handler form_new_action;
handler form_page;
handler form_bind_action;
handler form_retire_action;
handler form_fill_prepare;
handler form_fill_action;
handler form_filling_page;
handler form_file_page;

struct form_sending {
    str place;
    str title;
    str issuer;
};

struct form_days {
    str place;
    date from_on;
    date to_on;
};

extern const struct shape form_sending_input;
extern const struct shape form_days_input;

#endif
