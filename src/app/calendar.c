/* SPDX-License-Identifier: Apache-2.0 */
/* Working days and deadlines. */
#include "app/calendar.h"

#include "app/account_parts.h"

#include <stdlib.h>

enum { DAYS_OF_YEAR_MAX = 366, DAYS_OF_WEEK = 7, WORKDAYS_OF_WEEK = 5, SOON_WORKING_DAYS = 2 };

/* Holidays */

static const struct choice holiday_kinds[] = {
    [HOLIDAY_REST] = { "rest", "放假", TONE_GOOD },
    [HOLIDAY_WORK] = { "work", "调休上班", TONE_WAITING },
};

static const struct field holiday_fields[] = {
    { DATE(holiday, day), .label = "日期", .required = true, .unique = true, .listed = true },
    { CHOICE(holiday, kind), .label = "放假或上班", .choices = CHOICES(holiday_kinds),
      .listed = true },
    { TEXT(holiday, name), .label = "节日", .required = true, .max = 20, .listed = true },
};

/* The same file can be read in twice, and a corrected one after it. */
static struct error *keep_holiday(struct context *cx, void *record)
{
    struct holiday *holiday = record;
    struct holiday known;
    bool found;

    TRY(store_find_by(cx, &holiday_type, (str){ 0 }, "day", value_date(cx->arena, holiday->day),
                      &known, &found));
    if (!found)
        return store_insert(cx, &holiday_type, holiday);
    holiday->id = known.id;
    holiday->version = known.version;
    if (known.kind == holiday->kind && str_eq(known.name, holiday->name))
        return NULL;
    return store_update(cx, &holiday_type, holiday);
}

const struct record_type holiday_type = {
    .name = "holiday",
    .table = "holidays",
    .steady = true,
    .title = "节假日",
    .shape = { SHAPE(holiday, holiday_fields) },
    .called = "name",
    .order = "day",
    .reads = "signed_in",
    .writes = "calendar.write",
    .create = keep_holiday,
};

/* Rules */

static const struct choice units[] = {
    [NATURAL_DAYS] = { "D", "天（自然日）", TONE_PLAIN },
    [WORKING_DAYS] = { "W", "个工作日", TONE_PLAIN },
    [MONTHS] = { "M", "个月", TONE_PLAIN },
    [YEARS] = { "Y", "年", TONE_PLAIN },
    [QUARTERS] = { "QUARTER", "个季度", TONE_PLAIN },
};

static const struct choice rule_levels[] = {
    [RULE_LAW] = { "law", "法律法规", TONE_PLAIN },
    [RULE_POLICY] = { "policy", "政策文件", TONE_PLAIN },
    [RULE_LOCAL] = { "local", "地方规定", TONE_PLAIN },
    [RULE_OURS] = { "ours", "本地设定", TONE_PLAIN },
};

static const struct field rule_fields[] = {
    { TEXT(deadline_rule, code), .label = "代码", .required = true, .max = 40, .listed = true,
      .indexed = true },
    { TEXT(deadline_rule, title), .label = "事项", .required = true, .max = 60,
      .listed = true },
    { PLACE(deadline_rule, region), .label = "适用地区", .listed = true,
      .help = "不填就是全国。" },
    { INTEGER(deadline_rule, days), .label = "时限", .min = 1, .max = 3650, .listed = true },
    { CHOICE(deadline_rule, unit), .label = "单位", .choices = CHOICES(units), .listed = true },
    { INTEGER(deadline_rule, extension_days), .label = "可延长", .max = 3650 },
    { TEXT(deadline_rule, extension_by), .label = "延长要谁同意", .max = 60 },
    { CHOICE(deadline_rule, level), .label = "效力", .choices = CHOICES(rule_levels),
      .listed = true },
    { TEXT(deadline_rule, source), .label = "依据", .max = 100, .listed = true },
    { TEXT(deadline_rule, grade), .label = "依据可靠程度", .max = 4,
      .help = "L法律原文，LR地方法规，P政策，X一地做法，M凭记忆。" },
    { DATE(deadline_rule, valid_from), .label = "生效日期", .help = "不填就不限。" },
    { DATE(deadline_rule, valid_to), .label = "失效日期",
      .help = "最后一天；不填就一直有效。" },
    { BOOLEAN(deadline_rule, rolls), .label = "末日休息顺延",
      .help = "民事期间：最后一天放假的，顺延到下一个工作日。" },
};

const struct query rules_of_code = {
    .of = &deadline_rule_type,
    .sql = "where code = $1 and region = $2 order by id limit 50",
};

static struct error *find_same_rule(struct context *cx, const struct deadline_rule *rule,
                                    struct record *head)
{
    struct deadline_rule *rules;
    size_t count;

    TRY(query_rows(cx, &rules_of_code, WITH(value_text(rule->code), value_text(rule->region)),
                   &rules, &count));
    for (size_t i = 0; i < count; i++)
        if (date_compare(rules[i].valid_from, rule->valid_from) == 0)
            *head = (struct record){ rules[i].id, rules[i].version };
    return NULL;
}

/* A rule is known by its code, its region and the day it came into force. */
static struct error *keep_rule(struct context *cx, void *record)
{
    struct deadline_rule *rule = record;
    struct record known = { 0 };

    TRY(find_same_rule(cx, rule, &known));
    if (known.id == 0)
        return store_insert(cx, &deadline_rule_type, rule);
    rule->id = known.id;
    rule->version = known.version;
    return store_update(cx, &deadline_rule_type, rule);
}

const struct record_type deadline_rule_type = {
    .name = "deadline_rule",
    .table = "deadline_rules",
    .steady = true,
    .title = "办理时限",
    .shape = { SHAPE(deadline_rule, rule_fields) },
    .called = "title",
    .reads = "signed_in",
    .writes = "rules.write",
    .create = keep_rule,
};

const struct query nearest_deadline_rule = {
    .of = &deadline_rule_type,
    .sql = "where code = $1 and $2 like region || '%' "
           "and (valid_from is null or valid_from <= $3) "
           "and (valid_to is null or valid_to >= $3) "
           "order by length(region) desc, coalesce(valid_from, '0001-01-01') desc, id desc "
           "limit 1",
};

struct error *deadline_rule_get(struct context *cx, const char *code, str place, date day,
                                struct deadline_rule *rule)
{
    struct deadline_rule *rules;
    size_t count;

    TRY(query_rows(
        cx, &nearest_deadline_rule,
        WITH(value_text(str_of(code)), value_text(place), value_date(cx->arena, day)), &rules,
        &count));
    if (count == 0)
        return fail(cx, ERROR_INVALID,
                    "没有查到办理时限“%s”。请管理员在“办理时限”里补上这一条。", code);
    *rule = rules[0];
    return NULL;
}

struct error *deadline_after(struct context *cx, const char *code, str place, date start,
                             date *due)
{
    struct deadline_rule rule;

    TRY(deadline_rule_get(cx, code, place, start, &rule));
    date last = period_end(cx, start, rule.days, rule.unit);
    *due = rule.rolls ? next_working_day(cx, last) : last;
    return NULL;
}

/* The calendar: what kind each day is from the first day of the first year that has holidays to
 * the last day of the last, whether a year has any, and how many more working days there are up
 * to a day than Mondays to Fridays. */

struct calendar {
    int first_year;
    int year_count;
    date first_day;
    int day_count;
    bool *has_year;
    char *days;
    int *more;
};

enum { ORDINARY, REST, WORK };

const struct query all_holidays = {
    .of = &holiday_type,
    .sql = "order by day limit 20000",
};

static void *allocate(int count, size_t bytes)
{
    void *memory = calloc(count > 0 ? (size_t)count : 1, bytes);

    if (memory == NULL)
        out_of_memory();
    return memory;
}

static struct calendar *calendar_create(int first_year, int last_year)
{
    struct calendar *calendar = allocate(1, sizeof *calendar);

    calendar->first_year = first_year;
    calendar->year_count = last_year - first_year + 1;
    calendar->first_day = date_of(first_year, 1, 1);
    calendar->day_count = calendar->year_count * DAYS_OF_YEAR_MAX;
    calendar->has_year = allocate(calendar->year_count, sizeof *calendar->has_year);
    calendar->days = allocate(calendar->day_count, sizeof *calendar->days);
    calendar->more = allocate(calendar->day_count, sizeof *calendar->more);
    return calendar;
}

static void mark(struct calendar *calendar, const struct holiday *holiday)
{
    calendar->has_year[date_year(holiday->day) - calendar->first_year] = true;
    calendar->days[date_days_between(calendar->first_day, holiday->day)] =
        holiday->kind == HOLIDAY_WORK ? WORK : REST;
}

static bool is_weekday(date day)
{
    return date_weekday(day) <= WORKDAYS_OF_WEEK;
}

static void count_more(struct calendar *calendar)
{
    int more = 0;

    for (int i = 0; i < calendar->day_count; i++) {
        bool weekday = is_weekday(date_add_days(calendar->first_day, i));
        more +=
            (calendar->days[i] == WORK && !weekday) - (calendar->days[i] == REST && weekday);
        calendar->more[i] = more;
    }
}

struct error *calendar_load(struct context *cx, struct calendar **calendar)
{
    struct holiday *holidays;
    size_t count;

    TRY(query_rows(cx, &all_holidays, NULL, 0, &holidays, &count));
    *calendar = count == 0 ? calendar_create(1, 0)
                           : calendar_create(date_year(holidays[0].day),
                                             date_year(holidays[count - 1].day));
    for (size_t i = 0; i < count; i++)
        mark(*calendar, &holidays[i]);
    count_more(*calendar);
    return NULL;
}

void calendar_destroy(struct calendar *calendar)
{
    if (calendar == NULL)
        return;
    free(calendar->has_year);
    free(calendar->days);
    free(calendar->more);
    free(calendar);
}

bool calendar_has_year(const struct context *cx, int year)
{
    const struct calendar *calendar = cx->calendar;

    return calendar != NULL && year >= calendar->first_year &&
           year < calendar->first_year + calendar->year_count &&
           calendar->has_year[year - calendar->first_year];
}

static int kind_of_day(const struct calendar *calendar, date day)
{
    int at = calendar == NULL ? -1 : date_days_between(calendar->first_day, day);

    return at >= 0 && at < calendar->day_count ? calendar->days[at] : ORDINARY;
}

bool is_working_day(const struct context *cx, date day)
{
    int kind = kind_of_day(cx->calendar, day);

    return kind == WORK || (kind == ORDINARY && is_weekday(day));
}

date next_working_day(const struct context *cx, date day)
{
    while (!is_working_day(cx, day))
        day = date_add_days(day, 1);
    return day;
}

static date add_working_days(const struct context *cx, date day, int64_t count)
{
    while (count > 0) {
        day = date_add_days(day, 1);
        count -= is_working_day(cx, day);
    }
    return day;
}

date period_end(const struct context *cx, date start, int64_t count, enum period_unit unit)
{
    switch (unit) {
    case NATURAL_DAYS:
        return date_add_days(start, (int)count);
    case WORKING_DAYS:
        return add_working_days(cx, start, count);
    case MONTHS:
        return date_add_months(start, (int)count);
    case YEARS:
        return date_add_months(start, (int)count * 12);
    case QUARTERS:
        return date_add_months(start, (int)count * 3);
    }
    return start;
}

/* Mondays to Fridays up to and including the day. */
static int64_t weekdays_until(date day)
{
    int days = date_days_between(date_of(1, 1, 1), day) + 1;
    int begun = days % DAYS_OF_WEEK;

    return days / DAYS_OF_WEEK * WORKDAYS_OF_WEEK +
           (begun < WORKDAYS_OF_WEEK ? begun : WORKDAYS_OF_WEEK);
}

static int more_until(const struct calendar *calendar, date day)
{
    int at = calendar == NULL ? -1 : date_days_between(calendar->first_day, day);

    if (at < 0 || calendar->day_count == 0)
        return 0;
    return calendar->more[at < calendar->day_count ? at : calendar->day_count - 1];
}

int64_t working_days_between(const struct context *cx, date from, date to)
{
    return weekdays_until(to) - weekdays_until(from) + more_until(cx->calendar, to) -
           more_until(cx->calendar, from);
}

/* What is said of a deadline */

enum urgency urgency_of(const struct context *cx, date start, date due)
{
    if (!date_is_set(due))
        return URGENCY_NONE;
    if (date_compare(due, cx->today) < 0)
        return URGENCY_OVERDUE;

    int left = date_days_between(cx->today, due);
    bool half_gone = date_is_set(start) && left * 2 <= date_days_between(start, due);
    return half_gone || working_days_between(cx, cx->today, due) <= SOON_WORKING_DAYS
               ? URGENCY_SOON
               : URGENCY_CALM;
}

enum tone urgency_tone(enum urgency urgency)
{
    switch (urgency) {
    case URGENCY_NONE:
        return TONE_PLAIN;
    case URGENCY_CALM:
        return TONE_GOOD;
    case URGENCY_SOON:
        return TONE_WAITING;
    case URGENCY_OVERDUE:
        return TONE_LATE;
    }
    return TONE_PLAIN;
}

static void add_days_left(struct context *cx, date due, bool natural, struct buf *words)
{
    int year, month, day;
    long long left =
        natural ? date_days_between(cx->today, due) : working_days_between(cx, cx->today, due);

    date_split(due, &year, &month, &day);
    buf_printf(words,
               natural ? _("还剩%lld天（%s%d日到期）") : _("还剩%lld个工作日（%s%d日到期）"),
               left, month_word(month), day);
}

/* Overdue since Friday, and today is Sunday: no working day has been lost yet. */
static void add_days_over(struct context *cx, date due, bool natural, struct buf *words)
{
    long long over =
        natural ? date_days_between(due, cx->today) : working_days_between(cx, due, cx->today);

    if (over == 0)
        buf_add(words, str_of(_("已超期")));
    else
        buf_printf(words, natural ? _("已超期%lld天") : _("已超期%lld个工作日"), over);
}

static str words_of_deadline(struct context *cx, date due, bool natural)
{
    struct buf words = { .arena = cx->arena };
    int order = date_compare(due, cx->today);

    if (!date_is_set(due))
        return (str){ 0 };
    if (order == 0)
        buf_add(&words, str_of(_("今天到期")));
    else if (order > 0)
        add_days_left(cx, due, natural, &words);
    else
        add_days_over(cx, due, natural, &words);
    if (!calendar_has_year(cx, date_year(due)))
        buf_add(&words, str_of(_("（节假日表未更新）")));
    return buf_str(&words);
}

str deadline_words(struct context *cx, date due)
{
    return words_of_deadline(cx, due, false);
}

str deadline_words_in_days(struct context *cx, date due)
{
    return words_of_deadline(cx, due, true);
}
