#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Restarts and kills a PostgreSQL server of its own while people read and report matters. The
# program must go on by itself; every receipt that somebody was given must be there, and nothing
# twice. Prints `N passed, N failed`.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

program=$PWD/${BUILD:-build}/xiangzhi
work=$(mktemp -d)
chmod 755 "$work"
rounds=${RESTART_ROUNDS:-6}
passed=0 failed=0 server=
trap 'kill -9 $server 2>/dev/null || true; tools/postgres.sh stop "$work/server"; rm -rf "$work"' EXIT

# Reports one matter after another; keeps each receipt, and each status.
report() { # $1: the client
    number=0
    while [ ! -e "$work/stop" ]; do
        number=$((number + 1))
        curl -s -X POST "$address/api/report" -H 'Content-Type: application/json' \
            -w '\n%{http_code}\n' -d "{\"place\":\"421182102205\",\"kind\":\"appeal\",\
\"story\":\"路灯不亮,晚上看不见路,第$1-$number件。\"}" >"$work/answer.$1" || echo 000 >>"$work/answer.$1"
        tail -n 1 "$work/answer.$1" >>"$work/statuses.$1"
        sed -n 's/.*"location":"\/receipt\/\([^"?]*\).*/\1/p' "$work/answer.$1" >>"$work/receipts.$1"
    done
}

look() {
    curl -s -o /dev/null -w '%{http_code}\n' "$address/report"
}

# $1: a number; ends the server in one of three ways while changes are under way.
disturb() {
    case $(($1 % 3)) in
    0) tools/postgres.sh restart "$work/server" fast ;;
    1) tools/postgres.sh restart "$work/server" immediate ;;
    2) psql -qtA "$database" -c 'select pg_terminate_backend(pid) from pg_stat_activity
           where pid <> pg_backend_pid() and datname = current_database()' >/dev/null ;;
    esac
}

database=$(XZ_FSYNC=on tools/postgres.sh start "$work/server")
export XIANGZHI_FILES="$work/files"
"$program" init --db "$database" >/dev/null
"$program" import --db "$database" --type place data/divisions.csv >/dev/null
"$program" serve --db "$database" --listen 127.0.0.1:0 >"$work/out" 2>"$work/err" &
server=$!
until address=$(sed -n 's/.*\(http:[^ ]*\)$/\1/p' "$work/out") && [ -n "$address" ]; do
    sleep 0.05
done

for mode in fast immediate; do
    tools/postgres.sh restart "$work/server" $mode
    check "after a restart ($mode) between two requests the next page is answered" \
        test "$(look)" = 200
done

tools/postgres.sh restart "$work/server" fast 3 &
restart=$!
sleep 1.5
check "while the server is away people are told to come again" \
    sh -c "curl -si '$address/report' | tr -d '\r' | grep -q '^Retry-After: 5'"
check "with the status 503" test "$(look)" = 503
wait $restart
sleep 1.5
check "afterwards the pages are there again by themselves" test "$(look)" = 200

clients=
for client in 1 2 3 4; do
    report $client &
    clients="$clients $!"
done
for round in $(seq "$rounds"); do
    sleep "1.$((round * 3 % 7))"
    disturb "$round"
done
sleep 1
touch "$work/stop"
# shellcheck disable=SC2086 # one process a word
wait $clients

check "the program still runs" kill -0 "$server"
check "and answers" test "$(look)" = 200
cat "$work"/statuses.* | sort | uniq -c >"$work/statuses"
check "nobody heard anything but yes and later" \
    sh -c "! grep -Ev ' (201|503)$' '$work/statuses'"
cat "$work"/receipts.* | sort >"$work/given"
psql -qtA "$database" -c 'select receipt from matters' | sort >"$work/kept"
check "receipts were given" test "$(wc -l <"$work/given")" -gt 50
check "every receipt that was given is there" \
    sh -c "! comm -23 '$work/given' '$work/kept' | grep ."
check "nothing is there twice" test 0 = "$(psql -qtA "$database" -c \
    'select count(*) - count(distinct story) from matters')"
check "what nobody heard of was not kept" test "$(wc -l <"$work/given")" = "$(wc -l <"$work/kept")"

check "the totals and the journal agree" "$program" verify --db "$database"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
