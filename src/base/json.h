/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON, written by hand into a buf and read with cJSON.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/context.h"

/* A quoted and escaped string.  Broken UTF-8 becomes U+FFFD. */
void json_add_string(struct buf *out, str s);

/* "name": with a comma before it unless it is the first of its object. */
void json_add_name(struct buf *out, const char *name);

/* One member of a flat object, its value as text: numbers and true/false as written, strings
 * unescaped, null as absent. */
struct json_member {
    str name;
    str value;
    bool is_null;
};

/* Reads an object whose values are texts, numbers, booleans or null; a value that is an array
 * or an object is kept as its JSON text.  Refuses broken UTF-8, control characters other than
 * tab and line ends, members named twice, more than 200 members, more than 32 levels and
 * anything after the object, with a sentence.  Names and values lie in text or in cx->arena. */
MUST_USE struct error *json_read_object(struct context *cx, str text,
                                        struct json_member **members, size_t *count);

/* Reads an array of objects; each item as its JSON text, a part of text, for json_read_object.
 * At most most items. */
MUST_USE struct error *json_read_array(struct context *cx, str text, size_t most, str **items,
                                       size_t *count);

#endif
