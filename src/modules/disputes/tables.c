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

/* What the cases of a period add up to, in groups. */

struct mediated_group {
    str unit;
    str category;
    str source;
    str outcome;
    str form;
    str level;
    int64_t is_difficult;
    int64_t band; /* of people: 0 below 50, 1 below 100, 2 up to 500, 3 more */
    int64_t cases;
    int64_t parties;
    int64_t amount;
};

static const struct field mediated_columns[] = {
    { TEXT(mediated_group, unit) },
    { TEXT(mediated_group, category) },
    { TEXT(mediated_group, source) },
    { TEXT(mediated_group, outcome) },
    { TEXT(mediated_group, form) },
    { TEXT(mediated_group, level) },
    { INTEGER(mediated_group, is_difficult) },
    { INTEGER(mediated_group, band) },
    { INTEGER(mediated_group, cases) },
    { INTEGER(mediated_group, parties) },
    { INTEGER(mediated_group, amount) },
};

/* By committee: $6 is how much of its key tells a row from another. */
const struct query mediated_in_period = {
    .sql = "select substr(unit, 1, $6) as unit, category, source, outcome, form, "
           "'' as level, is_difficult, 0 as band, "
           "count(*) as cases, cast(sum(party_count) as bigint) as parties, "
           "cast(sum(amount) as bigint) as amount "
           "from disputes where county = $1 and accepted_on >= $4 and accepted_on <= $5 "
           "and place >= $2 and place < $3 "
           "group by substr(unit, 1, $6), category, source, outcome, form, is_difficult "
           "limit 200000",
    .row = { SHAPE(mediated_group, mediated_columns) },
};

const struct query mediated_by_type = {
    .sql = "select '' as unit, category, '' as source, outcome, '' as form, level, "
           "0 as is_difficult, "
           "case when people_count < 50 then 0 when people_count < 100 then 1 "
           "when people_count <= 500 then 2 else 3 end as band, "
           "count(*) as cases, 0 as parties, 0 as amount "
           "from disputes where county = $1 and accepted_on >= $4 and accepted_on <= $5 "
           "and place >= $2 and place < $3 "
           "group by category, outcome, level, "
           "case when people_count < 50 then 0 when people_count < 100 then 1 "
           "when people_count <= 500 then 2 else 3 end limit 200000",
    .row = { SHAPE(mediated_group, mediated_columns) },
};

struct counted_group {
    str name;
    int64_t count;
};

static const struct field counted_columns[] = {
    { TEXT(counted_group, name) },
    { INTEGER(counted_group, count) },
};

const struct query found_in_period = {
    .sql = "select category as name, count(*) as count from disputes where county = $1 "
           "and place >= $2 and place < $3 and found_on >= $4 and found_on <= $5 "
           "group by category limit 1000",
    .row = { SHAPE(counted_group, counted_columns) },
};

const struct query screened_in_period = {
    .sql = "select substr(place, 1, 12) as name, count(*) as count from screenings "
           "where county = $1 and place >= $2 and place < $3 and held_on >= $4 "
           "and held_on <= $5 group by substr(place, 1, 12) limit 5000",
    .row = { SHAPE(counted_group, counted_columns) },
};

const struct query prevented_in_period = {
    .sql = "select unit as name, count(*) as count from disputes where county = $1 "
           "and place >= $2 and place < $3 and status = 'prevented' and ended_on >= $4 "
           "and ended_on <= $5 group by unit limit 5000",
    .row = { SHAPE(counted_group, counted_columns) },
};

const struct query confirmed_in_period = {
    .sql = "select unit as name, count(*) as count from disputes where county = $1 "
           "and place >= $2 and place < $3 and confirmation = 'granted' "
           "and confirm_decided_on >= $4 and confirm_decided_on <= $5 "
           "group by unit limit 5000",
    .row = { SHAPE(counted_group, counted_columns) },
};

const struct query returns_of_period = {
    .of = &dispute_return_type,
    .sql = "where county = $1 and place = $2 and kind = $3 and from_on = $4 and to_on = $5 "
           "order by id desc limit 1",
};

/* Columns */

struct making {
    struct context *cx;
    struct dispute_table *table;
    struct dispute_category *categories;
    size_t category_count;
    struct mediated_group *groups;
    size_t group_count;
    str *keys; /* of the rows */
};

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

/* A county's table has a row a township, another one a row a village. */
static size_t row_key_length(const struct dispute_table *table)
{
    return table->place.length <= 6 ? 9 : 12;
}

static str row_key(const struct dispute_table *table, str unit)
{
    return str_slice(unit, 0, row_key_length(table));
}

static struct table_row *row_of(struct making *making, str key)
{
    struct dispute_table *table = making->table;

    for (size_t i = 0; i < table->row_count; i++)
        if (str_eq(making->keys[i], key))
            return &table->rows[i];
    if (table->row_count == TABLE_ROWS_MAX)
        return &table->rows[TABLE_ROWS_MAX - 1];
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

static bool is_settled(const struct mediated_group *group)
{
    return str_eq(group->outcome, S("settled"));
}

static struct error *ask(const struct making *making, const struct query *query, void *rows,
                         size_t *count)
{
    struct context *cx = making->cx;
    const struct dispute_table *table = making->table;

    return query_rows(cx, query,
                      WITH(value_integer(key_county(table->place)), value_text(table->place),
                           value_text(key_end(cx->arena, table->place)),
                           value_date(cx->arena, table->from),
                           value_date(cx->arena, table->to)),
                      rows, count);
}

static struct error *ask_mediated(struct making *making)
{
    struct context *cx = making->cx;
    const struct dispute_table *table = making->table;

    if (table->kind == TABLE_SECURITY)
        return ask(making, &mediated_by_type, &making->groups, &making->group_count);
    return query_rows(cx, &mediated_in_period,
                      WITH(value_integer(key_county(table->place)), value_text(table->place),
                           value_text(key_end(cx->arena, table->place)),
                           value_date(cx->arena, table->from), value_date(cx->arena, table->to),
                           value_integer((int64_t)row_key_length(table))),
                      &making->groups, &making->group_count);
}

static struct error *add_counts(struct making *making, const struct query *query, size_t column)
{
    struct counted_group *groups;
    size_t count;

    TRY(ask(making, query, &groups, &count));
    for (size_t i = 0; i < count; i++)
        row_of(making, row_key(making->table, groups[i].name))->cells[column] +=
            groups[i].count;
    return NULL;
}

static void say_wrong(struct making *making, struct buf *wrong, str label, const char *words)
{
    (void)making;
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
    table->row_heading = S("调委会所在地");
}

static void count_justice(struct making *making, const struct mediated_group *group)
{
    struct table_row *row = row_of(making, row_key(making->table, group->unit));
    int source = choice_index(dispute_source_choices, DISPUTE_SOURCES, group->source);
    int category = category_index(making, group->category);

    row->cells[JUSTICE_CASES] += group->cases;
    row->cells[JUSTICE_PARTIES] += group->parties;
    row->cells[JUSTICE_AMOUNT] += group->amount;
    if (group->is_difficult != 0)
        row->cells[JUSTICE_DIFFICULT] += group->cases;
    if (is_settled(group)) {
        row->cells[JUSTICE_SETTLED] += group->cases;
        if (str_eq(group->form, S("written")))
            row->cells[JUSTICE_WRITTEN] += group->cases;
        if (str_eq(group->form, S("oral")))
            row->cells[JUSTICE_ORAL] += group->cases;
    }
    if (source >= 0)
        row->cells[JUSTICE_SOURCES + source] += group->cases;
    if (category >= 0)
        row->cells[JUSTICE_TYPES + category] += group->cases;
}

static struct error *finish_justice(struct making *making)
{
    TRY(add_counts(making, &screened_in_period, add_column(making->table, S("排查次数"))));
    TRY(add_counts(making, &prevented_in_period, add_column(making->table, S("预防数"))));
    return add_counts(making, &confirmed_in_period, add_column(making->table, S("司法确认数")));
}

static void check_justice(struct making *making, const struct table_row *row, struct buf *wrong)
{
    int64_t cases = row->cells[JUSTICE_CASES];

    if (sum_of(row, JUSTICE_TYPES, making->category_count) != cases)
        say_wrong(making, wrong, row->label,
                  "各类型相加不等于调解案件数，有案件的类型不在18类里。");
    if (sum_of(row, JUSTICE_SOURCES, DISPUTE_SOURCES) != cases)
        say_wrong(making, wrong, row->label, "各来源相加不等于调解案件数。");
    if (row->cells[JUSTICE_SETTLED] > cases)
        say_wrong(making, wrong, row->label, "成功数多于调解案件数。");
    if (row->cells[JUSTICE_WRITTEN] + row->cells[JUSTICE_ORAL] != row->cells[JUSTICE_SETTLED])
        say_wrong(making, wrong, row->label,
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

static void count_security(struct making *making, const struct mediated_group *group)
{
    struct table_row *row = row_of(making, group->category);
    int level = choice_index(dispute_level_choices, DISPUTE_LEVELS, group->level);

    row->cells[SECURITY_CASES] += group->cases;
    row->cells[SECURITY_BANDS + group->band] += group->cases;
    if (is_settled(group))
        row->cells[SECURITY_SETTLED] += group->cases;
    if (level >= 0)
        row->cells[SECURITY_LEVELS + level] += group->cases;
}

static struct error *finish_security(struct making *making)
{
    struct counted_group *groups;
    size_t count;

    TRY(ask(making, &found_in_period, &groups, &count));
    for (size_t i = 0; i < count; i++)
        row_of(making, groups[i].name)->cells[SECURITY_FOUND] += groups[i].count;
    return NULL;
}

static void check_security(struct making *making, const struct table_row *row,
                           struct buf *wrong)
{
    int64_t cases = row->cells[SECURITY_CASES];

    if (sum_of(row, SECURITY_BANDS, BANDS) != cases)
        say_wrong(making, wrong, row->label, "各规模相加不等于调处数。");
    if (sum_of(row, SECURITY_LEVELS, DISPUTE_LEVELS) != cases)
        say_wrong(making, wrong, row->label, "各层级相加不等于调处数。");
    if (row->cells[SECURITY_SETTLED] > cases)
        say_wrong(making, wrong, row->label, "成功数多于调处数。");
    if (str_is_empty(row->label))
        say_wrong(making, wrong, S("有一类"), "类型不在18类里。");
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

static void count_resolved(struct making *making, const struct mediated_group *group)
{
    struct table_row *row = row_of(making, row_key(making->table, group->unit));
    int category = category_index(making, group->category);
    size_t which = is_settled(group) ? 0 : 1;

    row->cells[2 * making->category_count + which] += group->cases;
    if (category >= 0)
        row->cells[2 * (size_t)category + which] += group->cases;
}

static void check_resolved(struct making *making, const struct table_row *row,
                           struct buf *wrong)
{
    size_t total = 2 * making->category_count;

    if (sum_of(row, 0, total) != row->cells[total] + row->cells[total + 1])
        say_wrong(making, wrong, row->label, "各类型相加不等于合计，有案件的类型不在18类里。");
}

static struct error *nothing_more(struct making *making)
{
    (void)making;
    return NULL;
}

struct table_maker {
    void (*head)(struct making *making);
    void (*count)(struct making *making, const struct mediated_group *group);
    struct error *(*finish)(struct making *making);
    void (*check)(struct making *making, const struct table_row *row, struct buf *wrong);
};

static const struct table_maker makers[TABLE_KINDS] = {
    [TABLE_JUSTICE] = { head_justice, count_justice, finish_justice, check_justice },
    [TABLE_SECURITY] = { head_security, count_security, finish_security, check_security },
    [TABLE_RESOLVED] = { head_resolved, count_resolved, nothing_more, check_resolved },
};

/* The whole */

static void name_rows(struct making *making)
{
    struct dispute_table *table = making->table;

    if (table->kind == TABLE_SECURITY)
        return;
    for (size_t i = 0; i < table->row_count; i++)
        table->rows[i].label = place_called(making->cx, making->keys[i]);
}

/* By their keys, so that a table always has the same order. */
static void sort_rows(struct making *making)
{
    struct dispute_table *table = making->table;

    if (table->kind == TABLE_SECURITY)
        return;
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
    table->rows = arena_array(cx->arena, struct table_row, TABLE_ROWS_MAX);
    making.keys = arena_array(cx->arena, str, TABLE_ROWS_MAX);
    TRY(dispute_categories(cx, &making.categories, &making.category_count));
    if (making.category_count > 20)
        making.category_count = 20;
    TRY(ask_mediated(&making));
    maker->head(&making);
    for (size_t i = 0; i < making.group_count; i++)
        maker->count(&making, &making.groups[i]);
    TRY(maker->finish(&making));
    sort_rows(&making);
    name_rows(&making);
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
