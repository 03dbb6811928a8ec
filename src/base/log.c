/* SPDX-License-Identifier: Apache-2.0 */
/* One line of JSON an event, on standard error. */
#include "base/log.h"

#include "base/date.h"
#include "base/json.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

/* A longer text is cut.  Escaped, each byte takes at most six. */
enum { TEXT_BYTES = 4096, LINE_LIMIT_BYTES = 1024 * 1024 };

static atomic_int lowest = LOG_INFO;

void log_set_level(enum log_level level)
{
    atomic_store(&lowest, level);
}

bool log_wants(enum log_level level)
{
    return (int)level >= atomic_load_explicit(&lowest, memory_order_relaxed);
}

static const char *level_name(enum log_level level)
{
    switch (level) {
    case LOG_DEBUG:
        return "debug";
    case LOG_INFO:
        return "info";
    case LOG_WARNING:
        return "warning";
    case LOG_ERROR:
        return "error";
    }
    return "error";
}

bool log_level_read(str name, enum log_level *level)
{
    for (enum log_level each = LOG_DEBUG; each <= LOG_ERROR; each++)
        if (str_eq(name, str_of(level_name(each)))) {
            *level = each;
            return true;
        }
    return false;
}

static void write_member(const struct log_member *member, struct buf *line)
{
    json_add_name(line, member->name);
    if (member->text.data != NULL)
        json_add_string(line, member->text);
    else
        buf_add_integer(line, member->number);
}

static void write_line(enum log_level level, const char *event,
                       const struct log_member *members, size_t count, struct buf *line)
{
    buf_add(line, S("{\"at\":\""));
    instant_write_iso(instant_now(), line);
    buf_add(line, S("\",\"level\":"));
    json_add_string(line, str_of(level_name(level)));
    json_add_name(line, "event");
    json_add_string(line, str_of(event));
    for (size_t i = 0; i < count; i++)
        write_member(&members[i], line);
    buf_add(line, S("}\n"));
}

/* One call of write, so that the lines of two threads do not mix.  When standard error is
 * closed nobody is left to tell. */
static void send_line(str line)
{
    ssize_t written = write(STDERR_FILENO, line.data, line.length);

    (void)written;
}

void log_event(enum log_level level, const char *event, const struct log_member *members,
               size_t count)
{
    if (!log_wants(level))
        return;
    CLEANUP(arena_release) struct arena *arena = arena_create(LINE_LIMIT_BYTES);
    struct buf line = { .arena = arena };
    write_line(level, event, members, count, &line);
    send_line(buf_str(&line));
}

void log_write(enum log_level level, const char *event, const char *format, ...)
{
    char text[TEXT_BYTES];
    va_list arguments;

    if (!log_wants(level))
        return;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    log_event(level, event, LOG_MEMBERS({ "text", .text = str_of(text) }));
}
