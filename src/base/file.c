/* SPDX-License-Identifier: Apache-2.0 */
/* Files and folders. */
#include "base/file.h"

#include "base/buf.h"
#include "base/hash.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK_BYTES = 256 * 1024, OPEN_FOLDERS_MAX = 16 };

static const char *reason(int number)
{
    switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return "磁盘满了，请清理或换一个地方";
    case EACCES:
    case EPERM:
        return "没有权限，请检查所有者和权限";
    case EROFS:
        return "磁盘是只读的";
    case ENOENT:
        return "没有这个文件或文件夹";
    case EEXIST:
        return "已经有了";
    case EIO:
        return "磁盘读写出错，请尽快检查磁盘";
    default:
        return strerror(number);
    }
}

static enum error_kind kind_of(int number)
{
    if (number == ENOENT)
        return ERROR_NOT_FOUND;
    return number == ENOSPC || number == EDQUOT || number == EFBIG ? ERROR_STORAGE
                                                                   : ERROR_CONFLICT;
}

struct error *file_error(struct context *cx, const char *doing, const char *path)
{
    int number = errno;

    return fail(cx, kind_of(number), "%s %s：%s。", doing, path, reason(number));
}

const char *path_join(struct context *cx, const char *path, const char *name)
{
    return arena_printf(cx->arena, "%s/%s", path, name).data;
}

bool path_exists(const char *path)
{
    struct stat status;

    return lstat(path, &status) == 0;
}

static void close_file(int *file)
{
    if (*file >= 0)
        close(*file);
}

static int open_to_read(const char *path)
{
    return open(path, O_RDONLY | O_CLOEXEC);
}

static int open_new(const char *path)
{
    return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
}

/* Reads what comes next, 0 at the end. */
static ssize_t read_some(int file, char *to, size_t most)
{
    ssize_t got;

    do
        got = read(file, to, most);
    while (got < 0 && errno == EINTR);
    return got;
}

static bool write_all(int file, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(file, bytes, length);
        if (written < 0 && errno != EINTR)
            return false;
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        }
    }
    return true;
}

struct error *file_read(struct context *cx, const char *path, size_t most, str *bytes)
{
    CLEANUP(close_file) int file = open_to_read(path);
    struct buf text = { .arena = cx->arena };
    ssize_t got;

    if (file < 0)
        return file_error(cx, "打不开", path);
    while ((got = read_some(file, buf_reserve(&text, CHUNK_BYTES), CHUNK_BYTES)) > 0) {
        text.length += (size_t)got;
        if (text.length > most)
            return fail(cx, ERROR_TOO_LARGE, "文件 %s 太大。", path);
    }
    if (got < 0)
        return file_error(cx, "读不了", path);
    *bytes = buf_str(&text);
    return NULL;
}

struct error *file_map(struct context *cx, const char *path, size_t most, str *bytes)
{
    CLEANUP(close_file) int file = open_to_read(path);
    struct stat facts;
    const void *address;

    if (file < 0 || fstat(file, &facts) != 0)
        return file_error(cx, "打不开", path);
    if ((size_t)facts.st_size > most)
        return fail(cx, ERROR_TOO_LARGE, "文件 %s 太大。", path);
    TRY(loose_file_map(cx, &(struct loose_file){ file, facts.st_size }, &address));
    *bytes = (str){ address, (size_t)facts.st_size };
    return NULL;
}

void file_unmap(str *bytes)
{
    if (bytes->length > 0)
        munmap((void *)(uintptr_t)bytes->data, bytes->length);
    *bytes = (str){ 0 };
}

struct error *file_write(struct context *cx, const char *path, str bytes)
{
    CLEANUP(close_file) int file = open_new(path);

    if (file < 0)
        return file_error(cx, "写不了", path);
    if (write_all(file, bytes.data, bytes.length))
        return NULL;
    struct error *error = file_error(cx, "写不了", path);
    unlink(path);
    return error;
}

/* Copying and measuring are one loop: what is read is digested, and written when to is a file.
 */
struct passage {
    const char *from;
    const char *to; /* NULL: nowhere */
    int input;
    int output;
    EVP_MD_CTX *digest;
    char *chunk;
    int64_t size_bytes;
};

static void digest_free(EVP_MD_CTX **digest)
{
    EVP_MD_CTX_free(*digest);
}

static struct error *pass(struct context *cx, struct passage *passage)
{
    ssize_t got;

    while ((got = read_some(passage->input, passage->chunk, CHUNK_BYTES)) > 0) {
        int done = EVP_DigestUpdate(passage->digest, passage->chunk, (size_t)got);
        assert(done == 1);
        if (passage->to != NULL && !write_all(passage->output, passage->chunk, (size_t)got))
            return file_error(cx, "写不了", passage->to);
        passage->size_bytes += got;
    }
    return got < 0 ? file_error(cx, "读不了", passage->from) : NULL;
}

static struct error *pass_whole(struct context *cx, struct passage *passage,
                                struct file_facts *facts)
{
    CLEANUP(digest_free) EVP_MD_CTX *digest = EVP_MD_CTX_new();
    unsigned char bytes[DIGEST_BYTES];
    struct arena_mark mark = arena_mark(cx->arena);

    if (digest == NULL || EVP_DigestInit_ex(digest, EVP_sha256(), NULL) != 1)
        abort();
    passage->digest = digest;
    passage->chunk = arena_alloc(cx->arena, CHUNK_BYTES);
    TRY(pass(cx, passage));
    arena_rewind(cx->arena, mark);
    if (EVP_DigestFinal_ex(digest, bytes, NULL) != 1)
        abort();
    *facts =
        (struct file_facts){ hex_text(cx->arena, bytes, sizeof bytes), passage->size_bytes };
    return NULL;
}

struct error *file_measure(struct context *cx, const char *path, struct file_facts *facts)
{
    CLEANUP(close_file) int input = open_to_read(path);
    struct passage passage = { .from = path, .input = input };

    if (input < 0)
        return file_error(cx, "打不开", path);
    return pass_whole(cx, &passage, facts);
}

struct error *file_copy(struct context *cx, const char *from, const char *to,
                        struct file_facts *facts)
{
    CLEANUP(close_file) int input = open_to_read(from);
    if (input < 0)
        return file_error(cx, "打不开", from);
    CLEANUP(close_file) int output = open_new(to);
    if (output < 0)
        return file_error(cx, "写不了", to);

    struct passage passage = { .from = from, .to = to, .input = input, .output = output };
    struct error *error = pass_whole(cx, &passage, facts);
    if (error != NULL)
        unlink(to);
    return error;
}

static struct error *make_one(struct context *cx, const char *path)
{
    if (mkdir(path, S_IRWXU) == 0 || errno == EEXIST)
        return NULL;
    return file_error(cx, "建不了文件夹", path);
}

struct error *folder_make(struct context *cx, const char *path)
{
    str whole = str_of(path);

    for (size_t i = 1; i < whole.length; i++)
        if (path[i] == '/')
            TRY(make_one(cx, arena_text(cx->arena, str_slice(whole, 0, i))));
    return make_one(cx, path);
}

struct error *folder_make_above(struct context *cx, const char *path)
{
    const char *name = strrchr(path, '/');

    if (name == NULL || name == path)
        return NULL;
    return folder_make(
        cx, arena_text(cx->arena, str_slice(str_of(path), 0, (size_t)(name - path))));
}

static int is_plain_name(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

struct error *folder_list(struct context *cx, const char *path, str **names, size_t *count)
{
    struct dirent **entries;
    int found = scandir(path, &entries, is_plain_name, compare_names);

    if (found < 0)
        return file_error(cx, "打不开", path);
    *count = (size_t)found;
    *names = arena_array(cx->arena, str, *count);
    for (size_t i = 0; i < *count; i++) {
        (*names)[i] = arena_copy(cx->arena, str_of(entries[i]->d_name));
        free(entries[i]);
    }
    free(entries);
    return NULL;
}

static int remove_entry(const char *path, const struct stat *status, int kind,
                        struct FTW *where)
{
    (void)status;
    (void)kind;
    (void)where;
    (void)remove(path);
    return 0;
}

void folder_remove(const char *path)
{
    (void)nftw(path, remove_entry, OPEN_FOLDERS_MAX, FTW_DEPTH | FTW_PHYS);
}

struct error *path_sync(struct context *cx, const char *path)
{
    CLEANUP(close_file) int file = open_to_read(path);

    return file >= 0 && fsync(file) == 0 ? NULL : file_error(cx, "存不牢", path);
}

struct error *disk_sync(struct context *cx, const char *path)
{
    CLEANUP(close_file) int file = open_to_read(path);

    return file >= 0 && syncfs(file) == 0 ? NULL : file_error(cx, "存不牢", path);
}

static struct error *scratch_in(struct context *cx, const char *folder, const char **path)
{
    str wanted = arena_printf(cx->arena, "%s/xiangzhi-XXXXXX%c", folder, '\0');
    char *name = arena_alloc(cx->arena, wanted.length);

    memcpy(name, wanted.data, wanted.length);
    int descriptor = mkostemp(name, O_CLOEXEC);
    if (descriptor < 0)
        return file_error(cx, "写不进", name);
    close(descriptor);
    *path = name;
    return NULL;
}

struct error *file_scratch(struct context *cx, const char **path)
{
    const char *folder = getenv("TMPDIR");

    return scratch_in(cx, folder == NULL ? "/tmp" : folder, path);
}

struct error *loose_file_of(struct context *cx, const char *path, struct loose_file *file)
{
    struct stat facts;
    int descriptor = open(path, O_RDWR | O_CLOEXEC);

    if (descriptor < 0)
        return file_error(cx, "打不开", path);
    unlink(path);
    if (fstat(descriptor, &facts) != 0) {
        close(descriptor);
        return file_error(cx, "打不开", path);
    }
    *file = (struct loose_file){ descriptor, facts.st_size };
    return NULL;
}

struct error *loose_file_create(struct context *cx, struct loose_file *file)
{
    const char *path;

    TRY(file_scratch(cx, &path));
    return loose_file_of(cx, path, file);
}

struct error *loose_file_create_in(struct context *cx, const char *folder,
                                   struct loose_file *file)
{
    const char *path;

    TRY(scratch_in(cx, folder, &path));
    return loose_file_of(cx, path, file);
}

struct error *loose_file_map(struct context *cx, const struct loose_file *file,
                             const void **address)
{
    *address = NULL;
    if (file->bytes == 0)
        return NULL;
    void *mapped = mmap(NULL, (size_t)file->bytes, PROT_READ, MAP_PRIVATE, file->descriptor, 0);
    if (mapped == MAP_FAILED)
        return file_error(cx, "打不开", "临时文件");
    *address = mapped;
    return NULL;
}

void loose_file_close(struct loose_file *file)
{
    if (file->descriptor > 0)
        close(file->descriptor);
    *file = (struct loose_file){ 0 };
}
