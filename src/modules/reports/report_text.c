/* SPDX-License-Identifier: Apache-2.0 */
/* Taking the text of a report to pieces, and judging it. */
#include "modules/reports/report_text.h"

#include <string.h>

static size_t find(str text, const char *mark)
{
    const char *found = text.length == 0 ? NULL : memmem(text.data, text.length, mark, 2);

    return found == NULL ? text.length : (size_t)(found - text.data);
}

static struct piece read_reference(str inside)
{
    struct piece piece = { 0 };
    str head;

    piece.is_fixed = str_cut(inside, '=', &head, &piece.fixed);
    str_cut(head, '|', &piece.name, &piece.form);
    piece.name = str_trim(piece.name);
    piece.form = str_trim(piece.form);
    if (str_is_empty(piece.name))
        piece.name = S(" ");
    return piece;
}

bool piece_next(str *text, struct piece *piece)
{
    size_t start = find(*text, "{{");

    if (str_is_empty(*text))
        return false;
    if (start > 0) {
        *piece = (struct piece){ .literal = str_slice(*text, 0, start) };
        *text = str_slice(*text, start, text->length);
        return true;
    }
    size_t end = find(*text, "}}");
    if (end == text->length)
        *piece = (struct piece){ .literal = *text, .is_open = true };
    else
        *piece = read_reference(str_slice(*text, 2, end));
    *text = str_slice(*text, end + 2, text->length);
    return true;
}

static bool is_word(str name)
{
    return str_list_has(S("place from to year"), name);
}

static const char *piece_refusal(struct context *cx, const struct piece *piece)
{
    struct buf sentence = { .arena = cx->arena };

    if (piece->is_open)
        buf_add(&sentence, str_of(_("有一处“{{”没有对应的“}}”，请补上。")));
    else if (piece->is_fixed)
        buf_printf(&sentence,
                   _("“{{%.*s=…}}”里不能写数字：数字由记录算出来，请去掉等号后面的部分。"),
                   STR_ARG(piece->name));
    else if (figure_find(piece->name) == NULL && !is_word(piece->name))
        buf_printf(&sentence, _("没有名为“%.*s”的指标。能用的名称列在页面下方。"),
                   STR_ARG(piece->name));
    else if (!str_is_empty(piece->form) && !str_list_has(S("over near"), piece->form))
        buf_printf(
            &sentence,
            _("“{{%.*s|%.*s}}”里竖线后面只能写 over（写成“多少余”）或 near（写成“近多少”）。"),
            STR_ARG(piece->name), STR_ARG(piece->form));
    else
        return NULL;
    buf_add_char(&sentence, '\0');
    return sentence.data;
}

const char *report_text_refusal(struct context *cx, str text)
{
    for (struct piece piece; piece_next(&text, &piece);) {
        bool is_literal = str_is_empty(piece.name) && !piece.is_open;
        const char *refusal = is_literal ? NULL : piece_refusal(cx, &piece);
        if (refusal != NULL)
            return refusal;
    }
    return NULL;
}
