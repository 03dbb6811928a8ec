/* SPDX-License-Identifier: Apache-2.0 */
/* The figures of this room, for the list of the module. */
#ifndef MODULES_MATTERS_FIGURES_H
#define MODULES_MATTERS_FIGURES_H

#include "app/chart.h"
#include "app/figure.h"

extern const struct figure matters_figures[];
extern const struct chart matters_charts[];

#endif
