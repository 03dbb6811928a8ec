#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Writes the C table of src/app/assets.h for the files named, on standard output.
#
#   tools/embed.sh [PATH=]FILE ...
#
# PATH is where the program finds the file; without it, a slash and the file's own name. The
# assembler reads the bytes (.incbin), so that many megabytes cost no time to compile.
set -eu

type_of() {
    case $1 in
    *.css) echo 'text/css; charset=utf-8' ;;
    *.js) echo 'text/javascript; charset=utf-8' ;;
    *.csv) echo 'text/csv; charset=utf-8' ;;
    *.html) echo 'text/html; charset=utf-8' ;;
    *.txt) echo 'text/plain; charset=utf-8' ;;
    *.json) echo 'application/json' ;;
    *.webmanifest) echo 'application/manifest+json' ;;
    *.svg) echo 'image/svg+xml' ;;
    *.png) echo 'image/png' ;;
    *.jpg) echo 'image/jpeg' ;;
    *.ico) echo 'image/x-icon' ;;
    *.woff2) echo 'font/woff2' ;;
    *) echo "tools/embed.sh: what is the type of $1?" >&2 && return 1 ;;
    esac
}

paths_and_files() { # "PATH FILE" a line, in the byte order of the paths
    for argument; do
        case $argument in
        *=*) echo "${argument%%=*} ${argument#*=}" ;;
        *) echo "/$argument $argument" ;;
        esac
    done | LC_ALL=C sort
}

list=$(paths_and_files "$@")

echo '/* Made by tools/embed.sh. */'
echo '#include "app/assets.h"'

number=0
[ -z "$list" ] || echo "$list" | while read -r path file; do
    printf '\n/* %s */\n' "$file"
    printf 'extern const char asset_%d[];\n' $number
    printf '__asm__(".section .rodata\\n.balign 16\\n"\n'
    printf '        "asset_%d: .incbin \\"%s\\"\\n.byte 0\\n.previous");\n' $number "$file"
    number=$((number + 1))
done

printf '\nconst struct asset assets[] = {\n'
number=0
[ -z "$list" ] || echo "$list" | while read -r path file; do
    type=$(type_of "$file")
    size=$(wc -c <"$file")
    etag=$(sha256sum "$file" | cut -c 1-16)
    printf '    { "%s", "%s", asset_%d, %d, "%s" },\n' "$path" "$type" $number "$size" "$etag"
    number=$((number + 1))
done
printf '    { 0 },\n};\n\nconst size_t asset_count = sizeof(assets) / sizeof(assets[0]) - 1;\n'
