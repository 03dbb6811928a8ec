/* SPDX-License-Identifier: Apache-2.0 */
/* The words on the screen, in the reader's language. */
#include "base/words.h"

#include "base/context.h"
#include "base/error.h"
#include "html/html.h"
#include "tests/test.h"

#include <string.h>

enum { LIMIT = 64 * 1024 * 1024 };

static const char *const sentences[][2] = {
    { "<h1>%s</h1>", "<h1>%s</h1>" },
    { "办理过程", "What was done" },
    { "第%d项已经办结。", "Item %d has been closed." },
    { "件", "Items" },
    { "没有英文", "" },
    { "第%lld次%s，%.*s说：%.*s", "%4$.*3$s said \"%6$.*5$s\" (%1$lld, %2$s)" },
    { "%lld票", "%lld vote{|s}" },
    { "%d条到期，{{公式|over}}", "%d entr{y|ies} expire{s|}, {{figure|over}}" },
    { "天", "Day{|s}" },
};

static void add_number(struct buf *out, size_t number)
{
    uint32_t bytes = (uint32_t)number;

    buf_add(out, (str){ (const char *)&bytes, sizeof(bytes) });
}

/* As msgfmt writes it: the head, the two tables, the texts with a NUL after each. */
static str a_catalogue(struct arena *arena)
{
    struct buf head = { .arena = arena };
    struct buf texts = { .arena = arena };
    size_t texts_at = 20 + COUNT(sentences) * 16;

    add_number(&head, 0x950412de);
    add_number(&head, 0);
    add_number(&head, COUNT(sentences));
    add_number(&head, 20);
    add_number(&head, 20 + COUNT(sentences) * 8);
    for (size_t side = 0; side < 2; side++)
        for (size_t i = 0; i < COUNT(sentences); i++) {
            str text = str_of(sentences[i][side]);
            add_number(&head, text.length);
            add_number(&head, texts_at + texts.length);
            buf_add(&texts, text);
            buf_add_char(&texts, '\0');
        }
    buf_add(&head, buf_str(&texts));
    return buf_str(&head);
}

static struct arena *learnt(void)
{
    struct arena *arena = arena_create(LIMIT);

    words_forget();
    words_learn(a_catalogue(arena));
    return arena;
}

/* Whatever was spoken: the next test begins in Chinese. */
static void unlearn(struct arena **arena)
{
    words_forget();
    (void)words_speak(LANGUAGE_CHINESE);
    arena_release(arena);
}

TEST_ONCE("a sentence is said in the language of the thread")
{
    CLEANUP(unlearn) struct arena *arena = learnt();

    CHECK_STR(words_for(S("办理过程")), "办理过程");
    words_speak(LANGUAGE_ENGLISH);
    CHECK_STR(words_for(S("办理过程")), "What was done");
    words_speak(LANGUAGE_TRADITIONAL);
    CHECK_STR(words_for(S("办理过程")), "辦理過程");
    CHECK(words_spoken() == LANGUAGE_TRADITIONAL);
}

TEST_ONCE("what nobody has translated stays Chinese")
{
    CLEANUP(unlearn) struct arena *arena = learnt();

    words_speak(LANGUAGE_ENGLISH);
    CHECK_STR(words_for(S("没有人译过")), "没有人译过");
    CHECK_STR(words_for(S("没有英文")), "没有英文");
    CHECK_STR(words_for(S("")), "");
}

TEST_ONCE("a thread speaks as before when the work for somebody is done")
{
    CLEANUP(unlearn) struct arena *arena = learnt();
    {
        CLEANUP(words_speak_again) enum language before = words_speak(LANGUAGE_ENGLISH);
        CHECK(words_spoken() == LANGUAGE_ENGLISH && before == LANGUAGE_CHINESE);
    }
    CHECK(words_spoken() == LANGUAGE_CHINESE);
}

TEST_ONCE("a page is written in English, but what comes back with its form stays as it is")
{
    CLEANUP(unlearn) struct arena *arena = learnt();
    struct buf out = { .arena = arena };

    words_speak(LANGUAGE_ENGLISH);
    html(&out, "<h1>%s</h1>", "办理过程");
    html(&out, "<input name='a' value='%s' title='%s'>", "办理过程", "办理过程");
    html_text(&out, S("办理过程"));

    CHECK_STR(buf_str(&out), "<h1>What was done</h1>"
                             "<input name='a' value='办理过程' title='What was done'>办理过程");
}

TEST_ONCE("a refusal is told in English")
{
    CLEANUP(unlearn) struct arena *arena = learnt();
    struct context cx = { .arena = arena };

    words_speak(LANGUAGE_ENGLISH);
    CHECK_STR(fail(&cx, ERROR_CONFLICT, "第%d项已经办结。", 3)->message,
              "Item 3 has been closed.");
}

TEST_ONCE("a unit follows its number, in English after a space")
{
    CLEANUP(unlearn) struct arena *arena = learnt();
    struct buf out = { .arena = arena };

    words_add_unit(&out, S("件"));
    words_speak(LANGUAGE_ENGLISH);
    words_add_unit(&out, S("件"));
    words_add_unit(&out, S(""));

    CHECK_STR(buf_str(&out), "件 items");
}

TEST_ONCE(
    "a sentence of the database is told in the reader's language, and what people wrote stays")
{
    CLEANUP(unlearn) struct arena *arena = learnt();
    str kept = words_keep(arena, "第%lld次%s，%.*s说：%.*s", 3LL, "办理过程",
                          STR_ARG(S("办理过程")), STR_ARG(S("100%s")));

    CHECK(words_are_kept(kept) && !words_are_kept(S("办理过程")));
    CHECK_STR(words_kept(arena, kept), "第3次办理过程，办理过程说：100%s");
    words_speak(LANGUAGE_ENGLISH);
    CHECK_STR(words_kept(arena, kept), "办理过程 said \"100%s\" (3, What was done)");
    CHECK_STR(words_kept(arena, S("办理过程")), "办理过程");
    CHECK_STR(words_kept(arena, words_keep(arena, "办理过程")), "What was done");
}

TEST_ONCE("a sentence of the database that lacks values, or has too many, is told without them")
{
    CLEANUP(unlearn) struct arena *arena = learnt();

    CHECK_STR(words_kept(arena, S("\x1f报到%.*s：%.*s\x1f示例镇")), "报到示例镇：");
    CHECK_STR(words_kept(arena, S("\x1f全部%%\x1f多了")), "全部%");
    CHECK_STR(words_kept(arena, S("\x1f完了%")), "完了%");
    CHECK_STR(words_kept(arena, S("\x1f%s%s%s%s%s%s%s%s%s%s%n")), "");
    CHECK_STR(words_kept(arena, S("\x1f")), "");
}

TEST_ONCE("one thing is said in the singular, in English; the others stay as they are")
{
    CLEANUP(unlearn) struct arena *arena = learnt();
    struct buf days = { .arena = arena };

    CHECK_STR(str_of(_n("%lld票", 1)), "%lld票");
    words_speak(LANGUAGE_ENGLISH);
    CHECK_STR(str_of(_n("%lld票", 1)), "%lld vote");
    CHECK_STR(str_of(_n("%lld票", 0)), "%lld votes");
    CHECK_STR(str_of(_n("%lld票", 21)), "%lld votes");
    CHECK_STR(str_of(_n("%d条到期，{{公式|over}}", 1)), "%d entry expires, {{figure|over}}");
    CHECK_STR(str_of(_("%d条到期，{{公式|over}}")), "%d entries expire, {{figure|over}}");
    CHECK_STR(str_of(_n("办理过程", 1)), "What was done");
    CHECK_STR(str_of(_n("没有英文", 1)), "没有英文");
    CHECK_STR(words_unit(S("1"), S("天")), "Day");
    CHECK_STR(words_unit(S("21"), S("天")), "Days");
    CHECK_STR(words_unit(S("0.1"), S("天")), "Days");
    CHECK_STR(words_unit(S("1,001"), S("天")), "Days");
    CHECK_STR(words_unit(S("1"), S("件")), "Items");
    buf_add(&days, S("+1"));
    words_add_unit(&days, S("天"));
    CHECK_STR(buf_str(&days), "+1 day");
    words_speak(LANGUAGE_TRADITIONAL);
    CHECK_STR(str_of(_n("%lld票", 1)), "%lld票");
}

TEST_ONCE("each language has a code, and what has none is Chinese")
{
    CHECK(language_of(S("en")) == LANGUAGE_ENGLISH);
    CHECK(language_of(S("zh-Hant")) == LANGUAGE_TRADITIONAL);
    CHECK(language_of(S("tlh")) == LANGUAGE_CHINESE);
    CHECK_STR(str_of(language_code(LANGUAGE_CHINESE)), "zh-CN");
}
