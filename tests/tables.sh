#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# A table on the command line, step by step as in the browser: looked at, its columns said, kept,
# known again, taken back; and one of a million rows sent to the server. Prints `N passed, N
# failed`.
set -eu
cd "$(dirname "$0")/.."
. tests/lib.sh

program=$PWD/${BUILD:-build}/xiangzhi
work=$(mktemp -d)
server=
passed=0 failed=0
trap 'kill -9 "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
place=421182102205

# In the folder of the work; what it says is kept.
run() {
    (cd "$work" && "$program" "$@" --db town.db) >"$work/run" 2>&1
}

refused() {
    ! run "$@"
}

says() { # what the last command said
    grep -q "$1" "$work/run" || { cat "$work/run"; false; }
}

residents() {
    [ "$(sqlite3 "$work/town.db" 'select count(*) from residents')" = "$1" ]
}

run init
"$program" import --db "$work/town.db" --type place data/divisions.csv >/dev/null
cat >"$work/table.csv" <<'END'
柏树林村三组花名册,,,,,
单位：柏树林村,,,填报时间：2026年3月,,
序号,户号,姓 名,户内称谓,身份证号码,文化程度
1,901,示例甲,户主,11010519491231002X,小学
2,,李　四,妻,,初中毕业
3,902,示例丙,户主,4.21182E+17,
合计,,3人,,,
END
sed 's/小学/高中/; s/4.21182E+17//' "$work/table.csv" >"$work/later.csv"
set -- import --type resident --place $place

check "a table with a wrong row is not ready" refused "$@" --dry-run table.csv
check "its heading is found below the title" says '表头在第3行'
check "a heading that nobody knows is named" says '不导入的列：序号、户内称谓'
check "the first rows are shown as they will be kept" says '第5行会存成：姓名 李四'
check "a wrong cell is named with the remedy" says '第6行 身份证号码：号码被表格软件截掉了'
check "an identity number is not shown" refused grep -q 11010519491231002X "$work/run"
check "one wrong row keeps all rows out" refused "$@" table.csv
check "and nobody is there" residents 0

check "what a column is may be said, and the good rows are kept" \
    run "$@" --columns 户内称谓=与户主关系 --keep-good --reasons found.xlsx table.csv
check "so many" says '已保存：新增2，更新0，没有变化0，没有导入1'
check "they are there" residents 2
check "the table came back with the reasons" \
    sh -c "unzip -p '$work/found.xlsx' 'xl/worksheets/*' 'xl/sharedStrings.xml' | grep -q 照证件重新填写"
import=$(sed -n 's/.*undo \([0-9]*\)$/\1/p' "$work/run")

check "a later table is looked at" run "$@" --dry-run later.csv
check "the heading that was said is known" says '户内称谓=与户主关系'
check "a cell that would change is shown with what is there" says '第4行更新 文化程度：小学→高中'
check "rows are new, changed or the same" says '新增1，更新1，没有变化1，有错0'
check "a column that is not in the table is refused" refused "$@" --columns 没有=姓名 table.csv

run "$@" --keep-good table.csv || true
check "the same file is recognised" says '这个文件在.*已经导入过，新增了2条'
check "the whole import is undone" run undo "$import"
check "and nobody is there any more" residents 0
check "once" refused undo "$import"

check "a ledger has a blank table" run blank --type matter_line blank.xlsx
check "which has no row to import" refused import --type matter_line --place $place blank.xlsx

# 100 MB through the server

awk 'BEGIN {
    print "户号,姓名,户内称谓,文化程度,性别,住址"
    for (i = 1; i <= 1000000; i++)
        printf "%d,示例%d,户主,初中,男,示例省示例市示例县示例镇示例村第%d号院子靠东边的老屋\n", i, i, i
}' >"$work/large.csv"
run user add clerk --name 示例甲 --password Start-4823 --role village_clerk --place $place
serve_to_clerk town.db

sends() { # the status that the answer should have, then what curl is told beside the table
    expected=$1
    shift
    status=$(curl -s -o "$work/answer" -D "$work/head" -w '%{http_code}' \
        -F type=resident -F "place=$place" "$@" -F "file=@$work/large.csv" "$site/rosters") || true
    echo "$status $(head -c 300 "$work/answer")"
    [ "$status" = "$expected" ]
}

says_page() {
    grep -q "$1" "$work/answer"
}

kept() { # files of uploads
    find "$work/town.db.files/rosters" -type f 2>/dev/null | wc -l
}

check "the table is larger than 100 MB" test "$(stat -c %s "$work/large.csv")" -gt 100000000
check "who is not signed in is told to, before the table comes" sends 401
check "and a page from elsewhere is refused" sends 403 -b "$work/cookies"
check "with the reason" says_page 从别处提交的
check "nothing is kept of either" test "$(kept)" -eq 0
echo 5 >"/proc/$server/clear_refs"
before=$(peak "$server")
check "a table of a million rows is taken" sends 303 -b "$work/cookies" -F "token=$token"
after=$(peak "$server")
upload=$(sed -n 's/^Location: \([^\r]*\)\r$/\1/p' "$work/head")
check "its heading is found and its first rows are shown" sh -c \
    "curl -s -b '$work/cookies' '$site$upload' | grep -q 靠东边"
check "the file lies in the folder of the data, once" test "$(kept)" -eq 1
check "for its owner only" test "$(stat -c %a "$work/town.db.files/rosters/"*)" = 600
echo "a table of $(stat -c %s "$work/large.csv") bytes: $before KiB before, $after KiB after"
check "what has memory for it is the file's own pages, once" test $((after - before)) -lt 140000
kill "$server"
wait "$server" || true

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
