/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An installation for tests of what happens to whole databases: a folder of its own below /tmp,
 * with a database that others can open too.  On PostgreSQL the database has a name of its own.
 *
 *     CLEANUP(installed_close) struct installed town = installed_new();
 */
#ifndef APP_INSTALLED_TEST_H
#define APP_INSTALLED_TEST_H

#include "app/app.h"
#include "app/backup.h"

struct installed {
    struct context cx; /* db is open while app is */
    struct app app;
    const char *root;    /* of everything */
    const char *address; /* of the database */
    const char *target;  /* for backups; not there yet */
    bool postgres;
};

/* As `xiangzhi init` makes it; closed, with access of the system. */
struct installed installed_new(void);

/* As the release of that name left it: tests/old/NAME. */
struct installed installed_old(const char *name);

void installed_close(struct installed *town);

/* Opens it as every command does, and closes it. */
MUST_USE struct error *installed_open(struct installed *town);
void installed_shut(struct installed *town);

/* A path below the root. */
const char *installed_path(struct installed *town, const char *name);

/* The address of another database of this installation, which is not there yet, and where its
 * files will lie. */
const char *installed_other(struct installed *town, const char *name);

/* Adds a record with a photo; the database must be open.  Answers the path of the photo below
 * the folder of files. */
str installed_add_photo(struct installed *town, const char *bytes);

struct backup_options installed_options(struct installed *town);

/* Makes a backup, which must succeed, and answers its path. */
const char *installed_backup(struct installed *town);

int64_t installed_number(struct installed *town, const char *sql);

#endif
