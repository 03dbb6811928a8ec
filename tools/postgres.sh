#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A PostgreSQL server of its own for one run of tests, in a directory of its own.
#
#   tools/postgres.sh start DIR [PORT]    prints the address, postgresql://...
#   tools/postgres.sh restart DIR MODE [SECONDS]    ends it (fast, immediate) and starts it again
#   tools/postgres.sh stop DIR            ends it and removes DIR
#
# Without PORT a free one is found. The server listens on 127.0.0.1 alone and trusts everyone
# there. What an earlier run left in DIR is ended and removed first. XZ_FSYNC=on makes it
# write safely to disk, which only measurements need. Root starts it as the user postgres, who
# must be able to reach DIR: use one below /tmp.
set -eu

programs=/usr/lib/postgresql/15/bin
tries=20

as_owner() { # PostgreSQL refuses to run as root
    if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

remove() {
    [ -e "$directory" ] || return 0
    if [ -e "$directory/data/postmaster.pid" ]; then
        as_owner "$programs/pg_ctl" stop -s -D "$directory/data" -m immediate -t 10 || true
    fi
    rm -rf "$directory/data" "$directory/log"
    rmdir "$directory"
}

create() {
    mkdir -p "$directory"
    [ "$(id -u)" -ne 0 ] || chown postgres: "$directory"
    as_owner "$programs/initdb" -D "$directory/data" -U xiangzhi --auth=trust --no-sync \
        --encoding=UTF8 --locale=C.UTF-8 >/dev/null
    cat >>"$directory/data/postgresql.conf" <<END
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = ${XZ_FSYNC:-off}
synchronous_commit = ${XZ_FSYNC:-off}
full_page_writes = ${XZ_FSYNC:-off}
max_connections = 200
END
}

start_at() { # $1: the port
    as_owner "$programs/pg_ctl" start -s -w -D "$directory/data" -l "$directory/log" \
        -o "-p $1" 2>/dev/null
}

start() {
    port=${1:-$((20000 + $$ % 10000))}
    until start_at "$port"; do
        tries=$((tries - 1))
        if [ $# -gt 0 ] || [ $tries -eq 0 ]; then
            cat "$directory/log" >&2
            exit 1
        fi
        port=$((port + 1))
    done
    as_owner "$programs/createdb" -h 127.0.0.1 -p "$port" -U xiangzhi xiangzhi
    echo "postgresql://xiangzhi@127.0.0.1:$port/xiangzhi"
}

# $1: how it ends; $2: for how many seconds it stays away.
restart() {
    port=$(sed -n 's/.*"-p" "\([0-9]*\)".*/\1/p' "$directory/data/postmaster.opts")
    as_owner "$programs/pg_ctl" stop -s -w -D "$directory/data" -m "$1"
    sleep "${2:-0}"
    start_at "$port"
}

usage() {
    echo "usage: tools/postgres.sh start DIR [PORT] | restart DIR MODE [SECONDS] | stop DIR" >&2
    exit 2
}

[ $# -ge 2 ] || usage
action=$1
case $2 in
/*) directory=$2 ;;
*) directory=$PWD/$2 ;;
esac
shift 2
cd /
case $action in
start)
    remove
    create
    start "$@"
    ;;
restart) restart "$@" ;;
stop) remove ;;
*) usage ;;
esac
