/* SPDX-License-Identifier: Apache-2.0 */
/* Digests, random numbers and the sealing of secrets. */
#include "base/hash.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    INDEX_BYTES = 12,
    INDEX_CHARACTERS = 2 * INDEX_BYTES,
    SMALLEST_BOX_BYTES = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES,
    BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING,
};

_Static_assert(SEAL_KEY_BYTES == crypto_kdf_KEYBYTES, "the key file holds a key of crypto_kdf");

/* Set once before any thread is started, and only read afterwards. */
static struct {
    bool is_set;
    unsigned char index[crypto_generichash_KEYBYTES];
    unsigned char box[crypto_secretbox_KEYBYTES];
} keys;

static void start_sodium(void)
{
    int result = sodium_init();

    assert(result >= 0);
}

str hex_text(struct arena *arena, const unsigned char *bytes, size_t count)
{
    char *text = arena_alloc(arena, 2 * count + 1);

    sodium_bin2hex(text, 2 * count + 1, bytes, count);
    return (str){ text, 2 * count };
}

/* Found once: to look for it with every digest would cost more than a short digest. */
static EVP_MD *sha256;
static pthread_once_t sha256_fetched = PTHREAD_ONCE_INIT;

static void fetch_sha256(void)
{
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (sha256 == NULL) /* nothing else can keep OpenSSL from it */
        out_of_memory();
}

str digest_hex(struct arena *arena, str bytes)
{
    unsigned char digest[DIGEST_BYTES];
    unsigned int length;

    pthread_once(&sha256_fetched, fetch_sha256);
    if (EVP_Digest(bytes.data, bytes.length, digest, &length, sha256, NULL) != 1)
        out_of_memory();
    assert(length == sizeof digest);
    return hex_text(arena, digest, sizeof digest);
}

str random_hex(struct arena *arena, size_t bytes)
{
    unsigned char *random = arena_alloc(arena, bytes);

    start_sodium();
    randombytes_buf(random, bytes);
    return hex_text(arena, random, bytes);
}

/* The index and the box have keys of their own, so that neither tells about the other. */
static void use_key(const unsigned char key[SEAL_KEY_BYTES])
{
    crypto_kdf_derive_from_key(keys.index, sizeof keys.index, 1, "xzindex_", key);
    crypto_kdf_derive_from_key(keys.box, sizeof keys.box, 2, "xzboxes_", key);
    keys.is_set = true;
}

void seal_use_test_key(void)
{
    static const unsigned char key[SEAL_KEY_BYTES] = "a key that is known to everybody";

    start_sodium();
    use_key(key);
}

static void close_file(int *file)
{
    if (*file >= 0)
        close(*file);
}

static struct error *check_key_file(struct context *cx, int file, const char *path)
{
    struct stat status;

    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
        return fail(cx, ERROR_BROKEN, "密钥文件%s读不了，请检查它是不是普通文件。", path);
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return fail(cx, ERROR_BROKEN, "密钥文件%s别人也能读写，请执行chmod 600后再启动。",
                    path);
    if (status.st_size != SEAL_KEY_BYTES)
        return fail(
            cx, ERROR_BROKEN,
            "密钥文件%s应为%d字节，现在不是。请从备份恢复；若从未封存过信息，可删除它。", path,
            SEAL_KEY_BYTES);
    return NULL;
}

static struct error *read_key(struct context *cx, int file, const char *path,
                              unsigned char key[SEAL_KEY_BYTES])
{
    TRY(check_key_file(cx, file, path));
    if (read(file, key, SEAL_KEY_BYTES) != SEAL_KEY_BYTES)
        return fail(cx, ERROR_BROKEN, "密钥文件%s读不完整，请检查磁盘。", path);
    return NULL;
}

/* A new name is on the disk only when its directory is. */
static bool sync_directory(struct context *cx, const char *path)
{
    size_t bytes = strlen(path) + 1;
    char *copy = arena_alloc(cx->arena, bytes);

    memcpy(copy, path, bytes);
    CLEANUP(close_file) int directory = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return directory >= 0 && fsync(directory) == 0;
}

static struct error *make_key(struct context *cx, const char *path,
                              unsigned char key[SEAL_KEY_BYTES])
{
    CLEANUP(close_file)
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);

    if (file < 0)
        return fail(cx, ERROR_BROKEN, "无法新建密钥文件%s：%s。", path, strerror(errno));
    randombytes_buf(key, SEAL_KEY_BYTES);
    if (write(file, key, SEAL_KEY_BYTES) == SEAL_KEY_BYTES && fsync(file) == 0 &&
        sync_directory(cx, path))
        return NULL;

    struct error *error =
        fail(cx, ERROR_BROKEN, "无法写入密钥文件%s：%s。", path, strerror(errno));
    unlink(path);
    return error;
}

static struct error *read_or_make_key(struct context *cx, const char *path,
                                      unsigned char key[SEAL_KEY_BYTES])
{
    CLEANUP(close_file) int file = open(path, O_RDONLY | O_CLOEXEC);

    if (file >= 0)
        return read_key(cx, file, path, key);
    if (errno == ENOENT)
        return make_key(cx, path, key);
    return fail(cx, ERROR_BROKEN, "无法打开密钥文件%s：%s。", path, strerror(errno));
}

struct error *seal_open_key(struct context *cx, const char *path)
{
    unsigned char key[SEAL_KEY_BYTES];

    start_sodium();
    TRY(read_or_make_key(cx, path, key));
    use_key(key);
    sodium_memzero(key, sizeof key);
    return NULL;
}

str seal_prefix(struct arena *arena, str plain)
{
    unsigned char hash[crypto_generichash_BYTES];
    struct buf out = { .arena = arena };

    assert(keys.is_set);
    crypto_generichash(hash, sizeof hash, (const unsigned char *)plain.data, plain.length,
                       keys.index, sizeof keys.index);
    buf_add(&out, hex_text(arena, hash, INDEX_BYTES));
    buf_add_char(&out, '.');
    return buf_str(&out);
}

/* Nonce and cipher text of a message, as base64 without dots. */
static str make_box(struct arena *arena, str message)
{
    size_t bytes = SMALLEST_BOX_BYTES + message.length;
    unsigned char *box = arena_alloc(arena, bytes);

    randombytes_buf(box, crypto_secretbox_NONCEBYTES);
    crypto_secretbox_easy(box + crypto_secretbox_NONCEBYTES,
                          (const unsigned char *)message.data, message.length, box, keys.box);

    size_t length = sodium_base64_encoded_len(bytes, BASE64);
    char *text = arena_alloc(arena, length);
    sodium_bin2base64(text, length, box, bytes, BASE64);
    return (str){ text, length - 1 };
}

static bool open_box(struct arena *arena, str text, str *message)
{
    unsigned char *box = arena_alloc(arena, text.length);
    size_t bytes;
    const char *end;

    if (sodium_base642bin(box, text.length, text.data, text.length, NULL, &bytes, &end,
                          BASE64) != 0 ||
        end != text.data + text.length || bytes < SMALLEST_BOX_BYTES)
        return false;

    size_t length = bytes - SMALLEST_BOX_BYTES;
    unsigned char *opened = arena_alloc(arena, length + 1);
    if (crypto_secretbox_open_easy(opened, box + crypto_secretbox_NONCEBYTES,
                                   bytes - crypto_secretbox_NONCEBYTES, box, keys.box) != 0)
        return false;
    *message = (str){ (const char *)opened, length };
    return true;
}

/* The head, index and mask with their dots, lies in the box too: so it cannot be altered, nor
 * the box be put behind another. */
str seal(struct arena *arena, str plain, str mask)
{
    struct buf head = { .arena = arena };
    struct buf message = { .arena = arena };
    struct buf sealed = { .arena = arena };

    buf_add(&head, seal_prefix(arena, plain));
    buf_add(&head, mask);
    buf_add_char(&head, '.');
    buf_add(&message, buf_str(&head));
    buf_add(&message, plain);
    buf_add(&sealed, buf_str(&head));
    buf_add(&sealed, make_box(arena, buf_str(&message)));
    return buf_str(&sealed);
}

/* Where the box begins: behind the last dot, as a mask may have dots. */
static size_t box_start(str sealed)
{
    size_t at = sealed.length;

    while (at > 0 && sealed.data[at - 1] != '.')
        at--;
    return at;
}

bool unseal(struct arena *arena, str sealed, str *plain)
{
    size_t start = box_start(sealed);
    str head = str_slice(sealed, 0, start);
    str message;

    assert(keys.is_set);
    if (!is_sealed(sealed) ||
        !open_box(arena, str_slice(sealed, start, sealed.length), &message) ||
        !str_starts(message, head))
        return false;
    *plain = str_slice(message, head.length, message.length);
    return true;
}

str sealed_mask(str sealed)
{
    if (!is_sealed(sealed))
        return (str){ 0 };
    return str_slice(sealed, INDEX_CHARACTERS + 1, box_start(sealed) - 1);
}

static bool is_hex(str s)
{
    for (size_t i = 0; i < s.length; i++)
        if ((s.data[i] < '0' || s.data[i] > '9') && (s.data[i] < 'a' || s.data[i] > 'f'))
            return false;
    return true;
}

static bool is_base64(str s)
{
    for (size_t i = 0; i < s.length; i++)
        if (!isalnum((unsigned char)s.data[i]) && s.data[i] != '-' && s.data[i] != '_')
            return false;
    return true;
}

bool is_sealed(str s)
{
    size_t start = box_start(s);

    return start >= INDEX_CHARACTERS + 2 && s.data[INDEX_CHARACTERS] == '.' &&
           s.length - start >= sodium_base64_ENCODED_LEN(SMALLEST_BOX_BYTES, BASE64) - 1 &&
           is_hex(str_slice(s, 0, INDEX_CHARACTERS)) &&
           is_base64(str_slice(s, start, s.length));
}
