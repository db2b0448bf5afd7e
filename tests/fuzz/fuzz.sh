#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: tests/fuzz/fuzz.sh BUILD (SECONDS | --runs N) [TARGET]. Fuzzes every target, or one, for that many seconds or executions each,
# beginning with the kept corpus. What is new goes to BUILD/fuzz/<target>, findings to BUILD/fuzz/findings. Ends with 1 if there was one.
set -uo pipefail
build=$1
shift
limit=-max_total_time=$1
if [ "$1" = --runs ]; then
    limit=-runs=${2:?how many}
    shift
fi
corpus=$(dirname "$0")/corpus
program=$build/bin/liaison-fuzz
mapfile -t targets < <("$program")
[ $# -gt 1 ] && targets=("$2")
mkdir -p "$build/fuzz/findings"
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export LSAN_OPTIONS=suppressions=$(dirname "$0")/../sanitizers/lsan.supp:print_suppressions=0
failed=0
printf '%-14s %12s %9s %9s  %s\n' target executions per_s coverage result
for target in "${targets[@]}"; do
    mkdir -p "$build/fuzz/$target"
    log=$build/fuzz/$target.log
    dictionary=$(dirname "$0")/$target.dict
    options=("$limit" -timeout=30 -rss_limit_mb=2048 -max_len=8192 -print_final_stats=1)
    options+=(-artifact_prefix="$build/fuzz/findings/$target-")
    # With every change the same way is gone first, so that a finding is the change's; the long runs go ways of their own.
    [ -n "${LIAISON_FUZZ_SEED:-}" ] && options+=("-seed=$LIAISON_FUZZ_SEED")
    [ -f "$dictionary" ] && options+=(-dict="$dictionary")
    LIAISON_FUZZ_TARGET=$target "$program" "${options[@]}" "$build/fuzz/$target" "$corpus/$target" >"$log" 2>&1
    result=$?
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    rate=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
    cover=$(grep -o 'cov: [0-9]*' "$log" | tail -1 | cut -d' ' -f2)
    said=clean
    if [ $result -ne 0 ]; then
        failed=1
        said="FINDING, see $log"
    fi
    printf '%-14s %12s %9s %9s  %s\n' "$target" "${runs:-?}" "${rate:-?}" "${cover:-?}" "$said"
    # What was found is said here too: where only this output is kept, the log is gone.
    [ $result -eq 0 ] || sed -n '/^promise broken\|ERROR\|runtime error/,$p' "$log" | head -60
done
exit $failed
