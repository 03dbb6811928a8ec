/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Phones that empty their outboxes at the same time, on lines that break.
 *
 *     bench-outbox enter DATABASE PHONES >SESSIONS
 *     bench-outbox send PORT SESSIONS RECORDS PHOTO >ACKNOWLEDGED
 *     bench-outbox check DATABASE ACKNOWLEDGED
 *
 * enter makes as many grid workers and signs them in; send lets each send so many records as
 * the script of the pages does: who, then one form after the other, each with its uuid.  Every
 * tenth has a photo, PHOTO bytes long.  On the way one in twelve requests is cut off half sent,
 * one in twelve when it has been sent and before it is answered; one in ten records is sent
 * again after it was acknowledged, and one in ten changes places with the next.  What was
 * acknowledged is written down and compared with what is stored: each record once, under the id
 * that was told, with its photo, in the order of sending.
 */
#include "app/account.h"
#include "app/app.h"
#include "app/evidence.h"
#include "base/file.h"
#include "modules/matters/matters.h"
#include "modules/modules.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    PHONES_MAX = 5000,
    RECORDS_MAX = 1000,
    ARENA_MAX = 1 << 30,
    TOKEN_BYTES = 160,
    SECRET_BYTES = 80,
    HEAD_BYTES = 2048,
    ANSWER_BYTES = 64 * 1024,
    PHOTO_SHARE = 10,
    CUT_SHARE = 12,
    AGAIN_SHARE = 10,
    SWAP_SHARE = 10,
    PAUSE_MS = 200, /* before a line that was cut is tried again */
};

static uint64_t seed = 20260302;

static unsigned chance(unsigned below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed >> 32) % below;
}

static double now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* enter */

static struct error *enter_worker(struct context *cx, int phone)
{
    str login = arena_printf(cx->arena, "phone_%d", phone);
    str place = arena_printf(cx->arena, "990101%03d%03d%03d", 100 + phone / 125 % 12,
                             200 + phone / 5 % 25, 1 + phone % 5);
    struct post post = {
        .place = place,
        .role = S("grid_worker"),
        .holder = S("示例"),
        .starts_on = cx->today,
    };
    record_id account;
    str secret;

    TRY(account_create(cx, login, S("示例网格员"), S("Bench-2026-word"), true, &account));
    post.account = account;
    TRY(post_give(cx, &post));
    TRY(session_start(cx, account, S("bench"), &secret));
    printf("%.*s %.*s\n", STR_ARG(secret), STR_ARG(place));
    return NULL;
}

static struct error *enter_all(struct context *cx, void *closure)
{
    cx->deed = "bench";
    for (int phone = 0; phone < *(int *)closure; phone++)
        TRY(enter_worker(cx, phone));
    return NULL;
}

static struct error *enter(struct context *cx, const char *database, int phones)
{
    struct app app;

    password_use_quick_hashing();
    struct error *error = app_open(cx, database, false, &app);
    if (error == NULL)
        error = db_transaction(cx, enter_all, &phones);
    app_close(cx, &app);
    return error;
}

/* send */

enum phase { CONNECTING, ASKING_WHO, SENDING, WAITING, RESTING, FINISHED };

/* What is to be told of one record. */
struct record_sent {
    int number; /* its place in the outbox, from 0 */
    bool acknowledged;
    long long id;
};

struct phone {
    char secret[SECRET_BYTES];
    char place[32];
    char token[TOKEN_BYTES];
    struct record_sent *records;
    int at;      /* the record that is next */
    bool repeat; /* it has been acknowledged and is sent once more */
    enum phase phase;
    int line;
    double rest_until_ms;
    char head[HEAD_BYTES];
    size_t head_length, body_length, sent;
    size_t cut_at; /* bytes after which the line breaks; 0: it holds */
    char *answer;
    size_t answered;
};

static struct {
    int port, phones, records, finished;
    char *photo; /* with room for a name of its own in front */
    size_t photo_bytes;
    long long requests, cuts, repeats, photos;
    struct phone phone[PHONES_MAX];
} sending;

static NO_RETURN void give_up(const struct phone *phone, const char *why)
{
    fprintf(stderr, "bench-outbox: phone %d: %s\n%.*s\n", (int)(phone - sending.phone), why,
            (int)(phone->answered < 600 ? phone->answered : 600), phone->answer);
    exit(1);
}

static void hang_up(struct phone *phone)
{
    if (phone->line >= 0)
        close(phone->line);
    phone->line = -1;
    phone->phase = RESTING;
    phone->rest_until_ms = now_ms() + PAUSE_MS;
}

static void call(struct phone *phone)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons((uint16_t)sending.port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };

    phone->line = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    phone->phase = CONNECTING;
    if (connect(phone->line, (struct sockaddr *)&address, sizeof address) != 0 &&
        errno != EINPROGRESS)
        hang_up(phone);
}

static bool has_photo(int number)
{
    return number % PHOTO_SHARE == PHOTO_SHARE - 1;
}

#define LINE_OF_PARTS "----bench7f3a"
#define PART(name) "--" LINE_OF_PARTS "\r\nContent-Disposition: form-data; name=\"" name "\""

/* The parts before the photo; a uuid of version 7 of this moment would do as well. */
static size_t write_parts(const struct phone *phone, int number, char *out, size_t room)
{
    int index = (int)(phone - sending.phone);

    return (size_t)snprintf(
        out, room,
        PART("token") "\r\n\r\n%s\r\n" PART("uuid") "\r\n\r\nbench-%05d-%05d\r\n" PART(
            "place") "\r\n\r\n%s\r\n" PART("story") "\r\n\r\n"
                                                    "第%05d号手机的第%05d条：门前排水沟堵了。"
                                                    "\r\n%s",
        phone->token, index, number, phone->place, index, number,
        has_photo(number) ? PART("photos") "; filename=\"p.jpg\"\r\nContent-Type: "
                                           "image/jpeg\r\n\r\n"
                          : "");
}

static const char last_line[] = "\r\n--" LINE_OF_PARTS "--\r\n";

static size_t tail_length(int number)
{
    /* Without a photo the line end before the last line has been written already. */
    return sizeof last_line - 1 - (has_photo(number) ? 0 : 2);
}

static void prepare_form(struct phone *phone)
{
    int number = phone->records[phone->at].number;
    char parts[HEAD_BYTES];
    size_t length = write_parts(phone, number, parts, sizeof parts);
    size_t photo = has_photo(number) ? sending.photo_bytes : 0;

    phone->body_length = photo + tail_length(number);
    phone->head_length = (size_t)snprintf(
        phone->head, sizeof phone->head,
        "POST /matters/new HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: session=%s\r\n"
        "X-Outbox: 1\r\nContent-Type: multipart/form-data; boundary=" LINE_OF_PARTS "\r\n"
        "Content-Length: %zu\r\n\r\n%s",
        phone->secret, length + phone->body_length, parts);
    phone->sent = 0;
    phone->cut_at = 0;
    if (chance(CUT_SHARE) == 0) /* half sent */
        phone->cut_at = 1 + chance((unsigned)(phone->head_length + phone->body_length - 1));
    else if (chance(CUT_SHARE) == 0) /* sent, and nobody hears the answer */
        phone->cut_at = phone->head_length + phone->body_length;
    phone->phase = SENDING;
    sending.requests++;
    sending.photos += photo > 0;
}

static void prepare_who(struct phone *phone)
{
    phone->head_length = (size_t)snprintf(phone->head, sizeof phone->head,
                                          "GET /outbox/who HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                                          "Cookie: session=%s\r\n\r\n",
                                          phone->secret);
    phone->body_length = 0;
    phone->sent = 0;
    phone->cut_at = 0;
    phone->phase = ASKING_WHO;
}

/* Each photo is another one: its first bytes are those of a JPEG, then comes whose it is. */
static const char *body_at(const struct phone *phone, size_t at, size_t *left)
{
    int number = phone->records[phone->at].number;
    size_t photo = has_photo(number) ? sending.photo_bytes : 0;

    if (at < photo) {
        snprintf(sending.photo + 3, 32, "%d of %d", number, (int)(phone - sending.phone));
        *left = photo - at;
        return sending.photo + at;
    }
    *left = phone->body_length - at;
    return last_line + sizeof last_line - 1 - *left;
}

/* Answers false when the line is full or gone. */
static bool push(struct phone *phone, const char *bytes, size_t left)
{
    if (phone->cut_at > 0 && phone->sent + left > phone->cut_at)
        left = phone->cut_at - phone->sent;
    ssize_t taken = send(phone->line, bytes, left, MSG_NOSIGNAL);
    if (taken < 0 && errno != EAGAIN)
        hang_up(phone);
    if (taken <= 0)
        return false;
    phone->sent += (size_t)taken;
    if (phone->cut_at == 0 || phone->sent < phone->cut_at)
        return true;
    sending.cuts++;
    hang_up(phone);
    return false;
}

static void write_on(struct phone *phone)
{
    size_t whole = phone->head_length + phone->body_length;

    while (phone->sent < whole) {
        size_t left = phone->head_length - phone->sent;
        const char *bytes = phone->head + phone->sent;
        if (phone->sent >= phone->head_length)
            bytes = body_at(phone, phone->sent - phone->head_length, &left);
        if (!push(phone, bytes, left))
            return;
    }
    phone->answered = 0;
    if (phone->phase == SENDING)
        phone->phase = WAITING;
}

static void go_on(struct phone *phone)
{
    if (phone->at < sending.records) {
        prepare_form(phone);
        return;
    }
    close(phone->line);
    phone->line = -1;
    phone->phase = FINISHED;
    sending.finished++;
}

static void take_token(struct phone *phone)
{
    const char *found = strstr(phone->answer, "\"token\":\"");

    if (found == NULL || sscanf(found, "\"token\":\"%150[0-9a-f]", phone->token) != 1)
        give_up(phone, "no token");
    go_on(phone);
}

static void take_answer(struct phone *phone)
{
    struct record_sent *record = &phone->records[phone->at];
    const char *found = strstr(phone->answer, "\"location\":\"/matters/");
    long long id;

    if (found == NULL || sscanf(found, "\"location\":\"/matters/%lld", &id) != 1) {
        if (strncmp(phone->answer + 9, "503", 3) != 0)
            give_up(phone, "was not taken");
        hang_up(phone); /* it is busy: later */
        return;
    }
    if (record->acknowledged && record->id != id)
        give_up(phone, "another answer to the same record");
    record->acknowledged = true;
    record->id = id;
    if (!phone->repeat && chance(AGAIN_SHARE) == 0) {
        phone->repeat = true;
        sending.repeats++;
    } else {
        phone->repeat = false;
        phone->at++;
    }
    go_on(phone);
}

static bool is_whole(const struct phone *phone)
{
    const char *body = strstr(phone->answer, "\r\n\r\n");
    const char *length = strstr(phone->answer, "Content-Length: ");

    return body != NULL && length != NULL &&
           phone->answered >= (size_t)(body + 4 - phone->answer) + (size_t)atol(length + 16);
}

static void read_on(struct phone *phone)
{
    ssize_t got = recv(phone->line, phone->answer + phone->answered,
                       ANSWER_BYTES - 1 - phone->answered, 0);

    if (got < 0 && errno == EAGAIN)
        return;
    if (got <= 0) {
        hang_up(phone);
        return;
    }
    phone->answered += (size_t)got;
    phone->answer[phone->answered] = '\0';
    if (!is_whole(phone))
        return;
    if (phone->phase == ASKING_WHO)
        take_token(phone);
    else
        take_answer(phone);
}

static void connected(struct phone *phone)
{
    int error = 0;
    socklen_t length = sizeof error;

    getsockopt(phone->line, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error != 0)
        hang_up(phone);
    else if (phone->token[0] == '\0')
        prepare_who(phone);
    else
        go_on(phone);
}

static bool is_writing(const struct phone *phone)
{
    return phone->phase == CONNECTING || phone->phase == SENDING ||
           (phone->phase == ASKING_WHO && phone->sent < phone->head_length);
}

static void attend(struct phone *phone)
{
    if (phone->phase == CONNECTING)
        connected(phone);
    else if (is_writing(phone))
        write_on(phone);
    else
        read_on(phone);
}

static void wake_rested(void)
{
    double now = now_ms();

    for (int i = 0; i < sending.phones; i++)
        if (sending.phone[i].phase == RESTING && sending.phone[i].rest_until_ms <= now)
            call(&sending.phone[i]);
}

static void send_all(void)
{
    static struct pollfd lines[PHONES_MAX];

    while (sending.finished < sending.phones) {
        wake_rested();
        for (int i = 0; i < sending.phones; i++)
            lines[i] = (struct pollfd){
                .fd = sending.phone[i].line,
                .events = is_writing(&sending.phone[i]) ? POLLOUT : POLLIN,
            };
        poll(lines, (nfds_t)sending.phones, PAUSE_MS / 4);
        for (int i = 0; i < sending.phones; i++)
            if (lines[i].revents != 0)
                attend(&sending.phone[i]);
    }
}

static void fill_outbox(struct phone *phone)
{
    phone->records = calloc((size_t)sending.records, sizeof *phone->records);
    phone->answer = malloc(ANSWER_BYTES);
    phone->line = -1;
    if (phone->records == NULL || phone->answer == NULL)
        out_of_memory();
    for (int i = 0; i < sending.records; i++)
        phone->records[i].number = i;
    for (int i = 0; i + 1 < sending.records; i++)
        if (chance(SWAP_SHARE) == 0) {
            phone->records[i].number = i + 1;
            phone->records[i + 1].number = i;
            i++;
        }
}

static void read_sessions(const char *path)
{
    FILE *file = fopen(path, "r");

    if (file == NULL)
        out_of_memory();
    while (sending.phones < PHONES_MAX &&
           fscanf(file, "%79s %31s", sending.phone[sending.phones].secret,
                  sending.phone[sending.phones].place) == 2)
        fill_outbox(&sending.phone[sending.phones++]);
    fclose(file);
}

static void make_photo(size_t bytes)
{
    sending.photo = malloc(bytes);
    sending.photo_bytes = bytes;
    if (sending.photo == NULL)
        out_of_memory();
    for (size_t i = 0; i < bytes; i++)
        sending.photo[i] = (char)chance(256);
    memcpy(sending.photo, "\xff\xd8\xff", 3);
    memset(sending.photo + 3, 0, 32);
}

/* Phone, number and id a line, in the order of sending. */
static void tell_acknowledged(void)
{
    for (int i = 0; i < sending.phones; i++)
        for (int k = 0; k < sending.records; k++)
            printf("%d %d %lld\n", i, sending.phone[i].records[k].number,
                   sending.phone[i].records[k].id);
}

static int send_everything(const char *port, const char *sessions, const char *records,
                           const char *photo)
{
    sending.port = atoi(port);
    sending.records = atoi(records);
    if (sending.records < 1 || sending.records > RECORDS_MAX)
        return 2;
    make_photo((size_t)atol(photo));
    read_sessions(sessions);
    double started_ms = now_ms();
    for (int i = 0; i < sending.phones; i++)
        call(&sending.phone[i]);
    send_all();
    double seconds = (now_ms() - started_ms) / 1e3;
    tell_acknowledged();
    long long stored = (long long)sending.phones * sending.records;
    fprintf(stderr,
            "measured rate=%.0f seconds=%.1f records=%lld requests=%lld cuts=%lld "
            "repeats=%lld photos=%lld\n",
            (double)stored / seconds, seconds, stored, sending.requests, sending.cuts,
            sending.repeats, sending.photos);
    return 0;
}

/* check */

struct stored {
    int64_t id;
    str story;
    int64_t photos;
};

static const struct field stored_columns[] = {
    { INTEGER(stored, id) },
    { TEXT(stored, story) },
    { INTEGER(stored, photos) },
};

static const struct query stored_records = {
    .sql = "select matters.id, matters.story, (select count(*) from evidence "
           "where evidence.county = matters.county and evidence.type = 'matter' "
           "and evidence.record = matters.id) from matters "
           "where matters.id > $1 and matters.story like '第_____号手机的第_____条%' "
           "order by matters.id limit 10000",
    .row = { SHAPE(stored, stored_columns) },
};

/* By phone and number: what was acknowledged, and what was found. */
struct expected {
    long long id;
    long long found;
    bool after_next; /* changed places with the next */
};

struct checking {
    struct expected *expected;
    int records;
    size_t count, wrong;
};

static struct expected *expected_of(struct checking *checking, int phone, int number)
{
    return &checking->expected[(size_t)phone * RECORDS_MAX + (size_t)number];
}

static void wrong(struct checking *checking, const char *what, int phone, int number)
{
    if (checking->wrong++ < 10)
        fprintf(stderr, "bench-outbox: %s: record %d of phone %d\n", what, number, phone);
}

static void read_acknowledged(struct checking *checking, const char *path)
{
    FILE *file = fopen(path, "r");
    int phone, number;
    long long id;

    if (file == NULL)
        out_of_memory();
    while (fscanf(file, "%d %d %lld", &phone, &number, &id) == 3) {
        expected_of(checking, phone, number)->id = id;
        checking->count++;
    }
    fclose(file);
}

static void check_stored(struct checking *checking, const struct stored *stored)
{
    int phone, number;

    if (sscanf(stored->story.data, "第%5d号手机的第%5d条", &phone, &number) != 2)
        return;
    struct expected *expected = expected_of(checking, phone, number);
    if (expected->found != 0)
        wrong(checking, "stored twice", phone, number);
    if (expected->id != stored->id)
        wrong(checking, "stored under another id", phone, number);
    if (stored->photos != (has_photo(number) ? 1 : 0))
        wrong(checking, "has not its photo", phone, number);
    expected->found = stored->id;
}

static struct error *check_all(struct context *cx, struct checking *checking)
{
    int64_t after = 0;

    for (size_t count = 1; count > 0;) {
        struct stored *stored;
        struct arena_mark mark = arena_mark(cx->arena);
        TRY(query_rows(cx, &stored_records, WITH(value_integer(after)), &stored, &count));
        for (size_t i = 0; i < count; i++)
            check_stored(checking, &stored[i]);
        after = count > 0 ? stored[count - 1].id : after;
        arena_rewind(cx->arena, mark);
    }
    return NULL;
}

static void check_missing(struct checking *checking)
{
    for (int phone = 0; phone < PHONES_MAX; phone++)
        for (int number = 0; number < RECORDS_MAX; number++) {
            const struct expected *expected = expected_of(checking, phone, number);
            if (expected->id != 0 && expected->found == 0)
                wrong(checking, "lost", phone, number);
        }
}

/* Of what was sent one after the other, the later has the larger id. */
static void check_order(struct checking *checking, const char *path)
{
    FILE *file = fopen(path, "r");
    int phone, number, last_phone = -1;
    long long id, last_id = 0;

    if (file == NULL)
        out_of_memory();
    while (fscanf(file, "%d %d %lld", &phone, &number, &id) == 3) {
        if (phone == last_phone && id <= last_id)
            wrong(checking, "out of order", phone, number);
        last_phone = phone;
        last_id = id;
    }
    fclose(file);
}

static struct error *check(struct context *cx, const char *database, const char *path,
                           bool *right)
{
    struct checking checking = {
        .expected = calloc((size_t)PHONES_MAX * RECORDS_MAX, sizeof *checking.expected),
    };
    struct app app;

    if (checking.expected == NULL)
        out_of_memory();
    read_acknowledged(&checking, path);
    struct error *error = app_open(cx, database, false, &app);
    if (error == NULL)
        error = check_all(cx, &checking);
    app_close(cx, &app);
    check_missing(&checking);
    check_order(&checking, path);
    *right = checking.wrong == 0;
    printf("checked acknowledged=%zu wrong=%zu\n", checking.count, checking.wrong);
    free(checking.expected);
    return error;
}

int main(int argc, char **argv)
{
    struct context cx = { .arena = arena_create(ARENA_MAX) };
    struct error *error = NULL;
    bool right = true;

    if (argc == 6 && strcmp(argv[1], "send") == 0)
        return send_everything(argv[2], argv[3], argv[4], argv[5]);
    modules_register(modules);
    if (argc == 4 && strcmp(argv[1], "enter") == 0) {
        error = enter(&cx, argv[2], atoi(argv[3]));
    } else if (argc == 4 && strcmp(argv[1], "check") == 0) {
        error = check(&cx, argv[2], argv[3], &right);
    } else {
        fprintf(stderr, "usage: bench-outbox enter DATABASE PHONES\n"
                        "       bench-outbox send PORT SESSIONS RECORDS PHOTO\n"
                        "       bench-outbox check DATABASE ACKNOWLEDGED\n");
        return 2;
    }
    if (error != NULL)
        fprintf(stderr, "bench-outbox: %.*s\n", STR_ARG(error->message));
    arena_destroy(cx.arena);
    return error != NULL || !right;
}
