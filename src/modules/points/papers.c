/* SPDX-License-Identifier: Apache-2.0 */
/* What is handed out on paper: the passbook, the voucher, the scheme, the public statement. */
#include "modules/points/pages.h"
#include "modules/points/statement.h"

#include "app/access.h"
#include "app/place_input.h"
#include "app/print.h"
#include "app/record_pages.h"
#include "modules/places/places.h"
#include "record/form.h"

static str number_text(struct context *cx, int64_t number)
{
    return arena_printf(cx->arena, "%lld", (long long)number);
}

static str yuan(struct context *cx, int64_t amount)
{
    struct buf text = { .arena = cx->arena };

    fixed_show(amount, 2, 2, &text);
    return buf_str(&text);
}

static str site(struct context *cx, const struct request *request)
{
    return arena_printf(cx->arena, "%s://%.*s", request->secure ? "https" : "http",
                        STR_ARG(request_header(request, "host")));
}

/* The passbook of a household */

static struct error *add_pending(struct context *cx, struct paper *paper, record_id account)
{
    static const struct paper_column columns[] = {
        { .label = "做了什么", .weight = 4 },
        { .label = "哪天做的", .weight = 3 },
        { .label = "到哪一步", .weight = 2 },
        { .label = "没有通过的原因", .weight = 5 },
    };
    struct points_claim *claims;
    struct paper_table *table;
    size_t count;

    TRY(query_rows(cx, &claims_of_account,
                   WITH(value_integer(id_county(account)), value_integer(account)), &claims,
                   &count));
    if (count == 0)
        return NULL;
    table = paper_table_begin(paper, S("申报到哪一步"), columns, COUNT(columns));
    for (size_t i = 0; i < count; i++) {
        const str cells[] = { claims[i].item_name, points_day(cx, claims[i].happened_on),
                              str_of(claim_statuses[claims[i].status].label),
                              claims[i].reason };
        paper_table_row(table, cells);
    }
    paper_table_end(table);
    return NULL;
}

static struct error *add_postings(struct context *cx, struct paper *paper, record_id account)
{
    static const struct paper_column columns[] = {
        { .label = "日期", .weight = 3 },
        { .label = "事由", .weight = 6 },
        { .label = "荣誉分", .number = true, .weight = 2 },
        { .label = "可兑换", .number = true, .weight = 2 },
    };
    struct points_posting *postings;
    struct paper_table *table;
    size_t count;

    TRY(query_rows(cx, &postings_of_account,
                   WITH(value_integer(id_county(account)), value_integer(account)), &postings,
                   &count));
    table = paper_table_begin(paper, S("积分明细（最近的在前）"), columns, COUNT(columns));
    for (size_t i = 0; i < count; i++) {
        const str cells[] = { points_day(cx, postings[i].posted_on), postings[i].reason,
                              arena_printf(cx->arena, "%+lld", (long long)postings[i].honour),
                              arena_printf(cx->arena, "%+lld",
                                           (long long)postings[i].redeemable) };
        paper_table_row(table, cells);
    }
    paper_table_end(table);
    return NULL;
}

static struct error *add_expiring(struct context *cx, struct paper *paper, record_id account)
{
    struct points_expiry *expiries;
    size_t count;

    TRY(points_expiring(cx, account, &expiries, &count));
    for (size_t i = 0; i < count; i++)
        paper_paragraph(paper, arena_printf(cx->arena,
                                            _n("有%lld分到%.*s为止，过了就到期，请早点兑换。",
                                               expiries[i].points),
                                            (long long)expiries[i].points,
                                            STR_ARG(points_day(cx, expiries[i].due_on))));
    return NULL;
}

static struct error *answer_passbook(struct context *cx, const struct points_account *account,
                                     str card, const struct request *request,
                                     struct response *response)
{
    struct paper *paper = print_begin(cx, S("积分存折"), PAPER_FORM);
    const struct paper_fact facts[] = {
        { .name = S("户主或姓名"), .value = account->name },
        { .name = S("村"), .value = place_path(cx, account->place) },
        { .name = S("荣誉分"), .value = number_text(cx, account->honour) },
        { .name = S("可兑换"), .value = number_text(cx, account->redeemable) },
        { .name = S("卡号"),
          .value = arena_printf(cx->arena, "%06lld", (long long)(account->id % COUNTY_IDS)) },
        { .name = S("打印日期"), .value = points_day(cx, cx->today) },
    };

    paper_title(paper, S("积分存折"), place_called(cx, account->place));
    paper_facts(paper, facts, COUNT(facts));
    TRY(add_expiring(cx, paper, account->id));
    TRY(add_postings(cx, paper, account->id));
    TRY(add_pending(cx, paper, account->id));
    paper_note(paper, S("荣誉分兑换不减。记得不对、没有记上的，请到村委会说，也可以申诉。"));
    if (!str_is_empty(card))
        paper_qr(paper, PAPER_CENTRE,
                 arena_printf(cx->arena, "%.*s/points/card/%.*s", STR_ARG(site(cx, request)),
                              STR_ARG(card)),
                 S("扫码看自家积分"));
    return print_answer(cx, paper, S("积分存折.pdf"), response);
}

struct error *points_account_paper(struct context *cx, const struct request *request,
                                   struct response *response)
{
    struct points_account account = { 0 };
    struct points_card *cards;
    size_t count;

    TRY(record_get_for(cx, &points_account_type, request->id, "points.read", &account));
    TRY(query_rows(cx, &cards_of_account,
                   WITH(value_integer(id_county(account.id)), value_integer(account.id)),
                   &cards, &count));
    return answer_passbook(cx, &account, count > 0 ? cards[0].secret : (str){ 0 }, request,
                           response);
}

struct error *points_card_paper(struct context *cx, const struct request *request,
                                struct response *response)
{
    struct points_account account = { 0 };
    struct points_card card = { 0 };

    TRY(points_card_find(cx, params_get(request->captured, "code"), &card));
    TRY(store_get(cx, &points_account_type, card.account, &account));
    response_header(response, "Referrer-Policy", S("no-referrer"));
    return answer_passbook(cx, &account, card.secret, request, response);
}

/* The voucher, to be signed */

struct error *points_redemption_paper(struct context *cx, const struct request *request,
                                      struct response *response)
{
    struct points_redemption redemption = { 0 };
    struct paper *paper = print_begin(cx, S("积分兑换单"), PAPER_FORM);

    TRY(record_get_for(cx, &points_redemption_type, request->id, "points.read", &redemption));
    const struct paper_fact facts[] = {
        { .name = S("户主或姓名"), .value = redemption.account_name },
        { .name = S("村"), .value = place_path(cx, redemption.place) },
        { .name = S("品名"), .value = redemption.goods_name },
        { .name = S("数量"), .value = number_text(cx, redemption.quantity) },
        { .name = S("积分"), .value = number_text(cx, redemption.points) },
        { .name = S("兑换日期"), .value = points_day(cx, redemption.redeemed_on) },
        { .name = S("领取人"), .value = redemption.receiver },
        { .name = S("是不是代领"), .value = redemption.by_proxy ? S("代领") : S("本户领") },
        { .name = S("经办人"), .value = redemption.handler },
        { .name = S("状态"),
          .value = redemption.status == REDEMPTION_RETURNED ? S("已退回") : S("已兑换") },
    };
    const struct paper_signature signatures[] = {
        { .who = S("领取人"), .how = S("（签名、按手印）") },
        { .who = S("经办人"), .how = S("（签名）") },
    };

    paper_title(
        paper, S("积分兑换单"),
        arena_printf(cx->arena, _("第%lld号"), (long long)(redemption.id % COUNTY_IDS)));
    paper_facts(paper, facts, COUNT(facts));
    paper_signatures(paper, signatures, COUNT(signatures));
    return print_answer(cx, paper, S("积分兑换单.pdf"), response);
}

/* The scheme as everybody may read it */

static str cap_text(struct context *cx, const struct points_item *item)
{
    const struct choice *period =
        field_choice(shape_field(&points_item_type.shape, S("period")), item);

    if (item->cap == 0)
        return S("不封顶");
    return arena_printf(cx->arena, _n("%s最多%lld分", item->cap), words_said(period->label),
                        (long long)item->cap);
}

static struct error *add_items(struct context *cx, struct paper *paper, record_id scheme)
{
    static const struct paper_column columns[] = {
        { .label = "做什么", .weight = 5 }, { .label = "类别", .weight = 3 },
        { .label = "每次", .weight = 2 },   { .label = "封顶", .weight = 3 },
        { .label = "凭什么", .weight = 3 }, { .label = "村规民约第几条", .weight = 3 },
    };
    const struct shape *shape = &points_item_type.shape;
    struct points_item *items;
    struct paper_table *table;
    size_t count;

    TRY(items_of(cx, scheme, &items, &count));
    table = paper_table_begin(paper, S("积分项目"), columns, COUNT(columns));
    for (size_t i = 0; i < count; i++) {
        const str cells[] = {
            items[i].name,
            field_shown(cx, shape_field(shape, S("class")), &items[i]),
            arena_printf(cx->arena, "%s%lld", items[i].is_deduction ? "-" : "+",
                         (long long)items[i].points),
            cap_text(cx, &items[i]),
            field_shown(cx, shape_field(shape, S("evidence")), &items[i]),
            items[i].basis,
        };
        paper_table_row(table, cells);
    }
    paper_table_end(table);
    return NULL;
}

struct error *points_scheme_paper(struct context *cx, const struct request *request,
                                  struct response *response)
{
    struct points_scheme scheme = { 0 };
    struct paper *paper;

    TRY(record_get_for(cx, &points_scheme_type, request->id, "points.read", &scheme));
    paper = print_begin(cx, scheme.title, PAPER_FORM);
    paper_title(paper, scheme.title,
                arena_printf(cx->arena, _("%.*s 第%lld版"),
                             STR_ARG(place_path(cx, scheme.place)), (long long)scheme.edition));
    paper_text(paper, scheme.purpose);
    print_facts(cx, paper, &points_scheme_type.shape, &scheme);
    TRY(add_items(cx, paper, scheme.id));
    TRY(print_history(cx, paper, &points_scheme_type, scheme.id, true));
    return print_answer(cx, paper, S("积分办法.pdf"), response);
}

/* The quarterly statement, as a page and on paper */

static const struct paper_column goods_columns[] = {
    { .label = "品名", .weight = 4 },
    { .label = "规格", .weight = 3 },
    { .label = "兑换要（分）", .number = true, .weight = 2 },
    { .label = "期初（件）", .number = true, .weight = 2 },
    { .label = "入库（件）", .number = true, .weight = 2 },
    { .label = "盘点、报损（件）", .number = true, .weight = 3 },
    { .label = "兑换（件）", .number = true, .weight = 2 },
    { .label = "期末（件）", .number = true, .weight = 2 },
    { .label = "用去积分", .number = true, .weight = 2 },
    { .label = "成本（元）", .number = true, .weight = 2 },
};

enum { GOODS_CELLS = COUNT(goods_columns) };

static void goods_cells(struct context *cx, const struct statement_goods *goods,
                        str cells[GOODS_CELLS])
{
    const int64_t numbers[] = { goods->price,    goods->before,   goods->received,
                                goods->adjusted, goods->redeemed, goods->left,
                                goods->points };

    cells[0] = goods->name;
    cells[1] = goods->spec;
    for (size_t i = 0; i < COUNT(numbers); i++)
        cells[2 + i] = number_text(cx, numbers[i]);
    cells[GOODS_CELLS - 1] = yuan(cx, goods->cost);
}

enum { FACTS = 10 };

static void statement_facts(struct context *cx, const struct points_statement *statement,
                            struct paper_fact facts[FACTS])
{
    const struct paper_fact all[FACTS] = {
        { .name = S("期初未兑换（分）"),
          .value = number_text(cx, statement->outstanding_before) },
        { .name = S("发放（分）"), .value = number_text(cx, statement->issued) },
        { .name = S("得分户数（户）"), .value = number_text(cx, statement->households) },
        { .name = S("兑换（分）"), .value = number_text(cx, statement->redeemed) },
        { .name = S("兑换单（张）"), .value = number_text(cx, statement->redemptions) },
        { .name = S("到期（分）"), .value = number_text(cx, statement->expired) },
        { .name = S("转入和冲正（分）"), .value = number_text(cx, statement->other) },
        { .name = S("期末未兑换（分）"), .value = number_text(cx, statement->outstanding) },
        { .name = S("付货款（元）"), .value = yuan(cx, statement->spent) },
        { .name = S("期末资金结余（元）"), .value = yuan(cx, statement->fund) },
    };

    for (size_t i = 0; i < FACTS; i++)
        facts[i] = all[i];
}

static struct error *read_asked(struct context *cx, const struct request *request,
                                struct points_statement *statement)
{
    str place;
    date start = quarter_start(params_get(request->query, "quarter"), cx->today);

    TRY(place_asked_for(cx, request, "place", &place));
    if (place.length < 9) {
        *statement = (struct points_statement){ .from = start };
        return NULL;
    }
    return points_statement_read(cx, place, start, date_add_days(date_add_months(start, 3), -1),
                                 statement);
}

static void write_goods(struct context *cx, struct buf *out,
                        const struct points_statement *statement)
{
    struct ui_column columns[GOODS_CELLS];
    str cells[GOODS_CELLS];

    for (size_t i = 0; i < GOODS_CELLS; i++)
        columns[i] = (struct ui_column){ .label = goods_columns[i].label,
                                         .number = goods_columns[i].number };
    ui_section_begin(out, "goods", S("商品"));
    ui_table_begin(out, S("期初加入库、减兑换，就是期末"), columns, GOODS_CELLS);
    for (size_t i = 0; i < statement->goods_count; i++) {
        goods_cells(cx, &statement->goods[i], cells);
        ui_row_begin(out);
        for (size_t j = 0; j < GOODS_CELLS; j++) {
            ui_cell_begin(out, &columns[j]);
            html_text(out, cells[j]);
            ui_cell_end(out);
        }
        ui_row_end(out);
    }
    ui_table_end(out);
    if (statement->goods_count == 0)
        html(out, "<p>%s</p>\n", _("还没有商品。"));
    ui_section_end(out);
}

static void write_sources(struct context *cx, struct buf *out,
                          const struct points_statement *statement)
{
    ui_section_begin(out, "sources", S("从哪里来"));
    ui_facts_begin(out);
    for (size_t i = 0; i < POINTS_SOURCES; i++)
        ui_fact(out, points_source_choices[i].label,
                arena_printf(cx->arena, _("资金%.*s元，东西值%.*s元"),
                             STR_ARG(yuan(cx, statement->sources[i].money)),
                             STR_ARG(yuan(cx, statement->sources[i].worth))));
    ui_facts_end(out);
    ui_section_end(out);
}

static void write_statement(struct context *cx, struct buf *out,
                            const struct points_statement *statement)
{
    struct paper_fact facts[FACTS];

    statement_facts(cx, statement, facts);
    ui_section_begin(out, "points", quarter_words(cx, statement->from));
    ui_facts_begin(out);
    for (size_t i = 0; i < FACTS; i++)
        ui_fact(out, arena_text(cx->arena, facts[i].name), facts[i].value);
    ui_facts_end(out);
    ui_section_end(out);
    write_goods(cx, out, statement);
    write_sources(cx, out, statement);
    ui_actions_begin(out);
    ui_button_link(out,
                   arena_printf(cx->arena, "/points/statement/pdf?place=%.*s&quarter=%.*s",
                                STR_ARG(statement->place),
                                STR_ARG(quarter_code(cx, statement->from))),
                   S("打印（PDF）"), true);
    ui_actions_end(out);
}

static void write_quarters(struct context *cx, struct buf *out, str place, date start)
{
    struct ui_link links[4];

    for (size_t i = 0; i < COUNT(links); i++) {
        date quarter = date_add_months(quarter_start(S(""), cx->today), -3 * ((int)i - 1));
        links[i] = (struct ui_link){
            .href = arena_printf(cx->arena, "/points/statement?place=%.*s&quarter=%.*s",
                                 STR_ARG(place), STR_ARG(quarter_code(cx, quarter))),
            .text = quarter_words(cx, quarter),
            .current = date_compare(quarter, start) == 0,
        };
    }
    ui_tabs(out, S("季度"), links, COUNT(links));
}

struct error *points_statement_page(struct context *cx, const struct request *request,
                                    struct response *response)
{
    struct buf *out = &response->body;
    struct points_statement statement;

    TRY(read_asked(cx, request, &statement));
    response->title = S("积分超市季度公开");
    ui_heading(out, response->title,
               str_is_empty(statement.place) ? S("选一个村，看这个季度发了多少分、换了什么。")
                                             : place_path(cx, statement.place));
    ui_search_begin(out, S("/points/statement"));
    form_write_place(
        cx, out,
        (struct ui_input){ .name = "place", .label = "哪个村", .value = statement.place });
    ui_search_end(out, S("看"));
    if (str_is_empty(statement.place))
        return NULL;
    write_quarters(cx, out, statement.place, statement.from);
    write_statement(cx, out, &statement);
    return NULL;
}

static void add_statement(struct context *cx, struct paper *paper,
                          const struct points_statement *statement)
{
    static const struct paper_column source_columns[] = {
        { .label = "来源" },
        { .label = "资金（元）", .number = true },
        { .label = "东西值（元）", .number = true },
    };
    struct paper_fact facts[FACTS];
    str cells[GOODS_CELLS];
    struct paper_table *table;

    statement_facts(cx, statement, facts);
    paper_facts(paper, facts, FACTS);
    table = paper_table_begin(paper, S("商品"), goods_columns, GOODS_CELLS);
    for (size_t i = 0; i < statement->goods_count; i++) {
        goods_cells(cx, &statement->goods[i], cells);
        paper_table_row(table, cells);
    }
    paper_table_end(table);
    table = paper_table_begin(paper, S("从哪里来"), source_columns, COUNT(source_columns));
    for (size_t i = 0; i < POINTS_SOURCES; i++) {
        const str sources[] = { str_of(points_source_choices[i].label),
                                yuan(cx, statement->sources[i].money),
                                yuan(cx, statement->sources[i].worth) };
        paper_table_row(table, sources);
    }
    paper_table_end(table);
}

struct error *points_statement_paper(struct context *cx, const struct request *request,
                                     struct response *response)
{
    const struct paper_signature signatures[] = {
        { .who = S("村委会"), .how = S("（盖章）") },
        { .who = S("村务监督委员会"), .how = S("（签名）") },
    };
    struct points_statement statement;
    struct paper *paper;

    TRY(read_asked(cx, request, &statement));
    if (str_is_empty(statement.place))
        return fail_field(cx, "place", "请选一个村。");
    paper = print_begin(cx, S("积分超市季度公开"), PAPER_FORM);
    paper_qr_beside(paper,
                    arena_printf(cx->arena, "%.*s/points/statement?place=%.*s&quarter=%.*s",
                                 STR_ARG(site(cx, request)), STR_ARG(statement.place),
                                 STR_ARG(quarter_code(cx, statement.from))));
    paper_title(paper, S("积分超市季度公开"),
                arena_printf(cx->arena, "%.*s %.*s", STR_ARG(place_path(cx, statement.place)),
                             STR_ARG(quarter_words(cx, statement.from))));
    add_statement(cx, paper, &statement);
    paper_signatures(paper, signatures, COUNT(signatures));
    return print_answer(cx, paper, S("积分超市季度公开.pdf"), response);
}
