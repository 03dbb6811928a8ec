/* SPDX-License-Identifier: Apache-2.0 */
/* Counting, and telling Prometheus. */
#include "app/meters.h"

#include <dirent.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { CLASSES = 5, SLOW_MAX = 256, KINDS = 2, MICROSECONDS = 1000000 };

/* Upper ends of the buckets of the histogram, in microseconds. */
static const int64_t ends_us[] = { 500,   1000,   2500,   5000,   10000,   25000,
                                   50000, 100000, 250000, 500000, 1000000, 2500000 };

enum { BUCKETS = COUNT(ends_us) + 1 };

static const char *const kinds[KINDS] = { "read", "change" };

struct histogram {
    atomic_llong buckets[BUCKETS];
    atomic_llong sum_us;
};

struct slow_statement {
    uint64_t hash;
    int64_t count;
};

struct meters {
    struct meter_sources sources;
    int64_t started_at; /* seconds of Unix */
    size_t route_count;
    atomic_llong (*answers)[CLASSES]; /* of each route, and one more for none */
    struct histogram took[KINDS];
    atomic_llong bytes;
    atomic_llong broken;

    pthread_mutex_t lock;
    struct slow_statement slow[SLOW_MAX]; /* guarded by lock */
    size_t slow_known;
    atomic_llong slow_count;
};

struct meters *meters_create(void)
{
    struct meters *meters = calloc(1, sizeof *meters);

    if (meters == NULL)
        abort();
    (void)routes_all(&meters->route_count);
    meters->answers = calloc(meters->route_count + 1, sizeof *meters->answers);
    if (meters->answers == NULL)
        abort();
    meters->started_at = time(NULL);
    pthread_mutex_init(&meters->lock, NULL);
    return meters;
}

void meters_destroy(struct meters *meters)
{
    if (meters == NULL)
        return;
    pthread_mutex_destroy(&meters->lock);
    free(meters->answers);
    free(meters);
}

void meters_watch(struct meters *meters, struct meter_sources sources)
{
    meters->sources = sources;
}

/* Counting */

static void add(atomic_llong *counter, int64_t number)
{
    atomic_fetch_add_explicit(counter, number, memory_order_relaxed);
}

static int64_t value_of(const atomic_llong *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

static size_t bucket_of(int64_t took_us)
{
    size_t bucket = 0;

    while (bucket < COUNT(ends_us) && took_us > ends_us[bucket])
        bucket++;
    return bucket;
}

static size_t class_of(int status)
{
    int class = status / 100 - 1;

    return class < 0 || class >= CLASSES ? CLASSES - 1 : (size_t) class;
}

void meters_count(struct meters *meters, const struct answered *answered)
{
    size_t count;
    const struct route *routes = routes_all(&count);
    size_t route =
        answered->route == NULL ? meters->route_count : (size_t)(answered->route - routes);
    struct histogram *took = &meters->took[answered->method == GET ? 0 : 1];

    add(&meters->answers[route][class_of(answered->status)], 1);
    add(&took->buckets[bucket_of(answered->took_us)], 1);
    add(&took->sum_us, answered->took_us);
    add(&meters->bytes, (int64_t)answered->bytes);
    if (answered->status == error_status(ERROR_BROKEN))
        add(&meters->broken, 1);
}

/* With the lock held. */
static int64_t count_statement(struct meters *meters, uint64_t hash)
{
    for (size_t i = 0; i < meters->slow_known; i++)
        if (meters->slow[i].hash == hash)
            return ++meters->slow[i].count;
    if (meters->slow_known == SLOW_MAX)
        return 0;
    meters->slow[meters->slow_known++] = (struct slow_statement){ hash, 1 };
    return 1;
}

int64_t meters_count_slow(struct meters *meters, const char *sql)
{
    uint64_t hash = str_hash(str_of(sql));

    add(&meters->slow_count, 1);
    pthread_mutex_lock(&meters->lock);
    int64_t count = count_statement(meters, hash);
    pthread_mutex_unlock(&meters->lock);
    return count;
}

/* Telling */

static void describe(struct buf *out, const char *name, const char *type, const char *help)
{
    buf_printf(out, "# HELP xiangzhi_%s %s\n# TYPE xiangzhi_%s %s\n", name, help, name, type);
}

static void tell(struct buf *out, const char *name, const char *type, const char *help,
                 int64_t value)
{
    describe(out, name, type, help);
    buf_printf(out, "xiangzhi_%s %lld\n", name, (long long)value);
}

static void add_seconds(struct buf *out, int64_t us)
{
    buf_printf(out, "%lld.%06lld", (long long)(us / MICROSECONDS),
               (long long)(us % MICROSECONDS));
}

static const char *method_name(enum method method)
{
    static const char *const names[] = { "GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" };

    return names[method];
}

static void tell_route(struct buf *out, const char *path, const char *method,
                       const atomic_llong *classes)
{
    for (size_t i = 0; i < CLASSES; i++)
        if (value_of(&classes[i]) > 0)
            buf_printf(out,
                       "xiangzhi_http_requests_total{route=\"%s\",method=\"%s\","
                       "status=\"%zuxx\"} %lld\n",
                       path, method, i + 1, (long long)value_of(&classes[i]));
}

static void tell_routes(const struct meters *meters, struct buf *out)
{
    size_t count;
    const struct route *routes = routes_all(&count);

    describe(out, "http_requests_total", "counter",
             "Requests answered, by route, method and class of status; without a route when "
             "there was none.");
    for (size_t i = 0; i < meters->route_count; i++)
        tell_route(out, routes[i].path, method_name(routes[i].method), meters->answers[i]);
    tell_route(out, "", "", meters->answers[meters->route_count]);
}

static void tell_bucket(struct buf *out, const char *kind, size_t bucket, int64_t count)
{
    buf_printf(out, "xiangzhi_http_request_duration_seconds_bucket{kind=\"%s\",le=\"", kind);
    if (bucket < COUNT(ends_us))
        add_seconds(out, ends_us[bucket]);
    else
        buf_add(out, S("+Inf"));
    buf_printf(out, "\"} %lld\n", (long long)count);
}

static void tell_histogram(const struct histogram *histogram, const char *kind, struct buf *out)
{
    int64_t count = 0;

    for (size_t i = 0; i < BUCKETS; i++) {
        count += value_of(&histogram->buckets[i]);
        tell_bucket(out, kind, i, count);
    }
    buf_printf(out, "xiangzhi_http_request_duration_seconds_sum{kind=\"%s\"} ", kind);
    add_seconds(out, value_of(&histogram->sum_us));
    buf_printf(out, "\nxiangzhi_http_request_duration_seconds_count{kind=\"%s\"} %lld\n", kind,
               (long long)count);
}

static void tell_http(const struct app *app, struct buf *out)
{
    const struct meters *meters = app->meters;

    tell_routes(meters, out);
    describe(out, "http_request_duration_seconds", "histogram",
             "From the last byte of a request to the first of its answer.");
    for (size_t i = 0; i < KINDS; i++)
        tell_histogram(&meters->took[i], kinds[i], out);
    tell(out, "http_response_bytes_total", "counter", "Bytes of the bodies of all answers.",
         value_of(&meters->bytes));
    tell(out, "errors_total", "counter", "Requests that failed by a fault of the program.",
         value_of(&meters->broken));
    describe(out, "rate_limited_total", "counter", "Requests refused because of their number.");
    buf_printf(out, "xiangzhi_rate_limited_total{what=\"sign_in\"} %lld\n",
               (long long)limit_refused(app->limits, LIMIT_SIGN_IN));
    buf_printf(out, "xiangzhi_rate_limited_total{what=\"public\"} %lld\n",
               (long long)limit_refused(app->limits, LIMIT_PUBLIC));
}

static void tell_server(const struct meters *meters, struct buf *out)
{
    struct server_figures server;
    struct pool_figures pool;

    if (meters->sources.server == NULL)
        return;
    server = server_figures(meters->sources.server);
    pool = pool_figures(meters->sources.pool);
    tell(out, "http_connections", "gauge", "Open connections.", server.connections);
    tell(out, "http_connections_total", "counter", "Connections accepted.", server.accepted);
    tell(out, "pool_waiting", "gauge", "Slow pages that wait for a thread.", pool.waiting);
    tell(out, "pool_refused_total", "counter", "Slow pages refused because too many waited.",
         pool.refused);
}

static void tell_batches(const struct writer_figures *writer, struct buf *out)
{
    int64_t count = 0;

    describe(out, "writer_batch_size", "histogram", "Changes that shared a commit.");
    for (int i = 0; i < BATCH_SIZES; i++) {
        count += writer->batch_sizes[i];
        if (i < BATCH_SIZES - 1)
            buf_printf(out, "xiangzhi_writer_batch_size_bucket{le=\"%lld\"} %lld\n", 1LL << i,
                       (long long)count);
    }
    buf_printf(out,
               "xiangzhi_writer_batch_size_bucket{le=\"+Inf\"} %lld\n"
               "xiangzhi_writer_batch_size_sum %lld\nxiangzhi_writer_batch_size_count %lld\n",
               (long long)count, (long long)writer->changes, (long long)count);
}

static void tell_writer(struct writer *writer, struct buf *out)
{
    struct writer_figures figures;

    if (writer == NULL)
        return;
    figures = writer_figures(writer);
    tell(out, "writer_waiting", "gauge", "Changes that wait for the writer.", figures.waiting);
    tell(out, "writer_changes_total", "counter", "Changes that were run.", figures.changes);
    tell(out, "writer_commits_total", "counter",
         "Transactions of the writer; on SQLite each is one sync.", figures.batches);
    tell(out, "writer_refused_total", "counter", "Changes refused because too many waited.",
         figures.refused);
    tell_batches(&figures, out);
}

static void tell_database(const struct meters *meters, struct buf *out)
{
    struct db_figures figures = db_figures();

    tell(out, "db_connections", "gauge", "Connections to the database.", figures.connections);
    tell(out, "db_statements", "gauge", "Statements that are prepared and kept.",
         figures.statements);
    tell(out, "db_slow_statements_total", "counter", "Statements named in the log as slow.",
         value_of(&meters->slow_count));
}

/* The process, under the names that all programs use for it */

static void tell_process_number(struct buf *out, const char *name, const char *type,
                                const char *help, int64_t value)
{
    buf_printf(out, "# HELP process_%s %s\n# TYPE process_%s %s\nprocess_%s %lld\n", name, help,
               name, type, name, (long long)value);
}

static void close_file(FILE **file)
{
    if (*file != NULL)
        fclose(*file);
}

static void tell_memory(struct buf *out)
{
    CLEANUP(close_file) FILE *file = fopen("/proc/self/statm", "re");
    int64_t page = sysconf(_SC_PAGESIZE);
    char line[128];
    str size, rest, resident;
    int64_t pages;

    if (file == NULL || fgets(line, sizeof line, file) == NULL)
        return;
    (void)str_cut(str_of(line), ' ', &size, &rest);
    (void)str_cut(rest, ' ', &resident, &rest);
    if (str_read_integer(size, &pages))
        tell_process_number(out, "virtual_memory_bytes", "gauge", "Virtual memory.",
                            pages * page);
    if (str_read_integer(resident, &pages))
        tell_process_number(out, "resident_memory_bytes", "gauge", "Resident memory.",
                            pages * page);
}

static int is_file(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int64_t count_files(void)
{
    struct dirent **names;
    int count = scandir("/proc/self/fd", &names, is_file, alphasort);

    if (count < 0)
        return 0;
    for (int i = 0; i < count; i++)
        free(names[i]);
    free((void *)names);
    return count - 1; /* without the folder itself */
}

static void tell_cpu(struct buf *out)
{
    struct rusage usage;

    if (getrusage(RUSAGE_SELF, &usage) != 0)
        return;
    buf_add(out, S("# HELP process_cpu_seconds_total User and system time.\n"
                   "# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total "));
    add_seconds(out, (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * MICROSECONDS +
                         usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
    buf_add_char(out, '\n');
}

static void tell_process(const struct meters *meters, struct buf *out)
{
    struct rlimit files;

    tell_memory(out);
    tell_cpu(out);
    tell_process_number(out, "open_fds", "gauge", "Open files and sockets.", count_files());
    if (getrlimit(RLIMIT_NOFILE, &files) == 0)
        tell_process_number(out, "max_fds", "gauge", "Files and sockets that may be open.",
                            (int64_t)files.rlim_cur);
    tell_process_number(out, "start_time_seconds", "gauge", "When it started, as Unix counts.",
                        meters->started_at);
}

void meters_write(const struct app *app, struct buf *out)
{
    tell_http(app, out);
    tell_server(app->meters, out);
    tell_writer(app->writer, out);
    tell_database(app->meters, out);
    tell_process(app->meters, out);
}
