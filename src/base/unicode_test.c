/* SPDX-License-Identifier: Apache-2.0 */
/* What Chinese text needs beyond bytes. */
#include "base/unicode.h"

#include "tests/test.h"

#include <pthread.h>

enum { LIMIT = 256 * 1024 * 1024, THREADS = 4 };

TEST_ONCE("folding makes full width half, traditional simplified and letters small")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(text_fold(arena, S("\uff21\uff22\uff43\uff11\uff12\uff08\uff09")), "abc12()");
    CHECK_STR(text_fold(arena, S("ABC xyz 09")), "abc xyz 09");
    CHECK_STR(text_fold(arena, S("鄉村治理")), "乡村治理");
    CHECK_STR(text_fold(arena, S("ÄÖ")), "äö");
    CHECK_STR(text_fold(arena, (str){ 0 }), "");
}

TEST_ONCE("spaces between Han characters are dropped, and no others")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(text_fold(arena, S("张\u3000三")), "张三");
    CHECK_STR(text_fold(arena, S("张 \u00a0 三丰")), "张三丰");
    CHECK_STR(text_fold(arena, S("张三 ABC  李四 ")), "张三 abc  李四 ");
    CHECK_STR(text_fold(arena, S("\u3000张")), " 张");
}

TEST_ONCE("all dots of a name are the middle dot, the point of a number is none")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    static const char *names[] = {
        "买买提·艾力",  "买买提.艾力",      "买买提•艾力",
        "买买提・艾力", "买买提\uff0e艾力", "买买提‧艾力",
    };

    for (size_t i = 0; i < COUNT(names); i++)
        CHECK_STR(text_fold(arena, str_of(names[i])), "买买提·艾力");
    CHECK_STR(text_fold(arena, S("共3.5亩")), "共3.5亩");
    CHECK_STR(text_fold(arena, S("张.A")), "张.a");
}

TEST_ONCE("rare characters and compatibility forms fold to what people search")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(text_fold(arena, S("𠅤㛃䶮")), "𠅤㛃䶮");
    CHECK_STR(text_fold(arena, S("\uf9dc")), "隆");
    CHECK_STR(text_fold(arena, S("e\u0301")), "é");
}

TEST_ONCE("a part of a text folds to a part of it")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    str whole = text_fold(arena, S("乾坤與著名乾燥後來皇后"));

    CHECK(str_contains(whole, text_fold(arena, S("乾"))));
    CHECK(str_contains(whole, text_fold(arena, S("坤與著"))));
    CHECK(str_contains(whole, text_fold(arena, S("後"))));
}

TEST_ONCE("folding twice is folding once, and broken bytes become U+FFFD")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    str once = text_fold(arena, S("\uff21\u0301 張\u3000三\xff.\uff0e里 裏"));

    CHECK(str_eq(text_fold(arena, once), once));
    CHECK(str_is_clean(once));
    CHECK(str_contains(once, S("\ufffd")));
}

TEST_ONCE("a mebibyte of spaces or of dots folds at once")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    buf_add(&out, S("张"));
    for (int i = 0; i < 1024 * 1024; i++)
        buf_add_char(&out, ' ');
    buf_add(&out, S("三"));

    CHECK_STR(text_fold(arena, buf_str(&out)), "张三");
}

TEST_ONCE("names are spelled and have initials")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(text_pinyin(arena, S("张三丰")), "zhangsanfeng");
    CHECK_STR(text_initials(arena, S("张三丰")), "zsf");
    CHECK_STR(text_pinyin(arena, S("張三豐")), "zhangsanfeng");
    CHECK_STR(text_pinyin(arena, S("吕绿")), "lvlv");
    CHECK_STR(text_pinyin(arena, (str){ 0 }), "");
}

TEST_ONCE("surnames have their own readings at the start of a name only")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(text_pinyin(arena, S("单田芳")), "shantianfang");
    CHECK_STR(text_pinyin(arena, S("解缙")), "xiejin");
    CHECK_STR(text_pinyin(arena, S("仇英")), "qiuying");
    CHECK_STR(text_pinyin(arena, S("尉迟恭")), "yuchigong");
    CHECK_STR(text_initials(arena, S("尉迟恭")), "ycg");
    CHECK_STR(text_pinyin(arena, S("曾国藩")), "zengguofan");
    CHECK_STR(text_pinyin(arena, S("查良镛")), "zhaliangyong");
    CHECK_STR(text_pinyin(arena, S("万俟卨")), "moqixie");
    CHECK_STR(text_pinyin(arena, S("李解")), "lijie");
    CHECK_STR(text_pinyin(arena, S("单位工作人员名单")), "danweigongzuorenyuanmingdan");
}

TEST_ONCE("common places are read as people there read them")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(text_pinyin(arena, S("重庆市")), "chongqingshi");
    CHECK_STR(text_pinyin(arena, S("长沙市")), "changshashi");
    CHECK_STR(text_initials(arena, S("成都")), "cd");
    CHECK_STR(text_pinyin(arena, S("网格长")), "wanggezhang");
}

TEST_ONCE("what is no Han character, or has no reading, passes as it is")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(text_pinyin(arena, S("A座 12号")), "Azuo 12hao");
    CHECK_STR(text_initials(arena, S("A座 12号")), "Az 12h");
    CHECK_STR(text_pinyin(arena, S("张\U0003134a·é")), "zhang\U0003134a·é");
    CHECK_STR(text_pinyin(arena, S("㛃䶮")), "jieyan");
    CHECK(text_pinyin(arena, S("a\xff\xe5")).length == 3);
}

static void *spell_everything(void *closure)
{
    struct arena *arena = arena_create(LIMIT);
    str *spelled = closure;
    struct buf out = { .arena = arena };

    for (unsigned c = 0x4e00; c < 0x5000; c++) {
        char text[] = { (char)(0xe0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3f)),
                        (char)(0x80 | (c & 0x3f)) };
        buf_add(&out, text_pinyin(arena, (str){ text, sizeof text }));
        buf_add(&out, text_fold(arena, (str){ text, sizeof text }));
    }
    *spelled = buf_str(&out);
    return arena;
}

TEST_ONCE("threads spell and fold alike at the same time")
{
    pthread_t threads[THREADS];
    struct arena *arenas[THREADS];
    str spelled[THREADS];

    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, spell_everything, &spelled[i]) == 0);
    for (int i = 0; i < THREADS; i++) {
        void *arena;
        CHECK(pthread_join(threads[i], &arena) == 0);
        arenas[i] = arena;
        CHECK(str_eq(spelled[i], spelled[0]));
    }
    for (int i = 0; i < THREADS; i++)
        arena_destroy(arenas[i]);
}

TEST_ONCE("text is found by pairs of Han characters and by words")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(text_bigrams(arena, S("矛盾纠纷")), "矛盾 盾纠 纠纷");
    CHECK_STR(text_bigrams(arena, S("鄉 ABC123,二〇二六-x")), "乡 abc123 二〇 〇二 二六 x");
    CHECK_STR(text_bigrams(arena, S("𠅤㛃")), "𠅤㛃");
    CHECK_STR(text_bigrams(arena, S("𠅤")), "𠅤");
    CHECK_STR(text_bigrams(arena, S("买买提·艾力")), "买买 买提 艾力");
    CHECK_STR(text_bigrams(arena, S(" ，。!")), "");
    CHECK_STR(text_bigrams(arena, (str){ 0 }), "");
}

static str decoded(struct arena *arena, str bytes)
{
    str text;

    CHECK(text_decode(arena, bytes, &text));
    return text;
}

TEST_ONCE("UTF-8 is taken as it is, without its mark")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(decoded(arena, S("\xef\xbb\xbf张三")), "张三");
    CHECK_STR(decoded(arena, S("张三𠅤")), "张三𠅤");
    CHECK_STR(decoded(arena, (str){ 0 }), "");
}

TEST_ONCE("GB 18030 is decoded, with its characters of four bytes and those of 2022")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(decoded(arena, S("\xd5\xc5\xc8\xfd")), "张三");
    CHECK_STR(decoded(arena, S("\xd5\xc5\x95\x32\xa6\x32")), "张𠅤");
    CHECK_STR(decoded(arena, S("\xfe\x59")), "\u9fb4");
    CHECK_STR(decoded(arena, S("\xa6\xd9")), "\ufe10");
}

TEST_ONCE("UTF-16 is decoded in both orders")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(decoded(arena, S("\xff\xfe\x20\x5f\x09\x4e")), "张三");
    CHECK_STR(decoded(arena, S("\xfe\xff\x5f\x20\x4e\x09")), "张三");
    CHECK_STR(decoded(arena, S("\xfe\xff\xd8\x40\xdd\x64")), "𠅤");
    CHECK_STR(decoded(arena, S("\xff\xfe")), "");
}

TEST_ONCE("bytes in none of these encodings are refused")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    str text = S("before");

    CHECK(!text_decode(arena, S("\xff\x00\xff"), &text));
    CHECK(!text_decode(arena, S("\x81\x30"), &text));
    CHECK(!text_decode(arena, S("\xd5\xc5\xc8"), &text));
    CHECK(!text_decode(arena, S("\xff\xfe\x20"), &text));
    CHECK(!text_decode(arena, S("\xff\xfe\x40\xd8"), &text));
    CHECK(!text_decode(arena, S("a\0b"), &text));
    CHECK_STR(text, "before");
}

static size_t explained(str keywords, str text)
{
    struct text_marks marks;

    text_mark(text, &marks);
    return text_explained(keywords, &marks);
}

TEST_ONCE("keywords explain as much of a text as their characters are long, in whatever width")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    str keywords = text_fold_words(arena, S("吵架 ＷＩＦＩ 院墙根"));

    CHECK_STR(keywords, "吵架 wifi 院墙根");
    CHECK(explained(keywords, text_fold(arena, S("两家在院墙根吵架"))) == 5);
    CHECK(explained(keywords, text_fold(arena, S("WiFi"))) == 4);
    CHECK(explained(keywords, S("没事")) == 0);
    CHECK(explained((str){ 0 }, S("没事")) == 0);
    CHECK(explained(keywords, (str){ 0 }) == 0);
    CHECK(explained(S("a 水 ab 水a"), S("a水")) == 2);
}

/* The same without marks. */
static size_t contained(str keywords, str text)
{
    size_t sum = 0;

    for (str word; str_next(&keywords, &word);)
        if (str_contains(text, word))
            sum += str_characters(word);
    return sum;
}

static void compare_row(const char *row, size_t length, str text)
{
    str keywords = { row, length };

    CHECK(explained(keywords, text) == contained(keywords, text));
}

TEST_ONCE(
    "what keywords explain is the same whether a text is marked first or searched for each")
{
    static const char words[] =
        "村口 路灯 灯坏 坏了 了， 晚上摸黑 摸黑走路 a ab 灯坏了 路路灯 水";
    static const char text[] = "村口路灯坏了，晚上摸黑走路ab水";

    for (size_t from = 0; from < sizeof(text) - 1; from++)
        for (size_t to = from; to < sizeof(text); to++)
            compare_row(words, sizeof(words) - 1, (str){ text + from, to - from });
}
