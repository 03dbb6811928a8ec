/* SPDX-License-Identifier: Apache-2.0 */
/* Putting a paper together: titles, headings, paragraphs, lines, signatures, contents. */
#include "paper/press.h"

struct paper *paper_create(struct context *cx, const struct paper_options *options)
{
    struct paper *paper = arena_new(cx->arena, struct paper);

    *paper = (struct paper){
        .arena = cx->arena,
        .options = *options,
        .made_at = cx->now,
        .last = &paper->first,
        .last_entry = &paper->entries,
    };
    paper->options.title = arena_copy(cx->arena, options->title);
    paper->options.author = arena_copy(cx->arena, options->author);
    paper->options.mark = arena_copy(cx->arena, options->mark);
    paper->options.foot = arena_copy(cx->arena, options->foot);
    return paper;
}

void *block_add(struct paper *paper, size_t bytes,
                void (*set)(struct press *press, struct block *block))
{
    struct block *block = arena_alloc(paper->arena, bytes);

    block->set = set;
    *paper->last = block;
    paper->last = &block->next;
    return block;
}

struct entry *entry_add(struct paper *paper, int level, str title)
{
    struct entry *entry = arena_new(paper->arena, struct entry);

    *entry = (struct entry){ .title = arena_copy(paper->arena, title), .level = level };
    *paper->last_entry = entry;
    paper->last_entry = &entry->next;
    return entry;
}

/* Texts that are set as a whole */

struct words {
    struct block block;
    str text;
    enum face face;
    enum paper_side side;
    double size, pitch, indent; /* 0: of the style */
    double before, after;
    double needs; /* room below the text that must be left on the page */
    unsigned colour;
    struct entry *entry;
};

static struct setting setting_of(const struct press *press, const struct words *words)
{
    return (struct setting){
        .text = words->text,
        .face = words->face,
        .size = words->size > 0 ? words->size : press->style->size,
        .pitch = words->pitch > 0 ? words->pitch : press->style->pitch,
        .indent = words->indent,
        .width = press_width(press),
        .side = words->side,
        .colour = words->colour,
    };
}

/* One line of several is not left alone at the end of a page. */
static void begin_words(struct press *press, const struct words *words,
                        const struct setting *setting, int lines)
{
    press_need(press, words->before + setting->pitch * (lines > 1 ? 2 : 1) + words->needs);
    if (press->y > press->style->top)
        press->y += words->before;
    if (words->entry != NULL)
        press_entry(press, words->entry);
}

static void set_words(struct press *press, struct block *block)
{
    const struct words *words = (const struct words *)block;
    struct setting setting = setting_of(press, words);
    int lines, done = 0;

    press_page(press);
    setting = setting_of(press, words);
    lines = setting_lines(press, &setting);
    begin_words(press, words, &setting, lines);
    for (;;) {
        int reached = setting_draw(press, &setting, done, press->style->left, press->y,
                                   press_room(press));
        press->y += (reached - done) * setting.pitch;
        done = reached;
        if (done >= lines || press->is_too_long)
            break;
        press_new_page(press);
    }
    press->y += words->after;
}

static struct words *words_add(struct paper *paper, str text, enum face face,
                               enum paper_side side)
{
    struct words *words = block_add(paper, sizeof *words, set_words);

    words->text = arena_copy(paper->arena, text);
    words->face = face;
    words->side = side;
    return words;
}

enum { RED = 0xd7000f, GREY = 0x555555 };

void paper_title(struct paper *paper, str title, str note)
{
    const struct style *style = style_of(paper->options.style);
    struct words *words = words_add(paper, title, FACE_TITLE, PAPER_CENTRE);

    words->size = style->title_size;
    words->pitch = style->title_size * 1.5;
    words->after = str_is_empty(note) ? 4 * MM : 0;
    if (str_is_empty(note))
        return;
    words = words_add(paper, note, FACE_BODY, PAPER_CENTRE);
    words->size = style->grid_size;
    words->pitch = style->grid_size * 1.8;
    words->after = 3 * MM;
}

/* A red line across the page */

static void set_red_line(struct press *press, struct block *block)
{
    (void)block;
    press_page(press);
    press_rule(press, press->style->left, press->y, press->style->left + press_width(press),
               press->y, 1.5, RED);
    press->y += 10 * MM;
}

/* Smaller for a long name, so that it stands in one line. */
static double organ_size(const struct paper *paper, str organ)
{
    double width =
        210 * MM - style_of(paper->options.style)->left - style_of(paper->options.style)->right;
    double fitting = width / (double)(str_characters(organ) > 0 ? str_characters(organ) : 1);

    return fitting < 44 ? fitting : 44;
}

void paper_red_head(struct paper *paper, str organ, str number)
{
    struct words *words = words_add(paper, organ, FACE_TITLE, PAPER_CENTRE);

    words->size = organ_size(paper, organ);
    words->pitch = words->size * 1.4;
    words->colour = RED;
    words->after = 6 * MM;
    if (!str_is_empty(number))
        words_add(paper, number, FACE_BODY, PAPER_CENTRE)->after = 1 * MM;
    block_add(paper, sizeof(struct block), set_red_line);
}

/* Headings and paragraphs */

void paper_heading(struct paper *paper, int level, str text)
{
    static const enum face by_level[] = { FACE_HEAVY, FACE_STRONG, FACE_BODY };
    const struct style *style = style_of(paper->options.style);
    bool is_official = paper->options.style == PAPER_OFFICIAL;
    int depth = level < 1 ? 1 : level > 3 ? 3 : level;
    struct words *words = words_add(paper, text, by_level[depth - 1], PAPER_LEFT);

    words->indent = is_official ? 2 * style->size : 0;
    words->before = is_official ? 0 : 2.5 * MM;
    words->needs = 2 * style->pitch;
    words->entry = entry_add(paper, depth, text);
}

static void add_paragraph(struct paper *paper, str line)
{
    words_add(paper, line, FACE_BODY, PAPER_LEFT)->indent =
        2 * style_of(paper->options.style)->size;
}

static str next_line(str *text)
{
    str line;

    str_cut(*text, '\n', &line, text);
    return str_trim(line);
}

void paper_paragraph(struct paper *paper, str text)
{
    while (!str_is_empty(text)) {
        str line = next_line(&text);
        if (!str_is_empty(line))
            add_paragraph(paper, line);
    }
}

/* The length of a number at the beginning: Chinese digits, or others. */
static size_t numerals(str line)
{
    static const char *const digits[] = { "一", "二", "三", "四", "五", "六",
                                          "七", "八", "九", "十", "百" };
    size_t length = 0;

    for (size_t i = 0; i < COUNT(digits); i++)
        if (str_starts(str_slice(line, length, line.length), str_of(digits[i]))) {
            length += str_of(digits[i]).length;
            i = (size_t)-1;
        }
    return length;
}

static size_t figures(str line)
{
    size_t length = 0;

    while (length < line.length && line.data[length] >= '0' && line.data[length] <= '9')
        length++;
    return length;
}

static bool goes_on(str line, size_t from, str with)
{
    return from > 0 && str_starts(str_slice(line, from, line.length), with);
}

/* 1.5公里 begins a paragraph. */
static bool is_numbered(str line, str point)
{
    size_t from = figures(line);

    return goes_on(line, from, point) &&
           figures(str_slice(line, from + point.length, line.length)) == 0;
}

int paper_heading_level(str line)
{
    str inner = str_slice(line, S("（").length, line.length);

    if (goes_on(line, numerals(line), S("、")))
        return 1;
    if (str_starts(line, S("（")) && goes_on(inner, numerals(inner), S("）")))
        return 2;
    return is_numbered(line, S(".")) || is_numbered(line, S("．")) ? 3 : 0;
}

void paper_text(struct paper *paper, str text)
{
    while (!str_is_empty(text)) {
        str line = next_line(&text);
        int level = paper_heading_level(line);
        if (level > 0)
            paper_heading(paper, level, line);
        else if (!str_is_empty(line))
            add_paragraph(paper, line);
    }
}

void paper_line(struct paper *paper, enum paper_side side, str text)
{
    words_add(paper, text, FACE_BODY, side);
}

void paper_note(struct paper *paper, str text)
{
    const struct style *style = style_of(paper->options.style);
    struct words *words = words_add(paper, text, FACE_BODY, PAPER_LEFT);

    words->size = style->grid_size;
    words->pitch = style->grid_size * 1.6;
    words->before = 1 * MM;
    words->after = 1 * MM;
    words->colour = GREY;
}

/* Room and pages */

struct room {
    struct block block;
    double height;
};

static void set_room(struct press *press, struct block *block)
{
    press_page(press);
    press->y += ((const struct room *)block)->height;
}

void paper_space(struct paper *paper, int height_mm)
{
    ((struct room *)block_add(paper, sizeof(struct room), set_room))->height = height_mm * MM;
}

static void set_break(struct press *press, struct block *block)
{
    (void)block;
    press_page(press);
    press->is_begun = false;
}

void paper_break(struct paper *paper)
{
    block_add(paper, sizeof(struct block), set_break);
}

/* Signatures */

struct signatures {
    struct block block;
    const struct paper_signature *items;
    size_t count;
};

static void draw_signature(struct press *press, const struct paper_signature *signature,
                           double x, double y, double width)
{
    double pitch = press->style->pitch;
    struct setting line = { .text =
                                arena_printf(press->cx->arena, "%.*s%.*s：",
                                             STR_ARG(signature->who), STR_ARG(signature->how)),
                            .size = press->style->size,
                            .pitch = pitch,
                            .width = width - 4 * MM };
    setting_draw(press, &line, 0, x, y, 2 * pitch);

    press_rule(press, x, y + 24 * MM, x + width - 6 * MM, y + 24 * MM, 0.6, 0);
    line.text = str_is_empty(signature->day) ? S("　　　　年　　　月　　　日") : signature->day;
    line.side = PAPER_RIGHT;
    setting_draw(press, &line, 0, x, y + 25 * MM, pitch);
}

enum { SIGNATURE_MM = 36 };

static void set_signatures(struct press *press, struct block *block)
{
    const struct signatures *signatures = (const struct signatures *)block;

    for (size_t i = 0; i < signatures->count; i += 2) {
        /* The last row, often a seal, does not stand on a sheet of its own. */
        bool is_last_but_one = i + 2 < signatures->count && i + 4 >= signatures->count;
        press_need(press, (is_last_but_one ? 2 : 1) * SIGNATURE_MM * MM);
        for (size_t j = i; j < i + 2 && j < signatures->count; j++)
            draw_signature(press, &signatures->items[j],
                           press->style->left + (double)(j - i) * press_width(press) / 2,
                           press->y + 2 * MM, press_width(press) / 2);
        press->y += SIGNATURE_MM * MM;
    }
}

void paper_signatures(struct paper *paper, const struct paper_signature *signatures,
                      size_t count)
{
    struct signatures *block = block_add(paper, sizeof *block, set_signatures);
    struct paper_signature *items = arena_array(paper->arena, struct paper_signature, count);

    for (size_t i = 0; i < count; i++)
        items[i] = (struct paper_signature){
            .who = arena_copy(paper->arena, signatures[i].who),
            .how = arena_copy(paper->arena, signatures[i].how),
            .day = arena_copy(paper->arena, signatures[i].day),
        };
    block->items = items;
    block->count = count;
}

/* Contents */

struct contents {
    struct block block;
    const struct paper *paper;
    int levels;
};

static void draw_dots(struct press *press, double from, double to, double y)
{
    if (press->cr == NULL || to - from < 12)
        return;
    cairo_save(press->cr);
    cairo_set_dash(press->cr, (const double[]){ 1, 3 }, 2, 0);
    press_rule(press, from + 4, y, to - 4, y, 0.8, GREY);
    cairo_restore(press->cr);
}

static void begin_link(struct press *press, const struct entry *entry)
{
    str to = arena_printf(press->cx->arena, "page=%d pos=[0 %d]%c", entry->page, (int)entry->y,
                          '\0');

    if (press->cr != NULL)
        cairo_tag_begin(press->cr, CAIRO_TAG_LINK, to.data);
}

static void set_entry_line(struct press *press, const struct entry *entry, int level)
{
    double indent = (level - 1) * 2 * press->style->size, number_width = 14 * MM;
    struct setting title = { .text = entry->title,
                             .face = level == 1 ? FACE_STRONG : FACE_BODY,
                             .size = press->style->size,
                             .pitch = press->style->pitch,
                             .width = press_width(press) - indent - number_width };
    struct setting number = title;
    int lines = setting_lines(press, &title);

    press_need(press, lines * title.pitch);
    number.text = arena_printf(press->cx->arena, "%d", entry->page);
    number.side = PAPER_RIGHT;
    number.width = number_width;
    begin_link(press, entry);
    setting_draw(press, &title, 0, press->style->left + indent, press->y, press_room(press));
    press->y += (lines > 0 ? lines - 1 : 0) * title.pitch;
    setting_draw(press, &number, 0, press->style->left + press_width(press) - number_width,
                 press->y, title.pitch);
    if (press->cr != NULL)
        cairo_tag_end(press->cr, CAIRO_TAG_LINK);
    if (lines == 1)
        draw_dots(press, press->style->left + indent + setting_width(press, &title),
                  press->style->left + press_width(press) - setting_width(press, &number),
                  press->y + title.pitch / 2 + title.size * 0.25);
    press->y += title.pitch;
}

static void set_entries(struct press *press, const struct entry *entry, int above, int levels)
{
    for (; entry != NULL && !press->is_too_long; entry = entry->next) {
        if (above + entry->level > levels)
            continue;
        set_entry_line(press, entry, above + entry->level);
        if (entry->part != NULL)
            set_entries(press, entry->part->entries, above + entry->level, levels);
    }
}

static void set_contents(struct press *press, struct block *block)
{
    const struct contents *contents = (const struct contents *)block;

    press_page(press);
    set_entries(press, contents->paper->entries, 0, contents->levels);
}

void paper_contents(struct paper *paper, str title, int levels)
{
    struct contents *contents;

    if (!str_is_empty(title)) {
        struct words *words = words_add(paper, title, FACE_TITLE, PAPER_CENTRE);
        words->size = style_of(paper->options.style)->title_size;
        words->pitch = words->size * 1.5;
        words->after = 4 * MM;
    }
    contents = block_add(paper, sizeof *contents, set_contents);
    contents->paper = paper;
    contents->levels = levels;
}

/* Papers joined */

struct joined {
    struct block block;
    const struct paper *part;
    struct entry *entry;
};

static void set_joined(struct press *press, struct block *block)
{
    const struct joined *joined = (const struct joined *)block;

    joined->entry->page = press->page + 1;
    press_paper(press, joined->part);
}

void paper_join(struct paper *paper, struct paper *part)
{
    struct joined *joined = block_add(paper, sizeof *joined, set_joined);

    joined->part = part;
    joined->entry = entry_add(paper, 1, part->options.title);
    joined->entry->part = part;
}
