/* SPDX-License-Identifier: Apache-2.0 */
#include "db/gather.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

enum {
    GATHERED_MAX = 120 * 1024, /* SQLite takes a write of 128 kB for a full disk */
    FRAME_HEAD = 24,           /* before each page in the log */
    COMMIT_AT = 4, /* four bytes of it that are not zero: the last page of a change */
    COMMIT_BYTES = 4,
};

static const char name[] = "xiangzhi-gather";

static sqlite3_vfs layer;
static sqlite3_vfs *below; /* SQLite's own */
static const char *registered;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* A log that is open.  The file below lies behind it. */
struct gathering {
    sqlite3_file file;
    char *bytes; /* what was written and is not in the file yet; NULL: nothing ever was */
    int count;
    sqlite3_int64 at; /* where it belongs */
    bool commits;     /* the page that comes is the last of a change */
};

static sqlite3_file *file_below(sqlite3_file *file)
{
    return (sqlite3_file *)((struct gathering *)file + 1);
}

static int put(struct gathering *log)
{
    sqlite3_file *file = file_below(&log->file);
    int count = log->count;

    log->count = 0;
    return count == 0 ? SQLITE_OK : file->pMethods->xWrite(file, log->bytes, count, log->at);
}

static int close_log(sqlite3_file *file)
{
    struct gathering *log = (struct gathering *)file;
    sqlite3_file *lower = file_below(file);
    int code = put(log);

    sqlite3_free(log->bytes);
    int closed = lower->pMethods->xClose(lower);
    return code == SQLITE_OK ? closed : code;
}

static int read_log(sqlite3_file *file, void *to, int count, sqlite3_int64 at)
{
    sqlite3_file *lower = file_below(file);
    int code = put((struct gathering *)file);

    return code == SQLITE_OK ? lower->pMethods->xRead(lower, to, count, at) : code;
}

/* Keeps in mind when the head of a last page comes; tells whether this was such a page. */
static bool ends_change(struct gathering *log, const char *bytes, int count)
{
    static const char zero[COMMIT_BYTES];
    bool ends = log->commits && count != FRAME_HEAD;

    log->commits = count == FRAME_HEAD && memcmp(bytes + COMMIT_AT, zero, COMMIT_BYTES) != 0;
    return ends;
}

static bool has_room(struct gathering *log, int count)
{
    if (log->bytes == NULL)
        log->bytes = sqlite3_malloc(GATHERED_MAX);
    return log->bytes != NULL && log->count + count <= GATHERED_MAX;
}

static int write_log(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at)
{
    struct gathering *log = (struct gathering *)file;
    sqlite3_file *lower = file_below(file);
    bool ends = ends_change(log, bytes, count);
    int code = SQLITE_OK;

    if (at != log->at + log->count || !has_room(log, count))
        code = put(log);
    if (code != SQLITE_OK)
        return code;
    if (!has_room(log, count))
        return lower->pMethods->xWrite(lower, bytes, count, at);
    if (log->count == 0)
        log->at = at;
    memcpy(log->bytes + log->count, bytes, (size_t)count);
    log->count += count;
    return ends ? put(log) : SQLITE_OK;
}

static int cut_log(sqlite3_file *file, sqlite3_int64 size)
{
    sqlite3_file *lower = file_below(file);
    int code = put((struct gathering *)file);

    return code == SQLITE_OK ? lower->pMethods->xTruncate(lower, size) : code;
}

static int sync_log(sqlite3_file *file, int flags)
{
    sqlite3_file *lower = file_below(file);
    int code = put((struct gathering *)file);

    return code == SQLITE_OK ? lower->pMethods->xSync(lower, flags) : code;
}

static int size_of_log(sqlite3_file *file, sqlite3_int64 *size)
{
    sqlite3_file *lower = file_below(file);
    int code = put((struct gathering *)file);

    return code == SQLITE_OK ? lower->pMethods->xFileSize(lower, size) : code;
}

static int lock_log(sqlite3_file *file, int level)
{
    sqlite3_file *lower = file_below(file);

    return lower->pMethods->xLock(lower, level);
}

static int unlock_log(sqlite3_file *file, int level)
{
    sqlite3_file *lower = file_below(file);

    return lower->pMethods->xUnlock(lower, level);
}

static int is_log_reserved(sqlite3_file *file, int *reserved)
{
    sqlite3_file *lower = file_below(file);

    return lower->pMethods->xCheckReservedLock(lower, reserved);
}

static int control_log(sqlite3_file *file, int operation, void *argument)
{
    sqlite3_file *lower = file_below(file);
    int code = put((struct gathering *)file);

    return code == SQLITE_OK ? lower->pMethods->xFileControl(lower, operation, argument) : code;
}

static int sector_of_log(sqlite3_file *file)
{
    sqlite3_file *lower = file_below(file);

    return lower->pMethods->xSectorSize(lower);
}

static int kind_of_log(sqlite3_file *file)
{
    sqlite3_file *lower = file_below(file);

    return lower->pMethods->xDeviceCharacteristics(lower);
}

static const sqlite3_io_methods log_methods = {
    .iVersion = 1,
    .xClose = close_log,
    .xRead = read_log,
    .xWrite = write_log,
    .xTruncate = cut_log,
    .xSync = sync_log,
    .xFileSize = size_of_log,
    .xLock = lock_log,
    .xUnlock = unlock_log,
    .xCheckReservedLock = is_log_reserved,
    .xFileControl = control_log,
    .xSectorSize = sector_of_log,
    .xDeviceCharacteristics = kind_of_log,
};

/* A file that is no log is opened as it were without us: what lies in its place is the file
 * below. */
static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags,
                     int *out)
{
    (void)vfs;
    if ((flags & SQLITE_OPEN_WAL) == 0)
        return below->xOpen(below, path, file, flags, out);

    struct gathering *log = (struct gathering *)file;
    *log = (struct gathering){ 0 };
    int code = below->xOpen(below, path, file_below(file), flags, out);
    if (code == SQLITE_OK)
        file->pMethods = &log_methods;
    return code;
}

static void register_layer(void)
{
    if (sqlite3_initialize() != SQLITE_OK)
        return;
    below = sqlite3_vfs_find(NULL);
    if (below == NULL)
        return;
    layer = *below; /* all else is as it is below; xOpen alone looks at whose call it is */
    layer.zName = name;
    layer.pNext = NULL;
    layer.szOsFile = (int)sizeof(struct gathering) + below->szOsFile;
    layer.xOpen = open_file;
    if (sqlite3_vfs_register(&layer, 0) == SQLITE_OK)
        registered = name;
}

const char *gather_name(void)
{
    pthread_once(&once, register_layer);
    return registered;
}
