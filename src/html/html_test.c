/* SPDX-License-Identifier: Apache-2.0 */
/* Escaping and the conversions of html(). */
#include "html/html.h"

#include "tests/test.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LIMIT = 1024 * 1024 };

static str escaped(struct arena *arena, str text)
{
    struct buf out = { .arena = arena };

    html_text(&out, text);
    return buf_str(&out);
}

static str in_lines(struct arena *arena, str text)
{
    struct buf out = { .arena = arena };

    html_lines(&out, text);
    return buf_str(&out);
}

TEST_ONCE("text loses its power as markup and keeps its meaning")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(escaped(arena, S("<script>alert(\"1\" + '2') && x</script>")),
              "&lt;script&gt;alert(&quot;1&quot; + &#39;2&#39;) &amp;&amp; x&lt;/script&gt;");
    CHECK_STR(escaped(arena, S("&amp;")), "&amp;amp;");
    CHECK_STR(escaped(arena, S("三组水渠 𠮷")), "三组水渠 𠮷");
    CHECK_STR(escaped(arena, S("")), "");
    CHECK_STR(escaped(arena, (str){ 0 }), "");
}

TEST_ONCE("control characters are shown as unreadable, white space stays")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(escaped(arena, S("a\0b\x1b\x7f")), "a\uFFFDb\uFFFD\uFFFD");
    CHECK_STR(escaped(arena, S("a\tb\r\nc")), "a\tb\r\nc");
}

TEST_ONCE("broken UTF-8 passes, nothing of it is taken for markup")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(escaped(arena, S("\xe4<\xff>")), "\xe4&lt;\xff&gt;");
}

TEST_ONCE("every conversion of html writes its value")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };
    size_t size = 18;

    html(&out, "<a href='%s'>%.*s</a> %d %lld %zu 100%%", "/?a=1&b=2", STR_ARG(S("<b>")), -3,
         -9223372036854775807LL - 1, size);
    CHECK_STR(buf_str(&out), "<a href='/?a=1&amp;b=2'>&lt;b&gt;</a> -3 -9223372036854775808 18 "
                             "100%");
}

TEST_ONCE("the empty text writes nothing")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    html(&out, "[%s%.*s]", "", STR_ARG((str){ 0 }));
    CHECK_STR(buf_str(&out), "[]");
}

static NO_RETURN void write_unknown_conversion(void)
{
    struct rlimit no_core = { 0 };
    struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    (void)setrlimit(RLIMIT_CORE, &no_core);
    (void)signal(SIGABRT, SIG_DFL);
    (void)close(STDERR_FILENO);
    html(&out, "%x", 1u);
    _exit(0);
}

TEST_ONCE("a conversion that html does not know ends the program")
{
    int status = 0;
    pid_t child = fork();

    CHECK(child >= 0);
    if (child == 0)
        write_unknown_conversion();
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

TEST_ONCE("lines and paragraphs stay as they were typed")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(in_lines(arena, S("一\n二\n\n三")), "<p>一<br>\n二</p>\n<p>三</p>\n");
    CHECK_STR(in_lines(arena, S("一\r\n\r\n \r\n二\r\n")), "<p>一</p>\n<p>二</p>\n");
    CHECK_STR(in_lines(arena, S("  \n　一")), "<p>　一</p>\n");
    CHECK_STR(in_lines(arena, S("<b>")), "<p>&lt;b&gt;</p>\n");
    CHECK_STR(in_lines(arena, S("\n\n")), "");
    CHECK_STR(in_lines(arena, S("")), "");
}

TEST_ONCE("markup of ours is read back as the text that it shows")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1024 * 1024);

    CHECK_STR(html_plain(arena, S("<b class='x'>5</b> &lt; 6 &amp; &#39;7&#39;")),
              "5 < 6 & '7'");
    CHECK_STR(html_plain(arena, S(" <br> ")), "");
    CHECK_STR(html_plain(arena, S("&unknown; <unclosed")), "&unknown;");
}
