/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files about rosters share.
 */
#ifndef APP_ROSTER_PARTS_H
#define APP_ROSTER_PARTS_H

#include "app/roster.h"

enum { HEADING_WORDS_MAX = 3000 };

/* A heading that people confirmed. */
struct heading_word {
    record_id id;
    int64_t version;
    str type;
    str field;
    str heading; /* plain */
};

struct heading_meaning {
    str heading; /* plain */
    str name;    /* of a field or an extra */
};

struct heading_words {
    struct heading_meaning *items;
    size_t count;
};

extern const struct query learned_words;
extern const struct query roster_places_below;
extern const struct query uploads_of_account;
extern const struct query old_uploads;
extern const struct query young_uploads;
extern const struct record_type roster_upload_type;

MUST_USE struct error *heading_words_load(struct context *cx, const struct roster *roster,
                                          struct heading_words *words);

/* The name of the field or extra that a heading stands for; empty when it is not known. */
str heading_meaning(struct context *cx, const struct heading_words *words, str heading);

enum roster_unit heading_unit(str heading);

const struct roster_extra *roster_extra_of(const struct roster *roster, str name);

/* What people call a field or an extra. */
str roster_label(const struct roster *roster, str name);

/* Rows that were read and checked, and wait to be staged or kept; fewer in one change where
 * others wait for it. */
enum {
    ROSTER_BATCH_ROWS = 2000,
    ROSTER_SHARED_ROWS = 500,
    ROSTER_BATCH_BYTES = 512 * 1024 * 1024
};

struct roster_batch {
    struct arena *arena; /* has all that the rows lead to */
    struct import_row rows[ROSTER_BATCH_ROWS];
    size_t count;
};

struct roster_keeper;

/* Begins an import that keeps its rows as they come, and a thread that keeps them on the
 * connection of cx, which belongs to it until roster_keeper_stop. */
MUST_USE struct error *roster_keeper_start(struct context *cx, const struct import_run *run,
                                           struct roster_keeper **keeper);

/* How many rows a batch should have. */
size_t roster_keeper_room(const struct roster_keeper *keeper);

/* An empty batch, which the keeper owns. */
struct roster_batch *roster_keeper_batch(struct roster_keeper *keeper);

/* Hands the batch over, waiting for the one before, and gives another for it.  Fails when an
 * earlier one could not be kept. */
MUST_USE struct error *roster_keeper_give(struct context *cx, struct roster_keeper *keeper,
                                          struct roster_batch **batch);

/* Waits for the rest.  Afterwards the import waits for import_start or import_drop. */
MUST_USE struct error *roster_keeper_stop(struct context *cx, struct roster_keeper *keeper,
                                          record_id *id);

/* "/", "无": what people write into cells that have nothing to say. */
bool is_nothing_said(str text);

/* What a cell means to a field.  A sentence when it cannot be taken, else NULL. */
const char *roster_cell_value(struct context *cx, const struct roster_job *job,
                              const struct roster_column *column, const struct sheet_cell *cell,
                              str *value);

#endif
