#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs the suites named, or all of them, on what `make debug all` has built in $BUILD:
#
#   units      build/debug/tests, on SQLite and on a PostgreSQL server of its own
#   fuzz       each fuzz target on the files of its corpus
#   figures    tests/figures.sh: the five places give the figures of data/figures.csv
#   faults     short runs of tests/torture/: the program killed, the disk full, the file damaged,
#              two processes on one file, syncs counted
#   seen       tests/seen.sh: the running program looked at from outside
#   tables     tests/tables.sh: a table on the command line, kept and taken back
#   lists      tests/lists.sh: lists as spreadsheets, each cell as others read it; their memory
#   backups    tests/backup.sh: backups of a program that serves, killed ones too, are proved
#   restarts   tests/restart.sh: PostgreSQL is restarted and killed while people report
#   migration  tests/migrate.sh: a whole installation moves to PostgreSQL and back
#   browser    tests/browser/run.mjs, on the real program
#
# Each suite closes with a line `N passed, N failed`; the last line printed is their sum.
set -eu
cd "$(dirname "$0")/.."

BUILD=${BUILD:-build}
export BUILD
export ASAN_OPTIONS="${ASAN_OPTIONS:-detect_stack_use_after_return=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"
logs=$BUILD/logs
server=${TMPDIR:-/tmp}/xiangzhi-test-$(echo "$PWD/$BUILD" | cksum | cut -d ' ' -f 1)
total_passed=0
total_failed=0

units() {
    "$BUILD/debug/tests"
}

fuzz() {
    for source in fuzz/*.c; do
        name=$(basename "$source" .c)
        [ "$name" = replay ] || "$BUILD/debug/replay-$name" "fuzz/corpus/$name" ||
            echo "0 passed, 1 failed: fuzz target $name, on the file last named"
    done
}

figures() {
    [ ! -e tests/figures.sh ] || tests/figures.sh
}

faults() {
    bad=0
    for name in kill full_disk pages two_processes syncs; do
        TORTURE=short "tests/torture/$name.sh" || bad=1
    done
    return $bad
}

seen() {
    [ ! -e tests/seen.sh ] || tests/seen.sh
}

tables() {
    tests/tables.sh
}

lists() {
    tests/lists.sh
}

backups() {
    [ ! -e tests/backup.sh ] || tests/backup.sh
}

restarts() {
    [ ! -e tests/restart.sh ] || tests/restart.sh
}

migration() {
    [ ! -e tests/migrate.sh ] || tests/migrate.sh
}

browser() {
    [ ! -e tests/browser/run.mjs ] || node tests/browser/run.mjs
}

# Runs a suite into its log, and shows the log if anything failed. A suite that ends badly
# without counting a failure counts as one.
run_suite() {
    log=$logs/$1.log
    status=0
    "$1" >"$log" 2>&1 || status=$?
    counts=$(awk -v status="$status" '
        /^[0-9]+ passed, [0-9]+ failed/ { passed += $1; failed += $3 }
        END { print passed + 0, failed + (status != 0 && !failed) }' "$log")
    passed=${counts% *} failed=${counts#* }
    if [ "$failed" -gt 0 ]; then
        tail -n 400 "$log"
        echo "$1: $failed failed, see $log"
    else
        echo "$1: all $passed passed"
    fi
    total_passed=$((total_passed + passed)) total_failed=$((total_failed + failed))
}

trap 'tools/postgres.sh stop "$server"' EXIT
trap 'exit 130' INT TERM HUP
mkdir -p "$logs"
XZ_TEST_POSTGRES=$(tools/postgres.sh start "$server")
export XZ_TEST_POSTGRES

[ $# -gt 0 ] || set -- units fuzz figures faults seen tables lists backups restarts migration browser
for suite; do
    run_suite "$suite"
done
echo "$total_passed passed, $total_failed failed"
[ "$total_failed" -eq 0 ]
