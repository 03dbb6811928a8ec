/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The daily backup of a program that serves: a thread that looks once a minute whether it is
 * time, makes the backup and removes old ones.  When that fails the log says why, and it is
 * tried again an hour later.
 */
#ifndef APP_BACKUP_DAILY_H
#define APP_BACKUP_DAILY_H

#include "app/backup.h"

struct backup_daily;

struct backup_plan {
    const char *target;
    int keep;
    bool without_key;
    bool missing_allowed;
};

struct backup_daily *backup_daily_start(const char *address, const char *folder,
                                        const struct backup_plan *plan);

/* Gives up a backup that is under way; it leaves nothing behind. */
void backup_daily_stop(struct backup_daily *daily);

/* Makes the backup if it is time, and removes old ones.  *made says whether. */
MUST_USE struct error *backup_daily_turn(struct context *cx,
                                         const struct backup_options *options, int keep,
                                         bool *made);

#endif
