/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that is released together: a chain of blocks, each twice as large as the last. */
#include "base/arena.h"

#include "base/format.h"

#include <assert.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <unwind.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

#ifdef SANITIZED
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

enum {
    FIRST_BLOCK_BYTES = 16 * 1024,
    LARGEST_BLOCK_BYTES = 1024 * 1024,
    KEPT_BLOCK_BYTES = 256 * 1024,
    RESERVE_BYTES = 64 * 1024, /* beyond the limit, for telling that it was reached */
    ALIGNMENT = 16,
    QUICK_TEXT_MAX = 512,
};

struct block {
    struct block *previous;
    size_t size;
    size_t used;
    size_t padding;
    char memory[];
};

/* Where to go when the arena cannot give more. */
struct point {
    jmp_buf here;
    uintptr_t frame; /* of arena_try */
    struct _Unwind_Exception leaving;
};

struct arena {
    struct block *last;
    size_t total;
    size_t limit;
    struct point *point; /* NULL: the program ends */
};

static NO_RETURN void give_up(const char *why)
{
    fprintf(stderr, "xiangzhi: %s\n", why);
    abort();
}

/* Without the help of anything that might want memory itself. */
void out_of_memory(void)
{
    static const char said[] = "xiangzhi: 服务器内存不足，程序已停止。没有办完的都没有保存。\n";
    ssize_t written = write(STDERR_FILENO, said, sizeof said - 1);

    (void)written;
    _exit(EXIT_FAILURE);
}

/* Each frame up to that of arena_try is asked to clean up first. */
static _Unwind_Reason_Code stop_at_point(int version, _Unwind_Action actions,
                                         _Unwind_Exception_Class kind,
                                         struct _Unwind_Exception *leaving,
                                         struct _Unwind_Context *frame, void *closure)
{
    struct point *point = closure;

    (void)version;
    (void)kind;
    (void)leaving;
    if ((actions & _UA_END_OF_STACK) != 0 || _Unwind_GetCFA(frame) > point->frame)
        longjmp(point->here, 1);
    return _URC_NO_REASON;
}

static NO_RETURN void leave(struct point *point)
{
    memset(&point->leaving, 0, sizeof point->leaving);
    (void)_Unwind_ForcedUnwind(&point->leaving, stop_at_point, point);
    longjmp(point->here, 1); /* a frame that cannot be unwound: left as it is */
}

/* Not inlined: the frame must be that of a function of its own. */
__attribute__((noinline)) bool arena_try(struct arena *arena, void (*work)(void *closure),
                                         void *closure)
{
    struct point *outer = arena->point;
    struct arena_mark mark = arena_mark(arena);
    struct point point = { .frame = (uintptr_t)__builtin_frame_address(0) };

    arena->point = &point;
    bool worked = setjmp(point.here) == 0;
    if (worked)
        work(closure);
    arena->point = outer;
    if (!worked)
        arena_rewind(arena, mark);
    return worked;
}

/* The block, or NULL when there is no memory. */
static struct block *block_create(struct block *previous, size_t size)
{
    struct block *block = malloc(sizeof(struct block) + size);

    if (block == NULL)
        return NULL;
    *block = (struct block){ .previous = previous, .size = size };
    ASAN_POISON_MEMORY_REGION(block->memory, size);
    return block;
}

static void block_destroy(struct block *block)
{
    ASAN_UNPOISON_MEMORY_REGION(block->memory, block->size);
    free(block);
}

static void block_empty(struct block *block, size_t used)
{
    ASAN_POISON_MEMORY_REGION(block->memory + used, block->size - used);
    block->used = used;
}

struct arena *arena_create(size_t limit_bytes)
{
    struct arena *arena = malloc(sizeof *arena);

    if (arena == NULL)
        out_of_memory();
    *arena = (struct arena){
        .last = block_create(NULL, FIRST_BLOCK_BYTES),
        .total = FIRST_BLOCK_BYTES,
        .limit = limit_bytes,
    };
    if (arena->last == NULL)
        out_of_memory();
    return arena;
}

static void drop_last(struct arena *arena)
{
    struct block *block = arena->last;

    arena->last = block->previous;
    arena->total -= block->size;
    block_destroy(block);
}

void arena_destroy(struct arena *arena)
{
    if (arena == NULL)
        return;
    while (arena->last != NULL)
        drop_last(arena);
    free(arena);
}

void arena_release(struct arena **arena)
{
    arena_destroy(*arena);
    *arena = NULL;
}

static void drop_all_before(struct arena *arena, struct block *kept)
{
    for (struct block *block = kept->previous, *previous; block != NULL; block = previous) {
        previous = block->previous;
        arena->total -= block->size;
        block_destroy(block);
    }
    kept->previous = NULL;
}

/* The last block is the largest: what comes next needs no other, unless it needs more. */
void arena_reset(struct arena *arena)
{
    while (arena->last->previous != NULL && arena->last->size > KEPT_BLOCK_BYTES)
        drop_last(arena);
    drop_all_before(arena, arena->last);
    block_empty(arena->last, 0);
}

static NO_RETURN void refuse(struct arena *arena, const char *why)
{
    if (arena->point == NULL)
        give_up(why);
    leave(arena->point);
}

static void grow(struct arena *arena, size_t bytes)
{
    size_t size = arena->last->size * 2;

    if (size > LARGEST_BLOCK_BYTES)
        size = LARGEST_BLOCK_BYTES;
    size_t limit = arena->limit + (arena->point == NULL ? RESERVE_BYTES : 0);

    if (size < bytes || arena->total + size > limit)
        size = bytes;
    if (bytes > limit || arena->total + size > limit)
        refuse(arena, "a request wanted more memory than its limit");
    struct block *block = block_create(arena->last, size);
    if (block == NULL && arena->point == NULL)
        out_of_memory();
    if (block == NULL)
        leave(arena->point);
    arena->last = block;
    arena->total += size;
}

void *arena_alloc_raw(struct arena *arena, size_t bytes)
{
    size_t rounded = (bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);

    if (rounded < bytes)
        refuse(arena, "a request wanted more memory than there is");
    if (arena->last->size - arena->last->used < rounded)
        grow(arena, rounded);

    void *memory = arena->last->memory + arena->last->used;
    arena->last->used += rounded;
    ASAN_UNPOISON_MEMORY_REGION(memory, bytes);
    return memory;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
    return memset(arena_alloc_raw(arena, bytes), 0, bytes);
}

void *arena_alloc_array(struct arena *arena, size_t count, size_t bytes_each)
{
    size_t bytes;

    if (__builtin_mul_overflow(count, bytes_each, &bytes))
        refuse(arena, "a request wanted more memory than there is");
    return arena_alloc(arena, bytes);
}

str arena_copy(struct arena *arena, str s)
{
    return (str){ arena_text(arena, s), s.length };
}

const char *arena_text(struct arena *arena, str s)
{
    char *copy = arena_alloc_raw(arena, s.length + 1);

    if (s.length > 0)
        memcpy(copy, s.data, s.length);
    copy[s.length] = '\0';
    return copy;
}

str arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    str text = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return text;
}

str arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
    char room[QUICK_TEXT_MAX];
    size_t quick = format_quickly(room, sizeof room, format, arguments);
    va_list again;

    if (quick != FORMAT_UNKNOWN)
        return arena_copy(arena, (str){ room, quick });
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    assert(length >= 0);

    char *text = arena_alloc_raw(arena, (size_t)length + 1);
    (void)vsnprintf(text, (size_t)length + 1, format, arguments);
    return (str){ text, (size_t)length };
}

struct arena_mark arena_mark(const struct arena *arena)
{
    return (struct arena_mark){ arena->last, arena->last->used };
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
    while (arena->last != mark.block)
        drop_last(arena);
    block_empty(arena->last, mark.used);
}

size_t arena_used(const struct arena *arena)
{
    size_t used = 0;

    for (const struct block *block = arena->last; block != NULL; block = block->previous)
        used += block->used;
    return used;
}
