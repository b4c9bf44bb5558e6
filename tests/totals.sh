#!/usr/bin/env bash
# totals.sh HOME: adds up every module's Surefire reports, names what was skipped and why, and ends
# with Surefire's own closing line. Exits 1 when something failed or nothing ran.
set -euo pipefail
find "$1" -path '*/target/surefire-reports/TEST-*.xml' -print0 | sort -z | xargs -0 awk '
  function attribute(name,   pattern) {
    pattern = " " name "=\"[^\"]*\""
    if (match($0, pattern)) return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
    return ""
  }
  /<testsuite / { run += attribute("tests"); failed += attribute("failures"); errors += attribute("errors"); skipped += attribute("skipped") }
  /<testcase / { case_name = attribute("classname") "." attribute("name") }
  /<skipped/ { reason = attribute("message"); printf "skipped  %s%s\n", case_name, reason == "" ? "" : "  (" reason ")" }
  END {
    printf "\nTests run: %d, Failures: %d, Errors: %d, Skipped: %d\n", run, failed, errors, skipped
    exit (run == 0 || failed + errors > 0)
  }'
