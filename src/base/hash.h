/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Digests, random numbers and the sealing of secrets.
 *
 * Digests are SHA-256 (OpenSSL).  Sealing is libsodium's secret box with a key that lies in a
 * file beside the database and never in it.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/buf.h"
#include "base/context.h"

enum { DIGEST_BYTES = 32, DIGEST_CHARACTERS = 64, SEAL_KEY_BYTES = 32 };

/* 64 hexadecimal digits. */
str digest_hex(struct arena *arena, str bytes);

/* Bytes as hexadecimal digits. */
str hex_text(struct arena *arena, const unsigned char *bytes, size_t count);

/* bytes random bytes as hexadecimal digits. */
str random_hex(struct arena *arena, size_t bytes);

/* Reads the key of this installation, or makes it on first use with mode 0600.  Refuses a key
 * file of another size, or one that others may read.  Called once, before any thread is
 * started. */
MUST_USE struct error *seal_open_key(struct context *cx, const char *path);

/* For tests and for databases without personal data: a key that is known to all. */
void seal_use_test_key(void);

/* A sealed text: "<blind index>.<mask>.<box>".  The same text has the same blind index, so that
 * it can be looked up without being opened.  The box knows its index and mask: a seal with
 * another mask does not open. */
str seal(struct arena *arena, str plain, str mask);

/* Opens it.  False when it was not sealed with this key or has been altered. */
bool unseal(struct arena *arena, str sealed, str *plain);

/* What may be shown without opening it. */
str sealed_mask(str sealed);

/* "<blind index>." of a text, the beginning of all its seals. */
str seal_prefix(struct arena *arena, str plain);

/* True when s has the form of a sealed text. */
bool is_sealed(str s);

#endif
