/* SPDX-License-Identifier: Apache-2.0 */
/* Text as a view. */
#include "base/str.h"

#include "tests/test.h"

TEST_ONCE("a part is found wherever it stands, and nowhere else")
{
    char text[40], part[30];
    uint64_t chance = 7;

    for (int round = 0; round < 20000; round++) {
        size_t length = (size_t)round % sizeof text + 1;
        size_t wanted = (size_t)(round / 7) % sizeof part + 1;
        for (size_t i = 0; i < length; i++)
            text[i] = "ab\xe4\xb8"[(chance = hash_mixed(chance, i)) % 4];
        for (size_t i = 0; i < wanted; i++)
            part[i] = "ab\xe4\xb8"[(chance = hash_mixed(chance, i)) % (1 + wanted % 4)];
        bool there = memmem(text, length, part, wanted) != NULL;
        CHECK(str_contains((str){ text, length }, (str){ part, wanted }) == there);
    }
    CHECK(str_contains((str){ 0 }, (str){ 0 }) && str_contains(S("a"), (str){ 0 }));
    CHECK(!str_contains((str){ 0 }, S("a")));
}

TEST_ONCE("a text of NULL is the empty text")
{
    CHECK(str_is_empty(str_of(NULL)));
    CHECK(str_eq(str_of(NULL), S("")));
    CHECK(str_eq((str){ 0 }, str_of("")));
}

TEST_ONCE("texts sort byte by byte, the shorter before the longer")
{
    CHECK(str_compare(S("a"), S("b")) < 0);
    CHECK(str_compare(S("ab"), S("a")) > 0);
    CHECK(str_compare(S(""), S("a")) < 0);
    CHECK(str_compare(S("\xff"), S("a")) > 0);
    CHECK(str_compare(S("张"), S("张")) == 0);
}

TEST_ONCE("a text starts with, ends with and contains itself and the empty text")
{
    CHECK(str_starts(S("abc"), S("abc")) && str_starts(S("abc"), S("")));
    CHECK(str_ends(S("abc"), S("bc")) && str_ends(S("abc"), S("")));
    CHECK(str_contains(S("abc"), S("b")) && str_contains(S(""), S("")));
    CHECK(!str_starts(S("ab"), S("abc")) && !str_ends(S("ab"), S("aab")));
    CHECK(!str_contains(S(""), S("a")));
}

TEST_ONCE("a slice is cut to what there is")
{
    CHECK_STR(str_slice(S("abc"), 1, 2), "b");
    CHECK_STR(str_slice(S("abc"), 1, 100), "bc");
    CHECK_STR(str_slice(S("abc"), 3, 1), "");
    CHECK_STR(str_slice((str){ 0 }, 5, 9), "");
}

TEST_ONCE("trimming takes spaces, line ends and full-width spaces from both ends only")
{
    CHECK_STR(str_trim(S("\u3000 \t张 三\r\n\u3000")), "张 三");
    CHECK_STR(str_trim(S("  \u3000 ")), "");
    CHECK_STR(str_trim((str){ 0 }), "");
    CHECK(str_trim(S("\0 a")).length == 3);
}

TEST_ONCE("a text is cut at the first separator")
{
    str head, tail;

    CHECK(str_cut(S("a=b=c"), '=', &head, &tail));
    CHECK_STR(head, "a");
    CHECK_STR(tail, "b=c");
    CHECK(!str_cut(S("abc"), '=', &head, &tail));
    CHECK_STR(head, "abc");
    CHECK_STR(tail, "");
    CHECK(str_cut(S("="), '=', &head, &tail));
    CHECK(str_is_empty(head) && str_is_empty(tail));
}

TEST_ONCE("the words of a list come one by one")
{
    str list = S(" one, two,,three ");
    str word;

    CHECK(str_next(&list, &word));
    CHECK_STR(word, "one");
    CHECK(str_next(&list, &word));
    CHECK_STR(word, "two");
    CHECK(str_next(&list, &word));
    CHECK_STR(word, "three");
    CHECK(!str_next(&list, &word));
    CHECK(str_list_has(S("a bc d"), S("bc")));
    CHECK(!str_list_has(S("a bc d"), S("b")));
}

TEST_ONCE("rare Han characters of four bytes are one character")
{
    CHECK(str_characters(S("𠅤㛃䶮")) == 3);
    CHECK_STR(str_first(S("𠅤㛃䶮"), 1), "𠅤");
    CHECK_STR(str_first(S("ab"), 9), "ab");
    CHECK_STR(str_first(S("ab"), 0), "");
}

TEST_ONCE("a broken sequence counts each of its bytes")
{
    CHECK(str_characters(S("\xe5\xbc")) == 2);
    CHECK(str_characters(S("a\xff\xfe")) == 3);
    CHECK(str_first(S("\xe5\xbc!"), 1).length == 1);
}

TEST_ONCE("whole numbers are read up to the limits of 64 bits and not beyond")
{
    int64_t number = 7;

    CHECK(str_read_integer(S("9223372036854775807"), &number) && number == INT64_MAX);
    CHECK(str_read_integer(S("-9223372036854775808"), &number) && number == INT64_MIN);
    CHECK(!str_read_integer(S("9223372036854775808"), &number));
    CHECK(!str_read_integer(S("-9223372036854775809"), &number));
    CHECK(number == INT64_MIN);
}

TEST_ONCE("what is no whole number is not read as one")
{
    int64_t number;

    CHECK(!str_read_integer(S(""), &number));
    CHECK(!str_read_integer(S("-"), &number));
    CHECK(!str_read_integer(S("+1"), &number));
    CHECK(!str_read_integer(S("1.0"), &number));
    CHECK(!str_read_integer(S(" 1"), &number));
    CHECK(!str_read_integer(S("\uff11"), &number));
}

TEST_ONCE("clean text is well-formed UTF-8 without control characters")
{
    CHECK(str_is_clean(S("")));
    CHECK(str_is_clean(S("张三\t·\r\n𠅤")));
    CHECK(!str_is_clean(S("a\0b")));
    CHECK(!str_is_clean(S("\x1b[0m")));
    CHECK(!str_is_clean(S("\x7f")));
}

TEST_ONCE("overlong forms, surrogates, cut sequences and GB bytes are not clean")
{
    CHECK(!str_is_clean(S("\xc0\xaf")));
    CHECK(!str_is_clean(S("\xe0\x80\xaf")));
    CHECK(!str_is_clean(S("\xed\xa0\x80")));
    CHECK(!str_is_clean(S("\xf4\x90\x80\x80")));
    CHECK(!str_is_clean(S("\xe5\xbc")));
    CHECK(!str_is_clean(S("\xd5\xc5\xc8\xfd")));
}

TEST_ONCE("equal texts have equal hashes")
{
    CHECK(str_hash(S("张三")) == str_hash(str_of("张三")));
    CHECK(str_hash(S("ab")) != str_hash(S("ba")));
}
