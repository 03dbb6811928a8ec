/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Working days and deadlines.
 *
 * Working days are Monday to Friday, less the statutory holidays and plus the make-up workdays
 * that the State Council publishes each November.  They are data (data/holidays.csv, table
 * holidays); a year without data is counted as Monday to Friday, and that is said.
 *
 * A period does not count the day it starts on.  Periods of the administration end on the day
 * they end, be it a Sunday; those of civil law roll on to the next working day (民法典 203).
 */
#ifndef APP_CALENDAR_H
#define APP_CALENDAR_H

#include "record/store.h"

struct calendar;

enum holiday_kind { HOLIDAY_REST, HOLIDAY_WORK };

struct holiday {
    record_id id;
    int64_t version;
    date day;
    enum holiday_kind kind;
    str name; /* 春节 */
};

extern const struct record_type holiday_type;

enum period_unit { NATURAL_DAYS, WORKING_DAYS, MONTHS, YEARS, QUARTERS };

/* What a rule is: of the law nobody can change anything. */
enum rule_level { RULE_LAW, RULE_POLICY, RULE_LOCAL, RULE_OURS };

/* A rule of how long something may take: data/deadlines.csv. */
struct deadline_rule {
    record_id id;
    int64_t version;
    str code;   /* XF_FINISH */
    str title;  /* 信访事项办结 */
    str region; /* a key; empty: the whole country */
    int64_t days;
    enum period_unit unit;
    int64_t extension_days;
    str extension_by;
    enum rule_level level;
    str source;
    str grade;
    date valid_from;
    date valid_to;
    bool rolls; /* of civil law: a period that ends on a day of rest ends on the next working
                   day */
};

extern const struct record_type deadline_rule_type;

/* Reads the calendar from the database.  It never changes; lives until calendar_destroy. */
MUST_USE struct error *calendar_load(struct context *cx, struct calendar **calendar);
void calendar_destroy(struct calendar *calendar);

/* These take the calendar of cx; without one only weekends are free. */
bool is_working_day(const struct context *cx, date day);

/* The day itself when it is a working day, else the next one. */
date next_working_day(const struct context *cx, date day);

/* The last day of a period that starts on start. */
date period_end(const struct context *cx, date start, int64_t count, enum period_unit unit);

/* Working days after from up to and including to; negative when to lies before from. */
int64_t working_days_between(const struct context *cx, date from, date to);

/* True when the holidays of a year have been published and loaded. */
bool calendar_has_year(const struct context *cx, int year);

/* The rule of a code for a place on a day: the one of the nearest region. */
MUST_USE struct error *deadline_rule_get(struct context *cx, const char *code, str place,
                                         date day, struct deadline_rule *rule);

/* The last day by a rule, for something that starts on start. */
MUST_USE struct error *deadline_after(struct context *cx, const char *code, str place,
                                      date start, date *due);

/* Green: more than half of the days left.  Yellow: half or less, or two working days.  Red. */
enum urgency { URGENCY_NONE, URGENCY_CALM, URGENCY_SOON, URGENCY_OVERDUE };
enum urgency urgency_of(const struct context *cx, date start, date due);

/* "还剩2个工作日（3月5日到期）", "今天到期", "已超期3个工作日"; when the holidays of the year
 * are not known yet, "（节假日表未更新）" after it. */
str deadline_words(struct context *cx, date due);

/* The same for a limit that the law gives in natural days: "还剩30天（3月5日到期）". */
str deadline_words_in_days(struct context *cx, date due);
enum tone urgency_tone(enum urgency urgency);

#endif
