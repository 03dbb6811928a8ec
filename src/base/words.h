/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words on the screen, in the reader's language.
 *
 * Every sentence is written in Chinese, and the Chinese sentence is its own key.  Whoever
 * handles a request first says in which language the thread speaks (words_speak).  After that
 *
 *   - html() looks up its markup and each value that it writes, so that a page needs no marks;
 *   - fail() and problem_add() look up the sentence before they fill it in;
 *   - _("...") looks up a sentence that is composed otherwise, _n("...", count) one that says
 * how many there are: the English of it has {one|many} where it differs, "%lld vote{|s}".
 *
 * What is kept in the database is composed without _(): the record speaks Chinese whoever
 * writes it.  A sentence that is not in the catalogue stays Chinese.  The catalogues are
 * po/NAME.po; Traditional script is made from the same sentences by ICU.
 */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include "base/buf.h"

enum language {
    LANGUAGE_CHINESE,
    LANGUAGE_TRADITIONAL,
    LANGUAGE_ENGLISH,
};

enum { LANGUAGES = LANGUAGE_ENGLISH + 1 };

/* As in the attribute lang of a page: zh-CN, zh-Hant, en. */
const char *language_code(enum language language);

/* The language with that code; Chinese when there is none. */
enum language language_of(str code);

/* Learns English from a catalogue as msgfmt makes it, which must stay where it is.  Before the
 * first thread is started; without it, everything stays Chinese. */
void words_learn(str catalogue);

/* Forgets all of it, for tests. */
void words_forget(void);

/* How many sentences are known. */
size_t words_count(void);

/* From now on this thread speaks that language; answers which it spoke before. */
enum language words_speak(enum language language);
enum language words_spoken(void);

/* For CLEANUP: speaks as before again. */
void words_speak_again(const enum language *before);

/* The sentence in the language of this thread, or itself.  The answer lives for ever if it is
 * another than was given. */
str words_for(str chinese);
const char *words_said(const char *chinese) __attribute__((format_arg(1)));

/* A sentence for the database that each reader is told in their own language: a format of ours
 * and what it names.  %s is a word of ours and is said in that language too, %.*s is what
 * people wrote and stays, %lld is a number. */
str words_keep(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* What was kept, in the language of this thread; any other text as it is. */
str words_kept(struct arena *arena, str kept);
str words_kept_in_chinese(struct arena *arena, str kept);
bool words_are_kept(str text);

/* The same of so many: of one, the first of what stands in braces, otherwise the second. */
const char *words_counted(const char *chinese, int64_t count) __attribute__((format_arg(1)));

/* The unit of a number: "days" of 12, "day" of 1. */
str words_unit(str number, str unit);

/* Adds the unit of the number before it: 12元, 12 yuan, 1 day. */
void words_add_unit(struct buf *out, str unit);

#define _(sentence) words_said("" sentence)
#define _n(sentence, count) words_counted("" sentence, (int64_t)(count))

#endif
