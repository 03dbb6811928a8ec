/* SPDX-License-Identifier: Apache-2.0 */
/* The words on the screen, in the reader's language. */
#include "base/words.h"

#include "base/unicode.h"

#include <assert.h>
#include <ctype.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { CATALOGUE_ROOM = 64 << 20 };

/* A sentence in all languages; the texts end in NUL. */
struct entry {
    str said[LANGUAGES];
};

/* Open addressing; a third of the places stays free. */
struct catalogue {
    struct entry *entries;
    size_t room; /* a power of two, or 0 */
    size_t count;
    char *traditional; /* the texts of that script */
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

void words_learn(str mo)
{
    size_t count = number_at(mo, MO_COUNT * 4);
    size_t originals = number_at(mo, MO_ORIGINALS * 4);
    size_t translations = number_at(mo, MO_TRANSLATIONS * 4);

    assert(number_at(mo, 0) == 0x950412de);
    free(catalogue.entries);
    catalogue = (struct catalogue){ 0 };
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

void words_add_unit(struct buf *out, str unit)
{
    str said = words_for(unit);

    if (spoken != LANGUAGE_ENGLISH || str_is_empty(said)) {
        buf_add(out, said);
        return;
    }
    buf_add_char(out, ' ');
    buf_add_char(out, (char)tolower((unsigned char)said.data[0]));
    buf_add(out, str_slice(said, 1, said.length));
}
