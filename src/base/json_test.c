/* SPDX-License-Identifier: Apache-2.0 */
/* JSON, written and read. */
#include "base/json.h"

#include "tests/test.h"

#include <string.h>

enum { LIMIT = 64 * 1024 * 1024 };

static str quoted(struct arena *arena, str s)
{
    struct buf out = { .arena = arena };

    json_add_string(&out, s);
    return buf_str(&out);
}

static bool refuses(struct context *cx, str text)
{
    struct json_member *members = NULL;
    size_t count = 99;
    struct error *error = json_read_object(cx, text, &members, &count);

    return error != NULL && error->kind == ERROR_INVALID && members == NULL && count == 99;
}

static bool accepts(struct context *cx, str text)
{
    struct json_member *members;
    size_t count;

    return json_read_object(cx, text, &members, &count) == NULL;
}

/* The value of the only member of an object. */
static str only_value(struct context *cx, str text)
{
    struct json_member *members;
    size_t count;

    CHECK(json_read_object(cx, text, &members, &count) == NULL);
    CHECK(count == 1);
    return members[0].value;
}

static str repeated(struct arena *arena, str head, str each, size_t times, str tail)
{
    struct buf out = { .arena = arena };

    buf_add(&out, head);
    for (size_t i = 0; i < times; i++)
        buf_add(&out, each);
    buf_add(&out, tail);
    return buf_str(&out);
}

TEST_ONCE("quotes, backslashes and control characters are escaped, Han characters are not")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(quoted(arena, S("张\"三\\\n\t\x01\x7f𠅤")),
              "\"张\\\"三\\\\\\n\\u0009\\u0001\\u007f𠅤\"");
    CHECK_STR(quoted(arena, (str){ 0 }), "\"\"");
    CHECK_STR(quoted(arena, S("a\0b")), "\"a\\u0000b\"");
}

TEST_ONCE("each broken byte is written as U+FFFD")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);

    CHECK_STR(quoted(arena, S("a\xff\xe5\xbc")), "\"a\ufffd\ufffd\ufffd\"");
}

TEST_ONCE("names have commas between them")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct buf out = { .arena = arena };

    buf_add_char(&out, '{');
    json_add_name(&out, "a");
    buf_add(&out, S("{"));
    json_add_name(&out, "b");
    json_add_string(&out, S("{"));
    buf_add(&out, S("}"));
    json_add_name(&out, "c");
    buf_add(&out, S("1}"));

    CHECK_STR(buf_str(&out), "{\"a\":{\"b\":\"{\"},\"c\":1}");
}

TEST_ONCE("an object is read member by member")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    struct json_member *members;
    size_t count;

    CHECK(json_read_object(&cx,
                           S(" {\"name\" : \"张\\u4e09\\n\", \"age\":30,\"ok\":true,"
                             "\"none\":null, \"list\":[1, {\"a\" : 2}]}\r\n"),
                           &members, &count) == NULL);

    CHECK(count == 5);
    CHECK_STR(members[0].name, "name");
    CHECK_STR(members[0].value, "张三\n");
    CHECK_STR(members[1].value, "30");
    CHECK_STR(members[2].value, "true");
    CHECK(members[3].is_null && str_is_empty(members[3].value) && !members[0].is_null);
    CHECK_STR(members[4].value, "[1, {\"a\" : 2}]");
}

TEST_ONCE("an empty object has no members")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    struct json_member *members;
    size_t count;

    CHECK(json_read_object(&cx, S("{ }"), &members, &count) == NULL);
    CHECK(count == 0);
}

TEST_ONCE("numbers are kept as they were written, also those that no double can hold")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    CHECK_STR(only_value(&cx, S("{\"a\":9223372036854775807}")), "9223372036854775807");
    CHECK_STR(only_value(&cx, S("{\"a\":9007199254740993}")), "9007199254740993");
    CHECK_STR(only_value(&cx, S("{\"a\":-0.10}")), "-0.10");
    CHECK_STR(only_value(&cx, S("{\"a\":1E+2}")), "1E+2");
    CHECK_STR(only_value(&cx, S("{\"a\":[9007199254740993]}")), "[9007199254740993]");
}

TEST_ONCE("characters beyond the basic plane come from their surrogates")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    CHECK_STR(only_value(&cx, S("{\"a\":\"\\ud840\\udd64\"}")), "𠅤");
    CHECK(refuses(&cx, S("{\"a\":\"\\ud840\"}")));
    CHECK(refuses(&cx, S("{\"a\":\"\\udd64\\ud840\"}")));
}

TEST_ONCE("what was written as a string is read as it was")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    str text = S("\"\\/{}[]:,\n\r\t 张三·𠅤\u3000\u2028 \\u0000");

    str object = arena_printf(arena, "{\"a\":%.*s}", STR_ARG(quoted(arena, text)));

    CHECK(str_eq(only_value(&cx, object), text));
}

TEST_ONCE("a zero character is refused and cuts nothing off")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    CHECK(refuses(&cx, S("{\"a\":\"x\\u0000y\"}")));
    CHECK(refuses(&cx, S("{\"a\\u0000\":1}")));
    CHECK(refuses(&cx, S("{\"a\":[\"\\u0000\"]}")));
    CHECK(refuses(&cx, S("{\"a\":\"x\0\"}")));
    CHECK_STR(only_value(&cx, S("{\"a\":\"\\\\u0000\"}")), "\\u0000");
}

TEST_ONCE("control characters and bare line ends in strings are refused")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    CHECK(refuses(&cx, S("{\"a\":\"\\u001b[0m\"}")));
    CHECK(refuses(&cx, S("{\"a\":\"x\ny\"}")));
    CHECK(refuses(&cx, S("{\"a\":\"x\ty\"}")));
}

TEST_ONCE("a member that is named twice is refused, however it is spelled")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    CHECK(refuses(&cx, S("{\"a\":1,\"a\":2}")));
    CHECK(refuses(&cx, S("{\"a\":1,\"\\u0061\":2}")));
    CHECK(accepts(&cx, S("{\"a\":1,\"A\":2,\"\":3}")));
}

TEST_ONCE("broken UTF-8 is refused")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    CHECK(refuses(&cx, S("{\"a\":\"\xff\"}")));
    CHECK(refuses(&cx, S("{\"a\":\"\xed\xa0\x80\"}")));
    CHECK(refuses(&cx, S("\xef\xbb\xbf{\"a\":1}")));
}

TEST_ONCE("anything after the object is refused")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    CHECK(refuses(&cx, S("{\"a\":1}{")) && refuses(&cx, S("{\"a\":1},")));
    CHECK(refuses(&cx, S("{\"a\":1}\0")) && refuses(&cx, S("{}x")));
}

TEST_ONCE("what is no JSON is refused")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    static const str wrong[] = {
        S_INIT(""),           S_INIT(" "),           S_INIT("{"),         S_INIT("[]"),
        S_INIT("null"),       S_INIT("{\"a\"}"),     S_INIT("{\"a\":}"),  S_INIT("{\"a\":1,}"),
        S_INIT("{,}"),        S_INIT("{a:1}"),       S_INIT("{'a':1}"),   S_INIT("{\"a\":tru}"),
        S_INIT("{\"a\":nul"), S_INIT("{\"a\":\"x"),  S_INIT("{1:2}"),     S_INIT("{\"a\":1 2}"),
        S_INIT("{\"a\":[1}"), S_INIT("{\"a\":[1,"),  S_INIT("{\"a\":\\"), S_INIT("{\"a\" 1}"),
        S_INIT("{\"a\":\""),  S_INIT("{\"a\":[,]}"),
    };

    for (size_t i = 0; i < COUNT(wrong); i++)
        CHECK(refuses(&cx, wrong[i]));
}

TEST_ONCE("numbers are written as the standard wants them")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    static const char *wrong[] = { "01", "1.",   ".1",  "+1",  "-",
                                   "1e", "0x10", "1-2", "NaN", "--1" };

    for (size_t i = 0; i < COUNT(wrong); i++) {
        CHECK(refuses(&cx, arena_printf(arena, "{\"a\":%s}", wrong[i])));
        CHECK(refuses(&cx, arena_printf(arena, "{\"a\":[{\"b\":%s}]}", wrong[i])));
    }
}

TEST_ONCE("32 levels are read, and more are refused")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    str inside = repeated(arena, S("{\"a\":"), S("["), 31, S(""));

    CHECK(accepts(&cx, repeated(arena, inside, S("]"), 31, S("}"))));
    inside = repeated(arena, S("{\"a\":"), S("["), 32, S(""));
    CHECK(refuses(&cx, repeated(arena, inside, S("]"), 32, S("}"))));
    CHECK(refuses(&cx, repeated(arena, S(""), S("["), 1000000, S(""))));
}

static str object_of(struct arena *arena, int members)
{
    struct buf out = { .arena = arena };

    buf_add_char(&out, '{');
    for (int i = 0; i < members; i++) {
        json_add_name(&out, arena_printf(arena, "m%d", i).data);
        buf_add_integer(&out, i);
    }
    buf_add_char(&out, '}');
    return buf_str(&out);
}

TEST_ONCE("200 members are read, and more are refused")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };

    CHECK(accepts(&cx, object_of(arena, 200)));
    CHECK(refuses(&cx, object_of(arena, 201)));
}

TEST_ONCE("a string of a mebibyte is read whole")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    str text = repeated(arena, S("{\"a\":\""), S("\\n"), 1024 * 1024, S("\"}"));

    CHECK(only_value(&cx, text).length == 1024 * 1024);
}

TEST_ONCE("an array gives each object as it was written")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    size_t count;
    str *items;

    CHECK(json_read_array(&cx, S(" [ {\"a\" :1} , {} ] "), 2, &items, &count) == NULL);
    CHECK(count == 2);
    CHECK_STR(items[0], "{\"a\" :1}");
    CHECK_STR(items[1], "{}");
    CHECK(json_read_array(&cx, S("[]"), 2, &items, &count) == NULL);
    CHECK(count == 0);
}

TEST_ONCE("an array has as many items as allowed and not one more")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    str text = repeated(arena, S("[{\"a\":1}"), S(",{\"a\":2}"), 999, S("]"));
    size_t count;
    str *items;

    CHECK(json_read_array(&cx, text, 1000, &items, &count) == NULL);
    CHECK(count == 1000);
    CHECK_STR(items[999], "{\"a\":2}");
    struct error *error = json_read_array(&cx, text, 999, &items, &count);
    CHECK(error != NULL && error->kind == ERROR_INVALID);
}

TEST_ONCE("an array of other things than objects is refused")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    static const str wrong[] = {
        S_INIT("[1]"),   S_INIT("[[]]"),   S_INIT("[{}"),     S_INIT("[{},]"), S_INIT("{}"),
        S_INIT("[{}]x"), S_INIT("[null]"), S_INIT("[{} {}]"), S_INIT("["),     S_INIT("[{}]]"),
    };
    size_t count;
    str *items;

    for (size_t i = 0; i < COUNT(wrong); i++)
        CHECK(json_read_array(&cx, wrong[i], 10, &items, &count) != NULL);
}
