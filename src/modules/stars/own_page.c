/* SPDX-License-Identifier: Apache-2.0 */
/* What party members see of themselves: the year's score, its deeds, the stars of all years.
 * Nobody else stands on the page. */
#include "modules/stars/star_parts.h"

#include "app/access.h"
#include "modules/places/places.h"
#include "modules/points/points.h"

/* The latest membership counts: accounts stay where the points were earned. */
const struct query own_accounts = {
    .of = &points_account_type,
    .sql = "where county = $1 and side = 'member' and subject = (select id from party_members "
           "where county = $1 and resident = $2 and to_on is null order by id desc limit 1) "
           "order by id desc limit 1",
};

const struct query own_stars = {
    .of = &member_star_type,
    .sql = "where county = $1 and account = $2 order by year desc, id limit 50",
};

const struct query own_deeds = {
    .of = &points_claim_type,
    .sql = "where county = $1 and account = $2 and happened_on >= $3 "
           "order by happened_on desc, id desc limit 200",
};

static struct error *find_own_account(struct context *cx, struct points_account *account,
                                      bool *found)
{
    record_id person = cx->access->person;
    struct points_account *accounts;
    size_t count = 0;

    if (person != 0)
        TRY(query_rows(cx, &own_accounts,
                       WITH(value_integer(id_county(person)), value_integer(person)), &accounts,
                       &count));
    *found = count > 0;
    if (*found)
        *account = accounts[0];
    return NULL;
}

static void write_cell(struct buf *out, const struct ui_column *column, str text)
{
    ui_cell_begin(out, column);
    html_text(out, text);
    ui_cell_end(out);
}

static struct error *write_years(struct context *cx, struct buf *out, record_id account)
{
    static const struct ui_column columns[] = {
        { .label = "年度" },
        { .label = "全年得分", .number = true },
        { .label = "星级", .brief = true },
        { .label = "说明" },
    };
    struct member_star *stars;
    size_t count;

    TRY(query_rows(cx, &own_stars,
                   WITH(value_integer(id_county(account)), value_integer(account)), &stars,
                   &count));
    ui_section_begin(out, "years", S("历年星级"));
    if (count == 0)
        html(out, "<p>%s</p>\n", _("还没有结算过星级。年底由村党组织结算。"));
    else
        ui_table_begin(out, S("积分只供民主评议参考"), columns, COUNT(columns));
    for (size_t i = 0; i < count; i++) {
        ui_row_begin(out);
        write_cell(out, &columns[0], arena_printf(cx->arena, "%lld", (long long)stars[i].year));
        write_cell(out, &columns[1],
                   arena_printf(cx->arena, "%lld", (long long)stars[i].score));
        write_cell(out, &columns[2], star_shown(cx, &stars[i]));
        write_cell(out, &columns[3], stars[i].is_exempt ? S("免于参加") : (str){ 0 });
        ui_row_end(out);
    }
    if (count > 0)
        ui_table_end(out);
    ui_section_end(out);
    return NULL;
}

static void write_deed(struct context *cx, struct buf *out, const struct points_claim *claim)
{
    const struct choice *status =
        field_choice(shape_field(&points_claim_type.shape, S("status")), claim);
    struct buf day = { .arena = cx->arena };

    date_show(claim->happened_on, &day);
    ui_task(out, arena_printf(cx->arena, "/points/receipt/%.*s", STR_ARG(claim->receipt)),
            arena_printf(cx->arena, _n("%.*s %s%lld分", claim->honour),
                         STR_ARG(claim->item_name), claim->honour > 0 ? "+" : "",
                         (long long)claim->honour),
            status->tone, str_of(status->label),
            str_is_empty(claim->reason) ? buf_str(&day) : claim->reason);
}

static struct error *write_deeds(struct context *cx, struct buf *out, record_id account)
{
    struct points_claim *claims;
    size_t count;

    TRY(query_rows(cx, &own_deeds,
                   WITH(value_integer(id_county(account)), value_integer(account),
                        value_date(cx->arena, date_of(date_year(cx->today), 1, 1))),
                   &claims, &count));
    ui_section_begin(out, "deeds", S("今年记的事"));
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++)
        write_deed(cx, out, &claims[i]);
    ui_tasks_end(out);
    if (count == 0)
        html(out, "<p>%s</p>\n", _("今年还没有记过。"));
    ui_section_end(out);
    return NULL;
}

static struct error *write_own(struct context *cx, struct buf *out,
                               const struct points_account *account)
{
    bool exempt;
    int64_t score;

    TRY(points_score(cx, account->id, date_year(cx->today), &score));
    TRY(points_is_exempt(cx, account->id, cx->today, cx->today, &exempt));
    ui_figures_begin(out);
    ui_figure(out, (str){ 0 }, S("今年得分"), arena_printf(cx->arena, "%lld", (long long)score),
              S("分"), S("含基础分"));
    ui_figures_end(out);
    if (exempt)
        ui_notice(out, TONE_PLAIN, S("您现在免于参加集体活动，不参加不扣分。"));
    TRY(write_years(cx, out, account->id));
    return write_deeds(cx, out, account->id);
}

struct error *stars_own_page(struct context *cx, const struct request *request,
                             struct response *response)
{
    struct buf *out = &response->body;
    struct points_account account = { 0 };
    bool found;

    (void)request;
    TRY(find_own_account(cx, &account, &found));
    response->title = S("我的积分和星级");
    ui_heading(out, response->title, S("只有您自己的。别人的不在这里，也不排名。"));
    if (found)
        return write_own(cx, out, &account);
    ui_empty(out,
             cx->access->person == 0 ? S("您的账号还没有和居民登记连起来，请找权限管理员。")
                                     : S("您还没有党员积分。第一次记分时自动开户。"),
             (str){ 0 }, (str){ 0 });
    return NULL;
}
