/* SPDX-License-Identifier: Apache-2.0 */
/* QR codes, scans and photographs. */
#include "paper/press.h"

#include <qrencode.h>
#include <string.h>

/* QR codes */

enum { DARK = 1 };

static void destroy_code(QRcode **code)
{
    QRcode_free(*code);
}

static void draw_code(struct press *press, const QRcode *code, double x, double y, double side)
{
    double module = side / code->width;

    cairo_set_source_rgb(press->cr, 0, 0, 0);
    for (int row = 0; row < code->width; row++)
        for (int column = 0; column < code->width; column++)
            if ((code->data[row * code->width + column] & DARK) != 0)
                cairo_rectangle(press->cr, x + column * module, y + row * module, module,
                                module);
    cairo_fill(press->cr);
}

bool press_qr(struct press *press, str content, double x, double y, double side)
{
    CLEANUP(destroy_code)
    QRcode *code = QRcode_encodeData((int)content.length, (const unsigned char *)content.data,
                                     0, QR_ECLEVEL_M);

    if (code != NULL && press->cr != NULL)
        draw_code(press, code, x, y, side);
    return code != NULL;
}

struct qr {
    struct block block;
    str content, text;
    enum paper_side side;
};

static const double qr_side = 26 * MM;

static double side_offset(enum paper_side side, double room)
{
    switch (side) {
    case PAPER_LEFT:
        return 0;
    case PAPER_CENTRE:
        return room / 2;
    case PAPER_RIGHT:
        return room;
    }
    return 0;
}

static void set_qr(struct press *press, struct block *block)
{
    const struct qr *qr = (const struct qr *)block;
    struct setting text = { .text = qr->text,
                            .size = press->style->grid_size,
                            .pitch = press->style->grid_size * 1.5,
                            .width = 60 * MM,
                            .side = PAPER_CENTRE };
    double x, height;

    press_page(press);
    height = setting_lines(press, &text) * text.pitch;
    press_need(press, qr_side + 4 * MM + height);
    x = press->style->left + side_offset(qr->side, press_width(press) - text.width);
    if (press_qr(press, qr->content, x + (text.width - qr_side) / 2, press->y + 2 * MM,
                 qr_side))
        press->y += qr_side + 4 * MM;
    setting_draw(press, &text, 0, x, press->y, press_room(press));
    press->y += height + 2 * MM;
}

void paper_qr(struct paper *paper, enum paper_side side, str content, str text)
{
    struct qr *qr = block_add(paper, sizeof *qr, set_qr);

    qr->content = arena_copy(paper->arena, content);
    qr->text = arena_copy(paper->arena, text);
    qr->side = side;
}

static const double corner_side = 22 * MM;
static const double corner_rise = 8 * MM; /* into the margin */

static void set_qr_beside(struct press *press, struct block *block)
{
    const struct qr *qr = (const struct qr *)block;

    press_page(press);
    (void)press_qr(press, qr->content, press->style->left + press_width(press) - corner_side,
                   press->y - corner_rise, corner_side);
}

void paper_qr_beside(struct paper *paper, str content)
{
    struct qr *qr = block_add(paper, sizeof *qr, set_qr_beside);

    qr->content = arena_copy(paper->arena, content);
}

/* Reading the head of a picture */

struct head {
    int width, height;
    int turn; /* quarters, clockwise, to set it upright */
    bool is_jpeg;
};

static unsigned byte_at(str bytes, size_t at)
{
    return at < bytes.length ? (unsigned char)bytes.data[at] : 0;
}

static unsigned number_at(str bytes, size_t at, int length, bool little)
{
    unsigned number = 0;

    for (int i = 0; i < length; i++)
        number = number << 8 | byte_at(bytes, at + (size_t)(little ? length - 1 - i : i));
    return number;
}

enum { ORIENTATION_TAG = 0x0112, TAG_BYTES = 12, TAGS_MAX = 200 };

/* What the camera noted (EXIF, of the first folder of tags): 3 upside down, 6 and 8 on a side.
 */
static int turn_of(str segment)
{
    static const int turns[] = { [3] = 2, [6] = 1, [8] = 3 };
    str tags = str_slice(segment, 6, segment.length);
    bool little = str_starts(tags, S("II"));
    size_t folder = number_at(tags, 4, 4, little);
    unsigned count = number_at(tags, folder, 2, little);

    if (!str_starts(segment, (str){ "Exif\0\0", 6 }))
        return 0;
    for (unsigned i = 0; i < count && i < TAGS_MAX; i++) {
        size_t tag = folder + 2 + (size_t)i * TAG_BYTES;
        unsigned value = number_at(tags, tag + 8, 2, little);
        if (number_at(tags, tag, 2, little) == ORIENTATION_TAG)
            return value < COUNT(turns) ? turns[value] : 0;
    }
    return 0;
}

static bool is_frame(unsigned marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 &&
           marker != 0xcc;
}

static bool read_jpeg(str bytes, struct head *head)
{
    size_t at = 2;

    *head = (struct head){ .is_jpeg = true };
    while (at + 4 <= bytes.length && byte_at(bytes, at) == 0xff) {
        unsigned marker = byte_at(bytes, at + 1), length = number_at(bytes, at + 2, 2, false);
        str segment = str_slice(bytes, at + 4, at + 2 + length);
        if (marker == 0xe1 && head->turn == 0)
            head->turn = turn_of(segment);
        if (is_frame(marker)) {
            head->height = (int)number_at(segment, 1, 2, false);
            head->width = (int)number_at(segment, 3, 2, false);
            return segment.length >= 6 &&
                   (byte_at(segment, 5) == 1 || byte_at(segment, 5) == 3);
        }
        at += marker == 0xff ? 1 : 2 + (size_t)length;
    }
    return false;
}

static bool read_png(str bytes, struct head *head)
{
    unsigned width = number_at(bytes, 16, 4, false), height = number_at(bytes, 20, 4, false);

    *head = (struct head){ .width = width > 0xffff ? 0 : (int)width,
                           .height = height > 0xffff ? 0 : (int)height };
    return bytes.length > 24;
}

static bool read_head(str bytes, struct head *head)
{
    if (str_starts(bytes, (str){ "\xff\xd8\xff", 3 }))
        return read_jpeg(bytes, head);
    return str_starts(bytes, (str){ "\x89PNG\r\n\x1a\n", 8 }) && read_png(bytes, head);
}

/* Placing it */

struct image {
    struct block block;
    str bytes, caption;
    struct head head;
};

static cairo_status_t next_bytes(void *closure, unsigned char *data, unsigned length)
{
    str *bytes = closure;

    if (bytes->length < length)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(data, bytes->data, length);
    *bytes = str_slice(*bytes, length, bytes->length);
    return CAIRO_STATUS_SUCCESS;
}

/* The bytes of a JPEG go into the file as they are: the picture beside them is never looked at,
 * so its memory is never touched. */
static cairo_surface_t *open_jpeg(const struct image *image)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, image->head.width, image->head.height);

    if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS)
        cairo_surface_set_mime_data(surface, CAIRO_MIME_TYPE_JPEG,
                                    (const unsigned char *)image->bytes.data,
                                    image->bytes.length, NULL, NULL);
    return surface;
}

static cairo_surface_t *open_picture(const struct image *image)
{
    str rest = image->bytes;

    return image->head.is_jpeg ? open_jpeg(image)
                               : cairo_image_surface_create_from_png_stream(next_bytes, &rest);
}

/* With its middle at x, y. */
static void draw_picture(struct press *press, const struct image *image, double x, double y,
                         double scale)
{
    cairo_surface_t *picture = open_picture(image);

    cairo_save(press->cr);
    cairo_translate(press->cr, x, y);
    cairo_rotate(press->cr, image->head.turn * 1.5707963267948966);
    cairo_scale(press->cr, scale, scale);
    if (cairo_surface_status(picture) == CAIRO_STATUS_SUCCESS) {
        cairo_set_source_surface(press->cr, picture, -image->head.width / 2.0,
                                 -image->head.height / 2.0);
        cairo_paint(press->cr);
    }
    cairo_restore(press->cr);
    cairo_surface_destroy(picture);
}

static void set_image(struct press *press, struct block *block)
{
    const struct image *image = (const struct image *)block;
    bool lies = image->head.turn % 2 == 1;
    double width = lies ? image->head.height : image->head.width;
    double height = lies ? image->head.width : image->head.height;
    struct setting caption = { .text = image->caption,
                               .size = press->style->grid_size,
                               .pitch = press->style->grid_size * 1.6,
                               .side = PAPER_CENTRE };
    double below, scale, most;

    press_page(press);
    caption.width = press_width(press);
    below = setting_lines(press, &caption) * caption.pitch + 2 * MM;
    most = press_bottom(press) - press->style->top - below;
    scale =
        press_width(press) / width < most / height ? press_width(press) / width : most / height;
    press_need(press, height * scale + below);
    if (press->cr != NULL)
        draw_picture(press, image, press->style->left + press_width(press) / 2,
                     press->y + height * scale / 2, scale);
    press->y += height * scale + 2 * MM;
    setting_draw(press, &caption, 0, press->style->left, press->y, press_room(press) + 1);
    press->y += below - 2 * MM;
}

struct error *paper_image(struct context *cx, struct paper *paper, str bytes, str caption)
{
    struct head head;
    struct image *image;

    if (!read_head(bytes, &head) || head.width == 0 || head.height == 0)
        return fail(cx, ERROR_INVALID, "“%.*s”不是能打印的JPEG或PNG图片。", STR_ARG(caption));
    if ((int64_t)head.width * head.height > PAPER_IMAGE_PIXELS_MAX)
        return fail(cx, ERROR_INVALID, "图片“%.*s”太大，请缩小后再打印。", STR_ARG(caption));
    if (bytes.length > PAPER_IMAGES_BYTES_MAX - paper->image_bytes)
        return fail(cx, ERROR_INVALID, "图片合计超过%d兆，请少选几张再打印。",
                    PAPER_IMAGES_BYTES_MAX / 1024 / 1024);
    paper->image_bytes += bytes.length;
    image = block_add(paper, sizeof *image, set_image);
    image->bytes = bytes;
    image->caption = arena_copy(paper->arena, caption);
    image->head = head;
    return NULL;
}
