#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Somebody sets the clock: an hour back, and a year ahead, while people work. Nothing waits for
# an hour that has been taken away, who is signed in stays so, ids and the journal keep their
# order, what falls due is done.
. "$(dirname "$0")/lib.sh"

readonly AN_HOUR=3600 A_YEAR=31536000
password=Mima-2026-a
new_password=Mima-2026-b

# Sets the clock so many seconds from what it is, at second 50 of its minute: the next minute,
# and what is due then, comes soon.
jump() { # seconds
    now=$(date +%s)
    echo $(($1 + 50 - now % 60)) >"$work/jump"
}

# $status and $work/page from a page, as the browser with the cookies.
visit() { # path, options of curl
    path=$1
    shift
    status=$(curl -s -m 20 -b "$work/jar" -c "$work/jar" -o "$work/page" -w '%{http_code}' "$@" \
        "$address$path") || true
}

token_of_page() {
    sed -n "s/.*name='token' value='\([0-9a-f]*\)'.*/\1/p" "$work/page" | head -n 1
}

signs_in() { # password
    rm -f "$work/jar"
    visit /sign-in
    visit /sign-in --data-urlencode "token=$(token_of_page)" --data-urlencode login=clerk \
        --data-urlencode "password=$1"
    [ "$status" = 303 ]
}

changes_password() {
    visit /password
    visit /password --data-urlencode "token=$(token_of_page)" \
        --data-urlencode "current_password=$password" \
        --data-urlencode "password=$new_password" \
        --data-urlencode "repeat_password=$new_password"
    [ "$status" = 303 ]
}

sees_own_page() { # who is not signed in is sent elsewhere
    visit /password
    [ "$status" = 200 ]
}

takes_reports_soon() {
    for _ in $(seq 20); do
        before=$(date +%s%3N)
        report
        [ "$status" = 201 ] && [ $(($(date +%s%3N) - before)) -lt 5000 ] || return 1
    done
}

submissions() {
    sqlite3 "$town" 'select count(*) from submissions'
}

are_forgotten_within() { # seconds
    for _ in $(seq "$1"); do
        [ "$(submissions)" -gt 0 ] || return 0
        sleep 1
    done
    return 1
}

# Ids follow one another, whatever the clock said.
ids_are_in_order() {
    [ "$(sqlite3 "$town" 'select count(*) = max(id) - min(id) + 1 from matters')" = 1 ]
}

new_town
"$program" user add clerk --db "$town" --name 示例文书 --password "$password" \
    --role village_clerk --place 421182102205 >/dev/null
jump 0
start CLOCK_JUMP="$work/jump" SLOW_SYNC_US=3000 LD_PRELOAD="$helpers/clock.so $helpers/slow_sync.so"
check "a village clerk signs in" signs_in "$password"
check "and changes the initial password" changes_password
check "and is signed in" sees_own_page
curl -s -o /dev/null -X POST "$address/api/report" -H 'Content-Type: application/json' \
    -H 'Idempotency-Key: before-the-jump' \
    -d '{"place":"421182102205","story":"桥栏杆松了。","kind":"appeal"}'
check "a submission is remembered" [ "$(submissions)" -eq 1 ]

crowd 8
for back in $(seq 10); do
    sleep 0.2
    jump $((-AN_HOUR * back))
done
crowd_ends
check "after ten jumps back reports are taken, each within 5 s" takes_reports_soon
check "who was signed in is signed in after the jumps back" sees_own_page

jump $A_YEAR
check "after a jump of a year ahead reports are taken" takes_reports_soon
check "the daily work is done in the next minute" are_forgotten_within 75
signs_in "$new_password" || true
check "one can sign in in the next year" sees_own_page
due=$(sqlite3 "$town" "select max(response_due_on) from matters")
check "deadlines are counted from the new day, though its holidays are not known ($due)" \
    [ "$due" \> "$(date -d '+360 days' +%F)" ]

jump 0
check "after the jump back to today reports are taken" takes_reports_soon
check "who signed in next year is signed in today" sees_own_page
check "ids follow one another" ids_are_in_order
stop
check "every receipt has its matter, each once" is_nothing_lost
check "verify finds nothing wrong" is_verified
measured "12 jumps of the clock: $given receipts given, $lost lost, $doubled double"
finish
