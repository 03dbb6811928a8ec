/* SPDX-License-Identifier: Apache-2.0 */
/* Writing matters down, and what belongs to them. */
#include "app/access.h"
#include "app/event.h"
#include "modules/matters/category.h"
#include "modules/matters/choices.h"
#include "modules/matters/clock.h"
#include "modules/matters/questions.h"
#include "modules/places/places.h"

enum { TITLE_CHARACTERS = 24, CANDIDATE_DAYS = 14 };

const struct query callers_of_matter = {
    .of = &matter_caller_type,
    .sql = "where county = $1 and matter = $2 order by id limit 500",
};

const struct query units_of_matter = {
    .of = &matter_unit_type,
    .sql = "where county = $1 and matter = $2 order by id limit 100",
};

const struct query candidates_of_matter = {
    .of = &matter_type,
    .sql = "where county = $1 and category = $2 and reported_on >= $3 and place >= $4 "
           "and place < $5 and id <> $6 and closed_on is null "
           "order by reported_on desc, id desc limit 10",
};

bool matter_is_ended(const struct matter *matter)
{
    return matter->status >= MATTER_CLOSED;
}

/* Writing down */

static struct error *check_place(struct context *cx, str key)
{
    struct place place;
    bool found;

    if (str_is_empty(place_key_at(key, PLACE_VILLAGE)))
        return fail_field(cx, "place", "请选到村或网格，这样才知道该由谁来办。");
    TRY(place_find(cx, key, &place, &found));
    if (!found || !place_is_open(&place, cx->today))
        return fail_field(cx, "place", "没有这个地方，或者已经撤并。请重新选择村或网格。");
    return NULL;
}

static struct error *check_report(struct context *cx, const struct matter *matter)
{
    if (matter->kind == KIND_TIP_OFF)
        return fail_field(cx, "kind", "举报不按诉求登记，只交给纪检干部。");
    if (str_is_empty(str_trim(matter->story)))
        return fail_field(cx, "story", "请写一写是什么事。");
    if (str_characters(matter->story) > MATTER_STORY_MAX)
        return fail_field(cx, "story", "情况最多写%d个字，请写短一些，其余的可以传照片。",
                          MATTER_STORY_MAX);
    return check_place(cx, matter->place);
}

static size_t end_of_sentence(str story)
{
    static const str ends[] = { S_INIT("。"), S_INIT("，"), S_INIT("；"), S_INIT("！"),
                                S_INIT("？"), S_INIT("\n"), S_INIT(","),  S_INIT(";"),
                                S_INIT("!"),  S_INIT("?"),  S_INIT(".") };

    for (size_t at = 0; at < story.length; at++)
        for (size_t i = 0; i < COUNT(ends); i++)
            if (str_starts(str_slice(story, at, story.length), ends[i]))
                return at;
    return story.length;
}

/* The first words of the story, when nobody has given it a title. */
static str title_of(struct context *cx, str story)
{
    str first = str_slice(str_trim(story), 0, end_of_sentence(str_trim(story)));

    if (str_is_empty(first))
        first = str_trim(story);
    if (str_characters(first) <= TITLE_CHARACTERS)
        return first;
    return arena_printf(cx->arena, "%.*s…", STR_ARG(str_first(first, TITLE_CHARACTERS)));
}

static void put_in_hands_of_village(struct context *cx, struct matter *matter)
{
    matter->unit = place_key_at(matter->place, PLACE_VILLAGE);
    matter->level = LEVEL_VILLAGE;
    matter->status = MATTER_REPORTED;
    matter->recorded_by = cx->access == NULL ? 0 : cx->access->account;
    matter->reported_at = cx->now;
    matter->reported_on = cx->today;
}

static struct error *keep_caller(struct context *cx, const struct matter *matter,
                                 struct matter_caller *caller)
{
    caller->place = matter->place;
    caller->matter = matter->id;
    caller->raised = matter->id;
    caller->raised_at = cx->now;
    return store_insert(cx, &matter_caller_type, caller);
}

struct error *matter_report(struct context *cx, struct matter *matter,
                            struct matter_caller *caller)
{
    TRY(check_report(cx, matter));
    if (str_is_empty(str_trim(matter->title)))
        matter->title = title_of(cx, matter->story);
    TRY(matter_classify(cx, matter));
    put_in_hands_of_village(cx, matter);
    TRY(clock_report(cx, matter));
    matter->receipt = receipt_new(cx->arena, matter->place);
    matter->caller_count = caller == NULL ? 0 : 1;
    TRY(flow_begin(cx, &matter_flow, matter, "登记", (str){ 0 }));
    if (caller != NULL) {
        caller->receipt = matter->receipt;
        TRY(keep_caller(cx, matter, caller));
    }
    return announce(cx, "matter.reported", &matter_type, matter);
}

/* What a ledger says of how it ended; nobody is asked again, and nothing is told to others. */
static void settle_as_told(struct matter *matter)
{
    matter->status = MATTER_CLOSED;
    matter->accepted_on = matter->reported_on;
    matter->resolved_on = matter->closed_on;
    matter->replied_on = matter->closed_on;
    matter->response_due_on = (date){ 0 };
    clock_settle(matter);
}

struct error *matter_take_over(struct context *cx, struct matter *matter,
                               struct matter_caller *caller)
{
    date day = matter->reported_on;
    date closed_on = matter->closed_on;

    TRY(check_report(cx, matter));
    if (str_is_empty(str_trim(matter->title)))
        matter->title = title_of(cx, matter->story);
    TRY(matter_classify(cx, matter));
    put_in_hands_of_village(cx, matter);
    TRY(clock_report(cx, matter));
    matter->reported_on = day;
    matter->closed_on = closed_on;
    if (date_is_set(closed_on))
        settle_as_told(matter);
    matter->receipt = receipt_new(cx->arena, matter->place);
    matter->caller_count = caller == NULL ? 0 : 1;
    TRY(flow_begin(cx, &matter_flow, matter, "由原台账转入", (str){ 0 }));
    if (caller == NULL)
        return NULL;
    caller->receipt = matter->receipt;
    return keep_caller(cx, matter, caller);
}

bool matter_is_as_taken_over(const struct matter *matter)
{
    return matter->status == MATTER_REPORTED && str_is_empty(matter->answer);
}

struct error *matter_end_as_told(struct context *cx, record_id id, str answer, date closed_on)
{
    struct matter matter;

    TRY(store_get(cx, &matter_type, id, &matter));
    if (!matter_is_as_taken_over(&matter))
        return fail(cx, ERROR_CONFLICT, "这件事已经在这里往下办了，请打开它办结。");
    matter.answer = answer;
    matter.closed_on = closed_on;
    settle_as_told(&matter);
    TRY(store_update(cx, &matter_type, &matter));
    TRY(flow_note(cx, &matter_type, &matter, "原台账记载已办结", (str){ 0 }, true));
    return flow_renew_tasks(cx, &matter_flow, &matter);
}

struct error *matter_join(struct context *cx, record_id id, struct matter_caller *caller)
{
    struct matter matter;

    TRY(store_get(cx, &matter_type, id, &matter));
    if (matter_is_ended(&matter))
        return fail(cx, ERROR_CONFLICT, "这件事已经结束，请另外记一件事。");
    caller->receipt = receipt_new(cx->arena, matter.place);
    TRY(keep_caller(cx, &matter, caller));
    matter.caller_count++;
    TRY(store_update(cx, &matter_type, &matter));
    return flow_note(cx, &matter_type, &matter, "又有人反映", (str){ 0 }, true);
}

struct error *matter_publish(struct context *cx, record_id id, bool is_public)
{
    struct matter matter;

    TRY(store_get(cx, &matter_type, id, &matter));
    matter.is_public = is_public;
    TRY(store_update(cx, &matter_type, &matter));
    return flow_note(cx, &matter_type, &matter, is_public ? "公开进度" : "不再公开进度",
                     (str){ 0 }, false);
}

/* What belongs to it */

struct error *matter_callers(struct context *cx, record_id matter,
                             struct matter_caller **callers, size_t *count)
{
    return query_rows(cx, &callers_of_matter,
                      WITH(value_integer(id_county(matter)), value_integer(matter)), callers,
                      count);
}

struct error *matter_units(struct context *cx, record_id matter, struct matter_unit **units,
                           size_t *count)
{
    return query_rows(cx, &units_of_matter,
                      WITH(value_integer(id_county(matter)), value_integer(matter)), units,
                      count);
}

struct error *matter_candidates(struct context *cx, const struct matter *matter,
                                struct matter **candidates, size_t *count)
{
    str village = place_key_at(matter->place, PLACE_VILLAGE);
    date since = date_add_days(matter->reported_on, -CANDIDATE_DAYS);

    return query_rows(cx, &candidates_of_matter,
                      WITH(value_integer(id_county(matter->id)), value_text(matter->category),
                           value_date(cx->arena, since), value_text(village),
                           value_text(key_end(cx->arena, village)), value_integer(matter->id)),
                      candidates, count);
}

static str office_of(const struct matter *matter)
{
    return str_is_empty(matter->office) && matter->department != DEPARTMENT_NONE
               ? str_of(department_choices[matter->department].label)
               : matter->office;
}

static str hands(struct context *cx, const struct matter *matter, str office)
{
    str place = place_called(cx, matter->level == LEVEL_GRID ? matter->place : matter->unit);

    if (str_is_empty(office))
        return place;
    return arena_printf(cx->arena, "%.*s %.*s", STR_ARG(place), STR_ARG(office));
}

str matter_in_hands_of(struct context *cx, const struct matter *matter)
{
    return hands(cx, matter, office_of(matter));
}

str matter_in_hands_said(struct context *cx, const struct matter *matter)
{
    return hands(cx, matter, words_for(office_of(matter)));
}
