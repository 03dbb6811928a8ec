/* SPDX-License-Identifier: Apache-2.0 */
/* The codes that officials write.  Numbers are the examples of the standards or have area
 * codes that were never given out. */
#include "base/codes.h"

#include "tests/test.h"

enum { LIMIT = 1024 * 1024 };

static bool is_date(date d, int year, int month, int day)
{
    return date_compare(d, date_of(year, month, day)) == 0;
}

TEST_ONCE("the examples of GB 11643 are right")
{
    CHECK(id_number_refusal(S("11010519491231002X")) == NULL);
    CHECK(id_number_refusal(S("440524188001010014")) == NULL);
}

TEST_ONCE("an identity number tells the birth and the sex")
{
    CHECK(is_date(id_number_birth(S("11010519491231002X")), 1949, 12, 31));
    CHECK(is_date(id_number_birth(S("440524188001010014")), 1880, 1, 1));
    CHECK(!id_number_is_male(S("11010519491231002X")));
    CHECK(id_number_is_male(S("440524188001010014")));
}

TEST_ONCE("each other check digit is wrong")
{
    char number[] = "11010519491231002X";

    for (const char *digit = "0123456789"; *digit != '\0'; digit++) {
        number[17] = *digit;
        CHECK(id_number_refusal(str_of(number)) != NULL);
    }
}

TEST_ONCE("two neighbouring digits in the wrong order are noticed")
{
    char number[] = "440524188001010014";

    for (int i = 0; i < 16; i++) {
        char first = number[i];
        number[i] = number[i + 1];
        number[i + 1] = first;
        bool changed = number[i] != number[i + 1];
        CHECK((id_number_refusal(str_of(number)) != NULL) == changed);
        number[i + 1] = number[i];
        number[i] = first;
    }
}

TEST_ONCE("a birth on a day that never was is refused")
{
    CHECK(id_number_refusal(S("990000202302300014")) != NULL);
    CHECK(id_number_refusal(S("990000202313010014")) != NULL);
    CHECK(id_number_refusal(S("990000000000000014")) != NULL);
    CHECK(!date_is_set(id_number_birth(S("990000202302300014"))));
}

TEST_ONCE("what is no identity number is refused with a sentence")
{
    CHECK(id_number_refusal((str){ 0 }) != NULL);
    CHECK(id_number_refusal(S("11010519491231002")) != NULL);
    CHECK(id_number_refusal(S("11010519491231002XX")) != NULL);
    CHECK(id_number_refusal(S("1101051949123100-X")) != NULL);
    CHECK(id_number_refusal(S("张三张三张三")) != NULL);
    CHECK(!date_is_set(id_number_birth(S("张三张三张三"))));
    CHECK(!date_is_set(id_number_birth((str){ 0 })) && !id_number_is_male((str){ 0 }));
}

TEST_ONCE("the normal form has no spaces and an upper case X")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(id_number_normal(arena, S(" 110105 19491231\u3000002x\n")), "11010519491231002X");
    CHECK_STR(id_number_normal(arena, (str){ 0 }), "");
}

TEST_ONCE("an old number of 15 digits gets its century and check digit")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(id_number_normal(arena, S("110105491231002")), "11010519491231002X");
    CHECK_STR(id_number_normal(arena, S("11010549123100A")), "11010549123100A");
    CHECK_STR(id_number_normal(arena, S("1101054912310")), "1101054912310");
}

TEST_ONCE("the example of GB 32100 is right")
{
    CHECK(credit_code_refusal(S("91350100M000100Y43")) == NULL);
}

TEST_ONCE("wrong, short, lower case and forbidden characters make a credit code wrong")
{
    CHECK(credit_code_refusal(S("91350100M000100Y4Z")) != NULL);
    CHECK(credit_code_refusal(S("91350100M000100Y44")) != NULL);
    CHECK(credit_code_refusal(S("91350100m000100y43")) != NULL);
    CHECK(credit_code_refusal(S("91350100M000100Y4")) != NULL);
    CHECK(credit_code_refusal(S("9135O100M000100Y43")) != NULL);
    CHECK(credit_code_refusal(S("91350100M000100Y4\0")) != NULL);
    CHECK(credit_code_refusal((str){ 0 }) != NULL);
}

TEST_ONCE("mobile and fixed numbers are telephone numbers")
{
    CHECK(phone_refusal(S("13800000000")) == NULL);
    CHECK(phone_refusal(S("19900000000")) == NULL);
    CHECK(phone_refusal(S("0713-8123456")) == NULL);
    CHECK(phone_refusal(S("07138123456")) == NULL);
    CHECK(phone_refusal(S("010-81234567")) == NULL);
    CHECK(phone_refusal(S("02781234567")) == NULL);
    CHECK(phone_refusal(S("0755-81234567")) == NULL);
}

TEST_ONCE("other digits are no telephone numbers")
{
    CHECK(phone_refusal((str){ 0 }) != NULL);
    CHECK(phone_refusal(S("-")) != NULL);
    CHECK(phone_refusal(S("12800000000")) != NULL);
    CHECK(phone_refusal(S("1380000000")) != NULL);
    CHECK(phone_refusal(S("138000000000")) != NULL);
    CHECK(phone_refusal(S("8123456")) != NULL);
    CHECK(phone_refusal(S("0713-1123456")) != NULL);
    CHECK(phone_refusal(S("010-8123456")) != NULL);
    CHECK(phone_refusal(S("0713-8123456-1")) != NULL);
    CHECK(phone_refusal(S("+8613800000000")) != NULL);
    CHECK(phone_refusal(S("1380000000张")) != NULL);
}
