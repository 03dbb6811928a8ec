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

enum { LINES_MAX = 20000, REASON_MAX = 500, VOTERS_MAX = 2000, VOTES_MAX = 2000 };

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

struct vote_intake {
    str card;
    str choices;
};

static const struct field vote_fields[] = {
    { TEXT(vote_intake, card), .label = "积分卡二维码", .required = true, .max = 200 },
    { TEXT(vote_intake, choices), .label = "选谁", .required = true, .max = 2000 },
};

const struct shape honour_vote_input = { SHAPE(vote_intake, vote_fields) };

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
                    arena_printf(cx->arena, "%lld票", (long long)standings[i].votes),
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
    TRY(write_candidates(cx, out, &round));
    if (round.status == ROUND_VOTING && access_allows(cx, "honours.run", round.place)) {
        ui_button_link(out, arena_printf(cx->arena, "/honours/vote/%lld", (long long)round.id),
                       S("网上投票的页面"), false);
        deed_write(cx, out, arena_printf(cx->arena, "/honour_rounds/%lld", (long long)round.id),
                   &paper, NULL, request);
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

/* Voting in the browser: a household by its card */

struct error *honour_vote_page(struct context *cx, const struct request *request,
                               struct response *response)
{
    struct buf *out = &response->body;
    struct honour_round round = { 0 };
    struct honour_nomination *nominations;
    size_t count;

    TRY(store_get(cx, &honour_round_type, request->id, &round));
    response->title = round.title;
    ui_heading(out, round.title,
               arena_printf(cx->arena, "最多选%lld个，一次评选只投一次。投了谁不记名。",
                            (long long)round.seats));
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    if (params_has(request->query, "voted")) {
        ui_notice(out, TONE_GOOD, S("投票已经收到，谢谢。"));
        return NULL;
    }
    if (round.status != ROUND_VOTING) {
        ui_notice(out, TONE_ENDED, S("现在不是投票的时候。"));
        return NULL;
    }
    TRY(honour_nominations(cx, round.id, &nominations, &count));
    struct ui_choice *choices = arena_array(cx->arena, struct ui_choice, count + 1);
    for (size_t i = 0; i < count; i++)
        choices[i] = (struct ui_choice){
            .value = arena_printf(cx->arena, "%lld", (long long)nominations[i].id),
            .text = nominations[i].name,
        };
    ui_form_begin(out, arena_printf(cx->arena, "/honours/vote/%lld", (long long)round.id),
                  cx->access->form_token, false);
    ui_input(out, &(struct ui_input){ .name = "choices",
                                      .label = "选谁",
                                      .choices = choices,
                                      .choice_count = count,
                                      .multiple = true,
                                      .checkbox = true,
                                      .value = params_get(request->form, "choices") });
    ui_input(out, &(struct ui_input){ .name = "card",
                                      .label = "您家积分卡上的二维码地址",
                                      .help = "扫卡，或者把扫出来的地址贴在这里。",
                                      .required = true,
                                      .max = 200 });
    ui_form_end(out, S("投票"), (str){ 0 });
    return NULL;
}

static str last_part(str typed)
{
    size_t start = typed.length;

    while (start > 0 && typed.data[start - 1] != '/')
        start--;
    return str_slice(typed, start, typed.length);
}

static void read_choices(const struct request *request, struct honour_vote *vote)
{
    for (size_t i = 0; i < request->form.count; i++) {
        const struct param *param = &request->form.items[i];
        int64_t id;
        if (str_eq(param->name, S("choices")) && str_read_integer(param->value, &id) &&
            vote->choice_count < CHOICES_MAX)
            vote->choices[vote->choice_count++] = id;
    }
}

struct error *honour_vote_action(struct context *cx, const struct request *request,
                                 struct response *response)
{
    const struct vote_intake *input = request->input;
    struct honour_vote vote = { .round = request->id };
    struct honour_round round = { 0 };
    struct honour_kind kind = { 0 };
    struct points_card card = { 0 };
    struct points_account account = { 0 };

    TRY(store_get(cx, &honour_round_type, request->id, &round));
    TRY(honour_kind_get(cx, round.kind, &kind));
    if (kind.voters != VOTERS_HOUSEHOLDS)
        return fail(cx, ERROR_CONFLICT, "这次是成年村民一人一票，请到村里投纸质票。");
    TRY(points_card_find(cx, last_part(str_trim(input->card)), &card));
    TRY(store_get(cx, &points_account_type, card.account, &account));
    vote.voter = account.subject;
    read_choices(request, &vote);
    TRY(honour_cast(cx, &vote));
    return redirect(response, arena_printf(cx->arena, "/honours/vote/%lld?voted=1",
                                           (long long)request->id));
}

/* A candidate */

struct error *honour_nomination_page(struct context *cx, const struct request *request,
                                     struct response *response)
{
    static const struct deed veto = { "veto", "不能评", &honour_reason_input,
                                      "有一票否决的情形，写明是哪一条。" };
    struct buf *out = &response->body;
    struct honour_nomination nomination = { 0 };

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &honour_nomination_type, request->id, "honours.read", &nomination));
    response->title = nomination.name;
    ui_heading(out, nomination.name, place_path(cx, nomination.place));
    facts_write(cx, out, &honour_nomination_type.shape, &nomination);
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

/* An honour and its certificate */

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

static void write_validity(struct context *cx, struct buf *out,
                           const struct honour_award *award)
{
    if (date_is_set(award->revoked_on))
        ui_notice(out, TONE_LATE,
                  arena_printf(cx->arena, "这项荣誉已于%.*s撤销，证书无效。",
                               STR_ARG(day_of(cx, award->revoked_on))));
    else if (date_is_set(award->valid_until) && date_compare(cx->today, award->valid_until) > 0)
        ui_notice(out, TONE_ENDED, S("这项荣誉是真的，有效期已过。"));
    else
        ui_notice(out, TONE_GOOD, S("这项荣誉是真的，在有效期内。"));
}

/* Whoever scans the certificate sees whether it is genuine. */
struct error *honour_certificate_page(struct context *cx, const struct request *request,
                                      struct response *response)
{
    struct buf *out = &response->body;
    struct honour_award award = { 0 };
    str code = receipt_normal(cx->arena, params_get(request->captured, "code"));
    bool found = false;

    if (!str_is_empty(code))
        TRY(store_find_by(cx, &honour_award_type, receipt_county(cx->arena, code),
                          "certificate", value_text(code), &award, &found));
    if (!found)
        return fail(cx, ERROR_NOT_FOUND, "没有这个证书号，请对照证书再输一遍。");
    response->title = S("荣誉证书");
    ui_heading(out, response->title, award.kind_name);
    write_validity(cx, out, &award);
    ui_facts_begin(out);
    ui_fact(out, "授予", award.name);
    ui_fact(out, "荣誉", award.kind_name);
    ui_fact(out, "年度", arena_printf(cx->arena, "%lld年", (long long)award.year));
    ui_fact(out, "地点", place_path(cx, award.place));
    ui_fact(out, "授牌日期", day_of(cx, award.awarded_on));
    ui_fact(out, "有效到", day_of(cx, award.valid_until));
    ui_facts_end(out);
    ui_qr(out,
          arena_printf(cx->arena, "%s://%.*s/honours/certificate/%.*s",
                       request->secure ? "https" : "http",
                       STR_ARG(request_header(request, "host")), STR_ARG(code)),
          arena_printf(cx->arena, "证书号 %.*s", STR_ARG(receipt_shown(cx->arena, code))));
    ui_print_button(out, S("打印证书"));
    return NULL;
}
