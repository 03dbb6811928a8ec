/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What Chinese text needs beyond bytes, done by ICU.
 *
 * ICU's transliterators are slow to open and to run.  The one for simplified characters is
 * asked once about each character and then closed; the one for pinyin stays open, and what it
 * says about a character is remembered.
 */
#include "base/unicode.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/uclean.h>
#include <unicode/ucnv.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>
#include <unicode/utrans.h>

enum {
    FIRST_TABLED = 0x3400, /* the Han characters of the basic plane */
    LAST_TABLED = 0x9fff,
    TABLED_COUNT = LAST_TABLED - FIRST_TABLED + 1,
    SYLLABLE_BYTES = 8,
    CHARACTER_UNITS = 2,
    SPELLED_UNITS = 32,
    IDEOGRAPHIC_SPACE = 0x3000,
    MIDDLE_DOT = 0xb7,
};

/* ICU falls over in places when there is no memory, so it is told earlier. */

static void *allocate(const void *context, size_t bytes)
{
    void *memory = malloc(bytes);

    (void)context;
    if (memory == NULL)
        out_of_memory();
    return memory;
}

static void *reallocate(const void *context, void *memory, size_t bytes)
{
    void *moved = realloc(memory, bytes);

    (void)context;
    if (moved == NULL && bytes > 0)
        out_of_memory();
    return moved;
}

static void release(const void *context, void *memory)
{
    (void)context;
    free(memory);
}

AT_START static void give_memory(void)
{
    UErrorCode status = U_ZERO_ERROR;

    u_setMemoryFunctions(NULL, allocate, reallocate, release, &status);
    assert(U_SUCCESS(status));
}

static bool is_tabled(UChar32 c)
{
    return c >= FIRST_TABLED && c <= LAST_TABLED;
}

static bool is_han(UChar32 c)
{
    return is_tabled(c) || c == 0x3007 || (c >= 0xf900 && c <= 0xfaff) ||
           (c >= 0x20000 && c <= 0x3ffff);
}

/* Takes the first character; U+FFFD for a broken byte. */
static UChar32 take_character(str *text, str *character)
{
    UChar32 c;
    int32_t at = 0;
    const uint8_t *bytes = (const uint8_t *)text->data;

    U8_NEXT_OR_FFFD(bytes, at, text->length < 4 ? (int32_t)text->length : 4, c);
    *character = str_slice(*text, 0, (size_t)at);
    *text = str_slice(*text, (size_t)at, text->length);
    return c;
}

static void add_character(struct buf *out, UChar32 c)
{
    int32_t length = 0;
    uint8_t *room = (uint8_t *)buf_reserve(out, U8_MAX_LENGTH);

    U8_APPEND_UNSAFE(room, length, c);
    out->length += (size_t)length;
}

/* Text as ICU has it. */
struct units {
    UChar *data;
    int32_t length;
};

/* Broken sequences become U+FFFD. */
static struct units to_units(struct arena *arena, str text)
{
    UErrorCode status = U_ZERO_ERROR;
    struct units units = { 0 };

    assert(text.length < INT32_MAX / 4); /* folding may make three units of one */
    units.data = arena_array(arena, UChar, text.length + 1);
    u_strFromUTF8WithSub(units.data, (int32_t)text.length + 1, &units.length, text.data,
                         (int32_t)text.length, 0xfffd, NULL, &status);
    assert(U_SUCCESS(status));
    return units;
}

static str from_units(struct arena *arena, struct units units)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t capacity;

    bool fits = !__builtin_mul_overflow(units.length, 3, &capacity) && capacity < INT32_MAX;
    assert(fits);
    char *text = arena_alloc(arena, (size_t)capacity + 1);
    u_strToUTF8(text, capacity + 1, &capacity, units.data, units.length, &status);
    assert(U_SUCCESS(status));
    return (str){ text, (size_t)capacity };
}

static UTransliterator *open_rules(const UChar *id, const UChar *rules)
{
    UErrorCode status = U_ZERO_ERROR;
    UTransliterator *opened = utrans_openU(id, -1, UTRANS_FORWARD, rules, -1, NULL, &status);

    assert(U_SUCCESS(status));
    return opened;
}

/* What becomes of one character. */
static struct units transliterate(UTransliterator *rules, UChar32 c,
                                  UChar room[static SPELLED_UNITS])
{
    UErrorCode status = U_ZERO_ERROR;
    struct units units = { .data = room };

    U16_APPEND_UNSAFE(room, units.length, c);
    int32_t limit = units.length;
    utrans_transUChars(rules, room, &units.length, SPELLED_UNITS, 0, &limit, &status);
    assert(U_SUCCESS(status));
    return units;
}

/* The simplified form of each character, itself for most.  ICU's rules look at neighbours as
 * well; here they must not, or a part of a text would not be found in it. */
static UChar simplified[TABLED_COUNT];

static void fill_simplified(void)
{
    UTransliterator *rules = open_rules(u"Hant-Hans", NULL);
    UChar room[SPELLED_UNITS];

    for (UChar32 c = FIRST_TABLED; c <= LAST_TABLED; c++) {
        struct units units = transliterate(rules, c, room);
        simplified[c - FIRST_TABLED] = units.length == 1 ? units.data[0] : (UChar)c;
    }
    utrans_close(rules);
}

static UChar32 simplify(UChar32 c)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    if (!is_tabled(c))
        return c;
    pthread_once(&once, fill_simplified);
    return simplified[c - FIRST_TABLED];
}

static UChar half_width(UChar c)
{
    if (c == IDEOGRAPHIC_SPACE || c == 0xa0)
        return ' ';
    return c >= 0xff01 && c <= 0xff5e ? c - 0xfee0 : c;
}

static bool is_dot(UChar32 c)
{
    return c == 0x30fb || c == 0xff65 || c == 0x2022 || c == 0x2027 || c == 0x2219 ||
           c == 0x22c5;
}

static UChar32 fold_character(UChar32 c)
{
    return is_dot(c) ? MIDDLE_DOT : u_tolower(simplify(c));
}

static struct units normalize(struct arena *arena, struct units units)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *composer = unorm2_getNFCInstance(&status);

    if (unorm2_quickCheck(composer, units.data, units.length, &status) == UNORM_YES)
        return units;
    int32_t capacity = units.length * 3; /* NFC makes at most three units of one */
    struct units out = { .data = arena_array(arena, UChar, (size_t)capacity) };
    out.length =
        unorm2_normalize(composer, units.data, units.length, out.data, capacity, &status);
    assert(U_SUCCESS(status));
    return out;
}

/* Adds a character that stands after previous and before the rest; a full stop between Han
 * characters is the dot of a name. */
static void add_folded(struct buf *out, UChar32 previous, UChar32 c, struct units rest)
{
    UChar32 next = 0;

    if (c == '.' && rest.length > 0)
        U16_GET(rest.data, 0, 0, rest.length, next);
    bool is_name_dot = c == '.' && is_han(previous) && is_han(next);
    add_character(out, is_name_dot ? MIDDLE_DOT : fold_character(c));
}

/* Adds a run of spaces, unless it parts Han characters.  Answers how many spaces it had. */
static int32_t add_spaces(struct buf *out, UChar32 previous, struct units rest)
{
    UChar32 next = 0;
    int32_t count = 0;

    while (count < rest.length && rest.data[count] == ' ')
        count++;
    if (count < rest.length)
        U16_GET(rest.data, 0, count, rest.length, next);
    if (!is_han(previous) || !is_han(next))
        for (int32_t i = 0; i < count; i++)
            buf_add_char(out, ' ');
    return count;
}

static void fold_units(struct buf *out, struct units rest)
{
    UChar32 previous = 0;

    while (rest.length > 0) {
        UChar32 c;
        int32_t taken = 0;
        if (rest.data[0] == ' ') {
            taken = add_spaces(out, previous, rest);
            c = ' ';
        } else {
            U16_NEXT(rest.data, taken, rest.length, c);
            struct units after = { rest.data + taken, rest.length - taken };
            add_folded(out, previous, c, after);
        }
        previous = c;
        rest = (struct units){ rest.data + taken, rest.length - taken };
    }
}

static bool is_ascii(str text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.data[i] >= 0x80)
            return false;
    return true;
}

static str lower_ascii(struct arena *arena, str text)
{
    char *lower = arena_alloc(arena, text.length);

    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        lower[i] = c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
    }
    return (str){ lower, text.length };
}

str text_fold(struct arena *arena, str text)
{
    struct buf out = { .arena = arena };

    if (is_ascii(text))
        return lower_ascii(arena, text);
    struct units units = to_units(arena, text);
    /* Small letters take accents that capitals do not; so they come first. */
    for (int32_t i = 0; i < units.length; i++)
        units.data[i] = (UChar)u_tolower(half_width(units.data[i]));
    fold_units(&out, normalize(arena, units));
    return buf_str(&out);
}

/* Letters of one syllable, ending in NUL; empty when the character has no reading. */
struct syllable {
    char letters[SYLLABLE_BYTES];
};

static UTransliterator *pinyin_rules;

static void open_pinyin(void)
{
    /* Everybody types v for \u00fc. */
    static const UChar rules[] =
        u"::Han-Latin; [\u00fc\u01d6\u01d8\u01da\u01dc] > v; ::Latin-ASCII; ::Lower;";

    pinyin_rules = open_rules(u"pinyin", rules);
}

static struct syllable spell_slowly(UChar32 c)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    UChar room[SPELLED_UNITS];
    struct syllable syllable = { { 0 } };

    pthread_once(&once, open_pinyin);
    pthread_mutex_lock(&lock);
    struct units units = transliterate(pinyin_rules, c, room);
    pthread_mutex_unlock(&lock);
    if (units.length >= SYLLABLE_BYTES)
        return syllable;
    for (int32_t i = 0; i < units.length; i++) {
        if (units.data[i] < 'a' || units.data[i] > 'z')
            return (struct syllable){ { 0 } };
        syllable.letters[i] = (char)units.data[i];
    }
    return syllable;
}

/* The syllable of a Han character.  Threads that ask for the first time at once remember the
 * same. */
static struct syllable spell_character(UChar32 c)
{
    static _Atomic uint64_t remembered[TABLED_COUNT];
    struct syllable syllable;
    uint64_t bytes;

    _Static_assert(sizeof syllable == sizeof bytes, "a syllable is remembered as a number");
    if (!is_tabled(c))
        return spell_slowly(c);
    bytes = atomic_load_explicit(&remembered[c - FIRST_TABLED], memory_order_relaxed);
    if (bytes != 0) {
        memcpy(&syllable, &bytes, sizeof bytes);
        return syllable;
    }
    syllable = spell_slowly(c);
    memcpy(&bytes, &syllable, sizeof bytes);
    atomic_store_explicit(&remembered[c - FIRST_TABLED], bytes, memory_order_relaxed);
    return syllable;
}

/* A text that is read otherwise than ICU reads its characters; syllables apart by spaces. */
struct reading {
    str text;
    str syllables;
};

/* At the start of a name; the longer before the shorter. */
static const struct reading surnames[] = {
    { S_INIT("尉迟"), S_INIT("yu chi") },    { S_INIT("尉遲"), S_INIT("yu chi") },
    { S_INIT("万俟"), S_INIT("mo qi") },     { S_INIT("萬俟"), S_INIT("mo qi") },
    { S_INIT("单于"), S_INIT("chan yu") },   { S_INIT("單于"), S_INIT("chan yu") },
    { S_INIT("长孙"), S_INIT("zhang sun") }, { S_INIT("長孫"), S_INIT("zhang sun") },
    { S_INIT("澹台"), S_INIT("tan tai") },   { S_INIT("鲜于"), S_INIT("xian yu") },
    { S_INIT("单"), S_INIT("shan") },        { S_INIT("單"), S_INIT("shan") },
    { S_INIT("解"), S_INIT("xie") },         { S_INIT("仇"), S_INIT("qiu") },
    { S_INIT("区"), S_INIT("ou") },          { S_INIT("區"), S_INIT("ou") },
    { S_INIT("朴"), S_INIT("piao") },        { S_INIT("查"), S_INIT("zha") },
    { S_INIT("曾"), S_INIT("zeng") },        { S_INIT("任"), S_INIT("ren") },
    { S_INIT("华"), S_INIT("hua") },         { S_INIT("盖"), S_INIT("ge") },
    { S_INIT("蓋"), S_INIT("ge") },          { S_INIT("翟"), S_INIT("zhai") },
    { S_INIT("缪"), S_INIT("miao") },        { S_INIT("繆"), S_INIT("miao") },
    { S_INIT("乐"), S_INIT("yue") },         { S_INIT("樂"), S_INIT("yue") },
    { S_INIT("冼"), S_INIT("xian") },        { S_INIT("逄"), S_INIT("pang") },
    { S_INIT("员"), S_INIT("yun") },         { S_INIT("員"), S_INIT("yun") },
    { S_INIT("覃"), S_INIT("qin") },         { S_INIT("卜"), S_INIT("bu") },
    { S_INIT("召"), S_INIT("shao") },        { S_INIT("折"), S_INIT("she") },
    { S_INIT("种"), S_INIT("chong") },       { S_INIT("秘"), S_INIT("bi") },
    { S_INIT("繁"), S_INIT("po") },          { S_INIT("薄"), S_INIT("bo") },
    { S_INIT("乜"), S_INIT("nie") },         { S_INIT("佴"), S_INIT("nai") },
    { S_INIT("阚"), S_INIT("kan") },         { S_INIT("闞"), S_INIT("kan") },
    { S_INIT("隗"), S_INIT("wei") },         { S_INIT("郇"), S_INIT("xun") },
    { S_INIT("祭"), S_INIT("zhai") },
};

/* Anywhere, in the names of people and places. */
static const struct reading words[] = {
    { S_INIT("重庆"), S_INIT("chong qing") }, { S_INIT("重慶"), S_INIT("chong qing") },
    { S_INIT("蚌埠"), S_INIT("beng bu") },    { S_INIT("六安"), S_INIT("lu an") },
    { S_INIT("番禺"), S_INIT("pan yu") },     { S_INIT("厦门"), S_INIT("xia men") },
    { S_INIT("单县"), S_INIT("shan xian") },  { S_INIT("乐清"), S_INIT("yue qing") },
    { S_INIT("黄陂"), S_INIT("huang pi") },   { S_INIT("沈阳"), S_INIT("shen yang") },
    { S_INIT("西藏"), S_INIT("xi zang") },    { S_INIT("村长"), S_INIT("cun zhang") },
    { S_INIT("组长"), S_INIT("zu zhang") },   { S_INIT("格长"), S_INIT("ge zhang") },
    { S_INIT("户长"), S_INIT("hu zhang") },   { S_INIT("长"), S_INIT("chang") },
    { S_INIT("長"), S_INIT("chang") },        { S_INIT("都"), S_INIT("du") },
};

/* Two to four characters, all of them Han. */
static bool looks_like_name(str text)
{
    size_t count = 0;

    for (str character; text.length > 0; count++)
        if (count == 4 || !is_han(take_character(&text, &character)))
            return false;
    return count >= 2;
}

/* Adds the first letters of each syllable. */
static void add_syllables(struct buf *out, str syllables, size_t letters)
{
    for (str each; str_next(&syllables, &each);)
        buf_add(out, str_slice(each, 0, letters));
}

/* Takes one of the texts from the start, if one is there, and adds how it is read. */
static bool take_reading(str *text, const struct reading *readings, size_t count,
                         struct buf *out, size_t letters)
{
    for (size_t i = 0; i < count; i++)
        if (str_starts(*text, readings[i].text)) {
            *text = str_slice(*text, readings[i].text.length, text->length);
            add_syllables(out, readings[i].syllables, letters);
            return true;
        }
    return false;
}

static void spell_next(struct buf *out, str *text, size_t letters)
{
    struct syllable syllable = { { 0 } };
    str character;

    bool may_be_read = (unsigned char)text->data[0] >= 0x80;
    if (may_be_read && take_reading(text, words, COUNT(words), out, letters))
        return;
    UChar32 c = take_character(text, &character);
    if (is_han(c))
        syllable = spell_character(c);
    if (syllable.letters[0] == '\0')
        buf_add(out, character);
    else
        add_syllables(out, str_of(syllable.letters), letters);
}

static str spell(struct arena *arena, str text, size_t letters)
{
    struct buf out = { .arena = arena };

    if (looks_like_name(text))
        (void)take_reading(&text, surnames, COUNT(surnames), &out, letters);
    while (text.length > 0)
        spell_next(&out, &text, letters);
    return buf_str(&out);
}

void text_pinyin_prepare(void)
{
    (void)spell_character(FIRST_TABLED);
}

str text_pinyin(struct arena *arena, str text)
{
    return spell(arena, text, SYLLABLE_BYTES);
}

str text_initials(struct arena *arena, str text)
{
    return spell(arena, text, 1);
}

enum run_kind { RUN_OF_HAN, RUN_OF_LETTERS, RUN_OF_OTHERS };

static enum run_kind character_kind(UChar32 c)
{
    if (is_han(c))
        return RUN_OF_HAN;
    if (u_isalnum(c) || (U_MASK(u_charType(c)) & U_GC_M_MASK) != 0)
        return RUN_OF_LETTERS;
    return RUN_OF_OTHERS;
}

/* Takes the longest run of one kind from the start of a text that is not empty. */
static str take_run(str *text, enum run_kind *kind)
{
    str rest = *text;
    str character;

    *kind = character_kind(take_character(&rest, &character));
    while (rest.length > 0) {
        str after = rest;
        if (character_kind(take_character(&after, &character)) != *kind)
            break;
        rest = after;
    }
    str run = str_slice(*text, 0, text->length - rest.length);
    *text = rest;
    return run;
}

static void add_word(struct buf *out, str word)
{
    if (out->length > 0)
        buf_add_char(out, ' ');
    buf_add(out, word);
}

static void add_pairs(struct buf *out, str run)
{
    str pair = str_first(run, 2);

    add_word(out, pair);
    while (pair.length < run.length) {
        run = str_slice(run, str_first(run, 1).length, run.length);
        pair = str_first(run, 2);
        add_word(out, pair);
    }
}

static void add_run(struct buf *out, str run, enum run_kind kind)
{
    switch (kind) {
    case RUN_OF_HAN:
        add_pairs(out, run);
        break;
    case RUN_OF_LETTERS:
        add_word(out, run);
        break;
    case RUN_OF_OTHERS:
        break;
    }
}

str text_bigrams(struct arena *arena, str text)
{
    struct buf out = { .arena = arena };

    text = text_fold(arena, text);
    while (text.length > 0) {
        enum run_kind kind;
        str run = take_run(&text, &kind);
        add_run(&out, run, kind);
    }
    return buf_str(&out);
}

str text_traditional(struct arena *arena, str text)
{
    enum { GROWTH = 2 };
    UErrorCode status = U_ZERO_ERROR;
    UTransliterator *rules = open_rules(u"Hans-Hant", NULL);
    struct units units = to_units(arena, text);
    int32_t room = units.length * GROWTH + 1;
    int32_t limit = units.length;
    UChar *written = arena_array(arena, UChar, (size_t)room);

    memcpy(written, units.data, (size_t)units.length * sizeof(UChar));
    units.data = written;
    utrans_transUChars(rules, units.data, &units.length, room, 0, &limit, &status);
    assert(U_SUCCESS(status));
    utrans_close(rules);
    return from_units(arena, units);
}

bool text_is_utf8(str bytes)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t length;

    u_strFromUTF8(NULL, 0, &length, bytes.data, (int32_t)bytes.length, &status);
    return status == U_BUFFER_OVERFLOW_ERROR || U_SUCCESS(status);
}

static void close_converter(UConverter **converter)
{
    ucnv_close(*converter);
}

/* Decodes all bytes; false when one of them means nothing in the encoding. */
static bool convert(struct arena *arena, const char *encoding, str bytes, struct units *units)
{
    UErrorCode status = U_ZERO_ERROR;
    CLEANUP(close_converter) UConverter *converter = ucnv_open(encoding, &status);

    ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    assert(U_SUCCESS(status));
    units->data = arena_array(arena, UChar, bytes.length + 1);
    units->length = ucnv_toUChars(converter, units->data, (int32_t)bytes.length + 1, bytes.data,
                                  (int32_t)bytes.length, &status);
    return U_SUCCESS(status);
}

/* ICU follows GB 18030-2005, where 18 characters still lie in the private area. */
static UChar leave_private_area(UChar c)
{
    static const UChar moved[][2] = {
        { 0xe78d, 0xfe10 }, { 0xe78e, 0xfe12 }, { 0xe78f, 0xfe11 }, { 0xe790, 0xfe13 },
        { 0xe791, 0xfe14 }, { 0xe792, 0xfe15 }, { 0xe793, 0xfe16 }, { 0xe794, 0xfe17 },
        { 0xe795, 0xfe18 }, { 0xe796, 0xfe19 }, { 0xe81e, 0x9fb4 }, { 0xe826, 0x9fb5 },
        { 0xe82b, 0x9fb6 }, { 0xe82c, 0x9fb7 }, { 0xe832, 0x9fb8 }, { 0xe843, 0x9fb9 },
        { 0xe854, 0x9fba }, { 0xe864, 0x9fbb },
    };

    for (size_t i = 0; i < COUNT(moved); i++)
        if (moved[i][0] == c)
            return moved[i][1];
    return c;
}

static bool decode_gb18030(struct arena *arena, str bytes, struct units *units)
{
    if (!convert(arena, "gb18030", bytes, units))
        return false;
    for (int32_t i = 0; i < units->length; i++)
        if (units->data[i] >= 0xe000 && units->data[i] <= 0xf8ff)
            units->data[i] = leave_private_area(units->data[i]);
    return true;
}

static bool decode_units(struct arena *arena, str bytes, struct units *units)
{
    str after_mark = str_slice(bytes, 2, bytes.length);

    if (str_starts(bytes, S("\xff\xfe")))
        return convert(arena, "UTF-16LE", after_mark, units);
    if (str_starts(bytes, S("\xfe\xff")))
        return convert(arena, "UTF-16BE", after_mark, units);
    return decode_gb18030(arena, bytes, units);
}

static bool has_zero(str text)
{
    return text.length > 0 && memchr(text.data, '\0', text.length) != NULL;
}

bool text_decode(struct arena *arena, str bytes, str *text)
{
    struct units units;

    if (bytes.length >= INT32_MAX / 4)
        return false;
    str decoded =
        str_starts(bytes, S("\xef\xbb\xbf")) ? str_slice(bytes, 3, bytes.length) : bytes;
    if (!text_is_utf8(decoded)) {
        if (!decode_units(arena, bytes, &units))
            return false;
        decoded = from_units(arena, units);
    }
    if (has_zero(decoded))
        return false;
    *text = decoded;
    return true;
}

static const char *encoding_of(str *bytes)
{
    bool little = str_starts(*bytes, S("\xff\xfe"));

    if (!little && !str_starts(*bytes, S("\xfe\xff")))
        return "gb18030";
    *bytes = str_slice(*bytes, 2, bytes->length);
    return little ? "UTF-16LE" : "UTF-16BE";
}

/* One piece; a character that its end cuts is kept by the converter for the next. */
static bool convert_piece(UConverter *converter, str piece, bool last, struct units *units)
{
    UErrorCode status = U_ZERO_ERROR;
    const char *from = piece.data;
    UChar *to = units->data;

    ucnv_toUnicode(converter, &to, units->data + piece.length + 4, &from,
                   piece.data + piece.length, NULL, last, &status);
    units->length = (int32_t)(to - units->data);
    for (int32_t i = 0; i < units->length; i++)
        if (units->data[i] >= 0xe000 && units->data[i] <= 0xf8ff)
            units->data[i] = leave_private_area(units->data[i]);
    return U_SUCCESS(status);
}

struct error *text_decode_pieces(struct context *cx, str bytes,
                                 struct error *(*each)(struct context *cx, str piece,
                                                       void *closure),
                                 void *closure, bool *decoded)
{
    enum { PIECE = 256 * 1024 };
    CLEANUP(arena_release) struct arena *arena = arena_create(16 * PIECE);
    UErrorCode status = U_ZERO_ERROR;
    CLEANUP(close_converter) UConverter *converter = ucnv_open(encoding_of(&bytes), &status);
    struct units units = { .data = arena_array(arena, UChar, PIECE + 4) };
    struct arena_mark mark = arena_mark(arena);

    ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
    assert(U_SUCCESS(status));
    *decoded = true;
    for (size_t at = 0; at < bytes.length && *decoded; at += PIECE) {
        str piece = str_slice(bytes, at, at + PIECE);
        *decoded = convert_piece(converter, piece, at + PIECE >= bytes.length, &units);
        if (*decoded)
            TRY(each(cx, from_units(arena, units), closure));
        arena_rewind(arena, mark);
    }
    return NULL;
}

str text_fold_words(struct arena *arena, str keywords)
{
    struct buf folded = { .arena = arena };

    for (str word; str_next(&keywords, &word);) {
        if (folded.length > 0)
            buf_add_char(&folded, ' ');
        buf_add(&folded, text_fold(arena, word));
    }
    return buf_str(&folded);
}

enum { MARKED_BYTES = 3, MARK_BITS = 12, BITS_OF_WORD = 64 };

/* Of three bytes: a Chinese character, or three letters. */
static uint32_t mark_of(const char *bytes)
{
    uint32_t three = (uint32_t)(unsigned char)bytes[0] |
                     (uint32_t)(unsigned char)bytes[1] << 8 |
                     (uint32_t)(unsigned char)bytes[2] << 16;

    return three * 2654435761u >> (32 - MARK_BITS);
}

void text_mark(str text, struct text_marks *marks)
{
    static_assert(COUNT(marks->marks) * BITS_OF_WORD == 1 << MARK_BITS, "a bit for each mark");

    *marks = (struct text_marks){ .text = text };
    for (size_t i = 0; i + MARKED_BYTES <= text.length; i++) {
        uint32_t mark = mark_of(text.data + i);
        marks->marks[mark / BITS_OF_WORD] |= 1ull << mark % BITS_OF_WORD;
    }
}

static bool may_contain(const struct text_marks *marks, str word)
{
    if (word.length < MARKED_BYTES)
        return true;
    uint32_t mark = mark_of(word.data);
    return marks->marks[mark / BITS_OF_WORD] >> mark % BITS_OF_WORD & 1;
}

size_t text_explained(str keywords, const struct text_marks *marks)
{
    size_t sum = 0;

    while (keywords.length > 0) {
        str word;
        str_cut(keywords, ' ', &word, &keywords);
        if (may_contain(marks, word) && str_contains(marks->text, word))
            sum += str_characters(word);
    }
    return sum;
}
