#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Lists as spreadsheets: every cell of every list of a sample place is what it is as CSV, as
# SheetJS reads it; and a long list takes as much memory as a short one, on the command line and
# over HTTP. Prints `N passed, N failed`.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

program=${BUILD:-build}/xiangzhi
work=$(mktemp -d)
server=
passed=0 failed=0
trap 'kill -9 "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

# All that can be exported, twice

"$program" sample --db "$work/sample.db" --place dongzhuang >"$work/said" 2>&1
mkdir "$work/lists"
for type in $("$program" openapi | node -e '
    const { components } = JSON.parse(require("fs").readFileSync(0, "utf8"));
    console.log(Object.keys(components.schemas).join(" "))'); do
    "$program" export --db "$work/sample.db" --type "$type" >"$work/list.csv" 2>/dev/null || continue
    mv "$work/list.csv" "$work/lists/$type.csv"
    "$program" export --db "$work/sample.db" --type "$type" --format xlsx \
        >"$work/lists/$type.xlsx"
done
check "sixty lists can be exported" test "$(find "$work/lists" -name '*.csv' | wc -l)" -ge 60
check "each cell of a spreadsheet is what it is as CSV" node tests/lists.mjs "$work/lists"

# Memory, in KiB: of 1,000 places and of 30,000

awk 'BEGIN {
    print "code,name,parent\n14,示例省,\n1401,示例市,14\n140101,示例县,1401"
    for (town = 1; town <= 30; town++) {
        printf "140101%03d,示例%d镇,140101\n", town, town
        for (i = 1; i < 1000; i++)
            printf "140101%03d%03d,示例%d-%d村,140101%03d\n", town, i, town, i, town
    }
}' >"$work/places.csv"
"$program" init --db "$work/places.db" >/dev/null
"$program" import --db "$work/places.db" --type place "$work/places.csv" >/dev/null
"$program" user add clerk --db "$work/places.db" --name 示例甲 --password 'Start-4823' \
    --role county_office --place 140101 >/dev/null

# The program has made the whole table when it begins to print it, and waits when nobody reads.
memory_of() { # $1: a place; sets memory
    mkfifo "$work/pipe"
    "$program" export --db "$work/places.db" --type place --place "$1" --format xlsx \
        >"$work/pipe" &
    exporter=$!
    exec 3<"$work/pipe"
    dd bs=1 count=1 <&3 >/dev/null 2>&1
    memory=$(peak "$exporter")
    cat <&3 >/dev/null
    exec 3<&-
    wait "$exporter"
    rm "$work/pipe"
}

memory_of 140101001
short=$memory
memory_of 140101
echo "exported 1,000 places with $short KiB, 30,000 with $memory KiB"
check "a long list takes no more memory than a short one" test $((memory - short)) -lt 16384

take() { # $1: an address below the site. What the server has taken so far is forgotten first.
    echo 5 >"/proc/$server/clear_refs"
    curl -s -f -b "$work/cookies" -o "$work/taken" "$site$1"
}

serve_to_clerk places.db
for format in xlsx csv; do
    check "a short list is sent as $format" take "/places.$format?place=140101001"
    short=$(peak "$server")
    check "a long list is sent as $format" take "/places.$format?place=140101"
    long=$(peak "$server")
    check "all of it" test "$(stat -c %s "$work/taken")" -gt 1000000
    echo "served 1,000 places with $short KiB, 30,000 with $long KiB"
    check "for a long list as $format the program takes no more memory" \
        test $((long - short)) -lt 24576
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
