/* SPDX-License-Identifier: Apache-2.0 */
/* The catalogue: categories, the layers they belong to, and what new databases begin with. */
#ifndef MODULES_MATTERS_CATEGORY_H
#define MODULES_MATTERS_CATEGORY_H

#include "modules/matters/matters.h"

/* Loads data/categories.csv and data/layers.csv. */
MUST_USE struct error *catalogue_set_up(struct context *cx);

/* The doors: keywords are kept in the form in which stories are compared. */
MUST_USE struct error *category_create(struct context *cx, void *category);
MUST_USE struct error *category_change(struct context *cx, void *category);

/* Gives a matter its category (the one suggested when it has none), and what follows from it:
 * the name, the layer, how long it may take. */
MUST_USE struct error *matter_classify(struct context *cx, struct matter *matter);

/* Who answers for a layer in a grid; empty when nobody is named. */
MUST_USE struct error *layer_responsible(struct context *cx, str place, record_id layer,
                                         str *name);

extern const struct query categories_in_order;
extern const struct query categories_to_choose;
extern const struct query words_of_categories;
extern const struct query responsible_for_layer;
extern const struct query layer_at_place;

/* The code of the category with this name or code; empty when there is none. */
MUST_USE struct error *category_named(struct context *cx, str name, str *code);

#endif
