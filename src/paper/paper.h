/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Papers: A4 pages with Chinese type, as PDF, made by pango and cairo.
 *
 *     struct paper *paper = paper_create(cx, &(struct paper_options){ .title = title });
 *     paper_title(paper, title, (str){ 0 });
 *     paper_heading(paper, 1, S("一、基本情况"));
 *     paper_paragraph(paper, words);
 *     TRY(paper_write(cx, paper, &out));
 *
 * A paper is first put together and then written in two passes, the first of which only finds
 * out on which page everything stands; so the foot can say 第 1 页 共 3 页 and a table of
 * contents has its numbers.  All texts are copied into the arena of cx; nothing has to be
 * freed. The same paper gives the same bytes as long as the fonts are the same.  Its text can
 * be searched and copied, its headings are the bookmarks.
 *
 * A paper of more than PAPER_PAGES_MAX pages is refused when it is written.
 */
#ifndef PAPER_PAPER_H
#define PAPER_PAPER_H

#include "base/buf.h"
#include "base/context.h"

enum {
    PAPER_PAGES_MAX = 1000,
    PAPER_COLUMNS_MAX = 24,
    PAPER_IMAGE_PIXELS_MAX = 60 * 1000 * 1000,
    PAPER_IMAGES_BYTES_MAX = 48 * 1024 * 1024, /* of all pictures of a paper */
};

enum paper_style {
    PAPER_FORM,        /* sheets, lists, receipts: small type, narrow margins */
    PAPER_OFFICIAL,    /* as GB/T 9704-2012 wants it: 22 lines of 28 characters a page */
    PAPER_CERTIFICATE, /* lies across, with a border, without page numbers */
};

struct paper_options {
    str title;  /* in the properties of the file, and as bookmark when it is joined */
    str author; /* who issues it; may be empty */
    str mark;   /* stands small above each page: the number of the file; may be empty */
    str foot;   /* stands small below each page: by whom and when it was printed */
    enum paper_style style;
    bool across; /* landscape; a certificate always is */
};

struct paper;

struct paper *paper_create(struct context *cx, const struct paper_options *options);

/* The title over the text, and a smaller line below it (may be empty). */
void paper_title(struct paper *paper, str title, str note);

/* The red head of an official paper: the organ in large red type, the number, a red line. */
void paper_red_head(struct paper *paper, str organ, str number);

/* A heading of level 1 (一、), 2 （（一）） or 3 (1.); it never stands last on a page, and
 * becomes a bookmark. */
void paper_heading(struct paper *paper, int level, str text);

/* A paragraph, its first line two characters in; each line of the text is one of its own. */
void paper_paragraph(struct paper *paper, str text);

/* How many characters into 一、 （一） 1. a line is a heading: its level 1, 2 or 3; 0 for
 * others. */
int paper_heading_level(str line);

/* A text of headings and paragraphs, told apart by how their lines begin. */
void paper_text(struct paper *paper, str text);

enum paper_side { PAPER_LEFT, PAPER_CENTRE, PAPER_RIGHT };

/* A line that stands by itself: to whom, by whom, on which day. */
void paper_line(struct paper *paper, enum paper_side side, str text);

/* A smaller, greyer line: what to mind, where a number comes from. */
void paper_note(struct paper *paper, str text);

/* Empty room, and the end of a page. */
void paper_space(struct paper *paper, int height_mm);
void paper_break(struct paper *paper);

/* A form as it is filled in on paper.  The cells fill the rows from left to right, around those
 * that are merged over several rows; each takes one column and one row unless it says more.
 * Weights say how wide the columns are beside each other.  A row that is too tall for what is
 * left of the page goes to the next one, or, if very tall, goes on there. */
struct paper_cell {
    str text;
    int columns; /* merged; 0 is 1 */
    int rows;
    bool label;  /* the name of what stands beside it */
    bool strong; /* a total */
    enum paper_side side;
    int height_mm; /* at least so tall: room to write by hand */
};

void paper_grid(struct paper *paper, const int *weights, size_t columns,
                const struct paper_cell *cells, size_t count);

/* Names with values in a grid of two pairs a row; a long value has a row of its own, and what
 * is empty is left out unless there is room asked for. */
struct paper_fact {
    str name;
    str value;
    int height_mm;
};

void paper_facts(struct paper *paper, const struct paper_fact *facts, size_t count);

/* A table whose headings stand again on each page.  Rows have one text a column. */
struct paper_column {
    const char *label;
    int weight;  /* how wide it is beside the others; 0 is 1 */
    bool number; /* right-aligned */
};

struct paper_table;

struct paper_table *paper_table_begin(struct paper *paper, str caption,
                                      const struct paper_column *columns, size_t count);
void paper_table_row(struct paper_table *table, const str *cells);
void paper_table_total(struct paper_table *table, const str *cells);
void paper_table_end(struct paper_table *table);

/* Room to sign, two signatures beside each other: "申请人" with 签名、按手印 below and a line
 * for the day. */
struct paper_signature {
    str who;
    str how; /* （签名、按手印） or （盖章）; may be empty */
    str day; /* empty: 年 月 日 to be filled in */
};

void paper_signatures(struct paper *paper, const struct paper_signature *signatures,
                      size_t count);

/* A QR code with a text below it.  Content that is too long for a code (2,331 bytes) leaves the
 * text alone. */
void paper_qr(struct paper *paper, enum paper_side side, str content, str text);

/* A small QR code in the corner of the page, beside the title that follows: it takes no room of
 * its own and never stands alone on a page.  Content that is too long leaves nothing. */
void paper_qr_beside(struct paper *paper, str content);

/* A scan or photograph, JPEG or PNG, as large as its page allows, with a line below it; a
 * photograph that lies on its side is turned as its camera says.  The bytes stay the caller's
 * until the paper is written.  Fails when they are no such picture, have too many pixels, or
 * are too many bytes together with those before. */
MUST_USE struct error *paper_image(struct context *cx, struct paper *paper, str bytes,
                                   str caption);

/* A table of contents of all headings down to a level, with the numbers of their pages. */
void paper_contents(struct paper *paper, str title, int levels);

/* Adds another paper from the same arena behind this one, on a page of its own and in its own
 * style.  Its title is a bookmark and an entry of the contents, its headings stand below that.
 * The pages are counted through. */
void paper_join(struct paper *paper, struct paper *part);

/* A certificate on one page. */
struct paper_certificate {
    str title;  /* 荣誉证书 */
    str name;   /* in large type */
    str words;  /* what it is for */
    str issuer; /* with the place for its seal */
    str day;
    str number;  /* may be empty */
    str qr;      /* may be empty */
    str qr_text; /* 扫码核验 */
};

void paper_certificate(struct paper *paper, const struct paper_certificate *certificate);

/* Writes the PDF.  Fails when it has too many pages, or when there is no Chinese type on this
 * machine. */
MUST_USE struct error *paper_write(struct context *cx, struct paper *paper, struct buf *out);

/* The pages of a paper that has been written. */
size_t paper_pages(const struct paper *paper);

#endif
