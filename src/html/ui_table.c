/* SPDX-License-Identifier: Apache-2.0 */
/* Tables that become cards on a narrow screen. */
#include "html/ui.h"

static void write_kind(struct buf *out, const struct ui_column *column)
{
    if (column->number)
        html(out, " class='number'");
    else if (column->brief)
        html(out, " class='brief'");
    else if (column->wide)
        html(out, " class='wide'");
}

static const char *sort_word(int sorted)
{
    if (sorted == 0)
        return "none";
    return sorted > 0 ? "ascending" : "descending";
}

static void write_heading(struct buf *out, const struct ui_column *column)
{
    html(out, "<th scope='col'");
    write_kind(out, column);
    if (str_is_empty(column->sort_href))
        html(out, ">%s</th>\n", column->label);
    else
        html(out, " aria-sort='%s'><a href='%.*s'>%s</a></th>\n", sort_word(column->sorted),
             STR_ARG(column->sort_href), column->label);
}

static bool can_be_sorted(const struct ui_column *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!str_is_empty(columns[i].sort_href))
            return true;
    return false;
}

/* More columns than this do not fit beside each other. */
enum { FITTING_COLUMNS = 12 };

/* On a phone the headings that sort become a row of links, which begins with this word. */
static void write_headings_begin(struct buf *out, const struct ui_column *columns, size_t count)
{
    if (can_be_sorted(columns, count))
        html(out, "<thead>\n<tr data-label='%s'>\n", _("排序："));
    else
        html(out, "<thead>\n<tr>\n");
}

/* A wide table is moved sideways, by the keyboard too. */
static void write_frame_begin(struct buf *out, str caption, size_t count)
{
    if (count > FITTING_COLUMNS)
        html(out, "<div class='table' role='region' tabindex='0' aria-label='%.*s'>\n<table>\n",
             STR_ARG(caption));
    else
        html(out, "<div class='table'>\n<table>\n");
}

void ui_table_begin(struct buf *out, str caption, const struct ui_column *columns, size_t count)
{
    write_frame_begin(out, caption, count);
    if (!str_is_empty(caption))
        html(out, "<caption>%.*s</caption>\n", STR_ARG(caption));
    write_headings_begin(out, columns, count);
    for (size_t i = 0; i < count; i++)
        write_heading(out, &columns[i]);
    html(out, "</tr>\n</thead>\n<tbody>\n");
}

void ui_row_begin(struct buf *out)
{
    buf_add(out, S("<tr>\n"));
}

void ui_cell_begin(struct buf *out, const struct ui_column *column)
{
    html(out, "<td");
    write_kind(out, column);
    html(out, " data-label='%s'>", column->label);
}

void ui_cell_end(struct buf *out)
{
    buf_add(out, S("</td>\n"));
}

void ui_row_end(struct buf *out)
{
    buf_add(out, S("</tr>\n"));
}

void ui_table_end(struct buf *out)
{
    html(out, "</tbody>\n</table>\n</div>\n");
}
