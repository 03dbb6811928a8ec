/* SPDX-License-Identifier: Apache-2.0 */
/* Tables that become cards on a narrow screen. */
#include "html/ui.h"

static void write_kind(struct buf *out, const struct ui_column *column)
{
    if (column->number)
        html(out, " class='number'");
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

void ui_table_begin(struct buf *out, str caption, const struct ui_column *columns, size_t count)
{
    html(out, "<div class='table'>\n<table>\n");
    if (!str_is_empty(caption))
        html(out, "<caption>%.*s</caption>\n", STR_ARG(caption));
    html(out, "<thead>\n<tr>\n");
    for (size_t i = 0; i < count; i++)
        write_heading(out, &columns[i]);
    html(out, "</tr>\n</thead>\n<tbody>\n");
}

void ui_row_begin(struct buf *out)
{
    html(out, "<tr>\n");
}

void ui_cell_begin(struct buf *out, const struct ui_column *column)
{
    html(out, "<td");
    write_kind(out, column);
    html(out, " data-label='%s'>", column->label);
}

void ui_cell_end(struct buf *out)
{
    html(out, "</td>\n");
}

void ui_row_end(struct buf *out)
{
    html(out, "</tr>\n");
}

void ui_table_end(struct buf *out)
{
    html(out, "</tbody>\n</table>\n</div>\n");
}
