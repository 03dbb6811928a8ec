/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the choices that both records and forms use. */
#ifndef MODULES_MATTERS_CHOICES_H
#define MODULES_MATTERS_CHOICES_H

#include "modules/matters/matters.h"

enum { KINDS = KIND_TIP_OFF + 1, KINDS_OF_MATTERS = KIND_TIP_OFF };
enum { SOURCES = SOURCE_PAPER + 1 };
enum { COMPLEXITIES = COMPLEXITY_COMPLEX + 1 };
enum { DEPARTMENTS = DEPARTMENT_COUNTY + 1 };
enum { VERDICTS = VERDICT_UNREACHABLE + 1 };
enum { PAUSE_REASONS = PAUSE_ABSENCE + 1 };

extern const struct choice kind_choices[KINDS]; /* the last one is no matter's */
extern const struct choice source_choices[SOURCES];
extern const struct choice complexity_choices[COMPLEXITIES];
extern const struct choice department_choices[DEPARTMENTS];
extern const struct choice verdict_choices[VERDICTS];
extern const struct choice pause_reason_choices[PAUSE_REASONS];

/* 138****1234 */
str phone_mask(struct arena *arena, str phone);

#endif
