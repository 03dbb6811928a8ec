/* SPDX-License-Identifier: Apache-2.0 */
/* What a lower module lets higher ones know. */
#include "app/module.h"

#include <string.h>

static struct error *tell_module(struct context *cx, const struct module *module,
                                 const char *event, const struct record_type *type,
                                 const void *record)
{
    const struct listener *listener = module->listeners;

    for (; listener != NULL && listener->event != NULL; listener++)
        if (strcmp(listener->event, event) == 0)
            TRY(listener->hear(cx, type, record));
    return NULL;
}

struct error *announce(struct context *cx, const char *event, const struct record_type *type,
                       const void *record)
{
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        TRY(tell_module(cx, *module, event, type, record));
    return NULL;
}
