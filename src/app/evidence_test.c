/* SPDX-License-Identifier: Apache-2.0 */
#include "app/account.h"
#include "app/evidence.h"
#include "base/hash.h"
#include "tests/town.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const str photo = S_INIT("\xff\xd8\xff\xe0 a photo of a broken lamp");

/* Something of the common work that photos may belong to. */
static struct post a_record(struct context *cx)
{
    struct post post = { .place = S("421182102205"), .role = S("village_clerk") };

    CHECK_OK(
        account_create(cx, S("zhangsan"), S("张示例"), S("Huaqiao-2026"), true, &post.account));
    CHECK_OK(post_give(cx, &post));
    return post;
}

static struct evidence add(struct context *cx, const struct post *post, const char *title,
                           str bytes)
{
    struct evidence evidence;

    CHECK_OK(evidence_add(cx, &post_type, post, str_of(title), bytes, &evidence));
    return evidence;
}

static const char *file_of(struct context *cx, const struct evidence *evidence)
{
    return arena_text(cx->arena, arena_printf(cx->arena, "%s/files/%.*s/%.*s", cx->app->folder,
                                              STR_ARG(str_slice(evidence->digest, 0, 2)),
                                              STR_ARG(str_slice(evidence->digest, 2, 64))));
}

TEST_ONCE("the type of a file is told by its bytes")
{
    CHECK_STR(str_of(evidence_media_type(S("\xff\xd8\xff\xe0 jpeg"))), "image/jpeg");
    CHECK_STR(str_of(evidence_media_type(S("\x89PNG\r\n\x1a\n png"))), "image/png");
    CHECK_STR(str_of(evidence_media_type(S("RIFF1234WEBPVP8 "))), "image/webp");
    CHECK_STR(str_of(evidence_media_type(S("GIF89a..."))), "image/gif");
    CHECK_STR(str_of(evidence_media_type(S("%PDF-1.7"))), "application/pdf");
    CHECK_STR(str_of(evidence_media_type(S("PK\x03\x04....word/document.xml"))),
              "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    CHECK_STR(str_of(evidence_media_type(S("PK\x03\x04....xl/workbook.xml"))),
              "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    CHECK_STR(str_of(evidence_media_type(S("PK\x03\x04....OFD.xml"))), "application/ofd");
    CHECK_STR(str_of(evidence_media_type(
                  S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1..W\0o\0r\0k\0b\0o\0o\0k\0"))),
              "application/vnd.ms-excel");
}

TEST_ONCE("what can do harm or is nothing known is not taken")
{
    CHECK(evidence_media_type(S("")) == NULL);
    CHECK(evidence_media_type(S("\xff\xd8")) == NULL);
    CHECK(evidence_media_type(S("RIFF1234WAVE")) == NULL);
    CHECK(evidence_media_type(S("RIFF")) == NULL);
    CHECK(evidence_media_type(S("<html><script>alert(1)</script>")) == NULL);
    CHECK(evidence_media_type(S("<svg xmlns='http://www.w3.org/2000/svg'/>")) == NULL);
    CHECK(evidence_media_type(S("MZ\x90\x00 a program")) == NULL);
    CHECK(evidence_media_type(S("PK\x03\x04 any archive")) == NULL);
    CHECK(evidence_media_type(S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an installer")) == NULL);
}

TEST("evidence is read back as it was added")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct post post = a_record(&cx);
    struct evidence *all;
    size_t count;
    str bytes;

    struct evidence added = add(&cx, &post, "C:\\照片\\路灯.jpg", photo);
    CHECK_OK(evidence_of(&cx, &post_type, post.id, &all, &count));
    CHECK(count == 1 && all[0].id == added.id);
    CHECK_STR(all[0].title, "路灯.jpg");
    CHECK_STR(all[0].media_type, "image/jpeg");
    CHECK_STR(all[0].place, "421182102205");
    CHECK_STR(all[0].actor, "系统");
    CHECK_OK(evidence_read(&cx, &all[0], &bytes));
    CHECK(str_eq(bytes, photo));
}

TEST("the same photo twice is one file")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct post post = a_record(&cx);
    struct stat status;

    struct evidence first = add(&cx, &post, "一", S("\xff\xd8\xff the same"));
    struct evidence second = add(&cx, &post, "二", S("\xff\xd8\xff the same"));
    CHECK(str_eq(first.digest, second.digest));
    CHECK(stat(file_of(&cx, &second), &status) == 0);
    CHECK(status.st_mode == (S_IFREG | S_IRUSR | S_IWUSR));
}

TEST("a file that is empty, too large or of another kind is refused")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct post post = a_record(&cx);
    struct evidence evidence;
    char *large = arena_alloc(cx.arena, EVIDENCE_MAX_BYTES + 1);

    memcpy(large, photo.data, photo.length);
    CHECK_FAILS(evidence_add(&cx, &post_type, &post, S("空"), S(""), &evidence), ERROR_INVALID);
    CHECK_FAILS(evidence_add(&cx, &post_type, &post, S("大"),
                             (str){ large, EVIDENCE_MAX_BYTES + 1 }, &evidence),
                ERROR_INVALID);
    CHECK_FAILS(evidence_add(&cx, &post_type, &post, S("a.jpg"), S("MZ program"), &evidence),
                ERROR_INVALID);
    CHECK_OK(evidence_add(&cx, &post_type, &post, S("刚好"), (str){ large, EVIDENCE_MAX_BYTES },
                          &evidence));
}

TEST("a record takes thirty files and no more")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct post post = a_record(&cx);
    struct evidence evidence;

    for (int i = 0; i < EVIDENCE_PER_RECORD_MAX; i++)
        add(&cx, &post, "照片", photo);
    CHECK_FAILS(evidence_add(&cx, &post_type, &post, S("照片"), photo, &evidence),
                ERROR_INVALID);
}

TEST("a file that was altered is not shown")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct post post = a_record(&cx);
    struct evidence evidence = add(&cx, &post, "照片", S("\xff\xd8\xff will be altered"));
    FILE *file = fopen(file_of(&cx, &evidence), "r+");
    str bytes;

    CHECK(file != NULL);
    fseek(file, 5, SEEK_SET);
    fputc('X', file);
    fclose(file);
    CHECK_FAILS(evidence_read(&cx, &evidence, &bytes), ERROR_BROKEN);
    remove(file_of(&cx, &evidence));
    CHECK_FAILS(evidence_read(&cx, &evidence, &bytes), ERROR_BROKEN);
}

TEST("what was put on the disk ahead of a change is found there by it")
{
    CLEANUP(test_town_close) struct context cx = test_town();
    struct post post = a_record(&cx);
    struct param file = { S("photos"), photo, S("lamp.jpg") };
    struct param table = { S("file"), S("name,phone\n"), S("table.csv") };
    struct param both[] = { file, table };
    struct request request = { .form = { both, 2 } };
    struct stat before, after;

    CHECK_OK(evidence_keep_sent(&cx, &request));
    struct evidence evidence = { .digest = digest_hex(cx.arena, photo) };
    CHECK(stat(file_of(&cx, &evidence), &before) == 0);
    struct evidence table_kept = { .digest = digest_hex(cx.arena, table.value) };
    CHECK(stat(file_of(&cx, &table_kept), &after) != 0);
    evidence = add(&cx, &post, "lamp.jpg", photo);
    CHECK(stat(file_of(&cx, &evidence), &after) == 0 && after.st_ino == before.st_ino);
}
