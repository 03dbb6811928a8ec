/* SPDX-License-Identifier: Apache-2.0 */
/* A town for tests. */
#include "tests/town.h"

#include "app/account.h"
#include "app/calendar.h"
#include "base/file.h"
#include "base/hash.h"
#include "http/form.h"
#include "modules/modules.h"
#include "modules/places/places.h"
#include "sheet/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ARENA_BYTES = 1024 * 1024 * 1024 };

/* One town a process: made once, and after each test rolled back to how it was. */
static struct app town;
static struct db *connection;
static struct access access_now;
static str session_secret;
static str api_secret;
static const char *remote;
static enum language reader_language;
static int people;

static struct error *make_schema(struct context *cx, void *closure)
{
    (void)closure;
    TRY(app_apply_schema(cx));
    TRY(app_set_up(cx));
    return places_load_divisions(cx);
}

static void clear_postgres(struct context *cx)
{
    CHECK_OK(db_script(cx, "drop schema public cascade; create schema public"));
}

static char folder[] = "/tmp/xiangzhi-test-XXXXXX";

static void remove_folder(void)
{
    folder_remove(folder);
}

static void build_town(struct context *cx)
{
    const char *address = test_database_address();

    modules_register(modules);
    seal_use_test_key();
    password_use_quick_hashing();
    CHECK_OK(db_open(cx, address, DB_CREATE, &connection));
    cx->db = connection;
    if (db_address_is_postgres(address))
        clear_postgres(cx);
    (void)atexit(remove_folder);
    town = (struct app){ .address = address, .site = S("测试镇"), .folder = mkdtemp(folder) };
    cx->app = &town;
    cx->access = &access_of_system;
    cx->watch = &app_watch;
    context_set_now(cx, instant_of(date_of(2026, 1, 1), 9, 0, 0));
    CHECK_OK(db_transaction(cx, make_schema, NULL));
    struct calendar *calendar;
    CHECK_OK(calendar_load(cx, &calendar));
    town.calendar = calendar;
}

struct context test_town(void)
{
    struct context cx = { .arena = arena_create(ARENA_BYTES) };

    if (connection == NULL)
        build_town(&cx);
    cx.db = connection;
    cx.app = &town;
    cx.access = &access_of_system;
    cx.watch = &app_watch;
    cx.calendar = town.calendar;
    cx.deed = "test";
    session_secret = (str){ 0 };
    api_secret = (str){ 0 };
    remote = "127.0.0.1";
    test_set_day(&cx, "2026-03-02");
    CHECK_OK(db_begin(&cx));
    return cx;
}

void test_town_close(struct context *cx)
{
    db_fail_at(cx->db, 0);
    while (db_depth(cx->db) > 0)
        db_rollback(cx);
    arena_destroy(cx->arena);
}

void test_set_day(struct context *cx, const char *day)
{
    date d;

    CHECK(date_read(str_of(day), &d));
    context_set_now(cx, instant_of(d, 9, 0, 0));
}

void test_give_post(struct context *cx, const char *role, const char *place)
{
    const struct access *was = cx->access;
    record_id account = access_now.account;
    struct post post = {
        .place = str_of(place),
        .role = str_of(role),
        .account = account,
        .holder = S("示例测试员"),
        .starts_on = date_add_days(cx->today, -30),
    };

    cx->access = &access_of_system;
    CHECK_OK(post_give(cx, &post));
    CHECK_OK(session_access(cx, session_secret, &access_now));
    cx->access = was == &access_of_system ? was : &access_now;
}

void test_sign_in_as(struct context *cx, const char *role, const char *place)
{
    str login = arena_printf(cx->arena, "tester%d", ++people);
    record_id account;

    cx->access = &access_of_system;
    CHECK_OK(account_create(cx, login, S("示例测试员"), S("Test-pass-2026"), true, &account));
    CHECK_OK(session_start(cx, account, S("test"), &session_secret));
    CHECK_OK(token_create(cx, account, S("test"), date_add_days(cx->today, 365), &api_secret));
    access_now.account = account;
    test_give_post(cx, role, place);
    cx->access = &access_now;
}

void test_sign_out(struct context *cx)
{
    session_secret = (str){ 0 };
    api_secret = (str){ 0 };
    cx->access = &access_of_system;
}

/* Requests */

void test_come_from(const char *address)
{
    remote = address;
}

void test_read_in(enum language language)
{
    app_learn_words();
    reader_language = language;
}

static void add_header(struct context *cx, struct request *request, const char *name, str value)
{
    struct header *headers = arena_array(cx->arena, struct header, request->header_count + 1);

    for (size_t i = 0; i < request->header_count; i++)
        headers[i] = request->headers[i];
    headers[request->header_count] = (struct header){ str_of(name), value };
    request->headers = headers;
    request->header_count++;
}

static struct request request_of(struct context *cx, enum method method, const char *target)
{
    struct request request = { .method = method, .target = str_of(target) };
    str query;

    str_cut(request.target, '?', &request.path, &query);
    CHECK(percent_decode(cx->arena, request.path, false, &request.path));
    CHECK_OK(form_read(cx, query, &request.query));
    request.remote = str_of(remote);
    request.tag = S("test-1");
    if (reader_language != LANGUAGE_CHINESE)
        add_header(cx, &request, "cookie",
                   arena_printf(cx->arena, "language=%s", language_code(reader_language)));
    return request;
}

str test_file(struct context *cx, struct loose_file *file)
{
    size_t length = (size_t)file->bytes;
    char *bytes = arena_alloc_raw(cx->arena, length);

    CHECK(pread(file->descriptor, bytes, length, 0) == (ssize_t)length);
    loose_file_close(file);
    return (str){ bytes, length };
}

/* What the server would send after the body. */
static void read_file_of(struct context *cx, struct response *response)
{
    if (response->file.descriptor == 0)
        return;
    response->body.arena = cx->arena;
    buf_add(&response->body, test_file(cx, &response->file));
}

static struct response answer(struct context *cx, struct request *request)
{
    const struct access *was = cx->access;
    struct response response = { 0 };

    app_answer(cx, request, &response);
    read_file_of(cx, &response);
    cx->access = was;
    return response;
}

static void add_session(struct context *cx, struct request *request)
{
    static const char visitor[] = "visitor=00112233445566778899aabbccddeeff";

    add_header(cx, request, "cookie",
               str_is_empty(session_secret)
                   ? str_of(visitor)
                   : arena_printf(cx->arena, "session=%.*s", STR_ARG(session_secret)));
}

struct response test_get(struct context *cx, const char *path)
{
    struct request request = request_of(cx, GET, path);

    add_session(cx, &request);
    return answer(cx, &request);
}

enum { PAIRS_MAX = 60 };

static struct params read_pairs(struct context *cx, va_list arguments)
{
    struct param *items = arena_array(cx->arena, struct param, PAIRS_MAX);
    size_t count = 0;

    for (const char *name; (name = va_arg(arguments, const char *)) != NULL;) {
        CHECK(count + 1 < PAIRS_MAX);
        items[count++] =
            (struct param){ str_of(name), str_of(va_arg(arguments, const char *)), { 0 } };
    }
    return (struct params){ items, count };
}

static str form_token(struct context *cx)
{
    if (!str_is_empty(session_secret))
        return access_now.form_token;
    return digest_hex(cx->arena, S("form token of 00112233445566778899aabbccddeeff"));
}

struct response test_post(struct context *cx, const char *path, ...)
{
    struct request request = request_of(cx, POST, path);
    va_list arguments;

    va_start(arguments, path);
    request.form = read_pairs(cx, arguments);
    va_end(arguments);
    add_session(cx, &request);
    add_header(cx, &request, "x-form-token", form_token(cx));
    return answer(cx, &request);
}

struct response test_post_file(struct context *cx, const char *path, const char *name,
                               str bytes, ...)
{
    struct request request = request_of(cx, POST, path);
    va_list arguments;

    va_start(arguments, bytes);
    struct params pairs = read_pairs(cx, arguments);
    va_end(arguments);
    struct param *items = arena_array(cx->arena, struct param, pairs.count + 1);
    for (size_t i = 0; i < pairs.count; i++)
        items[i] = pairs.items[i];
    items[pairs.count] = (struct param){ str_of(name), bytes, str_of(name) };
    request.form = (struct params){ items, pairs.count + 1 };
    add_session(cx, &request);
    add_header(cx, &request, "x-form-token", form_token(cx));
    return answer(cx, &request);
}

struct response test_post_from_outbox(struct context *cx, const char *path, ...)
{
    struct request request = request_of(cx, POST, path);
    va_list arguments;

    va_start(arguments, path);
    request.form = read_pairs(cx, arguments);
    va_end(arguments);
    add_session(cx, &request);
    add_header(cx, &request, "x-form-token", form_token(cx));
    add_header(cx, &request, "x-outbox", S("1"));
    return answer(cx, &request);
}

struct response test_post_without_token(struct context *cx, const char *path, ...)
{
    struct request request = request_of(cx, POST, path);
    va_list arguments;

    va_start(arguments, path);
    request.form = read_pairs(cx, arguments);
    va_end(arguments);
    add_session(cx, &request);
    return answer(cx, &request);
}

static void add_api_token(struct context *cx, struct request *request)
{
    if (!str_is_empty(api_secret))
        add_header(cx, request, "authorization",
                   arena_printf(cx->arena, "Bearer %.*s", STR_ARG(api_secret)));
}

struct response test_api_get(struct context *cx, const char *path)
{
    struct request request = request_of(cx, GET, path);

    add_api_token(cx, &request);
    return answer(cx, &request);
}

struct response test_api_post(struct context *cx, const char *path, const char *json)
{
    struct request request = request_of(cx, POST, path);

    request.body = str_of(json);
    add_header(cx, &request, "content-type", S("application/json"));
    add_api_token(cx, &request);
    return answer(cx, &request);
}

str test_body(const struct response *response)
{
    return buf_str(&response->body);
}

bool test_says(const struct response *response, const char *words)
{
    return str_contains(test_body(response), str_of(words));
}

void test_check_ok(const char *file, int line, const char *text, const struct error *error)
{
    if (error != NULL)
        test_fail(file, line, "%s failed: %.*s", text, STR_ARG(error->message));
}

void test_check_fails(const char *file, int line, const char *text, const struct error *error,
                      enum error_kind kind)
{
    if (error == NULL)
        test_fail(file, line, "%s did not fail", text);
    if (error->kind != kind)
        test_fail(file, line, "%s failed in another way: %.*s", text, STR_ARG(error->message));
}

static struct error *note_row(struct context *cx, const struct sheet_row *row, void *closure)
{
    struct buf *out = closure;

    (void)cx;
    buf_printf(out, "%lld%s", (long long)row->number, row->hidden ? "h" : "");
    for (size_t i = 0; i < row->count; i++)
        buf_printf(out, "|%.*s%s%s", STR_ARG(row->cells[i].text),
                   row->cells[i].covered ? "^" : "", row->cells[i].cut ? "!" : "");
    buf_add_char(out, ';');
    return NULL;
}

str test_sheet_rows(struct context *cx, str bytes)
{
    CLEANUP(book_close) struct sheet_book *book = NULL;
    struct buf out = { .arena = cx->arena };

    CHECK_OK(book_open(cx, bytes, &book));
    CHECK_OK(book_read(cx, book, 0, note_row, &out));
    return buf_str(&out);
}
