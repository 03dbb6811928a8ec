/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share with one another and with nobody else. */
#ifndef MODULES_PLACES_PLACE_PARTS_H
#define MODULES_PLACES_PLACE_PARTS_H

#include "modules/places/places.h"

/* The form of the keys of a level: digits, but for a letter at the thirteenth place. */
struct place_level_rule {
    size_t length;
    size_t parent_length;
    int64_t first; /* the number of the first unit that gets no official code */
    char letter;
};

extern const struct place_level_rule place_level_rules[PLACE_LEVELS];

/* The key that an official code stands for, without the zeros that fill it up. */
str place_code_key(str code);

/* The name as people say it. */
str place_spoken_name(struct context *cx, str full_name);

/* Village or community, by the official code. */
enum place_kind place_key_kind(str key);

/* The next free key at a level below a parent. */
MUST_USE struct error *place_next_key(struct context *cx, str parent, enum place_level level,
                                      enum place_kind kind, str *key);

/* Fails unless the person may change what belongs to the place above. */
MUST_USE struct error *place_may_write(struct context *cx, str parent);

/* Keeps the old name and writes the new one. */
MUST_USE struct error *place_keep_name(struct context *cx, const struct place *before,
                                       date until_on);

/* What the level is called: 网格. */
const char *place_level_word(enum place_level level);

extern const struct query place_last_key;
extern const struct query place_open_below;
extern const struct query place_posts_below;
extern const struct query place_posts_at;
extern const struct query place_former_names;
extern const struct query place_import_kin;

extern const struct query grids_of_village;
extern const struct query place_suggestions;
extern const struct query place_children;
extern const struct query place_posts_today;

/* Open places below scope whose name contains the words or whose key they are; at most 20. */
MUST_USE struct error *place_search(struct context *cx, str words, str scope,
                                    bool villages_only, struct place **places, size_t *count);

/* Pages and actions */
handler place_suggest_page;
handler place_list_page;
handler place_page;
handler place_key_page;
handler place_rename_action;
handler place_close_action;
handler place_merge_action;
handler place_split_action;

#endif
