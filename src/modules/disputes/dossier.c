/* SPDX-License-Identifier: Apache-2.0 */
/* Which parts of a dossier are there, and which must be. */
#include "modules/disputes/dossier.h"

#include "modules/disputes/choices.h"

static struct error *count_papers(struct context *cx, const struct dispute *dispute,
                                  struct dossier_state *state)
{
    struct dispute_paper *papers;
    size_t count;

    TRY(dispute_papers(cx, dispute->id, &papers, &count));
    for (size_t i = 0; i < count; i++)
        state->parts[papers[i].item].count++;
    return NULL;
}

static struct error *has_proxy(struct context *cx, const struct dispute *dispute, bool *proxy)
{
    struct dispute_party *parties;
    size_t count;

    *proxy = false;
    TRY(dispute_parties(cx, dispute->id, &parties, &count));
    for (size_t i = 0; i < count; i++)
        *proxy = *proxy || !str_is_empty(parties[i].proxy);
    return NULL;
}

static void say_what_is_missing(struct context *cx, struct dossier_state *state)
{
    struct buf missing = { .arena = cx->arena };

    for (int item = ITEM_APPLICATION; item <= DOSSIER_ITEMS; item++) {
        if (!state->parts[item].required || state->parts[item].count > 0)
            continue;
        buf_printf(&missing, "%s%s", missing.length > 0 ? _("、") : "",
                   words_said(dossier_choices[item].label));
        state->missing_count++;
    }
    state->missing = buf_str(&missing);
}

struct error *dossier_read(struct context *cx, const struct dispute *dispute,
                           struct dossier_state *state)
{
    bool is_settled = dispute->outcome == OUTCOME_SETTLED;

    *state = (struct dossier_state){ 0 };
    TRY(count_papers(cx, dispute, state));
    TRY(has_proxy(cx, dispute, &state->parts[ITEM_PROXY].required));
    state->parts[ITEM_APPLICATION] = (struct dossier_part){ 1, true };
    state->parts[ITEM_NOTICE] = (struct dossier_part){ date_is_set(dispute->told_on), true };
    state->parts[ITEM_IDENTITY].required = true;
    state->parts[ITEM_SESSION].required = true;
    state->parts[ITEM_AGREEMENT] =
        (struct dossier_part){ date_is_set(dispute->effective_on), is_settled };
    state->parts[ITEM_VISIT].required = is_settled;
    state->parts[ITEM_CONFIRMATION].required = dispute->confirmation != CONFIRM_NONE;
    state->parts[ITEM_BACK] = (struct dossier_part){ 1, true };
    say_what_is_missing(cx, state);
    return NULL;
}
