/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 民情诉求 and grid events: a thing is written down once, driven to an answer, and judged by
 * the person who raised it.
 *
 * A matter belongs to the place where it is (a grid or a village) and is in the hands of one
 * unit at a time (a village, a township, a county), within it perhaps of one department.  Its
 * way is matter_flow; README.md tells it in words.  Each person who raised it has a receipt, a
 * code that shows how things stand without an account and lets them judge the result.
 *
 * An accusation (举报) is not a matter: it has its own type and is read by discipline staff
 * only.
 */
#ifndef MODULES_MATTERS_MATTERS_H
#define MODULES_MATTERS_MATTERS_H

#include "app/flow.h"
#include "app/module.h"

enum {
    RECEIPT_CHARACTERS = 12, /* 4 for the county, 8 at random */
    REWORKS_MAX = 2,
    MATTER_TITLE_MAX = 60,
    MATTER_STORY_MAX = 5000,
};

/* What kind of thing was said.  A tip-off never becomes a matter: see accusation. */
enum matter_kind {
    KIND_APPEAL,
    KIND_PATROL,
    KIND_INQUIRY,
    KIND_HELP,
    KIND_HAZARD,
    KIND_DISPUTE,
    KIND_COMPLAINT,
    KIND_PRAISE,
    KIND_TIP_OFF,
};

/* Where it came from. */
enum matter_source {
    SOURCE_SELF,
    SOURCE_VISIT,
    SOURCE_GRID,
    SOURCE_DELIBERATION,
    SOURCE_DEPUTY,
    SOURCE_HOTLINE,
    SOURCE_PETITION,
    SOURCE_INSPECTION,
    SOURCE_PHONE,
    SOURCE_COUNTER,
    SOURCE_PAPER,
};

/* Who wrote it down. */
enum matter_intake { INTAKE_SELF, INTAKE_GRID, INTAKE_CLERK };

enum matter_status {
    MATTER_REPORTED,
    MATTER_SELF_HANDLED,
    MATTER_VILLAGE_HANDLING,
    MATTER_DISPATCHING, /* at a township or a county, waiting to be given to somebody */
    MATTER_HANDLING,
    MATTER_DUTY_DISPUTED,
    MATTER_PAUSED,
    MATTER_RESOLVED,
    MATTER_REPLIED,
    MATTER_REWORK,
    MATTER_UNSETTLED, /* dissatisfied for the last time, waiting for a leader's explanation */
    MATTER_CLOSED,
    MATTER_CLOSED_WITH_EXPLANATION,
    MATTER_WITHDRAWN,
    MATTER_MERGED,
    MATTER_OUT_OF_SCOPE,
};

/* The height at which it is being handled; of its unit, or of the grid worker. */
enum matter_level { LEVEL_VILLAGE, LEVEL_GRID, LEVEL_TOWNSHIP, LEVEL_COUNTY };

/* How long it may take; the category says it, the one who accepts may change it. */
enum matter_complexity {
    COMPLEXITY_BY_CATEGORY,
    COMPLEXITY_SIMPLE,
    COMPLEXITY_GENERAL,
    COMPLEXITY_COMPLEX,
};

/* Who handles it within a township or a county; the codes are codes of roles. */
enum department {
    DEPARTMENT_NONE,
    DEPARTMENT_TOWNSHIP,
    DEPARTMENT_JUSTICE,
    DEPARTMENT_CIVIL_AFFAIRS,
    DEPARTMENT_AGRICULTURE,
    DEPARTMENT_EMERGENCY,
    DEPARTMENT_PARTY,
    DEPARTMENT_PRACTICE,
    DEPARTMENT_COUNTY,
};

/* What the person said of the result. */
enum verdict { VERDICT_NONE, VERDICT_SATISFIED, VERDICT_DISSATISFIED, VERDICT_UNREACHABLE };

enum extension_state { EXTENSION_NONE, EXTENSION_ASKED, EXTENSION_GRANTED, EXTENSION_REFUSED };

/* Why a clock may stand still; for nothing else. */
enum pause_reason { PAUSE_NONE, PAUSE_MATERIAL, PAUSE_HEARING, PAUSE_APPRAISAL, PAUSE_ABSENCE };

/* Whether a limit was kept; late is late for ever. */
enum punctuality { PUNCTUALITY_OPEN, PUNCTUALITY_IN_TIME, PUNCTUALITY_LATE };

struct matter {
    record_id id;
    int64_t version;
    str title;
    str place; /* where it is: the key of a grid or a village */
    str story;
    enum matter_kind kind;
    str category; /* code */
    str category_name;
    str layer; /* code */
    enum matter_status status;
    enum matter_source source;
    enum matter_intake intake_by;
    enum matter_level level;
    str unit; /* the key of the place in charge now */
    enum department department;
    str office; /* its name: 水利服务站 */
    enum matter_complexity complexity;
    bool urgent;
    bool is_public; /* shown to everybody, without names */
    str receipt;
    int64_t caller_count;
    record_id recorded_by; /* account */
    instant reported_at;
    date reported_on;
    date response_due_on;
    date accepted_on;
    enum punctuality response;
    date dispatched_on; /* to the present main unit */
    date due_on;
    date resolved_on;
    enum punctuality resolution;
    date replied_on;
    date visit_due_on;
    date visited_on;
    date closed_on;   /* however it ended */
    date mediated_on; /* handed to the mediation committee, which works on it beside */
    str answer;
    enum verdict satisfied;
    int64_t rework_count;
    enum extension_state extension;
    int64_t extension_days;
    str extension_reason;
    date paused_on;
    enum pause_reason pause_reason;
    enum matter_status paused_in; /* where it goes on */
    record_id merged_into;
    str closing_reason;
    date escalates_after; /* goes up a level when it is still open after this day */
    int64_t escalated_count;
};

/* Somebody who raised a matter.  Moves along when matters are merged. */
struct matter_caller {
    record_id id;
    int64_t version;
    str place;
    record_id matter; /* the one that is being handled */
    record_id raised; /* the one this person raised */
    str name;
    str phone; /* sealed */
    str receipt;
    bool wants_reply;
    bool withdrawn;
    enum verdict verdict;
    instant raised_at;
};

/* A unit that helps the main one. */
struct matter_unit {
    record_id id;
    int64_t version;
    str place;
    record_id matter;
    str unit; /* key */
    enum department department;
    str office;
    str task;
    str answer;
    date asked_on;
    date done_on;
};

/* The kinds of things that happen in a village, in two steps; only the second has a layer. */
struct matter_category {
    record_id id;
    int64_t version;
    str code;
    str parent;
    str name;
    str layer;
    enum matter_complexity complexity;
    str keywords; /* separated by spaces */
};

/* A purpose of the one net of grids: 环卫, 消防应急. */
struct matter_layer {
    record_id id;
    int64_t version;
    str code;
    str name;
    str offices; /* names, as the township calls them */
    enum department department;
};

/* A layer that a grid carries, and who answers for it there. */
struct place_layer {
    record_id id;
    int64_t version;
    str place;
    record_id layer;
    str responsible;
    str remark;
};

enum accusation_status { ACCUSATION_RECEIVED, ACCUSATION_HANDLING, ACCUSATION_CLOSED };

/* 举报: its words are sealed, so that neither lists nor the journal can tell them. */
struct accusation {
    record_id id;
    int64_t version;
    str place;
    str number; /* 举报〔2026〕3号 */
    enum accusation_status status;
    str story;  /* sealed */
    str name;   /* sealed */
    str phone;  /* sealed */
    str result; /* sealed */
    str receipt;
    date received_on;
    date closed_on;
};

extern const struct record_type matter_type;
extern const struct record_type matter_caller_type;
extern const struct record_type matter_unit_type;
extern const struct record_type matter_category_type;
extern const struct record_type matter_layer_type;
extern const struct record_type place_layer_type;
extern const struct record_type accusation_type;

extern const struct flow matter_flow;
extern const struct flow accusation_flow;

/* What is filled in for the steps of matter_flow, by the step's name. */

struct matter_self_handling { /* self_handle */
    str answer;
};

struct matter_acceptance { /* accept */
    str grid;              /* where exactly it is; empty: as reported */
    str category;
    enum matter_complexity complexity;
    bool is_public;
    str words;
};

struct matter_escalation { /* escalate */
    str reason;
};

struct matter_dispatch { /* dispatch: to a department or to a place below */
    enum department department;
    str office;
    str place;
    str words;
};

struct matter_assistance { /* assist */
    enum department department;
    str office;
    str place; /* empty: at the unit in charge */
    str task;
};

struct matter_feedback { /* feed_back */
    record_id assistant;
    str answer;
};

struct matter_objection { /* dispute_duty */
    str reason;
};

enum duty_ruling { RULING_KEEPS, RULING_MOVES };

struct matter_duty_ruling { /* decide_duty */
    enum duty_ruling ruling;
    enum department department;
    str office;
    str reason;
};

struct matter_extension { /* request_extension */
    int64_t days;
    str reason;
};

enum extension_ruling { EXTENSION_IS_GRANTED, EXTENSION_IS_REFUSED };

struct matter_extension_ruling { /* decide_extension */
    enum extension_ruling ruling;
    str reason;
};

struct matter_pause { /* pause */
    enum pause_reason pause_reason;
    str words;
};

struct matter_resumption { /* resume */
    str words;
};

struct matter_result { /* resolve */
    str answer;
};

enum reply_way { REPLY_IN_PERSON, REPLY_BY_PHONE, REPLY_BY_MESSAGE, REPLY_IN_WRITING };

struct matter_reply { /* reply */
    enum reply_way way;
    str words;
};

struct matter_verdict { /* confirm */
    enum verdict satisfied;
    str words;
    str receipt; /* whose verdict it is; empty: a clerk's, for all */
};

struct matter_explanation { /* close_with_explanation */
    str reason;
};

struct matter_withdrawal { /* withdraw */
    str reason;
    str receipt; /* as in a verdict */
};

struct matter_merger { /* merge */
    record_id into;
    str reason;
};

struct matter_redirection { /* out_of_scope */
    str where;
    str reason;
};

/* Writes a matter down and gives it its receipt.  The caller of the function fills in place,
 * story, kind and source, and as it likes title, category, complexity, urgent and intake_by.
 * caller may be NULL: what a grid worker found has nobody who waits for a reply.  The caller's
 * receipt is the matter's. */
MUST_USE struct error *matter_report(struct context *cx, struct matter *matter,
                                     struct matter_caller *caller);

/* Takes a matter over from a ledger that was kept before.  reported_on is the day of then;
 * with closed_on it is over, and answer says how: no limit runs and nobody gets a to-do.
 * Without, its limits run from today.  The rest as in matter_report. */
MUST_USE struct error *matter_take_over(struct context *cx, struct matter *matter,
                                        struct matter_caller *caller);

/* Whether nothing has been done here with a matter that was taken over open. */
bool matter_is_as_taken_over(const struct matter *matter);

/* The ledger says by now how such a matter ended; what follows is as if it had been taken over
 * so.  Fails with ERROR_CONFLICT when something has been done with it here. */
MUST_USE struct error *matter_end_as_told(struct context *cx, record_id id, str answer,
                                          date closed_on);

/* One more person raises a matter that is open already. */
MUST_USE struct error *matter_join(struct context *cx, record_id matter,
                                   struct matter_caller *caller);

/* Shows everybody its title and how far it is, or no longer. */
MUST_USE struct error *matter_publish(struct context *cx, record_id matter, bool is_public);

/* All who raised a matter, those of merged ones too, in their order. */
MUST_USE struct error *matter_callers(struct context *cx, record_id matter,
                                      struct matter_caller **callers, size_t *count);

/* Those who help with it. */
MUST_USE struct error *matter_units(struct context *cx, record_id matter,
                                    struct matter_unit **units, size_t *count);

/* Open matters that may be the same: of the same village and category, of the 14 days before.
 */
MUST_USE struct error *matter_candidates(struct context *cx, const struct matter *matter,
                                         struct matter **candidates, size_t *count);

/* True when nothing more can happen to it. */
bool matter_is_ended(const struct matter *matter);

/* The day by which the present step has to be done, and the words for it; no date when there is
 * no limit now. */
date matter_deadline(const struct matter *matter);
str matter_deadline_words(struct context *cx, const struct matter *matter);
enum tone matter_deadline_tone(const struct context *cx, const struct matter *matter);

/* Who has it, in words: "柏树林村", "花桥镇 水利服务站". */
str matter_in_hands_of(struct context *cx, const struct matter *matter);

/* The same, as the screen says it. */
str matter_in_hands_said(struct context *cx, const struct matter *matter);

/* The job: what is overdue goes up a level, once a level, village, township, county.  It is
 * never closed by this. */
MUST_USE struct error *matters_escalate(struct context *cx, bool *more);

/* A new receipt for a county: "K7MW3RTX9PQD". */
str receipt_new(struct arena *arena, str place);

/* As people type it, with spaces, dashes and small letters, to its normal form; empty when it
 * cannot be one. */
str receipt_normal(struct arena *arena, str typed);

/* The county of a receipt in its normal form, as the key of a place: "421182". */
str receipt_county(struct arena *arena, str receipt);

/* In groups, as it is printed: "K7MW 3RTX 9PQD". */
str receipt_shown(struct arena *arena, str receipt);

/* What a receipt stands for; the ids that do not apply are 0. */
struct receipt_holder {
    record_id matter; /* the one being handled now, after mergers */
    record_id raised;
    record_id caller;
    record_id accusation;
};

/* Fails with ERROR_NOT_FOUND when there is no such receipt. */
MUST_USE struct error *receipt_find(struct context *cx, str receipt,
                                    struct receipt_holder *holder);

/* The door of place_layer: needs matters.layers at the place; a layer that the place carries
 * already is refused. */
MUST_USE struct error *place_layer_create(struct context *cx, void *record);

/* The layer of a code; not found: an empty one. */
MUST_USE struct error *layer_find(struct context *cx, str code, struct matter_layer *layer);

/* The category that a story speaks of, by the keywords found in it: the code, or empty. */
MUST_USE struct error *category_suggest(struct context *cx, str story, str *code);

/* Fills in a code that is empty: what the story suggests, else the title, else 其他. */
MUST_USE struct error *category_choose(struct context *cx, str story, str title, str *code);

/* The category of a code; fails with ERROR_INVALID when there is none with a layer. */
MUST_USE struct error *category_get(struct context *cx, str code,
                                    struct matter_category *category);

/* All categories, in their order. */
MUST_USE struct error *categories_all(struct context *cx, struct matter_category **categories,
                                      size_t *count);

/* Keeps an accusation: fills in its number, receipt and day.  The texts are given plain. */
struct accusation_words {
    str place;
    str story;
    str name;
    str phone;
};

MUST_USE struct error *accusation_report(struct context *cx,
                                         const struct accusation_words *words,
                                         struct accusation *accusation);

/* For the steps of accusation_flow. */
struct accusation_result { /* close */
    str result;
};

#endif
