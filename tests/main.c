/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs all tests, or those whose sentence contains the word given.
 *
 * There is one process for each database, and this one watches.  A test that fails ends its
 * process, and a new one goes on with the next test; so a crash, a failed assert and a report
 * of a sanitizer are failures like any other, and no test inherits what a failed one left.
 * What a process has done so far stands in memory that it shares with the watcher.
 */
#include "tests/test.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS_PER_TEST = 60, MESSAGE_BYTES = 4096 };

struct run {
    const char *engine;
    const char *address;
    bool leaves_out_once;
    pid_t process;
    const struct test *test; /* the one that runs now, NULL after the last */
    bool has_told;           /* why this test failed */
    int passed;
    int failed;
};

static struct test *first_test;
static struct test **end_of_tests = &first_test;
static const char *wanted_words = "";
static struct run *this_run;

void test_register(struct test *test)
{
    *end_of_tests = test;
    end_of_tests = &test->next;
}

const char *test_database_address(void)
{
    return this_run->address;
}

/* Written at once, so that the lines of two processes do not mix. */
static void tell_failure(const struct run *run, const char *reason)
{
    dprintf(STDOUT_FILENO, "FAILED on %s: %s\n    %s\n", run->engine,
            run->test != NULL ? run->test->sentence : "the end of the tests", reason);
}

void test_fail(const char *file, int line, const char *format, ...)
{
    char reason[MESSAGE_BYTES];
    va_list arguments;

    int used = snprintf(reason, sizeof(reason), "%s:%d: ", file, line);
    va_start(arguments, format);
    vsnprintf(reason + used, sizeof(reason) - (size_t)used, format, arguments);
    va_end(arguments);
    tell_failure(this_run, reason);
    this_run->has_told = true;
    _exit(EXIT_FAILURE);
}

void test_check_str(const char *file, int line, const char *text, str actual,
                    const char *expected)
{
    if (!str_eq(actual, str_of(expected)))
        test_fail(file, line, "%s\n    is       \"%.*s\"\n    and not  \"%s\"", text,
                  STR_ARG(actual), expected);
}

static bool has_wanted_words(const struct test *test)
{
    return strstr(test->sentence, wanted_words) != NULL ||
           strstr(test->file, wanted_words) != NULL;
}

/* The first test from this one on that belongs to the run. */
static const struct test *wanted(const struct run *run, const struct test *test)
{
    while (test != NULL && ((test->once && run->leaves_out_once) || !has_wanted_words(test)))
        test = test->next;
    return test;
}

NO_RETURN static void run_tests(struct run *run)
{
    this_run = run;
    while (run->test != NULL) {
        alarm(SECONDS_PER_TEST);
        run->test->body();
        run->passed++;
        run->test = wanted(run, run->test->next);
    }
    alarm(0);
    exit(EXIT_SUCCESS);
}

NO_RETURN static void stop(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

static void run_start(struct run *run)
{
    run->has_told = false;
    pid_t process = fork();
    if (process == 0)
        run_tests(run);
    if (process < 0)
        stop("fork");
    run->process = process;
}

/* Counts a process that ended before its tests did, and goes on behind the guilty test.  True
 * when the run is over. */
static bool run_ended(struct run *run, int status)
{
    if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS && run->test == NULL)
        return true;

    run->failed++;
    if (!run->has_told && WIFSIGNALED(status))
        tell_failure(run, strsignal(WTERMSIG(status)));
    else if (!run->has_told)
        tell_failure(run, "the process ended: a sanitizer says why above, or exit was called");
    if (run->test == NULL)
        return true;
    run->test = wanted(run, run->test->next);
    run_start(run);
    return false;
}

static void run_all(struct run *runs, int count)
{
    for (int i = 0; i < count; i++) {
        runs[i].test = wanted(&runs[i], first_test);
        run_start(&runs[i]);
    }
    for (int running = count; running > 0;) {
        int status = 0;
        pid_t process = wait(&status);
        if (process < 0)
            stop("wait");
        for (int i = 0; i < count; i++) {
            if (runs[i].process == process && run_ended(&runs[i], status))
                running--;
        }
    }
}

int main(int argc, char **argv)
{
    const char *postgres = getenv("XZ_TEST_POSTGRES");
    int count = postgres != NULL ? 2 : 1;
    struct run *runs = mmap(NULL, 2 * sizeof(*runs), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (runs == MAP_FAILED)
        stop("mmap");
    if (argc > 1)
        wanted_words = argv[1];
    runs[0] = (struct run){ .engine = "SQLite", .address = ":memory:" };
    runs[1] =
        (struct run){ .engine = "PostgreSQL", .address = postgres, .leaves_out_once = true };
    run_all(runs, count);

    int passed = runs[0].passed + runs[1].passed;
    int failed = runs[0].failed + runs[1].failed;
    printf("%d passed, %d failed\n", passed, failed);
    return passed > 0 && failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
