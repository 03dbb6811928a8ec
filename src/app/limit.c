/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How often one address may do what.
 *
 * Of each address only one number is kept: when it would have done what it did, had it kept to
 * the pace.  As long as that is not too far ahead of now, it may go on.
 */
#include "app/limit.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { SETS = 512, WAYS = 8, ADDRESS_BYTES = 64, NETWORK_BYTES = 8 };

static const struct pace {
    int at_once;
    int seconds_each;
} paces[LIMITS] = {
    [LIMIT_SIGN_IN] = { 60, 1 },
    [LIMIT_PUBLIC] = { 60, 3 },
};

struct slot {
    uint64_t address; /* 0: free */
    int64_t paced;    /* the second up to which its pace is used */
};

struct limits {
    pthread_mutex_t lock;
    struct slot slots[LIMITS][SETS][WAYS];
    atomic_llong refused[LIMITS];
};

struct limits *limits_create(void)
{
    struct limits *limits = calloc(1, sizeof *limits);

    if (limits == NULL)
        abort();
    pthread_mutex_init(&limits->lock, NULL);
    return limits;
}

void limits_destroy(struct limits *limits)
{
    if (limits == NULL)
        return;
    pthread_mutex_destroy(&limits->lock);
    free(limits);
}

static bool is_loopback(str address)
{
    return str_starts(address, S("127.")) || str_eq(address, S("::1")) ||
           str_starts(address, S("::ffff:127."));
}

/* Of IPv6 the network, because a house has as many addresses there as it likes. */
static uint64_t hash_of(str address)
{
    char text[ADDRESS_BYTES];
    unsigned char bytes[sizeof(struct in6_addr)];

    if (address.length >= sizeof text)
        return str_hash(address) | 1;
    memcpy(text, address.length > 0 ? address.data : "", address.length);
    text[address.length] = '\0';
    if (inet_pton(AF_INET6, text, bytes) == 1 && !str_starts(address, S("::ffff:")))
        return str_hash((str){ (const char *)bytes, NETWORK_BYTES }) | 1;
    return str_hash(address) | 1;
}

/* The slot of an address; one that is new takes the place of the one that has least to lose. */
static struct slot *find_slot(struct slot *set, uint64_t address)
{
    struct slot *least = &set[0];

    for (int i = 0; i < WAYS; i++) {
        if (set[i].address == address)
            return &set[i];
        if (set[i].paced < least->paced)
            least = &set[i];
    }
    *least = (struct slot){ .address = address };
    return least;
}

/* Seconds to wait; takes one when there is nothing to wait for. */
static int take(struct slot *slot, const struct pace *pace, int64_t now)
{
    int64_t longest = (int64_t)pace->at_once * pace->seconds_each;

    /* Far ahead it can only be because the clock was set back. */
    if (slot->paced < now || slot->paced > now + longest)
        slot->paced = now;
    int64_t next = slot->paced + pace->seconds_each;
    if (next > now + longest)
        return (int)(next - now - longest);
    slot->paced = next;
    return 0;
}

int limit_wait_seconds(struct limits *limits, enum limit limit, str address, instant now)
{
    if (limits == NULL || limit == LIMIT_NONE || is_loopback(address))
        return 0;

    uint64_t hash = hash_of(address);
    pthread_mutex_lock(&limits->lock);
    struct slot *slot = find_slot(limits->slots[limit][(hash >> 8) % SETS], hash);
    int seconds = take(slot, &paces[limit], now.second);
    pthread_mutex_unlock(&limits->lock);
    if (seconds > 0)
        atomic_fetch_add_explicit(&limits->refused[limit], 1, memory_order_relaxed);
    return seconds;
}

int64_t limit_refused(const struct limits *limits, enum limit limit)
{
    return limits == NULL ? 0
                          : atomic_load_explicit(&limits->refused[limit], memory_order_relaxed);
}

/* Cuts the last address off a list. */
static str cut_last(str *list)
{
    size_t start = list->length;

    while (start > 0 && list->data[start - 1] != ',')
        start--;
    str last = str_trim(str_slice(*list, start, list->length));
    *list = str_slice(*list, 0, start > 0 ? start - 1 : 0);
    return last;
}

str client_address(str peer, str forwarded_for, str trusted)
{
    str address = peer;

    while (str_list_has(trusted, address) && !str_is_empty(forwarded_for)) {
        str before = cut_last(&forwarded_for);
        if (str_is_empty(before))
            break;
        address = before;
    }
    return address;
}
