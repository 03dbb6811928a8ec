/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The commands of the program: xiangzhi COMMAND [OPTIONS] [ARGUMENTS].
 *
 * Exit status 0: done.  1: refused, with a sentence on standard error.  2: the words of the
 * command line are wrong.
 */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include "app/app.h"

enum exit_status { EXIT_DONE, EXIT_REFUSED, EXIT_USAGE };

/* What stands on the command line, read. */
struct arguments {
    const char *db;
    const char *listen;
    const char *threads;
    const char *tls_certificate;
    const char *tls_key;
    const char *type;
    const char *place;
    const char *from;
    const char *to;
    const char *format;
    const char *template_code;
    const char *password;
    const char *name;
    const char *role;
    const char *day;
    const char *county;
    const char *journal;
    const char *metrics;
    const char *idle_minutes;
    const char *slow_ms;
    const char *trust_proxy;
    const char *log;
    const char *backup;
    const char *keep;
    const char *report;
    const char *key;
    const char *sheet;
    const char *columns;
    const char *reasons;
    bool dry_run;
    bool verify;
    bool replace;
    bool without_key;
    bool allow_missing;
    bool keep_good;
    bool help;
    char *const *words; /* what is no option */
    int word_count;
};

struct command {
    const char *name;
    const char *usage;   /* "[--dry-run] --type T FILE" */
    const char *summary; /* one line */
    const char *help;    /* more, in whole sentences */
    bool creates;        /* makes the database when there is none */
    bool alone;          /* needs no database */
    /* cx is the program's own, in no transaction. */
    struct error *(*run)(struct context *cx, struct app *app,
                         const struct arguments *arguments);
};

extern const struct command commands[];
extern const size_t command_count;

/* The mistakes of the command line: told with the usage, exit status 2. */
MUST_USE struct error *usage_error(struct context *cx, const char *format, ...) PRINTF(2, 3);

/* For all commands: nothing may stand there that is no option. */
MUST_USE struct error *no_words(struct context *cx, const struct arguments *arguments);

/* Reads a day; option names it when it is missing or wrong. */
MUST_USE struct error *read_day(struct context *cx, const char *option, const char *text,
                                date *day);

/* The days of the journal: journal_command.c. */
MUST_USE struct error *run_journal(struct context *cx, struct app *app,
                                   const struct arguments *arguments);

/* Compares the journal with its sealed days and, when a folder is named, with the files there;
 * *wrong counts what differs and was printed. */
MUST_USE struct error *verify_journal_days(struct context *cx, const char *folder,
                                           int64_t *wrong);

/* Runs the program. */
int command_main(int argc, char **argv);

#endif
