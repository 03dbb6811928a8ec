/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A town for tests: a database with all modules set up, and requests without sockets.
 *
 *     CLEANUP(test_town_close) struct context cx = test_town();
 *
 * Each test sees it fresh: everything it changes is undone at the end.
 */
#ifndef TESTS_TOWN_H
#define TESTS_TOWN_H

#include "app/app.h"
#include "base/words.h"
#include "tests/test.h"

/* System access; today is 2026-03-02, a Monday, 09:00. */
struct context test_town(void);
void test_town_close(struct context *cx);

/* Moves to another day, 09:00. */
void test_set_day(struct context *cx, const char *day);

/* Makes an account with a post and lets it make all further requests and calls. */
void test_sign_in_as(struct context *cx, const char *role, const char *place);

/* A second post for whoever is signed in. */
void test_give_post(struct context *cx, const char *role, const char *place);

/* Back to the system (rules) and to nobody (requests). */
void test_sign_out(struct context *cx);

/* The address that further requests come from; 127.0.0.1 at first. */
void test_come_from(const char *address);

/* The language of further requests, Chinese at first. */
void test_read_in(enum language language);

/* Requests through the router; a path may have a query. */
struct response test_get(struct context *cx, const char *path);

/* Names and values in turn, NULL at the end: test_post(&cx, "/report", "story", "…", NULL). */
struct response test_post(struct context *cx, const char *path, ...);

/* The same with a file, whatever its bytes. */
struct response test_post_file(struct context *cx, const char *path, const char *name,
                               str bytes, ...);

/* The same without a form token, as a foreign page would send it. */
struct response test_post_without_token(struct context *cx, const char *path, ...);

/* The same as a phone sends what waited in its outbox. */
struct response test_post_from_outbox(struct context *cx, const char *path, ...);

/* A program's request: JSON in, JSON out, with a token of whoever is signed in. */
struct response test_api_get(struct context *cx, const char *path);
struct response test_api_post(struct context *cx, const char *path, const char *json);

/* The rows of a spreadsheet's first sheet: "1|a|b;2|c;".  ^ marks covered cells, ! numbers that
 * were cut, h hidden rows. */
str test_sheet_rows(struct context *cx, str bytes);

/* The bytes of a file that was written; closes it. */
struct loose_file;
str test_file(struct context *cx, struct loose_file *file);

/* What the response says. */
str test_body(const struct response *response);
bool test_says(const struct response *response, const char *words);

/* Tells the message of an error that was not expected, and fails. */
#define CHECK_OK(call) test_check_ok(__FILE__, __LINE__, #call, (call))
void test_check_ok(const char *file, int line, const char *text, const struct error *error);

/* Expects an error of a kind. */
#define CHECK_FAILS(call, kind_) test_check_fails(__FILE__, __LINE__, #call, (call), (kind_))
void test_check_fails(const char *file, int line, const char *text, const struct error *error,
                      enum error_kind kind);

#endif
