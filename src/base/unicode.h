/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Chinese text needs beyond bytes, done by ICU.
 */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include "base/buf.h"
#include "base/context.h"

/* For searching and comparing: full width to half, traditional to simplified, lower case,
 * the dots of foreign names (・ • and, between Han characters, . ．) to ·, spaces between Han
 * characters dropped.  Each character is simplified by itself, so that a part of a text folds
 * to a part of it. */
str text_fold(struct arena *arena, str text);

/* Makes the tables for that below, which takes a fifth of a second at the first need. */
void text_pinyin_prepare(void);

/* "张三丰" to "zhangsanfeng" and "zsf"; ü is v, as people type it.  Characters that are no Han,
 * and rare ones without a known reading, pass as they are.  Two to four Han characters are
 * taken for a person's name: "单田芳" is "shantianfang". */
str text_pinyin(struct arena *arena, str text);
str text_initials(struct arena *arena, str text);

/* The words under which text is found, separated by spaces: each pair of neighbouring Han
 * characters as one word, single Han characters that stand alone, and runs of letters and
 * digits.  The text is folded first. */
str text_bigrams(struct arena *arena, str text);

/* Keywords, separated by spaces, as they are compared: each of them folded. */
str text_fold_words(struct arena *arena, str keywords);

/* A text in which many words are looked for: a word whose first three bytes have no mark is not
 * in it.  The text must last as long. */
struct text_marks {
    str text;
    uint64_t marks[64];
};

void text_mark(str text, struct text_marks *marks);

/* How much of a text the keywords explain, both folded: the lengths of those found, added up.
 */
size_t text_explained(str keywords, const struct text_marks *marks);

/* In traditional characters, by ICU's rules, which know the words that are written otherwise
 * than character by character.  Slow to begin: for one long text rather than many short ones.
 */
str text_traditional(struct arena *arena, str text);

/* Decodes GB 18030 or UTF-16 to UTF-8 when a byte order mark or broken UTF-8 says so, and takes
 * a byte order mark away.  UTF-8 is not copied.  False when it is none of the three, or has a
 * zero character. */
bool text_decode(struct arena *arena, str bytes, str *text);

bool text_is_utf8(str bytes);

/* The same for long texts, in pieces of some hundred KiB; decoded is false when it is none of
 * the three.  Each piece is gone when each returns. */
MUST_USE struct error *text_decode_pieces(struct context *cx, str bytes,
                                          struct error *(*each)(struct context *cx, str piece,
                                                                void *closure),
                                          void *closure, bool *decoded);

#endif
