/* SPDX-License-Identifier: Apache-2.0 */
/* Voting in the browser: with an account, with the household's card, or with a code from a slip
 * of paper; and the slips. */
#include "modules/honours/honour_parts.h"

#include "app/access.h"
#include "app/print.h"
#include "app/record_pages.h"
#include "modules/matters/matters.h"
#include "modules/places/places.h"
#include "modules/points/points.h"

enum { CARD_MAX = 200, CHOICES_TEXT_MAX = 2000, SLIPS_A_PAGE = 4 };

struct vote_intake {
    str card;
    str choices;
};

static const struct field vote_fields[] = {
    { TEXT(vote_intake, card), .label = "投票码，或积分卡的二维码", .max = CARD_MAX },
    { TEXT(vote_intake, choices), .label = "选谁", .required = true, .max = CHOICES_TEXT_MAX },
};

const struct shape honour_vote_input = { SHAPE(vote_intake, vote_fields) };

/* The page */

static struct error *write_ballot(struct context *cx, struct buf *out,
                                  const struct honour_round *round, record_id voter,
                                  const struct request *request)
{
    struct honour_nomination *nominations;
    size_t count;

    TRY(honour_nominations(cx, round->id, &nominations, &count));
    struct ui_choice *choices = arena_array(cx->arena, struct ui_choice, count + 1);
    for (size_t i = 0; i < count; i++)
        choices[i] = (struct ui_choice){
            .value = arena_printf(cx->arena, "%lld", (long long)nominations[i].id),
            .text = str_is_empty(nominations[i].story)
                        ? nominations[i].name
                        : arena_printf(cx->arena, "%.*s：%.*s", STR_ARG(nominations[i].name),
                                       STR_ARG(nominations[i].story)),
        };
    ui_form_begin(out, arena_printf(cx->arena, "/honours/vote/%lld", (long long)round->id),
                  cx->access->form_token, false);
    ui_input(out, &(struct ui_input){ .name = "choices",
                                      .label = "选谁",
                                      .choices = choices,
                                      .choice_count = count,
                                      .multiple = true,
                                      .checkbox = true,
                                      .value = params_get(request->form, "choices") });
    if (voter == 0)
        ui_input(out,
                 &(struct ui_input){ .name = "card",
                                     .label = "投票码，或积分卡的二维码",
                                     .help = "投票码在村里发的纸条上。也可以扫自家的积分卡。",
                                     .required = true,
                                     .value = request->refused != NULL
                                                  ? params_get(request->form, "card")
                                                  : params_get(request->query, "code"),
                                     .max = CARD_MAX });
    ui_form_end(out, S("投票"), (str){ 0 });
    return NULL;
}

struct error *honour_vote_page(struct context *cx, const struct request *request,
                               struct response *response)
{
    struct buf *out = &response->body;
    struct honour_round round = { 0 };
    struct honour_kind kind = { 0 };
    record_id voter;

    TRY(store_get(cx, &honour_round_type, request->id, &round));
    TRY(honour_kind_get(cx, round.kind, &kind));
    TRY(honour_voter_signed_in(cx, kind.voters, &voter));
    response->title = round.title;
    response_header(response, "Referrer-Policy", S("no-referrer"));
    ui_heading(
        out, round.title,
        arena_printf(cx->arena,
                     _n("%s。最多选%lld个，一次评选只投一次。投了谁不记名。", round.seats),
                     kind.voters == VOTERS_HOUSEHOLDS ? _("一户一票") : _("成年村民一人一票"),
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
    return write_ballot(cx, out, &round, voter, request);
}

/* Who votes */

static str last_part(str typed)
{
    size_t start = typed.length;

    while (start > 0 && typed.data[start - 1] != '/' && typed.data[start - 1] != '=')
        start--;
    return str_slice(typed, start, typed.length);
}

/* The household whose card it is; a member's card is about points and not about votes. */
static struct error *voter_of_card(struct context *cx, const struct honour_kind *kind,
                                   str secret, record_id *voter)
{
    struct points_card card = { 0 };
    struct points_account account = { 0 };

    struct error *error = points_card_find(cx, secret, &card);
    if (error != NULL && error->kind == ERROR_NOT_FOUND)
        return fail_field(cx, "card", "没有这个投票码，积分卡也不对。请对照再输一遍。");
    TRY(error);
    TRY(store_get(cx, &points_account_type, card.account, &account));
    if (kind->voters != VOTERS_HOUSEHOLDS || account.side != POINTS_HOUSEHOLD)
        return fail_field(cx, "card",
                          "户的积分卡只能投一户一票的。请用纸条上的投票码，或者投纸质票。");
    *voter = account.subject;
    return NULL;
}

static struct error *find_voter(struct context *cx, const struct honour_round *round,
                                const struct honour_kind *kind, str typed, record_id *voter)
{
    str word = last_part(str_trim(typed));

    if (str_is_empty(word)) {
        TRY(honour_voter_signed_in(cx, kind->voters, voter));
        if (*voter == 0)
            return fail_field(cx, "card", "请填投票码，或者扫自家的积分卡。");
        return NULL;
    }
    if (str_is_empty(receipt_normal(cx->arena, word)))
        return voter_of_card(cx, kind, word, voter);
    return honour_code_find(cx, round->id, word, voter);
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

    TRY(store_get(cx, &honour_round_type, request->id, &round));
    TRY(honour_kind_get(cx, round.kind, &kind));
    TRY(find_voter(cx, &round, &kind, input->card, &vote.voter));
    read_choices(request, &vote);
    TRY(honour_cast(cx, &vote));
    return redirect(response, arena_printf(cx->arena, "/honours/vote/%lld?voted=1",
                                           (long long)request->id));
}

/* The slips, to be cut apart */

static void add_slip(struct context *cx, struct paper *paper, const struct honour_round *round,
                     const struct honour_code *code, str site)
{
    paper_line(paper, PAPER_CENTRE,
               arena_printf(cx->arena, "%.*s　%.*s", STR_ARG(round->title),
                            STR_ARG(code->voter_name)));
    paper_qr(paper, PAPER_CENTRE,
             arena_printf(cx->arena, "%.*s/honours/vote/%lld?code=%.*s", STR_ARG(site),
                          (long long)round->id, STR_ARG(code->code)),
             arena_printf(cx->arena, _("投票码 %.*s，只能投一次，请勿转给别人"),
                          STR_ARG(receipt_shown(cx->arena, code->code))));
}

struct error *honour_codes_paper(struct context *cx, const struct request *request,
                                 struct response *response)
{
    struct honour_round round = { 0 };
    struct honour_code *codes;
    struct paper *paper;
    size_t count;

    TRY(record_get_for(cx, &honour_round_type, request->id, "honours.run", &round));
    TRY(honour_codes(cx, round.id, &codes, &count));
    paper = print_begin(cx, round.title, PAPER_FORM);
    str site = arena_printf(cx->arena, "%s://%.*s", request->secure ? "https" : "http",
                            STR_ARG(request_header(request, "host")));
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && i % SLIPS_A_PAGE == 0)
            paper_break(paper);
        add_slip(cx, paper, &round, &codes[i], site);
    }
    return print_answer(cx, paper, S("投票码.pdf"), response);
}
