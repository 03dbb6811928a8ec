/* SPDX-License-Identifier: Apache-2.0 */
/* The rooms of the town, lowest first. */
#include "modules/modules.h"

const struct module *const modules[] = {
    &places_module,
    &people_module,
    &party_module,
    &matters_module,
    &reports_module,
    &sample_module,
    NULL,
};
