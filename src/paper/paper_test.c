/* SPDX-License-Identifier: Apache-2.0 */
/* Papers are read back by poppler's tools, as people's programs will. */
#include "paper/paper.h"

#include "base/file.h"
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LIMIT = 256 * 1024 * 1024, READ_MOST = 4 * 1024 * 1024 };

static struct context a_context(void)
{
    struct context cx = { .arena = arena_create(LIMIT) };

    context_set_now(&cx, instant_of(date_of(2026, 3, 2), 9, 30, 0));
    return cx;
}

static void close_context(struct context *cx)
{
    arena_destroy(cx->arena);
}

static str written(struct context *cx, struct paper *paper)
{
    struct buf out = { .arena = cx->arena };

    CHECK(paper_write(cx, paper, &out) == NULL);
    return buf_str(&out);
}

/* What a program says about a PDF; %s in the command stands for its file. */
static str said(struct context *cx, str pdf, const char *before, const char *after)
{
    char path[] = "/tmp/xiangzhi-paper-XXXXXX";
    int file = mkstemp(path);
    struct buf out = { .arena = cx->arena };
    FILE *pipe;

    CHECK(file >= 0 && write(file, pdf.data, pdf.length) == (ssize_t)pdf.length);
    close(file);
    pipe = popen(arena_printf(cx->arena, "%s %s %s%c", before, path, after, '\0').data, "r");
    CHECK(pipe != NULL);
    out.length = fread(buf_reserve(&out, READ_MOST), 1, READ_MOST, pipe);
    CHECK(pclose(pipe) == 0);
    unlink(path);
    return buf_str(&out);
}

static str text_of(struct context *cx, str pdf)
{
    return said(cx, pdf, "pdftotext -layout", "-");
}

static str facts_of(struct context *cx, str pdf)
{
    return said(cx, pdf, "pdfinfo", "");
}

#define CHECK_SAYS(text, words) CHECK(str_contains((text), S(words)))

static struct paper *a_paper(struct context *cx, enum paper_style style)
{
    return paper_create(cx, &(struct paper_options){ .title = S("纠纷登记表"),
                                                     .author = S("花桥镇人民调解委员会"),
                                                     .mark = S("编号 0001"),
                                                     .foot = S("张三 示例 打印"),
                                                     .style = style });
}

TEST_ONCE("a paper says its words, its title and its pages when it is read back")
{
    CLEANUP(close_context) struct context cx = a_context();
    struct paper *paper = a_paper(&cx, PAPER_FORM);

    paper_title(paper, S("人民调解申请书"), S("（2026）花人调字第1号"));
    paper_heading(paper, 1, S("一、申请事项"));
    paper_paragraph(paper, S("请求调解宅基地边界。\n双方自愿。"));
    str pdf = written(&cx, paper);
    str text = text_of(&cx, pdf), facts = facts_of(&cx, pdf);

    CHECK(paper_pages(paper) == 1);
    CHECK_SAYS(text, "人民调解申请书");
    CHECK_SAYS(text, "请求调解宅基地边界。");
    CHECK_SAYS(text, "第1页共1页");
    CHECK_SAYS(text, "张三 示例 打印");
    CHECK_SAYS(text, "编号 0001");
    CHECK_SAYS(facts, "纠纷登记表");
    CHECK_SAYS(facts, "花桥镇人民调解委员会");
    CHECK_SAYS(facts, "A4");
}

TEST_ONCE("the same paper gives the same bytes")
{
    CLEANUP(close_context) struct context cx = a_context();
    str pdfs[2];

    for (size_t i = 0; i < COUNT(pdfs); i++) {
        struct paper *paper = a_paper(&cx, PAPER_OFFICIAL);
        paper_red_head(paper, S("花桥镇人民政府文件"), S("花政发〔2026〕1号"));
        paper_text(paper, S("一、总体要求\n（一）目标\n1.任务\n按时办结。"));
        pdfs[i] = written(&cx, paper);
    }

    CHECK(str_eq(pdfs[0], pdfs[1]));
}

static void add_rows(struct paper *paper, int count)
{
    static const struct paper_column columns[] = {
        { .label = "序号", .weight = 1, .number = true },
        { .label = "事项", .weight = 5 },
        { .label = "金额(元)", .weight = 2, .number = true },
    };
    struct paper_table *table =
        paper_table_begin(paper, S("收支明细"), columns, COUNT(columns));
    char number[16];

    for (int i = 1; i <= count; i++) {
        int length = snprintf(number, sizeof number, "%d", i);
        paper_table_row(table,
                        (const str[]){ { number, (size_t)length }, S("修渠"), S("100.00") });
    }
    paper_table_total(table, (const str[]){ S(""), S("合计"), S("9900.00") });
    paper_table_end(table);
}

static size_t times(str text, str words)
{
    size_t count = 0;

    for (size_t i = 0; i + words.length <= text.length; i++)
        count += memcmp(text.data + i, words.data, words.length) == 0;
    return count;
}

TEST_ONCE("a long table says its headings on each page, every row once, and its total")
{
    CLEANUP(close_context) struct context cx = a_context();
    struct paper *paper = a_paper(&cx, PAPER_FORM);

    add_rows(paper, 200);
    str text = text_of(&cx, written(&cx, paper));

    CHECK(paper_pages(paper) > 3);
    CHECK(times(text, S("金额(元)")) == paper_pages(paper));
    CHECK(times(text, S("修渠")) == 200);
    CHECK(times(text, S("9900.00")) == 1);
    CHECK_SAYS(text, "共7页");
}

TEST_ONCE("what is longer than a page goes on in its cell on the next one, nothing is lost")
{
    CLEANUP(close_context) struct context cx = a_context();
    struct paper *paper = a_paper(&cx, PAPER_FORM);
    struct buf story = { .arena = cx.arena };

    for (int i = 0; i < 3000; i++)
        buf_add(&story, S("渠。"));
    paper_facts(paper,
                (const struct paper_fact[]){ { .name = S("经过"), .value = buf_str(&story) },
                                             { .name = S("结果"), .value = S("和好") } },
                2);
    str text = text_of(&cx, written(&cx, paper));

    CHECK(paper_pages(paper) >= 3);
    CHECK(times(text, S("渠")) == 3000);
    CHECK(times(text, S("和好")) == 1);
}

TEST_ONCE("facts leave out what is empty unless there is room asked for")
{
    CLEANUP(close_context) struct context cx = a_context();
    struct paper *paper = a_paper(&cx, PAPER_FORM);

    paper_facts(paper,
                (const struct paper_fact[]){ { .name = S("姓名"), .value = S("李四 示例") },
                                             { .name = S("电话") },
                                             { .name = S("意见"), .height_mm = 30 } },
                3);
    str text = text_of(&cx, written(&cx, paper));

    CHECK_SAYS(text, "李四 示例");
    CHECK(!str_contains(text, S("电话")));
    CHECK_SAYS(text, "意见");
}

TEST_ONCE("merged cells keep their rows together and are closed at the end of a page")
{
    CLEANUP(close_context) struct context cx = a_context();
    struct paper *paper = a_paper(&cx, PAPER_FORM);
    struct paper_cell cells[1 + 60 * 2] = {
        { .text = S("申请人"), .label = true, .rows = 60 }
    };

    for (size_t i = 1; i < COUNT(cells); i += 2) {
        cells[i] = (struct paper_cell){ .text = S("姓名"), .label = true };
        cells[i + 1] = (struct paper_cell){ .text = S("王五 示例") };
    }
    paper_grid(paper, (const int[]){ 1, 1, 4 }, 3, cells, COUNT(cells));
    str text = text_of(&cx, written(&cx, paper));

    CHECK(times(text, S("王五 示例")) == 60);
    CHECK(times(text, S("申请人")) == paper_pages(paper));
}

TEST_ONCE("a merged cell that ends with a page is said once")
{
    CLEANUP(close_context) struct context cx = a_context();
    struct paper *paper = a_paper(&cx, PAPER_FORM);
    struct paper_cell cells[60 * 3];

    for (size_t i = 0; i < COUNT(cells); i += 3) {
        cells[i] = (struct paper_cell){ .text = S("户主"), .label = true, .rows = 2 };
        cells[i + 1] = (struct paper_cell){ .text = S("上") };
        cells[i + 2] = (struct paper_cell){ .text = S("下") };
    }
    paper_grid(paper, (const int[]){ 1, 4 }, 2, cells, COUNT(cells));
    str text = text_of(&cx, written(&cx, paper));

    CHECK(times(text, S("上")) == 60 && times(text, S("下")) == 60);
    CHECK(times(text, S("户主")) >= 60 && times(text, S("户主")) <= 60 + paper_pages(paper));
}

TEST_ONCE("joined papers have one table of contents with the pages where they begin")
{
    CLEANUP(close_context) struct context cx = a_context();
    struct paper *file = a_paper(&cx, PAPER_FORM);
    struct paper *list = paper_create(&cx, &(struct paper_options){ .title = S("证据清单") });
    struct paper *deal = paper_create(
        &cx, &(struct paper_options){ .title = S("调解协议书"), .style = PAPER_OFFICIAL });

    paper_title(file, S("人民调解卷宗"), (str){ 0 });
    paper_break(file);
    paper_contents(file, S("卷内目录"), 2);
    add_rows(list, 60);
    paper_title(deal, S("调解协议书"), (str){ 0 });
    paper_heading(deal, 1, S("一、协议内容"));
    paper_join(file, list);
    paper_join(file, deal);
    str pdf = written(&cx, file), text = text_of(&cx, pdf);
    str bookmarks = said(&cx, pdf, "pdftohtml -xml -stdout -i", "| sed -n '/<outline>/,$p'");

    CHECK_SAYS(text, "卷内目录");
    CHECK(paper_pages(file) == 6);
    CHECK_SAYS(bookmarks, "<item page=\"3\">证据清单</item>");
    CHECK_SAYS(bookmarks, "<item page=\"6\">调解协议书</item>");
    CHECK_SAYS(bookmarks, "<item page=\"6\">一、协议内容</item>");
    CHECK_SAYS(text, "第6页共6页");
}

TEST_ONCE("a certificate is one page that lies across, and has a code to check it by")
{
    CLEANUP(close_context) struct context cx = a_context();
    struct paper *paper = paper_create(
        &cx, &(struct paper_options){ .title = S("荣誉证书"), .style = PAPER_CERTIFICATE });

    paper_certificate(paper, &(struct paper_certificate){
                                 .title = S("荣誉证书"),
                                 .name = S("赵六 示例"),
                                 .words = S("在2026年乡村治理中热心公益，被评为“最美邻里”。"),
                                 .issuer = S("花桥镇花桥村村民委员会"),
                                 .day = S("2026年3月2日"),
                                 .number = S("编号：HQ-2026-001"),
                                 .qr = S("https://example.org/c/1"),
                                 .qr_text = S("扫码核验") });
    str pdf = written(&cx, paper), text = text_of(&cx, pdf);

    CHECK(paper_pages(paper) == 1);
    CHECK_SAYS(facts_of(&cx, pdf), "841.89 x 595.276");
    CHECK_SAYS(text, "赵六 示例");
    CHECK_SAYS(text, "扫码核验");
    CHECK(!str_contains(text, S("第1页")));
}

/* A grey picture of 8 by 8 points, as JPEG. */
static const unsigned char small_jpeg[] = {
    0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00, 0x01, 0x01, 0x00, 0x00,
    0x01, 0x00, 0x01, 0x00, 0x00, 0xff, 0xc0, 0x00, 0x0b, 0x08, 0x00, 0x08, 0x00, 0x08, 0x01,
    0x01, 0x11, 0x00, 0xff, 0xda, 0x00, 0x08, 0x01, 0x01, 0x00, 0x00, 0x3f, 0x00, 0xff, 0xd9,
};

TEST_ONCE("a photograph goes into the paper as it is; what is no picture is refused")
{
    CLEANUP(close_context) struct context cx = a_context();
    struct paper *paper = a_paper(&cx, PAPER_FORM);
    str jpeg = { (const char *)small_jpeg, sizeof small_jpeg };

    CHECK(paper_image(&cx, paper, jpeg, S("现场照片")) == NULL);
    CHECK(paper_image(&cx, paper, S("%PDF-1.4"), S("合同")) != NULL);
    CHECK(paper_image(&cx, paper, str_slice(jpeg, 0, 24), S("半张")) != NULL);
    str pdf = written(&cx, paper);

    CHECK(str_contains(pdf, jpeg));
    CHECK_SAYS(text_of(&cx, pdf), "现场照片");
}

TEST_ONCE("a seal never stands on a sheet without a signature")
{
    CLEANUP(close_context) struct context cx = a_context();
    const struct paper_signature three[] = { { .who = S("当事人 甲") },
                                             { .who = S("当事人 乙") },
                                             { .who = S("调委会印章") } };

    for (int lines = 0; lines < 40; lines++) {
        struct paper *paper = a_paper(&cx, PAPER_FORM);
        for (int i = 0; i < lines; i++)
            paper_paragraph(paper, S("一行字。"));
        paper_signatures(paper, three, COUNT(three));
        str rest = text_of(&cx, written(&cx, paper));
        for (str page; rest.length > 0;) {
            str_cut(rest, '\f', &page, &rest);
            CHECK(!str_contains(page, S("调委会印章")) || str_contains(page, S("当事人 乙")));
        }
    }
}

TEST_ONCE("a paper that is too long is refused with a sentence, before it is written")
{
    CLEANUP(close_context) struct context cx = a_context();
    struct paper *paper = a_paper(&cx, PAPER_FORM);
    struct buf out = { .arena = cx.arena };

    for (int i = 0; i <= PAPER_PAGES_MAX; i++)
        paper_break(paper);
    paper_line(paper, PAPER_LEFT, S("完"));
    struct error *error = paper_write(&cx, paper, &out);

    CHECK(error != NULL && error->kind == ERROR_INVALID && out.length == 0);
}

TEST_ONCE("headings are told by how their lines begin")
{
    CHECK(paper_heading_level(S("一、总体要求")) == 1);
    CHECK(paper_heading_level(S("十二、附则")) == 1);
    CHECK(paper_heading_level(S("（三）范围")) == 2);
    CHECK(paper_heading_level(S("12.任务")) == 3);
    CHECK(paper_heading_level(S("一年来，全镇")) == 0);
    CHECK(paper_heading_level(S("12．收集")) == 3);
    CHECK(paper_heading_level(S("1.5公里的路")) == 0);
    CHECK(paper_heading_level(S("（请填写）")) == 0);
    CHECK(paper_heading_level(S("2026年")) == 0);
    CHECK(paper_heading_level(S("（见附件）")) == 0);
    CHECK(paper_heading_level(S("")) == 0);
}
