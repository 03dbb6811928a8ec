/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this room share with one another and with nobody else. */
#ifndef MODULES_PARTY_PARTY_PARTS_H
#define MODULES_PARTY_PARTY_PARTS_H

#include "modules/party/party.h"

/* A grid and who answers for it on the party's side. */
struct grid_cover {
    str grid;
    int64_t group_count;
    int64_t member_count;
};

extern const struct query organisations_below;
extern const struct query members_of_organisation;
extern const struct query covers_of_group;
extern const struct query covers_of_grid;
extern const struct query memberships_of_resident;
extern const struct query pledges_of_member;
extern const struct query organisations_at;
extern const struct query grid_covers;
extern const struct query coverage_counts;
extern const struct query pledging_members;

extern const struct figure party_figures[];
extern const struct roster *const party_rosters[];

/* Hears that a resident has died or moved away, and that a grid was closed. */
struct error *party_hear_gone(struct context *cx, const struct record_type *type,
                              const void *record);
struct error *party_hear_closed(struct context *cx, const struct record_type *type,
                                const void *record);

/* Pages and actions */
handler organisation_page;
handler organisation_dissolve_action;
handler group_cover_action;
handler group_leave_action;
handler member_page;
handler member_confirm_action;
handler member_transfer_action;
handler pledge_page;
handler pledge_keep_action;
handler coverage_page;

/* What the page of a place shows of the party. */
struct error *party_write_panel(struct context *cx, str place, struct buf *out);

/* What the doors ask of a member, new or changed. */
MUST_USE struct error *party_member_check(struct context *cx, void *member);

#endif
