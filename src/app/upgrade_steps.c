/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the field tables do not say about the way from one version to the next.
 *
 *     static struct error *rename_story(struct context *cx)
 *     {
 *         return db_script(cx, "alter table matters rename column story to words");
 *     }
 *
 *     { 3, "诉求内容换了列名", rename_story },
 *
 * A step is written once and never changed after its release.  It names tables and columns as
 * they are at its version, in SQL that both databases understand.
 */
#include "app/upgrade.h"

/* An index of a reference has only the records whose reference is set. */
static const char whole_indexes[] = "drop index if exists accounts_person; "
                                    "drop index if exists sessions_account; "
                                    "drop index if exists sessions_ends_at; "
                                    "drop index if exists api_tokens_account; "
                                    "drop index if exists posts_person; "
                                    "drop index if exists posts_account; "
                                    "drop index if exists journal_account; "
                                    "drop index if exists household_members_resident; "
                                    "drop index if exists household_members_household; "
                                    "drop index if exists appointments_resident; "
                                    "drop index if exists party_organisations_parent; "
                                    "drop index if exists party_group_grids_organisation; "
                                    "drop index if exists party_members_resident; "
                                    "drop index if exists party_members_organisation; "
                                    "drop index if exists pledges_member; "
                                    "drop index if exists matters_merged_into; "
                                    "drop index if exists matters_escalates_after; "
                                    "drop index if exists matter_callers_matter; "
                                    "drop index if exists matter_units_matter;";

static struct error *drop_whole_indexes(struct context *cx)
{
    return db_script(cx, whole_indexes);
}

/* The rows of a place and a period lie together: another primary key.  The totals follow from
 * the records and are made anew. */
static struct error *drop_totals(struct context *cx)
{
    return db_script(cx, "drop table totals");
}

const struct upgrade_step upgrade_steps[] = {
    { 2, "indexes of references", drop_whole_indexes },
    { 2, "totals by place and period", drop_totals },
    { 0 },
};
