/* SPDX-License-Identifier: Apache-2.0 */
/* Which modules there are, and the checks that they fit together. */
#include "app/module.h"

#include "app/access.h"
#include "app/own_modules.h"
#include "app/permission.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TYPES_MAX = 200, MODULES_MAX = 40 };

/* The program's own, lowest of all. */
static const struct module *const own[] = { &app_module,     &accounts_module, &rosters_module,
                                            &figures_module, &notices_module,  &maps_module };

/* Set once, before any thread starts. */
static const struct module *modules[COUNT(own) + MODULES_MAX + 1];
static const struct record_type *types[TYPES_MAX + 1];

const struct module *const *modules_all(void)
{
    return modules;
}

static NO_RETURN void misfit(const char *module, const char *what, const char *name)
{
    fprintf(stderr, "xiangzhi: module %s: %s: %s\n", module, what, name);
    abort();
}

static void collect_types(void)
{
    size_t count = 0;

    for (const struct module *const *module = modules; *module != NULL; module++)
        for (const struct record_type *const *type = (*module)->records;
             type != NULL && *type != NULL; type++) {
            if (count == TYPES_MAX)
                misfit((*module)->name, "too many record types", (*type)->name);
            types[count++] = *type;
        }
    types[count] = NULL;
    types_register(types);
}

static void check_permission(const struct module *module, const char *permission)
{
    if (permission == NULL || strcmp(permission, "public") == 0 ||
        strcmp(permission, "signed_in") == 0)
        return;
    if (permission_roles(str_of(permission)) == NULL)
        misfit(module->name, "no such permission", permission);
}

static void check_type(const struct module *module, const struct record_type *type)
{
    check_permission(module, type->reads);
    check_permission(module, type->writes);
    if (type->place != NULL && shape_field(&type->shape, str_of(type->place)) == NULL)
        misfit(module->name, "no such field for the place", type->name);
    if (type->called != NULL && shape_field(&type->shape, str_of(type->called)) == NULL)
        misfit(module->name, "no such field to be called by", type->name);
    for (size_t i = 0; i < type->shape.count; i++) {
        const struct field *field = &type->shape.fields[i];
        if (field->kind == &kind_ref && type_find(str_of(field->target)) == NULL)
            misfit(module->name, "a reference without a target", field->name);
    }
}

static void check_figures(const struct module *module)
{
    for (const struct figure *figure = module->figures; figure != NULL && figure->key != NULL;
         figure++)
        check_permission(module, figure->few);
}

static void check_flow(const struct module *module, const struct flow *flow)
{
    const struct field *state = shape_field(&flow->type->shape, str_of(flow->state));

    if (state == NULL || state->choices.count != flow->state_count)
        misfit(module->name, "the states of a flow and of its field differ", flow->type->name);
    for (size_t i = 0; i < flow->state_count; i++)
        check_permission(module, flow->states[i].next);
    for (const struct flow_step *step = flow->steps; step->name != NULL; step++)
        check_permission(module, step->needs);
    for (const struct flow_call *call = flow->calls; call != NULL && call->waits != NULL;
         call++)
        check_permission(module, call->next);
}

static void check_chart(const struct module *module, const struct chart *chart)
{
    str keys = str_of(chart->figures);
    size_t count = 0;

    for (str key; str_next(&keys, &key); count++)
        if (figure_find(key) == NULL)
            misfit(module->name, "a chart of a figure that does not exist", chart->title);
    if (count > CHART_FIGURES_MAX)
        misfit(module->name, "a chart of too many figures", chart->title);
}

static void check_charts(const struct module *module)
{
    for (const struct chart *chart = module->charts; chart != NULL && chart->title != NULL;
         chart++)
        check_chart(module, chart);
}

static void check_module(const struct module *module)
{
    for (const struct record_type *const *type = module->records; type != NULL && *type != NULL;
         type++)
        check_type(module, *type);
    check_figures(module);
    for (const struct flow *const *flow = module->flows; flow != NULL && *flow != NULL; flow++)
        check_flow(module, *flow);
    for (const struct route *route = module->routes; route != NULL && route->path != NULL;
         route++) {
        if (route->needs == NULL)
            misfit(module->name, "a route that does not say who may come in", route->path);
        check_permission(module, route->needs);
    }
    for (const struct menu_entry *entry = module->menu; entry != NULL && entry->href != NULL;
         entry++)
        if (strcmp(entry->needs, "visitor") != 0)
            check_permission(module, entry->needs);
    for (const struct quick_record *quick = module->quick_records;
         quick != NULL && quick->href != NULL; quick++)
        check_permission(module, quick->needs);
    for (const struct kept_page *page = module->kept_pages; page != NULL && page->href != NULL;
         page++)
        check_permission(module, page->needs);
}

static void collect_modules(const struct module *const *others)
{
    size_t count = 0;

    for (; count < COUNT(own); count++)
        modules[count] = own[count];
    for (; *others != NULL; others++) {
        if (count == COUNT(own) + MODULES_MAX)
            misfit((*others)->name, "too many modules", (*others)->title);
        modules[count++] = *others;
    }
    modules[count] = NULL;
}

void modules_register(const struct module *const *others)
{
    collect_modules(others);
    collect_types();
    store_build();
    const char *misfitting = permissions_build();
    if (misfitting != NULL)
        misfit("all", misfitting, "grants");
    for (const struct module *const *module = modules; *module != NULL; module++)
        check_module(*module);
    routes_build();
    figures_build();
    for (const struct module *const *module = modules; *module != NULL; module++)
        check_charts(*module);
}

struct error *modules_check(struct context *cx, void (*wrong)(str what, void *closure),
                            void *closure, int64_t *checked)
{
    *checked = 0;
    for (const struct module *const *module = modules; *module != NULL; module++)
        for (const struct check *check = (*module)->checks;
             check != NULL && check->title != NULL; check++)
            TRY(check->run(cx, wrong, closure, checked));
    return NULL;
}

const struct flow *flow_of(const struct record_type *type)
{
    for (const struct module *const *module = modules; *module != NULL; module++)
        for (const struct flow *const *flow = (*module)->flows; flow != NULL && *flow != NULL;
             flow++)
            if ((*flow)->type == type)
                return *flow;
    return NULL;
}
