/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A machine without memory: loaded before the C library, it fails the NO_MEMORY_AT-th
 * allocation of a process, and all that follow it when NO_MEMORY_STAYS is set.  With
 * NO_MEMORY_COUNT set it writes to that file at the end how many allocations there were.
 * Counted is from main on: what libraries do when they are loaded is not ours.
 *
 * For a program that serves: with NO_MEMORY_EVERY=K, from the signal SIGUSR2 on one of K
 * allocations fails, now here, now there; with NO_MEMORY_NEXT=N the N-th after the signal does.
 */
#include <errno.h>
#include <malloc.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

/* The functions of glibc under the names that cannot be stood in for. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static atomic_llong counted;
static atomic_llong fails_at;
static long long next;
static int stays;
static unsigned long long every;
static atomic_int is_armed;
static atomic_int is_running;

static void write_count(void)
{
    FILE *file = fopen(getenv("NO_MEMORY_COUNT"), "w");

    if (file == NULL)
        return;
    fprintf(file, "%lld\n", (long long)atomic_load(&counted));
    fclose(file);
}

static void arm(int number)
{
    (void)number;
    atomic_store(&is_armed, 1);
    if (next > 0)
        atomic_store(&fails_at, atomic_load(&counted) + next);
}

static long long number_in(const char *name)
{
    const char *text = getenv(name);

    return text == NULL ? 0 : strtoll(text, NULL, 10);
}

/* Constructors of a library that is loaded first run last. */
__attribute__((constructor)) static void begin(void)
{
    atomic_store(&fails_at, number_in("NO_MEMORY_AT"));
    stays = getenv("NO_MEMORY_STAYS") != NULL;
    every = (unsigned long long)number_in("NO_MEMORY_EVERY");
    next = number_in("NO_MEMORY_NEXT");
    if (every > 0 || next > 0)
        (void)signal(SIGUSR2, arm);
    if (getenv("NO_MEMORY_COUNT") != NULL)
        atexit(write_count);
    atomic_store(&is_running, 1);
}

static int fails(void)
{
    if (!atomic_load(&is_running))
        return 0;
    long long number = atomic_fetch_add(&counted, 1) + 1;
    if (atomic_load(&is_armed) && every > 0 &&
        (unsigned long long)number * 0x9e3779b97f4a7c15ULL / 65536 % every == 0) {
        errno = ENOMEM;
        return 1;
    }
    long long at = atomic_load(&fails_at);
    if (at == 0 || (stays ? number < at : number != at))
        return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    return fails() ? NULL : __libc_realloc(memory, size);
}

void *memalign(size_t alignment, size_t size)
{
    return fails() ? NULL : __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    *memory = memalign(alignment, size);
    return *memory == NULL ? ENOMEM : 0;
}
