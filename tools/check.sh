#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# What `make check` looks at, beyond compiling without a warning: form, layers, field rows,
# banned functions, licences, sentences without English, a second compiler, two linters and the
# OpenAPI description. All are tried even when one fails; each says what is wrong and where.
set -eu
cd "$(dirname "$0")/.."

export BUILD="${BUILD:-build}"
bad=0

c_files() {
    find src tests fuzz bench -name '*.[ch]' 2>/dev/null
}

check_format() {
    c_files | xargs -P "$(nproc)" -n 40 clang-format-14 --dry-run -Werror
}

check_records() {
    find src -name '*.[ch]' ! -name '*_test.c' | xargs awk -f tools/check_records.awk
}

check_compiler() {
    make -k clang-check
}

check_tidy() {
    make -k tidy
}

# Leaks are left to the sanitizers, which know CLEANUP. It stumbles over (str){ 0 } in ?: and
# over mmap without a file. NULL is a pointer on POSIX, so it may end variable arguments.
check_cppcheck() {
    mkdir -p "$BUILD/cppcheck"
    cppcheck -j "$(nproc)" --quiet --std=c11 --enable=warning,portability --inline-suppr \
        --cppcheck-build-dir="$BUILD/cppcheck" --error-exitcode=1 -Isrc -I. --library=posix \
        --suppress=memleak --suppress=resourceLeak --suppress=internalAstError \
        --suppress=invalidFunctionArg --suppress=varFuncNullUB --template='{file}:{line}: {message} [{id}]' \
        src tests fuzz
}

check_openapi() {
    [ -e tests/golden/openapi.json ] || return 0
    REDOCLY_SUPPRESS_UPDATE_NOTICE=true node_modules/.bin/redocly lint --format=stylish \
        tests/golden/openapi.json >"$BUILD/openapi.log" 2>&1 || {
        cat "$BUILD/openapi.log"
        return 1
    }
}

try() { # $1: what is tried; the rest: the command
    name=$1
    shift
    "$@" && return
    echo "check: $name: see above" >&2
    bad=1
}

mkdir -p "$BUILD"
try format check_format
try layers tools/check_layers.sh
try records check_records
try banned tools/check_banned.sh
try text tools/check_text.sh
try words tools/words.sh check
try clang check_compiler
try clang-tidy check_tidy
try cppcheck check_cppcheck
try openapi check_openapi
[ $bad -ne 0 ] || echo "check: all is well"
exit $bad
