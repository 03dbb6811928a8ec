#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every #include "..." must be written from src/ and point to the same layer or to one before
# it. A module may use its own headers, and the public header (modules/NAME/NAME.h) of a module
# that modules.c lists before it. Tests may include anything.
set -eu
cd "$(dirname "$0")/../src"

layers="base db http html paper sheet record app modules command"
modules=$(sed -n 's/^ *&\([a-z_]*\)_module,$/\1/p' modules/modules.c | tr '\n' ' ')

# shellcheck disable=SC2086 # one word a layer
find $layers -name '*.[ch]' ! -name '*_test.c' -exec awk -v layers="$layers" \
    -v modules="$modules" '
    function number(list, places,    words, count, i) {
        count = split(list, words, " ")
        for (i = 1; i <= count; i++)
            places[words[i]] = i
    }
    function refuse(reason) {
        printf "%s:%d: %s: %s\n", FILENAME, FNR, header, reason
        bad = 1
    }
    BEGIN {
        number(layers, layer)
        number(modules, module)
    }
    FNR == 1 {
        split(FILENAME, from, "/")
        room = from[1] == "modules" && from[3] != "" ? from[2] : ""
        if (room != "" && !(room in module) && !(room in told)) {
            printf "modules/modules.c: does not list %s\n", room
            told[room] = bad = 1
        }
    }
    /^#include "/ {
        split($0, parts, "\"")
        header = parts[2]
        depth = split(header, to, "/")
        if (!(to[1] in layer)) {
            refuse("not written from src/, or no layer")
        } else if (layer[to[1]] > layer[from[1]]) {
            refuse(from[1] " comes before " to[1])
        } else if (room != "" && depth == 3 && to[2] != room) {
            if (module[to[2]] + 0 == 0 || module[to[2]] > module[room])
                refuse("modules.c lists " room " before " to[2])
            else if (to[3] != to[2] ".h")
                refuse("not the public header of " to[2])
        }
    }
    END { exit bad }' {} +
