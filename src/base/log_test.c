/* SPDX-License-Identifier: Apache-2.0 */
/* One line of JSON an event. */
#include "base/log.h"

#include "base/date.h"
#include "base/json.h"
#include "tests/test.h"

#include <string.h>
#include <unistd.h>

enum { LIMIT = 1024 * 1024, ROOM = 32 * 1024 };

/* Standard error as it was, and the end from which is read what is written there now. */
struct capture {
    int before;
    int reading;
};

static struct capture capture_start(void)
{
    struct capture capture = { .before = dup(STDERR_FILENO) };
    int ends[2];

    CHECK(capture.before >= 0 && pipe(ends) == 0);
    CHECK(dup2(ends[1], STDERR_FILENO) == STDERR_FILENO && close(ends[1]) == 0);
    capture.reading = ends[0];
    return capture;
}

static str capture_end(struct capture capture, struct arena *arena)
{
    char *room = arena_alloc(arena, ROOM);

    CHECK(dup2(capture.before, STDERR_FILENO) == STDERR_FILENO && close(capture.before) == 0);
    ssize_t bytes = read(capture.reading, room, ROOM);
    CHECK(bytes >= 0 && close(capture.reading) == 0);
    return (str){ room, (size_t)bytes };
}

static struct json_member *members_of(struct context *cx, str line)
{
    struct json_member *members;
    size_t count;

    CHECK(json_read_object(cx, line, &members, &count) == NULL);
    CHECK(count == 4);
    return members;
}

TEST_ONCE("an event is one line of JSON with its time, level, name and text")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    struct capture capture = capture_start();
    instant at;

    log_write(LOG_WARNING, "import.done", "rows %d \"%s\"\n", 12, "张");
    str line = capture_end(capture, arena);

    CHECK(str_ends(line, S("}\n")));
    CHECK(memchr(line.data, '\n', line.length - 1) == NULL);
    struct json_member *members = members_of(&cx, line);
    CHECK_STR(members[0].name, "at");
    CHECK(instant_read(members[0].value, &at) && str_ends(members[0].value, S("+08:00")));
    CHECK_STR(members[1].value, "warning");
    CHECK_STR(members[2].value, "import.done");
    CHECK_STR(members[3].value, "rows 12 \"张\"\n");
}

TEST_ONCE("lines below the level are dropped")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct capture capture = capture_start();

    log_write(LOG_DEBUG, "dropped", "%s", "");
    log_set_level(LOG_ERROR);
    log_write(LOG_WARNING, "dropped", "%s", "");
    log_set_level(LOG_DEBUG);
    log_write(LOG_DEBUG, "kept", "%s", "");
    log_set_level(LOG_INFO);
    str lines = capture_end(capture, arena);

    CHECK(!str_contains(lines, S("dropped")) && str_contains(lines, S("\"kept\"")));
}

TEST_ONCE("a long or broken text is still one whole line")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct context cx = { .arena = arena };
    struct buf text = { .arena = arena };
    struct capture capture = capture_start();

    for (int i = 0; i < 10000; i++)
        buf_add(&text, S("张"));
    log_write(LOG_INFO, "long", "%c%.*s", '\xff', STR_ARG(buf_str(&text)));
    str line = capture_end(capture, arena);

    str value = members_of(&cx, line)[3].value;
    CHECK(value.length > 4000 && value.length < 4200 && str_starts(value, S("\ufffd张")));
}

TEST_ONCE("an event has members that are texts and members that are numbers")
{
    CLEANUP(arena_release) struct arena *arena = arena_create(LIMIT);
    struct capture capture = capture_start();

    log_event(LOG_WARNING, "request",
              LOG_MEMBERS({ "route", .text = S("/matters/{id}") }, { "ms", .number = 12 },
                          { "nothing", .text = S("") }));
    str line = capture_end(capture, arena);
    CHECK(str_ends(line, S("\"event\":\"request\",\"route\":\"/matters/{id}\",\"ms\":12,"
                           "\"nothing\":\"\"}\n")));
}

TEST_ONCE("a level is known by its name, and by no other")
{
    enum log_level level = LOG_DEBUG;

    CHECK(log_level_read(S("error"), &level) && level == LOG_ERROR);
    CHECK(log_level_read(S("debug"), &level) && level == LOG_DEBUG);
    CHECK(!log_level_read(S("loud"), &level) && !log_level_read(S(""), &level));
}
