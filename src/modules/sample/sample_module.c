/* SPDX-License-Identifier: Apache-2.0 */
/* The sample brings nothing to the program but what it does on the command line. */
#include "modules/modules.h"

const struct module sample_module = {
    .name = "sample",
    .title = "示例",
};
