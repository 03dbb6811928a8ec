/* SPDX-License-Identifier: Apache-2.0 */
/* Branches earn a star for each class in which they have 80 of 100 points. */
#include "modules/stars/star_parts.h"

#include "app/access.h"
#include "base/number.h"
#include "modules/places/places.h"

enum { WORDS_MAX = 2000, TEXT_MAX = 3000 };

const struct query all_indicators = {
    .of = &branch_indicator_type,
    .sql = "order by code, id limit 200",
};

static struct error *add_indicator(struct context *cx, const struct branch_rating *rating,
                                   const struct branch_indicator *indicator)
{
    return store_insert(cx, &branch_score_type,
                        &(struct branch_score){ .place = rating->place,
                                                .rating = rating->id,
                                                .code = indicator->code,
                                                .class = indicator->class,
                                                .title = indicator->title,
                                                .most = indicator->points });
}

struct error *branch_rating_open(struct context *cx, void *record)
{
    struct branch_rating *rating = record;
    struct branch_rating same = { 0 };
    struct party_organisation branch = { 0 };
    struct branch_indicator *indicators;
    size_t count;
    bool found;

    TRY(branch_get(cx, rating->organisation, "stars.rate", &branch));
    rating->place = branch.place;
    rating->organisation_name = branch.name;
    rating->status = RATING_SCORING;
    rating->key = arena_printf(cx->arena, "%lld:%.*s", (long long)branch.id,
                               STR_ARG(str_trim(rating->period)));
    TRY(store_find_by(cx, &branch_rating_type, rating->place, "key", value_text(rating->key),
                      &same, &found));
    if (found)
        return fail(cx, ERROR_CONFLICT, "“%.*s”%.*s已经在评了。", STR_ARG(branch.name),
                    STR_ARG(rating->period));
    TRY(query_rows(cx, &all_indicators, NULL, 0, &indicators, &count));
    TRY(flow_begin(cx, &branch_rating_flow, rating, "开始打分", (str){ 0 }));
    for (size_t i = 0; i < count; i++)
        TRY(add_indicator(cx, rating, &indicators[i]));
    return NULL;
}

const struct query scores_of_rating = {
    .of = &branch_score_type,
    .sql = "where county = $1 and rating = $2 order by code, id limit 200",
};

struct error *branch_scores(struct context *cx, record_id rating, struct branch_score **scores,
                            size_t *count)
{
    return query_rows(cx, &scores_of_rating,
                      WITH(value_integer(id_county(rating)), value_integer(rating)), scores,
                      count);
}

struct error *branch_score_give(struct context *cx, record_id id, int64_t points)
{
    struct branch_score score = { 0 };
    struct branch_rating rating = { 0 };

    TRY(store_get(cx, &branch_score_type, id, &score));
    TRY(store_get(cx, &branch_rating_type, score.rating, &rating));
    TRY(access_need(cx, "stars.rate", rating.place));
    if (rating.status != RATING_SCORING)
        return fail(cx, ERROR_CONFLICT, "打分已经结束。");
    if (points < 0 || points > score.most)
        return fail(cx, ERROR_INVALID, "“%.*s”要在0到%lld分之间。", STR_ARG(score.title),
                    (long long)score.most);
    if (score.is_given && score.points == points)
        return NULL;
    score.points = points;
    score.is_given = true;
    return store_update(cx, &branch_score_type, &score);
}

/* The result */

struct class_sum {
    str class;
    int64_t points;
    int64_t most;
};

static size_t sum_classes(const struct branch_score *scores, size_t count,
                          struct class_sum sums[BRANCH_CLASSES_MAX])
{
    size_t classes = 0;

    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        while (at < classes && !str_eq(sums[at].class, scores[i].class))
            at++;
        if (at == BRANCH_CLASSES_MAX)
            continue;
        if (at == classes)
            sums[classes++] = (struct class_sum){ .class = scores[i].class };
        sums[at].points += scores[i].points;
        sums[at].most += scores[i].most;
    }
    return classes;
}

static str result_of(struct context *cx, struct branch_rating *rating,
                     const struct class_sum *sums, size_t count)
{
    struct buf text = { .arena = cx->arena };
    struct buf starred = { .arena = cx->arena };

    rating->stars = 0;
    for (size_t i = 0; i < count; i++) {
        bool has_star =
            share_reaches(sums[i].points, STAR_NUMERATOR, STAR_DENOMINATOR, sums[i].most);
        buf_printf(&text, "%.*s：%lld分（满分%lld分）%s\n", STR_ARG(sums[i].class),
                   (long long)sums[i].points, (long long)sums[i].most,
                   has_star ? "，得一颗星" : "");
        if (!has_star)
            continue;
        buf_printf(&starred, "%s%.*s", rating->stars > 0 ? "、" : "", STR_ARG(sums[i].class));
        rating->stars++;
    }
    rating->starred = buf_str(&starred);
    return str_first(buf_str(&text), TEXT_MAX);
}

static struct error *post(struct context *cx, void *record, const void *input, str *note)
{
    struct branch_rating *rating = record;
    struct class_sum sums[BRANCH_CLASSES_MAX];
    struct branch_score *scores;
    struct notice notice = { .is_public = true };
    size_t count;

    TRY(branch_scores(cx, rating->id, &scores, &count));
    for (size_t i = 0; i < count; i++)
        if (!scores[i].is_given)
            return fail(cx, ERROR_CONFLICT, "“%.*s”还没有打分。", STR_ARG(scores[i].title));
    notice.content = result_of(cx, rating, sums, sum_classes(scores, count, sums));
    notice.title = arena_printf(cx->arena, "%.*s%.*s评星公示：%lld颗星",
                                STR_ARG(rating->organisation_name), STR_ARG(rating->period),
                                (long long)rating->stars);
    TRY(notice_post(cx, &branch_rating_type, rating, "BRANCH_STAR_POST", &notice));
    rating->notice = notice.id;
    rating->status = RATING_POSTED;
    *note = ((const struct review_conclusion *)input)->words;
    return NULL;
}

static struct error *cancel(struct context *cx, void *record, const void *input, str *note)
{
    struct branch_rating *rating = record;

    *note = ((const struct review_conclusion *)input)->words;
    if (rating->status == RATING_POSTED)
        TRY(notice_withdraw(cx, rating->notice));
    rating->key = arena_printf(cx->arena, "%.*s:cancelled:%lld", STR_ARG(rating->key),
                               (long long)rating->id);
    rating->status = RATING_CANCELLED;
    return NULL;
}

static struct error *find_posted(struct context *cx, const struct notice *notice,
                                 struct branch_rating *rating, bool *found)
{
    *found = false;
    if (!str_eq(notice->type, str_of(branch_rating_type.name)))
        return NULL;
    TRY(store_get(cx, &branch_rating_type, notice->record, rating));
    *found = rating->status == RATING_POSTED && rating->notice == notice->id;
    return NULL;
}

struct error *stars_hear_ended(struct context *cx, const struct record_type *type,
                               const void *record)
{
    struct branch_rating rating = { 0 };
    bool found;

    (void)type;
    TRY(find_posted(cx, record, &rating, &found));
    if (!found)
        return NULL;
    rating.status = RATING_EFFECTIVE;
    rating.effective_on = cx->today;
    TRY(store_update(cx, &branch_rating_type, &rating));
    TRY(flow_note(cx, &branch_rating_type, &rating, "评定", S("公示期满，没有成立的异议。"),
                  true));
    return flow_renew_tasks(cx, &branch_rating_flow, &rating);
}

struct error *stars_hear_upheld(struct context *cx, const struct record_type *type,
                                const void *record)
{
    struct branch_rating rating = { 0 };
    bool found;

    (void)type;
    TRY(find_posted(cx, record, &rating, &found));
    if (!found)
        return NULL;
    rating.status = RATING_SCORING;
    rating.notice = 0;
    TRY(store_update(cx, &branch_rating_type, &rating));
    TRY(flow_note(cx, &branch_rating_type, &rating, "重新打分", S("公示中有异议成立。"), true));
    return flow_renew_tasks(cx, &branch_rating_flow, &rating);
}

/* The flow */

static const struct field words_fields[] = {
    { LINES(review_conclusion, words), .label = "说明", .max = WORDS_MAX },
};

static const struct shape words_input = { SHAPE(review_conclusion, words_fields) };

static const struct field cancel_fields[] = {
    { LINES(review_conclusion, words), .label = "为什么取消", .required = true,
      .max = WORDS_MAX },
};

static const struct shape cancel_input = { SHAPE(review_conclusion, cancel_fields) };

static const struct flow_state states[] = {
    [RATING_SCORING] = { .next = "stars.rate", .task = "请给支部打分、公示", .step = "post" },
    [RATING_POSTED] = { 0 },
    [RATING_EFFECTIVE] = { 0 },
    [RATING_CANCELLED] = { 0 },
};

static const struct flow_step steps[] = {
    { .name = "post",
      .label = "公示评星结果",
      .from = FROM(RATING_SCORING),
      .needs = "stars.rate",
      .input = &words_input,
      .act = post,
      .help = "一类满分里得到八成，就是一颗星。公示期满没有成立的异议，就评定。" },
    { .name = "cancel",
      .label = "取消这次评星",
      .from = FROM(RATING_SCORING) | FROM(RATING_POSTED),
      .needs = "stars.rate",
      .input = &cancel_input,
      .act = cancel },
    { 0 },
};

const struct flow branch_rating_flow = {
    .type = &branch_rating_type,
    .state = "status",
    .states = states,
    .state_count = COUNT(states),
    .steps = steps,
};
