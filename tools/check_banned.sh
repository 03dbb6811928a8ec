#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Functions that we do not call. Nowhere: those that write without a bound, hide their state or
# cannot tell a failure. In modules: the heap, because memory comes from the arena of the
# request; nor do modules keep anything in static variables that can change.
set -eu
cd "$(dirname "$0")/.."

find src -name '*.[ch]' -exec awk '
    function refuse(reason) {
        printf "%s:%d: %s\n", FILENAME, FNR, reason
        bad = 1
    }
    function refuse_calls(names, reason) {
        if (match(code, "(^|[^A-Za-z0-9_.>])(" names ") *\\("))
            refuse(reason ": " substr(code, RSTART, RLENGTH))
    }
    FNR == 1 {
        in_module = FILENAME ~ /^src\/modules\// && FILENAME !~ /_test\.c$/
        in_comment = 0
    }
    { # code: the line without its texts and comments
        code = $0
        gsub(/\\./, "", code)
        gsub(/"[^"]*"/, "\"\"", code)
        if (in_comment && !sub(/^.*\*\//, "", code))
            next
        gsub(/\/\*([^*]|\*[^\/])*\*\//, "", code)
        in_comment = sub(/\/\*.*/, "", code)
    }
    {
        refuse_calls("strcpy|strcat|sprintf|vsprintf|strtok|gets", "has no bound")
        refuse_calls("atoi|atol|atoll|atof", "hides failures")
        refuse_calls("localtime|gmtime|ctime|asctime", "keeps state")
    }
    in_module {
        refuse_calls("malloc|calloc|realloc|free|strdup", "use the arena")
        if (code ~ /^ *static [^(]*(=|;|\[)/ && code !~ /(^|[ (*])const /)
            refuse("a static that can change")
    }
    END { exit bad }' {} +
