/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Near relatives, as far as the households know: spouse, parents, children, siblings,
 * grandparents, grandchildren (民法典 1045).
 *
 * Each household says what its members are to its head; from two such words follows what they
 * are to one another, or nothing.
 */
#include "modules/people/people_parts.h"

enum bond {
    BOND_HEAD,
    BOND_SPOUSE,
    BOND_CHILD,
    BOND_GRANDCHILD,
    BOND_PARENT,
    BOND_GRANDPARENT,
    BOND_SIBLING,
    BOND_OTHER,
};

enum { BONDS = BOND_OTHER + 1 };

/* What the codes of GB/T 4761 say, by their tens; those of in-laws and distant kin are
 * excepted. */
static const struct {
    const char *first_digit;
    const char *except;
    enum bond bond;
} bonds[] = {
    { "0", "03", BOND_HEAD },
    { "1", "", BOND_SPOUSE },
    { "2", "28", BOND_CHILD },
    { "3", "38", BOND_CHILD },
    { "4", "45 46 47 48 49", BOND_GRANDCHILD },
    { "5", "53 54 55 56", BOND_PARENT },
    { "6", "65 66 67 68 69", BOND_GRANDPARENT },
    { "7", "72 74 76 78", BOND_SIBLING },
};

static enum bond bond_of(str code)
{
    for (size_t i = 0; i < COUNT(bonds); i++)
        if (str_starts(code, str_of(bonds[i].first_digit)) &&
            !str_list_has(str_of(bonds[i].except), code))
            return bonds[i].bond;
    return BOND_OTHER;
}

/* Who is near to whom, by what both are to the head.  A child and a grandchild of the head may
 * be parent and child or uncle and nephew, so nothing follows. */
static const bool is_near[BONDS][BONDS] = {
    [BOND_HEAD] = { [BOND_SPOUSE] = true,
                    [BOND_CHILD] = true,
                    [BOND_GRANDCHILD] = true,
                    [BOND_PARENT] = true,
                    [BOND_GRANDPARENT] = true,
                    [BOND_SIBLING] = true },
    [BOND_SPOUSE] = { [BOND_CHILD] = true, [BOND_GRANDCHILD] = true },
    [BOND_CHILD] = { [BOND_CHILD] = true, [BOND_PARENT] = true },
    [BOND_PARENT] = { [BOND_PARENT] = true, [BOND_SIBLING] = true },
    [BOND_GRANDPARENT] = { [BOND_SIBLING] = true, [BOND_GRANDPARENT] = true },
    [BOND_SIBLING] = { [BOND_SIBLING] = true },
};

static bool codes_are_near(str a, str b)
{
    enum bond x = bond_of(a);
    enum bond y = bond_of(b);

    return is_near[x][y] || is_near[y][x];
}

struct both_relations {
    str first;
    str second;
};

static const struct field both_columns[] = {
    { TEXT(both_relations, first), .label = "甲" },
    { TEXT(both_relations, second), .label = "乙" },
};

/* What both were to the head at the same time. */
const struct query relations_of_both = {
    .sql = "select a.relation as first, b.relation as second "
           "from household_members a join household_members b "
           "on b.county = a.county and b.household = a.household "
           "where a.county = $1 and a.resident = $2 and b.resident = $3 "
           "and (a.to_on is null or a.to_on > b.from_on) "
           "and (b.to_on is null or b.to_on > a.from_on) "
           "order by a.id, b.id limit 50",
    .row = { SHAPE(both_relations, both_columns) },
};

struct error *resident_kin(struct context *cx, record_id a, record_id b, enum kin *kin)
{
    struct both_relations *both;
    size_t count;
    str first, second;

    *kin = KIN_UNKNOWN;
    TRY(query_rows(cx, &relations_of_both,
                   WITH(value_integer(id_county(a)), value_integer(a), value_integer(b)), &both,
                   &count));
    for (size_t i = 0; i < count; i++) {
        TRY(relation_code(cx, both[i].first, &first));
        TRY(relation_code(cx, both[i].second, &second));
        if (codes_are_near(first, second))
            *kin = KIN_NEAR;
    }
    return NULL;
}
