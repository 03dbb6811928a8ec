/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Moving the folder of an installation: its key, and the evidence under FOLDER/files/ab/cdef...
 *
 * A file gets its name only when it is on the disk whole, so one that has its name is not
 * copied again.
 */
#include "app/migrate.h"

#include "base/file.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { KEY_MAX_BYTES = 4096 };

static struct error *copy_whole(struct context *cx, const char *from, const char *to)
{
    const char *draft = arena_text(cx->arena, arena_printf(cx->arena, "%s.draft", to));
    struct file_facts facts;

    (void)unlink(draft); /* of a run that was interrupted */
    TRY(file_copy(cx, from, draft, &facts));
    TRY(path_sync(cx, draft));
    return rename(draft, to) == 0 ? NULL : file_error(cx, "写不进", to);
}

/* Copies the files of one of the folders ab. */
static struct error *copy_folder(struct context *cx, const char *from, const char *to,
                                 size_t *copied)
{
    str *names;
    size_t count;

    TRY(folder_make(cx, to));
    TRY(folder_list(cx, from, &names, &count));
    for (size_t i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        const char *name = arena_text(cx->arena, names[i]);
        const char *target = path_join(cx, to, name);
        if (!path_exists(target)) {
            TRY(copy_whole(cx, path_join(cx, from, name), target));
            ++*copied;
        }
        arena_rewind(cx->arena, mark);
    }
    return path_sync(cx, to);
}

static struct error *copy_evidence(struct context *cx, const char *from, const char *to,
                                   size_t *copied)
{
    str *names;
    size_t count;

    if (!path_exists(from))
        return NULL;
    TRY(folder_make(cx, to));
    TRY(folder_list(cx, from, &names, &count));
    for (size_t i = 0; i < count; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        const char *name = arena_text(cx->arena, names[i]);
        TRY(copy_folder(cx, path_join(cx, from, name), path_join(cx, to, name), copied));
        arena_rewind(cx->arena, mark);
    }
    return path_sync(cx, to);
}

static struct error *move_key(struct context *cx, const char *from, const char *to)
{
    str key, there;

    if (!path_exists(from))
        return fail(cx, ERROR_NOT_FOUND,
                    "找不到密钥文件 %s。数据库和它的文件夹要放在一起，请从备份里拷回来。",
                    from);
    if (!path_exists(to))
        return copy_whole(cx, from, to);
    TRY(file_read(cx, from, KEY_MAX_BYTES, &key));
    TRY(file_read(cx, to, KEY_MAX_BYTES, &there));
    if (!str_eq(key, there))
        return fail(cx, ERROR_CONFLICT,
                    "%s 已有另一把密钥，没有改动它。请换一个空的文件夹"
                    "（环境变量 XIANGZHI_FILES）。",
                    to);
    return NULL;
}

struct error *move_folder(struct context *cx, const char *from, const char *to, FILE *out)
{
    size_t copied = 0;

    if (strcmp(from, to) == 0)
        return NULL;
    TRY(folder_make(cx, to));
    TRY(move_key(cx, path_join(cx, from, "key"), path_join(cx, to, "key")));
    TRY(path_sync(cx, to));
    TRY(copy_evidence(cx, path_join(cx, from, "files"), path_join(cx, to, "files"), &copied));
    fprintf(out, "密钥和附件：%s（新拷%zu个附件）\n", to, copied);
    return NULL;
}
