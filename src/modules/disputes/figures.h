/* SPDX-License-Identifier: Apache-2.0 */
/* The figures of this room. */
#ifndef MODULES_DISPUTES_FIGURES_H
#define MODULES_DISPUTES_FIGURES_H

#include "app/chart.h"
#include "app/figure.h"

extern const struct figure disputes_figures[];
extern const struct chart disputes_charts[];

#endif
