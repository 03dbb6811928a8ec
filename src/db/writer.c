/* SPDX-License-Identifier: Apache-2.0 */
/* The only ones who change the database. */
#include "db/writer.h"

#include "db/checkpointer.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

enum {
    BATCH_MAX = 256,
    LONGEST_REST = 8, /* 2 to this power of milliseconds between two tries */
    ARENA_BYTES = 64 * 1024 * 1024,
    SLOW_COMMIT_NS = 1000000, /* a commit slower than this makes waiting for company worth it */
    LONGEST_WAIT_NS = 2000000,
    USUAL_LOG_PAGES = 4000,
};

/* How long a change is tried again, and how long its outcome is looked for. */
static const int64_t patience_ns = INT64_C(5000000000);
static const int64_t search_ns = INT64_C(20000000000);

struct writer {
    struct writer_options options;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct change *first;
    struct change **last;
    size_t waiting;
    bool stopping;
    pthread_t *threads;
    int thread_count;
    struct db **connections;
    struct checkpointer *checkpointer; /* where changes are grouped */
    bool grouped;
    atomic_llong changes;
    atomic_llong batches;
    atomic_llong refused;
    atomic_llong batch_sizes[BATCH_SIZES];
    atomic_int at_work;    /* threads that have a batch */
    atomic_llong moved_ns; /* when a batch was last begun or ended */
};

/* What one of the writer's threads works with. */
struct worker {
    struct writer *writer;
    struct db *db;
    int64_t mark;          /* its row in commits; 0 where commits are not marked */
    int64_t number;        /* of the last change it tried */
    int64_t trouble_since; /* when tries began to fail; 0 while all is well */
};

static int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void note_begin(struct writer *writer, size_t count)
{
    int size = 0;

    while (size < BATCH_SIZES - 1 && (size_t)1 << size < count)
        size++;
    atomic_fetch_add(&writer->batch_sizes[size], 1);
    atomic_fetch_add(&writer->at_work, 1);
    atomic_store(&writer->moved_ns, now_ns());
}

static void note_end(struct writer *writer, size_t count)
{
    atomic_fetch_add(&writer->changes, (long long)count);
    atomic_fetch_add(&writer->batches, 1);
    atomic_fetch_sub(&writer->at_work, 1);
    atomic_store(&writer->moved_ns, now_ns());
}

/* Takes the changes that wait, at most most of them; sleeps until there is one.  None when the
 * writer stops. */
static struct change *take(struct writer *writer, size_t most, size_t *count)
{
    pthread_mutex_lock(&writer->lock);
    while (writer->first == NULL && !writer->stopping)
        pthread_cond_wait(&writer->wake, &writer->lock);

    struct change *batch = writer->first;
    struct change **end = &writer->first;
    for (*count = 0; *end != NULL && *count < most; (*count)++)
        end = &(*end)->next;
    if (batch != NULL) {
        writer->first = *end;
        *end = NULL;
        if (writer->first == NULL)
            writer->last = &writer->first;
        writer->waiting -= *count;
    }
    pthread_mutex_unlock(&writer->lock);
    return batch;
}

/* On a slow disk, waits a tenth of the last commit's time for the others who have just been
 * answered to come back, so that they share the next sync. */
static void wait_for_company(struct writer *writer, size_t expected, int64_t commit_ns)
{
    if (commit_ns < SLOW_COMMIT_NS || expected < 2)
        return;

    int64_t wait_ns = commit_ns / 10 < LONGEST_WAIT_NS ? commit_ns / 10 : LONGEST_WAIT_NS;
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += wait_ns;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;

    pthread_mutex_lock(&writer->lock);
    while (writer->waiting < expected && !writer->stopping)
        if (pthread_cond_clockwait(&writer->wake, &writer->lock, CLOCK_MONOTONIC, &until) != 0)
            break;
    pthread_mutex_unlock(&writer->lock);
}

void writer_schema_write(enum db_engine engine, struct buf *out)
{
    if (engine == DB_POSTGRES)
        buf_add(out, S("create table if not exists commits (\n"
                       "    writer bigint primary key,\n    number bigint not null,\n"
                       "    at timestamptz not null\n);\n"));
}

/* Writes beside the change which one it is, so that after a connection was lost at the commit
 * the row tells whether it was kept.  The server's own number of the transaction would not do:
 * after a crash it is given out again. */
static struct error *mark(struct context *cx, struct worker *worker)
{
    if (worker->mark == 0)
        return NULL;
    return db_run(
        cx,
        "insert into commits (writer, number, at) values ($1, $2, now()) "
        "on conflict (writer) "
        "do update set number = excluded.number, at = excluded.at",
        (const struct value[]){ value_integer(worker->mark), value_integer(++worker->number) },
        2);
}

static struct error *mark_and_run(struct context *cx, struct worker *worker,
                                  struct change *change)
{
    TRY(mark(cx, worker));
    return change->run(cx, change);
}

/* Runs one change with the worker's connection, in a transaction or savepoint of its own. */
static struct error *run_one(struct worker *worker, struct change *change)
{
    struct context *cx = change->cx;
    struct db *own = cx->db;

    cx->db = worker->db;
    struct error *error = db_begin(cx);
    if (error == NULL) {
        error = mark_and_run(cx, worker, change);
        if (error != NULL)
            db_rollback(cx);
        else
            error = db_commit(cx);
    }
    cx->db = own;
    return error;
}

/* Says in the context's own arena what went wrong elsewhere. */
static struct error *copy_error(struct context *cx, const struct error *error)
{
    return error == NULL ? NULL : fail(cx, error->kind, "%.*s", STR_ARG(error->message));
}

/* Runs all changes of a batch in one transaction; outcomes[i] is how the ith ended.  When the
 * transaction is lost on the way, the others are not tried: what ended it is what all hear. */
static struct error *run_batch(struct context *cx, struct worker *worker, struct change *batch,
                               struct error **outcomes)
{
    size_t i = 0;

    TRY(db_begin(cx));
    for (struct change *change = batch; change != NULL; change = change->next, i++) {
        outcomes[i] = run_one(worker, change);
        if (db_transaction_is_lost(cx->db)) {
            db_rollback(cx);
            return copy_error(cx, outcomes[i]);
        }
    }
    return db_commit(cx);
}

static void answer_batch(struct change *batch, struct error **outcomes,
                         const struct error *common)
{
    size_t i = 0;

    for (struct change *change = batch, *next; change != NULL; change = next) {
        next = change->next;
        struct error *outcome = outcomes[i++];
        if (common != NULL && outcome == NULL)
            outcome = copy_error(change->cx, common);
        change->done(change, outcome);
    }
}

static void *write_in_groups(void *closure)
{
    struct worker *worker = closure;
    struct writer *writer = worker->writer;
    CLEANUP(arena_release) struct arena *arena = arena_create(ARENA_BYTES);
    struct context cx = { .arena = arena, .db = worker->db };
    size_t count = 0;
    int64_t commit_ns = 0;

    for (;;) {
        struct error *outcomes[BATCH_MAX] = { 0 };
        wait_for_company(writer, count, commit_ns);
        struct change *batch = take(writer, BATCH_MAX, &count);
        if (batch == NULL)
            break;
        note_begin(writer, count);
        int64_t start = now_ns();
        struct error *common = run_batch(&cx, worker, batch, outcomes);
        commit_ns = now_ns() - start;
        note_end(writer, count);
        answer_batch(batch, outcomes, common);
        checkpointer_look(writer->checkpointer, &cx);
        arena_reset(arena);
    }
    free(worker);
    return NULL;
}

/* A short rest before the next try, longer each time and different for each thread. */
static void rest(int tries, const void *salt)
{
    int power = tries < LONGEST_REST ? tries : LONGEST_REST;
    long ms = (1L << power) + (long)((uintptr_t)salt / 64 % 7);
    struct timespec pause = { .tv_nsec = ms * 1000000 };

    nanosleep(&pause, NULL);
}

/* Reads the worker's mark; waits for a transaction that is still being committed. */
static struct error *read_mark(struct context *cx, struct worker *worker, bool *kept)
{
    struct result result;

    TRY(db_begin(cx));
    struct error *error =
        db_query(cx, "select number from commits where writer = $1 for update",
                 (const struct value[]){ value_integer(worker->mark) }, 1, &result);
    if (error == NULL)
        *kept = result.rows > 0 && result_integer(&result, 0, 0) == worker->number;
    db_rollback(cx);
    return error;
}

/* After a connection was lost at the commit: asks until the server tells how it ended.  NULL
 * when the change was kept. */
static struct error *find_out(struct worker *worker, struct change *change, struct error *error)
{
    struct context *cx = change->cx;
    struct db *own = cx->db;
    int64_t start = now_ns();
    bool kept = false;

    cx->db = worker->db;
    for (int tries = 0; error->unknown && now_ns() - start < search_ns; tries++) {
        error->unknown = read_mark(cx, worker, &kept) != NULL;
        if (error->unknown)
            rest(tries, change);
    }
    cx->db = own;
    if (error->unknown || kept)
        return kept ? NULL : error;
    error = fail(cx, ERROR_BUSY, "数据库断开了，没有保存。请稍等几秒再试。");
    error->retry = true;
    return error;
}

static struct error *run_to_its_end(struct worker *worker, struct change *change)
{
    struct error *error = run_one(worker, change);

    return error != NULL && error->unknown && worker->mark != 0
               ? find_out(worker, change, error)
               : error;
}

/* While the server is away each change is tried for a while, later ones only once: people are
 * told soon, and the queue does not grow. */
static bool is_worth_another_try(struct worker *worker, const struct error *error)
{
    if (error == NULL || !error->retry) {
        worker->trouble_since = 0;
        return false;
    }
    if (worker->trouble_since == 0)
        worker->trouble_since = now_ns();
    return now_ns() - worker->trouble_since < patience_ns;
}

static void *write_one_by_one(void *closure)
{
    struct worker *worker = closure;
    struct writer *writer = worker->writer;
    size_t count;

    for (;;) {
        struct change *change = take(writer, 1, &count);
        if (change == NULL)
            break;
        note_begin(writer, count);
        struct error *error = run_to_its_end(worker, change);
        for (int tries = 0; is_worth_another_try(worker, error); tries++) {
            rest(tries, change);
            error = run_to_its_end(worker, change);
        }
        note_end(writer, count);
        change->done(change, error);
    }
    free(worker);
    return NULL;
}

static int64_t new_mark(void)
{
    int64_t mark;

    if (getrandom(&mark, sizeof mark, 0) != (ssize_t)sizeof mark)
        abort();
    return mark & INT64_MAX;
}

static void start_thread(struct writer *writer, int index)
{
    struct worker *worker = malloc(sizeof *worker);

    if (worker == NULL)
        out_of_memory();
    *worker = (struct worker){ .writer = writer, .db = writer->connections[index] };
    if (!writer->grouped)
        worker->mark = new_mark();
    if (pthread_create(&writer->threads[index], NULL,
                       writer->grouped ? write_in_groups : write_one_by_one, worker) != 0)
        abort();
}

/* The rows of writers that are long gone are removed. */
static struct error *open_marks(struct context *cx, struct db *db)
{
    struct db *own = cx->db;
    struct buf sql = { .arena = cx->arena };

    writer_schema_write(DB_POSTGRES, &sql);
    buf_add(&sql, S("delete from commits where at < now() - interval '1 day'"));
    buf_add_char(&sql, '\0');
    cx->db = db;
    struct error *error = db_script(cx, sql.data);
    cx->db = own;
    return error;
}

static struct error *open_connections(struct context *cx, struct writer *writer, int count)
{
    for (int i = 0; i < count; i++)
        TRY(db_open(cx, writer->options.address, DB_WRITE, &writer->connections[i]));
    if (!writer->grouped)
        return open_marks(cx, writer->connections[0]);
    int pages = writer->options.log_pages;
    return checkpointer_create(cx, writer->options.address, writer->connections[0],
                               pages > 0 ? pages : USUAL_LOG_PAGES, &writer->checkpointer);
}

struct error *writer_create(struct context *cx, const struct writer_options *options,
                            struct writer **writer)
{
    bool grouped = !db_address_is_postgres(options->address);
    int threads = grouped || options->threads < 1 ? 1 : options->threads;
    struct writer *made = calloc(1, sizeof *made);

    if (made == NULL)
        out_of_memory();
    made->options = *options;
    made->grouped = grouped;
    made->last = &made->first;
    made->threads = calloc((size_t)threads, sizeof *made->threads);
    made->connections = calloc((size_t)threads, sizeof(struct db *));
    if (made->threads == NULL || made->connections == NULL)
        out_of_memory();
    pthread_mutex_init(&made->lock, NULL);
    pthread_cond_init(&made->wake, NULL);
    struct error *error = open_connections(cx, made, threads);
    if (error != NULL) {
        for (int i = 0; i < threads; i++)
            db_close(made->connections[i]);
        writer_destroy(made);
        return error;
    }
    made->thread_count = threads;
    for (int i = 0; i < threads; i++)
        start_thread(made, i);
    *writer = made;
    return NULL;
}

void writer_destroy(struct writer *writer)
{
    if (writer == NULL)
        return;
    pthread_mutex_lock(&writer->lock);
    writer->stopping = true;
    pthread_cond_broadcast(&writer->wake);
    pthread_mutex_unlock(&writer->lock);
    for (int i = 0; i < writer->thread_count; i++) {
        pthread_join(writer->threads[i], NULL);
        db_close(writer->connections[i]);
    }
    checkpointer_destroy(writer->checkpointer);
    pthread_cond_destroy(&writer->wake);
    pthread_mutex_destroy(&writer->lock);
    free(writer->connections);
    free(writer->threads);
    free(writer);
}

bool writer_queue(struct writer *writer, struct change *change)
{
    change->next = NULL;
    pthread_mutex_lock(&writer->lock);
    bool room = writer->waiting < writer->options.queue_max && !writer->stopping;
    if (room) {
        *writer->last = change;
        writer->last = &change->next;
        writer->waiting++;
        pthread_cond_signal(&writer->wake);
    }
    pthread_mutex_unlock(&writer->lock);
    if (!room)
        atomic_fetch_add(&writer->refused, 1);
    return room;
}

/* A change whose caller waits. */
struct awaited {
    struct change change;
    struct error *(*run)(struct context *cx, void *closure);
    void *closure;
    struct error *error;
    bool is_done;
    pthread_mutex_t lock;
    pthread_cond_t done;
};

static struct error *run_awaited(struct context *cx, struct change *change)
{
    struct awaited *awaited = (struct awaited *)change;

    return awaited->run(cx, awaited->closure);
}

static void awaited_done(struct change *change, struct error *error)
{
    struct awaited *awaited = (struct awaited *)change;

    pthread_mutex_lock(&awaited->lock);
    awaited->error = error;
    awaited->is_done = true;
    pthread_cond_signal(&awaited->done);
    pthread_mutex_unlock(&awaited->lock);
}

struct error *writer_run(struct writer *writer, struct context *cx,
                         struct error *(*run)(struct context *cx, void *closure), void *closure)
{
    struct awaited awaited = {
        .change = { .run = run_awaited, .done = awaited_done, .cx = cx },
        .run = run,
        .closure = closure,
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .done = PTHREAD_COND_INITIALIZER,
    };

    if (!writer_queue(writer, &awaited.change))
        return fail(cx, ERROR_BUSY, "现在办事的人太多，没有保存。请稍等几秒再试。");
    pthread_mutex_lock(&awaited.lock);
    while (!awaited.is_done)
        pthread_cond_wait(&awaited.done, &awaited.lock);
    pthread_mutex_unlock(&awaited.lock);
    return awaited.error;
}

static int64_t count_waiting(struct writer *writer)
{
    pthread_mutex_lock(&writer->lock);
    int64_t waiting = (int64_t)writer->waiting;
    pthread_mutex_unlock(&writer->lock);
    return waiting;
}

struct writer_figures writer_figures(struct writer *writer)
{
    struct writer_figures figures = {
        .changes = atomic_load(&writer->changes),
        .batches = atomic_load(&writer->batches),
        .refused = atomic_load(&writer->refused),
        .waiting = count_waiting(writer),
    };

    for (int i = 0; i < BATCH_SIZES; i++)
        figures.batch_sizes[i] = atomic_load(&writer->batch_sizes[i]);
    if (atomic_load(&writer->at_work) > 0)
        figures.stuck_ms = (now_ns() - atomic_load(&writer->moved_ns)) / 1000000;
    return figures;
}
