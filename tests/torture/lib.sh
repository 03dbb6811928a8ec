# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# What the scripts of tests/torture/ share; each begins with
#
#     . "$(dirname "$0")/lib.sh"
#
# They run in the root of the tree, on $BUILD/xiangzhi, with TORTURE=short in less time.  A
# script makes a town, starts the program on it, hurts it, and closes with `N passed, N failed`.
set -eu
cd "$(dirname "$0")/../.."

export LC_ALL=C.UTF-8
program=${BUILD:-build}/xiangzhi
helpers=${BUILD:-build}/torture
work=$(mktemp -d)
town=$work/town.db
server=
address=
mounted=
passed=0
failed=0
trap clean_up EXIT
trap 'exit 130' INT TERM HUP

clean_up() {
    [ -z "$server" ] || kill -9 "$server" 2>/dev/null || true
    wait 2>/dev/null || true
    [ -z "$mounted" ] || umount "$mounted" 2>/dev/null || umount -l "$mounted" || true
    rm -rf "$work"
}

is_short() {
    [ "${TORTURE:-long}" = short ]
}

# Counts a sentence that is true when the command that follows it is.
check() { # sentence command...
    sentence=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $sentence"
    fi
}

measured() {
    echo "measured: $*"
}

finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}

new_town() {
    "$program" init --db "$town" >/dev/null
    "$program" import --db "$town" --type place data/divisions.csv >/dev/null
}

# Starts the program, with the environment set by the words before --, and waits for its
# address.
start() { # [NAME=value...]
    : >"$work/out"
    env "$@" "$program" serve --db "$town" --listen 127.0.0.1:0 >"$work/out" 2>>"$work/log" &
    server=$!
    until address=$(sed -n 's/.*\(http:[^ ]*\)$/\1/p' "$work/out") && [ -n "$address" ]; do
        kill -0 "$server" 2>/dev/null || return 1
        sleep 0.05
    done
}

stop() {
    kill "$server"
    wait "$server"
    server=
}

is_alive() {
    kill -0 "$server" 2>/dev/null
}

# One villager's report: the answer goes to $work/answer, its status to $status.
report() { # [story]
    status=$(curl -s -m 30 -o "$work/answer" -w '%{http_code}' -X POST "$address/api/report" \
        -H 'Content-Type: application/json' \
        -d "{\"place\":\"421182102205\",\"story\":\"${1:-路灯不亮，晚上看不见路。}\",\"kind\":\"appeal\"}") || true
    if [ "$status" = 201 ]; then
        sed -n 's/.*"location":"\/receipt\/\([^"?]*\).*/\1/p' "$work/answer" >>"$work/given"
    fi
}

answers() { # path: the status of a page
    curl -s -m 30 -o "$work/page" -w '%{http_code}' "$address$1" || true
}

is_reported() {
    report
    [ "$status" = 201 ]
}

# Refused with a sentence that has these words.
is_refused() { # status words
    report
    [ "$status" = "$1" ] && grep -q "$2" "$work/answer"
}

# Reports in the background, one after the other, until the file $work/enough is there.
crowd() { # count of clients
    rm -f "$work/enough"
    for client in $(seq "$1"); do
        (
            while [ ! -e "$work/enough" ]; do
                curl -s -m 30 -X POST "$address/api/report" -H 'Content-Type: application/json' \
                    -d '{"place":"421182102205","story":"水管漏水。","kind":"appeal"}' |
                    sed -n 's/.*"location":"\/receipt\/\([^"?]*\).*/\1/p' >>"$work/given.$client"
            done
        ) &
        crowd_pids="${crowd_pids:-} $!"
    done
}

crowd_ends() {
    touch "$work/enough"
    # shellcheck disable=SC2086 # one word a process
    wait $crowd_pids || true
    crowd_pids=
}

# Every receipt that was given belongs to a matter, to one only, and no matter is without its
# receipt.  Says how many receipts were given.
count_receipts() {
    cat "$work"/given* 2>/dev/null | sort >"$work/all_given"
    "$program" export --db "$town" --type matter >"$work/matters.csv"
    grep -oE ",[0-9A-Z]{12}," "$work/matters.csv" | tr -d , | grep -v "^421182102205$" | sort >"$work/stored"
    given=$(wc -l <"$work/all_given")
    stored=$(wc -l <"$work/stored")
    lost=$(comm -23 "$work/all_given" "$work/stored" | wc -l)
    doubled=$(uniq -d "$work/stored" | wc -l)
    unanswered=$(comm -13 "$work/all_given" "$work/stored" | wc -l)
}

is_nothing_lost() {
    count_receipts
    [ "$given" -gt 0 ] && [ "$lost" -eq 0 ] && [ "$doubled" -eq 0 ]
}

is_verified() {
    "$program" verify --db "$town" >"$work/verify" 2>&1 || {
        head -n 20 "$work/verify"
        return 1
    }
}
