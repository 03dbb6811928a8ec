/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Forms, facts and list columns for a shape.
 */
#ifndef RECORD_FORM_H
#define RECORD_FORM_H

#include "record/listing.h"

/* What a form starts from. */
struct filled {
    const void *record;             /* of the shape */
    struct params typed;            /* what the person sent before: wins over the record */
    const struct problem *problems; /* what was wrong with it */
    const char *form; /* a name that tells several forms of a page apart, or NULL */
};

/* The inputs for all fields that a person may set. */
void form_write(struct context *cx, struct buf *out, const struct shape *shape,
                const struct filled *filled);

/* One input of it, for forms that are laid out by hand. */
void form_write_field(struct context *cx, struct buf *out, const struct field *field,
                      const struct filled *filled);

/* An input for a place: it shows the path, and carries the key beside it in a hidden field, so
 * that the path need not be the only one of its name.  See app/place_input.h.  The input's
 * value is the key, or what was typed and means no place. */
void form_write_place(struct context *cx, struct buf *out, struct ui_input input);

/* The name of that hidden field: "place.key". */
const char *place_key_name(struct context *cx, const char *name);

/* The record as a list of names and values, secrets masked, empty ones left out. */
void facts_write(struct context *cx, struct buf *out, const struct shape *shape,
                 const void *record);

/* A field's value as HTML: a badge for a state, a link for a reference, text for the rest. */
void value_write(struct context *cx, struct buf *out, const struct field *field,
                 const void *record);

/* The whole list page of a listing: filter bar, table, pager.  path is where it lives. */
MUST_USE struct error *listing_write(struct context *cx, struct buf *out,
                                     const struct listing *listing, str path);

/* The list at path of a listing's records that have a value, as listing_groups names it; of all
 * its records when field is NULL. */
str listing_group_href(struct context *cx, const struct listing *listing, str path,
                       const struct field *field, str value);

#endif
