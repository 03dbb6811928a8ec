/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A slow disk: loaded before the C library, it adds SLOW_SYNC_US microseconds to every fsync
 * and fdatasync.
 *
 *     SLOW_SYNC_US=5000 LD_PRELOAD=slow_sync.so xiangzhi serve
 */
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef int sync_function(int descriptor);

static void rest(void)
{
    const char *text = getenv("SLOW_SYNC_US");
    long wait_us = text == NULL ? 0 : atol(text);
    struct timespec pause = { wait_us / 1000000, wait_us % 1000000 * 1000 };

    if (wait_us > 0)
        nanosleep(&pause, NULL);
}

/* What the next library calls by this name.  ISO C knows no conversion from an object's address
 * to a function's, so the bytes are copied. */
static sync_function *next_function(const char *name)
{
    void *found = dlsym(RTLD_NEXT, name);
    sync_function *function;

    memcpy(&function, &found, sizeof function);
    return function;
}

int fsync(int descriptor)
{
    static sync_function *real;

    if (real == NULL)
        real = next_function("fsync");
    rest();
    return real(descriptor);
}

int fdatasync(int descriptor)
{
    static sync_function *real;

    if (real == NULL)
        real = next_function("fdatasync");
    rest();
    return real(descriptor);
}
