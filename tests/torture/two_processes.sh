#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Several processes on one file of SQLite: a second server and the commands that change. Each
# waits for its turn; what was acknowledged by any of them is there.
. "$(dirname "$0")/lib.sh"

new_town
start
first=$server
first_address=$address
crowd 4
start
check "a second server on the same file starts" is_alive
crowd_second=$server
server=$first

users=20
! is_short || users=8
add_users() {
    for number in $(seq "$users"); do
        "$program" user add "user$number" --db "$town" --name "示例$number" \
            --password "chushi-mima-$number" >>"$work/users" 2>>"$work/users.err" || true
    done
}

second_reports() {
    for _ in $(seq 10); do
        report
        [ "$status" = 201 ] || return 1
    done
}

add_users
check "the second server takes reports while the first does" second_reports
check "import works beside them" "$program" import --db "$town" --type place data/divisions.csv \
    >/dev/null
check "verify works beside them" is_verified
address=$first_address
crowd_ends
kill "$crowd_second" "$first"
wait "$crowd_second" "$first" 2>/dev/null || true
server=
added=$(grep -c 已建账号 "$work/users" || true)
told=$(grep -c 数据库正忙 "$work/users.err" || true)

count_accounts() {
    "$program" export --db "$town" --type account | grep -c '示例[0-9]'
}

check "each user add worked or was told to wait" [ $((added + told)) -eq "$users" ]
check "each account that was confirmed is there, and no other" [ "$(count_accounts)" -eq "$added" ]
check "every receipt has its matter, each once" is_nothing_lost
check "verify finds nothing wrong" is_verified
measured "two servers and commands on one file: $given receipts given, $lost lost, $doubled double;" \
    "$added accounts made, $told told to wait"
finish
