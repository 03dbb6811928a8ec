/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pages, actions and API that follow from a record type; see route.c for their addresses.
 * A module that wants something better writes its own route for the same address.
 */
#ifndef APP_RECORD_PAGES_H
#define APP_RECORD_PAGES_H

#include "app/evidence.h"
#include "app/module.h"
#include "record/export.h"

handler record_list_page;
handler record_export_page;
/* How many records of a list have which value: GET /things/groups?by=kind and the conditions of
 * the list.  For routes that modules write; slow, because all records are read. */
handler record_groups_page;
handler record_page;
handler record_new_page;
handler record_create_action;
handler record_edit_page;
handler record_change_action;
handler record_import_page;
handler record_import_action;
handler flow_step_action;

/* What a person would call a record: its name or title, else its type and number. */
str record_name(struct context *cx, const struct record_type *type, const void *record);

/* The photos and documents of a record, as far as whoever asks may look into it. */
MUST_USE struct error *record_evidence(struct context *cx, const struct record_type *type,
                                       const void *record, struct evidence **evidence,
                                       size_t *count);

/* The link to the form of a record, for those who may change it. */
void record_write_change_button(struct context *cx, struct buf *out,
                                const struct record_type *type, const void *record);

/* The link to the paper of a record (app/print.h). */
void record_write_print_button(struct context *cx, struct buf *out,
                               const struct record_type *type, record_id id);

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

/* Buttons that export what a list of the type shows: the page's own conditions. */
void record_write_export_buttons(struct context *cx, struct buf *out,
                                 const struct request *request, const struct record_type *type);

/* Answers all records of a listing as a file. */
MUST_USE struct error *record_answer_export(struct context *cx, const struct listing *listing,
                                            enum export_format format,
                                            struct response *response);

/* What an export says of itself: its title, who made it and when. */
struct export_words record_export_words(struct context *cx, const struct record_type *type,
                                        str place);

#endif
