/* SPDX-License-Identifier: Apache-2.0 */
/* What the program tells about itself, and whether Prometheus can read it. */
#include "app/meters.h"

#include "base/json.h"
#include "tests/town.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* The rules of the text format 0.0.4, as a reader that stops at the first fault */

enum { NAMES_MAX = 100, SERIES_MAX = 2000, LABELS_MAX = 8 };

struct exposition {
    struct arena *arena;
    str family; /* whose lines are being read */
    str type;
    bool has_help;
    bool has_samples;
    str families[NAMES_MAX];
    size_t family_count;
    str series[SERIES_MAX];
    size_t series_count;
    /* Of the histogram that is being read. */
    str histogram; /* its labels but le */
    double last_end;
    double last_count;
    bool has_infinity;
    const char *fault;
};

struct label {
    str name;
    str value;
};

struct sample {
    str name;
    struct label labels[LABELS_MAX];
    size_t label_count;
    double value;
};

static bool is_name(str name, bool colons)
{
    for (size_t i = 0; i < name.length; i++) {
        char c = name.data[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        bool digit = c >= '0' && c <= '9' && i > 0;
        if (!letter && !digit && !(colons && c == ':'))
            return false;
    }
    return name.length > 0;
}

static bool read_value(str text, double *value)
{
    char copy[64];
    char *end;

    if (text.length == 0 || text.length >= sizeof copy)
        return false;
    memcpy(copy, text.data, text.length);
    copy[text.length] = '\0';
    *value = strtod(copy, &end);
    return *end == '\0' && strchr("0123456789+-.NI", copy[0]) != NULL;
}

/* Reads name="value" and what separates it from the next. */
static bool read_label(str *rest, struct label *label)
{
    size_t end = 0;

    if (!str_cut(*rest, '=', &label->name, rest) || !is_name(label->name, false) ||
        !str_starts(*rest, S("\"")))
        return false;
    *rest = str_slice(*rest, 1, rest->length);
    while (end < rest->length && rest->data[end] != '"') {
        if (rest->data[end] == '\\' &&
            (end + 1 == rest->length || strchr("\\\"n", rest->data[end + 1]) == NULL))
            return false;
        end += rest->data[end] == '\\' ? 2 : 1;
    }
    if (end >= rest->length)
        return false;
    label->value = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end + 1, rest->length);
    if (str_starts(*rest, S(",")))
        *rest = str_slice(*rest, 1, rest->length);
    return true;
}

static bool read_labels(str *rest, struct sample *sample)
{
    while (!str_starts(*rest, S("}")))
        if (sample->label_count == LABELS_MAX ||
            !read_label(rest, &sample->labels[sample->label_count++]))
            return false;
    *rest = str_slice(*rest, 1, rest->length);
    return true;
}

static bool read_sample(str line, struct sample *sample)
{
    size_t end = 0;

    while (end < line.length && line.data[end] != '{' && line.data[end] != ' ')
        end++;
    sample->name = str_slice(line, 0, end);
    str rest = str_slice(line, end, line.length);
    if (str_starts(rest, S("{"))) {
        rest = str_slice(rest, 1, rest.length);
        if (!read_labels(&rest, sample))
            return false;
    }
    return is_name(sample->name, true) && str_starts(rest, S(" ")) &&
           read_value(str_slice(rest, 1, rest.length), &sample->value);
}

static void fault(struct exposition *exposition, const char *words)
{
    if (exposition->fault == NULL)
        exposition->fault = words;
}

static void end_histogram(struct exposition *exposition)
{
    if (exposition->last_end > 0 && !exposition->has_infinity)
        fault(exposition, "a histogram without +Inf");
    exposition->last_end = exposition->last_count = 0;
    exposition->has_infinity = false;
}

static void begin_family(struct exposition *exposition, str name)
{
    if (str_eq(exposition->family, name))
        return;
    end_histogram(exposition);
    for (size_t i = 0; i < exposition->family_count; i++)
        if (str_eq(exposition->families[i], name))
            fault(exposition, "the lines of a metric are not together");
    CHECK(exposition->family_count < NAMES_MAX);
    exposition->families[exposition->family_count++] = name;
    exposition->family = name;
    exposition->type = (str){ 0 };
    exposition->has_help = exposition->has_samples = false;
}

static void read_help(struct exposition *exposition, str name, str text)
{
    begin_family(exposition, name);
    if (exposition->has_help || str_is_empty(text))
        fault(exposition, "help twice or empty");
    for (size_t i = 0; i + 1 < text.length; i++)
        if (text.data[i] == '\\' && strchr("\\n", text.data[++i]) == NULL)
            fault(exposition, "an escape that help does not know");
    exposition->has_help = true;
}

static void read_type(struct exposition *exposition, str name, str type)
{
    begin_family(exposition, name);
    if (!str_is_empty(exposition->type) || exposition->has_samples)
        fault(exposition, "a type twice or too late");
    if (!str_list_has(S("counter gauge histogram summary untyped"), type))
        fault(exposition, "no such type");
    exposition->type = type;
}

static void read_comment(struct exposition *exposition, str line)
{
    str word, name, rest;

    (void)str_cut(str_slice(line, 2, line.length), ' ', &word, &rest);
    (void)str_cut(rest, ' ', &name, &rest);
    if (!is_name(name, true))
        fault(exposition, "no name in a comment");
    else if (str_eq(word, S("HELP")))
        read_help(exposition, name, rest);
    else if (str_eq(word, S("TYPE")))
        read_type(exposition, name, rest);
}

/* The labels of a sample but le, in order. */
static str labels_of(struct exposition *exposition, const struct sample *sample)
{
    struct buf text = { .arena = exposition->arena };

    for (size_t i = 0; i < sample->label_count; i++)
        if (!str_eq(sample->labels[i].name, S("le")))
            buf_printf(&text, "%.*s=%.*s,", STR_ARG(sample->labels[i].name),
                       STR_ARG(sample->labels[i].value));
    return buf_str(&text);
}

static void read_bucket(struct exposition *exposition, const struct sample *sample)
{
    str labels = labels_of(exposition, sample);
    double end = 0;

    for (size_t i = 0; i < sample->label_count; i++)
        if (str_eq(sample->labels[i].name, S("le")) &&
            !read_value(sample->labels[i].value, &end))
            fault(exposition, "an le that is no number");
    if (!str_eq(labels, exposition->histogram))
        end_histogram(exposition);
    exposition->histogram = labels;
    if (end <= exposition->last_end || sample->value < exposition->last_count)
        fault(exposition, "buckets that do not rise");
    exposition->has_infinity = exposition->has_infinity || end > 1e300;
    exposition->last_end = end;
    exposition->last_count = sample->value;
}

static void read_part(struct exposition *exposition, const struct sample *sample, str part)
{
    if (str_eq(part, S("_bucket")))
        read_bucket(exposition, sample);
    else if (str_eq(part, S("_count")) && sample->value != exposition->last_count)
        fault(exposition, "a count that is not the last bucket");
    else if (!str_eq(part, S("_sum")) && !str_eq(part, S("_count")))
        fault(exposition, "no part of a histogram");
}

static void read_series(struct exposition *exposition, str line)
{
    struct sample sample = { 0 };

    if (!read_sample(line, &sample)) {
        fault(exposition, "no sample");
        return;
    }
    bool is_histogram = str_eq(exposition->type, S("histogram"));
    if (is_histogram && str_starts(sample.name, exposition->family))
        read_part(exposition, &sample,
                  str_slice(sample.name, exposition->family.length, sample.name.length));
    else if (!str_eq(sample.name, exposition->family))
        fault(exposition, "a sample without a type before it");
    exposition->has_samples = true;

    str series = str_slice(
        line, 0, (size_t)((const char *)memrchr(line.data, ' ', line.length) - line.data));
    for (size_t i = 0; i < exposition->series_count; i++)
        if (str_eq(exposition->series[i], series))
            fault(exposition, "a series twice");
    CHECK(exposition->series_count < SERIES_MAX);
    exposition->series[exposition->series_count++] = series;
}

/* What is wrong with a text that Prometheus is to read; NULL when nothing is. */
static const char *fault_of(struct context *cx, str text)
{
    struct exposition *exposition = arena_new(cx->arena, struct exposition);
    str line;

    exposition->arena = cx->arena;
    if (!str_ends(text, S("\n")))
        return "the last line does not end";
    while (text.length > 0 && exposition->fault == NULL) {
        (void)str_cut(text, '\n', &line, &text);
        if (str_starts(line, S("# ")))
            read_comment(exposition, line);
        else if (!str_is_empty(line) && line.data[0] != '#')
            read_series(exposition, line);
    }
    end_histogram(exposition);
    return exposition->fault;
}

TEST_ONCE("the reader of the format finds what breaks its rules")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(64 << 20);
    struct context cx = { .arena = arena };
    static const char *const bad[] = {
        "a 1",
        "a 1\n",
        "# TYPE a counter\n# TYPE a counter\na 1\n",
        "# TYPE a counting\na 1\n",
        "# TYPE a counter\na one\n",
        "# TYPE a counter\na{b=1} 1\n",
        "# TYPE a counter\na{b=\"\\x\"} 1\n",
        "# TYPE a counter\na{1b=\"x\"} 1\n",
        "# TYPE a counter\na 1\na 2\n",
        "# TYPE a counter\na 1\n# TYPE b counter\nb 1\n# TYPE a counter\na 2\n",
        "# TYPE h histogram\nh_bucket{le=\"1\"} 1\nh_sum 1\nh_count 1\n",
        "# TYPE h histogram\nh_bucket{le=\"1\"} 2\nh_bucket{le=\"+Inf\"} 1\n",
        "# TYPE h histogram\nh_bucket{le=\"2\"} 1\nh_bucket{le=\"1\"} 1\n",
        "# TYPE h histogram\nh_bucket{le=\"+Inf\"} 1\nh_sum 1\nh_count 2\n",
    };

    for (size_t i = 0; i < COUNT(bad); i++)
        CHECK(fault_of(&cx, str_of(bad[i])) != NULL);
    CHECK(fault_of(&cx, S("# HELP a All.\n# TYPE a counter\na{b=\"\\\"\\n\",c=\"\"} 1.5\na 2\n"
                          "# TYPE h histogram\nh_bucket{k=\"x\",le=\"0.1\"} 1\n"
                          "h_bucket{k=\"x\",le=\"+Inf\"} 2\nh_sum{k=\"x\"} 1\n"
                          "h_count{k=\"x\"} 2\n")) == NULL);
}

/* The metrics */

static void release(struct meters **meters)
{
    meters_destroy(*meters);
}

static const struct route *route_of(const char *path)
{
    size_t count;
    const struct route *routes = routes_all(&count);

    for (size_t i = 0; i < count; i++)
        if (strcmp(routes[i].path, path) == 0)
            return &routes[i];
    return NULL;
}

TEST("the metrics can be read by Prometheus, and count routes, classes and times")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    CLEANUP(release) struct meters *meters = meters_create();
    struct app app = *cx.app;
    struct buf out = { .arena = cx.arena };

    app.meters = meters;
    meters_count(meters, &(struct answered){ route_of("/matters/{id}"), GET, 200, 700, 1000 });
    meters_count(meters, &(struct answered){ route_of("/matters/{id}"), GET, 404, 400, 10 });
    meters_count(meters, &(struct answered){ route_of("/sign-in"), POST, 503, 3000000, 10 });
    meters_count(meters, &(struct answered){ NULL, GET, 500, 1, 1 });
    CHECK(meters_count_slow(meters, "select 1") == 1);
    CHECK(meters_count_slow(meters, "select 1") == 2);
    CHECK(meters_count_slow(meters, "select 2") == 1);
    meters_write(&app, &out);
    str text = buf_str(&out);
    const char *wrong = fault_of(&cx, text);
    if (wrong != NULL)
        test_fail(__FILE__, __LINE__, "%s in\n%.*s", wrong, STR_ARG(text));
    static const char *const lines[] = {
        "\nxiangzhi_http_requests_total{route=\"/matters/{id}\",method=\"GET\",status=\"2xx\"} 1\n",
        "\nxiangzhi_http_requests_total{route=\"/matters/{id}\",method=\"GET\",status=\"4xx\"} 1\n",
        "\nxiangzhi_http_requests_total{route=\"\",method=\"\",status=\"5xx\"} 1\n",
        "_bucket{kind=\"read\",le=\"0.000500\"} 2\n",
        "_bucket{kind=\"read\",le=\"0.001000\"} 3\n",
        "_bucket{kind=\"change\",le=\"2.500000\"} 0\n",
        "_bucket{kind=\"change\",le=\"+Inf\"} 1\n",
        "_sum{kind=\"change\"} 3.000000\n",
        "\nxiangzhi_http_response_bytes_total 1021\n",
        "\nxiangzhi_errors_total 1\n",
        "\nxiangzhi_db_slow_statements_total 3\n",
        "\nprocess_open_fds ",
        "\nprocess_resident_memory_bytes ",
    };
    for (size_t i = 0; i < COUNT(lines); i++)
        if (!str_contains(text, str_of(lines[i])))
            test_fail(__FILE__, __LINE__, "no %s in\n%.*s", lines[i], STR_ARG(text));
}

TEST("the metrics are for this machine, and not for what came through a proxy on it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    CLEANUP(release) struct meters *meters = meters_create();
    struct app app = *cx.app;

    CHECK(test_get(&cx, "/metrics").status == 404);
    app.meters = meters;
    cx.app = &app;
    struct response response = test_get(&cx, "/metrics");
    CHECK(response.status == 200 && fault_of(&cx, test_body(&response)) == NULL);
    CHECK(strcmp(response.content_type, "text/plain; version=0.0.4; charset=utf-8") == 0);
    test_come_from("203.0.113.7");
    CHECK(test_get(&cx, "/metrics").status == 404);
    test_come_from("127.0.0.1");
    app.metrics_apart = true;
    CHECK(test_get(&cx, "/metrics").status == 404);
}

/* Alive and ready */

TEST("it is ready while the database answers and the disk has room, and says why it is not")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct app app = *cx.app;

    cx.app = &app;
    CHECK(test_get(&cx, "/readyz").status == 200);
    app.spare_bytes = INT64_MAX;
    struct response full = test_get(&cx, "/readyz");
    CHECK(full.status == 503 && test_says(&full, "磁盘快满了"));
    CHECK(test_get(&cx, "/healthz").status == 200);
    app.spare_bytes = 0;
    db_fail_at(cx.db, 1);
    struct response lost = test_get(&cx, "/readyz");
    db_fail_at(cx.db, 0);
    CHECK(lost.status == 503 && test_says(&lost, "数据库连不上"));
}

static struct error *sleep_a_while(struct context *cx, void *closure)
{
    (void)cx;
    struct writer *writer = closure;
    struct timespec while_ = { .tv_nsec = 30000000 };

    nanosleep(&while_, NULL);
    CHECK(writer_figures(writer).stuck_ms >= 30);
    return NULL;
}

TEST("the writer tells its batches, and since when it does not get on")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    char path[] = "/tmp/xiangzhi-writer-XXXXXX";
    const char *address = test_database_address();
    struct writer *writer;

    if (!db_address_is_postgres(address))
        address = mkdtemp(path);
    CHECK(address != NULL);
    if (!db_address_is_postgres(address)) {
        struct db *made;
        address = arena_text(cx.arena, arena_printf(cx.arena, "%s/a.db", path));
        CHECK_OK(db_open(&cx, address, DB_CREATE, &made));
        db_close(made);
    }
    CHECK_OK(writer_create(
        &cx, &(struct writer_options){ .address = address, .threads = 1, .queue_max = 10 },
        &writer));
    CHECK_OK(writer_run(writer, &cx, sleep_a_while, writer));
    CHECK_OK(writer_run(writer, &cx, sleep_a_while, writer));
    writer_destroy(writer);
    (void)unlink(address);
    (void)rmdir(path);
}

/* Names of requests */

TEST("an error page and a problem name the request, so that a person can name it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct response page = test_get(&cx, "/nothing");
    struct response problem = test_api_get(&cx, "/api/nothing");

    CHECK(page.status == 404 && test_says(&page, "编号：test-1"));
    CHECK(test_says(&problem, "\"request\":\"test-1\""));
}

TEST("a fault is told with its name only: what broke is for the log")
{
    CLEANUP(test_town_close) struct context cx = test_town();

    test_sign_in_as(&cx, "system_administrator", "421182");
    for (int nth = 8; nth < 14; nth++) {
        db_fail_at(cx.db, nth);
        struct response response = test_post(&cx, "/holidays", "day", "2027-01-01", "kind",
                                             "rest", "name", "元旦", NULL);
        db_fail_at(cx.db, 0);
        if (response.status != 500)
            continue;
        CHECK(test_says(&response, "编号test-1"));
        CHECK(!test_says(&response, "told to fail"));
    }
}

/* Slow statements */

static struct {
    int count;
    int64_t longest_ms;
    char sql[200];
} slow;

static void note_slow(const char *sql, int64_t took_ms)
{
    slow.count++;
    if (took_ms >= slow.longest_ms) {
        slow.longest_ms = took_ms;
        (void)snprintf(slow.sql, sizeof slow.sql, "%s", sql);
    }
}

TEST("a statement that takes long is named by its text, in which no value stands")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    static const char sqlite[] = "with recursive n (i, t) as (select 1, $1 union all select "
                                 "i + 1, t from n where i < 300000) select count(t) from n";
    static const char postgres[] = "select pg_sleep(0.06), $1::text";
    bool is_sqlite = db_engine(cx.db) == DB_SQLITE;
    struct result result;

    slow.count = 0;
    db_watch_slow(10, note_slow);
    CHECK_OK(
        db_query(&cx, is_sqlite ? sqlite : postgres, WITH(value_text(S("张三"))), &result));
    db_watch_slow(0, NULL);
    CHECK(slow.count >= 1 && slow.longest_ms >= 10);
    CHECK(strstr(slow.sql, "$1") != NULL && strstr(slow.sql, "张三") == NULL);
}
