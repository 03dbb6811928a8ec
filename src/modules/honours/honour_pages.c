/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of rounds and honours, and the certificate that anybody can verify. */
#include "modules/honours/honour_parts.h"

#include "app/access.h"
#include "app/deed.h"
#include "app/record_pages.h"
#include "modules/matters/matters.h"
#include "modules/people/people.h"
#include "modules/places/places.h"
#include "modules/points/points.h"
#include "record/form.h"

enum {
    RECOMMENDED_YEARS = 3,
    LINES_MAX = 20000,
    REASON_MAX = 500,
    VOTERS_MAX = 2000,
    VOTES_MAX = 2000
};

struct paper_intake {
    str voters;
    str votes;
};

static const struct field paper_fields[] = {
    { LINES(paper_intake, voters), .label = "交了票的户号或居民编号", .required = true,
      .max = LINES_MAX, .help = "用空格或换行隔开。在网上投过的会指出来，都不保存。" },
    { LINES(paper_intake, votes), .label = "各候选的票数", .required = true, .max = LINES_MAX,
      .help = "按上面候选的顺序，一个候选一个数。" },
};

const struct shape honour_paper_input = { SHAPE(paper_intake, paper_fields) };

struct codes_intake {
    str voters;
};

static const struct field codes_fields[] = {
    { LINES(codes_intake, voters), .label = "户号或居民编号", .required = true,
      .max = LINES_MAX,
      .help = "一户一票的写户号，成年村民一人一票的写居民编号，用空格隔开。" },
};

const struct shape honour_codes_input = { SHAPE(codes_intake, codes_fields) };

struct stars_intake {
    str stars;
};

static const struct field stars_fields[] = {
    { TEXT(stars_intake, stars), .label = "有哪些星", .max = 400 },
};

const struct shape honour_stars_input = { SHAPE(stars_intake, stars_fields) };

struct given_reason {
    str reason;
};

static const struct field reason_fields[] = {
    { LINES(given_reason, reason), .label = "原因", .required = true, .max = REASON_MAX },
};

const struct shape honour_reason_input = { SHAPE(given_reason, reason_fields) };

static str day_of(struct context *cx, date day)
{
    struct buf text = { .arena = cx->arena };

    if (date_is_set(day))
        date_show(day, &text);
    return buf_str(&text);
}

/* A round.  The votes are shown when the ballot is over. */

static struct error *write_candidates(struct context *cx, struct buf *out,
                                      const struct honour_round *round)
{
    struct standing *standings;
    struct honour_nomination *nominations;
    size_t count;
    bool is_over = round->status >= ROUND_CHECKING;

    ui_section_begin(out, "candidates", is_over ? S("候选和票数") : S("候选"));
    ui_tasks_begin(out);
    if (is_over) {
        TRY(honour_standings(cx, round->id, &standings, &count));
        for (size_t i = 0; i < count; i++)
            ui_task(out,
                    arena_printf(cx->arena, "/honour_nominations/%lld",
                                 (long long)standings[i].nomination),
                    standings[i].name,
                    str_is_empty(standings[i].veto) ? TONE_PLAIN : TONE_ENDED,
                    arena_printf(cx->arena, _n("%lld票", standings[i].votes),
                                 (long long)standings[i].votes),
                    standings[i].veto);
    } else {
        TRY(honour_nominations(cx, round->id, &nominations, &count));
        for (size_t i = 0; i < count; i++)
            ui_task(out,
                    arena_printf(cx->arena, "/honour_nominations/%lld",
                                 (long long)nominations[i].id),
                    nominations[i].name, TONE_PLAIN, (str){ 0 }, nominations[i].story);
    }
    ui_tasks_end(out);
    if (count == 0)
        html(out, "<p>%s</p>\n", _("还没有候选。"));
    if (round->status == ROUND_NOMINATING && access_allows(cx, "honours.run", round->place))
        ui_button_link(
            out,
            arena_printf(cx->arena, "/honour_nominations/new?round=%lld", (long long)round->id),
            S("登记候选"), true);
    ui_section_end(out);
    return NULL;
}

static struct error *write_codes(struct context *cx, struct buf *out,
                                 const struct honour_round *round,
                                 const struct request *request)
{
    static const struct deed issue = {
        "codes", "发投票码", &honour_codes_input,
        "没有账号、没有积分卡的，凭纸条上的码在网上投。发过的不重发。"
    };
    str page = arena_printf(cx->arena, "/honour_rounds/%lld", (long long)round->id);
    struct honour_code *codes;
    size_t count;

    TRY(honour_codes(cx, round->id, &codes, &count));
    deed_write(cx, out, page, &issue, NULL, request);
    if (count > 0)
        ui_button_link(out, arena_printf(cx->arena, "%.*s/codes/pdf", STR_ARG(page)),
                       arena_printf(cx->arena, _n("打印投票码（%zu张）", count), count), false);
    return NULL;
}

struct error *honour_round_page(struct context *cx, const struct request *request,
                                struct response *response)
{
    static const struct deed paper = { "paper", "登记纸质票", &honour_paper_input,
                                       "纸质票和网上的合在一起算，谁也不能投两次。" };
    struct buf *out = &response->body;
    struct honour_round round = { 0 };

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &honour_round_type, request->id, "honours.read", &round));
    response->title = round.title;
    ui_heading(out, round.title, place_path(cx, round.place));
    facts_write(cx, out, &honour_round_type.shape, &round);
    if (round.status == ROUND_NOMINATING)
        record_write_change_button(cx, out, &honour_round_type, &round);
    TRY(write_candidates(cx, out, &round));
    if (round.status == ROUND_VOTING && access_allows(cx, "honours.run", round.place)) {
        ui_button_link(out, arena_printf(cx->arena, "/honours/vote/%lld", (long long)round.id),
                       S("网上投票的页面"), false);
        deed_write(cx, out, arena_printf(cx->arena, "/honour_rounds/%lld", (long long)round.id),
                   &paper, NULL, request);
        TRY(write_codes(cx, out, &round, request));
    }
    return record_write_rest(cx, &honour_round_type, &round, request, out);
}

static str single_spaced(struct context *cx, str text)
{
    struct buf out = { .arena = cx->arena };

    for (size_t i = 0; i < text.length; i++) {
        char c = text.data[i];
        buf_add_char(&out, c == '\n' || c == '\r' || c == ',' ? ' ' : c);
    }
    return buf_str(&out);
}

static struct error *read_votes(struct context *cx, str text, int64_t *votes, size_t *count)
{
    str list = single_spaced(cx, text), word;

    for (*count = 0; str_next(&list, &word); (*count)++)
        if (*count == VOTES_MAX || !str_read_integer(word, &votes[*count]))
            return fail_field(cx, "votes", "票数要写数字，用空格隔开。");
    return NULL;
}

/* A household by its number, or a resident by the number of the record. */
static struct error *find_voter(struct context *cx, const struct honour_round *round,
                                const struct honour_kind *kind, str word, record_id *voter)
{
    struct points_account account = { 0 };
    int64_t number;

    if (kind->voters == VOTERS_ADULTS) {
        if (!str_read_integer(word, &number) || number < 1)
            return fail_field(cx, "voters", "“%.*s”不是居民编号。", STR_ARG(word));
        *voter = number < COUNTY_IDS ? key_county(round->place) * COUNTY_IDS + number : number;
        return NULL;
    }
    struct error *error = points_account_at_counter(cx, round->place, word, &account);
    if (error != NULL && error->kind == ERROR_INVALID)
        return fail_field(cx, "voters", "没有“%.*s”这个户号。", STR_ARG(word));
    TRY(error);
    *voter = account.subject;
    return NULL;
}

static struct error *read_voters(struct context *cx, const struct honour_round *round, str text,
                                 record_id *voters, size_t *count)
{
    struct honour_kind kind = { 0 };
    str list = single_spaced(cx, text), word;

    TRY(honour_kind_get(cx, round->kind, &kind));
    for (*count = 0; str_next(&list, &word); (*count)++) {
        if (*count == VOTERS_MAX)
            return fail_field(cx, "voters", "一次最多登记%d票。", VOTERS_MAX);
        TRY(find_voter(cx, round, &kind, word, &voters[*count]));
    }
    return NULL;
}

struct error *honour_paper_action(struct context *cx, const struct request *request,
                                  struct response *response)
{
    const struct paper_intake *input = request->input;
    struct honour_round round = { 0 };
    record_id *voters = arena_array(cx->arena, record_id, VOTERS_MAX);
    int64_t *votes = arena_array(cx->arena, int64_t, VOTES_MAX);
    struct honour_paper paper = { .round = request->id, .voters = voters, .votes = votes };

    TRY(record_get_for(cx, &honour_round_type, request->id, "honours.read", &round));
    TRY(read_voters(cx, &round, input->voters, voters, &paper.voter_count));
    TRY(read_votes(cx, input->votes, votes, &paper.vote_count));
    TRY(honour_count_paper(cx, &paper));
    return redirect(response,
                    arena_printf(cx->arena, "/honour_rounds/%lld", (long long)request->id));
}

struct error *honour_codes_action(struct context *cx, const struct request *request,
                                  struct response *response)
{
    const struct codes_intake *input = request->input;
    record_id *voters = arena_array(cx->arena, record_id, VOTERS_MAX);
    struct honour_round round = { 0 };
    size_t count;

    TRY(record_get_for(cx, &honour_round_type, request->id, "honours.read", &round));
    TRY(read_voters(cx, &round, input->voters, voters, &count));
    TRY(honour_codes_issue(cx, round.id, voters, count));
    response->record = round.id;
    return redirect(response,
                    arena_printf(cx->arena, "/honour_rounds/%lld", (long long)request->id));
}

/* A candidate */

static str choose_stars(struct context *cx, const struct request *request, str kept)
{
    struct buf out = { .arena = cx->arena };

    if (request->refused == NULL)
        return kept;
    for (size_t i = 0; i < request->form.count; i++)
        if (str_eq(request->form.items[i].name, S("stars")))
            buf_printf(&out, "%.*s ", STR_ARG(request->form.items[i].value));
    return buf_str(&out);
}

static void write_stars_form(struct context *cx, struct buf *out,
                             const struct honour_nomination *nomination,
                             const struct honour_star *stars, size_t count, bool is_check,
                             const struct request *request)
{
    struct ui_choice *choices = arena_array(cx->arena, struct ui_choice, count);
    str kept = is_check && !str_is_empty(nomination->confirmed) ? nomination->confirmed
                                                                : nomination->claimed;

    for (size_t i = 0; i < count; i++)
        choices[i] = (struct ui_choice){
            .value = stars[i].code,
            .text = arena_printf(cx->arena, "%.*s：%.*s", STR_ARG(stars[i].name),
                                 STR_ARG(stars[i].meaning)),
        };
    ui_fold_begin(out, "stars", is_check ? S("检查定星") : S("自己认星"), true);
    ui_form_begin(
        out,
        arena_printf(cx->arena, "/honour_nominations/%lld/stars", (long long)nomination->id),
        cx->access->form_token, false);
    ui_input(out, &(struct ui_input){ .name = "stars",
                                      .label = "有哪些星",
                                      .choices = choices,
                                      .choice_count = count,
                                      .multiple = true,
                                      .checkbox = true,
                                      .value = choose_stars(cx, request, kept) });
    ui_form_end(out, S("保存"), (str){ 0 });
    ui_fold_end(out);
}

/* The stars of an honour that has some: what is claimed, what was confirmed, and the form. */
static struct error *write_stars(struct context *cx, struct buf *out,
                                 const struct honour_nomination *nomination,
                                 const struct request *request)
{
    struct honour_round round = { 0 };
    struct honour_star *stars;
    size_t count, claimed_count, confirmed_count;
    str claimed, confirmed;

    TRY(store_get(cx, &honour_round_type, nomination->round, &round));
    TRY(honour_stars_of(cx, round.kind, round.place, &stars, &count));
    if (count == 0)
        return NULL;
    TRY(honour_star_names(cx, round.kind, round.place, nomination->claimed, &claimed,
                          &claimed_count));
    TRY(honour_star_names(cx, round.kind, round.place, nomination->confirmed, &confirmed,
                          &confirmed_count));
    ui_section_begin(out, "ten", S("星"));
    ui_facts_begin(out);
    ui_fact(out, "自己认的星",
            arena_printf(cx->arena, _("%zu颗 %.*s"), claimed_count, STR_ARG(claimed)));
    ui_fact(out, "检查定的星",
            arena_printf(cx->arena, _("%zu颗 %.*s"), confirmed_count, STR_ARG(confirmed)));
    ui_facts_end(out);
    if (access_allows(cx, "honours.run", round.place) &&
        (round.status == ROUND_NOMINATING || round.status == ROUND_CHECKING))
        write_stars_form(cx, out, nomination, stars, count, round.status == ROUND_CHECKING,
                         request);
    ui_section_end(out);
    return NULL;
}

struct error *honour_stars_action(struct context *cx, const struct request *request,
                                  struct response *response)
{
    struct honour_nomination nomination = { 0 };
    struct buf codes = { .arena = cx->arena };

    TRY(record_get_for(cx, &honour_nomination_type, request->id, "honours.read", &nomination));
    for (size_t i = 0; i < request->form.count; i++)
        if (str_eq(request->form.items[i].name, S("stars")))
            buf_printf(&codes, "%.*s ", STR_ARG(request->form.items[i].value));
    TRY(honour_nomination_stars(cx, request->id, buf_str(&codes)));
    response->record = request->id;
    return redirect(
        response, arena_printf(cx->arena, "/honour_nominations/%lld", (long long)request->id));
}

struct error *honour_nomination_page(struct context *cx, const struct request *request,
                                     struct response *response)
{
    static const struct deed veto = { "veto", "不能评", &honour_reason_input,
                                      "有一票否决的情形，写明是哪一条。" };
    struct buf *out = &response->body;
    struct honour_nomination nomination = { 0 };
    struct honour_round round = { 0 };

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &honour_nomination_type, request->id, "honours.read", &nomination));
    TRY(store_get(cx, &honour_round_type, nomination.round, &round));
    response->title = nomination.name;
    ui_heading(out, nomination.name, place_path(cx, nomination.place));
    facts_write(cx, out, &honour_nomination_type.shape, &nomination);
    if (round.status == ROUND_NOMINATING)
        record_write_change_button(cx, out, &honour_nomination_type, &nomination);
    TRY(write_stars(cx, out, &nomination, request));
    if (access_allows(cx, "honours.run", nomination.place))
        deed_write(cx, out,
                   arena_printf(cx->arena, "/honour_nominations/%lld", (long long)request->id),
                   &veto, NULL, request);
    return record_write_past(cx, &honour_nomination_type, &nomination, out);
}

struct error *honour_veto_action(struct context *cx, const struct request *request,
                                 struct response *response)
{
    const struct given_reason *input = request->input;
    struct honour_nomination nomination = { 0 };

    TRY(record_get_for(cx, &honour_nomination_type, request->id, "honours.read", &nomination));
    TRY(honour_veto(cx, request->id, input->reason));
    return redirect(
        response, arena_printf(cx->arena, "/honour_rounds/%lld", (long long)nomination.round));
}

/* An honour, and what else the household or person was given */

const struct query honours_of_holder = {
    .of = &honour_award_type,
    .sql = "where county = $1 and (household = $2 or resident = $3) "
           "order by awarded_on desc, id desc limit 50",
};

static str state_of(const struct context *cx, const struct honour_award *award)
{
    if (date_is_set(award->revoked_on))
        return S("已撤销");
    if (date_is_set(award->valid_until) && date_compare(cx->today, award->valid_until) > 0)
        return S("已过期");
    return S("有效");
}

/* How many years without a gap up to this award. */
static int64_t years_running(const struct honour_award *awards, size_t count,
                             const struct honour_award *award)
{
    int64_t years = 1;

    for (bool found = true; found;) {
        found = false;
        for (size_t i = 0; i < count; i++)
            if (awards[i].year == award->year - years && str_eq(awards[i].kind, award->kind) &&
                !date_is_set(awards[i].revoked_on))
                found = true;
        years += found;
    }
    return years;
}

static struct error *write_holder(struct context *cx, struct buf *out,
                                  const struct honour_award *award)
{
    struct honour_award *awards;
    size_t count;

    TRY(query_rows(cx, &honours_of_holder,
                   WITH(value_integer(id_county(award->id)), value_integer(award->household),
                        value_integer(award->resident)),
                   &awards, &count));
    ui_section_begin(out, "history", S("得过的荣誉"));
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++)
        ui_task(out, arena_printf(cx->arena, "/honour_awards/%lld", (long long)awards[i].id),
                awards[i].kind_name,
                date_is_set(awards[i].revoked_on) ? TONE_ENDED : TONE_PLAIN,
                state_of(cx, &awards[i]), day_of(cx, awards[i].awarded_on));
    ui_tasks_end(out);
    int64_t years = years_running(awards, count, award);
    if (years >= RECOMMENDED_YEARS && !date_is_set(award->revoked_on))
        ui_notice(out, TONE_GOOD,
                  arena_printf(cx->arena, _("连续%lld年得到这项荣誉，可以向上推荐。"),
                               (long long)years));
    ui_section_end(out);
    return NULL;
}

struct error *honour_award_page(struct context *cx, const struct request *request,
                                struct response *response)
{
    static const struct deed revoke = { "revoke", "撤销荣誉", &honour_reason_input,
                                        "撤销后两年内不能再申报。" };
    struct buf *out = &response->body;
    struct honour_award award = { 0 };

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &honour_award_type, request->id, "honours.read", &award));
    response->title = award.kind_name;
    ui_heading(out, award.kind_name, award.name);
    facts_write(cx, out, &honour_award_type.shape, &award);
    TRY(write_holder(cx, out, &award));
    ui_button_link(
        out, arena_printf(cx->arena, "/honours/certificate/%.*s", STR_ARG(award.certificate)),
        S("证书"), true);
    if (!date_is_set(award.revoked_on) && access_allows(cx, "honours.revoke", award.place))
        deed_write(cx, out, arena_printf(cx->arena, "/honour_awards/%lld", (long long)award.id),
                   &revoke, NULL, request);
    return record_write_past(cx, &honour_award_type, &award, out);
}

struct error *honour_revoke_action(struct context *cx, const struct request *request,
                                   struct response *response)
{
    const struct given_reason *input = request->input;
    struct honour_award award = { 0 };

    TRY(record_get_for(cx, &honour_award_type, request->id, "honours.read", &award));
    TRY(honour_revoke(cx, request->id, input->reason));
    return redirect(response,
                    arena_printf(cx->arena, "/honour_awards/%lld", (long long)request->id));
}
