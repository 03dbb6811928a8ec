/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Figures: numbers that follow from records.
 *
 * A figure says which records count, on which day, and how much.  With every change of a record
 * the difference between what it counted before and counts now is added to running totals by
 * place (and each place above it up to the county) and by day, month and year, in the same
 * transaction.  So a figure costs the same however many records there are.  `xiangzhi verify`
 * recomputes all totals from the records.
 *
 * Conditions are written as lists are asked for (record/listing.h), so each figure is also the
 * address of the list of records behind it.
 */
#ifndef APP_FIGURE_H
#define APP_FIGURE_H

#include "record/listing.h"

#include <stdio.h>

enum figure_kind {
    FIGURE_FLOW,  /* what happened in a period: counts on the day of .on */
    FIGURE_STOCK, /* what there is at the end of a period: since .on, until before .until */
    FIGURE_RATIO, /* .part over .whole */
    /* Asked by .query, for what cannot be added: distinct persons.  .of, .where, .on with
     * .until or .last only say which records it opens. */
    FIGURE_DISTINCT,
};

/* A flow that is kept by what one or two fields of its records say, too: the shares of a split
 * add up to the figure, and cost as little to read however many records there are.  The fields
 * hold one of a few codes.  A split of figure "k" by "a b" is called "k:a b". */
enum { FIGURE_SPLITS_MAX = 4, SPLIT_FIELDS_MAX = 2 };

struct figure_split {
    const char *by;  /* "category level" */
    const char *sum; /* a number field to be summed in the shares; NULL: as the figure.  Then it
                        is called "k:a b:sum". */
};

struct figure {
    const char *key;   /* "matters_received", as in data/figures.csv where it is there */
    const char *label; /* 收集诉求 */
    const char *unit;  /* 件 */
    enum figure_kind kind;
    const struct record_type *of;
    const char *at;    /* the field with the place's key; NULL: the type's place */
    const char *where; /* conditions, may be NULL */
    const char *on;    /* a date or an instant */
    const char *until; /* of a stock: the first day on which it is gone; may be NULL */
    const char *last;  /* of FIGURE_DISTINCT: the last day on which it is there; may be NULL */
    const char *sum;   /* a number field to be summed; NULL: records are counted */
    const char *part;  /* of a ratio: keys of figures */
    const char *whole;
    /* Of FIGURE_DISTINCT: $1 county, $2 and $3 the range of keys, $4 and $5 first and last day.
     * The statement must use all five; its first column is the number. */
    const struct query *query;
    const char *note; /* what exactly is counted, in words */
    /* A permission; those without it read 1 and 2 as "少于3", because of so few it can be told
     * who they are.  NULL: everybody reads the number. */
    const char *few;
    struct figure_split splits[FIGURE_SPLITS_MAX]; /* up to the first without .by */
    bool headline;                                 /* among the first on a place's page */
    bool counts_all; /* every record that meets the conditions has its day, for good: the figure
                        also tells how long the list of them is */
};

/* What a split was read into. */
struct split {
    const char *name;
    const struct field *fields[SPLIT_FIELDS_MAX];
    size_t field_count;
    const struct field *sum;
};

/* The module that a figure belongs to, its definition and what it was read into. */
struct figure_entry {
    const struct figure *figure;
    const char *module;
    struct filter filters[FILTERS_MAX];
    size_t filter_count;
    const struct field *on;
    const struct field *until;
    const struct field *sum;
    const struct field *at;
    struct split splits[FIGURE_SPLITS_MAX];
    size_t split_count;
};

/* Reads the figures of all modules; a mistake in one is said aloud and ends the program. Called
 * by modules_register. */
void figures_build(void);

const struct figure_entry *figures_all(size_t *count);
const struct figure_entry *figure_find(str key);

/* A figure for a place and a period, both days in. */
struct figure_value {
    int64_t value; /* of a ratio: the part */
    int64_t whole; /* of a ratio */
};

MUST_USE struct error *figure_read(struct context *cx, const struct figure_entry *entry,
                                   str place, date from, date to, struct figure_value *value);

/* Many at once, one question for all flows and one for all stocks: values[i] belongs to
 * entries[i].  For a place above the county its counties are summed.  What was recorded counts
 * where it was recorded: the places are as they were then. */
MUST_USE struct error *figures_read(struct context *cx,
                                    const struct figure_entry *const *entries, size_t count,
                                    str place, date from, date to, struct figure_value *values);

/* One share of a split figure at one place. */
struct figure_share {
    size_t split; /* which of those asked for */
    str place;
    str values[SPLIT_FIELDS_MAX]; /* what the fields say, as it is written */
    int64_t value;
};

/* The shares of splits, by their names, in a period: of the place, and with length > 0 of each
 * place below it whose key is as long.  One question however many there are; shares that come
 * to nothing are left out. */
enum { SPLITS_AT_ONCE = 16 };
MUST_USE struct error *figures_read_shares(struct context *cx, const char *const *splits,
                                           size_t count, str place, size_t length, date from,
                                           date to, struct figure_share **shares,
                                           size_t *share_count);

/* The length of a list, where a figure with counts_all has the same conditions; the list may be
 * of some days only. */
MUST_USE struct error *figures_counted(struct context *cx, const struct listing *listing,
                                       int64_t *count, bool *known);

/* The same with the places as they are now: what units that were merged into this place, or
 * into one below it, have recorded is added.  A unit that was split among several places counts
 * only where all of them lie, for nobody can say which part of its past belongs to whom. */
MUST_USE struct error *figures_read_as_now(struct context *cx,
                                           const struct figure_entry *const *entries,
                                           size_t count, str place, date from, date to,
                                           struct figure_value *values);

/* The place and its forerunners outside of it, at most FORERUNNERS_MAX. */
enum { FORERUNNERS_MAX = 200 };
MUST_USE struct error *figure_places_as_now(struct context *cx, str place, str **keys,
                                            size_t *count);

/* The same figure in months, for a trend: values[i] is the ith month from that of from on; of a
 * stock what there is at its end; of a ratio its part. */
MUST_USE struct error *figure_read_months(struct context *cx, const struct figure_entry *entry,
                                          str place, date from, size_t months, int64_t *values);

/* "433" or "99.5%"; sums of money and land with at most two decimals. */
str figure_text(struct context *cx, const struct figure_entry *entry,
                struct figure_value value);

/* True when this person may not know how many exactly: there are one or two. */
bool figure_is_few(const struct context *cx, const struct figure_entry *entry,
                   struct figure_value value);

/* "1300余", never more than it is; a ratio stays as it is. */
str figure_over_text(struct context *cx, const struct figure_entry *entry,
                     struct figure_value value);

/* The unit that stands after the number: none after "99.5%". */
str figure_unit(const struct figure_entry *entry);

/* The number with its unit, in the reader's language. */
str figure_said(struct context *cx, const struct figure_entry *entry,
                struct figure_value value);

/* All figures of a place as text for people, as CSV (key,label,value,unit) or as JSON. */
MUST_USE struct error *figures_write(struct context *cx, str place, date from, date to,
                                     const char *format, struct buf *out);
MUST_USE struct error *figures_print(struct context *cx, str place, date from, date to,
                                     const char *format, FILE *out);

/* The same as a spreadsheet; made_by says who made it and when. */
MUST_USE struct error *figures_write_sheet(struct context *cx, str place, date from, date to,
                                           str made_by, struct loose_file *file);

/* The list of records behind it, of a ratio behind its part; empty when the type has no list or
 * when this person may not see it. */
str figure_href(struct context *cx, const struct figure_entry *entry, str place, date from,
                date to);

/* What a list that was opened by figure_href should say first, because it has other numbers
 * than the figure: "村干部205人，共410条。…"  Empty for other lists. */
MUST_USE struct error *figure_list_words(struct context *cx, struct params query, str place,
                                         int64_t listed, str *words);

/* Called for each change of a record, in its transaction. */
MUST_USE struct error *figures_changed(struct context *cx, const struct record_type *type,
                                       const void *before, const void *after);

/* Recomputes all totals and calls differ for each that is not as it should be; *checked is how
 * many there are. */
struct total_difference {
    str place;
    str figure;
    str share;      /* of a split figure; empty: the whole */
    int64_t period; /* 20260302 a day, 202603 a month, 2026 a year */
    int64_t kept;
    int64_t computed;
};

MUST_USE struct error *figures_verify(struct context *cx,
                                      void (*differ)(const struct total_difference *difference,
                                                     void *closure),
                                      void *closure, int64_t *checked);

/* Makes all totals anew from the records: after a figure was added to a database that has
 * records already. */
MUST_USE struct error *figures_rebuild(struct context *cx);

/* The table of totals. */
void figures_schema_write(enum db_engine engine, struct buf *out);

#endif
