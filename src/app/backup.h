/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Backups: a consistent copy of the database with its files, made while everybody works.
 *
 * A backup is a folder below a target (see app/manifest.h).  It is written under another name
 * and gets its own at the end, when everything is on the disk: half a backup is never taken
 * for one.  What the one before has is linked and not copied, for photos and documents never
 * change; on a target of its own disk, that is a second copy of each.
 */
#ifndef APP_BACKUP_H
#define APP_BACKUP_H

#include "app/manifest.h"
#include "db/copy.h"

enum { BACKUP_KEEP = 14, BACKUP_MONTHS = 12 };

struct backup_options {
    const char *address; /* of the database */
    const char *folder;  /* with the key and the evidence */
    const char *target;
    bool without_key;     /* it is kept elsewhere */
    bool missing_allowed; /* a photo that is lost does not stop the backup */
    bool linked;          /* evidence may be linked to what is in use: before an upgrade */
    stop_flag stop;       /* may be NULL */
};

/* Makes a backup.  What goes wrong leaves nothing behind.  cx->db is not used: a backup reads
 * with a connection of its own. */
MUST_USE struct error *backup_make(struct context *cx, const struct backup_options *options,
                                   struct manifest *made);

/* The backups below a target, newest first: those with a manifest that can be read. */
MUST_USE struct error *backups_list(struct context *cx, const char *target,
                                    struct manifest **backups, size_t *count);

MUST_USE struct error *backup_read(struct context *cx, const char *path,
                                   struct manifest *manifest);

/* Removes old backups: what stays are the newest keep of them and, of each of the twelve months
 * before, the last one.  *removed is how many went. */
MUST_USE struct error *backups_rotate(struct context *cx, const char *target, int keep,
                                      size_t *removed);

/* True when it is time for the daily backup: half past two is over and there is none of today.
 * A machine that is switched off at night makes it when it is back. */
bool backup_is_due(const struct manifest *backups, size_t count, instant now);

#endif
