/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of data/sample/: grids, party organisations, names, words. */
#ifndef MODULES_SAMPLE_SHEET_H
#define MODULES_SAMPLE_SHEET_H

#include "base/date.h"
#include "record/field.h"

/* grids.csv: how a village is divided. */
struct sheet_village {
    str village_code;
    int64_t grids;
    int64_t hamlets;
    int64_t micro_grids;
};

/* party.csv: an organisation, a red-star home, or how many members of a village pledged. */
struct sheet_party {
    str place_code;
    str kind;
    str name;
    str parent; /* a name */
    date founded;
    int64_t count;
    str grids; /* keys, separated by spaces */
};

struct sheet_surname {
    str surname;
    int64_t weight;
};

/* given_names.csv: usual for those born between the two years. */
struct sheet_given_name {
    str name;
    int64_t sex; /* 1 male, 2 female */
    int64_t born_from;
    int64_t born_to;
};

/* matters.csv: what is said and what is answered; {p} stands for a hamlet. */
struct sheet_matter {
    str category;
    str kind;
    str title;
    str story;
    str answer;
};

/* demands.csv: what is said on the way. */
struct sheet_demand {
    str kind;
    str fits; /* beginnings of categories, separated by spaces; empty: any */
    str text;
};

extern const struct shape sheet_village_row;
extern const struct shape sheet_party_row;
extern const struct shape sheet_surname_row;
extern const struct shape sheet_given_name_row;
extern const struct shape sheet_matter_row;
extern const struct shape sheet_demand_row;

/* Reads data/sample/NAME into an array of the shape's struct, in cx->arena: pass the address of
 * a pointer to the struct. */
MUST_USE struct error *sheet_read(struct context *cx, const char *name, const struct shape *row,
                                  void *rows, size_t *count);

#endif
