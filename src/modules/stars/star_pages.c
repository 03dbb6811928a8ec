/* SPDX-License-Identifier: Apache-2.0 */
/* The pages of stars: members by name, a review and one member in it, a branch's scores. */
#include "modules/stars/star_parts.h"

#include "app/access.h"
#include "app/deed.h"
#include "app/place_input.h"
#include "app/record_pages.h"
#include "modules/places/places.h"
#include "modules/points/points.h"

enum { WORDS_MAX = 2000, VOTES_MAX = 10000, YEAR_MIN = 2000, YEAR_MAX = 2100 };

struct settling {
    str place;
    int64_t year;
};

static const struct field settle_fields[] = {
    { PLACE(settling, place), .label = "村", .required = true },
    { INTEGER(settling, year), .label = "年度", .required = true, .min = YEAR_MIN,
      .max = YEAR_MAX },
};

const struct shape stars_settle_input = { SHAPE(settling, settle_fields) };

static const struct field words_fields[] = {
    { LINES(review_words, words), .label = "内容", .required = true, .max = WORDS_MAX },
};

const struct shape review_words_input = { SHAPE(review_words, words_fields) };

static const struct field votes_fields[] = {
    { INTEGER(review_votes, excellent), .label = "优秀票", .unit = "张", .max = VOTES_MAX },
    { INTEGER(review_votes, good), .label = "合格票", .unit = "张", .max = VOTES_MAX },
    { INTEGER(review_votes, basic), .label = "基本合格票", .unit = "张", .max = VOTES_MAX },
    { INTEGER(review_votes, failed), .label = "不合格票", .unit = "张", .max = VOTES_MAX },
};

const struct shape review_votes_input = { SHAPE(review_votes, votes_fields) };

static const struct field decision_fields[] = {
    { CHOICE(review_decision, grade), .label = "评定",
      .choices = { star_grades, GRADE_FAILED + 1 } },
    { LINES(review_decision, reason), .label = "理由", .max = WORDS_MAX,
      .help = "和多数票不一致的必须写。" },
};

const struct shape review_decision_input = { SHAPE(review_decision, decision_fields) };

static str number_text(struct context *cx, int64_t number)
{
    return arena_printf(cx->arena, "%lld", (long long)number);
}

static void write_cell(struct buf *out, const struct ui_column *column, str text)
{
    ui_cell_begin(out, column);
    html_text(out, text);
    ui_cell_end(out);
}

static str stars_text(struct context *cx, int64_t stars)
{
    struct buf text = { .arena = cx->arena };

    for (int64_t i = 0; i < stars; i++)
        buf_add(&text, S("★"));
    return buf_str(&text);
}

str star_shown(struct context *cx, const struct member_star *star)
{
    return arena_printf(cx->arena, "%.*s %.*s", STR_ARG(stars_text(cx, star->stars)),
                        STR_ARG(star->title));
}

/* Members of a village in a year, by name */

const struct query stars_of_year = {
    .of = &member_star_type,
    .sql = "where county = $1 and place >= $2 and place < $3 and year = $4 "
           "order by place, name, id limit 2000",
};

static void write_star_row(struct context *cx, struct buf *out, const struct member_star *star,
                           const struct ui_column *columns)
{
    ui_row_begin(out);
    ui_cell_begin(out, &columns[0]);
    html(out, "<a href='/member_stars/%lld'>%.*s</a>", (long long)star->id,
         STR_ARG(star->name));
    ui_cell_end(out);
    write_cell(out, &columns[1], place_called(cx, star->place));
    write_cell(out, &columns[2], number_text(cx, star->score));
    write_cell(out, &columns[3], star_shown(cx, star));
    write_cell(out, &columns[4], star->is_exempt ? S("免于参加") : (str){ 0 });
    ui_row_end(out);
}

static struct error *write_stars(struct context *cx, struct buf *out, str place, int64_t year)
{
    static const struct ui_column columns[] = {
        { .label = "党员" },
        { .label = "村" },
        { .label = "全年得分", .number = true },
        { .label = "星级", .brief = true },
        { .label = "说明" },
    };
    struct member_star *stars;
    size_t count;

    TRY(query_rows(cx, &stars_of_year,
                   WITH(value_integer(key_county(place)), value_text(place),
                        value_text(key_end(cx->arena, place)), value_integer(year)),
                   &stars, &count));
    if (count == 0) {
        ui_empty(out, arena_printf(cx->arena, "%lld年的星级还没有结算。", (long long)year),
                 (str){ 0 }, (str){ 0 });
        return NULL;
    }
    ui_table_begin(out, S("按姓名排列，不排名。积分只供民主评议参考"), columns, COUNT(columns));
    for (size_t i = 0; i < count; i++)
        write_star_row(cx, out, &stars[i], columns);
    ui_table_end(out);
    return NULL;
}

struct error *stars_page(struct context *cx, const struct request *request,
                         struct response *response)
{
    static const struct deed settle = { "settle", "结算一年的星级", &stars_settle_input,
                                        "12月起可以结算当年的，后来又记了分的可以再结一次。" };
    struct settling blank = { .year = date_year(cx->today) };
    struct buf *out = &response->body;
    int64_t year = date_year(cx->today);

    TRY(place_asked_for(cx, request, "place", &blank.place));
    TRY(access_scope(cx, "stars.members", blank.place, &blank.place));
    (void)str_read_integer(params_get(request->query, "year"), &year);
    response->title = S("党员星级");
    ui_heading(out, response->title, place_called(cx, blank.place));
    ui_search_begin(out, S("/stars"));
    form_write_place(cx, out,
                     (struct ui_input){ .name = "place", .label = "村", .value = blank.place });
    ui_input(out, &(struct ui_input){ .name = "year",
                                      .label = "年度",
                                      .type = "number",
                                      .value = number_text(cx, year) });
    ui_search_end(out, S("看"));
    TRY(write_stars(cx, out, blank.place, year));
    if (access_allows(cx, "stars.settle", blank.place))
        deed_write(cx, out, S("/stars"), &settle, &blank, request);
    return NULL;
}

struct error *stars_settle_action(struct context *cx, const struct request *request,
                                  struct response *response)
{
    const struct settling *input = request->input;
    size_t count;

    TRY(stars_settle(cx, input->place, input->year, &count));
    return redirect(response, arena_printf(cx->arena, "/stars?place=%.*s&year=%lld",
                                           STR_ARG(input->place), (long long)input->year));
}

/* A review */

static void write_reviewed(struct context *cx, struct buf *out,
                           const struct star_reviewed *reviewed)
{
    ui_task(out, arena_printf(cx->arena, "/star_reviewed/%lld", (long long)reviewed->id),
            reviewed->name, star_grades[reviewed->grade].tone,
            reviewed->grade == GRADE_NONE ? (str){ 0 }
                                          : str_of(star_grades[reviewed->grade].label),
            arena_printf(cx->arena, "优秀%lld票，合格%lld票，基本合格%lld票，不合格%lld票",
                         (long long)reviewed->excellent, (long long)reviewed->good,
                         (long long)reviewed->basic, (long long)reviewed->failed));
}

struct error *star_review_page(struct context *cx, const struct request *request,
                               struct response *response)
{
    struct buf *out = &response->body;
    struct star_review review = { 0 };
    struct star_reviewed *reviewed;
    size_t count;

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &star_review_type, request->id, "stars.review", &review));
    TRY(star_reviewed_all(cx, review.id, &reviewed, &count));
    response->title = arena_printf(cx->arena, "%.*s%lld年民主评议党员",
                                   STR_ARG(review.organisation_name), (long long)review.year);
    ui_heading(out, response->title, place_path(cx, review.place));
    facts_write(cx, out, &star_review_type.shape, &review);
    ui_section_begin(out, "members",
                     arena_printf(cx->arena, _("参评党员（%zu人，按姓名）"), count));
    ui_tasks_begin(out);
    for (size_t i = 0; i < count; i++)
        write_reviewed(cx, out, &reviewed[i]);
    ui_tasks_end(out);
    ui_section_end(out);
    return record_write_rest(cx, &star_review_type, &review, request, out);
}

/* One member in it: only what it is time for. */
static void write_deed(struct context *cx, struct buf *out, const struct star_review *review,
                       const struct star_reviewed *reviewed, const struct request *request)
{
    static const struct deed self = { "say", "登记个人自评", &review_words_input, NULL };
    static const struct deed peers = { "say", "登记党员互评", &review_words_input, NULL };
    static const struct deed votes = { "count", "登记票数", &review_votes_input,
                                       "四种票加起来等于收回的票。" };
    static const struct deed decide = { "decide", "评定等次", &review_decision_input,
                                        "看自评、互评和测评票。积分和星级只供参考。" };
    static const struct deed *const deeds[] = {
        [REVIEW_SELF] = &self,        [REVIEW_PEERS] = &peers, [REVIEW_BALLOT] = &votes,
        [REVIEW_COMMITTEE] = &decide, [REVIEW_DONE] = NULL,    [REVIEW_CANCELLED] = NULL
    };

    if (deeds[review->status] != NULL)
        deed_write_open(cx, out,
                        arena_printf(cx->arena, "/star_reviewed/%lld", (long long)reviewed->id),
                        deeds[review->status], NULL, request);
}

static struct error *get_reviewed(struct context *cx, record_id id,
                                  struct star_reviewed *reviewed)
{
    return record_get_for(cx, &star_reviewed_type, id, "stars.review", reviewed);
}

struct error *star_reviewed_page(struct context *cx, const struct request *request,
                                 struct response *response)
{
    struct buf *out = &response->body;
    struct star_reviewed reviewed = { 0 };
    struct star_review review = { 0 };

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(get_reviewed(cx, request->id, &reviewed));
    TRY(store_get(cx, &star_review_type, reviewed.review, &review));
    response->title = reviewed.name;
    ui_heading(out, reviewed.name,
               arena_printf(cx->arena, "%.*s%lld年民主评议党员",
                            STR_ARG(review.organisation_name), (long long)review.year));
    facts_write(cx, out, &star_reviewed_type.shape, &reviewed);
    write_deed(cx, out, &review, &reviewed, request);
    ui_button_link(out, arena_printf(cx->arena, "/star_reviews/%lld", (long long)review.id),
                   S("回到这次评议"), false);
    return record_write_past(cx, &star_reviewed_type, &reviewed, out);
}

static struct error *back_to_review(struct context *cx, struct response *response, record_id id)
{
    response->record = id;
    return redirect(response, arena_printf(cx->arena, "/star_reviewed/%lld", (long long)id));
}

struct error *star_reviewed_say_action(struct context *cx, const struct request *request,
                                       struct response *response)
{
    struct star_reviewed reviewed = { 0 };

    TRY(get_reviewed(cx, request->id, &reviewed));
    TRY(star_review_say(cx, request->id, ((const struct review_words *)request->input)->words));
    return back_to_review(cx, response, request->id);
}

struct error *star_reviewed_count_action(struct context *cx, const struct request *request,
                                         struct response *response)
{
    struct star_reviewed reviewed = { 0 };

    TRY(get_reviewed(cx, request->id, &reviewed));
    TRY(star_review_count(cx, request->id, request->input));
    return back_to_review(cx, response, request->id);
}

struct error *star_reviewed_decide_action(struct context *cx, const struct request *request,
                                          struct response *response)
{
    struct star_reviewed reviewed = { 0 };

    TRY(get_reviewed(cx, request->id, &reviewed));
    TRY(star_review_decide(cx, request->id, request->input));
    return back_to_review(cx, response, request->id);
}

/* A branch's scores */

static void write_score(struct context *cx, struct buf *out, const struct branch_score *score,
                        const struct ui_column *columns)
{
    ui_row_begin(out);
    write_cell(out, &columns[0], score->title);
    write_cell(out, &columns[1], score->class);
    write_cell(out, &columns[2],
               score->is_given ? number_text(cx, score->points) : S("还没有打"));
    write_cell(out, &columns[3], number_text(cx, score->most));
    ui_row_end(out);
}

static void write_scores(struct context *cx, struct buf *out, const struct branch_score *scores,
                         size_t count)
{
    static const struct ui_column columns[] = {
        { .label = "指标" },
        { .label = "类别", .brief = true },
        { .label = "得分", .number = true },
        { .label = "满分", .number = true },
    };

    ui_section_begin(out, "scores", S("得分"));
    ui_table_begin(out, S("一类满分里得到八成，就是一颗星"), columns, COUNT(columns));
    for (size_t i = 0; i < count; i++)
        write_score(cx, out, &scores[i], columns);
    ui_table_end(out);
    ui_section_end(out);
}

static void write_score_form(struct context *cx, struct buf *out,
                             const struct branch_rating *rating,
                             const struct branch_score *scores, size_t count,
                             const struct request *request)
{
    ui_fold_begin(out, "score", S("打分"), request->refused != NULL);
    ui_form_begin(out,
                  arena_printf(cx->arena, "/branch_ratings/%lld/scores", (long long)rating->id),
                  cx->access->form_token, false);
    for (size_t i = 0; i < count; i++) {
        const char *name = arena_text(cx->arena, scores[i].code);
        str typed = request->refused != NULL ? params_get(request->form, name) : (str){ 0 };
        if (request->refused == NULL && scores[i].is_given)
            typed = number_text(cx, scores[i].points);
        ui_input(out, &(struct ui_input){
                          .name = name,
                          .label = arena_text(cx->arena,
                                              arena_printf(cx->arena, "%.*s（%.*s，满分%lld）",
                                                           STR_ARG(scores[i].title),
                                                           STR_ARG(scores[i].class),
                                                           (long long)scores[i].most)),
                          .type = "number",
                          .value = typed });
    }
    ui_form_end(out, S("保存得分"), (str){ 0 });
    ui_fold_end(out);
}

struct error *branch_rating_page(struct context *cx, const struct request *request,
                                 struct response *response)
{
    struct buf *out = &response->body;
    struct branch_rating rating = { 0 };
    struct branch_score *scores;
    size_t count;

    if (request->wants_json)
        return record_page(cx, request, response);
    TRY(record_get_for(cx, &branch_rating_type, request->id, "stars.read", &rating));
    TRY(branch_scores(cx, rating.id, &scores, &count));
    response->title = arena_printf(cx->arena, "%.*s%.*s评星", STR_ARG(rating.organisation_name),
                                   STR_ARG(rating.period));
    ui_heading(out, response->title, place_path(cx, rating.place));
    if (request->refused != NULL)
        ui_problems(out, request->refused->message, request->refused->problems);
    facts_write(cx, out, &branch_rating_type.shape, &rating);
    write_scores(cx, out, scores, count);
    if (rating.status == RATING_SCORING && access_allows(cx, "stars.rate", rating.place))
        write_score_form(cx, out, &rating, scores, count, request);
    return record_write_rest(cx, &branch_rating_type, &rating, request, out);
}

/* Each indicator by its code; what is left empty stays as it is. */
struct error *branch_rating_scores_action(struct context *cx, const struct request *request,
                                          struct response *response)
{
    struct branch_rating rating = { 0 };
    struct branch_score *scores;
    size_t count;

    TRY(record_get_for(cx, &branch_rating_type, request->id, "stars.read", &rating));
    TRY(branch_scores(cx, rating.id, &scores, &count));
    for (size_t i = 0; i < count; i++) {
        str typed = str_trim(params_get(request->form, arena_text(cx->arena, scores[i].code)));
        int64_t points;
        if (str_is_empty(typed))
            continue;
        if (!str_read_integer(typed, &points))
            return fail(cx, ERROR_INVALID, "“%.*s”的得分要写数字。", STR_ARG(scores[i].title));
        TRY(branch_score_give(cx, scores[i].id, points));
    }
    response->record = rating.id;
    return redirect(response,
                    arena_printf(cx->arena, "/branch_ratings/%lld", (long long)rating.id));
}
