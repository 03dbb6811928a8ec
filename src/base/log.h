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

/* The text is cut at 4095 bytes. */
void log_write(enum log_level level, const char *event, const char *format, ...) PRINTF(3, 4);

#endif
