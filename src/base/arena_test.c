/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that is released together. */
#include "base/arena.h"

#include "tests/test.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MIB = 1024 * 1024 };

static bool is_zero(const char *memory, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        if (memory[i] != 0)
            return false;
    return true;
}

TEST_ONCE("memory is zeroed and aligned, also where there was something before")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(MIB);
    struct arena_mark mark = arena_mark(arena);

    memset(arena_alloc(arena, 100), 'x', 100);
    arena_rewind(arena, mark);
    for (size_t bytes = 1; bytes < 100; bytes++) {
        char *memory = arena_alloc(arena, bytes);
        CHECK((uintptr_t)memory % 16 == 0);
        CHECK(is_zero(memory, bytes));
    }
}

TEST_ONCE("rewinding releases all that was taken since the mark, over any number of blocks")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(64 * MIB);
    str kept = arena_copy(arena, S("kept"));
    size_t used = arena_used(arena);

    for (int round = 0; round < 100; round++) {
        struct arena_mark mark = arena_mark(arena);
        memset(arena_alloc(arena, 3 * MIB), 'x', 3 * MIB);
        for (int i = 0; i < 100; i++)
            arena_alloc(arena, 1000);
        arena_rewind(arena, mark);
    }

    CHECK(arena_used(arena) == used);
    CHECK_STR(kept, "kept");
}

TEST_ONCE("a reset arena is empty and serves again")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(8 * MIB);

    for (int round = 0; round < 20; round++) {
        arena_alloc(arena, 2 * MIB);
        arena_reset(arena);
        CHECK(arena_used(arena) == 0);
    }
}

static void fill(struct arena *arena)
{
    for (int i = 0; i < 200; i++)
        memset(arena_alloc(arena, 1000), 'x', 1000);
}

TEST_ONCE("an arena that is used again for the same needs no more memory")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(8 * MIB);

    for (int round = 0; round < 3; round++) {
        fill(arena);
        arena_reset(arena);
    }
    char *first = arena_alloc(arena, 1000);
    fill(arena);
    arena_reset(arena);
    CHECK(arena_used(arena) == 0);
    CHECK(arena_alloc(arena, 1000) == first);
}

TEST_ONCE("copies and printed texts end in NUL")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(MIB);

    CHECK(strcmp(arena_text(arena, S("张三")), "张三") == 0);
    CHECK(strcmp(arena_text(arena, (str){ 0 }), "") == 0);
    CHECK_STR(arena_printf(arena, "%d-%s", 12, "a"), "12-a");
    CHECK(arena_printf(arena, "%5000d", 1).length == 5000);
}

/* The signal that ends a process which does this, 0 when none does. */
static int signal_of(void (*doing)(void))
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        struct rlimit no_core = { 0, 0 };
        setrlimit(RLIMIT_CORE, &no_core);
        close(STDERR_FILENO);
        doing();
        _exit(0);
    }
    CHECK(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void take_too_much(void)
{
    struct arena *arena = arena_create(MIB);

    for (int i = 0; i < 100; i++)
        arena_alloc(arena, 100000);
}

static void take_an_impossible_array(void)
{
    (void)arena_array(arena_create(MIB), uint64_t, SIZE_MAX / 4);
}

static void take_almost_everything(void)
{
    arena_alloc(arena_create(SIZE_MAX), SIZE_MAX - 3);
}

TEST_ONCE("an arena that would grow beyond its limit ends the program")
{
    CHECK(signal_of(take_too_much) == SIGABRT);
}

TEST_ONCE("sizes that overflow end the program")
{
    CHECK(signal_of(take_an_impossible_array) == SIGABRT);
    CHECK(signal_of(take_almost_everything) == SIGABRT);
}

struct hunger {
    struct arena *arena;
    size_t bytes;
    int cleaned;
};

static void note_cleaned(int **count)
{
    (**count)++;
}

static int eat(const void *a, const void *b)
{
    (void)b;
    const struct hunger *hunger = a;

    (void)arena_alloc(hunger->arena, hunger->bytes);
    return 0;
}

/* Through a function of the C library, whose frame is left as well. */
static void eat_within_qsort(void *closure)
{
    struct hunger *hunger = closure;
    CLEANUP(note_cleaned) int *count = &hunger->cleaned;
    struct hunger both[] = { *hunger, *hunger };

    (void)count;
    for (int i = 0; i < 3; i++)
        qsort(both, COUNT(both), sizeof both[0], eat);
}

TEST_ONCE("work that wants too much is left, cleaned up after, and what it took is given back")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(4 * MIB);
    struct hunger small = { .arena = arena, .bytes = 100 };
    struct hunger large = { .arena = arena, .bytes = 2 * MIB };
    str kept = arena_copy(arena, S("kept"));

    CHECK(arena_try(arena, eat_within_qsort, &small) && small.cleaned == 1);
    size_t used = arena_used(arena);
    for (int i = 1; i < 10; i++) {
        CHECK(!arena_try(arena, eat_within_qsort, &large) && large.cleaned == i);
        CHECK(arena_used(arena) == used);
    }
    CHECK(str_eq(kept, S("kept")));
}

static void try_within(void *closure)
{
    struct hunger *hunger = closure;

    CHECK(!arena_try(hunger->arena, eat_within_qsort, hunger));
    (void)arena_alloc(hunger->arena, 100);
}

TEST_ONCE("of two that try, the inner one is left, and the outer goes on")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(4 * MIB);
    struct hunger large = { .arena = arena, .bytes = 2 * MIB };

    CHECK(arena_try(arena, try_within, &large));
    CHECK(large.cleaned == 1);
}
