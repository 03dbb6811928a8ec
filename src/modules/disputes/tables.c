/* SPDX-License-Identifier: Apache-2.0 */
/* The tables that are sent upwards. */
#include "modules/disputes/tables.h"

#include "app/access.h"
#include "base/csv.h"
#include "base/number.h"
#include "modules/disputes/catalogue.h"
#include "modules/disputes/choices.h"

#include <string.h>

const struct choice table_choices[TABLE_KINDS] = {
    [TABLE_JUSTICE] = { "justice", "司法所统计表", TONE_PLAIN },
    [TABLE_SECURITY] = { "security", "综治分类表", TONE_PLAIN },
    [TABLE_RESOLVED] = { "resolved", "化解情况表", TONE_PLAIN },
};

static const struct field return_fields[] = {
    { PLACE(dispute_return, place), .label = "地方", .required = true, .listed = true },
    { CHOICE(dispute_return, kind), .label = "报表", .choices = WORDS_OF(table_choices),
      .listed = true },
    { DATE(dispute_return, from_on), .label = "从", .listed = true },
    { DATE(dispute_return, to_on), .label = "到", .listed = true },
    { LINES(dispute_return, cells), .label = "数字", .max = 100000 },
    { DATE(dispute_return, sent_on), .label = "报送日期", .listed = true },
    { TEXT(dispute_return, sender), .label = "报送人", .listed = true },
    { TEXT(dispute_return, receiver), .label = "报到哪里", .listed = true },
};

const struct record_type dispute_return_type = {
    .name = "dispute_return",
    .table = "dispute_returns",
    .title = "已报送的报表",
    .shape = { SHAPE(dispute_return, return_fields) },
    .place = "place",
    .reads = "disputes.guide",
};

const struct query returns_of_period = {
    .of = &dispute_return_type,
    .sql = "where county = $1 and place = $2 and kind = $3 and from_on = $4 and to_on = $5 "
           "order by id desc limit 1",
};

/* What a table is made of: a split figure, and which of its values is the level, by which a
 * case is in the hands of the committee of the village, township or county of its place. */

enum { NO_LEVEL = SPLIT_FIELDS_MAX, ROWS_FIRST = 32, CATEGORIES_SHOWN = 20 };
enum { KEY_COUNTY = 6, KEY_TOWNSHIP = 9, KEY_VILLAGE = 12 };

struct table_source {
    const char *split;
    size_t level; /* or NO_LEVEL */
};

struct making {
    struct context *cx;
    struct dispute_table *table;
    struct dispute_category *categories;
    size_t category_count;
    str *keys; /* of the rows */
    size_t capacity;
};

/* Columns */

static size_t add_column(struct dispute_table *table, str label)
{
    table->columns[table->column_count].label = label;
    return table->column_count++;
}

/* "婚姻家庭纠纷" is 婚姻家庭 in the head of a table. */
static str short_name(str name)
{
    return str_ends(name, S("纠纷")) && name.length > 6
               ? str_slice(name, 0, name.length - strlen("纠纷"))
               : name;
}

/* Rows */

/* A county's table has a row a township, one below it a row a village. */
static size_t row_key_length(const struct dispute_table *table)
{
    if (table->place.length < KEY_COUNTY)
        return KEY_COUNTY;
    return table->place.length == KEY_COUNTY ? KEY_TOWNSHIP : KEY_VILLAGE;
}

static bool has_rows_below(const struct dispute_table *table)
{
    return table->place.length < row_key_length(table);
}

static void grow_rows(struct making *making)
{
    struct dispute_table *table = making->table;
    size_t capacity = making->capacity == 0 ? ROWS_FIRST : making->capacity * 2;
    struct table_row *rows = arena_array(making->cx->arena, struct table_row, capacity);
    str *keys = arena_array(making->cx->arena, str, capacity);

    for (size_t i = 0; i < table->row_count; i++) {
        rows[i] = table->rows[i];
        keys[i] = making->keys[i];
    }
    table->rows = rows;
    making->keys = keys;
    making->capacity = capacity;
}

/* Valid until the next one is asked for. */
static struct table_row *row_of(struct making *making, str key)
{
    struct dispute_table *table = making->table;

    for (size_t i = 0; i < table->row_count; i++)
        if (str_eq(making->keys[i], key))
            return &table->rows[i];
    if (table->row_count == making->capacity)
        grow_rows(making);
    making->keys[table->row_count] = key;
    return &table->rows[table->row_count++];
}

static int category_index(const struct making *making, str category)
{
    for (size_t i = 0; i < making->category_count; i++)
        if (str_eq(making->categories[i].code, category))
            return (int)i;
    return -1;
}

static int choice_index(const struct choice *choices, size_t count, str code)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(code, str_of(choices[i].code)))
            return (int)i;
    return -1;
}

static void say_wrong(struct buf *wrong, str label, const char *words)
{
    if (wrong->length > 0)
        buf_add_char(wrong, '\n');
    buf_printf(wrong, "%.*s：%s", STR_ARG(label), words);
}

static int64_t sum_of(const struct table_row *row, size_t first, size_t count)
{
    int64_t sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += row->cells[first + i];
    return sum;
}

/* The judicial office's table */

enum {
    JUSTICE_CASES,
    JUSTICE_PARTIES,
    JUSTICE_SETTLED,
    JUSTICE_DIFFICULT,
    JUSTICE_AMOUNT,
    JUSTICE_WRITTEN,
    JUSTICE_ORAL,
    JUSTICE_SOURCES,
    JUSTICE_TYPES = JUSTICE_SOURCES + DISPUTE_SOURCES,
};

enum {
    BY_CATEGORY,
    BY_SOURCE,
    BY_FORM,
    PARTIES,
    AMOUNT,
    DIFFICULT,
    SCREENED,
    PREVENTED,
    CONFIRMED,
};

static const struct table_source justice_sources[] = {
    [BY_CATEGORY] = { "disputes_mediated:category level", 1 },
    [BY_SOURCE] = { "disputes_mediated:source level", 1 },
    [BY_FORM] = { "disputes_settled:form level", 1 },
    [PARTIES] = { "disputes_mediated:level:party_count", 0 },
    [AMOUNT] = { "disputes_mediated:level:amount", 0 },
    [DIFFICULT] = { "disputes_difficult:level", 0 },
    [SCREENED] = { "dispute_screenings:kind", NO_LEVEL },
    [PREVENTED] = { "disputes_prevented:level", 0 },
    [CONFIRMED] = { "disputes_confirmed:level", 0 },
};

static void head_justice(struct making *making)
{
    static const char *const first[] = { "调解案件数", "涉及当事人数",     "成功数",
                                         "疑难复杂数", "涉及金额（万元）", "书面协议",
                                         "口头协议" };
    struct dispute_table *table = making->table;

    for (size_t i = 0; i < COUNT(first); i++)
        add_column(table, str_of(first[i]));
    table->columns[JUSTICE_AMOUNT].is_amount = true;
    for (size_t i = 0; i < DISPUTE_SOURCES; i++)
        add_column(table, str_of(dispute_source_choices[i].label));
    for (size_t i = 0; i < making->category_count; i++)
        add_column(table, short_name(making->categories[i].name));
    add_column(table, S("排查次数"));
    add_column(table, S("预防数"));
    add_column(table, S("司法确认数"));
    table->row_heading = S("调委会所在地");
}

static void count_type(const struct making *making, str category, int64_t value, int64_t *cells)
{
    int type = category_index(making, category);

    cells[JUSTICE_CASES] += value;
    if (type >= 0)
        cells[JUSTICE_TYPES + type] += value;
}

static void count_source(str code, int64_t value, int64_t *cells)
{
    int source = choice_index(dispute_source_choices, DISPUTE_SOURCES, code);

    if (source >= 0)
        cells[JUSTICE_SOURCES + source] += value;
}

static void count_form(str form, int64_t value, int64_t *cells)
{
    cells[JUSTICE_SETTLED] += value;
    if (str_eq(form, S("written")))
        cells[JUSTICE_WRITTEN] += value;
    if (str_eq(form, S("oral")))
        cells[JUSTICE_ORAL] += value;
}

static void count_justice(const struct making *making, const struct figure_share *share,
                          int64_t value, int64_t *cells)
{
    size_t after_types = JUSTICE_TYPES + making->category_count;

    switch (share->split) {
    case BY_CATEGORY:
        count_type(making, share->values[0], value, cells);
        break;
    case BY_SOURCE:
        count_source(share->values[0], value, cells);
        break;
    case BY_FORM:
        count_form(share->values[0], value, cells);
        break;
    case PARTIES:
        cells[JUSTICE_PARTIES] += value;
        break;
    case AMOUNT:
        cells[JUSTICE_AMOUNT] += value;
        break;
    case DIFFICULT:
        cells[JUSTICE_DIFFICULT] += value;
        break;
    default:
        cells[after_types + share->split - SCREENED] += value;
    }
}

static void check_justice(struct making *making, const struct table_row *row, struct buf *wrong)
{
    int64_t cases = row->cells[JUSTICE_CASES];

    if (sum_of(row, JUSTICE_TYPES, making->category_count) != cases)
        say_wrong(wrong, row->label, "各类型相加不等于调解案件数，有案件的类型不在18类里。");
    if (sum_of(row, JUSTICE_SOURCES, DISPUTE_SOURCES) != cases)
        say_wrong(wrong, row->label, "各来源相加不等于调解案件数。");
    if (row->cells[JUSTICE_SETTLED] > cases)
        say_wrong(wrong, row->label, "成功数多于调解案件数。");
    if (row->cells[JUSTICE_WRITTEN] + row->cells[JUSTICE_ORAL] != row->cells[JUSTICE_SETTLED])
        say_wrong(wrong, row->label,
                  "书面协议加口头协议不等于成功数，有成功的案件没有登记协议形式。");
}

/* The public-security table: a row a type */

enum {
    SECURITY_FOUND,
    SECURITY_CASES,
    SECURITY_SETTLED,
    SECURITY_RATE,
    SECURITY_BANDS,
    BANDS = 4,
    SECURITY_LEVELS = SECURITY_BANDS + BANDS,
};

static void head_security(struct making *making)
{
    static const char *const labels[] = { "排查发现数",
                                          "调处数",
                                          "成功数",
                                          "成功率",
                                          "50人以下",
                                          "50人以上不满100人",
                                          "100人以上500人以下",
                                          "500人以上",
                                          "村级调处",
                                          "镇级调处",
                                          "县级调处" };

    for (size_t i = 0; i < COUNT(labels); i++)
        add_column(making->table, str_of(labels[i]));
    making->table->columns[SECURITY_RATE].is_rate = true;
    making->table->row_heading = S("纠纷类型");
    for (size_t i = 0; i < making->category_count; i++)
        row_of(making, making->categories[i].code)->label = making->categories[i].name;
}

enum { SECURITY_BY_LEVEL, SECURITY_BY_TYPE_SETTLED, SECURITY_BY_TYPE_FOUND, SECURITY_BY_SIZE };

static const struct table_source security_sources[] = {
    [SECURITY_BY_LEVEL] = { "disputes_mediated:category level", 1 },
    [SECURITY_BY_TYPE_SETTLED] = { "disputes_settled:category level", 1 },
    [SECURITY_BY_TYPE_FOUND] = { "disputes_found:category", NO_LEVEL },
    [SECURITY_BY_SIZE] = { "disputes_below_50_people:category", NO_LEVEL },
    { "disputes_from_50_people:category", NO_LEVEL },
    { "disputes_from_100_people:category", NO_LEVEL },
    { "disputes_above_500_people:category", NO_LEVEL },
};

static void count_level(str code, int64_t value, int64_t *cells)
{
    int level = choice_index(dispute_level_choices, DISPUTE_LEVELS, code);

    cells[SECURITY_CASES] += value;
    if (level >= 0)
        cells[SECURITY_LEVELS + level] += value;
}

static void count_security(const struct making *making, const struct figure_share *share,
                           int64_t value, int64_t *cells)
{
    (void)making;
    switch (share->split) {
    case SECURITY_BY_LEVEL:
        count_level(share->values[1], value, cells);
        break;
    case SECURITY_BY_TYPE_SETTLED:
        cells[SECURITY_SETTLED] += value;
        break;
    case SECURITY_BY_TYPE_FOUND:
        cells[SECURITY_FOUND] += value;
        break;
    default:
        cells[SECURITY_BANDS + share->split - SECURITY_BY_SIZE] += value;
    }
}

static void check_security(struct making *making, const struct table_row *row,
                           struct buf *wrong)
{
    int64_t cases = row->cells[SECURITY_CASES];

    (void)making;
    if (sum_of(row, SECURITY_BANDS, BANDS) != cases)
        say_wrong(wrong, row->label, "各规模相加不等于调处数。");
    if (sum_of(row, SECURITY_LEVELS, DISPUTE_LEVELS) != cases)
        say_wrong(wrong, row->label, "各层级相加不等于调处数。");
    if (row->cells[SECURITY_SETTLED] > cases)
        say_wrong(wrong, row->label, "成功数多于调处数。");
    if (str_is_empty(row->label))
        say_wrong(wrong, S("有一类"), "类型不在18类里。");
}

/* What was resolved: two columns a type */

static void head_resolved(struct making *making)
{
    struct context *cx = making->cx;

    for (size_t i = 0; i < making->category_count; i++) {
        str name = short_name(making->categories[i].name);
        add_column(making->table, arena_printf(cx->arena, "%.*s 化解", STR_ARG(name)));
        add_column(making->table, arena_printf(cx->arena, "%.*s 未化解", STR_ARG(name)));
    }
    add_column(making->table, S("合计 化解"));
    add_column(making->table, S("合计 未化解"));
    making->table->row_heading = S("调委会所在地");
}

static const struct table_source resolved_sources[] = {
    { "disputes_settled:category level", 1 },
    { "disputes_mediated:category level", 1 },
};

/* What was settled is one of those mediated, so there is one less that is not resolved. */
static void count_pair(bool is_settled, int64_t value, int64_t pair[2])
{
    pair[0] += is_settled ? value : 0;
    pair[1] += is_settled ? -value : value;
}

static void count_resolved(const struct making *making, const struct figure_share *share,
                           int64_t value, int64_t *cells)
{
    int type = category_index(making, share->values[0]);
    bool is_settled = share->split == 0;

    count_pair(is_settled, value, cells + 2 * making->category_count);
    if (type >= 0)
        count_pair(is_settled, value, cells + 2 * type);
}

static void check_resolved(struct making *making, const struct table_row *row,
                           struct buf *wrong)
{
    size_t total = 2 * making->category_count;

    if (sum_of(row, 0, total) != row->cells[total] + row->cells[total + 1])
        say_wrong(wrong, row->label, "各类型相加不等于合计，有案件的类型不在18类里。");
}

struct table_maker {
    const struct table_source *sources;
    size_t source_count;
    void (*head)(struct making *making);
    void (*count)(const struct making *making, const struct figure_share *share, int64_t value,
                  int64_t *cells);
    void (*check)(struct making *making, const struct table_row *row, struct buf *wrong);
};

static const struct table_maker makers[TABLE_KINDS] = {
    [TABLE_JUSTICE] = { justice_sources, COUNT(justice_sources), head_justice, count_justice,
                        check_justice },
    [TABLE_SECURITY] = { security_sources, COUNT(security_sources), head_security,
                         count_security, check_security },
    [TABLE_RESOLVED] = { resolved_sources, COUNT(resolved_sources), head_resolved,
                         count_resolved, check_resolved },
};

/* Into which rows a share counts */

/* How long the key of the unit is that has cases of a level. */
static size_t unit_key_length(const struct table_source *source,
                              const struct figure_share *share)
{
    static const size_t lengths[DISPUTE_LEVELS] = {
        [DISPUTE_AT_VILLAGE] = KEY_VILLAGE,
        [DISPUTE_AT_TOWNSHIP] = KEY_TOWNSHIP,
        [DISPUTE_AT_COUNTY] = KEY_COUNTY,
    };
    int level = source->level == NO_LEVEL ? -1
                                          : choice_index(dispute_level_choices, DISPUTE_LEVELS,
                                                         share->values[source->level]);

    return level < 0 ? KEY_VILLAGE : lengths[level];
}

/* What a unit above the rows has is told by the whole place, the rest by the places of the
 * rows; what of it lies in none of them is the place's own. */
static void count_share(struct making *making, const struct table_maker *maker,
                        const struct figure_share *share)
{
    struct dispute_table *table = making->table;
    size_t length = unit_key_length(&maker->sources[share->split], share);
    bool is_above = length < row_key_length(table);
    bool is_whole = str_eq(share->place, table->place);

    if (is_whole) {
        str key = is_above || !has_rows_below(table) ? str_slice(table->place, 0, length)
                                                     : table->place;
        maker->count(making, share, share->value, row_of(making, key)->cells);
    } else if (!is_above) {
        maker->count(making, share, share->value, row_of(making, share->place)->cells);
        maker->count(making, share, -share->value, row_of(making, table->place)->cells);
    }
}

static void count_type_row(struct making *making, const struct table_maker *maker,
                           const struct figure_share *share)
{
    maker->count(making, share, share->value, row_of(making, share->values[0])->cells);
}

static struct error *count_shares(struct making *making, const struct table_maker *maker)
{
    const struct dispute_table *table = making->table;
    bool is_by_type = table->kind == TABLE_SECURITY;
    const char *names[SPLITS_AT_ONCE];
    struct figure_share *shares;
    size_t count;

    for (size_t i = 0; i < maker->source_count; i++)
        names[i] = maker->sources[i].split;
    TRY(figures_read_shares(making->cx, names, maker->source_count, table->place,
                            is_by_type || !has_rows_below(table) ? 0 : row_key_length(table),
                            table->from, table->to, &shares, &count));
    for (size_t i = 0; i < count; i++)
        if (is_by_type)
            count_type_row(making, maker, &shares[i]);
        else
            count_share(making, maker, &shares[i]);
    return NULL;
}

/* The whole */

static bool is_empty_row(const struct dispute_table *table, const struct table_row *row)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (row->cells[i] != 0)
            return false;
    return true;
}

/* A type has its row even if there is nothing, a committee has not. */
static void drop_empty_rows(struct making *making)
{
    struct dispute_table *table = making->table;
    size_t kept = 0;

    for (size_t i = 0; i < table->row_count; i++) {
        if (is_empty_row(table, &table->rows[i]))
            continue;
        making->keys[kept] = making->keys[i];
        table->rows[kept++] = table->rows[i];
    }
    table->row_count = kept;
}

static void name_rows(struct making *making)
{
    struct dispute_table *table = making->table;

    for (size_t i = 0; i < table->row_count; i++)
        table->rows[i].label = place_called(making->cx, making->keys[i]);
}

/* By their keys, so that a table always has the same order. */
static void sort_rows(struct making *making)
{
    struct dispute_table *table = making->table;

    for (size_t i = 1; i < table->row_count; i++)
        for (size_t k = i; k > 0 && str_compare(making->keys[k - 1], making->keys[k]) > 0;
             k--) {
            str key = making->keys[k];
            struct table_row row = table->rows[k];
            making->keys[k] = making->keys[k - 1];
            table->rows[k] = table->rows[k - 1];
            making->keys[k - 1] = key;
            table->rows[k - 1] = row;
        }
}

static void add_up(struct making *making)
{
    struct dispute_table *table = making->table;

    table->total.label = S("合计");
    for (size_t i = 0; i < table->row_count; i++)
        for (size_t column = 0; column < table->column_count; column++)
            table->total.cells[column] += table->rows[i].cells[column];
}

static void check_all(struct making *making, const struct table_maker *maker)
{
    struct dispute_table *table = making->table;
    struct buf wrong = { .arena = making->cx->arena };

    for (size_t i = 0; i < table->row_count; i++)
        maker->check(making, &table->rows[i], &wrong);
    maker->check(making, &table->total, &wrong);
    table->wrong = buf_str(&wrong);
}

struct error *table_read(struct context *cx, enum table_kind kind, str place, date from,
                         date to, struct dispute_table *table)
{
    const struct table_maker *maker = &makers[kind];
    struct making making = { .cx = cx, .table = table };

    *table = (struct dispute_table){ .kind = kind, .place = place, .from = from, .to = to };
    TRY(dispute_categories(cx, &making.categories, &making.category_count));
    if (making.category_count > CATEGORIES_SHOWN)
        making.category_count = CATEGORIES_SHOWN;
    maker->head(&making);
    TRY(count_shares(&making, maker));
    if (kind != TABLE_SECURITY) {
        drop_empty_rows(&making);
        sort_rows(&making);
        name_rows(&making);
    }
    add_up(&making);
    check_all(&making, maker);
    return NULL;
}

str table_cell(struct context *cx, const struct dispute_table *table,
               const struct table_row *row, size_t column)
{
    struct buf text = { .arena = cx->arena };

    if (table->columns[column].is_rate)
        percent_show(row->cells[column - 1], row->cells[column - 2], &text);
    else if (table->columns[column].is_amount)
        fixed_show(row->cells[column], 6, 4, &text);
    else
        buf_add_integer(&text, row->cells[column]);
    return buf_str(&text);
}

static void write_csv_row(struct context *cx, const struct dispute_table *table,
                          const struct table_row *row, struct buf *out)
{
    csv_add_cell(out, true, row->label);
    for (size_t i = 0; i < table->column_count; i++)
        csv_add_cell(out, false, table_cell(cx, table, row, i));
    csv_end_row(out);
}

str table_csv(struct context *cx, const struct dispute_table *table)
{
    struct buf out = { .arena = cx->arena };

    csv_add_cell(&out, true, table->row_heading);
    for (size_t i = 0; i < table->column_count; i++)
        csv_add_cell(&out, false, table->columns[i].label);
    csv_end_row(&out);
    for (size_t i = 0; i < table->row_count; i++)
        write_csv_row(cx, table, &table->rows[i], &out);
    write_csv_row(cx, table, &table->total, &out);
    return buf_str(&out);
}

struct error *table_sent(struct context *cx, const struct dispute_table *table,
                         struct dispute_return *sent, bool *found)
{
    struct dispute_return *rows;
    size_t count;

    TRY(query_rows(cx, &returns_of_period,
                   WITH(value_integer(key_county(table->place)), value_text(table->place),
                        value_text(str_of(table_choices[table->kind].code)),
                        value_date(cx->arena, table->from), value_date(cx->arena, table->to)),
                   &rows, &count));
    *found = count > 0;
    if (*found)
        *sent = rows[0];
    return NULL;
}

struct error *table_send(struct context *cx, enum table_kind kind, str place, date from,
                         date to, str receiver, struct dispute_return *sent)
{
    struct dispute_table table;

    TRY(access_need(cx, "disputes.guide", place));
    TRY(table_read(cx, kind, place, from, to, &table));
    if (!str_is_empty(table.wrong))
        return fail(cx, ERROR_CONFLICT, "数字对不上，不能报送：\n%.*s", STR_ARG(table.wrong));
    *sent = (struct dispute_return){
        .place = place,
        .kind = kind,
        .from_on = from,
        .to_on = to,
        .cells = table_csv(cx, &table),
        .sent_on = cx->today,
        .sender = cx->access->is_system ? S("系统") : cx->access->name,
        .receiver = receiver,
    };
    return store_insert(cx, &dispute_return_type, sent);
}
