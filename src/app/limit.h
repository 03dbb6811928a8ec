/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How often one address may do what costs much or can be misused: sign in, and report a matter
 * without an account.
 *
 * Each address may do a number of them at once and after that one every few seconds.  That is
 * wide enough for a township whose people all come through one address.  Loopback is not
 * limited: behind a proxy on this machine all people would be one (see --trust-proxy).  Only
 * hashes of addresses are kept, and only in memory.
 */
#ifndef APP_LIMIT_H
#define APP_LIMIT_H

#include "base/compiler.h"
#include "base/date.h"

enum limit { LIMIT_NONE, LIMIT_SIGN_IN, LIMIT_PUBLIC };
enum { LIMITS = 3 };

struct limits;

struct limits *limits_create(void);
void limits_destroy(struct limits *limits);

/* Counts one more; 0 when the address may, else after how many seconds it may again.  May be
 * called from any thread. */
int limit_wait_seconds(struct limits *limits, enum limit limit, str address, instant now);

/* How many have been refused. */
int64_t limit_refused(const struct limits *limits, enum limit limit);

/* The address of whoever asks: of the peer, or, when that is one of the proxies that are
 * trusted, the last in the header that is not. */
str client_address(str peer, str forwarded_for, str trusted);

#endif
