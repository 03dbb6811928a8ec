/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A strict eye on the bytes of a connection, before evhttp sees them.
 *
 * It follows one request after the other: the head by the letter of RFC 9112, the body by its
 * length.  What it lets pass has one meaning only, for evhttp and for any proxy before it.  It
 * keeps no text, so it costs little memory however slowly the bytes arrive.
 *
 * Narrower than the RFC, because no browser or proxy needs it: only targets that begin with one
 * slash, no bytes beyond ASCII in them, no chunk extensions, no trailers, no body with HEAD,
 * one Content-Length even if a second one says the same.
 */
#ifndef HTTP_STRICT_H
#define HTTP_STRICT_H

#include "base/str.h"

enum {
    TARGET_MAX = 8 * 1024,        /* bytes of the path with its query: 414 */
    FIELDS_BYTES_MAX = 16 * 1024, /* bytes of all header lines: 431 */
    FIELDS_MAX = 100,             /* header lines: 431 */
    STRICT_WORD_MAX = 24,
};

/* The method, the version, a header's name or its value as far as it matters.  length goes on
 * counting when the word is full. */
struct strict_word {
    char letters[STRICT_WORD_MAX];
    size_t length;
};

/* What has been seen of one request. */
struct strict_head {
    struct strict_word name;
    struct strict_word value;
    size_t target_length;
    size_t fields_bytes;
    int fields;
    int field; /* the kind of the header line that is being read */
    bool is_head;
    bool is_post;
    bool is_1_1;
    bool has_host;
    bool has_length;
    bool is_chunked;
    bool is_large;
    size_t length;    /* of the body; of a chunked one what has been announced so far */
    size_t remaining; /* bytes still to come of the body or the chunk */
};

struct strict {
    int state;
    int refusal; /* a status when the connection is beyond repair, else 0 */
    size_t body_max;
    size_t large_max;  /* of the body of a POST with a length; no more than body_max: none */
    uint64_t seen;     /* bytes */
    uint64_t large_at; /* how many of them when a length beyond body_max had been read; the
                          server forgets it again */
    uint64_t requests; /* seen to their end, or that of their head when their body is large; all
                          of them good */
    struct strict_head head;
};

void strict_start(struct strict *strict, size_t body_max);

/* Looks at the bytes that follow.  False from the first fault on; refusal says which. */
bool strict_read(struct strict *strict, str bytes);

/* True when nothing has been seen of the next request. */
bool strict_is_between(const struct strict *strict);

#endif
