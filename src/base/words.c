/* SPDX-License-Identifier: Apache-2.0 */
/* The words on the screen, in the reader's language. */
#include "base/words.h"

#include "base/unicode.h"

#include <assert.h>
#include <ctype.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { CATALOGUE_ROOM = 64 << 20, COUNTED_ROOM = 1 << 20 };

/* A sentence in all languages; the texts end in NUL. */
struct entry {
    str said[LANGUAGES];
    str of_one; /* in English; empty when it is the same of many */
};

/* Open addressing; a third of the places stays free. */
struct catalogue {
    struct entry *entries;
    size_t room; /* a power of two, or 0 */
    size_t count;
    char *traditional;     /* the texts of that script */
    struct arena *counted; /* the English of what says how many there are */
};

/* Written by words_learn, and once by learn_traditional; then only read. */
static struct catalogue catalogue;
static pthread_once_t traditional_once = PTHREAD_ONCE_INIT;

static _Thread_local enum language spoken;

static const char *const codes[LANGUAGES] = {
    [LANGUAGE_CHINESE] = "zh-CN",
    [LANGUAGE_TRADITIONAL] = "zh-Hant",
    [LANGUAGE_ENGLISH] = "en",
};

const char *language_code(enum language language)
{
    return codes[language];
}

enum language language_of(str code)
{
    for (size_t i = 0; i < LANGUAGES; i++)
        if (str_eq(code, str_of(codes[i])))
            return (enum language)i;
    return LANGUAGE_CHINESE;
}

static size_t place_of(const struct catalogue *in, str sentence)
{
    uint64_t hash = 14695981039346656037u;

    for (size_t i = 0; i < sentence.length; i++)
        hash = (hash ^ (unsigned char)sentence.data[i]) * 1099511628211u;
    size_t place = (size_t)(hash ^ hash >> 32) & (in->room - 1);
    while (in->entries[place].said[LANGUAGE_CHINESE].data != NULL &&
           !str_eq(in->entries[place].said[LANGUAGE_CHINESE], sentence))
        place = (place + 1) & (in->room - 1);
    return place;
}

/* The catalogue as msgfmt makes it on this machine: numbers of four bytes; each table has a
 * length and a place for each sentence. */
enum { MO_COUNT = 2, MO_ORIGINALS = 3, MO_TRANSLATIONS = 4 };

static uint32_t number_at(str mo, size_t at)
{
    uint32_t number;

    assert(at + sizeof(number) <= mo.length);
    memcpy(&number, mo.data + at, sizeof(number));
    return number;
}

static str sentence_at(str mo, size_t at)
{
    return str_slice(mo, number_at(mo, at + 4), number_at(mo, at + 4) + number_at(mo, at));
}

/* {one|many} in a sentence, small letters, but not in double braces. */
struct choice_of_number {
    size_t from, to;
    str one, many;
};

static size_t letters_at(str text, size_t at)
{
    size_t count = 0;

    while (at + count < text.length && islower((unsigned char)text.data[at + count]))
        count++;
    return count;
}

static bool find_choice(str text, struct choice_of_number *choice)
{
    for (size_t i = 0; i < text.length; i++) {
        size_t bar = i + 1 + letters_at(text, i + 1);
        if (text.data[i] != '{' || (i > 0 && text.data[i - 1] == '{') || bar >= text.length ||
            text.data[bar] != '|')
            continue;
        size_t end = bar + 1 + letters_at(text, bar + 1);
        if (end == i + 2 || end >= text.length || text.data[end] != '}')
            continue;
        *choice = (struct choice_of_number){ i, end + 1, str_slice(text, i + 1, bar),
                                             str_slice(text, bar + 1, end) };
        return true;
    }
    return false;
}

static str counted(struct arena *arena, str text, bool is_one)
{
    struct buf out = { .arena = arena };
    struct choice_of_number choice;

    while (find_choice(text, &choice)) {
        buf_add(&out, str_slice(text, 0, choice.from));
        buf_add(&out, is_one ? choice.one : choice.many);
        text = str_slice(text, choice.to, text.length);
    }
    buf_add(&out, text);
    str all = buf_str(&out);
    buf_add_char(&out, '\0');
    return (str){ out.data, all.length };
}

static void learn_numbers(struct entry *entry)
{
    str english = entry->said[LANGUAGE_ENGLISH];
    struct choice_of_number choice;

    if (!find_choice(english, &choice))
        return;
    entry->of_one = counted(catalogue.counted, english, true);
    entry->said[LANGUAGE_ENGLISH] = counted(catalogue.counted, english, false);
}

void words_learn(str mo)
{
    size_t count = number_at(mo, MO_COUNT * 4);
    size_t originals = number_at(mo, MO_ORIGINALS * 4);
    size_t translations = number_at(mo, MO_TRANSLATIONS * 4);

    assert(number_at(mo, 0) == 0x950412de);
    free(catalogue.entries);
    arena_destroy(catalogue.counted);
    catalogue = (struct catalogue){ .counted = arena_create(COUNTED_ROOM) };
    traditional_once = (pthread_once_t)PTHREAD_ONCE_INIT;
    for (catalogue.room = 64; catalogue.room < count * 3 / 2; catalogue.room *= 2)
        continue;
    catalogue.entries = calloc(catalogue.room, sizeof(catalogue.entries[0]));
    if (catalogue.entries == NULL)
        out_of_memory();
    for (size_t i = 0; i < count; i++) {
        str chinese = sentence_at(mo, originals + i * 8);
        if (str_is_empty(chinese))
            continue; /* what the catalogue says of itself */
        struct entry *entry = &catalogue.entries[place_of(&catalogue, chinese)];
        entry->said[LANGUAGE_CHINESE] = chinese;
        entry->said[LANGUAGE_ENGLISH] = sentence_at(mo, translations + i * 8);
        learn_numbers(entry);
        catalogue.count++;
    }
}

size_t words_count(void)
{
    return catalogue.count;
}

/* What stands between two sentences while all of them are written in other characters. */
enum { BETWEEN = 0x1e };

static void learn_traditional(void)
{
    CLEANUP(arena_release) struct arena *arena = arena_create(CATALOGUE_ROOM);
    struct buf chinese = { .arena = arena };

    for (size_t i = 0; i < catalogue.room; i++) {
        buf_add(&chinese, catalogue.entries[i].said[LANGUAGE_CHINESE]);
        buf_add_char(&chinese, BETWEEN);
    }
    str rest = text_traditional(arena, buf_str(&chinese));
    char *kept = malloc(rest.length);
    if (kept == NULL)
        out_of_memory();
    memcpy(kept, rest.data, rest.length);
    rest.data = kept;
    catalogue.traditional = kept;
    for (size_t i = 0; i < catalogue.room; i++) {
        str *said = &catalogue.entries[i].said[LANGUAGE_TRADITIONAL];
        bool found = str_cut(rest, BETWEEN, said, &rest);
        assert(found);
        kept[said->data - kept + (ptrdiff_t)said->length] = '\0';
        if (str_is_empty(*said))
            *said = (str){ 0 };
    }
}

void words_forget(void)
{
    free(catalogue.entries);
    free(catalogue.traditional);
    arena_destroy(catalogue.counted);
    catalogue = (struct catalogue){ 0 };
    traditional_once = (pthread_once_t)PTHREAD_ONCE_INIT;
}

enum language words_speak(enum language language)
{
    enum language before = spoken;

    if (language == LANGUAGE_TRADITIONAL)
        pthread_once(&traditional_once, learn_traditional);
    spoken = language;
    return before;
}

void words_speak_again(const enum language *before)
{
    spoken = *before;
}

enum language words_spoken(void)
{
    return spoken;
}

str words_for(str chinese)
{
    if (spoken == LANGUAGE_CHINESE || catalogue.room == 0 || str_is_empty(chinese))
        return chinese;
    str said = catalogue.entries[place_of(&catalogue, chinese)].said[spoken];
    return str_is_empty(said) ? chinese : said;
}

const char *words_said(const char *chinese)
{
    return words_for(str_of(chinese)).data;
}

/* Of one thing; of many where that is the same. */
static str said_of_one(str chinese)
{
    str said = { 0 };

    if (spoken == LANGUAGE_ENGLISH && catalogue.room > 0 && !str_is_empty(chinese))
        said = catalogue.entries[place_of(&catalogue, chinese)].of_one;
    return str_is_empty(said) ? words_for(chinese) : said;
}

const char *words_counted(const char *chinese, int64_t count)
{
    return count == 1 ? said_of_one(str_of(chinese)).data : words_said(chinese);
}

/* Whether the number at the end is one: 1, but not 21, 0.1 or 1,001. */
static bool ends_with_one(str text)
{
    if (!str_ends(text, S("1")))
        return false;
    char before = text.length == 1 ? ' ' : text.data[text.length - 2];
    return !isdigit((unsigned char)before) && before != '.' && before != ',';
}

str words_unit(str number, str unit)
{
    return ends_with_one(number) ? said_of_one(unit) : words_for(unit);
}

void words_add_unit(struct buf *out, str unit)
{
    str said = words_unit(buf_str(out), unit);

    if (spoken != LANGUAGE_ENGLISH || str_is_empty(said)) {
        buf_add(out, said);
        return;
    }
    buf_add_char(out, ' ');
    buf_add_char(out, (char)tolower((unsigned char)said.data[0]));
    buf_add(out, str_slice(said, 1, said.length));
}
