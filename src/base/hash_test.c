/* SPDX-License-Identifier: Apache-2.0 */
/* Digests, random numbers and the sealing of secrets. */
#include "base/hash.h"

#include "tests/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LIMIT = 16 * 1024 * 1024 };

static const str number = S_INIT("11010519491231002X");
static const str mask = S_INIT("110***********002X");

TEST_ONCE("digests are those of SHA-256")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(digest_hex(arena, (str){ 0 }),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK_STR(digest_hex(arena, S("abc")),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_ONCE("random numbers are long enough and never the same")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    str first = random_hex(arena, 16);

    CHECK(first.length == 32);
    CHECK(!str_eq(first, random_hex(arena, 16)));
    CHECK(str_is_empty(random_hex(arena, 0)));
}

TEST_ONCE("what was sealed is opened again, and shows only its mask")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    str plain;

    seal_use_test_key();
    str sealed = seal(arena, number, mask);

    CHECK(is_sealed(sealed) && str_is_clean(sealed));
    CHECK(!str_contains(sealed, S("19491231")));
    CHECK_STR(sealed_mask(sealed), "110***********002X");
    CHECK(unseal(arena, sealed, &plain));
    CHECK(str_eq(plain, number));
}

TEST_ONCE("the same text has the same beginning, and never the same seal")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    seal_use_test_key();
    str one = seal(arena, number, mask);
    str two = seal(arena, number, S("another"));

    CHECK(str_starts(one, seal_prefix(arena, number)));
    CHECK(str_starts(two, seal_prefix(arena, number)));
    CHECK(!str_eq(one, seal(arena, number, mask)));
    CHECK(!str_starts(one, seal_prefix(arena, S("110105194912310021"))));
    CHECK(seal_prefix(arena, number).length == 25);
}

TEST_ONCE("empty texts, long texts and masks with dots are sealed as well")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    char long_text[10000];
    str plain;

    seal_use_test_key();
    memset(long_text, 'x', sizeof long_text);
    CHECK(unseal(arena, seal(arena, (str){ 0 }, (str){ 0 }), &plain) && plain.length == 0);
    CHECK(unseal(arena, seal(arena, (str){ long_text, sizeof long_text }, S("x")), &plain));
    CHECK(plain.length == sizeof long_text);
    str dotted = seal(arena, number, S("买.买·提."));
    CHECK_STR(sealed_mask(dotted), "买.买·提.");
    CHECK(unseal(arena, dotted, &plain));
}

TEST_ONCE("a seal that was altered anywhere does not open")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    str plain = S("before");

    seal_use_test_key();
    str sealed = seal(arena, number, mask);
    for (size_t i = 0; i < sealed.length; i++) {
        char *altered = arena_alloc(arena, sealed.length);
        memcpy(altered, sealed.data, sealed.length);
        altered[i] = altered[i] == 'a' ? 'b' : 'a';
        CHECK(!unseal(arena, (str){ altered, sealed.length }, &plain));
        CHECK(!unseal(arena, str_slice(sealed, 0, i), &plain));
    }
    CHECK_STR(plain, "before");
}

TEST_ONCE("the box of one text does not open behind the index of another")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf swapped = { .arena = arena };
    str plain;

    seal_use_test_key();
    str sealed = seal(arena, number, mask);
    buf_add(&swapped, seal_prefix(arena, S("another")));
    buf_add(&swapped, str_slice(sealed, 25, sealed.length));

    CHECK(is_sealed(buf_str(&swapped)));
    CHECK(!unseal(arena, buf_str(&swapped), &plain));
}

TEST_ONCE("ordinary text is not taken for a seal")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    str plain;

    seal_use_test_key();
    CHECK(!is_sealed((str){ 0 }) && !is_sealed(S("..")) && !is_sealed(number));
    CHECK(!is_sealed(S("www.example.org/a.b.c")));
    CHECK(!is_sealed(S("0123456789abcdef01234567..short")));
    CHECK(!unseal(arena, S("a.b.c"), &plain));
    CHECK_STR(sealed_mask(S("a.b.c")), "");
}

struct place {
    char directory[64];
    char path[80];
};

static struct place a_place(void)
{
    struct place place = { .directory = "/tmp/hash_test_XXXXXX" };

    CHECK(mkdtemp(place.directory) != NULL);
    snprintf(place.path, sizeof place.path, "%s/key", place.directory);
    return place;
}

static void remove_place(struct place *place)
{
    unlink(place->path);
    rmdir(place->directory);
}

static void write_key_file(const char *path, size_t bytes, mode_t mode)
{
    char zeros[100] = { 0 };
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);

    CHECK(file >= 0);
    CHECK(write(file, zeros, bytes) == (ssize_t)bytes);
    CHECK(fchmod(file, mode) == 0 && close(file) == 0);
}

TEST_ONCE("the key file is made once, for its owner alone, and read again")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    CLEANUP(remove_place) struct place place = a_place();
    struct context cx = { .arena = arena };
    struct stat status;
    str plain;

    CHECK(seal_open_key(&cx, place.path) == NULL);
    CHECK(stat(place.path, &status) == 0);
    CHECK((status.st_mode & 0777) == 0600 && status.st_size == SEAL_KEY_BYTES);
    str sealed = seal(arena, number, mask);

    seal_use_test_key();
    CHECK(!unseal(arena, sealed, &plain));
    CHECK(!str_starts(sealed, seal_prefix(arena, number)));

    CHECK(seal_open_key(&cx, place.path) == NULL);
    CHECK(unseal(arena, sealed, &plain));
}

TEST_ONCE("a key file that others may read is refused")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    CLEANUP(remove_place) struct place place = a_place();
    struct context cx = { .arena = arena };

    write_key_file(place.path, SEAL_KEY_BYTES, 0640);
    struct error *error = seal_open_key(&cx, place.path);
    CHECK(error != NULL && str_contains(error->message, S("chmod 600")));
    write_key_file(place.path, SEAL_KEY_BYTES, 0600);
    CHECK(seal_open_key(&cx, place.path) == NULL);
}

TEST_ONCE("a key file of the wrong size is refused and left alone")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    CLEANUP(remove_place) struct place place = a_place();
    struct context cx = { .arena = arena };
    struct stat status;

    write_key_file(place.path, SEAL_KEY_BYTES + 1, 0600);
    CHECK(seal_open_key(&cx, place.path) != NULL);
    write_key_file(place.path, 0, 0600);
    CHECK(seal_open_key(&cx, place.path) != NULL);
    CHECK(stat(place.path, &status) == 0 && status.st_size == 0);
}

TEST_ONCE("a key in a directory that is not there is refused, and so is a directory")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    CLEANUP(remove_place) struct place place = a_place();
    struct context cx = { .arena = arena };

    CHECK(seal_open_key(&cx, "/tmp/there/is/no/such/key") != NULL);
    CHECK(seal_open_key(&cx, place.directory) != NULL);
}
