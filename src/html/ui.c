/* SPDX-License-Identifier: Apache-2.0 */
/* The parts that pages are made of, except forms (ui_form.c), tables (ui_table.c) and QR codes
 * (ui_qr.c).  The classes are those of assets/app.css. */
#include "html/ui.h"

#include "base/number.h"

static const char *tone_class(enum tone tone)
{
    switch (tone) {
    case TONE_PLAIN:
        return "tone-plain";
    case TONE_WAITING:
        return "tone-waiting";
    case TONE_WORKING:
        return "tone-working";
    case TONE_GOOD:
        return "tone-good";
    case TONE_LATE:
        return "tone-late";
    case TONE_ENDED:
        return "tone-ended";
    }
    return "tone-plain";
}

/* An element with a class and a text, left out when the text is empty. */
static void write_span(struct buf *out, const char *class, str text)
{
    if (!str_is_empty(text))
        html(out, "<span class='%s'>%.*s</span>", class, STR_ARG(text));
}

static void write_current(struct buf *out, bool current)
{
    if (current)
        html(out, " aria-current='page'");
}

void ui_heading(struct buf *out, str title, str note)
{
    html(out, "<div class='heading'>\n<h1>%.*s</h1>\n", STR_ARG(title));
    if (!str_is_empty(note))
        html(out, "<p class='heading-note'>%.*s</p>\n", STR_ARG(note));
    html(out, "</div>\n");
}

static void write_section(struct buf *out, const char *class, const char *id, str title)
{
    html(out, "<section class='%s' id='%s' aria-labelledby='%s-title'>\n", class, id, id);
    html(out, "<h2 id='%s-title'>%.*s</h2>\n", id, STR_ARG(title));
}

void ui_section_begin(struct buf *out, const char *id, str title)
{
    write_section(out, "section", id, title);
}

void ui_main_section_begin(struct buf *out, const char *id, str title)
{
    write_section(out, "section section-main", id, title);
}

void ui_section_end(struct buf *out)
{
    html(out, "</section>\n");
}

void ui_badge(struct buf *out, enum tone tone, str text)
{
    html(out, "<span class='badge %s'>%.*s</span>", tone_class(tone), STR_ARG(text));
}

void ui_facts_begin(struct buf *out)
{
    html(out, "<dl class='facts'>\n");
}

void ui_fact(struct buf *out, const char *name, str value)
{
    if (str_is_empty(value))
        return;
    ui_fact_begin(out, name);
    if (str_contains(value, S("\n")))
        html_lines(out, value);
    else
        html(out, "%.*s", STR_ARG(value));
    ui_fact_end(out);
}

void ui_fact_begin(struct buf *out, const char *name)
{
    html(out, "<div><dt>%s</dt><dd>", name);
}

void ui_fact_end(struct buf *out)
{
    html(out, "</dd></div>\n");
}

void ui_fact_by_hand(struct buf *out, const char *name)
{
    html(out, "<div class='by-hand'>\n<dt>%s</dt>\n<dd></dd>\n</div>\n", name);
}

void ui_facts_end(struct buf *out)
{
    html(out, "</dl>\n");
}

void ui_tasks_begin(struct buf *out)
{
    html(out, "<ul class='tasks'>\n");
}

void ui_task(struct buf *out, str href, str title, enum tone tone, str state, str note)
{
    html(out, "<li><a href='%.*s'><span class='task-title'>%.*s</span>", STR_ARG(href),
         STR_ARG(title));
    if (!str_is_empty(state))
        ui_badge(out, tone, state);
    write_span(out, "task-note", note);
    html(out, "</a></li>\n");
}

void ui_tasks_end(struct buf *out)
{
    html(out, "</ul>\n");
}

void ui_empty(struct buf *out, str sentence, str href, str action)
{
    html(out, "<div class='empty'>\n<p>%.*s</p>\n", STR_ARG(sentence));
    if (!str_is_empty(href))
        ui_button_link(out, href, action, false);
    html(out, "</div>\n");
}

static void write_turn(struct buf *out, str href, const char *direction, const char *text)
{
    if (!str_is_empty(href))
        html(out, "<a class='button' href='%.*s' rel='%s'>%s</a>\n", STR_ARG(href), direction,
             text);
}

void ui_pager(struct buf *out, str newer_href, str older_href, str count_text)
{
    html(out, "<nav class='pager' aria-label='%s'>\n", _("翻页"));
    write_span(out, "pager-count", count_text);
    write_turn(out, newer_href, "prev", _("上一页"));
    write_turn(out, older_href, "next", _("下一页"));
    html(out, "</nav>\n");
}

static void write_tab(struct buf *out, const struct ui_link *link)
{
    html(out, "<li><a href='%.*s'", STR_ARG(link->href));
    write_current(out, link->current);
    html(out, ">%.*s", STR_ARG(link->text));
    write_span(out, "count", link->note);
    html(out, "</a></li>\n");
}

void ui_tabs(struct buf *out, str label, const struct ui_link *links, size_t count)
{
    html(out, "<nav class='tabs' aria-label='%.*s'>\n<ul>\n", STR_ARG(label));
    for (size_t i = 0; i < count; i++)
        write_tab(out, &links[i]);
    html(out, "</ul>\n</nav>\n");
}

static void write_menu_item(struct buf *out, const struct ui_link *link)
{
    html(out, "<li><a href='%.*s'", STR_ARG(link->href));
    write_current(out, link->current);
    html(out, "><span class='menu-text'>%.*s</span>", STR_ARG(link->text));
    write_span(out, "menu-note", link->note);
    html(out, "</a></li>\n");
}

void ui_menu(struct buf *out, str label, const struct ui_link *links, size_t count)
{
    html(out, "<nav class='menu' aria-label='%.*s'>\n<ul>\n", STR_ARG(label));
    for (size_t i = 0; i < count; i++)
        write_menu_item(out, &links[i]);
    html(out, "</ul>\n</nav>\n");
}

void ui_figures_begin(struct buf *out)
{
    html(out, "<ul class='figures'>\n");
}

void ui_figure(struct buf *out, str href, str name, str number, str unit, str note)
{
    bool leads = !str_is_empty(href);

    if (leads)
        html(out, "<li><a href='%.*s'>", STR_ARG(href));
    else
        html(out, "<li><span>");
    write_span(out, "figure-name", name);
    html(out, "<span class='figure-value'><strong>%.*s</strong>", STR_ARG(number));
    write_span(out, "figure-unit", words_unit(number, unit));
    html(out, "</span>");
    write_span(out, "figure-note", note);
    html(out, "</%s></li>\n", leads ? "a" : "span");
}

void ui_figures_end(struct buf *out)
{
    html(out, "</ul>\n");
}

void ui_button_link(struct buf *out, str href, str text, bool strong)
{
    html(out, "<a class='button%s' href='%.*s'>%.*s</a>\n", strong ? " button-strong" : "",
         STR_ARG(href), STR_ARG(text));
}

void ui_print_button(struct buf *out, str text)
{
    html(out, "<button class='button' type='button' data-print hidden>%.*s</button>\n",
         STR_ARG(text));
}

void ui_actions_begin(struct buf *out)
{
    html(out, "<div class='actions'>\n");
}

void ui_actions_end(struct buf *out)
{
    html(out, "</div>\n");
}

void ui_fold_begin(struct buf *out, const char *id, str title, bool open)
{
    html(out, "<details class='fold' id='%s'", id);
    if (open)
        html(out, " open");
    html(out, ">\n<summary>%.*s</summary>\n<div class='fold-body'>\n", STR_ARG(title));
}

void ui_fold_end(struct buf *out)
{
    html(out, "</div>\n</details>\n");
}

void ui_timeline_begin(struct buf *out)
{
    html(out, "<ol class='timeline'>\n");
}

void ui_timeline_item(struct buf *out, str when, str what, str who, str note, enum tone tone)
{
    html(out, "<li class='%s'>\n<p class='timeline-what'>%.*s</p>\n", tone_class(tone),
         STR_ARG(what));
    html(out, "<p class='timeline-when'>%.*s", STR_ARG(when));
    write_span(out, "timeline-who", who);
    html(out, "</p>\n");
    if (!str_is_empty(note)) {
        html(out, "<div class='timeline-note'>\n");
        html_lines(out, note);
        html(out, "</div>\n");
    }
    html(out, "</li>\n");
}

void ui_timeline_end(struct buf *out)
{
    html(out, "</ol>\n");
}

void ui_notice(struct buf *out, enum tone tone, str sentence)
{
    html(out, "<p class='notice %s' role='status'>%.*s</p>\n", tone_class(tone),
         STR_ARG(sentence));
}

static void write_crumb(struct buf *out, const struct ui_link *link)
{
    const char *tag = str_is_empty(link->href) ? "span" : "a";

    html(out, "<li>");
    if (str_is_empty(link->href))
        html(out, "<span");
    else
        html(out, "<a href='%.*s'", STR_ARG(link->href));
    write_current(out, link->current);
    html(out, ">%.*s</%s></li>\n", STR_ARG(link->text), tag);
}

void ui_crumbs(struct buf *out, const struct ui_link *links, size_t count)
{
    if (count == 0)
        return;
    html(out, "<nav class='crumbs' aria-label='%s'>\n<ol>\n", _("所在位置"));
    for (size_t i = 0; i < count; i++)
        write_crumb(out, &links[i]);
    html(out, "</ol>\n</nav>\n");
}

/* Thousandths, cut down, so that only the whole fills the bar. */
static int share_width(int64_t part, int64_t whole)
{
    if (part <= 0)
        return 0;
    if (part >= whole)
        return 1000;
    int64_t width = whole < 1000000 ? part * 1000 / whole : part / (whole / 1000);
    return width < 1000 ? (int)width : 999;
}

void ui_share(struct buf *out, str name, int64_t part, int64_t whole)
{
    html(out, "<div class='share'>\n<p>");
    write_span(out, "share-name", name);
    html(out, "<span class='share-counts'>%lld/%lld</span><strong>", (long long)part,
         (long long)whole);
    percent_show(part, whole, out);
    html(out, "</strong></p>\n");
    if (whole > 0)
        html(out,
             "<svg viewBox='0 0 1000 8' preserveAspectRatio='none' aria-hidden='true'>"
             "<rect width='%d' height='8'/></svg>\n",
             share_width(part, whole));
    html(out, "</div>\n");
}
