#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Replays the five places into a new database and compares its figures with those that the
# places published (data/figures.csv): exact ones must be equal, "at_least" at most 2 % above,
# "at_most" no more. Only figures of modules that exist are compared.
set -eu
cd "$(dirname "$0")/.."

program=${BUILD:-build}/xiangzhi
modules=" place party people grid dispute points honour "
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$program" sample --db "$folder/xiangzhi.db" >"$folder/sample.log" 2>&1 || {
    cat "$folder/sample.log"
    echo "0 passed, 1 failed"
    exit 1
}

# A line of figures.csv of these modules: place, period, module, key, value, match.
published() {
    awk -F, -v modules="$modules" 'NR > 1 && index(modules, " " $6 " ") {
        print $2, $4, $5, $7, $9, $11
    }' data/figures.csv
}

computed() { # place from to key
    "$program" figures --db "$folder/xiangzhi.db" --place "$1" --from "$2" --to "$3" \
        --format csv | tr -d '\r' | awk -F, -v key="$4" '$1 == key { print $3 }'
}

published >"$folder/published"
passed=0
failed=0
while read -r place from to key value match; do
    found=$(computed "$place" "$from" "$to" "$key")
    if awk -v found="${found:-none}" -v value="$value" -v match_="$match" 'BEGIN {
        if (found !~ /^[0-9]+$/) exit 1
        if (match_ == "exact") exit found + 0 != value + 0
        if (match_ == "at_least") exit !(found + 0 >= value && found <= value * 1.02)
        exit found + 0 > value + 0
    }'; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $key of $place from $from to $to is ${found:-missing}, not $match $value"
    fi
done <"$folder/published"

if ! "$program" verify --db "$folder/xiangzhi.db" >"$folder/verify.log" 2>&1; then
    failed=$((failed + 1))
    cat "$folder/verify.log"
else
    passed=$((passed + 1))
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
