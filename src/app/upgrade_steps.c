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

#include "record/schema.h"

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

/* A row has all figures of a place and a period.  The totals are made anew; those of an import
 * that is under way cannot be, so they are rewritten, as what they take away. */
static const char *const packed_totals[DB_ENGINES] = {
    [DB_SQLITE] =
        "create temp table packed as select county, import, place, period, "
        "group_concat(figure || ' ' || (-value) || ' ', '') as amounts from import_totals "
        "group by county, import, place, period; drop table import_totals; "
        "create table import_totals (county integer not null, import integer not null, "
        "place text not null, period integer not null, amounts text not null, "
        "primary key (county, import, place, period)) without rowid; "
        "insert into import_totals select * from packed; drop table packed;",
    [DB_POSTGRES] =
        "create temp table packed as select county, import, place, period, "
        "string_agg(figure || ' ' || (-value) || ' ', '') as amounts from import_totals "
        "group by county, import, place, period; drop table import_totals; "
        "create table import_totals (county bigint not null, import bigint not null, "
        "place text collate \"C\" not null, period bigint not null, "
        "amounts text collate \"C\" not null, primary key (county, import, place, period)); "
        "insert into import_totals select * from packed; drop table packed;",
};

static struct error *pack_totals(struct context *cx)
{
    bool has_own;

    TRY(db_script(cx, "drop table if exists totals"));
    TRY(schema_has_table(cx, "import_totals", &has_own));
    return has_own ? db_script(cx, packed_totals[db_engine(cx->db)]) : NULL;
}

const struct upgrade_step upgrade_steps[] = {
    { 2, "indexes of references", drop_whole_indexes },
    { 2, "totals by place and period", drop_totals },
    { 3, "a row of totals for a place and a period", pack_totals },
    { 0 },
};
