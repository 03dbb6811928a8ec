/* SPDX-License-Identifier: Apache-2.0 */
#include "http/form.h"
#include "tests/test.h"

#include <string.h>

#define MULTIPART "multipart/form-data; boundary=XX"
#define PART(name, value)                                                                      \
    "--XX\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define FILE_PART(parameters, value)                                                           \
    "--XX\r\nContent-Disposition: form-data; name=\"f\"; " parameters                          \
    "\r\nContent-Type: image/jpeg\r\n\r\n" value "\r\n"
#define END "--XX--\r\n"

struct reading {
    struct arena *arena;
    struct context cx;
    struct params params;
    struct error *error;
};

static void reading_release(struct reading *reading)
{
    arena_destroy(reading->arena);
}

static struct reading reading_new(void)
{
    struct arena *arena = arena_create(1 << 24);

    return (struct reading){ .arena = arena, .cx.arena = arena };
}

static struct reading read_form(str text)
{
    struct reading reading = reading_new();

    reading.error = form_read(&reading.cx, text, &reading.params);
    return reading;
}

static struct reading read_parts(str type, str body)
{
    struct reading reading = reading_new();

    reading.error = multipart_read(&reading.cx, type, body, &reading.params);
    return reading;
}

static bool refuses(str type, str body)
{
    CLEANUP(reading_release) struct reading reading = read_parts(type, body);

    return reading.error != NULL && reading.error->kind == ERROR_INVALID;
}

static bool refuses_form(str text)
{
    CLEANUP(reading_release) struct reading reading = read_form(text);

    return reading.error != NULL && reading.error->kind == ERROR_INVALID;
}

static str decoded(struct arena *arena, const char *text, bool form)
{
    str result = { 0 };

    return percent_decode(arena, str_of(text), form, &result) ? result : S("refused");
}

TEST_ONCE("percent escapes are decoded once, and plus is a space in forms only")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 20);

    CHECK_STR(decoded(arena, "%E4%B9%A1%e6%B2%BB", false), "乡治");
    CHECK_STR(decoded(arena, "%2541", false), "%41");
    CHECK_STR(decoded(arena, "a+b", false), "a+b");
    CHECK_STR(decoded(arena, "a+b%2B", true), "a b+");
    CHECK_STR(decoded(arena, "", true), "");
}

TEST_ONCE("broken escapes, broken UTF-8 and NUL are refused")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 20);

    CHECK_STR(decoded(arena, "%", false), "refused");
    CHECK_STR(decoded(arena, "%4", false), "refused");
    CHECK_STR(decoded(arena, "%4g", false), "refused");
    CHECK_STR(decoded(arena, "%u4e61", false), "refused");
    CHECK_STR(decoded(arena, "%00", false), "refused");
    CHECK_STR(decoded(arena, "%C0%AF", false), "refused");
    CHECK_STR(decoded(arena, "%cf%f2", false), "refused");
    CHECK_STR(decoded(arena, "\xff", false), "refused");
}

TEST_ONCE("encoding is undone by decoding")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 20);
    struct buf out = { .arena = arena };

    percent_encode(&out, S("乡 a-._~+&=%/\n"));

    CHECK_STR(buf_str(&out), "%E4%B9%A1%20a-._~%2B%26%3D%25%2F%0A");
    CHECK_STR(decoded(arena, arena_text(arena, buf_str(&out)), true), "乡 a-._~+&=%/\n");
}

TEST_ONCE("a form gives its parameters in their order, also empty and repeated ones")
{
    CLEANUP(reading_release)
    struct reading reading = read_form(S("a=1&&b=%E4%B9%A1+c&a=2&d&=e&f=g=h"));

    CHECK(reading.error == NULL && reading.params.count == 6);
    CHECK_STR(params_get(reading.params, "a"), "1");
    CHECK_STR(params_get(reading.params, "b"), "乡 c");
    CHECK_STR(reading.params.items[2].value, "2");
    CHECK(params_has(reading.params, "d"));
    CHECK_STR(params_get(reading.params, ""), "e");
    CHECK_STR(params_get(reading.params, "f"), "g=h");
}

TEST_ONCE("a form with too many parameters or a broken one is refused")
{
    char many[2 * PARAMS_MAX + 1];

    memset(many, 'a', sizeof many);
    for (size_t i = 1; i < sizeof many; i += 2)
        many[i] = '&';
    CHECK(refuses_form((str){ many, sizeof many }));
    CHECK(!refuses_form((str){ many, 2 * PARAMS_MAX - 1 }));
    CHECK(refuses_form(S("a=%zz")));
    CHECK(refuses_form(S("%=1")));
    CHECK(refuses_form(S("a=\x80")));
    CHECK(!refuses_form(S("")));
}

TEST_ONCE("a multipart body gives texts and files")
{
    CLEANUP(reading_release)
    struct reading reading =
        read_parts(S(MULTIPART), S(PART("title", "坑洼\r\n第二行") PART("empty", "") FILE_PART(
                                     "filename=\"图 1.jpg\"", "\0\xff--XX\r\n--X") END));
    const struct param *file = &reading.params.items[2];

    CHECK(reading.error == NULL && reading.params.count == 3);
    CHECK_STR(params_get(reading.params, "title"), "坑洼\r\n第二行");
    CHECK(params_has(reading.params, "empty"));
    CHECK_STR(file->file_name, "图 1.jpg");
    CHECK(str_eq(file->value, S("\0\xff--XX\r\n--X")));
}

TEST_ONCE("an empty multipart body and one without the last line end are accepted")
{
    CHECK(!refuses(S(MULTIPART), S("--XX--")));
    CHECK(!refuses(S(MULTIPART), S(PART("a", "1") "--XX--")));
    CHECK(!refuses(S("multipart/form-data;boundary=\"X X\"; charset=utf-8"), S("--X X--")));
    CHECK(!refuses(S("Multipart/Form-Data; charset=utf-8; Boundary=XX"), S(END)));
}

static str file_name(str parameters_and_body)
{
    static char kept[300];
    CLEANUP(reading_release)
    struct reading reading = read_parts(S(MULTIPART), parameters_and_body);

    if (reading.error != NULL)
        return S("refused");
    str name = reading.params.items[0].file_name;
    memcpy(kept, name.data, name.length);
    return (str){ kept, name.length };
}

TEST_ONCE("file names lose their path and their escapes")
{
    CHECK_STR(file_name(S(FILE_PART("filename=\"C:\\照片\\a.jpg\"", "x") END)), "a.jpg");
    CHECK_STR(file_name(S(FILE_PART("filename=\"../../etc/passwd\"", "x") END)), "passwd");
    CHECK_STR(file_name(S(FILE_PART("filename=\"a%22b\\\"c.jpg\"", "x") END)), "a\"b\"c.jpg");
    CHECK_STR(file_name(S(FILE_PART("filename=a.jpg", "x") END)), "a.jpg");
    CHECK_STR(
        file_name(S(FILE_PART("filename*=utf-8''%E5%9B%BE.jpg; filename=\"x\"", "x") END)),
        "图.jpg");
    CHECK_STR(
        file_name(S(FILE_PART("filename=\"x\"; filename*=UTF-8''%2Fb%E5%9B%BE", "x") END)),
        "b图");
}

TEST_ONCE("a file field without a file is an empty text")
{
    CLEANUP(reading_release)
    struct reading reading = read_parts(S(MULTIPART), S(FILE_PART("filename=\"\"", "") END));

    CHECK(reading.error == NULL && reading.params.count == 1);
    CHECK_STR(reading.params.items[0].file_name, "");
    CHECK_STR(reading.params.items[0].value, "");
}

TEST_ONCE("bad file names are refused")
{
    CHECK_STR(file_name(S(FILE_PART("filename=\"\"", "x") END)), "refused");
    CHECK_STR(file_name(S(FILE_PART("filename=\"..\"", "x") END)), "refused");
    CHECK_STR(file_name(S(FILE_PART("filename=\"a\tb\"", "x") END)), "refused");
    CHECK_STR(file_name(S(FILE_PART("filename=\"\xd5\xd5\"", "x") END)), "refused");
    CHECK_STR(file_name(S(FILE_PART("filename=\"a", "x") END)), "refused");
    CHECK_STR(file_name(S(FILE_PART("filename*=GBK''%d5%d5", "x") END)), "refused");
    CHECK_STR(file_name(S(FILE_PART("filename*=UTF-8''%d5%d5", "x") END)), "refused");
    CHECK_STR(file_name(S(FILE_PART("filename*=UTF-8''%0Aa", "x") END)), "refused");
}

TEST_ONCE("a bad boundary is refused")
{
    CHECK(refuses(S("multipart/form-data"), S(END)));
    CHECK(refuses(S("multipart/form-data; boundary="), S("----\r\n")));
    CHECK(refuses(S("multipart/form-data; boundary=XX; boundary=XX"), S(END)));
    CHECK(refuses(S("multipart/form-data; boundary=\"X\rX\""), S("--X\rX--\r\n")));
    CHECK(refuses(S("multipart/form-data; boundary=XX;"), S(END)));
    CHECK(refuses(S("multipart/form-data; boundary=X"
                    "1234567890123456789012345678901234567890123456789012345678901234567890"),
                  S(END)));
    CHECK(refuses(S(MULTIPART), S("--XY--\r\n")));
}

TEST_ONCE("a multipart body that is cut short or has more around it is refused")
{
    str whole = S(PART("a", "1") FILE_PART("filename=\"b\"", "2") "--XX--");

    for (size_t i = 0; i < whole.length; i++)
        CHECK(refuses(S(MULTIPART), str_slice(whole, 0, i)));
    CHECK(refuses(S(MULTIPART), S("before\r\n" PART("a", "1") END)));
    CHECK(refuses(S(MULTIPART), S(PART("a", "1") END "after")));
    CHECK(refuses(S(MULTIPART), S("--XX\n" END)));
}

#define HEADED(lines) "--XX\r\n" lines "\r\n\r\nx\r\n" END
#define NAMED "Content-Disposition: form-data; name=\"a\""

TEST_ONCE("the headers of a part are strict")
{
    CHECK(!refuses(S(MULTIPART), S(HEADED(NAMED))));
    CHECK(!refuses(S(MULTIPART), S(HEADED(NAMED "\r\nX-Other: 1"))));
    CHECK(refuses(S(MULTIPART), S(HEADED("Content-Type: text/plain"))));
    CHECK(refuses(S(MULTIPART), S(HEADED("Content-Disposition: form-data"))));
    CHECK(refuses(S(MULTIPART), S(HEADED("Content-Disposition: file; name=\"a\""))));
    CHECK(refuses(S(MULTIPART), S(HEADED("Content-Disposition: form-data name=\"a\""))));
    CHECK(refuses(S(MULTIPART), S(HEADED(NAMED "; name=\"b\""))));
    CHECK(refuses(S(MULTIPART), S(HEADED(NAMED "\r\n" NAMED))));
    CHECK(refuses(S(MULTIPART), S(HEADED(NAMED "\r\nno colon"))));
    CHECK(refuses(S(MULTIPART), S(HEADED(NAMED "\r\nContent-Transfer-Encoding: base64"))));
    CHECK(refuses(S(MULTIPART), S(HEADED(NAMED "\r\nContent-Type: multipart/mixed"))));
    CHECK(refuses(S(MULTIPART), S(PART("a", "\xff") END)));
    CHECK(refuses(S(MULTIPART), S(PART("a", "\0") END)));
    CHECK(refuses(S(MULTIPART), S(PART("\xff", "a") END)));
}

TEST_ONCE("a multipart body has at most so many parts")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(1 << 24);
    struct buf body = { .arena = arena };

    for (int i = 0; i < PARAMS_MAX; i++)
        buf_add(&body, S(PART("a", "1")));
    struct buf more = { .arena = arena };
    buf_add(&more, buf_str(&body));
    buf_add(&body, S(END));
    buf_add(&more, S(PART("a", "1") END));

    CHECK(!refuses(S(MULTIPART), buf_str(&body)));
    CHECK(refuses(S(MULTIPART), buf_str(&more)));
}
