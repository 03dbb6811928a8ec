#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Installs what Xiangzhi needs on Debian 12, and does nothing when it is there.
#
#   tools/setup.sh run     to build and run the program
#   tools/setup.sh test    that, and everything for `make test` and `make check`
#
# Works as root, or through sudo for anyone else.
set -eu
cd "$(dirname "$0")/.."

run_packages="
    gcc libc6-dev make pkg-config
    libevent-dev libssl-dev libsqlite3-dev libpq-dev libsodium-dev libzip-dev libexpat1-dev
    libxlsxwriter-dev libicu-dev libpango1.0-dev libcairo2-dev libqrencode-dev
    libcurl4-openssl-dev libcjson-dev libcsv-dev zlib1g-dev ca-certificates fonts-noto-cjk
    gettext"
test_packages="
    clang libclang-rt-14-dev clang-format-14 clang-tidy cppcheck
    postgresql-15 sqlite3 chromium curl python3 wrk poppler-utils unzip git"

missing() { # those of the packages named that are not installed
    dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2>/dev/null |
        awk -v wanted="$*" '
            $1 == "ii" { there[$2] = 1 }
            END {
                count = split(wanted, names, " ")
                for (i = 1; i <= count; i++)
                    if (!(names[i] in there))
                        print names[i]
            }'
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() {
    absent=$(missing "$@")
    [ -n "$absent" ] || return 0
    # shellcheck disable=SC2086 # one word a package
    set -- $absent
    echo "setup: installing $*"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        --no-install-recommends "$@" >/dev/null
}

has_node_modules() { # $1: the level
    stamp=node_modules/.installed-$1
    [ -e "$stamp" ] && [ -z "$(find package.json package-lock.json -newer "$stamp")" ]
}

install_node_modules() { # $1: the level; the rest: options of npm ci
    stamp=node_modules/.installed-$1
    shift
    echo "setup: installing the packages of package-lock.json"
    npm ci --no-audit --no-fund --loglevel=error "$@" >/dev/null
    touch "$stamp"
}

node_packages=
command -v node >/dev/null && command -v npm >/dev/null || node_packages="nodejs npm"

# shellcheck disable=SC2086 # one word a package
case ${1-} in
run)
    install_packages $run_packages $node_packages
    has_node_modules test || has_node_modules run || install_node_modules run --omit=dev
    ;;
test)
    install_packages $run_packages $test_packages $node_packages
    has_node_modules test || install_node_modules test
    ;;
*)
    echo "usage: tools/setup.sh run|test" >&2
    exit 2
    ;;
esac
