/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking for some records of a type: which place, which conditions, which words, which order,
 * which page.  The same notation serves the pages, the exports, the API and the figures:
 *
 *     place=421182102&status=settled,closed&opened_on=2023-01-01..2023-11-08&sort=-opened_on
 *
 * field=a,b      one of these          field=!a,b   none of these
 * field=x..y     from x to y, both in  field=x.. and field=..y   open at one end
 * field=*        has a value           field=!*     has none
 */
#ifndef RECORD_LISTING_H
#define RECORD_LISTING_H

#include "record/store.h"

enum { FILTERS_MAX = 12, PAGE_ROWS = 20, PAGE_ROWS_MAX = 200, COUNT_MAX = 1000 };

enum filter_form { FILTER_ONE_OF, FILTER_RANGE, FILTER_ANY };

struct filter {
    const struct field *field;
    enum filter_form form;
    bool negated;
    const void *const *members; /* values as members: of one-of, or from and to (NULL: open) */
    size_t count;
    str text; /* as it was written */
};

struct listing {
    const struct record_type *type;
    str place; /* the key of the scope; empty only for shared types */
    struct filter
        filters[FILTERS_MAX + 1]; /* one more than may be asked for: that of a group */
    size_t filter_count;
    str words;                /* what to search for */
    const struct field *sort; /* NULL: by id */
    bool ascending;
    str after; /* where the page begins: what listing_next said */
    size_t limit;
    bool brief; /* only what the list shows is loaded; the other members stay empty */
};

/* Reads one condition.  Fails with a sentence about the field. */
MUST_USE struct error *filter_read(struct context *cx, const struct record_type *type,
                                   str field, str text, struct filter *filter);

/* Reads "status=open&kind=appeal" (no decoding: our own notation in our own tables). */
MUST_USE struct error *filters_read(struct context *cx, const struct record_type *type,
                                    str conditions, struct filter *filters, size_t *count);

bool filter_matches(const struct filter *filter, const void *record);
bool filters_match(const struct filter *filters, size_t count, const void *record);

/* Reads the parameters of a list page.  Parameters that are neither fields nor known words are
 * left alone; the place is not checked against anybody's rights here. */
MUST_USE struct error *listing_read(struct context *cx, const struct record_type *type,
                                    struct params params, struct listing *listing);

/* One page: an array of the type's struct, and where the next page begins (empty: no more). */
MUST_USE struct error *listing_rows(struct context *cx, const struct listing *listing,
                                    void *rows, size_t *count, str *next);

/* Is given each record, which is gone when it returns. */
typedef struct error *listing_function(struct context *cx, const void *record, void *closure);

/* Every record of a list to its end, limit of them at most, in constant memory; in a
 * transaction. */
MUST_USE struct error *listing_each(struct context *cx, const struct listing *listing,
                                    listing_function *each, void *closure);

/* How many there are, at most most + 1. */
MUST_USE struct error *listing_count(struct context *cx, const struct listing *listing,
                                     size_t most, int64_t *count);

/* How many records of a listing have a value: of a choice its code, of a place the key of the
 * unit one level below the listing's place, of yes or no 1 or 0. */
struct group {
    str value;
    int64_t count;
};

/* True for the fields that a list can be counted by: those that have few values. */
bool field_is_grouping(const struct field *field);

/* Counts the records of a listing by a field, the largest group first.  The order and the
 * page of the listing do not matter. */
MUST_USE struct error *listing_groups(struct context *cx, const struct listing *listing,
                                      const struct field *field, struct group **groups,
                                      size_t *count);

/* The statement for a page, for those who measure it. */
const char *listing_sql(struct context *cx, const struct listing *listing);

#endif
