# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
#
# What the scripts that try the program from outside share.  They set work, passed and failed.

# Counts a sentence that is true when the command that follows it is; shows what a false one said.
check() { # sentence command...
    sentence=$1
    shift
    if "$@" >"$work/said" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $sentence"
        tail -n 20 "$work/said"
    fi
}

peak() { # $1: pid; KiB of memory that it has had at most
    sed -n 's/^VmHWM:[^0-9]*\([0-9]*\) kB$/\1/p' "/proc/$1/status"
}

# Serves work/$1 and signs in as clerk, who was added with the password Start-4823.  Sets server
# and site; work/cookies has the session, and token goes with its forms.
serve_to_clerk() {
    "$program" serve --db "$work/$1" --listen 127.0.0.1:0 >"$work/out" 2>"$work/log" &
    server=$!
    until site=$(sed -n 's/.*\(http:[^ ]*\)$/\1/p' "$work/out" 2>/dev/null) &&
        [ -n "$site" ]; do
        kill -0 "$server"
        sleep 0.05
    done
    curl -s -c "$work/cookies" -o /dev/null -X POST "$site/api/sign-in" \
        -H 'Content-Type: application/json' -d '{"login":"clerk","password":"Start-4823"}'
    token=$(token_of "$site/password")
    curl -s -b "$work/cookies" -c "$work/cookies" -o /dev/null "$site/password" \
        -d "token=$token" -d current_password=Start-4823 -d password=Later-7391-kmp \
        -d repeat_password=Later-7391-kmp
    token=$(token_of "$site/password")
}

token_of() { # $1: the address of a page with a form
    curl -s -b "$work/cookies" "$1" |
        sed -n "s/.*name='token' value='\([^']*\)'.*/\1/p" | head -n 1
}
