/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A clock that jumps: loaded before the C library, it adds to the time of day the seconds that
 * the file CLOCK_JUMP holds, and looks anew each time.  The monotonic clock goes on as it was,
 * as it does when somebody sets the clock.
 *
 *     CLOCK_JUMP=/tmp/jump LD_PRELOAD=clock.so xiangzhi serve
 */
#include "tests/torture/next.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { SLICE_NS = 20000000 };

static time_t jump(void)
{
    const char *path = getenv("CLOCK_JUMP");
    char text[32] = { 0 };
    int file = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC);
    int error = errno;

    if (file < 0)
        return 0;
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    errno = error;
    return length > 0 ? (time_t)strtol(text, NULL, 10) : 0;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    static int (*real)(clockid_t, struct timespec *);

    if (real == NULL)
        find_next("clock_gettime", &real);
    int result = real(clock, now);
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)
        now->tv_sec += jump();
    return result;
}

time_t time(time_t *seconds)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    if (seconds != NULL)
        *seconds = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *restrict when, void *restrict zone)
{
    struct timespec now;

    (void)zone;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    *when = (struct timeval){ now.tv_sec, now.tv_nsec / 1000 };
    return 0;
}

static int is_before(const struct timespec *a, const struct timespec *b)
{
    return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec : a->tv_nsec < b->tv_nsec;
}

/* Waits on the jumping clock, slice by slice of the true one. */
int pthread_cond_timedwait(pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex,
                           const struct timespec *restrict until)
{
    struct timespec now, slice;

    for (;;) {
        (void)clock_gettime(CLOCK_REALTIME, &now);
        if (!is_before(&now, until))
            return ETIMEDOUT;
        (void)clock_gettime(CLOCK_MONOTONIC, &slice);
        slice.tv_nsec += SLICE_NS;
        slice.tv_sec += slice.tv_nsec / 1000000000;
        slice.tv_nsec %= 1000000000;
        int result = pthread_cond_clockwait(condition, mutex, CLOCK_MONOTONIC, &slice);
        if (result != ETIMEDOUT)
            return result;
    }
}
