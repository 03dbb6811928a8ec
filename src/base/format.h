/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The conversions that most formats consist of, without the machinery of printf.
 *
 * Only arena_printf and buf_printf call this; whatever it does not know they leave to the C
 * library.
 */
#ifndef BASE_FORMAT_H
#define BASE_FORMAT_H

#include "base/compiler.h"

#include <stdarg.h>
#include <stddef.h>

/* Answered for a format that has other conversions, or a text for which there is no room. */
#define FORMAT_UNKNOWN ((size_t)-1)

/* Writes at most size characters, without NUL, and answers how many they are.  Knows %s, %.*s,
 * %c, %d, %lld, %u, %zu and %%. */
size_t format_quickly(char *room, size_t size, const char *format, va_list arguments)
    PRINTF(3, 0);

#endif
