/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files that are part of the program: style sheets, scripts, icons, reference data.
 *
 * The build makes the table from assets/, data/ and a few installed packages (see
 * tools/embed.sh), so that the program is one file and needs no others.
 */
#ifndef APP_ASSETS_H
#define APP_ASSETS_H

#include "base/str.h"

struct packed_form {
    const char *data; /* NULL when packing would not make it smaller */
    size_t size_bytes;
};

struct asset {
    const char *path; /* where it is found: "/assets/app.css", "/data/divisions.csv" */
    const char *type; /* for Content-Type: "text/css; charset=utf-8" */
    const char *data; /* the bytes, and a NUL after them that is not counted */
    size_t size_bytes;
    const char *etag; /* changes when the bytes do: 16 hex digits, without quotes */
    struct packed_form gzip, brotli;
};

/* All of them, in the byte order of their paths. */
extern const struct asset assets[];
extern const size_t asset_count;

/* Changes when any of those below /assets/ does.  Pages ask for /assets/app.css?v=EDITION,
 * which browsers may keep for ever. */
extern const char asset_edition[];

/* NULL when there is none with that path. */
const struct asset *asset_find(str path);

#endif
