#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A damaged file: in copies of a database a byte is flipped, a page is torn, the file is cut
# off. Either verify tells, or what was hit holds nothing: then all that can be exported is the
# same. No page is served that is not as it was, unless verify tells. SEED repeats a run.
. "$(dirname "$0")/lib.sh"

seed=${SEED:-$(date +%s)}
flips=120 tears=40
! is_short || { flips=5 tears=4; }

new_town
start
for number in $(seq 40); do
    report "第$number盏路灯不亮，晚上看不见路。"
done
receipt=$(tail -n 1 "$work/given")

# A page without what is new in each answer: tokens, and the port, also as a picture.
page() { # to
    page_status=$(curl -s -m 30 -o "$1" -w '%{http_code}' "$address/receipt/$receipt" || true)
    sed -i -E "s/[0-9a-f]{32,}//g; s/${address##*:}//g; s/<path d=[^>]*>//g" "$1"
}

page "$work/page.whole"
check "the receipt's page is shown" [ "$page_status" = 200 ]
stop
cp "$town" "$work/whole.db"
size=$(stat -c %s "$work/whole.db")
types=$(sqlite3 "$work/whole.db" 'select distinct type from journal order by type')
! is_short || types="matter matter_caller place account"

export_all() {
    for type in $types; do
        "$program" export --db "$town" --type "$type" || echo "cannot export"
    done
    "$program" figures --db "$town" --place 421182102 --from 2026-01-01 --to 2036-12-31 \
        --format csv || echo "no figures"
}

export_all >"$work/whole.csv" 2>&1

# What is damaged, one a line: flip OFFSET BIT, or tear PAGE, or cut PAGE.  First a word that one
# of the reports has, wherever it stands: in the record, in the journal, in the index of words; and
# a page of the reports.
plan() {
    grep -abo 第37盏 "$work/whole.db" | sed 's/\([0-9]*\).*/flip \1 0/'
    sqlite3 "$work/whole.db" "select 'tear', max(pageno) - 1, 0 from dbstat
        where name = 'matters' and pagetype = 'leaf'" | tr '|' ' '
    awk -v seed="$seed" -v size="$size" -v flips="$flips" -v tears="$tears" 'BEGIN {
        srand(seed)
        for (i = 0; i < flips; i++)
            print "flip", int(rand() * size), int(rand() * 8)
        for (i = 0; i < tears; i++)
            print (i % 6 == 5 ? "cut" : "tear"), 1 + int(rand() * (size / 4096 - 1)), 0
    }'
}

damage() { # kind place bit
    rm -f "$town-wal" "$town-shm"
    cp "$work/whole.db" "$town"
    case $1 in
    flip)
        byte=$(od -An -t u1 -j "$2" -N 1 "$town" | tr -d ' ')
        # shellcheck disable=SC2059 # the format is the byte
        printf "\\$(printf '%03o' $((byte ^ (1 << $3))))" |
            dd of="$town" bs=1 seek="$2" conv=notrunc 2>/dev/null
        ;;
    tear) dd if=/dev/zero of="$town" bs=2048 seek=$(($2 * 2 + 1)) count=1 conv=notrunc 2>/dev/null ;;
    cut) truncate -s $(($2 * 4096)) "$town" ;;
    esac
}

# Serves the damaged file, and asks for the page: it is as it was, refused, or verify has told.
serve_damaged() {
    if start; then
        page "$work/page.damaged"
        is_alive || served_badly="$served_badly; $what ended the program"
        kill -9 "$server" || true
        wait "$server" 2>/dev/null || true
        server=
        if [ "$page_status" = 200 ] && ! cmp -s "$work/page.whole" "$work/page.damaged" &&
            [ "$code" -eq 0 ]; then
            served_badly="$served_badly; $what served another page"
        elif [ "$page_status" -ge 500 ]; then
            refused=$((refused + 1))
        fi
    else
        wait "$server" 2>/dev/null || ended=$?
        server=
        [ "${ended:-1}" -eq 1 ] || served_badly="$served_badly; $what ended serve with $ended"
        unopened=$((unopened + 1))
    fi
}

number=0 by_file=0 by_journal=0 by_error=0 harmless=0 refused=0 unopened=0
silent='' crashed='' served_badly=''
plan >"$work/plan"
planned=$(wc -l <"$work/plan")
while read -r kind place bit; do
    what="$kind $place $bit"
    damage "$kind" "$place" "$bit"
    code=0
    "$program" verify --db "$town" >"$work/verify" 2>&1 || code=$?
    if [ "$code" -gt 1 ]; then
        crashed="$crashed; $what ended verify with $code"
    elif grep -q 数据库文件有损坏： "$work/verify"; then
        by_file=$((by_file + 1))
    elif grep -qE '数字不符|断了链|记录不符' "$work/verify"; then
        by_journal=$((by_journal + 1))
    elif [ "$code" -eq 1 ]; then
        by_error=$((by_error + 1))
    else
        export_all >"$work/damaged.csv" 2>&1
        cmp -s "$work/whole.csv" "$work/damaged.csv" || silent="$silent; $what"
        harmless=$((harmless + 1))
    fi
    number=$((number + 1))
    [ $((number % 3)) -eq 0 ] || continue
    damage "$kind" "$place" "$bit"
    serve_damaged </dev/null
done <"$work/plan"

# All pages of the matters are blank: SQLite sees that, so their pages are refused.
blank_matters() {
    damage none
    for leaf in $(sqlite3 "$work/whole.db" "select pageno from dbstat where name = 'matters'"); do
        dd if=/dev/zero of="$town" bs=4096 seek=$((leaf - 1)) count=1 conv=notrunc 2>/dev/null
    done
}

blank_matters
start
page "$work/page.damaged"
check "a page whose record cannot be read is refused with 500 and a sentence" \
    [ "$page_status$(grep -c 系统出了问题 "$work/page.damaged")" = 5001 ]
check "the log says that the file is damaged" grep -q 数据库文件有损坏 "$work/log"
check "other pages are served" [ "$(answers /sign-in)" = 200 ]
stop

check "verify never crashes on a damaged file$crashed" [ -z "$crashed" ]
check "what verify does not see changes nothing that is exported$silent" [ -z "$silent" ]
check "no damage ends the server or is served unseen$served_badly" [ -z "$served_badly" ]
check "an altered word of a record and one of the journal are found, though SQLite sees nothing" \
    [ "$by_journal" -ge 2 ]
check "torn pages are found" [ $((by_file + by_error)) -gt 0 ]
measured "seed $seed: $planned damaged copies ($((planned - tears - 1)) bits flipped, $((tears + 1)) pages torn or" \
    "cut off): $by_file found in the file's form, $by_journal by journal and totals," \
    "$by_error could not be read to the end; $harmless hit nothing that is exported;" \
    "of $((number / 3)) served: $refused pages refused, $unopened files refused at the start"
finish
