/* SPDX-License-Identifier: Apache-2.0 */
/* Charts, tiles, shades and steps. */
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

void ui_beside_begin(struct buf *out)
{
    html(out, "<div class='beside'>\n<div>\n");
}

void ui_beside_next(struct buf *out)
{
    html(out, "</div>\n<div>\n");
}

void ui_beside_end(struct buf *out)
{
    html(out, "</div>\n</div>\n");
}

void ui_tiles_begin(struct buf *out)
{
    html(out, "<ul class='tiles'>\n");
}

void ui_tile(struct buf *out, str href, str name, str number, int shade)
{
    bool leads = !str_is_empty(href);

    html(out, "<li class='shade-%d'>", shade_within(shade));
    if (leads)
        html(out, "<a href='%.*s'>", STR_ARG(href));
    html(out, "<span>%.*s</span> <strong>%.*s</strong>", STR_ARG(name), STR_ARG(number));
    if (leads)
        html(out, "</a>");
    html(out, "</li>\n");
}

void ui_tiles_end(struct buf *out)
{
    html(out, "</ul>\n");
}

static const char *step_words(size_t step, size_t current)
{
    if (step == current)
        return _("现在这一步");
    return step < current ? _("已完成") : _("还没到");
}

void ui_steps(struct buf *out, const char *const *steps, size_t count, size_t current)
{
    html(out, "<ol class='steps'>\n");
    for (size_t i = 0; i < count; i++) {
        html(out, "<li");
        if (i == current)
            html(out, " aria-current='step'");
        html(out, "><strong>%s</strong> <span>%s</span></li>\n", steps[i],
             step_words(i, current));
    }
    html(out, "</ol>\n");
}
