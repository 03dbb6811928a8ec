/* SPDX-License-Identifier: Apache-2.0 */
/* The rooms of the town, lowest first. */
#include "modules/modules.h"

/* One a line, as tools/check_layers.sh reads them. */
/* clang-format off */
const struct module *const modules[] = {
    &places_module,
    &people_module,
    &visits_module,
    &economy_module,
    &party_module,
    &matters_module,
    &disputes_module,
    &points_module,
    &stars_module,
    &honours_module,
    &reports_module,
    &forms_module,
    &sample_module,
    NULL,
};
/* clang-format on */
