/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each component with hostile text: what comes out is balanced, every attribute is quoted by
 * single quotes, and nothing of the text is markup.
 */
#include "html/gallery.h"
#include "html/layout.h"

#include "base/error.h"
#include "tests/test.h"

#include <string.h>

enum { LIMIT = 8 * 1024 * 1024, DEPTH = 64 };

#define EVIL "<script>alert('1')</script>\"&' onclick='x' 𠮷"
#define EVIL_WRITTEN                                                                           \
    "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;&#39; onclick=&#39;x&#39; 𠮷"

/* Reading markup: just enough to see that it is well made. */

struct open_tags {
    str names[DEPTH];
    int count;
};

static bool is_void(str name)
{
    return str_list_has(S("!doctype meta link input br"), name);
}

static str tag_name(str tag)
{
    size_t end = 0;

    while (end < tag.length && strchr(" \n/", tag.data[end]) == NULL)
        end++;
    return str_slice(tag, 0, end);
}

/* Takes a tag without its brackets; the closing bracket is the first one outside of quotes. */
static str take_tag(str *markup)
{
    bool quoted = false;
    size_t at = 1;

    for (; at < markup->length && (quoted || markup->data[at] != '>'); at++)
        if (markup->data[at] == '\'')
            quoted = !quoted;
    CHECK(at < markup->length);

    str tag = str_slice(*markup, 1, at);
    *markup = str_slice(*markup, at + 1, markup->length);
    return tag;
}

static void close_tag(struct open_tags *open, str name)
{
    CHECK(open->count > 0);
    CHECK(str_eq(open->names[open->count - 1], name));
    open->count--;
}

static void visit_tag(struct open_tags *open, str tag)
{
    CHECK(!str_contains(tag, S("\"")) && !str_contains(tag, S("<")));
    if (str_starts(tag, S("/"))) {
        close_tag(open, str_slice(tag, 1, tag.length));
    } else if (!is_void(tag_name(tag)) && !str_ends(tag, S("/"))) {
        CHECK(open->count < DEPTH);
        open->names[open->count++] = tag_name(tag);
    }
}

/* Every tag is closed in its turn. */
static void check_balanced(str markup)
{
    struct open_tags open = { .count = 0 };

    while (markup.length > 0) {
        if (markup.data[0] == '<')
            visit_tag(&open, take_tag(&markup));
        else
            markup = str_slice(markup, 1, markup.length);
    }
    CHECK(open.count == 0);
}

/* No id stands there twice. */
static void check_unique_ids(str markup)
{
    static const str mark = S_INIT(" id='");
    str seen[200];
    size_t count = 0;

    for (size_t at = 0; at + mark.length < markup.length; at++) {
        str id;
        str rest;
        if (!str_starts(str_slice(markup, at, markup.length), mark))
            continue;
        str_cut(str_slice(markup, at + mark.length, markup.length), '\'', &id, &rest);
        for (size_t i = 0; i < count; i++)
            CHECK(!str_eq(seen[i], id));
        CHECK(count < COUNT(seen));
        seen[count++] = id;
    }
}

static void check_harmless(const struct buf *out)
{
    str markup = buf_str(out);

    check_balanced(markup);
    CHECK(!str_contains(markup, S("<script>")));
    CHECK(!str_contains(markup, S("onclick='")));
    CHECK(!str_contains(markup, S("style=")));
}

static bool has(const struct buf *out, str part)
{
    return str_contains(buf_str(out), part);
}

TEST_ONCE("a heading, a section and a badge")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    ui_heading(&out, S("诉求"), S(EVIL));
    ui_section_begin(&out, "facts", S(EVIL));
    ui_badge(&out, TONE_LATE, S("超期2天"));
    ui_section_end(&out);
    check_harmless(&out);
    CHECK(has(&out, S("<h1>诉求</h1>\n<p class='heading-note'>" EVIL_WRITTEN "</p>")));
    CHECK(has(&out, S("<section class='section' id='facts' aria-labelledby='facts-title'>\n"
                      "<h2 id='facts-title'>" EVIL_WRITTEN "</h2>")));
    CHECK(has(&out, S("<span class='badge tone-late'>超期2天</span>")));
}

TEST_ONCE("facts leave out what is empty and keep the lines of a long text")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    ui_facts_begin(&out);
    ui_fact(&out, "空", S(""));
    ui_fact(&out, "名", S(EVIL));
    ui_fact(&out, "情况", S("一\n二"));
    ui_facts_end(&out);
    check_harmless(&out);
    CHECK_STR(buf_str(&out), "<dl class='facts'>\n"
                             "<div><dt>名</dt><dd>" EVIL_WRITTEN "</dd></div>\n"
                             "<div><dt>情况</dt><dd><p>一<br>\n二</p>\n</dd></div>\n"
                             "</dl>\n");
}

TEST_ONCE("a table names each cell for the card that it becomes")
{
    static const struct ui_column columns[] = {
        { .label = "名称", .sort_href = S_INIT("?sort=a&x=" EVIL), .sorted = -1 },
        { .label = "元", .number = true },
    };
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    ui_table_begin(&out, S(EVIL), columns, COUNT(columns));
    ui_row_begin(&out);
    ui_cell_begin(&out, &columns[0]);
    html_text(&out, S(EVIL));
    ui_cell_end(&out);
    ui_cell_begin(&out, &columns[1]);
    ui_cell_end(&out);
    ui_row_end(&out);
    ui_table_end(&out);
    check_harmless(&out);
    CHECK(has(&out, S("<th scope='col' aria-sort='descending'><a href='?sort=a&amp;x=")));
    CHECK(has(&out, S("<tr data-label='排序：'>")));
    CHECK(has(&out, S("<th scope='col' class='number'>元</th>")));
    CHECK(has(&out, S("<td data-label='名称'>" EVIL_WRITTEN "</td>")));
    CHECK(has(&out, S("<td class='number' data-label='元'></td>")));
}

TEST_ONCE("lists of links: tasks, tabs, a menu, crumbs, a pager")
{
    static const struct ui_link links[] = {
        { .href = S_INIT("/a'b"), .text = S_INIT(EVIL), .note = S_INIT(EVIL) },
        { .text = S_INIT("此处"), .current = true },
    };
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    ui_tasks_begin(&out);
    ui_task(&out, S("/x'"), S(EVIL), TONE_WAITING, S(EVIL), S(EVIL));
    ui_tasks_end(&out);
    ui_tabs(&out, S(EVIL), links, COUNT(links));
    ui_menu(&out, S(EVIL), links, COUNT(links));
    ui_crumbs(&out, links, COUNT(links));
    ui_pager(&out, S(""), S("?page=2&x='"), S(EVIL));
    check_harmless(&out);
    CHECK(has(&out, S("<li><a href='/a&#39;b'>" EVIL_WRITTEN "</a></li>")));
    CHECK(has(&out, S("<li><span aria-current='page'>此处</span></li>")));
    CHECK(has(&out, S("<a class='button' href='?page=2&amp;x=&#39;' rel='next'>下一页</a>")));
    CHECK(!has(&out, S("rel='prev'")));
}

TEST_ONCE("an empty list says so and offers one thing to do")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    ui_empty(&out, S("没有待办了。"), S("/matters/new"), S("记一件事"));
    CHECK_STR(buf_str(&out), "<div class='empty'>\n<p>没有待办了。</p>\n"
                             "<a class='button' href='/matters/new'>记一件事</a>\n</div>\n");
}

TEST_ONCE("a figure leads to its records, a share shows its counts and never rounds up")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    ui_figures_begin(&out);
    ui_figure(&out, S("/figures/1"), S(EVIL), S("433"), S("件"), S(""));
    ui_figure(&out, S(""), S("耕地"), S("3"), S(""), S(EVIL));
    ui_figures_end(&out);
    ui_share(&out, S(EVIL), 999999, 1000000);
    ui_share(&out, S(""), INT64_MAX - 1, INT64_MAX);
    ui_share(&out, S(""), 3, 0);
    check_harmless(&out);
    CHECK(has(&out, S("<strong>433</strong><span class='figure-unit'>件</span>")));
    CHECK(has(&out, S("<rect width='999' height='8'/>")));
    CHECK(!has(&out, S("<rect width='1000'")));
}

TEST_ONCE("what happened, what is folded, what is said")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    ui_timeline_begin(&out);
    ui_timeline_item(&out, S(EVIL), S(EVIL), S(EVIL), S(EVIL), TONE_GOOD);
    ui_timeline_item(&out, S("今天"), S("受理"), S(""), S(""), TONE_PLAIN);
    ui_timeline_end(&out);
    ui_fold_begin(&out, "answer", S(EVIL), true);
    ui_fold_end(&out);
    ui_notice(&out, TONE_GOOD, S(EVIL));
    check_harmless(&out);
    CHECK(has(&out, S("<details class='fold' id='answer' open>")));
    CHECK(has(&out, S("<p class='timeline-when'>今天</p>\n</li>")));
    CHECK(has(&out, S("<p class='notice tone-good' role='status'>" EVIL_WRITTEN "</p>")));
}

TEST_ONCE("a form carries its token and a place for its uuid")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    ui_form_begin(&out, S("/matters?x='"), S(EVIL), true);
    ui_form_end(&out, S(EVIL), S("/back'"));
    ui_button(&out, S("/go"), S("t"), S(EVIL), true);
    ui_confirm_button(&out, S("/undo"), S("t"), S("撤回"), S(EVIL));
    check_harmless(&out);
    CHECK(has(&out, S("<form class='form' method='post' action='/matters?x=&#39;' "
                      "enctype='multipart/form-data'>\n"
                      "<input type='hidden' name='token' value='" EVIL_WRITTEN "'>\n"
                      "<input type='text' name='uuid' value='' hidden>\n")));
    CHECK(has(&out, S("<a class='button' href='/back&#39;'>取消</a>")));
    CHECK(has(&out, S("data-confirm='" EVIL_WRITTEN "'>撤回</button>")));
}

TEST_ONCE("a field names its help and its problem, and the list of problems leads to it")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };
    struct problem general = { .message = S_INIT(EVIL) };
    struct problem problem = {
        .field = "title",
        .message = S_INIT(EVIL),
        .next = &general,
    };

    ui_problems(&out, S(EVIL), &problem);
    ui_input(&out, &(struct ui_input){ .name = "title",
                                       .label = "标题",
                                       .help = EVIL,
                                       .problem = S(EVIL),
                                       .value = S(EVIL),
                                       .required = true,
                                       .max = 60,
                                       .form = "new" });
    check_harmless(&out);
    CHECK(has(&out, S("<li><a href='#f-title'>" EVIL_WRITTEN "</a></li>")));
    CHECK(has(&out, S("<li>" EVIL_WRITTEN "</li>")));
    CHECK(has(&out, S("<p class='help' id='f-title-help'>" EVIL_WRITTEN "</p>")));
    CHECK(has(&out, S("<p class='problem' id='f-title-problem'>" EVIL_WRITTEN "</p>")));
    CHECK(has(&out, S("<input type='text' id='f-title' name='title' required "
                      "aria-invalid='true' aria-describedby='f-title-help f-title-problem' "
                      "maxlength='60' value='" EVIL_WRITTEN "'>")));
}

TEST_ONCE("the same field in two forms has two ids")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    ui_input(&out, &(struct ui_input){ .name = "note", .label = "说明", .form = "answer" });
    ui_input(&out, &(struct ui_input){ .name = "note", .label = "说明", .form = "forward" });
    check_unique_ids(buf_str(&out));
    CHECK(has(&out, S("<label for='f-forward-note'>")));
}

TEST_ONCE("a drop-down keeps a value that is no longer offered")
{
    static const struct ui_choice choices[] = { { S_INIT("a"), S_INIT(EVIL) } };
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    ui_input(&out, &(struct ui_input){ .name = "kind",
                                       .label = "类别",
                                       .choices = choices,
                                       .choice_count = COUNT(choices),
                                       .value = S("旧") });
    check_harmless(&out);
    CHECK(has(&out, S("<option value=''>请选择</option>\n"
                      "<option value='a'>" EVIL_WRITTEN "</option>\n"
                      "<option value='旧' selected>旧</option>\n")));
}

TEST_ONCE("radio buttons and checkboxes know what is chosen")
{
    static const struct ui_choice choices[] = {
        { S_INIT("a"), S_INIT("甲") },
        { S_INIT("b"), S_INIT("乙") },
    };
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    struct ui_input input = { .name = "kind", .label = "类别", .value = S("b") };
    input.choices = choices;
    input.choice_count = COUNT(choices);
    input.radios = true;
    ui_input(&out, &input);
    input.name = "kinds";
    input.multiple = true;
    input.value = S("a,b");
    ui_input(&out, &input);
    ui_input(&out, &(struct ui_input){ .name = "public", .label = "公开", .checkbox = true });
    check_harmless(&out);
    check_unique_ids(buf_str(&out));
    CHECK(has(&out, S("<input type='radio' id='f-kind' name='kind' value='a'>")));
    CHECK(has(&out, S("<input type='radio' id='f-kind-1' name='kind' value='b' checked>")));
    CHECK(has(&out, S("<input type='radio' id='f-kind-2' name='kind' value=''>")));
    CHECK(has(&out, S("<input type='checkbox' id='f-kinds' name='kinds' value='a' checked>")));
    CHECK(has(&out, S("<input type='checkbox' value='1' id='f-public' name='public'>")));
}

TEST_ONCE("special fields: lines, numbers, passwords, files, suggestions")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    ui_input(&out, &(struct ui_input){ .name = "a", .lines = true, .value = S("\n" EVIL) });
    ui_input(&out, &(struct ui_input){ .name = "b", .type = "number", .value = S("1.5") });
    ui_input(&out, &(struct ui_input){ .name = "c", .type = "password", .value = S("秘密") });
    ui_input(&out, &(struct ui_input){ .name = "d", .type = "file", .multiple = true });
    ui_input(&out, &(struct ui_input){ .name = "e", .suggest = S("/e?'"), .shown = S(EVIL) });
    ui_input(&out, &(struct ui_input){ .name = "f", .type = "hidden", .value = S(EVIL) });
    check_harmless(&out);
    CHECK(has(&out, S("name='a'>\n\n" EVIL_WRITTEN "</textarea>")));
    CHECK(
        has(&out, S("<input type='text' inputmode='decimal' id='f-b' name='b' value='1.5'>")));
    CHECK(has(&out, S("<input type='password' id='f-c' name='c'>")));
    CHECK(has(&out, S("<input type='file' id='f-d' name='d' multiple>")));
    CHECK(has(&out,
              S("data-suggest='/e?&#39;' autocomplete='off'>\n<p class='shown'>" EVIL_WRITTEN
                "</p>")));
    CHECK(has(&out, S("<input type='hidden' name='f' value='" EVIL_WRITTEN "'>")));
}

TEST_ONCE("a QR code is one path, and too long a content leaves only its text")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };
    struct buf without = { .arena = arena };
    char *content = arena_alloc(arena, 4000);

    ui_qr(&out, S("https://example.org/m/1"), S(EVIL));
    check_harmless(&out);
    CHECK(has(&out, S("<svg viewBox='0 0 33 33' role='img'")));
    CHECK(has(&out, S("<path d='M4 4h7v1h-7z")));

    memset(content, 'x', 4000);
    ui_qr(&without, (str){ content, 4000 }, S("太长"));
    ui_qr(&without, S(""), S("没有"));
    check_harmless(&without);
    CHECK(!has(&without, S("<svg")));
    CHECK(has(&without, S("<figcaption>太长</figcaption>")));
}

static struct layout a_layout(void)
{
    static const struct ui_link menu[] = {
        { .href = S_INIT("/1"), .text = S_INIT("一"), .icon = "home", .current = true },
        { .href = S_INIT("/2"), .text = S_INIT(EVIL), .note = S_INIT(EVIL) },
        { .href = S_INIT("/3"), .text = S_INIT("三") },
        { .href = S_INIT("/4"), .text = S_INIT("四") },
        { .href = S_INIT("/5"), .text = S_INIT("五") },
        { .href = S_INIT("/6"), .text = S_INIT("六") },
        { .href = S_INIT("/7"), .text = S_INIT("七") },
    };

    return (struct layout){
        .title = S(EVIL),
        .site = S(EVIL),
        .person = S(EVIL),
        .place = S(EVIL),
        .token = S(EVIL),
        .here = S("/matters?q=水&x='"),
        .menu = menu,
        .menu_count = COUNT(menu),
        .crumbs = menu,
        .crumb_count = 2,
        .notice = S(EVIL),
        .record_number = S(EVIL),
        .help_phone = S("110'"),
    };
}

TEST_ONCE("the frame is a whole document around the content")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };
    struct layout layout = a_layout();

    layout_write(&out, &layout, S("<p>内容</p>\n"));
    check_harmless(&out);
    CHECK(str_starts(buf_str(&out), S("<!doctype html>\n<html lang='zh-CN'>\n<head>\n")));
    CHECK(str_ends(buf_str(&out), S("</body>\n</html>\n")));
    CHECK(has(&out, S("<title>" EVIL_WRITTEN " - " EVIL_WRITTEN "</title>")));
    CHECK(has(&out, S("<p>内容</p>\n</main>")));
    CHECK(has(&out, S("<form method='post' action='/sign-out'>\n"
                      "<input type='hidden' name='token' value='" EVIL_WRITTEN "'>")));
    CHECK(has(&out, S("<a href='/elder?on=1&amp;back=%2Fmatters%3Fq%3D%E6%B0%B4%26x%3D%27'>")));
    CHECK(has(&out, S("<body>")));
}

TEST_ONCE("six entries stand in the bar, of more the first five and the way to all")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf six = { .arena = arena };
    struct buf seven = { .arena = arena };
    struct layout layout = a_layout();

    layout_write(&seven, &layout, S(""));
    CHECK(has(&seven, S("五</span></a></li>\n<li class='bar-more'><a href='/menu'>")));
    CHECK(has(&seven, S("</ul>\n<ul class='bar-rest'>\n<li><a href='/6'>")));
    layout.menu_count = 6;
    layout_write(&six, &layout, S(""));
    CHECK(!has(&six, S("bar-more")) && !has(&six, S("bar-rest")));
}

TEST_ONCE("entries of a group are folded, and open where one is")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };
    struct layout layout = a_layout();
    struct ui_link menu[9];

    for (size_t i = 0; i < COUNT(menu); i++)
        menu[i] = (struct ui_link){ .href = S("/a"), .text = S("甲") };
    menu[6].group = S("调解");
    menu[7].group = menu[8].group = S("积分");
    menu[7].current = true;
    layout.menu = menu;
    layout.menu_count = COUNT(menu);
    layout_write(&out, &layout, S(""));
    CHECK(has(&out, S("<li><details>\n<summary>调解</summary>\n<ul>\n<li><a href='/a'><span>甲"
                      "</span></a></li>\n</ul>\n</details></li>\n")));
    CHECK(has(&out, S("<details open>\n<summary>积分</summary>\n<ul>\n<li><a href='/a' "
                      "aria-current='page'>")));
}

TEST_ONCE("what asks before it is done is red only when it cannot be taken back")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    ui_asking_button(&out, S("/publish"), S("t"), S("公开"), S(EVIL));
    check_harmless(&out);
    CHECK(
        has(&out, S("<button class='button' type='submit' data-confirm='" EVIL_WRITTEN "'>")));
}

TEST_ONCE("paper: a button that prints, and room to sign")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    ui_print_button(&out, S(EVIL));
    ui_fact_by_hand(&out, "签字");
    check_harmless(&out);
    CHECK(has(&out, S("<button class='button' type='button' data-print hidden>" EVIL_WRITTEN)));
    CHECK(has(&out, S("<div class='by-hand'>\n<dt>签字</dt>")));
}

TEST_ONCE("nobody is offered to sign in, and the elder edition to leave it")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };
    struct layout layout = { .title = S("公开"), .here = S("/"), .elder = true };

    layout_write(&out, &layout, S(""));
    check_harmless(&out);
    CHECK(has(&out, S("<a href='/sign-in'>登录</a>")));
    CHECK(has(&out, S("<body class='elder'>")));
    CHECK(has(&out, S("<a href='/elder?on=0&amp;back=%2F'>标准版</a>")));
    CHECK(!has(&out, S("/sign-out")) && !has(&out, S("<nav")) && !has(&out, S("tel:")));
}

TEST_ONCE("the gallery is well made and names nothing twice")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    gallery_write(&out, false);
    check_balanced(buf_str(&out));
    check_unique_ids(buf_str(&out));
}
