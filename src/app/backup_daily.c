/* SPDX-License-Identifier: Apache-2.0 */
/* The daily backup of a program that serves. */
#include "app/backup_daily.h"

#include "base/file.h"
#include "base/log.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { ARENA_BYTES = 1024 * 1024 * 1024, MINUTE_SECONDS = 60, HOUR_SECONDS = 3600 };

struct backup_daily {
    struct backup_options options;
    int keep;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    atomic_bool stopping;
};

static struct error *is_time(struct context *cx, const char *target, bool *due)
{
    struct manifest *backups;
    size_t count;

    TRY(folder_make(cx, target));
    TRY(backups_list(cx, target, &backups, &count));
    *due = backup_is_due(backups, count, cx->now);
    return NULL;
}

struct error *backup_daily_turn(struct context *cx, const struct backup_options *options,
                                int keep, bool *made)
{
    struct manifest manifest;
    size_t removed;

    *made = false;
    TRY(is_time(cx, options->target, made));
    if (!*made)
        return NULL;
    TRY(backup_make(cx, options, &manifest));
    log_write(LOG_INFO, "backup", "%.*s", STR_ARG(manifest.name));
    return backups_rotate(cx, options->target, keep, &removed);
}

/* How many seconds to rest. */
static int turn(struct backup_daily *daily)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(ARENA_BYTES);
    struct context cx = { .arena = arena };
    bool made;

    context_set_now(&cx, instant_now());
    struct error *error = backup_daily_turn(&cx, &daily->options, daily->keep, &made);
    if (error == NULL)
        return MINUTE_SECONDS;
    log_write(LOG_ERROR, "backup", "%.*s", STR_ARG(error->message));
    return HOUR_SECONDS;
}

/* False when it is time to stop. */
static bool rest(struct backup_daily *daily, int seconds)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += seconds;
    pthread_mutex_lock(&daily->lock);
    while (!atomic_load(&daily->stopping))
        if (pthread_cond_timedwait(&daily->wake, &daily->lock, &until) != 0)
            break;
    pthread_mutex_unlock(&daily->lock);
    return !atomic_load(&daily->stopping);
}

static void *work(void *closure)
{
    struct backup_daily *daily = closure;

    while (rest(daily, turn(daily)))
        ;
    return NULL;
}

struct backup_daily *backup_daily_start(const char *address, const char *folder,
                                        const struct backup_plan *plan)
{
    struct backup_daily *daily = calloc(1, sizeof *daily);

    if (daily == NULL)
        abort();
    daily->options = (struct backup_options){
        .address = address,
        .folder = folder,
        .target = plan->target,
        .without_key = plan->without_key,
        .missing_allowed = plan->missing_allowed,
        .stop = &daily->stopping,
    };
    daily->keep = plan->keep;
    pthread_mutex_init(&daily->lock, NULL);
    pthread_cond_init(&daily->wake, NULL);
    if (pthread_create(&daily->thread, NULL, work, daily) != 0)
        abort();
    return daily;
}

void backup_daily_stop(struct backup_daily *daily)
{
    if (daily == NULL)
        return;
    pthread_mutex_lock(&daily->lock);
    atomic_store(&daily->stopping, true);
    pthread_cond_signal(&daily->wake);
    pthread_mutex_unlock(&daily->lock);
    pthread_join(daily->thread, NULL);
    pthread_cond_destroy(&daily->wake);
    pthread_mutex_destroy(&daily->lock);
    free(daily);
}
