#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Kills the program at a random moment while people report matters, KILL_ROUNDS times, and looks
# for every receipt that somebody was given: each has its matter, and one only.
. "$(dirname "$0")/lib.sh"

rounds=${KILL_ROUNDS:-200}
! is_short || rounds=${KILL_ROUNDS:-5}
new_town

# Between 100 and 611 ms.
random_pause() {
    printf '0.%03d' $((100 + $(od -An -N2 -t u2 /dev/urandom) % 512))
}

began=$(date +%s)
for round in $(seq "$rounds"); do
    if ! start; then
        check "round $round: the program starts again" false
        break
    fi
    crowd 4
    sleep "$(random_pause)"
    kill -9 "$server"
    wait "$server" 2>/dev/null || true
    crowd_ends
    if [ $((round % 50)) -eq 0 ]; then
        check "after $round rounds verify finds nothing wrong" is_verified
    fi
done
took=$(($(date +%s) - began))
server=
check "every receipt has its matter, each once" is_nothing_lost
check "verify finds nothing wrong at the end" is_verified
measured "killed $rounds times in $took s: $given receipts given, $lost lost, $doubled double," \
    "$unanswered kept whose client was cut off"
finish
