/* SPDX-License-Identifier: Apache-2.0 */
/* From a matter to a dispute, and the word back that the mediation is over. */
#include "modules/disputes/link.h"

#include "modules/disputes/catalogue.h"

/* The matter stays open with whoever has it; its story comes along. */
struct error *dispute_hear_matter(struct context *cx, const struct record_type *type,
                                  const void *record)
{
    const struct matter *matter = record;
    struct dispute_report report = {
        .place = matter->place,
        .category = str_of(category_of_matter(matter->category)),
        .facts = matter->story,
        .matter = matter->id,
    };
    struct dispute dispute;

    (void)type;
    return dispute_open(cx, &report, &dispute);
}

struct error *dispute_tell_matter(struct context *cx, const struct dispute *dispute,
                                  const char *words)
{
    struct matter matter;
    bool found;

    if (dispute->matter == 0)
        return NULL;
    TRY(store_find(cx, &matter_type, dispute->matter, &matter, &found));
    return found ? flow_note(cx, &matter_type, &matter, "人民调解", str_of(words), true) : NULL;
}
