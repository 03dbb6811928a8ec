/* SPDX-License-Identifier: Apache-2.0 */
/* Evidence: photos and documents, kept as files under their digests. */
#include "app/evidence.h"

#include "app/account_parts.h"
#include "app/app.h"
#include "base/hash.h"
#include "html/ui.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDER_CHARACTERS = 2, TITLE_MAX = 120, SUFFIX_BYTES = 8 };

static const struct field fields[] = {
    { PLACE(evidence, place), .label = "地点" },
    { TEXT(evidence, type), .label = "记录类型" },
    { INTEGER(evidence, record), .label = "记录编号" },
    { TEXT(evidence, title), .label = "名称", .max = TITLE_MAX, .listed = true },
    { TEXT(evidence, media_type), .label = "格式", .listed = true },
    { INTEGER(evidence, size_bytes), .label = "大小", .unit = "字节", .listed = true },
    { TEXT(evidence, digest), .label = "校验码" },
    { TEXT(evidence, actor), .label = "上传人", .listed = true },
    { INSTANT(evidence, added_at), .label = "上传时间", .listed = true },
    { BOOLEAN(evidence, is_public), .label = "对当事人公开" },
};

static const char *const indexes[] = { "type, record", NULL };

const struct record_type evidence_type = {
    .name = "evidence",
    .table = "evidence",
    .title = "附件",
    .shape = { SHAPE(evidence, fields) },
    .place = "place",
    .called = "title",
    .indexes = indexes,
};

const struct query evidence_of_record = {
    .of = &evidence_type,
    .sql = "where county = $1 and type = $2 and record = $3 order by id limit 30",
};

/* What the bytes are */

struct signature {
    str start;
    size_t also_at; /* where the second mark stands; without one it is empty */
    str also;
    const char *media_type;
};

/* Marks that are no text are written as characters, so that tools that read texts pass. */
static const char jpeg_mark[] = { '\377', '\330', '\377' };
static const char png_mark[] = { '\211', 'P', 'N', 'G', '\r', '\n', '\032', '\n' };
static const char compound_mark[] = { '\320', '\317', '\021', '\340',
                                      '\241', '\261', '\032', '\341' };

#define MARK(bytes)                                                                            \
    {                                                                                          \
        (bytes), sizeof(bytes)                                                                 \
    }

static const struct signature signatures[] = {
    { MARK(jpeg_mark), 0, S_INIT(""), "image/jpeg" },
    { MARK(png_mark), 0, S_INIT(""), "image/png" },
    { S_INIT("RIFF"), 8, S_INIT("WEBP"), "image/webp" },
    { S_INIT("GIF87a"), 0, S_INIT(""), "image/gif" },
    { S_INIT("GIF89a"), 0, S_INIT(""), "image/gif" },
    { S_INIT("%PDF-"), 0, S_INIT(""), "application/pdf" },
};

/* A folder inside a ZIP archive that tells which office document it is. */
struct office {
    str part;
    const char *media_type;
};

static const struct office zipped[] = {
    { S_INIT("word/document.xml"),
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
    { S_INIT("xl/workbook.xml"),
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
    { S_INIT("ppt/presentation.xml"),
      "application/vnd.openxmlformats-officedocument.presentationml.presentation" },
    { S_INIT("OFD.xml"), "application/ofd" },
};

/* Names of streams in the old compound files, in UTF-16. */
static const struct office compound[] = {
    { S_INIT("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"), "application/msword" },
    { S_INIT("W\0o\0r\0k\0b\0o\0o\0k\0"), "application/vnd.ms-excel" },
    { S_INIT("P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0"), "application/vnd.ms-powerpoint" },
};

static const char *media_type_by_part(str bytes, const struct office *parts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (memmem(bytes.data, bytes.length, parts[i].part.data, parts[i].part.length) != NULL)
            return parts[i].media_type;
    return NULL;
}

const char *evidence_media_type(str bytes)
{
    for (size_t i = 0; i < COUNT(signatures); i++) {
        const struct signature *signature = &signatures[i];
        str rest = str_slice(bytes, signature->also_at, bytes.length);
        if (str_starts(bytes, signature->start) && str_starts(rest, signature->also))
            return signature->media_type;
    }
    if (str_starts(bytes, S("PK\x03\x04")))
        return media_type_by_part(bytes, zipped, COUNT(zipped));
    if (str_starts(bytes, (str)MARK(compound_mark)))
        return media_type_by_part(bytes, compound, COUNT(compound));
    return NULL;
}

/* Files: FOLDER/files/ab/cdef... */

static const char *files_folder(struct context *cx)
{
    return arena_text(cx->arena, arena_printf(cx->arena, "%s/files", cx->app->folder));
}

static const char *folder_of(struct context *cx, str digest)
{
    return arena_text(cx->arena,
                      arena_printf(cx->arena, "%s/%.*s", files_folder(cx),
                                   STR_ARG(str_slice(digest, 0, FOLDER_CHARACTERS))));
}

static const char *path_of(struct context *cx, str digest)
{
    return arena_text(
        cx->arena, arena_printf(cx->arena, "%s/%.*s", folder_of(cx, digest),
                                STR_ARG(str_slice(digest, FOLDER_CHARACTERS, digest.length))));
}

static void close_file(int *file)
{
    if (*file >= 0)
        close(*file);
}

static struct error *cannot(struct context *cx, const char *what, const char *path)
{
    return fail(cx, ERROR_BROKEN, "evidence: cannot %s %s: %s", what, path, strerror(errno));
}

static struct error *sync_folder(struct context *cx, const char *path)
{
    CLEANUP(close_file) int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    return folder >= 0 && fsync(folder) == 0 ? NULL : cannot(cx, "sync", path);
}

/* A new folder is on the disk only when the one above it is. */
static struct error *make_folder(struct context *cx, const char *path, const char *above)
{
    if (mkdir(path, S_IRWXU) == 0)
        return sync_folder(cx, above);
    return errno == EEXIST ? NULL : cannot(cx, "make", path);
}

static struct error *make_folders(struct context *cx, str digest)
{
    const char *files = files_folder(cx);

    if (mkdir(cx->app->folder, S_IRWXU) != 0 && errno != EEXIST)
        return cannot(cx, "make", cx->app->folder);
    TRY(make_folder(cx, files, cx->app->folder));
    return make_folder(cx, folder_of(cx, digest), files);
}

static bool write_all(int file, str bytes)
{
    while (bytes.length > 0) {
        ssize_t written = write(file, bytes.data, bytes.length);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0)
            bytes = str_slice(bytes, (size_t)written, bytes.length);
    }
    return true;
}

static struct error *write_file(struct context *cx, const char *path, str bytes)
{
    CLEANUP(close_file)
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);

    if (file >= 0 && write_all(file, bytes) && fsync(file) == 0)
        return NULL;
    struct error *error = cannot(cx, "write", path);
    unlink(path);
    return error;
}

/* The bytes get their name only when they are on the disk whole.  What is there already under
 * the same digest is the same. */
static struct error *keep_bytes(struct context *cx, str digest, str bytes)
{
    const char *path = path_of(cx, digest);
    const char *draft =
        arena_text(cx->arena, arena_printf(cx->arena, "%s.%.*s", path,
                                           STR_ARG(random_hex(cx->arena, SUFFIX_BYTES))));

    if (access(path, R_OK) == 0)
        return NULL;
    TRY(make_folders(cx, digest));
    TRY(write_file(cx, draft, bytes));
    if (rename(draft, path) != 0) {
        struct error *error = cannot(cx, "name", path);
        unlink(draft);
        return error;
    }
    return sync_folder(cx, folder_of(cx, digest));
}

/* Adding */

static struct error *check_bytes(struct context *cx, str bytes)
{
    if (str_is_empty(bytes))
        return fail_field(cx, "file", "这个文件是空的，请重新选择。");
    if (bytes.length > EVIDENCE_MAX_BYTES)
        return fail_field(cx, "file", "文件超过%dMB。照片请先压缩，文件请拆开上传。",
                          EVIDENCE_MAX_BYTES / (1024 * 1024));
    if (evidence_media_type(bytes) == NULL)
        return fail_field(cx, "file",
                          "不能收这种文件。请上传照片（JPG、PNG、WebP、GIF）、PDF或"
                          "Word、Excel、PPT、OFD文件。");
    return NULL;
}

static struct error *check_room(struct context *cx, const struct record_type *type,
                                record_id record)
{
    int64_t count;

    TRY(query_number(cx,
                     "select count(*) from evidence "
                     "where county = $1 and type = $2 and record = $3",
                     WITH(value_integer(id_county(record)), value_text(str_of(type->name)),
                          value_integer(record)),
                     &count));
    if (count >= EVIDENCE_PER_RECORD_MAX)
        return fail_field(cx, "file", "一件事最多%d个附件，已经满了。",
                          EVIDENCE_PER_RECORD_MAX);
    return NULL;
}

/* A path in front of the name, as old browsers send it, says too much. */
static str name_of(str title)
{
    for (size_t i = title.length; i > 0; i--)
        if (title.data[i - 1] == '/' || title.data[i - 1] == '\\')
            return str_slice(title, i, title.length);
    return title;
}

struct error *evidence_add(struct context *cx, const struct record_type *type,
                           const void *record, str title, str bytes, struct evidence *evidence)
{
    const struct record *head = record;
    str name = str_first(str_trim(name_of(title)), TITLE_MAX);

    TRY(check_bytes(cx, bytes));
    TRY(check_room(cx, type, head->id));

    struct evidence added = {
        .place = type_place(type, record),
        .type = str_of(type->name),
        .record = head->id,
        .title = str_is_empty(name) ? S("未命名") : name,
        .media_type = str_of(evidence_media_type(bytes)),
        .size_bytes = (int64_t)bytes.length,
        .digest = digest_hex(cx->arena, bytes),
        .actor = cx->access == NULL ? (str){ 0 } : cx->access->name,
        .added_at = cx->now,
    };
    TRY(keep_bytes(cx, added.digest, bytes));
    TRY(store_insert(cx, &evidence_type, &added));
    *evidence = added;
    return NULL;
}

void evidence_write_input(struct buf *out, const char *form)
{
    ui_input(out, &(struct ui_input){ .name = "photos",
                                      .label = "照片或附件",
                                      .help = "可以不传。每个不超过10MB。",
                                      .type = "file",
                                      .accept = "image/*,.pdf,.docx,.xlsx",
                                      .multiple = true,
                                      .form = form });
}

struct error *evidence_keep_sent(struct context *cx, const struct request *request)
{
    size_t kept = 0;

    for (size_t i = 0; i < request->form.count && kept < EVIDENCE_AT_ONCE_MAX; i++) {
        const struct param *param = &request->form.items[i];
        if (str_is_empty(param->file_name) || param->value.length > EVIDENCE_MAX_BYTES ||
            evidence_media_type(param->value) == NULL)
            continue;
        TRY(keep_bytes(cx, digest_hex(cx->arena, param->value), param->value));
        kept++;
    }
    return NULL;
}

struct error *evidence_add_sent(struct context *cx, const struct request *request,
                                const struct record_type *type, const void *record)
{
    struct evidence evidence;
    size_t added = 0;

    for (size_t i = 0; i < request->form.count; i++) {
        const struct param *param = &request->form.items[i];
        if (str_is_empty(param->file_name) || str_is_empty(param->value))
            continue;
        if (added++ == EVIDENCE_AT_ONCE_MAX)
            return fail_field(cx, "photos", "一次最多传%d个文件，其余的可以再传一次。",
                              EVIDENCE_AT_ONCE_MAX);
        TRY(evidence_add(cx, type, record, param->file_name, param->value, &evidence));
    }
    return NULL;
}

struct error *evidence_of(struct context *cx, const struct record_type *type, record_id id,
                          struct evidence **evidence, size_t *count)
{
    return query_rows(
        cx, &evidence_of_record,
        WITH(value_integer(id_county(id)), value_text(str_of(type->name)), value_integer(id)),
        evidence, count);
}

/* Reading */

static struct error *read_whole(struct context *cx, int file, size_t length, str *bytes)
{
    char *data = arena_alloc(cx->arena, length + 1);
    size_t at = 0;

    while (at < length) {
        ssize_t got = read(file, data + at, length - at);
        if (got == 0 || (got < 0 && errno != EINTR))
            return fail(cx, ERROR_BROKEN, "evidence: a file ends too early");
        at += got > 0 ? (size_t)got : 0;
    }
    *bytes = (str){ data, length };
    return NULL;
}

struct error *evidence_read(struct context *cx, const struct evidence *evidence, str *bytes)
{
    const char *path = path_of(cx, evidence->digest);
    CLEANUP(close_file) int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    str whole;

    if (file < 0 || fstat(file, &status) != 0)
        return cannot(cx, "read", path);
    if (status.st_size != evidence->size_bytes)
        return fail(cx, ERROR_BROKEN, "evidence: %s has another size", path);
    TRY(read_whole(cx, file, (size_t)status.st_size, &whole));
    if (!str_eq(digest_hex(cx->arena, whole), evidence->digest))
        return fail(cx, ERROR_BROKEN, "evidence: %s has been altered", path);
    *bytes = whole;
    return NULL;
}
