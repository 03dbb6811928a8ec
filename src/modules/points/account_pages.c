/* SPDX-License-Identifier: Apache-2.0 */
/* Accounts and their statements, for those who work with points; the balance for everybody. */
#include "modules/points/pages.h"

#include "app/access.h"
#include "app/deed.h"
#include "app/place_input.h"
#include "app/record_pages.h"
#include "modules/places/places.h"
#include "record/form.h"

enum { REASON_MAX = 200, POINTS_MAX = 100000 };

str points_day(struct context *cx, date day)
{
    struct buf text = { .arena = cx->arena };

    date_show(day, &text);
    return buf_str(&text);
}

struct filled points_filled(const struct request *request, const void *record)
{
    return (struct filled){
        .record = record,
        .typed = request->refused != NULL ? request->form : (struct params){ 0 },
        .problems = request->refused != NULL ? request->refused->problems : NULL,
    };
}

/* Inputs */

struct opening {
    int64_t honour;
    int64_t redeemable;
    str reason;
};

static const struct field opening_fields[] = {
    { INTEGER(opening, honour), .label = "荣誉分", .unit = "分", .max = POINTS_MAX },
    { INTEGER(opening, redeemable), .label = "可兑换", .unit = "分", .max = POINTS_MAX },
    { LINES(opening, reason), .label = "依据", .max = REASON_MAX, .required = true,
      .help = "例如：2025年底纸质存折。" },
};

const struct shape points_opening_input = { SHAPE(opening, opening_fields) };

struct card_wish {
    str reason;
};

static const struct field card_fields[] = {
    { TEXT(card_wish, reason), .label = "补发的原因", .max = REASON_MAX,
      .help = "第一次发卡不用填。补发时旧卡作废。" },
};

const struct shape points_card_input = { SHAPE(card_wish, card_fields) };

struct given_reason {
    str reason;
};

static const struct field reason_fields[] = {
    { LINES(given_reason, reason), .label = "原因", .required = true, .max = REASON_MAX },
};

const struct shape points_reason_input = { SHAPE(given_reason, reason_fields) };

/* The list: by name, never by points */

const struct query accounts_of_village = {
    .of = &points_account_type,
    .sql = "where county = $1 and place >= $2 and place < $3 "
           "and side in ('household', 'member', 'team') and (name = $4 or $4 = '') "
           "order by place, side, name, id limit 500",
};

static str number_text(struct context *cx, int64_t number)
{
    return arena_printf(cx->arena, "%lld", (long long)number);
}

static void write_account_row(struct context *cx, struct buf *out,
                              const struct points_account *account,
                              const struct ui_column *columns)
{
    ui_row_begin(out);
    ui_cell_begin(out, &columns[0]);
    html(out, "<a href='/points_accounts/%lld'>%.*s</a>", (long long)account->id,
         STR_ARG(account->name));
    ui_cell_end(out);
    const str cells[] = { str_of(points_side_choices[account->side].label),
                          place_called(cx, account->place), number_text(cx, account->honour),
                          number_text(cx, account->redeemable) };
    for (size_t i = 0; i < COUNT(cells); i++) {
        ui_cell_begin(out, &columns[i + 1]);
        html_text(out, cells[i]);
        ui_cell_end(out);
    }
    ui_row_end(out);
}

static void write_accounts(struct context *cx, struct buf *out,
                           const struct points_account *accounts, size_t count)
{
    static const struct ui_column columns[] = {
        { .label = "户主或姓名" },
        { .label = "种类", .brief = true },
        { .label = "村" },
        { .label = "荣誉分", .number = true },
        { .label = "可兑换", .number = true },
    };

    if (count == 0) {
        ui_empty(out, S("这里还没有积分户头。第一次申报时自动开户。"), S("/points_claims/new"),
                 S("申报积分"));
        return;
    }
    ui_table_begin(out, S("按姓名排列，不排名"), columns, COUNT(columns));
    for (size_t i = 0; i < count; i++)
        write_account_row(cx, out, &accounts[i], columns);
    ui_table_end(out);
}

struct error *points_accounts_page(struct context *cx, const struct request *request,
                                   struct response *response)
{
    struct buf *out = &response->body;
    struct points_account *accounts;
    size_t count;
    str place;

    TRY(place_asked_for(cx, request, "place", &place));
    TRY(access_scope(cx, "points.read", place, &place));
    str name = str_trim(params_get(request->query, "name"));
    TRY(query_rows(cx, &accounts_of_village,
                   WITH(value_integer(key_county(place)), value_text(place),
                        value_text(key_end(cx->arena, place)), value_text(name)),
                   &accounts, &count));
    response->title = S("积分户头");
    ui_heading(out, response->title, place_called(cx, place));
    ui_search_begin(out, S("/points_accounts"));
    form_write_place(cx, out,
                     (struct ui_input){ .name = "place", .label = "村", .value = place });
    ui_input(out, &(struct ui_input){ .name = "name", .label = "户主或姓名", .value = name });
    ui_search_end(out, S("找"));
    write_accounts(cx, out, accounts, count);
    return NULL;
}

/* One account */

const struct query postings_of_account = {
    .of = &points_posting_type,
    .sql = "where county = $1 and account = $2 order by id desc limit 100",
};

static void write_posting(struct context *cx, struct buf *out,
                          const struct points_posting *posting, bool links,
                          const struct ui_column *columns)
{
    const struct choice *kind =
        field_choice(shape_field(&points_posting_type.shape, S("kind")), posting);

    ui_row_begin(out);
    ui_cell_begin(out, &columns[0]);
    html_text(out, posting->reason);
    ui_cell_end(out);
    ui_cell_begin(out, &columns[1]);
    html_text(out, points_day(cx, posting->posted_on));
    ui_cell_end(out);
    ui_cell_begin(out, &columns[2]);
    if (links)
        html(out, "<a href='/points_postings/%lld'>%s</a>", (long long)posting->id,
             kind->label);
    else
        html(out, "%s", kind->label);
    ui_cell_end(out);
    const int64_t numbers[] = { posting->honour, posting->redeemable };
    for (size_t i = 0; i < COUNT(numbers); i++) {
        ui_cell_begin(out, &columns[i + 3]);
        html_text(out, arena_printf(cx->arena, "%s%lld", numbers[i] > 0 ? "+" : "",
                                    (long long)numbers[i]));
        ui_cell_end(out);
    }
    ui_row_end(out);
}

struct error *points_write_statement(struct context *cx, struct buf *out, record_id account,
                                     bool links)
{
    static const struct ui_column columns[] = {
        { .label = "事由" },
        { .label = "日期", .brief = true },
        { .label = "种类", .brief = true },
        { .label = "荣誉分", .number = true },
        { .label = "可兑换", .number = true },
    };
    struct points_posting *postings;
    size_t count;

    TRY(query_rows(cx, &postings_of_account,
                   WITH(value_integer(id_county(account)), value_integer(account)), &postings,
                   &count));
    ui_section_begin(out, "statement", S("积分明细"));
    if (count == 0) {
        html(out, "<p>%s</p>\n", _("还没有记过分。"));
    } else {
        ui_table_begin(out, S("最近的在前"), columns, COUNT(columns));
        for (size_t i = 0; i < count; i++)
            write_posting(cx, out, &postings[i], links, columns);
        ui_table_end(out);
    }
    ui_section_end(out);
    return NULL;
}

struct error *points_write_expiring(struct context *cx, struct buf *out, record_id account)
{
    struct points_expiry *expiries;
    size_t count;

    TRY(points_expiring(cx, account, &expiries, &count));
    for (size_t i = 0; i < count; i++)
        ui_notice(
            out, TONE_WAITING,
            arena_printf(cx->arena,
                         _n("有%lld分到%.*s为止，过了就到期，请早点兑换。", expiries[i].points),
                         (long long)expiries[i].points,
                         STR_ARG(points_day(cx, expiries[i].due_on))));
    return NULL;
}

static struct error *get_account(struct context *cx, record_id id,
                                 struct points_account *account)
{
    return record_get_for(cx, &points_account_type, id, "points.read", account);
}

/* The card that is in use, with its code to be printed. */
static struct error *write_card(struct context *cx, struct buf *out,
                                const struct request *request, record_id account)
{
    struct points_card *cards;
    size_t count;

    TRY(query_rows(cx, &cards_of_account,
                   WITH(value_integer(id_county(account)), value_integer(account)), &cards,
                   &count));
    if (count == 0)
        return NULL;
    ui_section_begin(out, "card", S("积分卡"));
    ui_qr(out,
          arena_printf(cx->arena, "%s://%.*s/points/card/%.*s",
                       request->secure ? "https" : "http",
                       STR_ARG(request_header(request, "host")), STR_ARG(cards[0].secret)),
          arena_printf(cx->arena, "%.*s 卡号 %.*s", STR_ARG(cards[0].account_name),
                       STR_ARG(cards[0].number)));
    html(out, "<p>%s</p>\n", _("扫码看自家积分，不用账号。卡丢了请来补发，旧卡就作废。"));
    ui_print_button(out, S("打印积分卡和存折"));
    ui_section_end(out);
    return NULL;
}

static void write_account_deeds(struct context *cx, struct buf *out,
                                const struct points_account *account,
                                const struct request *request)
{
    static const struct deed card = { "card", "发积分卡", &points_card_input, NULL };
    static const struct deed opening = { "open", "转入纸质存折的积分", &points_opening_input,
                                         "一户只能转一次。" };
    str page = arena_printf(cx->arena, "/points_accounts/%lld", (long long)account->id);

    ui_section_begin(out, "deeds", S("办理"));
    ui_button_link(out, arena_printf(cx->arena, "%.*s/pdf", STR_ARG(page)),
                   S("打印存折（PDF）"), false);
    if (access_allows(cx, "points.declare", account->place))
        ui_button_link(out,
                       arena_printf(cx->arena, "/points_claims/new?who=%06lld&place=%.*s",
                                    (long long)(account->id % COUNTY_IDS),
                                    STR_ARG(account->place)),
                       S("申报积分"), true);
    if (access_allows(cx, "points.card", account->place))
        deed_write(cx, out, page, &card, NULL, request);
    if (access_allows(cx, "points.correct", account->place))
        deed_write(cx, out, page, &opening, NULL, request);
    ui_section_end(out);
}

struct error *points_account_page(struct context *cx, const struct request *request,
                                  struct response *response)
{
    struct buf *out = &response->body;
    struct points_account account = { 0 };
    int64_t score;

    TRY(get_account(cx, request->id, &account));
    response->title = account.name;
    ui_heading(out, account.name, place_path(cx, account.place));
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    TRY(points_score(cx, account.id, date_year(cx->today), &score));
    ui_figures_begin(out);
    ui_figure(out, (str){ 0 }, S("荣誉分"), number_text(cx, account.honour), S("分"),
              S("兑换不减"));
    ui_figure(out, (str){ 0 }, S("可兑换"), number_text(cx, account.redeemable), S("分"),
              (str){ 0 });
    ui_figure(out, (str){ 0 }, S("今年得分"), number_text(cx, score), S("分"), S("含基础分"));
    ui_figures_end(out);
    TRY(points_write_expiring(cx, out, account.id));
    TRY(points_write_statement(cx, out, account.id, true));
    TRY(write_card(cx, out, request, account.id));
    write_account_deeds(cx, out, &account, request);
    return NULL;
}

static struct error *back_to_account(struct context *cx, struct response *response,
                                     record_id account)
{
    response->record = account;
    return redirect(response,
                    arena_printf(cx->arena, "/points_accounts/%lld", (long long)account));
}

struct error *points_account_open_action(struct context *cx, const struct request *request,
                                         struct response *response)
{
    const struct opening *input = request->input;
    struct points_account account = { 0 };

    TRY(get_account(cx, request->id, &account));
    TRY(points_open(cx, request->id, input->honour, input->redeemable, input->reason));
    return back_to_account(cx, response, request->id);
}

struct error *points_account_card_action(struct context *cx, const struct request *request,
                                         struct response *response)
{
    const struct card_wish *input = request->input;
    struct points_account account = { 0 };
    struct points_card card = { 0 };

    TRY(get_account(cx, request->id, &account));
    TRY(points_card_issue(cx, request->id, input->reason, &card));
    return back_to_account(cx, response, request->id);
}

/* One posting */

struct error *points_posting_page(struct context *cx, const struct request *request,
                                  struct response *response)
{
    static const struct deed reverse = { "reverse", "冲正", &points_reason_input,
                                         "记错了才冲正。已经兑换掉的不追回。" };
    struct buf *out = &response->body;
    struct points_posting posting = { 0 };

    TRY(record_get_for(cx, &points_posting_type, request->id, "points.read", &posting));
    response->title = S("一笔积分");
    ui_heading(out, response->title, posting.reason);
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    facts_write(cx, out, &points_posting_type.shape, &posting);
    if (access_allows(cx, "points.correct", posting.place))
        deed_write(cx, out,
                   arena_printf(cx->arena, "/points_postings/%lld", (long long)posting.id),
                   &reverse, NULL, request);
    return NULL;
}

struct error *points_posting_reverse_action(struct context *cx, const struct request *request,
                                            struct response *response)
{
    const struct given_reason *input = request->input;
    struct points_posting posting = { 0 };
    struct points_adjustment reversal = { 0 };

    TRY(record_get_for(cx, &points_posting_type, request->id, "points.read", &posting));
    TRY(points_reverse(cx, request->id, input->reason, &reversal));
    return back_to_account(cx, response, posting.account);
}

/* For everybody: that the accounts add up, and the shop's statement */

static void write_trial_row(struct context *cx, struct buf *out,
                            const struct points_trial_line *line,
                            const struct ui_column *columns)
{
    const str cells[] = { str_of(points_side_choices[line->side].label),
                          number_text(cx, line->account_count),
                          number_text(cx, line->credit),
                          number_text(cx, line->debit),
                          number_text(cx, line->credit - line->debit),
                          number_text(cx, line->honour) };

    ui_row_begin(out);
    for (size_t i = 0; i < COUNT(cells); i++) {
        ui_cell_begin(out, &columns[i]);
        html_text(out, cells[i]);
        ui_cell_end(out);
    }
    ui_row_end(out);
}

static void write_trial(struct context *cx, struct buf *out, const struct points_trial *trial,
                        date day)
{
    static const struct ui_column columns[] = {
        { .label = "户头" },
        { .label = "户数", .number = true },
        { .label = "增加", .number = true },
        { .label = "减少", .number = true },
        { .label = "可兑换余额", .number = true },
        { .label = "荣誉分", .number = true },
    };
    bool adds_up = trial->redeemable == 0 && trial->honour == 0;

    ui_section_begin(out, "trial", S("试算平衡"));
    ui_notice(out, adds_up ? TONE_GOOD : TONE_LATE,
              arena_printf(cx->arena, "截至%.*s，%lld笔账，所有户头合计%lld分，%s",
                           STR_ARG(points_day(cx, day)), (long long)trial->posting_count,
                           (long long)trial->redeemable, adds_up ? "平。" : "不平！"));
    ui_table_begin(out, S("一边加多少，另一边就减多少，合计必须是0"), columns, COUNT(columns));
    for (size_t i = 0; i < POINTS_SIDES; i++)
        write_trial_row(cx, out, &trial->lines[i], columns);
    ui_table_end(out);
    ui_section_end(out);
}

static str yuan(struct context *cx, int64_t amount)
{
    struct buf text = { .arena = cx->arena };

    fixed_show(amount, 2, 2, &text);
    return buf_str(&text);
}

static struct error *write_account_of_village(struct context *cx, struct buf *out, str place,
                                              date day)
{
    struct points_liability liability = { 0 };

    TRY(points_liability_read(cx, place, day, &liability));
    ui_section_begin(out, "fund", S("积分资金"));
    ui_figures_begin(out);
    ui_figure(out, (str){ 0 }, S("还没有兑换的积分"), number_text(cx, liability.outstanding),
              S("分"), (str){ 0 });
    ui_figure(out, (str){ 0 }, S("估计要花"), yuan(cx, liability.liability), S("元"),
              liability.has_average ? S("按近一年平均每分的成本") : S("还没有兑换过"));
    ui_figure(out, (str){ 0 }, S("近一年兑换"), number_text(cx, liability.redeemed), S("分"),
              (str){ 0 });
    ui_figure(out, (str){ 0 }, S("近一年兑换的东西值"), yuan(cx, liability.redeemed_cost),
              S("元"), (str){ 0 });
    ui_figure(out, (str){ 0 }, S("到账资金"), yuan(cx, liability.funded), S("元"), (str){ 0 });
    ui_figure(out, (str){ 0 }, S("已经付货款"), yuan(cx, liability.spent), S("元"), (str){ 0 });
    ui_figure(out, (str){ 0 }, S("货架上的东西值"), yuan(cx, liability.stock_cost), S("元"),
              (str){ 0 });
    ui_figures_end(out);
    ui_section_end(out);
    return NULL;
}

struct error *points_open_page(struct context *cx, const struct request *request,
                               struct response *response)
{
    struct buf *out = &response->body;
    struct points_trial trial;
    str place;
    date day = cx->today;

    TRY(place_asked_for(cx, request, "place", &place));
    if (!date_read(params_get(request->query, "day"), &day) || date_compare(day, cx->today) > 0)
        day = cx->today;
    response->title = S("积分公开");
    ui_heading(out, response->title,
               str_is_empty(place) ? S("选一个村，看积分账平不平、资金够不够。")
                                   : place_path(cx, place));
    ui_search_begin(out, S("/points/open"));
    form_write_place(cx, out,
                     (struct ui_input){ .name = "place", .label = "哪个村", .value = place });
    ui_input(out, &(struct ui_input){ .name = "day",
                                      .label = "哪一天结束时",
                                      .type = "date",
                                      .value = params_get(request->query, "day") });
    ui_search_end(out, S("看"));
    if (place.length < 9)
        return NULL;
    TRY(points_trial_read(cx, place, day, &trial));
    write_trial(cx, out, &trial, day);
    return write_account_of_village(cx, out, place, day);
}
