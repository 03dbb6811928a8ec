#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A disk that fills up: what is asked then is refused with a sentence, what was acknowledged
# stays, and when there is room again the same process goes on. On a small file system when we
# may mount one, else with a limit to the size of a file.
. "$(dirname "$0")/lib.sh"

mkdir "$work/disk"
if mount -t tmpfs -o size=48m none "$work/disk" 2>/dev/null; then
    mounted=$work/disk
    town=$mounted/town.db
fi

fill() {
    dd if=/dev/zero of="$mounted/ballast" bs=4096 2>/dev/null || true
}

# Reports until one is refused, at most so many.
report_until_refused() {
    for _ in $(seq "$1"); do
        report
        [ "$status" = 201 ] || return 0
    done
    return 1
}

is_refused_all() { # every one of so many, with the sentence
    for _ in $(seq "$1"); do
        is_refused 503 磁盘 || return 1
    done
}

on_small_disk() {
    new_town
    start
    check "while there is room a report is taken" is_reported
    for round in $(seq "$rounds"); do
        crowd 8
        sleep 0.5
        fill
        sleep 0.5
        crowd_ends
        check "round $round: on a full disk a report is refused in the end" report_until_refused 2000
        check "round $round: it is refused with 503 and a sentence about the disk" is_refused_all 5
        check "round $round: pages are still shown" [ "$(answers /)" = 200 ]
        rm "$mounted/ballast"
        check "round $round: with room again the same process takes reports" is_reported
    done
    check "the log names the disk" grep -q '"storage"' "$work/log"
    stop
    check "init on a full disk says so and ends with 1" is_init_refused
}

is_init_refused() {
    fill
    code=0
    "$program" init --db "$mounted/other.db" >"$work/init" 2>&1 || code=$?
    rm "$mounted/ballast"
    [ "$code" -eq 1 ] && grep -q 磁盘 "$work/init"
}

# Without the right to mount: no file may become larger than 4 MB, which is when SQLite writes
# to its log.
with_limit() {
    new_town
    trap '' XFSZ
    ulimit -f 8192
    start
    check "a report is refused in the end" report_until_refused 5000
    check "it is refused with 503 and a sentence about the disk" is_refused_all 5
    check "pages are still shown" [ "$(answers /)" = 200 ]
    stop
}

rounds=5
! is_short || rounds=2
if [ -n "$mounted" ]; then on_small_disk; else with_limit; fi
check "every receipt has its matter, each once" is_nothing_lost
check "verify finds nothing wrong" is_verified
measured "full disk: $rounds times full, $given receipts given, $lost lost, $doubled double"
finish
