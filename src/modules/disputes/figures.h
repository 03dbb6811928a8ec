/* SPDX-License-Identifier: Apache-2.0 */
/* The figures of this room. */
#ifndef MODULES_DISPUTES_FIGURES_H
#define MODULES_DISPUTES_FIGURES_H

#include "app/figure.h"

extern const struct figure disputes_figures[];

#endif
