/* SPDX-License-Identifier: Apache-2.0 */
/* What tells the five places apart. */
#ifndef MODULES_SAMPLE_SCENE_H
#define MODULES_SAMPLE_SCENE_H

#include "base/compiler.h"
#include "base/str.h"

/* A post that many hold: one at each place of its kind, or so many in all, spread evenly. */
enum staff_at { AT_GRID, AT_MICRO_GRID };

struct staffing {
    const char *role;
    enum staff_at at;
    int total; /* 0: one at each */
};

/* An honour that was given in so many rounds. */
struct scene_honour {
    const char *kind; /* code; NULL ends the list */
    const char *title;
    int seats; /* of each round */
    int rounds;
    bool of_persons;
};

enum { STAFFINGS_MAX = 3, HONOURS_MAX = 4 };

/* Dates are written as people write them. */
struct scene {
    const char *name;
    const char *title;
    const char *place;     /* the key of all that is replayed */
    const char *township;  /* those of the demonstration: their township, */
    const char *village;   /* their village, */
    const char *neighbour; /* and one that they must not see */
    const char *begins_on; /* the first officials take office, the grids are drawn */
    const char *first_day; /* of the period that the place reported on */
    const char *last_day;
    const char *hamlet_words; /* how hamlets are called here, separated by spaces */
    const char *peoples;      /* national groups; the first one is the usual one */
    int peoples_percent;      /* how many belong to the others */
    int officers;             /* of all villages; 0: five each */
    struct staffing staffings[STAFFINGS_MAX];
    bool cadres_lead_grids;   /* village officers are 网格长 */
    bool has_village_centres; /* each village has a 综治中心 */
    int families;             /* in each village */
    int home_families;        /* in the village of the demonstration */
    int elders;               /* of sixty and more there on the last day; 0: as it happens */
    int members;              /* of the party in each branch, besides those who pledged */
    int matters;              /* in the last year */
    int home_percent;         /* of them in the village of the demonstration */
    int deliberated;          /* conflicts settled in talks within the reported period */
    int screenings;           /* of the reported period, as what follows */
    int mediations;
    int family_mediations; /* all of them settled */
    int unsettled;
    int helped_mediations; /* with a party member, or a member of the CPPCC */
    bool helpers_are_cppcc;
    int cleanups; /* deeds of party members in that period */
    int benefits;
    int mediation_deeds;
    struct scene_honour honours[HONOURS_MAX];
};

/* Ends with a zero one. */
extern const struct scene scenes[];

/* NULL when there is none of that name. */
const struct scene *scene_find(str name);

#endif
