/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a phone does without network: it opens the pages it has kept, and puts what is written
 * into its outbox, from where it is sent later.
 *
 * The phone's side is assets/bundles/ (app.js, sw.js and parts/): the pages lie in the
 * browser's cache under the account's number, the outbox in IndexedDB.  This is the server's
 * side: which pages are kept, whose they are, and what is said to an outbox when something is
 * refused.
 *
 * A framed page names its account in the header X-Account, 0 for nobody.  A phone that sees
 * another account throws away the pages of the one before.
 */
#ifndef APP_OUTBOX_H
#define APP_OUTBOX_H

#include "app/module.h"

/* The record that a refused change was about, as it is now: ,"called":"...","now":[{"label":
 * "...","value":"..."}] for a problem+json.  Nothing when there is none or it may not be seen.
 */
void outbox_write_now(struct context *cx, const struct request *request, struct buf *out);

/* Pages */
handler outbox_page;         /* /outbox: what has not been sent */
handler outbox_who_page;     /* /api/outbox/who: who is signed in, the pages to keep */
handler offline_page;        /* /offline: what is said when a page has not been kept */
handler service_worker_page; /* /sw.js */

#endif
