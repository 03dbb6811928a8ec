/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How tests are written.
 *
 * A test is a sentence that is true, and what shows it:
 *
 *     TEST("a trimmed text has no spaces at its ends")
 *     {
 *         CHECK_STR(str_trim(S("  a ")), "a");
 *     }
 *
 * Tests stand beside the code in *_test.c and need no list.  Each runs on SQLite and, when
 * XZ_TEST_POSTGRES holds the address of a server, also on PostgreSQL; tests that use no
 * database say TEST_ONCE.  The first check that fails ends its test, wherever it stands: in a
 * helper, or in another thread.  `build/debug/tests WORDS` runs the tests whose sentence or
 * file contains WORDS.
 */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include "base/compiler.h"
#include "base/str.h"

#define TEST(sentence) TEST_ON(sentence, false, __LINE__)
#define TEST_ONCE(sentence) TEST_ON(sentence, true, __LINE__)

/* Fails the test unless the condition holds. */
#define CHECK(condition)                                                                       \
    ((condition) ? (void)0 : test_fail(__FILE__, __LINE__, "%s", #condition))

/* Fails the test unless the str actual has the bytes of the C string expected. */
#define CHECK_STR(actual, expected)                                                            \
    test_check_str(__FILE__, __LINE__, #actual, (actual), (expected))

/* Fails the test unless tests/golden/name holds the text.  `make golden` writes it there. */
#define CHECK_GOLDEN(name, text) test_check_golden(__FILE__, __LINE__, (name), (text))

/* The address of the database for this run: ":memory:" or "postgresql://...".  The server is
 * the same for all tests, which run one after the other. */
const char *test_database_address(void);

/* What the macros above are made of. */

struct test {
    const char *sentence;
    const char *file;
    bool once;
    void (*body)(void);
    struct test *next;
};

void test_register(struct test *test);

NO_RETURN void test_fail(const char *file, int line, const char *format, ...) PRINTF(3, 4);

void test_check_str(const char *file, int line, const char *text, str actual,
                    const char *expected);

void test_check_golden(const char *file, int line, const char *name, str text);

#define TEST_ON(sentence, once, line) TEST_AT(sentence, once, line)

#define TEST_AT(sentence_, once_, line)                                                        \
    static void test_body_##line(void);                                                        \
    static struct test test_at_##line = {                                                      \
        .sentence = (sentence_),                                                               \
        .file = __FILE__,                                                                      \
        .once = (once_),                                                                       \
        .body = test_body_##line,                                                              \
    };                                                                                         \
    __attribute__((constructor)) static void test_register_##line(void)                        \
    {                                                                                          \
        test_register(&test_at_##line);                                                        \
    }                                                                                          \
    static void test_body_##line(void)

#endif
