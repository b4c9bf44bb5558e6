#!/usr/bin/env bash
# soak.sh HOME [options]: runs the tests of reliability with large amounts, as tests/soak.txt says,
# one after the other, and ends with what came of each. Exits 1 when something failed.
set -euo pipefail
home=$1
shift
table=$home/tests/soak.txt
only=

usage() {
  cat <<'TEXT'
usage: upcall soak [--list] [--only <name>[,<name>...]]

Runs the tests of reliability for hours, where `upcall test` runs them for seconds: gateways,
brokers and members are killed hundreds of times, importers and the wire are fuzzed, devices are
reset, networks are bad. Ends with a line for each; what they print lies in .upcall/soak.

The row `serving` needs MLServer: the program that $UPCALL_MLSERVER names, else one that it installs
with Python into .upcall/mlserver (about 400 MB).

  upcall soak
  upcall soak --only gateway,members
  upcall soak --list

options:
  --help           this text
  --list           say what there is, and run nothing
  --only <names>   of these alone
TEXT
}

# rows: name|module|tests|properties|what, without blanks around the bars
rows() { sed -e '/^#/d' -e 's/ *| */|/g' "$table"; }

fail() {
  printf 'error UP2655: there is no soak "%s"\n  need  one of %s\n  fix   upcall soak --list says what they are\n' \
    "$1" "$(rows | cut -d'|' -f1 | paste -sd, - | sed 's/,/, /g')" >&2
  exit 2
}

while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --list) rows | awk -F'|' '{ printf "  %-10s %s\n", $1, $5 }'; exit 0 ;;
    --only) [ $# -gt 1 ] || { usage >&2; exit 2; }; only=$2; shift ;;
    --only=*) only=${1#--only=} ;;
    *) usage >&2; exit 2 ;;
  esac
  shift
done

# mlserver: has UPCALL_MLSERVER name the program. Unless it does already, MLServer is installed into
# .upcall/mlserver, once; where that cannot be done its test is skipped, and says so.
mlserver() {
  local venv=$home/.upcall/mlserver
  [ -z "${UPCALL_MLSERVER:-}" ] || return 0
  if [ ! -x "$venv/bin/mlserver" ]; then
    printf '       %-10s %s\n' serving 'installs MLServer 1.7.1 into .upcall/mlserver'
    if ! { rm -rf "$venv" && python3 -m venv "$venv" &&
      "$venv/bin/pip" install -q mlserver==1.7.1 onnxruntime; } >"$logs/mlserver.log" 2>&1; then
      rm -rf "$venv"
      printf 'MLServer could not be installed: pip says why in %s\n' "$logs/mlserver.log"
      return 0
    fi
  fi
  export UPCALL_MLSERVER=$venv/bin/mlserver
}

for name in ${only//,/ }; do
  rows | cut -d'|' -f1 | grep -qxF -- "$name" || fail "$name"
done

logs=$home/.upcall/soak
mkdir -p "$logs"
status=0
while IFS='|' read -r name module tests properties what <&3; do
  case ",$only," in ,, | *",$name,"*) ;; *) continue ;; esac
  printf '%s  %-10s %s\n' "$(date +%H:%M)" "$name" "$what"
  find "$home" -path '*/target/surefire-reports/*' -delete 2>/dev/null || true
  [ "$name" != serving ] || mlserver
  came=0
  # shellcheck disable=SC2086  # properties are several words
  (cd "$home" && mvn --batch-mode -q -Dtraining -Dquick -pl "$module" -am test \
    -Dtest="$tests" -Dsurefire.failIfNoSpecifiedTests=false $properties) >"$logs/$name.log" 2>&1 || came=$?
  grep -E '^(R[0-9]+|scale-out|metrics)' "$logs/$name.log" || true
  # A class whose JVM died has no report, so that the totals alone do not tell.
  "$home/tests/totals.sh" "$home" | sed '/^$/d' || [ "$came" != 0 ] || came=1
  if [ "$came" != 0 ]; then
    status=1
    printf 'failed: its words are in %s\n' "$logs/$name.log"
  fi
done 3< <(rows)
exit $status
