/* SPDX-License-Identifier: Apache-2.0 */
/* QR codes as one path of an SVG: a rectangle for each run of dark modules in a row. */
#include "html/ui.h"

#include <qrencode.h>

/* The quiet zone that readers need, in modules. */
enum { MARGIN = 4, DARK = 1 };

static void destroy(QRcode **code)
{
    QRcode_free(*code);
}

static bool is_dark(const QRcode *code, int x, int y)
{
    return (code->data[y * code->width + x] & DARK) != 0;
}

static int run_length(const QRcode *code, int x, int y)
{
    int length = 0;

    while (x + length < code->width && is_dark(code, x + length, y))
        length++;
    return length;
}

static void write_row(struct buf *out, const QRcode *code, int y)
{
    for (int x = 0; x < code->width;) {
        int length = run_length(code, x, y);
        if (length > 0)
            html(out, "M%d %dh%dv1h-%dz", x + MARGIN, y + MARGIN, length, length);
        x += length > 0 ? length : 1;
    }
}

static void write_code(struct buf *out, const QRcode *code, str text)
{
    int side = code->width + 2 * MARGIN;

    html(out, "<svg viewBox='0 0 %d %d' role='img' aria-label='%s%.*s'", side, side,
         _("二维码："), STR_ARG(text));
    html(out, " shape-rendering='crispEdges'>\n<rect width='%d' height='%d' fill='#fff'/>\n",
         side, side);
    html(out, "<path d='");
    for (int y = 0; y < code->width; y++)
        write_row(out, code, y);
    html(out, "'/>\n</svg>\n");
}

void ui_qr(struct buf *out, str content, str text)
{
    CLEANUP(destroy)
    QRcode *code = QRcode_encodeData((int)content.length, (const unsigned char *)content.data,
                                     0, QR_ECLEVEL_M);

    html(out, "<figure class='qr'>\n");
    if (code != NULL)
        write_code(out, code, text);
    html(out, "<figcaption>%.*s</figcaption>\n</figure>\n", STR_ARG(text));
}
