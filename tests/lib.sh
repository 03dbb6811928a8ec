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
