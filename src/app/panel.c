/* SPDX-License-Identifier: Apache-2.0 */
/* What modules show on each other's pages. */
#include "app/panel.h"

#include "app/access.h"
#include "app/module.h"

static struct error *write_panel(struct context *cx, const struct panel *panel, const char *id,
                                 str place, struct buf *out)
{
    struct buf *content = arena_new(cx->arena, struct buf);

    content->arena = cx->arena;
    if (panel->needs != NULL && !access_allows(cx, panel->needs, place))
        return NULL;
    TRY(panel->write(cx, place, content));
    if (content->length == 0)
        return NULL;
    ui_section_begin(out, id, str_of(panel->title));
    buf_add(out, buf_str(content));
    ui_section_end(out);
    return NULL;
}

static struct error *write_panels(struct context *cx, const struct module *module,
                                  const struct panel *panels, enum panel_rank rank, str place,
                                  struct buf *out)
{
    for (size_t i = 0; panels != NULL && panels[i].write != NULL; i++)
        if (panels[i].rank == rank)
            TRY(write_panel(cx, &panels[i],
                            arena_printf(cx->arena, "%s-%zu", module->name, i + 1).data, place,
                            out));
    return NULL;
}

struct error *place_panels_write(struct context *cx, enum panel_rank rank, str place,
                                 struct buf *out)
{
    for (const struct module *const *module = modules_all(); *module != NULL; module++)
        TRY(write_panels(cx, *module, (*module)->place_panels, rank, place, out));
    return NULL;
}

/* Who has two posts, a grid worker who is a party member, sees each panel for the place of the
 * post that allows it. */
static str home_of(const struct context *cx, const struct panel *panel)
{
    size_t count = cx->access->post_count;

    for (size_t i = 0; panel->needs != NULL && i < count; i++)
        if (access_allows(cx, panel->needs, cx->access->posts[i].place))
            return cx->access->posts[i].place;
    return count > 0 ? cx->access->posts[0].place : (str){ 0 };
}

struct error *home_panels_write(struct context *cx, struct buf *out)
{
    for (const struct module *const *module = modules_all(); *module != NULL; module++) {
        const struct panel *panels = (*module)->home_panels;
        for (size_t i = 0; panels != NULL && panels[i].write != NULL; i++)
            if (panels[i].rank == PANEL_LATER)
                TRY(write_panel(cx, &panels[i],
                                arena_printf(cx->arena, "%s-%zu", (*module)->name, i + 1).data,
                                home_of(cx, &panels[i]), out));
    }
    return NULL;
}
