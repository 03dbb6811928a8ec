#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Writes the C table of src/app/assets.h for the files named, on standard output.
#
#   tools/embed.sh PACKED [PATH=]FILE ...
#
# PATH is where the program finds the file; without it, a slash and the file's own name. PACKED
# is the folder where tools/pack.mjs has left the packed forms of what browsers ask for. The
# assembler reads the bytes (.incbin), so that many megabytes cost no time to compile.
set -eu

packed=$1
shift

type_of() {
    case $1 in
    *.css) echo 'text/css; charset=utf-8' ;;
    *.js) echo 'text/javascript; charset=utf-8' ;;
    *.mo) echo 'application/octet-stream' ;;
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

write_bytes() { # $1: name, $2: file
    printf '\n/* %s */\n' "$2"
    printf 'extern const char %s[];\n' "$1"
    printf '__asm__(".section .rodata\\n.balign 16\\n"\n'
    printf '        "%s: .incbin \\"%s\\"\\n.byte 0\\n.previous");\n' "$1" "$2"
}

packed_file() { # $1: path, $2: ending; nothing for what has no packed form
    case $1 in
    /assets/*) [ ! -e "$packed/${1##*/}.$2" ] || echo "$packed/${1##*/}.$2" ;;
    esac
}

packed_row() { # $1: name, $2: file or nothing
    [ -z "$2" ] && echo '{ 0 }' || echo "{ $1, $(wc -c <"$2") }"
}

number=0
[ -z "$list" ] || echo "$list" | while read -r path file; do
    write_bytes "asset_$number" "$file"
    for ending in gz br; do
        form=$(packed_file "$path" $ending)
        [ -z "$form" ] || write_bytes "asset_${number}_$ending" "$form"
    done
    number=$((number + 1))
done

printf '\nconst struct asset assets[] = {\n'
number=0
[ -z "$list" ] || echo "$list" | while read -r path file; do
    type=$(type_of "$file")
    size=$(wc -c <"$file")
    etag=$(sha256sum "$file" | cut -c 1-16)
    printf '    { "%s", "%s", asset_%d, %d, "%s",\n' "$path" "$type" $number "$size" "$etag"
    printf '      %s, %s },\n' \
        "$(packed_row "asset_${number}_gz" "$(packed_file "$path" gz)")" \
        "$(packed_row "asset_${number}_br" "$(packed_file "$path" br)")"
    number=$((number + 1))
done
printf '    { 0 },\n};\n\nconst size_t asset_count = sizeof(assets) / sizeof(assets[0]) - 1;\n'

edition=$(echo "$list" | while read -r path file; do
    case $path in
    /assets/*) cat "$file" ;;
    esac
done | sha256sum | cut -c 1-12)
printf 'const char asset_edition[] = "%s";\n' "$edition"
