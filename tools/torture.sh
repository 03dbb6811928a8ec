#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs the scripts of tests/torture/ that are named (kill, full_disk ...), or all, on what
# `make all torture` has built in $BUILD. Each says what it measured and closes with a line
# `N passed, N failed`; the last line printed is their sum. With TORTURE=short in less time.
set -eu
cd "$(dirname "$0")/.."

export BUILD="${BUILD:-build}"
logs=$BUILD/logs
passed=0 failed=0
mkdir -p "$logs"

[ $# -gt 0 ] || set -- kill full_disk read_only files pages clock two_processes slow_clients \
    no_memory no_memory_serving syncs
for name; do
    log=$logs/torture-$name.log
    began=$(date +%s)
    status=0
    "tests/torture/$name.sh" >"$log" 2>&1 || status=$?
    counts=$(awk -v status="$status" '
        /^[0-9]+ passed, [0-9]+ failed/ { passed += $1; failed += $3 }
        END { print passed + 0, failed + (status != 0 && !failed) }' "$log")
    passed=$((passed + ${counts% *})) failed=$((failed + ${counts#* }))
    if [ "${counts#* }" -eq 0 ]; then
        echo "$name: all ${counts% *} passed in $(($(date +%s) - began)) s"
        grep '^measured: ' "$log" | sed 's/^measured: /    /'
    else
        cat "$log"
        echo "$name: ${counts#* } failed, see $log"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
