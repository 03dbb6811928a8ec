#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A thousand clients that send one byte a second: others are answered meanwhile, and the program
# ends the slow ones when its patience of a minute is over.
. "$(dirname "$0")/lib.sh"

ulimit -n 4096 2>/dev/null || true
new_town
start
"$helpers/slow_clients" "${address##*:}" 1000 75 >"$work/slow" &
slow=$!
reports=0 refused=0 worst_ms=0
while kill -0 "$slow" 2>/dev/null; do
    before=$(date +%s%3N)
    report
    took=$(($(date +%s%3N) - before))
    reports=$((reports + 1))
    [ "$status" = 201 ] || refused=$((refused + 1))
    [ "$took" -le "$worst_ms" ] || worst_ms=$took
    sleep 0.1
done
wait "$slow" || true
opened=$(sed 's/.*opened=\([0-9]*\).*/\1/' "$work/slow")
ended=$(sed 's/.*ended=\([0-9]*\).*/\1/' "$work/slow")
asked=$(sed 's/.*asked=\([0-9]*\).*/\1/' "$work/slow")
answered=$(sed 's/.*answered=\([0-9]*\).*/\1/' "$work/slow")
page_ms=$(sed 's/.*worst_ms=\([0-9]*\).*/\1/' "$work/slow")

check "a thousand slow clients were let in" [ "$opened" -eq 1000 ]
check "all of them were ended by the program" [ "$ended" -eq "$opened" ]
check "every page that was asked for meanwhile was answered" [ "$asked" -eq "$answered" ]
check "every report meanwhile was taken" [ "$refused" -eq 0 ]
check "no page took longer than 2 s" [ "$page_ms" -le 2000 ]
check "no report took longer than 5 s" [ "$worst_ms" -le 5000 ]
stop
check "every receipt has its matter, each once" is_nothing_lost
check "verify finds nothing wrong" is_verified
measured "1000 slow clients: $(cat "$work/slow"); beside them $reports reports, $refused refused," \
    "worst $worst_ms ms with the start of curl"
finish
