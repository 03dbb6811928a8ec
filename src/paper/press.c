/* SPDX-License-Identifier: Apache-2.0 */
/* The press: pages, their feet, the two passes, and the file that comes out. */
#include "paper/press.h"

#include <cairo-pdf.h>

static const double across = 297 * MM, along = 210 * MM;

static const struct style styles[] = {
    [PAPER_FORM] = { .top = 20 * MM,
                     .right = 18 * MM,
                     .bottom = 20 * MM,
                     .left = 18 * MM,
                     .size = 12,
                     .pitch = 21,
                     .title_size = 20,
                     .grid_size = 10.5,
                     .numbered = true },
    [PAPER_OFFICIAL] = { .top = 37 * MM,
                         .right = 26 * MM,
                         .bottom = 35 * MM,
                         .left = 28 * MM,
                         .size = 15.75, /* 28 characters fill 156 mm */
                         .pitch = 28.95,
                         .title_size = 22,
                         .grid_size = 12,
                         .numbered = true },
    [PAPER_CERTIFICATE] = { .top = 30 * MM,
                            .right = 34 * MM,
                            .bottom = 28 * MM,
                            .left = 34 * MM,
                            .size = 18,
                            .pitch = 34,
                            .title_size = 44,
                            .grid_size = 12 },
};

const struct style *style_of(enum paper_style style)
{
    return &styles[style];
}

double press_width(const struct press *press)
{
    return press->width - press->style->left - press->style->right;
}

double press_bottom(const struct press *press)
{
    return press->height - press->style->bottom;
}

double press_room(const struct press *press)
{
    return press_bottom(press) - press->y;
}

/* Pages */

enum { FOOT_SIZE = 9, FOOT_GREY = 0x555555 };

static void draw_small(struct press *press, enum paper_side side, str text, double y)
{
    struct setting small = { .text = text,
                             .face = FACE_BODY,
                             .size = FOOT_SIZE,
                             .pitch = FOOT_SIZE * 1.5,
                             .width = press_width(press),
                             .side = side,
                             .colour = FOOT_GREY };

    if (!str_is_empty(text))
        setting_draw(press, &small, 0, press->style->left, y, small.pitch);
}

static void draw_margins(struct press *press)
{
    double below = press_bottom(press) + 5 * MM;
    str number = arena_printf(press->cx->arena, "第 %d 页 共 %d 页", press->page, press->pages);
    bool has_foot = !str_is_empty(press->foot);

    draw_small(press, PAPER_RIGHT, press->mark, press->style->top - 5 * MM - FOOT_SIZE);
    draw_small(press, PAPER_LEFT, press->foot, below);
    if (press->style->numbered)
        draw_small(press, has_foot ? PAPER_RIGHT : PAPER_CENTRE, number, below);
}

static void begin_page(struct press *press)
{
    bool lies = press->paper->options.across || !press->style->numbered;

    if (press->cr != NULL && press->page > 0)
        cairo_show_page(press->cr);
    press->page++;
    press->is_too_long = press->is_too_long || press->page > PAPER_PAGES_MAX;
    press->is_begun = true;
    press->width = lies ? across : along;
    press->height = lies ? along : across;
    press->y = press->style->top;
    if (press->cr == NULL)
        return;
    cairo_pdf_surface_set_size(press->surface, press->width, press->height);
    draw_margins(press);
}

void press_page(struct press *press)
{
    if (!press->is_begun)
        begin_page(press);
}

void press_new_page(struct press *press)
{
    press->is_begun = false;
    begin_page(press);
}

void press_need(struct press *press, double room)
{
    press_page(press);
    if (press_room(press) + 0.1 < room && press->y > press->style->top)
        press_new_page(press);
}

void press_entry(struct press *press, struct entry *entry)
{
    entry->page = press->page;
    entry->y = press->y;
}

static str either(str first, str second)
{
    return str_is_empty(first) ? second : first;
}

void press_paper(struct press *press, const struct paper *paper)
{
    const struct press outer = *press;

    press->paper = paper;
    press->style = style_of(paper->options.style);
    press->mark = either(paper->options.mark, outer.mark);
    press->foot = either(paper->options.foot, outer.foot);
    press->is_begun = false;
    for (struct block *block = paper->first; block != NULL && !press->is_too_long;
         block = block->next)
        block->set(press, block);
    if (press->page == outer.page)
        press_new_page(press);
    press->is_begun = false;
    press->paper = outer.paper;
    press->style = outer.style;
    press->mark = outer.mark;
    press->foot = outer.foot;
}

/* Bookmarks */

enum { LEVELS = 8 };

static void add_bookmarks(struct press *press, const struct entry *entry, int above)
{
    int parents[LEVELS + 1];

    for (int level = 0; level <= LEVELS; level++)
        parents[level] = above;
    for (; entry != NULL; entry = entry->next) {
        str place = arena_printf(press->cx->arena, "page=%d pos=[0 %d]%c", entry->page,
                                 (int)entry->y, '\0');
        int made = cairo_pdf_surface_add_outline(press->surface, parents[entry->level - 1],
                                                 arena_text(press->cx->arena, entry->title),
                                                 place.data, 0);
        for (int level = entry->level; level <= LEVELS; level++)
            parents[level] = made;
        if (entry->part != NULL)
            add_bookmarks(press, entry->part->entries, made);
    }
}

/* The file */

static cairo_status_t keep_bytes(void *closure, const unsigned char *data, unsigned length)
{
    buf_add(closure, (str){ (const char *)data, length });
    return CAIRO_STATUS_SUCCESS;
}

static void set_property(struct press *press, cairo_pdf_metadata_t property, str value)
{
    if (!str_is_empty(value))
        cairo_pdf_surface_set_metadata(press->surface, property,
                                       arena_text(press->cx->arena, value));
}

static void set_properties(struct press *press, const struct paper *paper)
{
    struct buf moment = { .arena = press->cx->arena };

    instant_write_iso(paper->made_at, &moment);
    set_property(press, CAIRO_PDF_METADATA_TITLE, paper->options.title);
    set_property(press, CAIRO_PDF_METADATA_AUTHOR, paper->options.author);
    set_property(press, CAIRO_PDF_METADATA_CREATOR, S("Xiangzhi"));
    set_property(press, CAIRO_PDF_METADATA_CREATE_DATE, buf_str(&moment));
}

/* What fontconfig and pango keep for the whole life of the program is no leak; cairo 1.16
 * forgets some hundred bytes with each file. */
#if defined(__SANITIZE_ADDRESS__)
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}

const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\nleak:libpango\nleak:libcairo\n";
}
#endif

static void release_context(PangoContext **pango)
{
    g_object_unref(*pango);
}

static void release_layout(PangoLayout **layout)
{
    if (*layout != NULL)
        g_object_unref(*layout);
}

static void release_surface(cairo_surface_t **surface)
{
    cairo_surface_destroy(*surface);
}

/* A map of the fonts of its own: the usual one belongs to the thread and would keep what it has
 * read as long as that lives. */
static PangoContext *type_context(void)
{
    PangoFontMap *map = pango_cairo_font_map_new();
    PangoContext *pango = pango_font_map_create_context(map);
    cairo_font_options_t *exact = cairo_font_options_create();

    cairo_font_options_set_hint_style(exact, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(exact, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(pango, exact);
    pango_cairo_context_set_resolution(pango, 72);
    pango_context_set_language(pango, pango_language_from_string("zh-cn"));
    cairo_font_options_destroy(exact);
    g_object_unref(map);
    return pango;
}

static struct error *print(struct press *press, struct paper *paper, struct buf *out)
{
    CLEANUP(release_surface)
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(keep_bytes, out, across, along);
    cairo_t *cr = cairo_create(surface);

    press->surface = surface;
    press->cr = cr;
    set_properties(press, paper);
    press_paper(press, paper);
    cairo_show_page(cr);
    add_bookmarks(press, paper->entries, CAIRO_PDF_OUTLINE_ROOT);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
        return fail(press->cx, ERROR_BROKEN, "cairo: %s",
                    cairo_status_to_string(cairo_surface_status(surface)));
    return NULL;
}

struct error *paper_write(struct context *cx, struct paper *paper, struct buf *out)
{
    CLEANUP(release_context) PangoContext *pango = type_context();
    CLEANUP(release_layout) PangoLayout *layout = pango_layout_new(pango);
    struct press measuring = { .cx = cx, .pango = pango, .layout = layout };

    if (!type_is_there(pango))
        return fail(cx, ERROR_BUSY,
                    "服务器上没有中文字体，暂时做不了PDF。请管理员安装fonts-noto-cjk。");
    press_paper(&measuring, paper);
    if (measuring.is_too_long || paper->is_too_long)
        return fail(cx, ERROR_INVALID, "超过%d页，太长了。请缩小范围再打印。", PAPER_PAGES_MAX);
    paper->pages = (size_t)measuring.page;
    struct press press = {
        .cx = cx, .pango = pango, .layout = layout, .pages = measuring.page
    };
    return print(&press, paper, out);
}

size_t paper_pages(const struct paper *paper)
{
    return paper->pages;
}
