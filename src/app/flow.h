/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The way a record goes: its states, the steps between them, and who may take them.
 *
 * A flow is two tables that can be read aloud.  From them come the routes and the API of the
 * steps, their forms on the record's page, the history, and the to-dos of those who are next.
 *
 *     static const struct flow_state states[] = {
 *         [MATTER_REPORTED] = { .next = "matters.accept", .at = matter_unit, .task = "请受理"
 * },
 *     };
 *     static const struct flow_step steps[] = {
 *         { "accept", "受理", FROM(MATTER_REPORTED), .needs = "matters.accept",
 *           .at = matter_unit, .input = &acceptance_input, .act = accept },
 *         { 0 },
 *     };
 *
 * A step's function checks what only it knows, changes the record and its state, and may change
 * other records.  The flow keeps the record, writes the history and renews the to-dos, all in
 * the same transaction.
 */
#ifndef APP_FLOW_H
#define APP_FLOW_H

#include "record/store.h"

#define FROM(state) (UINT64_C(1) << (state))

struct flow_state {
    const char *next; /* the permission of those who must act now; NULL: nobody */
    const char *task; /* what they are asked to do: 请受理 */
    str (*at)(
        const void *record); /* the key of the place where they hold it; NULL: its place */
    date (*due)(const void *record); /* by when; NULL: no limit */
    /* The permission, where it depends on the record: each office has its own to-dos.  NULL: it
     * is next. */
    const char *(*whose)(const void *record);
    const char *step; /* the step that it waits for: first on the page, its form open */
};

struct flow_step {
    const char *name;              /* "accept" */
    const char *label;             /* 受理 */
    uint64_t from;                 /* the states it may be taken in: FROM(A) | FROM(B) */
    const char *needs;             /* a permission, held at .at */
    str (*at)(const void *record); /* NULL: the record's place */
    const struct shape *input;     /* NULL: nothing to fill in */
    /* Checks, changes the record; note becomes the words of the history: what people wrote, or
     * what we say, made by words_keep where it is composed. */
    struct error *(*act)(struct context *cx, void *record, const void *input, str *note);
    /* True when the step should be offered to this person now; NULL: whenever it may be taken.
     */
    bool (*offered)(struct context *cx, const void *record);
    bool by_receipt; /* whoever holds the receipt may take it too */
    bool is_public;  /* its note is shown to whoever holds the receipt */
    const char *help;
};

/* What somebody else must do while a record goes its way: decide on an extension. */
struct flow_call {
    bool (*waits)(const void *record);
    const char *next; /* as in flow_state */
    const char *task;
    str (*at)(const void *record);
};

struct flow {
    const struct record_type *type;
    const char *state; /* the name of the choice field */
    const struct flow_state *states;
    size_t state_count;
    const struct flow_step *steps; /* ends with a zero one */
    const struct flow_call *calls; /* the same; may be NULL */
};

/* One step that was taken. */
struct step_taken {
    record_id id;
    int64_t version;
    str place;
    str type;
    record_id record;
    str step;
    str label;
    str from_state; /* codes */
    str to_state;
    str note;  /* as it was said, in Chinese */
    str kept;  /* the same as words_keep made it, for other languages; or empty */
    str actor; /* 张三 */
    str title; /* 网格员 */
    record_id account;
    instant taken_at;
    bool is_public;
};

extern const struct record_type step_taken_type;

/* The flow of a type, or NULL. */
const struct flow *flow_of(const struct record_type *type);
const struct flow_step *flow_step_find(const struct flow *flow, str name);

/* Takes a step: checks state and permission, calls its function, keeps everything. */
MUST_USE struct error *flow_take(struct context *cx, const struct flow *flow, const char *step,
                                 record_id id, const void *input);

/* The same for whoever holds the receipt of the record: only steps with by_receipt. */
MUST_USE struct error *flow_take_by_receipt(struct context *cx, const struct flow *flow,
                                            const char *step, record_id id, const void *input);

/* Keeps a new record that starts its way: inserts it, writes the first line of its history and
 * the to-do of whoever is next. */
MUST_USE struct error *flow_begin(struct context *cx, const struct flow *flow, void *record,
                                  const char *label, str note);

/* Writes a line of history that is no step of a person: "到期自动上报".  The note as in act. */
MUST_USE struct error *flow_note(struct context *cx, const struct record_type *type,
                                 const void *record, const char *label, str note,
                                 bool is_public);

/* Renews the to-dos of a record after something other than a step changed it. */
MUST_USE struct error *flow_renew_tasks(struct context *cx, const struct flow *flow,
                                        const void *record);

/* True when this person could take the step on the record now. */
bool flow_may_take(struct context *cx, const struct flow *flow, const struct flow_step *step,
                   const void *record);

/* The history of a record, oldest first: all of it, or what the holder of its receipt sees. */
MUST_USE struct error *flow_history(struct context *cx, const struct record_type *type,
                                    record_id id, bool only_public, struct step_taken **steps,
                                    size_t *count);

/* Who took it: 网格员 张三; the holder of a receipt sees 网格员. */
str flow_actor_shown(struct context *cx, const struct step_taken *step, bool only_public);

/* Its note in the reader's language. */
str flow_note_shown(struct context *cx, const struct step_taken *step);

/* The step that this person should take next: what the state waits for, or the only one there
 * is; NULL when nobody can say. */
const struct flow_step *flow_next_step(struct context *cx, const struct flow *flow,
                                       const void *record);

/* For pages: the history as a timeline, and the forms of the steps that this person may take.
 * The request that was refused, if any, opens its form again with what was typed. */
struct request;
MUST_USE struct error *flow_write_history(struct context *cx, struct buf *out,
                                          const struct record_type *type, record_id id,
                                          bool only_public);
void flow_write_steps(struct context *cx, struct buf *out, const struct flow *flow,
                      const void *record, const struct request *request);

#endif
