/* SPDX-License-Identifier: Apache-2.0 */
/* Types of disputes and methods of mediation, as data. */
#ifndef MODULES_DISPUTES_CATALOGUE_H
#define MODULES_DISPUTES_CATALOGUE_H

#include "modules/disputes/disputes.h"

/* The national type of a code or name, of an older list too, on a day.  Fails with a sentence
 * about the field "category". */
MUST_USE struct error *dispute_category_get(struct context *cx, str text,
                                            struct dispute_category *category);

/* All national types in their order, for forms and sheets. */
MUST_USE struct error *dispute_categories(struct context *cx,
                                          struct dispute_category **categories, size_t *count);

/* The national type that the words of a story speak of; empty when they say nothing. */
MUST_USE struct error *dispute_category_suggest(struct context *cx, str story,
                                                struct dispute_category *category);

/* The type that a category of matters means: "dispute_neighbour" is "neighbour". */
const char *category_of_matter(str matter_category);

/* The steps of all methods that may be used at a place, method by method. */
MUST_USE struct error *mediation_steps(struct context *cx, str place,
                                       struct mediation_step **steps, size_t *count);
MUST_USE struct error *mediation_step_find(struct context *cx, str code,
                                           struct mediation_step *step, bool *found);

/* Loads data/dispute_types.csv and data/mediation_methods.csv. */
MUST_USE struct error *dispute_catalogue_set_up(struct context *cx);

/* Doors of the type: keywords are kept folded. */
MUST_USE struct error *dispute_category_create(struct context *cx, void *category);
MUST_USE struct error *dispute_category_change(struct context *cx, void *category);

extern const struct query dispute_categories_in_order;
extern const struct query dispute_categories_to_choose;
extern const struct query mediation_steps_in_order;

#endif
