/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was sent with a uuid is done once: when it comes again, it is answered with the first
 * result.
 *
 * Results are kept for SUBMISSION_DAYS.  What waited in the outbox of a phone may come later
 * than that, so the script makes uuids that begin with the time they were made (version 7 of
 * RFC 9562), and what a phone sends on its own is refused once its first result may have been
 * forgotten.  A result is kept from the day of its uuid when a phone's clock runs ahead, so
 * that between the two there is no gap, whatever the clock says.
 */
#ifndef APP_SUBMISSION_H
#define APP_SUBMISSION_H

#include "app/visit.h"

enum { SUBMISSION_DAYS = 90 };

/* The table. */
void submissions_schema_write(enum db_engine engine, struct buf *out);

/* True when the request comes from an outbox: nobody looks at the page that answers it. */
bool submission_is_from_outbox(const struct request *request);

/* Answers with the first result if there is one; refuses what is too old to know. */
MUST_USE struct error *submission_find(struct context *cx, struct visit *visit, bool *found);

/* Keeps the result of one that went well. */
MUST_USE struct error *submission_keep(struct context *cx, const struct visit *visit);

/* A job. */
MUST_USE struct error *submissions_forget(struct context *cx, bool *more);

/* The moment at which a uuid of version 7 was made; none for any other. */
instant uuid_made_at(str uuid);

#endif
