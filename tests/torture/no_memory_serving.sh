#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A server without memory: while people report matters and look at pages, one of so many
# allocations fails, now in the program, now in SQLite, libevent or OpenSSL. The server answers
# on, or ends with 1 and says why; no receipt that was given is lost. The same when of one
# report alone each third allocation fails in turn, from the connection to the answer.
. "$(dirname "$0")/lib.sh"

rounds=10
step=3 last=400
! is_short || rounds=2 step=40
runs=0 lived=0 ended=0 refused=0 reports=0 alone=0 unclean=''
new_town

look_around() {
    while [ ! -e "$work/enough" ]; do
        for path in / /report /healthz /receipt; do
            case $(answers "$path") in 503) echo x >>"$work/refused" ;; esac
        done
    done
}

one_round() { # of so many allocations one fails
    if ! start NO_MEMORY_EVERY="$1" LD_PRELOAD="$helpers/no_memory.so"; then
        unclean="$unclean; did not start"
        return
    fi
    runs=$((runs + 1))
    kill -USR2 "$server"
    crowd 3
    look_around &
    looking=$!
    sleep 2
    if is_alive; then
        lived=$((lived + 1))
        kill -9 "$server"
        wait "$server" 2>/dev/null || true
    else
        code=0
        wait "$server" 2>/dev/null || code=$?
        ended=$((ended + 1))
        [ "$code" -eq 1 ] || unclean="$unclean; one of $1: ended with $code"
    fi
    server=
    crowd_ends
    wait "$looking" 2>/dev/null || true
}

for every in 100000 20000 4000 1000; do
    for round in $(seq "$rounds"); do
        one_round "$every"
    done
done
one_report() { # of which so many-th allocation fails
    if ! start NO_MEMORY_NEXT="$1" LD_PRELOAD="$helpers/no_memory.so"; then
        unclean="$unclean; did not start"
        return
    fi
    report
    kill -USR2 "$server"
    report
    answers /healthz >/dev/null
    kill -9 "$server" 2>/dev/null || true
    code=0
    wait "$server" 2>/dev/null || code=$?
    case $code in
        137) ;; # it lived until now
        1) alone=$((alone + 1)) ;;
        *) unclean="$unclean; number $1 of a report: ended with $code" ;;
    esac
    server=
}

for nth in $(seq 1 "$step" "$last"); do
    one_report "$nth"
    reports=$((reports + 1))
done
[ ! -e "$work/refused" ] || refused=$(wc -l <"$work/refused")
check "the server lives, or ends with 1$unclean" [ -z "$unclean" ]
check "whoever ends says why" [ $((ended + alone)) -le "$(grep -c '内存不足' "$work/log")" ]
start
check "every receipt has its matter, each once" is_nothing_lost
check "verify finds nothing wrong at the end" is_verified
measured "a server without memory: $runs runs of 2 s, $lived lived, $ended ended with 1 and a" \
    "message; $given receipts given, $lost lost, $doubled double; $refused pages refused;" \
    "one report, $reports times without one of its allocations: $alone ended with 1"
finish
