#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A disk that cannot be written: as it is when the system mounts it read-only after an error,
# and as it is when its writes or its syncs fail under the running program (a shim does that).
. "$(dirname "$0")/lib.sh"

readonly EIO=5 EROFS=30

# A command that must end with 1 and a sentence.
refuses() { # words command...
    words=$1
    shift
    code=0
    "$@" >"$work/said" 2>&1 || code=$?
    if [ "$code" -eq 1 ] && grep -q "$words" "$work/said"; then
        return 0
    fi
    echo "ended with $code and said:"
    cat "$work/said"
    return 1
}

on_mounted_disk() {
    town=$mounted/town.db
    new_town
    mount -o remount,ro "$mounted"
    check "serve on a read-only disk ends with 1 and says so" \
        refuses 数据库 "$program" serve --db "$town" --listen 127.0.0.1:0
    check "user add on a read-only disk ends with 1 and says so" \
        refuses 数据库 "$program" user add li --db "$town" --name 李示例 --password mima-mima-1
    check "init on a read-only disk ends with 1 and says so" \
        refuses 数据库 "$program" init --db "$mounted/other.db"
    mount -o remount,rw "$mounted"
    check "writable again it is whole" is_verified
}

# What the running program does while writes, or syncs, fail.
while_failing() { # errors of writes and syncs, words of the refusal
    echo "$1" >"$work/disk"
    check "writes and syncs fail with '$1': a report is refused with 503" is_refused 503 "$2"
    check "'$1': so is the next" is_refused 503 "$2"
    check "'$1': pages are still shown" [ "$(answers /)" = 200 ]
    echo "0 0" >"$work/disk"
    check "'$1': on a good disk again the same process takes reports" is_reported
}

mkdir "$work/mount"
if mount -t tmpfs -o size=16m none "$work/mount" 2>/dev/null; then
    mounted=$work/mount
    on_mounted_disk
fi

town=$work/town.db
new_town
echo "0 0" >"$work/disk"
start BAD_DISK="$work/disk" LD_PRELOAD="$helpers/bad_disk.so"
check "on a good disk a report is taken" is_reported
while_failing "$EROFS 0" 磁盘
while_failing "$EIO 0" 磁盘
while_failing "0 $EIO" 磁盘
crowd 8
sleep 1
echo "0 $EIO" >"$work/disk"
sleep 1
echo "0 0" >"$work/disk"
sleep 0.5
crowd_ends
check "after a crowd met failing syncs the same process takes reports" is_reported
check "the log names the disk" grep -q '"storage"' "$work/log"
kill -9 "$server"
wait "$server" 2>/dev/null || true
server=
check "every receipt has its matter, each once" is_nothing_lost
check "verify finds nothing wrong" is_verified
measured "failing disk: $given receipts given, $lost lost, $doubled double," \
    "$unanswered kept without an answer"
finish
