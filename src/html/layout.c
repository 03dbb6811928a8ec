/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The frame around every page.
 *
 * On a phone the main menu is a bar at the bottom: its first five entries and, when there are
 * more than six, the way to /menu, which has all of them.  On a desk it is a column at the left
 * with all entries; those of a group are folded until one of them is where one is.
 */
#include "html/layout.h"

#include "html/script_words.h"
#include "http/form.h"

enum { BAR_PLACES = 6, FRAME_BYTES = 12 * 1024 };

static void write_title(struct buf *out, const struct layout *layout)
{
    html(out, "<title>%.*s", STR_ARG(layout->title));
    if (!str_is_empty(layout->title) && !str_is_empty(layout->site))
        html(out, " - ");
    html(out, "%.*s</title>\n", STR_ARG(layout->site));
}

/* "/assets/app.css?v=5d01c2": what browsers keep until there is another edition. */
static void write_asset(struct buf *out, const struct layout *layout, const char *name)
{
    html(out, "/assets/%s", name);
    if (!str_is_empty(layout->edition))
        html(out, "?v=%.*s", STR_ARG(layout->edition));
}

static void write_script(struct buf *out, const struct layout *layout, const char *name)
{
    html(out, "<script src='");
    write_asset(out, layout, name);
    html(out, "' defer></script>\n");
}

static void write_asset_links(struct buf *out, const struct layout *layout)
{
    html(out, "<link rel='stylesheet' href='");
    write_asset(out, layout, "app.css");
    html(out, "'>\n<link rel='icon' href='");
    write_asset(out, layout, "favicon.svg");
    html(out, "' type='image/svg+xml'>\n<link rel='manifest' href='");
    write_asset(out, layout, "app.webmanifest");
    html(out, "'>\n");
    write_script(out, layout, "app.js");
    if (layout->elder)
        write_script(out, layout, "elder.js");
    if (layout->script != NULL)
        write_script(out, layout, layout->script);
}

static void write_head(struct buf *out, const struct layout *layout)
{
    html(out, "<!doctype html>\n<html lang='%s'>\n<head>\n<meta charset='utf-8'>\n",
         language_code(words_spoken()));
    write_title(out, layout);
    html(out, "<meta name='viewport' content='width=device-width, initial-scale=1, "
              "viewport-fit=cover'>\n"
              "<meta name='color-scheme' content='light dark'>\n"
              "<meta name='format-detection' content='telephone=no'>\n");
    write_asset_links(out, layout);
    html(out, "</head>\n");
}

static void write_leave_button(struct buf *out, str token)
{
    html(out,
         "<form method='post' action='/sign-out'>\n"
         "<input type='hidden' name='token' value='%.*s'>\n"
         "<button type='submit'>%s</button>\n</form>\n",
         STR_ARG(token), _("退出"));
}

static void write_person(struct buf *out, const struct layout *layout)
{
    html(out, "<div class='person'>\n");
    if (str_is_empty(layout->person)) {
        html(out, "<a href='/sign-in'>%s</a>\n", _("登录"));
    } else {
        html(out, "<a href='/me'>%.*s</a>\n", STR_ARG(layout->person));
        write_leave_button(out, layout->token);
    }
    html(out, "</div>\n");
}

static void write_header(struct buf *out, const struct layout *layout)
{
    html(out, "<header class='top'>\n<a class='site' href='/'>%.*s</a>\n",
         STR_ARG(layout->site));
    if (!str_is_empty(layout->place))
        html(out, "<span class='place'>%.*s</span>\n", STR_ARG(layout->place));
    write_person(out, layout);
    html(out, "</header>\n<div id='phone' role='status'></div>\n");
}

static void write_icon(struct buf *out, const struct layout *layout, const char *icon)
{
    if (icon == NULL)
        return;
    html(out, "<svg class='icon' aria-hidden='true'><use href='");
    write_asset(out, layout, "icons.svg");
    html(out, "#%s'/></svg>", icon);
}

static void write_entry(struct buf *out, const struct layout *layout,
                        const struct ui_link *link)
{
    html(out, "<li><a href='%.*s'", STR_ARG(link->href));
    if (link->current)
        html(out, " aria-current='page'");
    html(out, ">");
    write_icon(out, layout, link->icon);
    html(out, "<span>%.*s</span>", STR_ARG(link->text));
    if (!str_is_empty(link->note))
        html(out, "<span class='count'>%.*s</span>", STR_ARG(link->note));
    html(out, "</a></li>\n");
}

static void write_entries(struct buf *out, const struct layout *layout,
                          const struct ui_link *links, size_t count)
{
    for (size_t i = 0; i < count; i++)
        write_entry(out, layout, &links[i]);
}

/* Where a phone finds what its bar has no room for. */
static void write_more(struct buf *out, const struct layout *layout)
{
    html(out, "<li class='bar-more'><a href='/menu'");
    if (str_eq(layout->here, S("/menu")))
        html(out, " aria-current='page'");
    html(out, ">");
    write_icon(out, layout, "more");
    html(out, "<span>%s</span></a></li>\n", _("更多"));
}

static bool has_current(const struct ui_link *links, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (links[i].current)
            return true;
    return false;
}

/* How many entries from the first on are in its group. */
static size_t group_length(const struct ui_link *links, size_t count)
{
    size_t length = 1;

    while (length < count && str_eq(links[length].group, links[0].group))
        length++;
    return length;
}

static void write_rest(struct buf *out, const struct layout *layout,
                       const struct ui_link *links, size_t count)
{
    for (size_t i = 0, length; i < count; i += length) {
        length = group_length(links + i, count - i);
        if (str_is_empty(links[i].group)) {
            write_entries(out, layout, links + i, length);
            continue;
        }
        html(out, "<li><details%s>\n<summary>%.*s</summary>\n<ul>\n",
             has_current(links + i, length) ? " open" : "", STR_ARG(links[i].group));
        write_entries(out, layout, links + i, length);
        html(out, "</ul>\n</details></li>\n");
    }
}

void layout_write_bar(struct buf *out, const struct layout *layout)
{
    size_t first = layout->menu_count <= BAR_PLACES ? layout->menu_count : BAR_PLACES - 1;

    if (layout->menu_count == 0)
        return;
    html(out, "<nav class='bar' aria-label='%s'>\n<ul class='bar-first'>\n", _("主菜单"));
    write_entries(out, layout, layout->menu, first);
    if (layout->menu_count > first)
        write_more(out, layout);
    html(out, "</ul>\n");
    if (layout->menu_count > first) {
        html(out, "<ul class='bar-rest'>\n");
        write_rest(out, layout, layout->menu + first, layout->menu_count - first);
        html(out, "</ul>\n");
    }
    html(out, "</nav>\n");
}

static void write_main(struct buf *out, const struct layout *layout, str content)
{
    html(out, "<div class='page'>\n");
    ui_crumbs(out, layout->crumbs, layout->crumb_count);
    html(out, "<main id='main' tabindex='-1'>\n");
    if (!str_is_empty(layout->notice))
        ui_notice(out, TONE_GOOD, layout->notice);
    buf_add(out, content);
    html(out, "</main>\n");
}

static void write_elder_switch(struct buf *out, const struct layout *layout)
{
    html(out, "<a href='/elder?on=%d&amp;back=", layout->elder ? 0 : 1);
    percent_encode(out, layout->here);
    html(out, "'>%s</a>\n", layout->elder ? _("标准版") : _("长辈版（大字）"));
}

/* Each language is called as its readers call it. */
static void write_languages(struct buf *out, const struct layout *layout)
{
    static const char *const names[LANGUAGES] = {
        [LANGUAGE_CHINESE] = "简体中文",
        [LANGUAGE_TRADITIONAL] = "繁體中文",
        [LANGUAGE_ENGLISH] = "English",
    };

    for (size_t i = 0; i < LANGUAGES; i++) {
        if (i == (size_t)words_spoken())
            continue;
        html(out, "<a href='/language?to=%s&amp;back=", language_code((enum language)i));
        percent_encode(out, layout->here);
        html(out, "' lang='%s'>%s</a>\n", language_code((enum language)i), names[i]);
    }
}

static void write_footer(struct buf *out, const struct layout *layout)
{
    html(out, "<footer class='foot'>\n");
    write_elder_switch(out, layout);
    write_languages(out, layout);
    if (!str_is_empty(layout->help_phone))
        html(out, "<a href='tel:%.*s'>%s %.*s</a>\n", STR_ARG(layout->help_phone),
             _("求助电话"), STR_ARG(layout->help_phone));
    html(out, "<a href='/privacy'>%s</a>\n", _("个人信息怎样保护"));
    if (!str_is_empty(layout->record_number))
        html(out, "<span>%.*s</span>\n", STR_ARG(layout->record_number));
    html(out, "</footer>\n</div>\n");
}

void layout_write(struct buf *out, const struct layout *layout, str content)
{
    (void)buf_reserve(out, content.length + FRAME_BYTES);
    write_head(out, layout);
    html(out, "<body");
    if (layout->elder)
        html(out, " class='elder'");
    if (words_spoken() != LANGUAGE_CHINESE)
        html(out, " data-words='%.*s'", STR_ARG(script_words(out->arena, layout)));
    if (layout->account != 0)
        html(out, " data-account='%lld'", (long long)layout->account);
    html(out, ">\n<a class='skip' href='#main'>%s</a>\n", _("跳到正文"));
    write_header(out, layout);
    if (str_is_empty(layout->bar))
        layout_write_bar(out, layout);
    else
        buf_add(out, layout->bar);
    write_main(out, layout, content);
    write_footer(out, layout);
    html(out, "</body>\n</html>\n");
}
