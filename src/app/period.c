/* SPDX-License-Identifier: Apache-2.0 */
/* Periods that people ask for. */
#include "app/period.h"

#include "base/words.h"

enum { QUARTER_MONTHS = 3 };

date year_start(date day)
{
    return date_of(date_year(day), 1, 1);
}

date month_start(date day)
{
    int year, month, day_of_month;

    date_split(day, &year, &month, &day_of_month);
    return date_of(year, month, 1);
}

static date quarter_start(date day)
{
    int year, month, day_of_month;

    date_split(day, &year, &month, &day_of_month);
    return date_of(year, month - (month - 1) % QUARTER_MONTHS, 1);
}

static date last_year_start(date day)
{
    return date_of(date_year(day) - 1, 1, 1);
}

static date today_itself(date day)
{
    return day;
}

static date last_year_end(date day)
{
    return date_of(date_year(day) - 1, 12, 31);
}

const struct period_preset period_presets[] = {
    { "year", "今年", year_start, today_itself },
    { "quarter", "本季度", quarter_start, today_itself },
    { "month", "本月", month_start, today_itself },
    { "last_year", "去年", last_year_start, last_year_end },
};

static bool read_preset(struct context *cx, str name, struct asked_period *period)
{
    for (size_t i = 0; i < PERIOD_PRESETS; i++) {
        const struct period_preset *preset = &period_presets[i];
        if (!str_eq(name, str_of(preset->name)))
            continue;
        *period = (struct asked_period){ preset->from(cx->today), preset->to(cx->today),
                                         preset->name };
        return true;
    }
    return false;
}

static struct error *read_day(struct context *cx, const struct request *request,
                              const char *name, date *day)
{
    str text = str_trim(request_param(request, name));

    if (!str_is_empty(text) && !date_read(text, day))
        return fail_field(cx, name, "起止日期请写成 2026-03-02 这样的形式。");
    return NULL;
}

struct error *period_read(struct context *cx, const struct request *request,
                          struct asked_period *period)
{
    str from = str_trim(request_param(request, "from"));
    str to = str_trim(request_param(request, "to"));
    str preset = request_param(request, "period");

    if (!str_is_empty(preset) && !read_preset(cx, preset, period))
        return fail_field(cx, "period", "没有这个时段。可以选今年、本季度、本月或去年。");
    if (!str_is_empty(preset))
        return NULL;
    *period = (struct asked_period){ year_start(cx->today), cx->today, NULL };
    if (str_is_empty(from) && str_is_empty(to))
        period->preset = "year";
    TRY(read_day(cx, request, "from", &period->from));
    TRY(read_day(cx, request, "to", &period->to));
    if (date_compare(period->from, period->to) > 0)
        return fail_field(cx, "from", "开始日期晚于结束日期，请改正。");
    return NULL;
}

str period_words(struct context *cx, date from, date to)
{
    struct buf words = { .arena = cx->arena };

    date_show(from, &words);
    buf_add(&words, str_of(_("至")));
    date_show(to, &words);
    return buf_str(&words);
}

static bool is_current(const struct asked_period *period, const struct period_preset *preset)
{
    return period->preset != NULL && str_eq(str_of(period->preset), str_of(preset->name));
}

void period_write_tabs(struct context *cx, struct buf *out, str href,
                       const struct asked_period *period)
{
    struct ui_link links[PERIOD_PRESETS];

    for (size_t i = 0; i < PERIOD_PRESETS; i++)
        links[i] = (struct ui_link){
            .href =
                arena_printf(cx->arena, "%.*speriod=%s", STR_ARG(href), period_presets[i].name),
            .text = str_of(period_presets[i].label),
            .current = is_current(period, &period_presets[i]),
        };
    ui_tabs(out, S("时段"), links, PERIOD_PRESETS);
}

static int months_touched(date from, date to)
{
    int from_year, from_month, to_year, to_month, day;

    date_split(from, &from_year, &from_month, &day);
    date_split(to, &to_year, &to_month, &day);
    return (to_year - from_year) * 12 + to_month - from_month + 1;
}

struct asked_period period_before(const struct asked_period *period)
{
    int months = months_touched(period->from, period->to);
    int days = date_days_between(period->from, period->to) + 1;

    if (date_compare(period->from, month_start(period->from)) == 0)
        return (struct asked_period){ date_add_months(period->from, -months),
                                      date_add_months(period->to, -months), NULL };
    return (struct asked_period){ date_add_days(period->from, -days),
                                  date_add_days(period->to, -days), NULL };
}

struct asked_period period_last_year(const struct asked_period *period)
{
    return (struct asked_period){ date_add_months(period->from, -12),
                                  date_add_months(period->to, -12), NULL };
}
