/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the command line and running one command. */
#include "command/command.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

enum { ARENA_BYTES = 2047 * 1024 * 1024, SWITCHES = 1000 };

static const char default_address[] = "var/xiangzhi.db";

/* Marks an error as one of usage. */
static const char usage_mark[] = "usage";

struct error *usage_error(struct context *cx, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    str message = arena_vprintf(cx->arena, format, arguments);
    va_end(arguments);
    struct error *error = fail(cx, ERROR_INVALID, "%.*s", STR_ARG(message));
    problem_add(&error->problems, cx->arena, usage_mark, "usage");
    return error;
}

static bool is_usage_error(const struct error *error)
{
    return error->problems != NULL && error->problems->field == usage_mark;
}

static void print_overview(FILE *out)
{
    fprintf(out, "乡治：乡镇和村共同工作的程序\n\n用法：xiangzhi 命令 [选项]\n\n");
    for (size_t i = 0; i < command_count; i++)
        fprintf(out, "  %-9s %s\n", commands[i].name, commands[i].summary);
    fprintf(
        out,
        "\n每个命令都有 --help。--db 指定数据库（默认 %s，也可以是 postgresql:// 地址）。\n",
        default_address);
}

static void print_help(const struct command *command, FILE *out)
{
    fprintf(out, "用法：xiangzhi %s [--db 地址] %s\n\n%s。\n", command->name, command->usage,
            command->summary);
    if (command->help != NULL)
        fprintf(out, "%s\n", command->help);
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

/* A number below SWITCHES is the place of its value, one above that of its switch. */
static const struct option options[] = {
    { "db", required_argument, NULL, 0 },
    { "listen", required_argument, NULL, 1 },
    { "threads", required_argument, NULL, 2 },
    { "tls-certificate", required_argument, NULL, 3 },
    { "tls-key", required_argument, NULL, 4 },
    { "type", required_argument, NULL, 5 },
    { "place", required_argument, NULL, 6 },
    { "from", required_argument, NULL, 7 },
    { "to", required_argument, NULL, 8 },
    { "format", required_argument, NULL, 9 },
    { "template", required_argument, NULL, 10 },
    { "password", required_argument, NULL, 11 },
    { "name", required_argument, NULL, 12 },
    { "role", required_argument, NULL, 13 },
    { "day", required_argument, NULL, 14 },
    { "county", required_argument, NULL, 15 },
    { "journal", required_argument, NULL, 16 },
    { "metrics", required_argument, NULL, 17 },
    { "idle-minutes", required_argument, NULL, 18 },
    { "slow-ms", required_argument, NULL, 19 },
    { "trust-proxy", required_argument, NULL, 20 },
    { "log", required_argument, NULL, 21 },
    { "backup", required_argument, NULL, 22 },
    { "keep", required_argument, NULL, 23 },
    { "report", required_argument, NULL, 24 },
    { "key", required_argument, NULL, 25 },
    { "sheet", required_argument, NULL, 26 },
    { "columns", required_argument, NULL, 27 },
    { "reasons", required_argument, NULL, 28 },
    { "help", no_argument, NULL, SWITCHES },
    { "dry-run", no_argument, NULL, SWITCHES + 1 },
    { "verify", no_argument, NULL, SWITCHES + 2 },
    { "replace", no_argument, NULL, SWITCHES + 3 },
    { "without-key", no_argument, NULL, SWITCHES + 4 },
    { "allow-missing", no_argument, NULL, SWITCHES + 5 },
    { "keep-good", no_argument, NULL, SWITCHES + 6 },
    { 0 },
};

/* Where the value of each option goes. */
static bool read_options(int argc, char **argv, struct arguments *arguments)
{
    const char **const targets[] = {
        &arguments->db,
        &arguments->listen,
        &arguments->threads,
        &arguments->tls_certificate,
        &arguments->tls_key,
        &arguments->type,
        &arguments->place,
        &arguments->from,
        &arguments->to,
        &arguments->format,
        &arguments->template_code,
        &arguments->password,
        &arguments->name,
        &arguments->role,
        &arguments->day,
        &arguments->county,
        &arguments->journal,
        &arguments->metrics,
        &arguments->idle_minutes,
        &arguments->slow_ms,
        &arguments->trust_proxy,
        &arguments->log,
        &arguments->backup,
        &arguments->keep,
        &arguments->report,
        &arguments->key,
        &arguments->sheet,
        &arguments->columns,
        &arguments->reasons,
    };
    bool *const switches[] = {
        &arguments->help,      &arguments->dry_run,     &arguments->verify,
        &arguments->replace,   &arguments->without_key, &arguments->allow_missing,
        &arguments->keep_good,
    };

    for (int option; (option = getopt_long(argc, argv, "h", options, NULL)) != -1;) {
        if (option == 'h')
            arguments->help = true;
        else if (option >= SWITCHES && option < SWITCHES + (int)COUNT(switches))
            *switches[option - SWITCHES] = true;
        else if (option >= 0 && option < (int)COUNT(targets))
            *targets[option] = optarg;
        else
            return false;
    }
    arguments->words = argv + optind;
    arguments->word_count = argc - optind;
    return true;
}

static struct error *open_and_run(struct context *cx, const struct command *command,
                                  const struct arguments *arguments)
{
    struct app *app = arena_new(cx->arena, struct app);

    if (command->alone)
        return command->run(cx, app, arguments);
    struct error *error = app_open(cx, arguments->db, command->creates, app);
    if (error == NULL)
        error = command->run(cx, app, arguments);
    app_close(cx, app);
    return error;
}

static int tell(const struct command *command, const struct error *error)
{
    if (error == NULL)
        return EXIT_DONE;
    fprintf(stderr, "xiangzhi %s: %.*s\n", command->name, STR_ARG(error->message));
    if (!is_usage_error(error))
        return EXIT_REFUSED;
    print_help(command, stderr);
    return EXIT_USAGE;
}

static int run_command(const struct command *command, int argc, char **argv)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(ARENA_BYTES);
    struct context cx = { .arena = arena };
    struct arguments arguments = { .db = default_address };

    if (!read_options(argc, argv, &arguments)) {
        print_help(command, stderr);
        return EXIT_USAGE;
    }
    if (arguments.help) {
        print_help(command, stdout);
        return EXIT_DONE;
    }
    return tell(command, open_and_run(&cx, command, &arguments));
}

int command_main(int argc, char **argv)
{
    bool asks_help = argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0);

    if (asks_help) {
        print_overview(stdout);
        return EXIT_DONE;
    }
    const struct command *command = argc > 1 ? find_command(argv[1]) : NULL;
    if (command == NULL) {
        if (argc > 1)
            fprintf(stderr, "xiangzhi: 没有“%s”这个命令。\n\n", argv[1]);
        print_overview(stderr);
        return EXIT_USAGE;
    }
    return run_command(command, argc - 1, argv + 1);
}
