/* SPDX-License-Identifier: Apache-2.0 */
/* Work that is due at times. */
#include "app/scheduler.h"

#include "app/calendar.h"
#include "app/journal_day.h"
#include "base/log.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS_MAX = 10000, ARENA_BYTES = 64 * 1024 * 1024, MINUTES_AN_HOUR = 60 };

struct scheduler {
    struct app *app;
    const char *journal; /* the folder for its days, or NULL */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping;
    int64_t holidays;             /* tells whether the holidays have changed */
    struct calendar *retired[20]; /* may still be read by requests; freed at the end */
    size_t retired_count;
};

struct run {
    const struct job *job;
    bool more;
};

static struct error *run_job(struct context *cx, void *closure)
{
    struct run *run = closure;

    run->more = false;
    cx->deed = run->job->name;
    return run->job->run(cx, &run->more);
}

static struct error *run_until_done(struct context *cx, const struct job *job)
{
    struct run run = { .job = job, .more = true };

    for (int round = 0; run.more && round < ROUNDS_MAX; round++)
        TRY(db_transaction(cx, run_job, &run));
    return NULL;
}

struct error *jobs_run(struct context *cx)
{
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        for (const struct job *job = (*module)->jobs; job != NULL && job->name != NULL; job++)
            TRY(run_until_done(cx, job));
    return NULL;
}

/* Queues one job until it has nothing left. */
static void queue_job(struct scheduler *scheduler, const struct job *job)
{
    struct run run = { .job = job, .more = true };

    for (int round = 0; run.more && round < ROUNDS_MAX; round++) {
        CLEANUP(arena_release) struct arena *arena = arena_create(ARENA_BYTES);
        struct context cx = {
            .arena = arena,
            .app = scheduler->app,
            .access = &access_of_system,
            .watch = &app_watch,
            .calendar = scheduler->app->calendar,
        };
        context_set_now(&cx, instant_now());
        struct error *error = writer_run(scheduler->app->writer, &cx, run_job, &run);
        if (error != NULL) {
            log_write(LOG_ERROR, "job", "%s: %.*s", job->name, STR_ARG(error->message));
            return;
        }
    }
}

bool work_is_due(int64_t every_minutes, int64_t last_minute, int64_t minute)
{
    return minute / every_minutes != last_minute / every_minutes;
}

static void queue_due_jobs(struct scheduler *scheduler, int64_t last_minute, int64_t minute)
{
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        for (const struct job *job = (*module)->jobs; job != NULL && job->name != NULL; job++)
            if (work_is_due(job->every_minutes, last_minute, minute))
                queue_job(scheduler, job);
}

/* Sleeps to the next full minute, or for a minute when somebody sets the clock meanwhile; false
 * when the scheduler stops. */
static bool sleep_a_minute(struct scheduler *scheduler)
{
    struct timespec now, until;

    clock_gettime(CLOCK_REALTIME, &now);
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += 60 - now.tv_sec % 60;
    pthread_mutex_lock(&scheduler->lock);
    while (!scheduler->stopping)
        if (pthread_cond_clockwait(&scheduler->wake, &scheduler->lock, CLOCK_MONOTONIC,
                                   &until) != 0)
            break;
    bool going_on = !scheduler->stopping;
    pthread_mutex_unlock(&scheduler->lock);
    return going_on;
}

/* Holidays that were imported while the program runs count from the next minute on. */
static struct error *renew_calendar(struct context *cx, void *closure)
{
    struct scheduler *scheduler = closure;
    int64_t holidays;

    TRY(query_number(cx, "select count(*) + coalesce(sum(version), 0) from holidays", NULL, 0,
                     &holidays));
    if (holidays == scheduler->holidays ||
        scheduler->retired_count == COUNT(scheduler->retired))
        return NULL;
    if (scheduler->holidays != 0) {
        struct calendar *calendar;
        TRY(calendar_load(cx, &calendar));
        scheduler->retired[scheduler->retired_count++] =
            atomic_exchange(&scheduler->app->calendar, calendar);
    }
    scheduler->holidays = holidays;
    return NULL;
}

static void renew(struct scheduler *scheduler)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(ARENA_BYTES);
    struct context cx = { .arena = arena, .app = scheduler->app };

    struct error *error = writer_run(scheduler->app->writer, &cx, renew_calendar, scheduler);
    if (error != NULL)
        log_write(LOG_ERROR, "calendar", "%.*s", STR_ARG(error->message));
}

/* The journal */

static void export_journal(const struct scheduler *scheduler)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(ARENA_BYTES);
    struct context cx = { .arena = arena, .app = scheduler->app };
    int64_t written = 0;

    context_set_now(&cx, instant_now());
    struct error *error = db_open(&cx, scheduler->app->address, DB_READ, &cx.db);
    if (error == NULL)
        error = journal_days_export(&cx, scheduler->journal, &written);
    db_close(cx.db);
    if (error != NULL)
        log_write(LOG_ERROR, "journal", "%.*s", STR_ARG(error->message));
    else if (written > 0)
        log_write(LOG_INFO, "journal", "exported %lld files", (long long)written);
}

/* An hour that was missed is made up for in the next: sealing goes on where it stopped. */
static void keep_journal(struct scheduler *scheduler)
{
    static const struct job seal = { "journal.seal", MINUTES_AN_HOUR, journal_days_seal };

    queue_job(scheduler, &seal);
    if (scheduler->journal != NULL)
        export_journal(scheduler);
}

static void *work(void *closure)
{
    struct scheduler *scheduler = closure;
    int64_t last_minute = time(NULL) / 60;

    renew(scheduler);
    keep_journal(scheduler);
    while (sleep_a_minute(scheduler)) {
        int64_t minute = time(NULL) / 60;
        renew(scheduler);
        if (work_is_due(MINUTES_AN_HOUR, last_minute, minute))
            keep_journal(scheduler);
        queue_due_jobs(scheduler, last_minute, minute);
        last_minute = minute;
    }
    return NULL;
}

struct scheduler *scheduler_start(struct app *app, const char *journal)
{
    struct scheduler *scheduler = calloc(1, sizeof *scheduler);

    if (scheduler == NULL)
        out_of_memory();
    scheduler->app = app;
    scheduler->journal = journal;
    pthread_mutex_init(&scheduler->lock, NULL);
    pthread_cond_init(&scheduler->wake, NULL);
    if (pthread_create(&scheduler->thread, NULL, work, scheduler) != 0)
        abort();
    return scheduler;
}

void scheduler_stop(struct scheduler *scheduler)
{
    pthread_mutex_lock(&scheduler->lock);
    scheduler->stopping = true;
    pthread_cond_signal(&scheduler->wake);
    pthread_mutex_unlock(&scheduler->lock);
    pthread_join(scheduler->thread, NULL);
    for (size_t i = 0; i < scheduler->retired_count; i++)
        calendar_destroy(scheduler->retired[i]);
    pthread_cond_destroy(&scheduler->wake);
    pthread_mutex_destroy(&scheduler->lock);
    free(scheduler);
}
