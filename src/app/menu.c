/* SPDX-License-Identifier: Apache-2.0 */
/* The main menu: entries of modules that one may enter, in the order of their use. */
#include "app/menu.h"

#include "app/access.h"
#include "app/module.h"
#include "base/words.h"

#include <string.h>

enum { FOLDED_FROM = 16 }; /* entries: a shorter menu is seen at once */

static bool may_enter(const struct context *cx, const char *needs)
{
    if (needs == NULL || strcmp(needs, "public") == 0)
        return true;
    if (strcmp(needs, "visitor") == 0)
        return !access_is_signed_in(cx);
    if (strcmp(needs, "signed_in") == 0)
        return access_is_signed_in(cx);
    return access_allows_somewhere(cx, needs);
}

static bool has_entry(const struct module *module, str path)
{
    for (const struct menu_entry *entry = module->menu; entry != NULL && entry->href != NULL;
         entry++)
        if (str_eq(path, str_of(entry->href)))
            return true;
    return false;
}

str menu_here(str path)
{
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        if (has_entry(*module, path))
            return path;
    return (str){ 0 };
}

/* The entries of a module with that rank. */
static size_t add_entries(struct context *cx, const struct module *module, enum menu_rank rank,
                          struct ui_link *links, size_t count)
{
    for (const struct menu_entry *entry = module->menu; entry != NULL && entry->href != NULL;
         entry++)
        if (entry->rank == rank && count < MENU_MAX && may_enter(cx, entry->needs))
            links[count++] = (struct ui_link){
                .href = str_of(entry->href),
                .text = str_of(entry->title),
                .icon = entry->icon,
            };
    return count;
}

static size_t add_rank(struct context *cx, enum menu_rank rank, struct ui_link *links,
                       size_t count)
{
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        count = add_entries(cx, *module, rank, links, count);
    return count;
}

/* What is usual and what is rare in a module, under its title. */
static size_t add_group(struct context *cx, const struct module *module, struct ui_link *links,
                        size_t count)
{
    size_t first = count;

    count = add_entries(cx, module, MENU_USUAL, links, count);
    count = add_entries(cx, module, MENU_RARE, links, count);
    for (size_t i = first; i < count; i++)
        links[i].group = str_of(module->title);
    return count;
}

/* One entry alone makes no group; it stands before the groups. */
static size_t add_groups(struct context *cx, struct ui_link *links, size_t count)
{
    struct ui_link grouped[MENU_MAX];
    size_t grouped_count = 0;

    for (const struct module *const *module = modules_all(); *module != NULL; module++) {
        size_t added = add_group(cx, *module, grouped, grouped_count) - grouped_count;
        if (added == 1 && count < MENU_MAX) {
            links[count] = grouped[grouped_count];
            links[count++].group = (str){ 0 };
        } else {
            grouped_count += added;
        }
    }
    for (size_t i = 0; i < grouped_count && count < MENU_MAX; i++)
        links[count++] = grouped[i];
    return count;
}

size_t menu_read(struct context *cx, str here, struct ui_link *links)
{
    size_t daily = add_rank(cx, MENU_LOOKED_UP, links, add_rank(cx, MENU_DAILY, links, 0));
    size_t count = add_rank(cx, MENU_RARE, links, add_rank(cx, MENU_USUAL, links, daily));

    if (count >= FOLDED_FROM)
        count = add_groups(cx, links, daily);
    for (size_t i = 0; i < count; i++)
        links[i].current = str_eq(here, links[i].href);
    return count;
}

struct error *menu_page(struct context *cx, const struct request *request,
                        struct response *response)
{
    struct ui_link links[MENU_MAX];
    size_t count = menu_read(cx, request->path, links);

    response->title = S("全部功能");
    ui_heading(&response->body, response->title, (str){ 0 });
    for (size_t i = 0, end; i < count; i = end) {
        str group = str_is_empty(links[i].group) ? S("常用") : links[i].group;
        for (end = i + 1; end < count && str_eq(links[end].group, links[i].group); end++)
            continue;
        str id = arena_printf(cx->arena, "menu-%zu", i);
        ui_section_begin(&response->body, id.data, group);
        ui_menu(&response->body, group, links + i, end - i);
        ui_section_end(&response->body);
    }
    return NULL;
}
