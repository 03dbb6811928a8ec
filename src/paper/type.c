/* SPDX-License-Identifier: Apache-2.0 */
/* Setting texts: faces, lines, and where they stand. */
#include "paper/press.h"

/* The faces that GB/T 9704-2012 names, where they are installed, else those of Noto, which
 * tools/setup.sh installs. */
static const struct {
    const char *families;
    PangoWeight weight;
} faces[] = {
    [FACE_BODY] = { "仿宋_GB2312,FangSong_GB2312,FangSong,Noto Serif CJK SC",
                    PANGO_WEIGHT_NORMAL },
    [FACE_TITLE] = { "方正小标宋简体,方正小标宋_GBK,FZXiaoBiaoSong-B05S,Noto Serif CJK SC",
                     PANGO_WEIGHT_BOLD },
    [FACE_HEAVY] = { "SimHei,Noto Sans CJK SC", PANGO_WEIGHT_BOLD },
    [FACE_STRONG] = { "KaiTi_GB2312,KaiTi,Noto Serif CJK SC", PANGO_WEIGHT_BOLD },
};

/* Where the baseline of Chinese type lies in its square, from above. */
static const double baseline = 0.88;

static PangoFontDescription *description_of(enum face face, double size)
{
    PangoFontDescription *description = pango_font_description_new();

    pango_font_description_set_family_static(description, faces[face].families);
    pango_font_description_set_weight(description, faces[face].weight);
    pango_font_description_set_absolute_size(description, size * PANGO_SCALE);
    return description;
}

static PangoAlignment alignment_of(enum paper_side side)
{
    switch (side) {
    case PAPER_LEFT:
        return PANGO_ALIGN_LEFT;
    case PAPER_CENTRE:
        return PANGO_ALIGN_CENTER;
    case PAPER_RIGHT:
        return PANGO_ALIGN_RIGHT;
    }
    return PANGO_ALIGN_LEFT;
}

static int units(double points)
{
    return (int)(points * PANGO_SCALE);
}

static void lay_out(struct press *press, const struct setting *setting)
{
    PangoFontDescription *description = description_of(setting->face, setting->size);

    pango_layout_set_font_description(press->layout, description);
    pango_font_description_free(description);
    pango_layout_set_width(press->layout, setting->width > 0 ? units(setting->width) : -1);
    pango_layout_set_indent(press->layout, units(setting->indent));
    pango_layout_set_alignment(press->layout, alignment_of(setting->side));
    pango_layout_set_text(press->layout, setting->text.data, (int)setting->text.length);
}

int setting_lines(struct press *press, const struct setting *setting)
{
    if (str_is_empty(setting->text))
        return 0;
    lay_out(press, setting);
    return pango_layout_get_line_count(press->layout);
}

static void use_colour(cairo_t *cr, unsigned colour)
{
    cairo_set_source_rgb(cr, (colour >> 16 & 0xff) / 255.0, (colour >> 8 & 0xff) / 255.0,
                         (colour & 0xff) / 255.0);
}

/* The lines from first up to but not including last, the first of them at y. */
static void draw_lines(struct press *press, const struct setting *setting, int first, int last,
                       double x, double y)
{
    PangoLayoutIter *iter = pango_layout_get_iter(press->layout);
    double down = (setting->pitch - setting->size) / 2 + setting->size * baseline;

    use_colour(press->cr, setting->colour);
    for (int line = 0; line < last; line++) {
        PangoRectangle logical;
        pango_layout_iter_get_line_extents(iter, NULL, &logical);
        if (line >= first) {
            cairo_move_to(press->cr, x + (double)logical.x / PANGO_SCALE,
                          y + (line - first) * setting->pitch + down);
            pango_cairo_show_layout_line(press->cr, pango_layout_iter_get_line_readonly(iter));
        }
        pango_layout_iter_next_line(iter);
    }
    pango_layout_iter_free(iter);
}

int setting_draw(struct press *press, const struct setting *setting, int first, double x,
                 double y, double room)
{
    int lines = setting_lines(press, setting);
    int fitting = (int)((room + 0.1) / setting->pitch);
    int last = lines - first < fitting ? lines : first + fitting;

    if (press->cr != NULL && last > first)
        draw_lines(press, setting, first, last, x, y);
    return last;
}

double setting_width(struct press *press, const struct setting *setting)
{
    struct setting unbroken = *setting;
    PangoRectangle logical;

    unbroken.width = 0;
    lay_out(press, &unbroken);
    pango_layout_get_extents(press->layout, NULL, &logical);
    return (double)logical.width / PANGO_SCALE;
}

bool type_is_there(PangoContext *pango)
{
    static const gunichar village = 0x6751;
    PangoFontDescription *description = description_of(FACE_BODY, 12);
    PangoFontset *fonts =
        pango_context_load_fontset(pango, description, pango_language_from_string("zh-cn"));
    PangoFont *font = fonts == NULL ? NULL : pango_fontset_get_font(fonts, village);
    bool is_there = font != NULL && pango_font_has_char(font, village);

    if (font != NULL)
        g_object_unref(font);
    if (fonts != NULL)
        g_object_unref(fonts);
    pango_font_description_free(description);
    return is_there;
}

void press_rule(struct press *press, double x1, double y1, double x2, double y2, double weight,
                unsigned colour)
{
    if (press->cr == NULL)
        return;
    use_colour(press->cr, colour);
    cairo_set_line_width(press->cr, weight);
    cairo_move_to(press->cr, x1, y1);
    cairo_line_to(press->cr, x2, y2);
    cairo_stroke(press->cr);
}

void press_box(struct press *press, double x, double y, double width, double height,
               double weight, unsigned colour)
{
    if (press->cr == NULL)
        return;
    use_colour(press->cr, colour);
    cairo_set_line_width(press->cr, weight);
    cairo_rectangle(press->cr, x, y, width, height);
    cairo_stroke(press->cr);
}

void press_fill(struct press *press, double x, double y, double width, double height,
                unsigned colour)
{
    if (press->cr == NULL)
        return;
    use_colour(press->cr, colour);
    cairo_rectangle(press->cr, x, y, width, height);
    cairo_fill(press->cr);
}
