/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files and folders, for backups and what else is kept outside of the database.
 *
 * What goes wrong is said in a sentence with the path and the reason: a full disk and a missing
 * permission are named, for they have a remedy.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/context.h"

/* What the system said last (errno), about doing something ("写不进") to a path. */
MUST_USE struct error *file_error(struct context *cx, const char *doing, const char *path);

/* path/name as a path of its own. */
const char *path_join(struct context *cx, const char *path, const char *name);

bool path_exists(const char *path);

/* Reads a whole file of at most most bytes. */
MUST_USE struct error *file_read(struct context *cx, const char *path, size_t most, str *bytes);

/* The bytes of a file of at most most bytes, which stay on the disk until they are looked at;
 * given back with file_unmap, also by CLEANUP. */
MUST_USE struct error *file_map(struct context *cx, const char *path, size_t most, str *bytes);
void file_unmap(str *bytes);

/* Makes a new file that only its owner may read; fails when there is one already. */
MUST_USE struct error *file_write(struct context *cx, const char *path, str bytes);

struct file_facts {
    str digest; /* SHA-256, 64 hexadecimal digits */
    int64_t size_bytes;
};

/* Reads a file from one end to the other. */
MUST_USE struct error *file_measure(struct context *cx, const char *path,
                                    struct file_facts *facts);

/* Copies a file to a new one, which is removed again when the copying fails. */
MUST_USE struct error *file_copy(struct context *cx, const char *from, const char *to,
                                 struct file_facts *facts);

/* Makes a folder that only its owner may enter, and those above it; no failure when it is there
 * already. */
MUST_USE struct error *folder_make(struct context *cx, const char *path);

/* Makes the folders above a file that is to be made. */
MUST_USE struct error *folder_make_above(struct context *cx, const char *path);

/* The names in a folder without those that begin with a dot, in the order of their bytes. */
MUST_USE struct error *folder_list(struct context *cx, const char *path, str **names,
                                   size_t *count);

/* Removes a folder with all that is in it, as far as that is possible. */
void folder_remove(const char *path);

/* Waits until the disk has a file, or the names in a folder. */
MUST_USE struct error *path_sync(struct context *cx, const char *path);

/* Waits until the disk has everything that was written to the file system of a path. */
MUST_USE struct error *disk_sync(struct context *cx, const char *path);

/* An open file that has no name any more: what is too large for memory is kept there until it
 * has been sent.  A descriptor of 0 is no file. */
struct loose_file {
    int descriptor;
    int64_t bytes;
};

/* A new one. */
MUST_USE struct error *loose_file_create(struct context *cx, struct loose_file *file);

/* A new one on the disk of this folder. */
MUST_USE struct error *loose_file_create_in(struct context *cx, const char *folder,
                                            struct loose_file *file);

/* Opens a file of this size for reading by address. */
MUST_USE struct error *loose_file_map(struct context *cx, const struct loose_file *file,
                                      const void **address);

/* Makes one of a file with a name, which is taken away. */
MUST_USE struct error *loose_file_of(struct context *cx, const char *path,
                                     struct loose_file *file);

/* The path of a new empty file in the system's folder for such files (TMPDIR). */
MUST_USE struct error *file_scratch(struct context *cx, const char **path);

/* Closes it, if there is one. */
void loose_file_close(struct loose_file *file);

#endif
