/* SPDX-License-Identifier: Apache-2.0 */
/* Passwords: which may be used, and how they are kept. */
#include "app/account.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <sodium.h>
#include <stdatomic.h>
#include <string.h>

enum {
    KINDS_MIN = 3,
    HASHES_AT_ONCE = 2,
    HASH_PASSES = 4,
    HASH_BYTES = 64 * 1024 * 1024,
    QUICK_PASSES = crypto_pwhash_argon2id_OPSLIMIT_MIN,
    QUICK_BYTES = crypto_pwhash_argon2id_MEMLIMIT_MIN,
};

static atomic_bool is_quick;

/* A hash takes 64 MiB: so many at once are a way to take all memory from outside. */
static sem_t free_places;
static pthread_once_t is_started = PTHREAD_ONCE_INIT;

static void start(void)
{
    int sodium = sodium_init();
    int semaphore = sem_init(&free_places, 0, HASHES_AT_ONCE);

    assert(sodium >= 0 && semaphore == 0);
}

static void take_place(void)
{
    pthread_once(&is_started, start);
    while (sem_wait(&free_places) != 0)
        assert(errno == EINTR);
}

static void give_place_back(void)
{
    sem_post(&free_places);
}

void password_use_quick_hashing(void)
{
    is_quick = true;
}

/* Lower case, upper case, digits, anything else: how many of the four there are. */
static int kinds_of_characters(str password)
{
    bool lower = false, upper = false, digit = false, other = false;

    for (size_t i = 0; i < password.length; i++) {
        char c = password.data[i];
        if (c >= 'a' && c <= 'z')
            lower = true;
        else if (c >= 'A' && c <= 'Z')
            upper = true;
        else if (c >= '0' && c <= '9')
            digit = true;
        else
            other = true;
    }
    return lower + upper + digit + other;
}

const char *password_refusal(str password)
{
    if (str_characters(password) < PASSWORD_MIN)
        return "密码太短，至少要8位。";
    if (password.length > PASSWORD_MAX)
        return "密码太长，最多128位。";
    if (!str_is_clean(password) || str_trim(password).length < password.length)
        return "密码的开头和结尾不能有空格，中间不能有换行。";
    if (kinds_of_characters(password) < KINDS_MIN)
        return "密码太简单。小写字母、大写字母、数字、符号这四样里至少要有三样。";
    return NULL;
}

/* False only when there is no memory for it. */
static bool make_hash(str password, char hash[crypto_pwhash_STRBYTES])
{
    take_place();
    int result = crypto_pwhash_str(hash, password.length > 0 ? password.data : "",
                                   password.length, is_quick ? QUICK_PASSES : HASH_PASSES,
                                   is_quick ? QUICK_BYTES : HASH_BYTES);
    give_place_back();
    return result == 0;
}

struct error *password_hash(struct context *cx, str password, str *hash)
{
    char made[crypto_pwhash_STRBYTES];

    if (!make_hash(password, made))
        return fail(cx, ERROR_BUSY, "系统内存不够，现在不能保存密码。请稍后再试。");
    *hash = arena_copy(cx->arena, str_of(made));
    return NULL;
}

bool password_verify(str hash, str password)
{
    char text[crypto_pwhash_STRBYTES] = { 0 };

    if (password.length > PASSWORD_MAX || hash.length >= sizeof text)
        return false;
    if (str_is_empty(hash)) {
        (void)make_hash(password, text);
        return false;
    }
    memcpy(text, hash.data, hash.length);
    take_place();
    int result = crypto_pwhash_str_verify(text, password.length > 0 ? password.data : "",
                                          password.length);
    give_place_back();
    return result == 0;
}

/* The characters for each letter of the pattern; none that is easily taken for another. */
static char random_like(char sign)
{
    static const char capitals[] = "ABCDEFGHJKMNPQRSTUVWXYZ";
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz";
    static const char digits[] = "23456789";

    switch (sign) {
    case 'A':
        return capitals[randombytes_uniform(sizeof capitals - 1)];
    case 'a':
        return letters[randombytes_uniform(sizeof letters - 1)];
    case '0':
        return digits[randombytes_uniform(sizeof digits - 1)];
    default:
        return sign;
    }
}

str password_initial(struct arena *arena)
{
    static const char pattern[] = "Aaaa-0000-aaaa";
    char *password = arena_alloc(arena, sizeof pattern);

    pthread_once(&is_started, start);
    for (size_t i = 0; i < sizeof pattern - 1; i++)
        password[i] = random_like(pattern[i]);
    return (str){ password, sizeof pattern - 1 };
}
