/* SPDX-License-Identifier: Apache-2.0 */
/* How many people there are and who holds posts. */
#include "modules/people/people_parts.h"

struct counted {
    int64_t count;
};

static const struct field counted_columns[] = {
    { INTEGER(counted, count), .label = "人数" },
};

/* Persons in force at the end of the period, each once however many such posts they hold. */
#define HOLDERS_OF(roles)                                                                      \
    {                                                                                          \
        .sql = "select count(distinct coalesce(person, -account)) from posts "                 \
               "where county = $1 and place >= $2 and place < $3 and role in (" roles ") "     \
               "and starts_on <= $5 and (ends_on is null or ends_on >= $5) and $4 <= $5",      \
        .row = { SHAPE(counted, counted_columns) },                                            \
    }

const struct query grid_leaders_in_post = HOLDERS_OF("'grid_leader'");
const struct query grid_workers_in_post = HOLDERS_OF("'grid_worker'");
const struct query hundred_household_leaders_in_post = HOLDERS_OF("'hundred_household_leader'");
const struct query household_liaisons_in_post = HOLDERS_OF("'household_liaison'");
const struct query micro_grid_leaders_in_post = HOLDERS_OF("'micro_grid_leader'");
const struct query village_cadres_in_post =
    HOLDERS_OF("'secretary', 'deputy_secretary', 'director', 'deputy_director', "
               "'committee_member', 'party_committee_member', 'village_committee_member', "
               "'women_chair', 'village_clerk', 'village_cadre'");

/* Who had not come yet at the end of the period does not count; most have always been there. */
const struct query residents_of_sixty = {
    .sql = "select count(*) from residents "
           "where county = $1 and place >= $2 and place < $3 and sixty_on <= $5 "
           "and (gone_on is null or gone_on > $5) and coalesce(arrived_on, $4) <= $5",
    .row = { SHAPE(counted, counted_columns) },
};

const struct query residents_present = {
    .sql = "select count(*) from residents "
           "where county = $1 and place >= $2 and place < $3 "
           "and (gone_on is null or gone_on > $5) and coalesce(arrived_on, $4) <= $5",
    .row = { SHAPE(counted, counted_columns) },
};

#define HOLDERS(roles, question)                                                               \
    .unit = "人", .kind = FIGURE_DISTINCT, .of = &post_type, .where = "role=" roles,           \
    .on = "starts_on", .last = "ends_on", .query = &(question),                                \
    .note = "期末在任的人，一人任几个这样的岗位也只算一人"

const struct figure people_figures[] = {
    { .key = "residents",
      .label = "登记居民",
      .unit = "人",
      .kind = FIGURE_DISTINCT,
      .of = &resident_type,
      .query = &residents_present,
      .note = "期末登记在村、没有去世或迁出的人" },
    { .key = "residents_aged_60_up",
      .label = "60岁以上老人",
      .unit = "人",
      .kind = FIGURE_DISTINCT,
      .of = &resident_type,
      .query = &residents_of_sixty,
      .note = "期末已满60周岁、没有去世或迁出的人",
      .headline = true },
    { .key = "households",
      .label = "户籍户",
      .unit = "户",
      .kind = FIGURE_STOCK,
      .of = &household_type,
      .where = "kind=registered",
      .on = "opened_on",
      .until = "closed_on",
      .note = "期末没有销户的户籍户" },
    { .key = "village_cadres",
      .label = "村干部",
      HOLDERS("secretary,deputy_secretary,director,deputy_director,committee_member,"
              "party_committee_member,village_committee_member,women_chair,village_clerk,"
              "village_cadre",
              village_cadres_in_post) },
    { .key = "grid_leaders", .label = "网格长", HOLDERS("grid_leader", grid_leaders_in_post) },
    { .key = "grid_workers", .label = "网格员", HOLDERS("grid_worker", grid_workers_in_post) },
    { .key = "hundred_household_grid_leaders",
      .label = "百户网格长",
      HOLDERS("hundred_household_leader", hundred_household_leaders_in_post) },
    { .key = "household_liaisons",
      .label = "联户长",
      HOLDERS("household_liaison", household_liaisons_in_post) },
    { .key = "micro_grid_leaders",
      .label = "微网格长",
      HOLDERS("micro_grid_leader", micro_grid_leaders_in_post) },
    { .key = "volunteers",
      .label = "志愿者",
      .unit = "人",
      .kind = FIGURE_STOCK,
      .of = &volunteer_type,
      .where = "has_agreed=true",
      .on = "joined_on",
      .until = "left_on",
      .note = "期末没有退出、本人自愿报名的志愿者" },
    { .key = "volunteer_teams",
      .label = "志愿服务队",
      .unit = "支",
      .kind = FIGURE_DISTINCT,
      .of = &volunteer_type,
      .on = "joined_on",
      .until = "left_on",
      .query = &volunteer_teams,
      .note = "期末有志愿者的服务队" },
    { 0 },
};
