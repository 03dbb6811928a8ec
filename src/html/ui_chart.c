/* SPDX-License-Identifier: Apache-2.0 */
/* Charts, tiles and shades. */
#include "html/ui.h"

static int shade_within(int shade)
{
    return shade < 0 ? 0 : shade > UI_SHADES ? UI_SHADES : shade;
}

void ui_shaded_cell_begin(struct buf *out, const struct ui_column *column, int shade)
{
    html(out, "<td class='%sshade-%d' data-label='%s'>", column->number ? "number " : "",
         shade_within(shade), column->label);
}

void ui_chart_begin(struct buf *out, enum ui_chart kind, str title)
{
    html(out, "<figure class='chart' data-chart='%s'>\n<figcaption>%.*s</figcaption>\n",
         kind == UI_LINES ? "lines" : "bars", STR_ARG(title));
    html(out, "<details class='chart-table' open>\n<summary>%s</summary>\n", _("看数据表"));
}

void ui_chart_end(struct buf *out)
{
    html(out, "</details>\n</figure>\n");
}

void ui_tiles_begin(struct buf *out)
{
    html(out, "<ul class='tiles'>\n");
}

void ui_tile(struct buf *out, str href, str name, str number, int shade)
{
    html(
        out,
        "<li class='shade-%d'><a href='%.*s'><span>%.*s</span> <strong>%.*s</strong></a></li>\n",
        shade_within(shade), STR_ARG(href), STR_ARG(name), STR_ARG(number));
}

void ui_tiles_end(struct buf *out)
{
    html(out, "</ul>\n");
}
