/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small module for tests of what follows from any record: sightings of animals, with a figure
 * of each kind.
 */
#ifndef APP_LAB_TEST_H
#define APP_LAB_TEST_H

#include "record/store.h"

enum sighting_state { SIGHTING_OPEN, SIGHTING_CLOSED };

struct sighting {
    record_id id;
    int64_t version;
    str place;
    date seen_on;
    date gone_on;
    instant told_at;
    int64_t cost;
    enum sighting_state state;
    str animal;
    str phone;
    str remark; /* hidden */
};

extern const struct record_type sighting_type;

/* A test town in which only this module and the program's own are registered. */
struct context lab(void);
void lab_close(struct context *cx);

/* A sighting that has been kept; its day as text. */
struct sighting a_sighting(struct context *cx, const char *place, const char *seen_on);

date a_day(const char *text);

/* The value of a figure. */
int64_t figure_of(struct context *cx, const char *key, const char *place, const char *from,
                  const char *to);

#endif
