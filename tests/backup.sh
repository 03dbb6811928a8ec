#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Backups of a program that serves, while people report matters: each is proved by a drill, and
# one that is killed on the way leaves nothing that counts as a backup. Prints `N passed, N
# failed`.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

program=${BUILD:-build}/xiangzhi
work=$(mktemp -d)
kills=${BACKUP_KILLS:-8}
passed=0 failed=0
server=
trap 'kill -9 "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

refuses() { # a command that must end with status 1
    status=0
    "$@" || status=$?
    [ "$status" -eq 1 ]
}

backups() { # the backups in a folder, newest last
    find "$1" -mindepth 1 -maxdepth 1 -name 'xiangzhi-*' 2>/dev/null | sort
}

all_prove_good() {
    for backup in $(backups "$1"); do
        "$program" restore --verify "$backup" >"$work/drill" || {
            cat "$work/drill"
            return 1
        }
    done
}

start() { # the rest: more options
    "$program" serve --db "$work/town.db" --listen 127.0.0.1:0 "$@" >"$work/out" 2>"$work/err" &
    server=$!
    until address=$(sed -n 's/.*\(http:[^ ]*\)$/\1/p' "$work/out") && [ -n "$address" ]; do
        kill -0 "$server"
        sleep 0.05
    done
}

stop() {
    kill "$server"
    wait "$server" || true
}

report() { # one matter after another until the program is gone
    while curl -sf -X POST "$address/api/report" -H 'Content-Type: application/json' \
        -d '{"place":"421182102205","story":"路灯不亮,晚上看不见路。","kind":"appeal"}' \
        >>"$work/reported"; do :; done
}

"$program" init --db "$work/town.db" >/dev/null
"$program" import --db "$work/town.db" --type place data/divisions.csv >/dev/null

# By hand, while people report matters.
start
for client in 1 2 3 4; do
    report &
done
for round in 1 2 3; do
    sleep 0.3
    check "backup $round is made while matters are reported" \
        "$program" backup --db "$work/town.db" "$work/backups"
done

# Killed at different moments.
for round in $(seq "$kills"); do
    "$program" backup --db "$work/town.db" "$work/killed" >/dev/null 2>&1 &
    backup=$!
    sleep "0.0$((round * 7 % 10))"
    kill -9 "$backup" 2>/dev/null || true
    wait "$backup" 2>/dev/null || true
done
check "backups that were killed are either whole or not there" all_prove_good "$work/killed"
check "the next backup goes on as if nothing had been" \
    "$program" backup --db "$work/town.db" "$work/killed"
check "and leaves no draft" test ! -e "$work/killed/.draft"
stop
wait 2>/dev/null || true
check "matters were reported all the time" test "$(grep -o receipt "$work/reported" | wc -l)" -gt 20
check "each backup is proved by a drill" all_prove_good "$work/backups"
check "and the last drill is remembered" grep -q 全部相符 "$work/backups/last-drill.txt"

# Restored elsewhere.
last=$(backups "$work/backups" | tail -n 1)
check "a backup is restored to a new place" \
    "$program" restore --to "$work/new/town.db" --report "$work/report.html" "$last"
check "with a report to print" grep -q 'size: A4' "$work/report.html"
check "which verifies" "$program" verify --db "$work/new/town.db"
check "and is not restored over itself" \
    refuses "$program" restore --to "$work/new/town.db" "$last"

# By itself: there is none of today, so one is made at once when half past two is over.
if [ "$(TZ=Asia/Shanghai date +%H%M)" -ge 0231 ]; then
    start --backup "$work/daily" --keep 3
    for _ in $(seq 100); do
        [ -z "$(backups "$work/daily")" ] || break
        sleep 0.1
    done
    stop
    check "a program that serves makes the daily backup" test -n "$(backups "$work/daily")"
    check "which is proved by a drill" "$program" restore --verify "$work/daily"
fi

# What cannot be.
check "a target that is a file is refused" \
    refuses "$program" backup --db "$work/town.db" "$work/town.db"
check "a folder without backups cannot be drilled" \
    refuses "$program" restore --verify "$work/new"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
