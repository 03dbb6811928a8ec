/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a paper is made of, and the press that sets it.  Only the files of this room include it.
 *
 * Lengths are points (1/72 inch), from the upper left corner of the page.
 */
#ifndef PAPER_PRESS_H
#define PAPER_PRESS_H

#include "paper/paper.h"

#include <cairo.h>
#include <pango/pangocairo.h>

#define MM (72.0 / 25.4)

struct press;

/* A thing that is set below the one before.  Kinds of blocks begin with this. */
struct block {
    void (*set)(struct press *press, struct block *block);
    struct block *next;
};

/* What the contents and the bookmarks list; the page is known after the first pass. */
struct entry {
    str title;
    int level; /* from 1, within its paper */
    int page;
    double y;
    const struct paper *part; /* of a joined paper: its entries stand below */
    struct entry *next;
};

struct paper {
    struct arena *arena;
    struct paper_options options;
    instant made_at;
    struct block *first, **last;
    struct entry *entries, **last_entry;
    size_t pages;
    size_t image_bytes;
    bool is_too_long; /* more rows than could be printed were left out */
};

/* Adds a zeroed block of a kind that starts with a struct block. */
void *block_add(struct paper *paper, size_t bytes,
                void (*set)(struct press *press, struct block *block));

struct entry *entry_add(struct paper *paper, int level, str title);

/* How a style sets: sizes and distances in points. */
struct style {
    double top, right, bottom, left; /* margins */
    double size;                     /* of the type */
    double pitch;                    /* from line to line */
    double title_size;
    double grid_size;
    bool numbered;
};

const struct style *style_of(enum paper_style style);

/* While a paper is set; cr is NULL in the first pass, which draws nothing. */
struct press {
    struct context *cx;
    PangoContext *pango;
    PangoLayout *layout; /* the one that all texts are set with, one after the other */
    cairo_surface_t *surface;
    cairo_t *cr;
    const struct paper *paper; /* the one whose blocks are set, its page and its style */
    const struct style *style;
    str mark, foot; /* of the paper, or of the one it is joined into */
    double width, height;
    double y; /* where the next block begins */
    int page;
    int pages;     /* in the second pass */
    bool is_begun; /* the page has been begun */
    bool is_too_long;
};

enum face { FACE_BODY, FACE_TITLE, FACE_HEAVY, FACE_STRONG };

/* A text as it is to be set. */
struct setting {
    str text;
    enum face face;
    double size;
    double pitch;
    double width;
    double indent;
    enum paper_side side;
    unsigned colour; /* 0xRRGGBB */
};

/* Lines that a text takes, and drawing those from first on that fit into room points; answers
 * the first that does not. */
int setting_lines(struct press *press, const struct setting *setting);
int setting_draw(struct press *press, const struct setting *setting, int first, double x,
                 double y, double room);

/* Whether there is a font with Chinese characters. */
bool type_is_there(PangoContext *pango);

/* The width of a text in one line. */
double setting_width(struct press *press, const struct setting *setting);

void press_rule(struct press *press, double x1, double y1, double x2, double y2, double weight,
                unsigned colour);
void press_box(struct press *press, double x, double y, double width, double height,
               double weight, unsigned colour);
void press_fill(struct press *press, double x, double y, double width, double height,
                unsigned colour);

/* The width between the margins, where the text ends, and what is left above that. */
double press_width(const struct press *press);
double press_bottom(const struct press *press);
double press_room(const struct press *press);

/* Sees to it that there is a page, and begins a new one; that room points are left, if a page
 * can have as many. */
void press_page(struct press *press);
void press_new_page(struct press *press);
void press_need(struct press *press, double room);

/* Notes where an entry stands. */
void press_entry(struct press *press, struct entry *entry);

/* Sets the blocks of a paper, in its style, on pages of its own. */
void press_paper(struct press *press, const struct paper *paper);

/* A QR code with its upper left corner at x, y, side points wide; false when the content is too
 * long. */
bool press_qr(struct press *press, str content, double x, double y, double side);

#endif
