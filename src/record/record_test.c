/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hash.h"
#include "record/exchange.h"
#include "record/form.h"
#include "record/match.h"
#include "record/pack.h"
#include "record/schema.h"
#include "record/search.h"
#include "tests/town.h"

#include <string.h>

/* A type with a field of each kind, known to this file alone. */

enum mood { MOOD_CALM, MOOD_GLAD };

struct sample {
    record_id id;
    int64_t version;
    str place;
    str title;
    str story;
    int64_t count;
    int64_t money;
    int64_t land;
    bool urgent;
    date held_on;
    instant seen_at;
    enum mood mood;
    record_id account;
    str secret;
};

static const struct choice moods[] = {
    [MOOD_CALM] = { "calm", "平静", TONE_PLAIN },
    [MOOD_GLAD] = { "glad", "高兴", TONE_GOOD },
};

static const char *refuse_x(str text)
{
    return str_eq(text, S("x")) ? "不能写x。" : NULL;
}

static str mask_all(struct arena *arena, str text)
{
    (void)arena;
    (void)text;
    return S("***");
}

static const struct field sample_fields[] = {
    { PLACE(sample, place), .label = "地点", .required = true },
    { TEXT(sample, title), .label = "标题", .required = true, .max = 10, .listed = true,
      .searchable = true },
    { LINES(sample, story), .label = "经过" },
    { INTEGER(sample, count), .label = "人数", .max = 100, .listed = true },
    { AMOUNT(sample, money), .label = "金额" },
    { AREA(sample, land), .label = "面积" },
    { BOOLEAN(sample, urgent), .label = "紧急" },
    { DATE(sample, held_on), .label = "日期", .listed = true },
    { INSTANT(sample, seen_at), .label = "时间" },
    { CHOICE(sample, mood), .label = "心情", .choices = CHOICES(moods), .listed = true },
    { REF(sample, account), .label = "账号", .target = "account" },
    { SECRET(sample, secret), .label = "证件号", .refusal = refuse_x, .mask = mask_all },
};

static const struct record_type sample_type = {
    .name = "sample",
    .table = "test_samples",
    .title = "样本",
    .shape = { SHAPE(sample, sample_fields) },
    .place = "place",
    .called = "title",
};

static void make_table(struct context *cx)
{
    struct buf sql = { .arena = cx->arena };

    cx->watch = NULL;
    schema_write(&sample_type, db_engine(cx->db), &sql);
    buf_add_char(&sql, '\0');
    CHECK_OK(db_script(cx, sql.data));
}

static struct sample a_sample(void)
{
    return (struct sample){
        .place = S("421182102205001"),
        .title = S("路灯·𠅤"),
        .story = S("第一行\n第二行"),
        .count = -3,
        .money = 123456,
        .land = 6241600,
        .urgent = true,
        .held_on = date_of(1970, 1, 1),
        .seen_at = instant_of(date_of(2026, 2, 28), 23, 59, 58),
        .mood = MOOD_GLAD,
    };
}

TEST("a record of all kinds of values is read as it was written")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct sample sample = a_sample(), found = { 0 };

    make_table(&cx);
    CHECK_OK(store_insert(&cx, &sample_type, &sample));
    CHECK(id_county(sample.id) == 421182 && sample.version == 1);
    CHECK_OK(store_get(&cx, &sample_type, sample.id, &found));
    CHECK_STR(found.place, "421182102205001");
    CHECK_STR(found.title, "路灯·𠅤");
    CHECK_STR(found.story, "第一行\n第二行");
    CHECK(found.count == -3 && found.money == 123456 && found.land == 6241600);
    CHECK(found.urgent && found.mood == MOOD_GLAD && found.account == 0);
    CHECK(date_compare(found.held_on, date_of(1970, 1, 1)) == 0);
    CHECK(instant_compare(found.seen_at, sample.seen_at) == 0);
}

TEST("an empty record is read as an empty record")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct sample sample = { .place = S("421182102") }, found = { 0 };

    make_table(&cx);
    CHECK_OK(store_insert(&cx, &sample_type, &sample));
    CHECK_OK(store_get(&cx, &sample_type, sample.id, &found));
    CHECK(str_is_empty(found.title) && !date_is_set(found.held_on));
    CHECK(!instant_is_set(found.seen_at) && found.money == 0 && !found.urgent);
}

TEST("of two who change the same record the second is told, and nothing is lost")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct sample first = a_sample(), second;

    make_table(&cx);
    CHECK_OK(store_insert(&cx, &sample_type, &first));
    second = first;
    first.title = S("先改的");
    CHECK_OK(store_update(&cx, &sample_type, &first));
    second.title = S("后改的");
    CHECK_FAILS(store_update(&cx, &sample_type, &second), ERROR_CONFLICT);
    CHECK_OK(store_get(&cx, &sample_type, first.id, &second));
    CHECK_STR(second.title, "先改的");
    CHECK(second.version == 2);
}

static struct problem *read_sample(struct context *cx, struct sample *sample, const char *name,
                                   const char *value)
{
    struct param items[] = { { S("place"), S("421182"), { 0 } },
                             { S("title"), S("灯"), { 0 } },
                             { str_of(name), str_of(value), { 0 } } };
    struct problem *problems = NULL;

    shape_read(cx, &sample_type.shape, (struct params){ items, COUNT(items) }, sample,
               &problems);
    return problems;
}

TEST_ONCE("each kind of value refuses what it cannot understand with a sentence")
{
    static const char *const bad[][2] = {
        { "count", "三" },
        { "count", "101" },
        { "money", "12.345" },
        { "land", "1.23456" },
        { "held_on", "2026-02-30" },
        { "seen_at", "25:00" },
        { "mood", "angry" },
        { "urgent", "maybe" },
        { "title", "一二三四五六七八九十十一" },
        { "secret", "x" },
        { "title", "a\nb" },
        { "title", "a\x01" },
        { "place", "../etc" },
    };
    CLEANUP(arena_release) struct arena *arena = arena_create(1024 * 1024);
    struct context cx = { .arena = arena };

    for (size_t i = 0; i < COUNT(bad); i++) {
        struct sample sample = { 0 };
        struct problem *problems = read_sample(&cx, &sample, bad[i][0], bad[i][1]);
        CHECK(problems != NULL && problems->next == NULL);
        CHECK(strcmp(problems->field, bad[i][0]) == 0);
        CHECK(str_ends(problems->message, S("。")));
    }
}

TEST_ONCE("a required field that is empty is named")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1024 * 1024);
    struct context cx = { .arena = arena };
    struct sample sample = { 0 };
    struct problem *problems = read_sample(&cx, &sample, "title", " 　 ");

    CHECK(problems != NULL);
    CHECK_STR(problems->message, "请填写“标题”。");
}

static void fill(struct context *cx)
{
    static const char *const places[] = { "421182102205001", "421182102205002",
                                          "421182102206001", "420625100001001" };

    make_table(cx);
    for (int i = 0; i < 40; i++) {
        struct sample sample = a_sample();
        sample.place = str_of(places[i % 4]);
        sample.title = arena_printf(cx->arena, "第%d件", i);
        sample.count = i;
        sample.money = i % 3 * 20000;
        sample.mood = i % 2 == 0 ? MOOD_CALM : MOOD_GLAD;
        sample.held_on = i % 5 == 0 ? (date){ 0 } : date_of(2026, 1, 1 + i % 28);
        CHECK_OK(store_insert(cx, &sample_type, &sample));
    }
}

static int64_t count_of(struct context *cx, const char *query)
{
    struct listing listing;
    struct params params;
    int64_t count;
    str text = str_of(query);
    struct param *items = arena_array(cx->arena, struct param, 10);
    size_t n = 0;

    while (!str_is_empty(text)) {
        str pair;
        str_cut(text, '&', &pair, &text);
        str_cut(pair, '=', &items[n].name, &items[n].value);
        n++;
    }
    params = (struct params){ items, n };
    CHECK_OK(listing_read(cx, &sample_type, params, &listing));
    CHECK_OK(listing_count(cx, &listing, 1000, &count));
    return count;
}

TEST("lists are asked for by place and conditions")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    fill(&cx);
    CHECK(count_of(&cx, "place=42") == 40);
    CHECK(count_of(&cx, "place=4211") == 30);
    CHECK(count_of(&cx, "place=421182") == 30);
    CHECK(count_of(&cx, "place=421182102") == 30);
    CHECK(count_of(&cx, "place=421182102205") == 20);
    CHECK(count_of(&cx, "place=421182102205001") == 10);
    CHECK(count_of(&cx, "place=42118210220500101") == 0);
    CHECK(count_of(&cx, "place=42&mood=glad") == 20);
    CHECK(count_of(&cx, "place=42&mood=!glad") == 20);
    CHECK(count_of(&cx, "place=42&mood=calm,glad") == 40);
    CHECK(count_of(&cx, "place=42&held_on=*") == 32);
    CHECK(count_of(&cx, "place=42&held_on=!*") == 8);
    CHECK(count_of(&cx, "place=42&count=10..19") == 10);
    CHECK(count_of(&cx, "place=42&held_on=2026-01-02..2026-01-03") == 3);
    CHECK(count_of(&cx, "place=42&seen_at=2026-02-28..2026-02-28") == 40);
}

TEST("the pages of a list in any order hold each record once")
{
    static const char *const orders[] = { "id", "-id", "count", "-held_on", "held_on", "mood" };
    CLEANUP(test_town_close) struct context cx = test_town();

    fill(&cx);
    for (size_t o = 0; o < COUNT(orders); o++) {
        struct param items[] = { { S("place"), S("42"), { 0 } },
                                 { S("sort"), str_of(orders[o]), { 0 } },
                                 { S("limit"), S("7"), { 0 } } };
        struct listing listing;
        bool seen[40] = { false };
        size_t total = 0;
        CHECK_OK(listing_read(&cx, &sample_type, (struct params){ items, 3 }, &listing));
        do {
            struct sample *rows;
            size_t count;
            CHECK_OK(listing_rows(&cx, &listing, &rows, &count, &listing.after));
            for (size_t i = 0; i < count; i++) {
                CHECK(!seen[rows[i].count]);
                seen[rows[i].count] = true;
            }
            total += count;
        } while (!str_is_empty(listing.after));
        CHECK(total == 40);
    }
}

static size_t times_in(const char *text, const char *part)
{
    size_t times = 0;

    for (; (text = strstr(text, part)) != NULL; text++)
        times++;
    return times;
}

TEST("a page far back is found at once: its range of ids has one beginning and one end")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct listing listing = { .type = &sample_type, .place = S("421182"), .limit = 20 };

    listing.after = S("4211820000000017");
    for (int ascending = 0; ascending < 2; ascending++) {
        listing.ascending = ascending;
        const char *sql = listing_sql(&cx, &listing);
        if (db_engine(cx.db) != DB_SQLITE)
            continue;
        CHECK(times_in(sql, "id > $") == 1 && times_in(sql, "id < $") == 1);
    }
}

TEST("a condition on nothing that exists is refused with a sentence")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct filter filter;

    CHECK_FAILS(filter_read(&cx, &sample_type, S("nothing"), S("1"), &filter), ERROR_INVALID);
    CHECK_FAILS(filter_read(&cx, &sample_type, S("held_on"), S("soon"), &filter),
                ERROR_INVALID);
    CHECK_FAILS(filter_read(&cx, &sample_type, S("mood"), S("calm,angry"), &filter),
                ERROR_INVALID);
}

TEST("a condition on a record agrees with the same condition in SQL")
{
    static const char *const conditions[][2] = {
        { "mood", "glad" },   { "mood", "!glad" },   { "count", "5..9" },
        { "count", "!5..9" }, { "held_on", "*" },    { "held_on", "!*" },
        { "urgent", "true" }, { "title", "第3件" },  { "held_on", "..2026-01-10" },
        { "money", "..300" }, { "money", "!..300" }, { "money", "!*" },
    };
    CLEANUP(test_town_close) struct context cx = test_town();

    fill(&cx);
    for (size_t c = 0; c < COUNT(conditions); c++) {
        struct listing listing = { .type = &sample_type, .place = S("42"), .limit = 100 };
        struct sample *rows;
        size_t count;
        int64_t expected, matching = 0;
        str next;
        CHECK_OK(listing_rows(&cx, &listing, &rows, &count, &next));
        CHECK_OK(filter_read(&cx, &sample_type, str_of(conditions[c][0]),
                             str_of(conditions[c][1]), &listing.filters[0]));
        for (size_t i = 0; i < count; i++)
            matching += filter_matches(&listing.filters[0], &rows[i]);
        listing.filter_count = 1;
        CHECK_OK(listing_count(&cx, &listing, 1000, &expected));
        CHECK(matching == expected);
    }
}

TEST("words lead to records: two characters, within a place, and no longer when changed")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct sample sample = a_sample(), before;

    make_table(&cx);
    sample.title = S("花坛路灯不亮");
    CHECK_OK(store_insert(&cx, &sample_type, &sample));
    CHECK_OK(search_update(&cx, &sample_type, NULL, &sample));
    CHECK(count_of(&cx, "place=421182&q=路灯") == 1);
    CHECK(count_of(&cx, "place=421182102205&q=花坛路灯") == 1);
    CHECK(count_of(&cx, "place=421182102206&q=路灯") == 0);
    CHECK(count_of(&cx, "place=421182&q=灯路") == 0);
    before = sample;
    sample.title = S("水管漏水");
    CHECK_OK(store_update(&cx, &sample_type, &sample));
    CHECK_OK(search_update(&cx, &sample_type, &before, &sample));
    CHECK(count_of(&cx, "place=421182&q=路灯") == 0);
    CHECK(count_of(&cx, "place=421182&q=水管") == 1);
}

TEST("words kept in a transaction are found inside it, and gone when they are undone")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct sample sample = a_sample();

    make_table(&cx);
    sample.title = S("花坛路灯不亮");
    CHECK_OK(db_begin(&cx));
    CHECK_OK(store_insert(&cx, &sample_type, &sample));
    CHECK_OK(db_begin(&cx));
    CHECK_OK(search_update(&cx, &sample_type, NULL, &sample));
    CHECK(count_of(&cx, "place=421182&q=路灯") == 1);
    db_rollback(&cx);
    CHECK(count_of(&cx, "place=421182&q=路灯") == 0);
    CHECK_OK(search_update(&cx, &sample_type, NULL, &sample));
    CHECK_OK(db_commit(&cx));
    CHECK(count_of(&cx, "place=421182&q=路灯") == 1);
}

/* Keeps the words of 40 records, of which every third has a lamp. */
static void fill_with_words(struct context *cx)
{
    struct sample *rows;
    struct listing all = { .type = &sample_type, .place = S("42"), .limit = 100 };
    size_t count;
    str next;

    fill(cx);
    CHECK_OK(listing_rows(cx, &all, &rows, &count, &next));
    for (size_t i = 0; i < count; i++) {
        rows[i].title = rows[i].count % 3 == 0 ? S("路灯不亮") : S("水管漏水");
        CHECK_OK(store_update(cx, &sample_type, &rows[i]));
        CHECK_OK(search_update(cx, &sample_type, NULL, &rows[i]));
    }
}

/* How many records the pages of a search hold together, each of them once. */
static size_t found_on_pages(struct context *cx, struct param *items, size_t item_count)
{
    struct listing listing;
    bool seen[40] = { false };
    size_t total = 0;

    CHECK_OK(listing_read(cx, &sample_type, (struct params){ items, item_count }, &listing));
    do {
        struct sample *rows;
        size_t count;
        CHECK_OK(listing_rows(cx, &listing, &rows, &count, &listing.after));
        for (size_t i = 0; i < count; i++) {
            CHECK(!seen[rows[i].count] && rows[i].count % 3 == 0);
            seen[rows[i].count] = true;
        }
        total += count;
    } while (!str_is_empty(listing.after));
    return total;
}

TEST("a search finds the same records in any order, on any page and with any count")
{
    static const struct {
        const char *place, *conditions;
        size_t found;
    } searches[] = {
        { "42", "", 14 },
        { "421182", "", 10 },
        { "421182102", "", 10 },
        { "421182102205", "", 7 },
        { "421182102205001", "", 4 },
        { "421182102206", "", 3 },
        { "42", "mood=glad", 7 },
        { "421182102205", "mood=calm", 4 },
    };
    CLEANUP(test_town_close) struct context cx = test_town();

    fill_with_words(&cx);
    for (size_t i = 0; i < COUNT(searches); i++) {
        struct param items[] = { { S("place"), str_of(searches[i].place), { 0 } },
                                 { S("q"), S("路灯"), { 0 } },
                                 { S("limit"), S("4"), { 0 } },
                                 { S("mood"), { 0 }, { 0 } },
                                 { S("sort"), S("count"), { 0 } } };
        str name;
        str_cut(str_of(searches[i].conditions), '=', &name, &items[3].value);
        CHECK(count_of(&cx, arena_printf(cx.arena, "place=%s&q=路灯&%s", searches[i].place,
                                         searches[i].conditions)
                                .data) == (int64_t)searches[i].found);
        CHECK(found_on_pages(&cx, items, 4) == searches[i].found);
        CHECK(found_on_pages(&cx, items, 5) == searches[i].found);
    }
}

TEST_ONCE("a record written as JSON can be read again, and its secret is masked")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1024 * 1024);
    struct context cx = { .arena = arena };
    struct sample sample = a_sample(), again = { 0 };
    struct buf json = { .arena = arena };
    struct problem *problems = NULL;
    struct params params;

    seal_use_test_key();
    sample.count = 3;
    read_sample(&cx, &sample, "secret", "11010519491231002X");
    sample.title = S("引号\"和\\");
    record_write_json(&cx, &sample_type, &sample, &json);
    CHECK(!str_contains(buf_str(&json), S("19491231")));
    CHECK(str_contains(buf_str(&json), S("\"***\"")));
    CHECK_OK(params_of_json(&cx, buf_str(&json), &params));
    shape_read(&cx, &sample_type.shape, params, &again, &problems);
    CHECK_OK(shape_error(&cx, problems));
    CHECK_STR(again.title, "引号\"和\\");
    CHECK(again.money == sample.money && again.mood == sample.mood);
}

TEST("a spreadsheet that was exported can be imported: the same rows come back")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct buf csv = { .arena = cx.arena };
    struct listing listing = { .type = &sample_type, .place = S("42"), .limit = 100 };
    struct sample *rows;
    struct import import;
    size_t count;
    str next;

    fill(&cx);
    CHECK_OK(listing_rows(&cx, &listing, &rows, &count, &next));
    csv_write_heading(&sample_type, &csv);
    for (size_t i = 0; i < count; i++)
        csv_write_row(&cx, &sample_type, &rows[i], &csv);
    CHECK_OK(csv_import(&cx, &sample_type, (str){ 0 }, buf_str(&csv), &import));
    CHECK(import.rows == 40 && import.stored == 40 && import.problem_count == 0);
    CHECK(count_of(&cx, "place=42") == 80);
}

TEST("an import tells each wrong cell by its line and heading, and other people's places")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct import import;

    make_table(&cx);
    CHECK_OK(csv_import(&cx, &sample_type, S("421182"),
                        S("地点,标题,人数\n421182102,好,3\n421182102,,多\n420625100,远,1\n"),
                        &import));
    CHECK(import.rows == 3 && import.stored == 1 && import.problem_count == 3);
    CHECK(import.problems[0].line == 3 && import.problems[2].line == 4);
    CHECK_STR(import.problems[2].field, "地点");
    CHECK_FAILS(csv_import(&cx, &sample_type, (str){ 0 }, S(""), &import), ERROR_INVALID);
    CHECK_FAILS(csv_import(&cx, &sample_type, (str){ 0 }, S("甲,乙\n1,2\n"), &import),
                ERROR_INVALID);
}

TEST("the form of a shape shows what was typed and what was wrong with it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct buf out = { .arena = cx.arena };
    struct param typed[] = { { S("count"), S("<三>"), { 0 } } };
    struct problem *problems = NULL;
    struct sample sample = { 0 };

    problem_add(&problems, cx.arena, "count", "“人数”：请填整数。");
    form_write(&cx, &out, &sample_type.shape,
               &(struct filled){ &sample, { typed, 1 }, problems, NULL });
    CHECK(str_contains(buf_str(&out), S("&lt;三&gt;")));
    CHECK(str_contains(buf_str(&out), S("请填整数")));
    CHECK(!str_contains(buf_str(&out), S("<三>")));
}

static str fact_of(struct context *cx, const char *name, const struct sample *sample)
{
    struct buf out = { .arena = cx->arena };

    value_write(cx, &out, shape_field(&sample_type.shape, str_of(name)), sample);
    return buf_str(&out);
}

TEST_ONCE(
    "money and land that nobody has written down are no zero: not in forms, facts, or JSON")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1024 * 1024);
    struct context cx = { .arena = arena };
    struct buf form = { .arena = arena }, facts = { .arena = arena }, json = { .arena = arena };
    struct sample empty = { 0 }, full = a_sample();

    form_write(&cx, &form, &sample_type.shape, &(struct filled){ &empty, { 0 }, NULL, NULL });
    facts_write(&cx, &facts, &sample_type.shape, &empty);
    record_write_json(&cx, &sample_type, &empty, &json);
    CHECK(!str_contains(buf_str(&form), S("0.00")));
    CHECK(!str_contains(buf_str(&facts), S("0.00")));
    CHECK(str_contains(buf_str(&json), S("\"money\":null,\"land\":null")));
    CHECK_STR(fact_of(&cx, "money", &empty), "");
    CHECK_STR(fact_of(&cx, "land", &empty), "");
    CHECK_STR(fact_of(&cx, "urgent", &empty), "否");
    CHECK_STR(fact_of(&cx, "money", &full), "1,234.56元");
}

TEST("an id tells its county, and a key range holds what lies below a place")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    CHECK(key_county(S("421182102205001")) == 421182);
    CHECK(key_county(S("42")) == 42);
    CHECK(id_county(4211820000000007) == 421182);
    CHECK_STR(key_end(cx.arena, S("421182102")), "421182103");
    CHECK(str_compare(S("421182109999"), key_end(cx.arena, S("421182109"))) < 0);
    CHECK(key_is_within(S("421182102205"), S("421182102")));
    CHECK(!key_is_within(S("421182102"), S("421182102205")));
}

TEST("every question that a module lists runs on this database")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        for (const struct query *const *query = (*module)->queries;
             query != NULL && *query != NULL; query++)
            CHECK_OK(db_prepare(&cx, query_sql(&cx, *query)));
}

/* The first word after "from" or "join" that is no question of its own is a table. */
static bool asks_steady_tables_only(const char *sql)
{
    str text = str_of(sql), word;
    bool names_table = false;

    while (str_next(&text, &word)) {
        bool is_table = names_table && !str_starts(word, S("("));
        if (is_table && !db_is_steady(word)) {
            printf("%.*s is not steady in: %s\n", STR_ARG(word), sql);
            return false;
        }
        names_table = str_eq(word, S("from")) || str_eq(word, S("join"));
    }
    return true;
}

static bool is_steady(const struct query *query)
{
    return query->steady || (query->of != NULL && query->of->steady);
}

TEST("a question whose answer is recalled asks steady tables only")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        for (const struct query *const *query = (*module)->queries;
             query != NULL && *query != NULL; query++)
            if (is_steady(*query))
                CHECK(asks_steady_tables_only(query_sql(&cx, *query)));
}

/* Tables whose keys do not begin with a county, and why; docs/scale.md says what becomes of
 * them when the others are distributed. */
static const struct {
    const char *table;
    const char *why;
} countyless[] = {
    { "places", "reference: a place may lie above all counties" },
    { "place_outlines", "reference: what is drawn of a place" },
    { "place_names", "reference: former names of places" },
    { "roles", "reference: the same everywhere" },
    { "holidays", "reference: the same everywhere" },
    { "deadline_rules", "reference: of the country, a province or a county" },
    { "code_words", "reference: the same everywhere" },
    { "heading_words", "a heading of a spreadsheet means the same in the next county" },
    { "incompatible_posts", "reference: the same everywhere" },
    { "matter_categories", "reference: the same everywhere" },
    { "matter_layers", "reference: the same everywhere" },
    { "dispute_categories", "reference: the same everywhere" },
    { "mediation_steps", "reference: of the country or a part of it" },
    { "points_forbidden", "reference: the same everywhere" },
    { "honour_kinds", "reference: the same everywhere" },
    { "honour_stars", "reference: of the country or a part of it" },
    { "star_steps", "reference: of the country or a part of it" },
    { "branch_indicators", "reference: the same everywhere" },
    { "report_templates", "reference: the same everywhere" },
    { "accounts", "at the door: a login is unique in the whole installation" },
    { "former_passwords", "at the door: of accounts" },
    { "sessions", "at the door: found by a secret, before a county is known" },
    { "api_tokens", "at the door: found by a secret, before a county is known" },
    { "submissions", "at the door: found by sender and form, before a county is known" },
    { "installation", "at the door: what the tables were made of" },
    { "commits", "at the door: one row a connection of the writer" },
};

static bool needs_no_county(str table)
{
    for (size_t i = 0; i < COUNT(countyless); i++)
        if (str_eq(table, str_of(countyless[i].table)))
            return true;
    return false;
}

static void check_tables(struct context *cx, const char *sql, const char *what)
{
    struct result result;

    CHECK_OK(db_query(cx, sql, NULL, 0, &result));
    for (size_t i = 0; i < result.rows; i++)
        if (!needs_no_county(result_text(&result, i, 0)))
            test_fail(__FILE__, __LINE__, "%.*s %s", STR_ARG(result_text(&result, i, 0)), what);
}

TEST(
    "on PostgreSQL the county leads every key of every table, but for those named with a reason")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    if (db_engine(cx.db) != DB_POSTGRES)
        return;
    check_tables(&cx,
                 "select t.relname::text from pg_index i join pg_class t on t.oid = i.indrelid "
                 "join pg_attribute k on k.attrelid = t.oid and k.attnum = i.indkey[0] "
                 "where t.relnamespace = current_schema()::regnamespace and i.indisunique "
                 "and k.attname <> 'county'",
                 "has a unique index that does not begin with county");
    check_tables(&cx,
                 "select t.relname::text from pg_class t where t.relkind in ('r', 'p') "
                 "and t.relnamespace = current_schema()::regnamespace and not exists "
                 "(select 1 from pg_index i where i.indrelid = t.oid and i.indisprimary)",
                 "has no primary key");
    check_tables(&cx,
                 "select f.relname::text from pg_constraint c "
                 "join pg_class f on f.oid = c.confrelid where c.contype = 'f'",
                 "is referred to by a foreign key and is no reference table");
    check_tables(&cx,
                 "select distinct c.conrelid::regclass::text from pg_constraint c "
                 "where c.contype = 'x'",
                 "has an exclusion that does not know counties");
}

TEST("each table that is named as having no county is there and has none")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    for (size_t i = 0; db_engine(cx.db) == DB_POSTGRES && i < COUNT(countyless); i++) {
        int64_t columns, counties;
        CHECK_OK(query_number(&cx,
                              "select count(*) from information_schema.columns "
                              "where table_schema = current_schema() and table_name = $1",
                              WITH(value_text(str_of(countyless[i].table))), &columns));
        CHECK_OK(query_number(&cx,
                              "select count(*) from information_schema.columns "
                              "where table_schema = current_schema() and table_name = $1 "
                              "and column_name = 'county'",
                              WITH(value_text(str_of(countyless[i].table))), &counties));
        CHECK(columns > 0 && counties == 0 && countyless[i].why != NULL);
    }
}

TEST("a record that waits comes back as it was, whatever its texts hold")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct sample kept = { .place = S("421182102205"),
                           .title = S("a 3:b\nstory 1:c"),
                           .story = S("一行\n两行"),
                           .count = -7,
                           .money = 123456,
                           .urgent = true,
                           .held_on = date_of(2026, 3, 2),
                           .mood = MOOD_GLAD };
    struct sample back = { 0 };
    str packed = record_pack(&cx, &sample_type, &kept);

    CHECK_OK(record_unpack(&cx, &sample_type, packed, &back));
    for (size_t i = 0; i < sample_type.shape.count; i++)
        CHECK(field_is_same(&sample_type.shape.fields[i], &kept, &back));
    CHECK_FAILS(
        record_unpack(&cx, &sample_type, str_slice(packed, 0, packed.length - 1), &back),
        ERROR_BROKEN);
}
