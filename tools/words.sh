#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Keeps po/en.po, the English of every sentence on the screen.
#
#   tools/words.sh update   brings new sentences into it, and takes away those that are no more
#   tools/words.sh check    fails when a sentence has no English, or a wrong conversion, or a
#                           script says what the page does not bring
#
# A sentence is any literal with Chinese characters in the program, and the titles in data/ that
# pages show. Comments and tests are not looked at, nor the command line and the sample, nor the
# files whose Chinese is only compared with what people write.
set -eu
cd "$(dirname "$0")/.."
LC_ALL=C.UTF-8
export LC_ALL

catalogue=po/en.po
work=${BUILD:-build}/words
mkdir -p "$work"

# Bytes written as \x.. are not text, and xgettext gives up on them.
literals() {
    rm -rf "$work/sources"
    mkdir -p "$work/sources"
    find src -name '*.c' ! -name '*_test.c' ! -path 'src/command/*' ! -path 'src/modules/sample/*' \
        ! -path src/base/unicode.c ! -path src/modules/places/place_key.c \
        -exec cp --parents -t "$work/sources" {} +
    grep -rlE '\\x[89a-fA-F]' "$work/sources" | xargs -r sed -i -E 's/\\x[0-9a-fA-F]{2}//g'
    (cd "$work/sources" && find src -name '*.c' | sort | xgettext --extract-all \
        --from-code=UTF-8 --add-location=file --files-from=- --output=- 2>xgettext.log) || {
        cat "$work/sources/xgettext.log" >&2
        exit 1
    }
}

titles() { # FILE COLUMN: the texts of a column, as a C file for xgettext
    awk -v column="$2" -F, '
        FNR == 1 {
            for (i = 1; i <= NF; i++)
                if ($i == column)
                    wanted = i
            next
        }
        wanted && $wanted != "" {
            gsub(/["\r]/, "", $wanted)
            print "\"" $wanted "\","
        }' "$1"
}

data_titles() {
    while read -r file column; do
        titles "data/$file.csv" "$column" >"$work/$file-$column.c"
        echo "$work/$file-$column.c"
    done <<'END'
roles title
roles holder_title
categories name
dispute_types name
mediation_methods method
mediation_methods name
mediation_methods prompt
layers name
relations name
education name
political_status name
deadlines title
END
}

# Only what has Chinese characters or their punctuation; the first paragraph is the head.
with_chinese() {
    LC_ALL=C awk 'BEGIN { RS = ""; ORS = "\n\n" }
        NR == 1 || /msgid[^\0]*([\343-\351\360]|\357[\274-\276])/'
}

template() {
    literals >"$work/literals.pot"
    # shellcheck disable=SC2046 # one word a file
    xgettext --extract-all --from-code=UTF-8 --no-location --output="$work/data.pot" \
        $(data_titles)
    with_chinese <"$work/literals.pot" >"$work/chinese.pot"
    msgcat --use-first "$work/chinese.pot" "$work/data.pot" >"$work/all.pot"
}

update() {
    template
    msgmerge --quiet --no-fuzzy-matching --add-location=file --no-wrap \
        --output-file="$work/merged.po" "$catalogue" "$work/all.pot"
    msgattrib --no-obsolete --no-wrap --output-file="$work/kept.po" "$work/merged.po"
    awk '/^$/ { body = 1 } body || !/^#: |POT-Creation-Date/' "$work/kept.po" >"$work/en.po"
    mv "$work/en.po" "$catalogue"
    msgfmt --statistics --output-file=/dev/null "$catalogue"
}

# The sentences of say() in a script, one a line; and its lines with other Chinese.
said() {
    grep -oh "say('[^']*'" "$@" | sed "s/^say('//; s/'$//" | sort -u
}

unsaid() {
    sed -E "s/say\\('[^']*'//g; s:/\\*.*\\*/::; s:^ *(/\\*|\\*).*::" "$1" | LC_ALL=C grep -n "$(printf '[\343-\351\357]')" || true
}

listed() { # NAME: the sentences of NAME_says
    sed -n "/$1_says\[\] = {/,/};/p" src/html/script_words.c | grep -o '"[^"]*"' | tr -d '"' | sort -u
}

# What a step writes into the history is said in other languages, too.
check_notes() {
    notes=$(grep -rn '\*note = arena_printf' src/modules || true)
    [ -z "$notes" ] || { echo "use words_keep: $notes" >&2; exit 1; }
}

# Scripts say nothing without say(), and what they say comes with their pages.
check_scripts() {
    for script in assets/bundles/*.js assets/bundles/parts/*.js; do
        words=$(unsaid "$script")
        [ -z "$words" ] || { echo "$script: Chinese without say(): $words" >&2; exit 1; }
    done
    said assets/bundles/app.js assets/bundles/parts/*.js >"$work/app.said"
    said assets/bundles/elder.js >"$work/elder.said"
    said assets/bundles/outbox.js >"$work/outbox.said"
    for name in app elder outbox; do
        listed "$name" | diff "$work/$name.said" - >"$work/$name.diff" || {
            echo "src/html/script_words.c: ${name}_says is not what the script says:" >&2
            cat "$work/$name.diff" >&2
            exit 1
        }
    done
}

# _n() is for sentences whose English differs for one thing, and those are said by nothing else;
# units stand behind any number.
check_counted() {
    grep -rhoE '_n\("[^"]+"' src --include='*.c' --exclude='*_test.c' | sed 's/^_n("//; s/"$//' |
        sort -u >"$work/counted.source"
    awk '/^msgid "/ { id = substr($0, 8, length($0) - 8) }
        /^msgstr "/ && /(^|[^{])\{([a-z]+\|[a-z]*|\|[a-z]+)\}/ && id ~ /%/ { print id }' \
        "$catalogue" | sort -u >"$work/counted.catalogue"
    diff "$work/counted.source" "$work/counted.catalogue" >"$work/counted.diff" || {
        echo "po/en.po: {one|many} belongs to the sentences of _n(), and to each of them:" >&2
        cat "$work/counted.diff" >&2
        exit 1
    }
}

check() {
    check_scripts
    check_notes
    check_counted
    template
    msgfmt --check --output-file=/dev/null "$catalogue"
    msgmerge --quiet --no-fuzzy-matching "$catalogue" "$work/all.pot" |
        msgattrib --untranslated --no-obsolete - >"$work/missing.po"
    if [ -s "$work/missing.po" ]; then
        grep '^msgid' "$work/missing.po" | sed 1d | head -20
        echo "po/en.po: sentences have no English; run 'make words' and write it" >&2
        exit 1
    fi
}

"$1"
