/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pages, actions and API that follow from a record type; see route.c for their addresses.
 * A module that wants something better writes its own route for the same address.
 */
#ifndef APP_RECORD_PAGES_H
#define APP_RECORD_PAGES_H

#include "app/module.h"

handler record_list_page;
handler record_export_page;
handler record_page;
handler record_new_page;
handler record_create_action;
handler record_edit_page;
handler record_change_action;
handler record_import_page;
handler record_import_action;
handler flow_step_action;

/* What each detail page of a record ends with: the evidence and the history. */
MUST_USE struct error *record_write_past(struct context *cx, const struct record_type *type,
                                         const void *record, struct buf *out);

/* The steps that may be taken, and the past. */
MUST_USE struct error *record_write_rest(struct context *cx, const struct record_type *type,
                                         const void *record, const struct request *request,
                                         struct buf *out);

/* Reads a record for this person: fails with ERROR_NOT_FOUND when it lies outside the places
 * where the permission is held, as if it did not exist. */
MUST_USE struct error *record_get_for(struct context *cx, const struct record_type *type,
                                      record_id id, const char *permission, void *record);

#endif
