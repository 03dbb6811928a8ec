#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Syncs counted: no change is acknowledged before it has reached the disk, so a lone client
# costs at least one sync an answer; in a crowd many changes share one.
. "$(dirname "$0")/lib.sh"

new_town
echo "0 0" >"$work/disk"
start BAD_DISK="$work/disk" LD_PRELOAD="$helpers/bad_disk.so"

syncs() {
    od -An -t d8 "$work/disk.syncs" | tr -d ' '
}

answers_now() {
    sqlite3 "$town" 'select count(*) from matters'
}

seconds=5
! is_short || seconds=2

# Sets $synced and $done_: the syncs and the answers while so many clients report for a while.
measure() { # clients
    before=$(syncs) answered=$(answers_now)
    wrk -t 1 -c "$1" -d "${seconds}s" -s tests/torture/report.lua "$address/api/report" \
        >"$work/wrk.$1"
    synced=$(($(syncs) - before)) done_=$(($(answers_now) - answered))
    accepted=$(sed -n 's/^accepted=\([0-9]*\)$/\1/p' "$work/wrk.$1")
    measured "$1 clients: $done_ changes kept, $accepted answered, $synced syncs," \
        "$((synced * 1000 / (done_ + (done_ == 0)))) syncs per thousand changes"
}

report
measure 1
check "a lone client's changes were taken" [ "$done_" -gt 0 ]
check "each lone change has a sync of its own at least" [ "$synced" -ge "$done_" ]
check "no answer without a change kept" [ "$accepted" -le "$done_" ]
measure 64
check "a crowd's changes were taken" [ "$done_" -gt 0 ]
check "in a crowd changes share syncs" [ $((synced * 2)) -lt "$done_" ]
check "no answer of the crowd without a change kept" [ "$accepted" -le "$done_" ]
stop
check "verify finds nothing wrong" is_verified
finish
