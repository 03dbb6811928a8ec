/* SPDX-License-Identifier: Apache-2.0 */
/* The pages and actions of this room, for its table of routes. */
#ifndef MODULES_DISPUTES_PAGES_H
#define MODULES_DISPUTES_PAGES_H

#include "modules/disputes/disputes.h"

#endif
