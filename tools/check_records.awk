# SPDX-License-Identifier: Apache-2.0
#
# Compares each struct with the field rows that describe it: a member without a row is a
# mistake. A row without a member does not compile anyway.
#
#   find src -name '*.[ch]' | xargs awk -f tools/check_records.awk
#
# A row begins with its kind: { TEXT(dispute, title), ... }. Only structs with a row in their
# own directory are compared. The members id and version have no row; any other member without
# one says so in a comment that contains "no row".

function directory(path) {
    sub(/\/[^\/]*$/, "", path)
    return path
}

FNR == 1 { name = "" }

/^struct [a-z_0-9]+ \{$/ {
    name = directory(FILENAME) "/" $2
    next
}

name != "" && /^\}/ { name = "" }

name != "" && /^    [a-z].*;/ && !/no row/ {
    line = $0
    sub(/;.*/, "", line)
    sub(/\[.*/, "", line)
    count = split(line, words, /[ *]+/)
    if (words[count] != "id" && words[count] != "version")
        members[name "." words[count]] = FILENAME ":" FNR
}

{
    line = $0
    while (match(line, /[A-Z]+\([a-z_0-9]+, [a-z_0-9]+\)/)) {
        row = substr(line, RSTART, RLENGTH)
        line = substr(line, RSTART + RLENGTH)
        gsub(/^[A-Z]+\(|\)$/, "", row)
        sub(/, /, ".", row)
        rows[directory(FILENAME) "/" row] = 1
        sub(/\..*/, "", row)
        described[directory(FILENAME) "/" row] = 1
    }
}

END {
    for (member in members) {
        record = member
        sub(/\.[^.]*$/, "", record)
        if (record in described && !(member in rows)) {
            word = member
            sub(/.*\//, "", word)
            print members[member] ": " word " has no row"
            bad = 1
        }
    }
    exit bad
}
