#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every source names its licence in its first three lines; no line of text ends in a space;
# C has no tabs. Made files (fuzz/corpus, tests/golden) may look as they like.
set -eu
cd "$(dirname "$0")/.."

git ls-files --cached --others --exclude-standard -- . ':!fuzz/corpus' ':!tests/golden' |
    grep -E '(\.([ch]|sh|awk|js|mjs|css|md|json|yaml|csv|sql|svg)|(^|/)Makefile|^\.ci/run)$' |
    while read -r file; do [ ! -f "$file" ] || echo "$file"; done |
    xargs awk '
        function refuse(place, reason) {
            print place ": " reason
            bad = 1
        }
        FNR == 1 && FILENAME ~ /(\.([ch]|sh|awk|js|mjs|css)|Makefile|run)$/ { owes[FILENAME] = 1 }
        FNR <= 3 && /SPDX-License-Identifier: Apache-2\.0/ { delete owes[FILENAME] }
        /[ \t\r]$/ { refuse(FILENAME ":" FNR, "ends in a space") }
        /\t/ && FILENAME ~ /\.[ch]$/ { refuse(FILENAME ":" FNR, "has a tab") }
        END {
            for (file in owes)
                refuse(file, "no SPDX line")
            exit bad
        }'
