/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One line of JSON an event, on standard error.  No personal data: names of things, numbers,
 * ids.  Only app and main write here.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/compiler.h"
#include "base/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

/* Lines below level are dropped; LOG_INFO at the start. */
void log_set_level(enum log_level level);
bool log_wants(enum log_level level);

/* "debug", "info", "warning", "error"; false for anything else. */
bool log_level_read(str name, enum log_level *level);

/* The text is cut at 4095 bytes. */
void log_write(enum log_level level, const char *event, const char *format, ...) PRINTF(3, 4);

/* What an event says, by name: a text, or, where that is { 0 }, a number. */
struct log_member {
    const char *name;
    str text;
    int64_t number;
};

void log_event(enum log_level level, const char *event, const struct log_member *members,
               size_t count);

/* The last two arguments of log_event. */
#define LOG_MEMBERS(...)                                                                       \
    (const struct log_member[]){ __VA_ARGS__ },                                                \
        sizeof((const struct log_member[]){ __VA_ARGS__ }) / sizeof(struct log_member)

#endif
