#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Moves a whole installation to PostgreSQL and back, is killed on the way, and looks whether
# everything arrived. Needs XZ_TEST_POSTGRES, the address of a server. Prints `N passed, N failed`.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

program=$PWD/${BUILD:-build}/xiangzhi
work=$(mktemp -d)
target=${XZ_TEST_POSTGRES%/*}/migrated
passed=0 failed=0 server=
trap 'kill -9 $server 2>/dev/null || true; rm -rf "$work"' EXIT

says() { # $1: words, the rest: a command that must be refused with them
    words=$1
    shift
    ! "$@" >"$work/out" 2>&1 && grep -q "$words" "$work/out"
}

empty_target() {
    psql -q "$XZ_TEST_POSTGRES" -c 'drop database if exists migrated with (force)' \
        -c 'create database migrated' 2>/dev/null
    rm -rf "$work/files"
}

migrate() {
    XIANGZHI_FILES=$work/files "$program" migrate --from "$work/a.db" --to "$target"
}

# Kills a migration when it has moved some of the journal.
migrate_and_die() {
    rm -f "$work/progress"
    env XIANGZHI_FILES="$work/files" "$program" migrate --from "$work/a.db" --to "$target" \
        >"$work/progress" 2>&1 &
    migration=$!
    until grep -qs journal "$work/progress" || ! kill -0 "$migration"; do :; done
    kill -9 "$migration" 2>/dev/null || return 1
    wait "$migration" 2>/dev/null || true
    ! grep -q '迁移完成' "$work/progress"
}

# All rows of all tables but the words, which are the engines' own.
rows_of() {
    for table in $(sqlite3 "$1" "select name from sqlite_master where type = 'table' and
        name not like '%\_words%' escape '\' and name not like 'sqlite%' order by name"); do
        echo "$table"
        sqlite3 "$1" "select * from $table" | sort
    done >"$1.rows"
}

same_rows() {
    rows_of "$work/a.db"
    rows_of "$work/b.db"
    cmp "$work/a.db.rows" "$work/b.db.rows"
}

back() {
    "$program" migrate --from "$target" --to "$work/b.db"
}

counted() { # $1: a question, $2: the answer, of the target
    [ "$(psql -qtA "$target" -c "$1")" = "$2" ]
}

unset XIANGZHI_FILES
"$program" sample --db "$work/a.db" --place gudian >/dev/null
mkdir -p "$work/a.db.files/files/ab"
echo photo >"$work/a.db.files/files/ab/cdef"
empty_target

"$program" serve --db "$work/a.db" --listen 127.0.0.1:0 >"$work/served" 2>&1 &
server=$!
until grep -q http "$work/served" 2>/dev/null; do sleep 0.1; done
check "a source that is being served is refused" says 正在使用 migrate
kill "$server"
wait "$server" || true
check "a migration can be killed" migrate_and_die
check "what is half there is not used" says 还没有做完 \
    env XIANGZHI_FILES="$work/files" "$program" verify --db "$target"
check "the next run goes on" migrate
cp "$work/said" "$work/second"
check "it says that it does" grep -q 接着上次 "$work/second"
check "the target is verified" env XIANGZHI_FILES="$work/files" "$program" verify --db "$target"
check "the key is there" cmp "$work/a.db.files/key" "$work/files/key"
check "the evidence is there" cmp "$work/a.db.files/files/ab/cdef" "$work/files/files/ab/cdef"
check "the table of the migration is gone" \
    counted "select count(*) from pg_class where relname = 'migration'" 0
check "the words are found" counted \
    "select count(*) from matters m left join matters_words w using (county, id) where w.id is null" 0
check "new ids do not collide" env XIANGZHI_FILES="$work/files" \
    "$program" user add newcomer --db "$target" --name 示例 --password Kmhr-4823-dwpt
check "a target with data is refused" says 已有数据 migrate

empty_target
check "a migration can be killed again" migrate_and_die
"$program" user add another --db "$work/a.db" --name 示例 --password Kmhr-4823-dwpt >/dev/null
check "a source that has changed meanwhile is refused" says 在那以后变了 migrate
empty_target
check "from the beginning it works" migrate
mkdir -p "$work/b.db.files"
XIANGZHI_FILES=$work/files
export XIANGZHI_FILES
check "it goes back" back
check "every row is as it was" same_rows
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
