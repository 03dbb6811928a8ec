/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share with one another and with nobody else. */
#ifndef MODULES_PEOPLE_PEOPLE_PARTS_H
#define MODULES_PEOPLE_PEOPLE_PARTS_H

#include "modules/people/people.h"

/* Words */

/* Writes the official word for what a roster says; fails when nobody knows it. */
MUST_USE struct error *word_settle(struct context *cx, const char *list, const char *field,
                                   const char *label, str *word);

/* The official words of a list. */
MUST_USE struct error *words_of_list(struct context *cx, const char *list, str **words,
                                     size_t *count);

/* The code of a relation to the head, "20"; empty for an unknown one. */
MUST_USE struct error *relation_code(struct context *cx, str relation, str *code);

/* True for 本人 and 户主. */
bool relation_is_head(str code);

/* Residents */

/* The village that a key lies in. */
str village_of(str key);

/* Fails unless the place is there, open, and a village or smaller. */
MUST_USE struct error *check_home(struct context *cx, const char *field, str key);

/* Fails for days to come. */
MUST_USE struct error *check_not_future(struct context *cx, const char *field, date on);

/* Writes the registered household into the resident's own row. */
MUST_USE struct error *resident_note_household(struct context *cx, record_id id, str number,
                                               str relation);

/* Households */

/* The registered household that a resident says to belong to. */
MUST_USE struct error *household_meant(struct context *cx, const struct resident *resident,
                                       struct household *household, bool *found);

/* The person joins it; NULL: it is made. */
MUST_USE struct error *household_admit(struct context *cx, const struct resident *resident,
                                       struct household *household);

/* Whether it would take the person: it has one head. */
MUST_USE struct error *household_check_joining(struct context *cx,
                                               const struct resident *resident);

/* What the doors ask of a household and of a resident. */
MUST_USE struct error *household_check(struct context *cx, void *household);
MUST_USE struct error *resident_check(struct context *cx, void *resident);

/* The open memberships of a person, at most one a kind. */
MUST_USE struct error *memberships_now(struct context *cx, record_id resident,
                                       struct household_member **members, size_t *count);

/* The person leaves a household for good; a head with others is followed by new_head, which
 * may be 0 for households of other kinds. */
MUST_USE struct error *household_depart(struct context *cx,
                                        const struct household_member *member,
                                        record_id new_head, date on, str reason);

/* What the relation of a member becomes when another member becomes the head; both old
 * relations as codes.  Empty: it has to be asked. */
MUST_USE struct error *relation_turned(struct context *cx, str head_code, str member_code,
                                       str old, str *turned);

/* Posts */

/* Hears of each post that is given: what the law forbids is refused. */
struct error *post_hear_given(struct context *cx, const struct record_type *type,
                              const void *record);

/* Ends the posts of a person. */
MUST_USE struct error *posts_end_of(struct context *cx, const struct resident *resident,
                                    date last_day, str reason);

/* True when this person may give and end such a post there. */
bool may_appoint(const struct context *cx, const struct role *role, str place);

/* What the words and the number of a resident say, without asking for others. */
MUST_USE struct error *resident_settle_words(struct context *cx, struct resident *resident);

extern const struct query households_headed_by;
extern const struct query role_called;
extern const struct query posts_given_alike;
extern const struct roster *const people_rosters[];
extern const struct query word_of_text;
extern const struct query words_in_order;
extern const struct query residents_with_number;
extern const struct query open_memberships;
extern const struct query members_now;
extern const struct query last_household_number;
extern const struct query households_with_number;
extern const struct query relations_of_both;
extern const struct query posts_of_person;
extern const struct query incompatible_with_role;
extern const struct query posts_of_roles;
extern const struct query unlinked_appointments;
extern const struct query openings_of_resident;
extern const struct query household_histories;
extern const struct query member_histories;
extern const struct query posts_of_resident;
extern const struct query appointments_to_complete;
extern const struct query roles_to_give;

/* Figures */
extern const struct query grid_leaders_in_post;
extern const struct query grid_workers_in_post;
extern const struct query hundred_household_leaders_in_post;
extern const struct query household_liaisons_in_post;
extern const struct query micro_grid_leaders_in_post;
extern const struct query village_cadres_in_post;
extern const struct query residents_of_sixty;
extern const struct query residents_present;
extern const struct query volunteer_teams;

/* What the posts are called that this person may give. */
MUST_USE struct error *roles_offered(struct context *cx, str **titles, size_t *count);

/* Whether somebody may be appointed, and why not. */
MUST_USE struct error *appointment_check(struct context *cx, void *appointment);

/* What the doors ask of a volunteer. */
MUST_USE struct error *volunteer_check(struct context *cx, void *volunteer);
extern const struct figure people_figures[];

/* What the search by number and the opening of a secret ask for. */
extern const struct shape number_search_input;
extern const struct shape secret_opening_input;

/* Pages and actions */
handler resident_list_page;
handler resident_page;
handler resident_suggest_page;
handler resident_find_action;
handler resident_open_action;
handler resident_die_action;
handler resident_move_action;
handler household_page;
handler household_pdf_page;
handler household_join_action;
handler household_leave_action;
handler household_change_head_action;
handler household_split_action;
handler household_merge_action;
handler household_move_action;
handler appoint_page;
handler appoint_action;
handler post_end_action;

/* The posts of a resident and what may be done with them, for the resident's page. */
MUST_USE struct error *resident_write_posts(struct context *cx, struct buf *out,
                                            const struct resident *resident,
                                            const struct request *request);

/* The way to giving somebody a post, for the page of a place. */
MUST_USE struct error *place_write_appointing(struct context *cx, str place, struct buf *out);

/* The households of a resident, past and present. */
MUST_USE struct error *resident_write_households(struct context *cx, struct buf *out,
                                                 const struct resident *resident);

#endif
