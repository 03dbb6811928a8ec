/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence: photos and documents that belong to a record.
 *
 * The type is told by the bytes and not by the name; only pictures (JPEG, PNG, WebP, GIF), PDF,
 * OFD and office documents are taken, up to 10 MB each.  The bytes lie in a folder beside the
 * database under their digest, written and synced before the record that names them.
 */
#ifndef APP_EVIDENCE_H
#define APP_EVIDENCE_H

#include "http/message.h"
#include "record/store.h"

enum {
    EVIDENCE_MAX_BYTES = 10 * 1024 * 1024,
    EVIDENCE_PER_RECORD_MAX = 30,
    EVIDENCE_AT_ONCE_MAX = 9,
};

struct evidence {
    record_id id;
    int64_t version;
    str place;
    str type; /* of the record it belongs to */
    record_id record;
    str title;
    str media_type; /* image/jpeg */
    int64_t size_bytes;
    str digest;
    str actor;
    instant added_at;
    bool is_public; /* shown to the holder of the receipt */
};

extern const struct record_type evidence_type;

/* The type that the bytes have, or NULL when it is none that is taken. */
const char *evidence_media_type(str bytes);

/* Keeps the bytes and adds them to a record. */
MUST_USE struct error *evidence_add(struct context *cx, const struct record_type *type,
                                    const void *record, str title, str bytes,
                                    struct evidence *evidence);

/* The input for photos and documents of a form (its name as in ui_input, or NULL), and what is
 * sent in it, added to a record. */
void evidence_write_input(struct buf *out, const char *form);
MUST_USE struct error *evidence_add_sent(struct context *cx, const struct request *request,
                                         const struct record_type *type, const void *record);

/* Puts the files of a form on the disk ahead of evidence_add_sent, which then finds them there;
 * may be called by any thread.  What will be refused is left out. */
MUST_USE struct error *evidence_keep_sent(struct context *cx, const struct request *request);

/* All evidence of a record, oldest first. */
MUST_USE struct error *evidence_of(struct context *cx, const struct record_type *type,
                                   record_id id, struct evidence **evidence, size_t *count);

/* Reads the bytes again and checks them against their digest. */
MUST_USE struct error *evidence_read(struct context *cx, const struct evidence *evidence,
                                     str *bytes);

#endif
