#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# No file descriptor left: those who are connected are answered, those who come wait, and when
# the others go they are answered too.
. "$(dirname "$0")/lib.sh"

new_town
(
    ulimit -n 64
    exec "$program" serve --db "$town" --listen 127.0.0.1:0 >"$work/out" 2>>"$work/log"
) &
server=$!
until address=$(sed -n 's/.*\(http:[^ ]*\)$/\1/p' "$work/out" 2>/dev/null) && [ -n "$address" ]; do
    is_alive
    sleep 0.05
done
port=${address##*:}
check "before the crowd a report is taken" is_reported

seconds=10
! is_short || seconds=4
"$helpers/slow_clients" "$port" 200 "$seconds" >"$work/crowd" &
crowd=$!
sleep 1
used=$(find "/proc/$server/fd" -mindepth 1 | wc -l)
waits=$(curl -s -m 1 -o /dev/null -w '%{http_code}' "$address/" || true)
wait "$crowd"
asked=$(sed 's/.*asked=\([0-9]*\).*/\1/' "$work/crowd")
answered=$(sed 's/.*answered=\([0-9]*\).*/\1/' "$work/crowd")

check "all 64 descriptors were in use" [ "$used" -ge 63 ]
check "a newcomer waits meanwhile" [ "$waits" = 000 ]
check "who was connected was answered every time" [ "$asked" -eq "$answered" ]
check "the program lives" is_alive
check "when the crowd has gone a report is taken" is_reported
sleep 2
left=$(find "/proc/$server/fd" -mindepth 1 | wc -l)
check "no descriptor of the crowd is left" [ "$left" -lt 50 ]
stop
check "every receipt has its matter, each once" is_nothing_lost
check "verify finds nothing wrong" is_verified
measured "64 descriptors, 201 clients: $(cat "$work/crowd"), descriptors in use $used, afterwards $left"
finish
