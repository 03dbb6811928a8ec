/* SPDX-License-Identifier: Apache-2.0 */
#include "app/account.h"
#include "tests/town.h"

TEST_ONCE("a password needs eight characters")
{
    CHECK_STR(str_of(password_refusal(S("Ab3-xyz"))), "密码太短，至少要8位。");
    CHECK(password_refusal(S("Ab3-xyzw")) == NULL);
}

TEST_ONCE("a password needs three of four kinds of characters")
{
    CHECK(password_refusal(S("abcdefgh12")) != NULL);
    CHECK(password_refusal(S("abcdefghIJ")) != NULL);
    CHECK(password_refusal(S("abcdefgh1J")) == NULL);
    CHECK(password_refusal(S("abcdefgh1-")) == NULL);
    CHECK(password_refusal(S("花桥镇的密码a1")) == NULL);
}

TEST_ONCE("a password has no spaces at its ends and is not endless")
{
    char longest[PASSWORD_MAX + 1];

    for (size_t i = 0; i < sizeof longest; i++)
        longest[i] = "aB3-"[i % 4];
    CHECK(password_refusal(S(" Abcdef-123")) != NULL);
    CHECK(password_refusal(S("Abcdef-123 ")) != NULL);
    CHECK(password_refusal((str){ longest, PASSWORD_MAX }) == NULL);
    CHECK(password_refusal((str){ longest, PASSWORD_MAX + 1 }) != NULL);
}

TEST_ONCE("an initial password may be used and is never the same")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1024 * 1024);
    str first = password_initial(arena);

    CHECK(password_refusal(first) == NULL);
    CHECK(!str_eq(first, password_initial(arena)));
}

TEST_ONCE("a hash fits its password and no other")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1024 * 1024);
    struct context cx = { .arena = arena };
    str hash;

    password_use_quick_hashing();
    CHECK_OK(password_hash(&cx, S("Huaqiao-2026"), &hash));
    CHECK(str_starts(hash, S("$argon2id$")));
    CHECK(password_verify(hash, S("Huaqiao-2026")));
    CHECK(!password_verify(hash, S("Huaqiao-2027")));
    CHECK(!password_verify(hash, S("")));
}

TEST_ONCE("nothing fits an empty hash or one that is none")
{
    password_use_quick_hashing();
    CHECK(!password_verify(S(""), S("")));
    CHECK(!password_verify(S(""), S("Huaqiao-2026")));
    CHECK(!password_verify(S("no hash"), S("Huaqiao-2026")));
}
