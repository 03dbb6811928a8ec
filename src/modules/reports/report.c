/* SPDX-License-Identifier: Apache-2.0 */
/* What may be done with reports, and filling in their numbers. */
#include "modules/reports/report_text.h"

#include "app/access.h"
#include "app/figure_near.h"
#include "html/html.h"
#include "paper/paper.h"

/* What a text is about, and the numbers that its names stand for. */
struct filling {
    const struct report *report;
    const struct figure_entry **entries;
    struct figure_value *values;
    size_t count;
};

static bool is_listed(const struct filling *filling, const struct figure_entry *entry)
{
    for (size_t i = 0; i < filling->count; i++)
        if (filling->entries[i] == entry)
            return true;
    return false;
}

/* Lists the figures that a text names and has no numbers for. */
static void list_figures(struct context *cx, str text, struct filling *filling)
{
    size_t most;

    (void)figures_all(&most);
    filling->entries = arena_array(cx->arena, const struct figure_entry *, most);
    filling->values = arena_array(cx->arena, struct figure_value, most);
    for (struct piece piece; piece_next(&text, &piece);) {
        const struct figure_entry *entry = figure_find(piece.name);
        if (entry != NULL && !piece.is_fixed && !is_listed(filling, entry))
            filling->entries[filling->count++] = entry;
    }
}

static struct error *fill(struct context *cx, const struct report *report,
                          struct filling *filling)
{
    *filling = (struct filling){ .report = report };
    list_figures(cx, report->body, filling);
    if (filling->count == 0)
        return NULL;
    return figures_read(cx, filling->entries, filling->count, report->place, report->from_on,
                        report->to_on, filling->values);
}

static str date_words(struct context *cx, date day)
{
    struct buf words = { .arena = cx->arena };

    date_write_chinese(day, &words);
    return buf_str(&words);
}

/* {{place}} and its like. */
static str word_text(struct context *cx, const struct report *report, str name)
{
    if (str_eq(name, S("place")))
        return place_called(cx, report->place);
    if (str_eq(name, S("from")))
        return date_words(cx, report->from_on);
    if (str_eq(name, S("to")))
        return date_words(cx, report->to_on);
    if (str_eq(name, S("year")))
        return arena_printf(cx->arena, "%d", date_year(report->to_on));
    return name;
}

static str number_text(struct context *cx, const struct filling *filling,
                       const struct figure_entry *entry, str form)
{
    struct figure_value value = { 0 };

    for (size_t i = 0; i < filling->count; i++)
        if (filling->entries[i] == entry)
            value = filling->values[i];
    str number = str_eq(form, S("over"))   ? figure_over_text(cx, entry, value)
                 : str_eq(form, S("near")) ? figure_near_text(cx, entry, value)
                                           : figure_text(cx, entry, value);
    str unit = figure_unit(entry);
    return arena_printf(cx->arena, "%.*s%.*s", STR_ARG(number), STR_ARG(unit));
}

/* The words that a reference stands for. */
static str piece_text(struct context *cx, const struct filling *filling,
                      const struct piece *piece)
{
    const struct figure_entry *entry = figure_find(piece->name);

    if (piece->is_fixed)
        return piece->fixed;
    return entry == NULL ? word_text(cx, filling->report, piece->name)
                         : number_text(cx, filling, entry, piece->form);
}

/* Writing */

static void write_piece_as_text(struct context *cx, const struct filling *filling,
                                const struct piece *piece, struct buf *out)
{
    buf_add(out, str_is_empty(piece->name) ? piece->literal : piece_text(cx, filling, piece));
}

static void write_piece_as_html(struct context *cx, const struct filling *filling,
                                const struct piece *piece, struct buf *out)
{
    const struct report *report = filling->report;
    const struct figure_entry *entry = figure_find(piece->name);
    str text = str_is_empty(piece->name) ? piece->literal : piece_text(cx, filling, piece);
    str href = entry == NULL
                   ? (str){ 0 }
                   : figure_href(cx, entry, report->place, report->from_on, report->to_on);

    if (str_is_empty(href))
        html_text(out, text);
    else
        html(out, "<a href='%.*s'>%.*s</a>", STR_ARG(href), STR_ARG(text));
}

static void write_line_as_text(struct context *cx, const struct filling *filling, str line,
                               struct buf *out)
{
    buf_add(out, S("\u3000\u3000"));
    for (struct piece piece; piece_next(&line, &piece);)
        write_piece_as_text(cx, filling, &piece, out);
    buf_add_char(out, '\n');
}

static void write_line_as_html(struct context *cx, const struct filling *filling, str line,
                               struct buf *out)
{
    int level = paper_heading_level(line);

    if (level > 0)
        html(out, "<h%d>", level + 1);
    else
        html(out, "<p>");
    for (struct piece piece; piece_next(&line, &piece);)
        write_piece_as_html(cx, filling, &piece, out);
    if (level > 0)
        html(out, "</h%d>\n", level + 1);
    else
        html(out, "</p>\n");
}

static void write_lines(struct context *cx, const struct filling *filling,
                        enum report_form form, struct buf *out)
{
    str rest = filling->report->body;

    while (!str_is_empty(rest)) {
        str line;
        str_cut(rest, '\n', &line, &rest);
        line = str_trim(line);
        if (str_is_empty(line))
            continue;
        if (form == REPORT_TEXT)
            write_line_as_text(cx, filling, line, out);
        else
            write_line_as_html(cx, filling, line, out);
    }
}

struct error *report_write(struct context *cx, const struct report *report,
                           enum report_form form, struct buf *out)
{
    struct filling filling;

    TRY(fill(cx, report, &filling));
    write_lines(cx, &filling, form, out);
    return NULL;
}

/* The words of a title: it may name the place and the period, and figures too. */
static struct error *write_title(struct context *cx, const struct report *report, str title,
                                 str *text)
{
    struct report headline = *report;
    struct buf out = { .arena = cx->arena };
    struct filling filling;

    headline.body = title;
    TRY(fill(cx, &headline, &filling));
    for (struct piece piece; piece_next(&title, &piece);)
        write_piece_as_text(cx, &filling, &piece, &out);
    *text = buf_str(&out);
    return NULL;
}

/* Rules */

static struct error *template_get(struct context *cx, str code,
                                  struct report_template *template)
{
    bool found;

    TRY(store_find_by(cx, &report_template_type, (str){ 0 }, "code", value_text(code), template,
                      &found));
    if (!found)
        return fail(cx, ERROR_NOT_FOUND, "没有名为“%.*s”的报告模板。", STR_ARG(code));
    return NULL;
}

struct error *report_create(struct context *cx, struct report *report)
{
    struct report_template template = { 0 };

    TRY(store_get(cx, &report_template_type, report->template, &template));
    if (str_is_empty(report->body))
        report->body = template.body;
    if (str_is_empty(report->title))
        TRY(write_title(cx, report, template.title, &report->title));
    report->state = REPORT_DRAFT;
    report->author = cx->access->name;
    return store_insert(cx, &report_type, report);
}

static struct error *need_draft(struct context *cx, const struct report *report)
{
    if (report->state == REPORT_FROZEN)
        return fail(cx, ERROR_CONFLICT, "这份报告已经定稿，不能再改。需要改的话，请另写一份。");
    return NULL;
}

struct error *report_change(struct context *cx, struct report *report)
{
    struct report kept = { 0 };

    TRY(store_get(cx, &report_type, report->id, &kept));
    TRY(need_draft(cx, &kept));
    if (!str_eq(kept.place, report->place))
        return fail_field(cx, "place", "报告的地点不能改。别处的报告请另写一份。");
    report->state = REPORT_DRAFT;
    return store_update(cx, &report_type, report);
}

/* A number becomes {{villages=41个}}, which still leads to its records; a word becomes plain.
 */
static void freeze_piece(struct context *cx, const struct filling *filling,
                         const struct piece *piece, struct buf *out)
{
    str text = str_is_empty(piece->name) ? piece->literal : piece_text(cx, filling, piece);

    if (figure_find(piece->name) == NULL)
        buf_add(out, text);
    else
        buf_printf(out, "{{%.*s=%.*s}}", STR_ARG(piece->name), STR_ARG(text));
}

struct error *report_freeze(struct context *cx, record_id id)
{
    struct buf body = { .arena = cx->arena };
    struct report report = { 0 };
    struct filling filling;

    TRY(store_get(cx, &report_type, id, &report));
    TRY(need_draft(cx, &report));
    TRY(fill(cx, &report, &filling));
    str text = report.body;
    for (struct piece piece; piece_next(&text, &piece);)
        freeze_piece(cx, &filling, &piece, &body);
    report.body = buf_str(&body);
    report.state = REPORT_FROZEN;
    report.frozen_at = cx->now;
    return store_update(cx, &report_type, &report);
}

static void write_whole_title(str title, enum report_form form, struct buf *out)
{
    if (form == REPORT_HTML) {
        html(out, "<h1>%.*s</h1>\n", STR_ARG(title));
        return;
    }
    buf_add(out, title);
    buf_add(out, S("\n\n"));
}

struct error *report_render(struct context *cx, str template_code, str place, date from,
                            date to, enum report_form form, struct buf *out)
{
    struct report_template template = { 0 };
    struct report report = { .place = place, .from_on = from, .to_on = to };

    TRY(template_get(cx, template_code, &template));
    report.body = template.body;
    TRY(write_title(cx, &report, template.title, &report.title));
    write_whole_title(report.title, form, out);
    return report_write(cx, &report, form, out);
}
