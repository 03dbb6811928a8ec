/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Places in forms: people write names, records keep keys.
 *
 * A form shows the path of a place, "花桥镇 › 柏树林村", and carries the key that the path
 * stood for beside it, in a hidden field "place.key".  What comes back is a key, the path as it
 * was shown, or what somebody typed.  Programs send keys and are not asked here.
 */
#ifndef APP_PLACE_INPUT_H
#define APP_PLACE_INPUT_H

#include "http/message.h"
#include "record/field.h"

/* Writes the key into the form wherever a place was meant by its name.  What names no place, or
 * more than one, stays as it was typed and is added to problems, with the places to choose
 * from. */
MUST_USE struct error *place_inputs_read(struct context *cx, const struct shape *shape,
                                         struct params *form, struct problem **problems);

/* The key that the parameter name of a search means; what names no place stays as it is. */
MUST_USE struct error *place_asked_for(struct context *cx, const struct request *request,
                                       const char *name, str *key);

extern const struct query places_of_name;

#endif
