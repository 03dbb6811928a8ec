/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Moving the folder of an installation: its key, and the evidence under FOLDER/files/ab/cdef...
 *
 * A file gets its name only when it is on the disk whole, so one that has its name is not
 * copied again.
 */
#include "app/migrate.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COPY_BYTES = 1 << 20 };

static struct error *cannot(struct context *cx, const char *what, const char *path)
{
    return fail(cx, ERROR_BROKEN, "不能%s %s(%s)。", what, path, strerror(errno));
}

static const char *join(struct context *cx, const char *folder, const char *name)
{
    return arena_text(cx->arena, arena_printf(cx->arena, "%s/%s", folder, name));
}

static void close_file(int *file)
{
    if (*file >= 0)
        close(*file);
}

static void close_folder(DIR **folder)
{
    if (*folder != NULL)
        closedir(*folder);
}

static struct error *copy_bytes(struct context *cx, int from, int to, const char *path)
{
    char *bytes = arena_alloc(cx->arena, COPY_BYTES);
    ssize_t count;

    while ((count = read(from, bytes, COPY_BYTES)) > 0)
        for (ssize_t written = 0, part; written < count; written += part)
            if ((part = write(to, bytes + written, (size_t)(count - written))) < 0)
                return cannot(cx, "写文件", path);
    return count == 0 && fsync(to) == 0 ? NULL : cannot(cx, "写文件", path);
}

static struct error *copy_file(struct context *cx, const char *from, const char *to)
{
    struct arena_mark mark = arena_mark(cx->arena);
    const char *draft = arena_text(cx->arena, arena_printf(cx->arena, "%s.draft", to));
    CLEANUP(close_file) int source = open(from, O_RDONLY | O_CLOEXEC);
    CLEANUP(close_file)
    int target = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);

    if (source < 0)
        return cannot(cx, "读文件", from);
    if (target < 0)
        return cannot(cx, "写文件", draft);
    TRY(copy_bytes(cx, source, target, draft));
    if (rename(draft, to) != 0)
        return cannot(cx, "写文件", to);
    arena_rewind(cx->arena, mark);
    return NULL;
}

static struct error *sync_folder(struct context *cx, const char *path)
{
    CLEANUP(close_file) int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    return folder >= 0 && fsync(folder) == 0 ? NULL : cannot(cx, "写文件夹", path);
}

static bool is_there(const char *path, off_t size_bytes)
{
    struct stat status;

    return stat(path, &status) == 0 && status.st_size == size_bytes;
}

/* Copies all files of one folder; folders in it are entered. */
static struct error *copy_folder(struct context *cx, const char *from, const char *to,
                                 size_t *copied)
{
    CLEANUP(close_folder) DIR *folder = opendir(from);

    if (folder == NULL)
        return errno == ENOENT ? NULL : cannot(cx, "打开文件夹", from);
    TRY(folder_make(cx, to));
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        struct arena_mark mark = arena_mark(cx->arena);
        const char *source = join(cx, from, entry->d_name);
        const char *target = join(cx, to, entry->d_name);
        struct stat status;
        if (entry->d_name[0] == '.')
            continue;
        if (stat(source, &status) != 0)
            return cannot(cx, "读文件", source);
        if (S_ISDIR(status.st_mode)) {
            TRY(copy_folder(cx, source, target, copied));
        } else if (!is_there(target, status.st_size)) {
            TRY(copy_file(cx, source, target));
            ++*copied;
        }
        arena_rewind(cx->arena, mark);
    }
    return sync_folder(cx, to);
}

static struct error *read_key(struct context *cx, const char *path, str *key)
{
    char *bytes = arena_alloc(cx->arena, 4096);
    CLEANUP(close_file) int file = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t count = file < 0 ? -1 : read(file, bytes, 4096);

    if (count < 0)
        return fail(cx, ERROR_NOT_FOUND,
                    "找不到密钥文件 %s。数据库和它的文件夹要放在一起，请从备份里拷回来。",
                    path);
    *key = (str){ bytes, (size_t)count };
    return NULL;
}

static struct error *move_key(struct context *cx, const char *from, const char *to)
{
    str key, there;

    TRY(read_key(cx, from, &key));
    if (access(to, F_OK) != 0)
        return copy_file(cx, from, to);
    TRY(read_key(cx, to, &there));
    if (!str_eq(key, there))
        return fail(cx, ERROR_CONFLICT,
                    "%s 已有另一把密钥，没有改动它。请换一个空的文件夹"
                    "(环境变量 XIANGZHI_FILES)。",
                    to);
    return NULL;
}

struct error *move_folder(struct context *cx, const char *from, const char *to, FILE *out)
{
    size_t copied = 0;

    if (strcmp(from, to) == 0)
        return NULL;
    TRY(folder_make(cx, to));
    TRY(move_key(cx, join(cx, from, "key"), join(cx, to, "key")));
    TRY(sync_folder(cx, to));
    TRY(copy_folder(cx, join(cx, from, "files"), join(cx, to, "files"), &copied));
    fprintf(out, "密钥和附件：%s(新拷%zu个附件)\n", to, copied);
    return NULL;
}
