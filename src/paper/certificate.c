/* SPDX-License-Identifier: Apache-2.0 */
/* Certificates: a border, a name, words, a place for the seal. */
#include "paper/press.h"

struct certificate_block {
    struct block block;
    struct paper_certificate words;
};

enum { GOLD = 0xb8860b, SEAL_RED = 0xc00000 };

static void draw_border(struct press *press)
{
    static const double edges[] = { 12 * MM, 14.5 * MM };
    static const double weights[] = { 3, 0.8 };

    for (size_t i = 0; i < COUNT(edges); i++)
        press_box(press, edges[i], edges[i], press->width - 2 * edges[i],
                  press->height - 2 * edges[i], weights[i], GOLD);
}

/* Centred lines below each other. */
static void set_line(struct press *press, str text, enum face face, double size,
                     unsigned colour)
{
    struct setting line = { .text = text,
                            .face = face,
                            .size = size,
                            .pitch = size * 1.6,
                            .width = press_width(press),
                            .side = PAPER_CENTRE,
                            .colour = colour };
    int lines = setting_draw(press, &line, 0, press->style->left, press->y, press_room(press));

    press->y += lines * line.pitch;
}

/* Smaller when there is much to say. */
static void set_words(struct press *press, str text)
{
    struct setting words = { .text = text,
                             .size = press->style->size,
                             .pitch = press->style->pitch,
                             .indent = 2 * press->style->size,
                             .width = press_width(press) };
    double room = press_room(press) - 42 * MM;

    while (words.size > 9 && setting_lines(press, &words) * words.pitch > room) {
        words.size -= 1;
        words.pitch = words.size * 1.7;
        words.indent = 2 * words.size;
    }
    setting_draw(press, &words, 0, press->style->left, press->y, room);
}

static void draw_seal_place(struct press *press, double x, double y)
{
    struct setting words = { .text = S("（盖章）"),
                             .size = 11,
                             .pitch = 16,
                             .width = 40 * MM,
                             .side = PAPER_CENTRE,
                             .colour = SEAL_RED };

    setting_draw(press, &words, 0, x - 20 * MM, y - 8, words.pitch);
    if (press->cr == NULL)
        return;
    cairo_save(press->cr);
    cairo_set_source_rgb(press->cr, 0.75, 0, 0);
    cairo_set_line_width(press->cr, 0.8);
    cairo_set_dash(press->cr, (const double[]){ 4, 3 }, 2, 0);
    cairo_arc(press->cr, x, y, 20 * MM, 0, 6.283185307179586);
    cairo_stroke(press->cr);
    cairo_restore(press->cr);
}

static void draw_issuer(struct press *press, const struct paper_certificate *words)
{
    double width = 90 * MM, x = press->width - press->style->right - width;
    double y = press_bottom(press) - 30 * MM;
    struct setting line = { .text = words->issuer,
                            .face = FACE_STRONG,
                            .size = 15,
                            .pitch = 24,
                            .width = width,
                            .side = PAPER_CENTRE };

    draw_seal_place(press, x + width / 2, y + line.pitch);
    setting_draw(press, &line, 0, x, y, 2 * line.pitch);
    line.text = words->day;
    line.face = FACE_BODY;
    setting_draw(press, &line, 0, x, y + line.pitch, line.pitch);
}

static void draw_number(struct press *press, const struct paper_certificate *words)
{
    double side = 24 * MM, x = press->style->left, y = press_bottom(press);
    struct setting line = {
        .text = words->number, .size = 10, .pitch = 15, .width = 80 * MM, .colour = 0x333333
    };

    setting_draw(press, &line, 0, x, y, line.pitch);
    if (str_is_empty(words->qr) || !press_qr(press, words->qr, x, y - side - 6 * MM, side))
        return;
    line.text = words->qr_text;
    setting_draw(press, &line, 0, x, y - 6 * MM + 2, line.pitch);
}

static void set_certificate(struct press *press, struct block *block)
{
    const struct paper_certificate *words = &((struct certificate_block *)block)->words;

    press_new_page(press);
    draw_border(press);
    set_line(press, words->title, FACE_TITLE, press->style->title_size, SEAL_RED);
    press->y += 6 * MM;
    set_line(press, words->name, FACE_TITLE, press->style->title_size * 0.65, 0);
    press->y += 4 * MM;
    set_words(press, words->words);
    draw_issuer(press, words);
    draw_number(press, words);
    press->is_begun = false;
}

void paper_certificate(struct paper *paper, const struct paper_certificate *certificate)
{
    struct certificate_block *block = block_add(paper, sizeof *block, set_certificate);
    struct arena *arena = paper->arena;

    block->words = (struct paper_certificate){
        .title = arena_copy(arena, certificate->title),
        .name = arena_copy(arena, certificate->name),
        .words = arena_copy(arena, certificate->words),
        .issuer = arena_copy(arena, certificate->issuer),
        .day = arena_copy(arena, certificate->day),
        .number = arena_copy(arena, certificate->number),
        .qr = arena_copy(arena, certificate->qr),
        .qr_text = arena_copy(arena, certificate->qr_text),
    };
}
