/* SPDX-License-Identifier: Apache-2.0 */
/*
 * To-dos: who must do what by when.  They follow from the states of records and are never
 * written by hand; when the state changes they are gone.
 */
#ifndef APP_TASK_H
#define APP_TASK_H

#include "record/store.h"

struct task {
    record_id id;
    int64_t version;
    str place; /* where the permission must be held: the place that was asked for or, when
                * nobody holds it there, the next one above where somebody does */
    str permission;
    str type; /* of the record it is about */
    record_id record;
    str title; /* what the record is called */
    str words; /* 请受理 */
    date due_on;
    instant opened_at;
};

extern const struct record_type task_type;

/* Replaces all to-dos of a record by this one; words NULL: by none.  Only for records of the
 * common work; the place lies in the same county. */
MUST_USE struct error *task_replace(struct context *cx, const struct record_type *type,
                                    const void *record, const char *permission, str place,
                                    const char *words, date due_on);

/* Adds one to them. */
MUST_USE struct error *task_add(struct context *cx, const struct record_type *type,
                                const void *record, const char *permission, str place,
                                const char *words, date due_on);

/* True when somebody holds the permission at the place or above it, up to the county. */
MUST_USE struct error *permission_is_held(struct context *cx, const char *permission, str place,
                                          bool *held);

/* The to-dos of the person who asks, the earliest due first, at most limit. */
MUST_USE struct error *tasks_mine(struct context *cx, size_t limit, struct task **tasks,
                                  size_t *count);

/* How many of them are due before today, today, and later. */
struct task_counts {
    int64_t overdue;
    int64_t today;
    int64_t later;
};

MUST_USE struct error *tasks_count(struct context *cx, struct task_counts *counts);

/* A job: the day after a post has ended, its to-dos go to the next place above, unless somebody
 * else still holds the permission there. */
MUST_USE struct error *tasks_move_up(struct context *cx, bool *more);

#endif
