#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# No memory: of a short command each allocation fails in turn (in even steps through all of
# them), alone or with all that follow. The command works, or ends with 1 and a message; the
# database is as it was before, or as after.
. "$(dirname "$0")/lib.sh"

steps=120
! is_short || steps=20
runs=0 worked=0 refused=0 unclean=''

# Runs a command with the nth allocation failing; counts how it ended.
run_at() { # n, NO_MEMORY_STAYS=... or -, command...
    n=$1 stays=$2
    shift 2
    [ "$stays" != - ] || stays=UNUSED=1
    code=0
    env NO_MEMORY_AT="$n" "$stays" LD_PRELOAD="$helpers/no_memory.so" "$@" >"$work/said" \
        2>"$work/complained" || code=$?
    runs=$((runs + 1))
    case $code in
    0) worked=$((worked + 1)) ;;
    1) refused=$((refused + 1)) ;;
    *) unclean="$unclean; $2 with allocation $n ($stays) ended with $code" ;;
    esac
    [ "$code" -eq 0 ] || [ -s "$work/complained" ] || unclean="$unclean; $2 said nothing at $n"
}

count_allocations() { # command...
    env NO_MEMORY_COUNT="$work/count" LD_PRELOAD="$helpers/no_memory.so" "$@" >/dev/null
    cat "$work/count"
}

forget_town() {
    rm -rf "$town" "$town"-* "$town.files"
}

keep_town() {
    rm -rf "$work/kept" && mkdir "$work/kept"
    cp -r "$town" "$town.files" "$work/kept/"
}

fresh_town() {
    forget_town
    cp -r "$work/kept/." "$work/"
}

# Through all allocations of a command, the first hundred one by one.
points() { # count
    awk -v count="$1" -v steps="$steps" 'BEGIN {
        for (i = 1; i <= count && i <= steps / 4; i++)
            print i
        for (i = 0; i < steps * 3 / 4; i++)
            print int(steps / 4 + 1 + i * (count - steps / 4) / (steps * 3 / 4))
    }'
}

# After a failure the same command without a failure must work, and verify must agree.
torture() { # before command...
    before=$1
    shift
    $before
    count=$(count_allocations "$@")
    done_=0
    for n in $(points "$count"); do
        for stays in - NO_MEMORY_STAYS=1; do
            $before
            run_at "$n" "$stays" "$@"
            done_=$((done_ + 1))
            if [ $((done_ % 20)) -eq 0 ]; then
                "$@" >/dev/null 2>&1 || unclean="$unclean; $2 did not work after $n"
                is_verified || unclean="$unclean; verify after $2 with $n"
            fi
        done
    done
    measured "$2: $count allocations"
}

torture forget_town "$program" init --db "$town"
forget_town
"$program" init --db "$town" >/dev/null
keep_town
torture fresh_town "$program" import --db "$town" --type place data/divisions.csv
fresh_town
"$program" import --db "$town" --type place data/divisions.csv >/dev/null
keep_town
torture true "$program" figures --db "$town" --place 421182102 --from 2026-01-01 --to 2026-12-31
check "every command works, or ends with 1 and a message$unclean" [ -z "$unclean" ]
check "some were refused" [ "$refused" -gt 0 ]
measured "no memory: $runs runs, $worked worked all the same, $refused ended with 1 and a message"
finish
