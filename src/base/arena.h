/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory that is released together.
 *
 * Each request has an arena; everything it needs comes from there and is gone after the
 * response.  Nothing is freed one by one, nothing has to be checked for NULL.  When an arena
 * would grow beyond its limit, or the machine has no memory for it, the work that was begun
 * with arena_try ends; without such a point the program does.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/compiler.h"
#include "base/str.h"

#include <stdarg.h>

struct arena;

/* A place to return to; see arena_mark. */
struct arena_mark {
    void *block;
    size_t used;
};

/* Ends the program with 1 and a sentence: what is not committed is undone at the next start.
 * For memory outside of arenas that was not given. */
NO_RETURN void out_of_memory(void);

/* An empty arena that may grow to limit_bytes. */
struct arena *arena_create(size_t limit_bytes);

/* Releases everything.  NULL is allowed. */
void arena_destroy(struct arena *arena);

/* For CLEANUP. */
void arena_release(struct arena **arena);

/* Empties the arena but keeps its largest block, up to 256 KiB, ready for the next request. */
void arena_reset(struct arena *arena);

/* Runs work.  False when arena could not give what was wanted: the functions that work was in
 * are left at once, what they declared with CLEANUP is cleaned up, and what was taken from
 * arena since is released.  The caller undoes the rest: what was written to memory that lives
 * longer, and transactions.  Functions are left so by the visit
 * (app/attempt.h) and by the threads that count for one (db/together.c). */
MUST_USE bool arena_try(struct arena *arena, void (*work)(void *closure), void *closure);

/* Zeroed memory, aligned for anything.  Never NULL. */
void *arena_alloc(struct arena *arena, size_t bytes);

/* The same, not zeroed: for memory that is filled at once. */
void *arena_alloc_raw(struct arena *arena, size_t bytes);

/* A zeroed array; a product too large for size_t ends the program. */
void *arena_alloc_array(struct arena *arena, size_t count, size_t bytes_each);

#define arena_new(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array(arena, type, count)                                                        \
    ((type *)arena_alloc_array((arena), (count), sizeof(type)))

/* A copy of s that lives as long as the arena. */
str arena_copy(struct arena *arena, str s);

/* The same, ending in NUL, for libraries that want it. */
const char *arena_text(struct arena *arena, str s);

str arena_printf(struct arena *arena, const char *format, ...) PRINTF(2, 3);
str arena_vprintf(struct arena *arena, const char *format, va_list arguments) PRINTF(2, 0);

/* Remembers how full the arena is; rewinding releases all that was taken since.
 * For loops over many rows: mark before a row, rewind after it. */
struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);

/* Bytes handed out and not rewound. */
size_t arena_used(const struct arena *arena);

#endif
