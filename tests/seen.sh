#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Looks at the running program from outside: whether it is ready, what it counts and logs, how
# it keeps sessions, paces and the journal. Prints `N passed, N failed`.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

program=${BUILD:-build}/xiangzhi
work=$(mktemp -d)
server=
passed=0 failed=0
trap 'kill -9 "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

refuses() { # the command must fail
    ! "$@"
}

says() { # $1: an address below the site; $2: words that the answer has
    curl -s "$site$1" | grep -q "$2"
}

status_is() { # $1: a status; the rest: for curl
    wanted=$1
    shift
    [ "$(curl -s -o /dev/null -w '%{http_code}' "$@")" = "$wanted" ]
}

report_from() { # $1: an address that the proxy names; the rest: for curl
    address=$1
    shift
    curl -s "$@" -X POST "$site/api/report" -H "X-Forwarded-For: $address" \
        -H 'Content-Type: application/json' \
        -d '{"place":"421182102205","story":"路灯不亮,晚上看不见路。","kind":"appeal"}'
}

"$program" init --db "$work/town.db" >/dev/null
"$program" import --db "$work/town.db" --type place data/divisions.csv >/dev/null
"$program" user add seen --db "$work/town.db" --name 示例甲 --password 'Start-4823' >/dev/null
"$program" serve --db "$work/town.db" --listen 127.0.0.1:0 --metrics 127.0.0.1:0 --log debug \
    --journal "$work/journal" --slow-ms 1 --idle-minutes 1 --trust-proxy 127.0.0.1 \
    >"$work/out" 2>"$work/log" &
server=$!
until site=$(sed -n 's/.*\(http:[^ ]*\)$/\1/p' "$work/out") && [ -n "$site" ]; do
    kill -0 "$server"
    sleep 0.05
done
metrics=$(sed -n 's/.*"metrics","text":"\([^"]*\)".*/\1/p' "$work/log")
yesterday=$(TZ=Asia/Shanghai date -d yesterday +%F)

check "it is alive" says /healthz '^ok$'
check "it is ready" says /readyz '^ok$'
check "the metrics have an address of their own" status_is 200 "$metrics"
check "which has nothing else" status_is 404 "${metrics%/metrics}/matters"
check "and are nowhere else then" status_is 404 "$site/metrics"

# Requests have names, which are in the answer and in the log.
name=$(curl -s -D - -o "$work/page" -G "$site/nothing" --data-urlencode story=秘密的话 |
    sed -n 's/^X-Request-Id: \([^\r]*\).*/\1/p')
check "a request has a name" test -n "$name"
check "an error page shows the name of the request" grep -q "编号：$name" "$work/page"
check "the log has that name" grep -q "\"request\":\"$name\",\"method\":\"GET\",\"route\":\"\",\"status\":404" "$work/log"

# Paces, by the address that the trusted proxy names.
reports=0
until [ "$reports" -eq 300 ] || grep -qs '^HTTP/1.1 429' "$work/head"; do
    report_from 203.0.113.9 -D "$work/head" -o "$work/body"
    reports=$((reports + 1))
done
check "sixty reports from one address are let through" test "$reports" -gt 60
check "then it is too many" grep -q '^HTTP/1.1 429' "$work/head"
check "with how long to wait" grep -q '^Retry-After: [0-9]' "$work/head"
check "in words too" grep -q '从您这个网络提交的太多了' "$work/body"
report_from 203.0.113.10 -o "$work/body"
check "another address reports" grep -q receipt "$work/body"

# What it counts.
curl -s "$metrics" >"$work/metrics"
check "reports are counted" grep -q \
    '^xiangzhi_http_requests_total{route="/report",method="POST",status="2xx"} '"$reports"'$' "$work/metrics"
check "refusals are counted" grep -q '^xiangzhi_rate_limited_total{what="public"} 1$' \
    "$work/metrics"
check "commits are counted" grep -q '^xiangzhi_writer_commits_total [1-9]' "$work/metrics"
check "slow statements are counted" grep -q '^xiangzhi_db_slow_statements_total [1-9]' \
    "$work/metrics"

# The journal.
file=$work/journal/421182/$yesterday.jsonl
check "who owns the database is refused to delete entries at first" refuses \
    sqlite3 "$work/town.db" 'delete from journal'
check "yesterday is sealed and exported at the start" test -s \
    "$work/journal/000000/$yesterday.jsonl"
check "a day is exported by hand" "$program" journal --db "$work/town.db" --day "$yesterday" \
    --county 421182 --to "$work/journal"
check "into a file of its own" test -s "$file"
check "the database agrees with the files" "$program" verify --db "$work/town.db" \
    --journal "$work/journal"
sed -i 's/"entries":0/"entries":1/' "$file"
check "a file that was altered is named" refuses "$program" verify --db "$work/town.db" \
    --journal "$work/journal"
check "a day that is not over is not exported" refuses "$program" journal \
    --db "$work/town.db" --day "$(TZ=Asia/Shanghai date +%F)"

# A session in use goes on: after five seconds of a minute that is written down.
curl -s -c "$work/cookies" -o /dev/null -X POST "$site/api/sign-in" \
    -H 'Content-Type: application/json' -d '{"login":"seen","password":"Start-4823"}'
check "who signs in has a session" status_is 200 -b "$work/cookies" "$site/password"
sleep 6
curl -s -o /dev/null -b "$work/cookies" "$site/password"
sleep 1
check "the use of a session is written down" test 1 = "$(sqlite3 "$work/town.db" \
    'select count(*) from sessions where seen_at > started_at')"

kill "$server"
wait "$server" || true
check "each line of the log is JSON" node -e '
    require("fs").readFileSync(process.argv[1], "utf8").trim().split("\n").forEach(JSON.parse)' \
    "$work/log"
check "no words, names or addresses of people are in the log" refuses \
    grep -qE '秘密|路灯|示例甲|203\.0\.113|Start-4823|"seen"' "$work/log"
check "slow statements are named by their text" grep -q \
    '"event":"slow_statement","ms":[0-9]*,"count":[0-9]*,"sql":"[a-z]' "$work/log"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
