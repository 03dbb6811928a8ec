/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing HTML: the markup is a literal, every value is escaped, nothing can be marked as safe.
 *
 *     html(page, "<a href='/matters/%lld'>%.*s</a>", id, STR_ARG(title));
 *
 * Values stand in text or in quoted attributes, never in scripts or styles.
 *
 * The markup and each value are looked up in the reader's language (base/words.h); what stands
 * in an attribute named value, and what html_text and html_lines write, is never translated,
 * for it comes back with the form.
 */
#ifndef HTML_HTML_H
#define HTML_HTML_H

#include "base/buf.h"
#include "base/words.h"

/* Only a literal compiles. */
#define html(out, ...) html_write((out), "" __VA_ARGS__)

/* Knows %s, %.*s, %d, %lld, %zu and %%; ends the program on anything else. */
void html_write(struct buf *out, const char *format, ...) PRINTF(2, 3);

/* A text, escaped. */
void html_text(struct buf *out, str text);

/* A text in paragraphs and lines as it was typed, escaped. */
void html_lines(struct buf *out, str text);

/* The text of markup that was written by the functions above: without tags, entities as the
 * characters they stand for. */
str html_plain(struct arena *arena, str markup);

#endif
