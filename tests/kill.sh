#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Kills the program while people report matters, several times, and looks for every receipt that
# somebody was given. Prints `N passed, N failed`.
set -eu
cd "$(dirname "$0")/.."

program=${BUILD:-build}/xiangzhi
work=$(mktemp -d)
rounds=${KILL_ROUNDS:-5}
passed=0 failed=0
trap 'kill -9 "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
server=

"$program" init --db "$work/town.db" >/dev/null
"$program" import --db "$work/town.db" --type place data/divisions.csv >/dev/null

# Starts the program and waits for its address.
start() {
    "$program" serve --db "$work/town.db" --listen 127.0.0.1:0 >"$work/out" 2>>"$work/err" &
    server=$!
    until address=$(sed -n 's/.*\(http:[^ ]*\)$/\1/p' "$work/out") && [ -n "$address" ]; do
        kill -0 "$server"
        sleep 0.05
    done
}

# Reports one matter after another until the program is gone; keeps each receipt.
report() {
    while answer=$(curl -sf -X POST "$address/api/report" -H 'Content-Type: application/json' \
        -d '{"place":"421182102205","story":"路灯不亮,晚上看不见路。","kind":"appeal"}'); do
        echo "$answer" | sed -n 's/.*"location":"\/receipt\/\([^"?]*\).*/\1/p' >>"$work/receipts.$1"
    done
}

for round in $(seq "$rounds"); do
    start
    for client in 1 2 3 4; do
        report "$round.$client" &
    done
    sleep "0.$((round * 3 % 7 + 3))"
    kill -9 "$server"
    wait 2>/dev/null || true
done

cat "$work"/receipts.* | sort >"$work/given"
"$program" export --db "$work/town.db" --type matter >"$work/matters.csv"
while read -r receipt; do
    if grep -q "$receipt" "$work/matters.csv"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "the receipt $receipt was given, but its matter is not there"
    fi
done <"$work/given"
if [ "$passed" -eq 0 ]; then
    echo "no receipt was given at all"
    failed=1
fi
if ! "$program" verify --db "$work/town.db" >"$work/verify"; then
    cat "$work/verify"
    failed=$((failed + 1))
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
