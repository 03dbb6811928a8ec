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

static void write_line(enum log_level level, const char *event, str text, struct buf *line)
{
    buf_add(line, S("{\"at\":\""));
    instant_write_iso(instant_now(), line);
    buf_add(line, S("\",\"level\":"));
    json_add_string(line, str_of(level_name(level)));
    json_add_name(line, "event");
    json_add_string(line, str_of(event));
    json_add_name(line, "text");
    json_add_string(line, text);
    buf_add(line, S("}\n"));
}

/* One call of write, so that the lines of two threads do not mix.  When standard error is
 * closed nobody is left to tell. */
static void send_line(str line)
{
    ssize_t written = write(STDERR_FILENO, line.data, line.length);

    (void)written;
}

void log_write(enum log_level level, const char *event, const char *format, ...)
{
    char text[TEXT_BYTES];
    va_list arguments;

    if ((int)level < atomic_load(&lowest))
        return;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);

    CLEANUP(arena_release) struct arena *arena = arena_create(LINE_LIMIT_BYTES);
    struct buf line = { .arena = arena };
    write_line(level, event, str_of(text), &line);
    send_line(buf_str(&line));
}
