/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The same answer in XML and in JSON, as Open311 wants it: lists of items of named values.  In
 * JSON the names of lists and items of the outermost level are left out (the Spark convention).
 */
#ifndef MODULES_MATTERS_FEED_H
#define MODULES_MATTERS_FEED_H

#include "base/buf.h"

struct feed {
    struct buf *out;
    bool is_xml;
    bool has_sibling; /* something stands before the next member at this level */
};

/* A list of items: <services><service>...</service></services> or [{...}]. */
void feed_list_begin(struct feed *feed, const char *list);
void feed_item_begin(struct feed *feed, const char *item);
void feed_item_end(struct feed *feed, const char *item);
void feed_list_end(struct feed *feed, const char *list);

/* A list that is a member of an item: "values":[...]. */
void feed_inner_list_begin(struct feed *feed, const char *list);

/* The only item of an answer that is no list: {...}. */
void feed_whole_begin(struct feed *feed, const char *item);

/* Members; an empty text is null in JSON and an empty element in XML. */
void feed_text(struct feed *feed, const char *name, str text);
void feed_integer(struct feed *feed, const char *name, int64_t number);
void feed_boolean(struct feed *feed, const char *name, bool value);

#endif
