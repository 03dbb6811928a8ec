/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of an XLSX container: unpacked and parsed piece by piece, within limits. */
#include "sheet/book.h"

#include <string.h>

enum {
    DEPTH_MAX = 64,
    RATIO_MAX = 400,                     /* of what is unpacked to what was packed */
    RATIO_FREE_BYTES = 64 * 1024 * 1024, /* below which no ratio is asked */
};

#define INFLATED_MAX (INT64_C(4) << 30) /* of all parts that are read, one after the other */

void part_stop(struct part_reader *reader, struct error *error)
{
    if (reader->stopped)
        return;
    reader->stopped = true;
    reader->error = error;
    XML_StopParser(reader->parser, XML_FALSE);
}

/* "x:row" is "row" to us. */
static str local_name(const char *name)
{
    const char *local = name;
    const char *end = name;

    for (; *end != '\0'; end++)
        if (*end == ':')
            local = end + 1;
    return (str){ local, (size_t)(end - local) };
}

str attribute(const char **attributes, const char *name)
{
    str wanted = str_of(name);

    for (size_t i = 0; attributes[i] != NULL; i += 2)
        if (str_eq(local_name(attributes[i]), wanted))
            return str_of(attributes[i + 1]);
    return (str){ 0 };
}

static void on_start(void *own, const char *name, const char **attributes)
{
    struct part_reader *reader = own;

    if (reader->stopped)
        return;
    if (++reader->depth > DEPTH_MAX)
        part_stop(reader, fail(reader->cx, ERROR_INVALID,
                               "表格文件里层套层太深，不像正常的表格，没有读。"));
    else if (reader->start != NULL)
        reader->start(reader, local_name(name), attributes);
}

static void on_end(void *own, const char *name)
{
    struct part_reader *reader = own;

    if (reader->stopped)
        return;
    reader->depth--;
    if (reader->end != NULL)
        reader->end(reader, local_name(name));
}

static void on_text(void *own, const char *text, int length)
{
    struct part_reader *reader = own;

    if (!reader->stopped && reader->text != NULL)
        reader->text(reader, (str){ text, (size_t)length });
}

/* A spreadsheet has none; entities that are made of entities need one. */
static void on_doctype(void *own, const char *name, const char *system, const char *public,
                       int has_subset)
{
    struct part_reader *reader = own;

    (void)name;
    (void)system;
    (void)public;
    (void)has_subset;
    part_stop(reader, fail(reader->cx, ERROR_INVALID,
                           "表格文件里夹带了不该有的定义，可能不安全，没有读。"));
}

static XML_Parser make_parser(struct part_reader *reader)
{
    XML_Parser parser = XML_ParserCreate(NULL);

    if (parser == NULL)
        out_of_memory();
    XML_SetUserData(parser, reader);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    return parser;
}

static struct error *damaged(struct context *cx)
{
    return fail(cx, ERROR_INVALID,
                "表格文件有损坏，读不下去。请在电脑上打开它，另存为xlsx后再传。");
}

/* What an attacker packs is thousands of times smaller than what comes out. */
static struct error *check_inflated(struct context *cx, struct sheet_book *book,
                                    const struct zip_stat *facts, int64_t part_bytes,
                                    int64_t more)
{
    int64_t packed = facts->comp_size > 0 ? (int64_t)facts->comp_size : 1;

    book->inflated += more;
    if (book->inflated > INFLATED_MAX)
        return fail(cx, ERROR_TOO_LARGE, "表格文件解开后太大。请拆成几个文件再传。");
    if (part_bytes > RATIO_FREE_BYTES && part_bytes / packed > RATIO_MAX)
        return fail(cx, ERROR_INVALID, "表格文件压得反常地小，可能是攻击文件，没有读。");
    return NULL;
}

static void close_part(zip_file_t **part)
{
    if (*part != NULL)
        zip_fclose(*part);
}

/* Feeds the pieces of a part to take, until it answers false. */
static struct error *each_piece(struct context *cx, struct sheet_book *book, const char *name,
                                bool (*take)(str piece, void *closure), void *closure)
{
    CLEANUP(close_part) zip_file_t *part = zip_fopen(book->zip, name, ZIP_FL_NOCASE);
    struct zip_stat facts;
    char piece[PART_PIECE_BYTES];
    int64_t part_bytes = 0;

    if (part == NULL || zip_stat(book->zip, name, ZIP_FL_NOCASE, &facts) != 0)
        return damaged(cx);
    for (;;) {
        zip_int64_t length = zip_fread(part, piece, sizeof piece);
        if (length < 0)
            return damaged(cx);
        if (length == 0)
            return NULL;
        part_bytes += length;
        TRY(check_inflated(cx, book, &facts, part_bytes, length));
        if (!take((str){ piece, (size_t)length }, closure))
            return NULL;
    }
}

struct error *part_scan(struct context *cx, struct sheet_book *book, const char *name,
                        bool (*each)(str piece, void *closure), void *closure)
{
    return each_piece(cx, book, name, each, closure);
}

static bool parse_piece(str piece, void *closure)
{
    struct part_reader *reader = closure;

    if (XML_Parse(reader->parser, piece.data, (int)piece.length, 0) != XML_STATUS_ERROR)
        return true;
    if (!reader->stopped)
        reader->error = damaged(reader->cx);
    reader->stopped = true;
    return false;
}

static void end_parser(struct part_reader *reader)
{
    if (!reader->stopped && XML_Parse(reader->parser, "", 0, 1) == XML_STATUS_ERROR &&
        !reader->stopped)
        reader->error = damaged(reader->cx);
    XML_ParserFree(reader->parser);
    reader->parser = NULL;
}

struct error *part_read(struct sheet_book *book, const char *name, struct part_reader *reader,
                        bool *found)
{
    *found = zip_name_locate(book->zip, name, ZIP_FL_NOCASE) >= 0;
    if (!*found)
        return NULL;
    reader->parser = make_parser(reader);
    struct error *error = each_piece(reader->cx, book, name, parse_piece, reader);
    if (error != NULL)
        reader->stopped = true;
    end_parser(reader);
    return error != NULL ? error : reader->error;
}
