#!/usr/bin/env bash
# Runs test tiers: builds once, runs each tier's test programs, says how long each took, and ends with one line alone:
# "N passed, N failed, N skipped". What a machine cannot run is skipped, loudly, and counted.
#
# ONLY='*SomeTests' runs those classes alone.
#
#   test.sh unit|sidecar|guardrails|egress|sdk|conformance|budget|apiserver|cluster...
set -uo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd); cd "$ROOT"
source test/cluster/common.sh
exec < /dev/null
export KUBE_BIN

RESULTS=artifacts/test-results
PASSED=0 FAILED=0 SKIPPED=0
TABLE=() BROKEN=()

projects_of() {
  case $1 in
    unit) echo Architecture.Tests Contracts.Tests Operator.Tests ;;
    sidecar) echo Sidecar.Tests ;;
    guardrails) echo Guardrails.Tests ;;
    egress) echo Egress.Tests ;;
    sdk) echo Sdk.Tests ;;
    conformance) echo Conformance.Tests ;;
    budget) echo Budget.Tests ;;
    apiserver) echo ApiServer.Tests ;;
    cluster) echo EndToEnd.Tests ;;
    *) return 1 ;;
  esac
}

# Seconds after which a program of this tier is ended: far above what it takes, so that only a hang meets it.
limit_of() {
  case $1 in unit) echo 600 ;; sidecar) echo 900 ;; guardrails) echo 300 ;; egress) echo 600 ;; sdk) echo 1200 ;; conformance) echo 600 ;; budget) echo 1200 ;; apiserver) echo 1800 ;; cluster) echo 3600 ;; esac
}

# What a tier tells people beside passed and failed: which client gets what from which provider or tool server; which check passes where; what guardrails find.
page_of() {
  case $1 in sdk) echo $RESULTS/sdk-matrix.md $RESULTS/mcp-matrix.md ;; conformance) echo $RESULTS/conformance.md ;; guardrails) echo $RESULTS/guardrails.md ;; esac
}

main() {
  local tier
  [ $# -gt 0 ] || { echo "which tier? unit, sidecar, guardrails, egress, sdk, conformance, budget, apiserver, cluster" >&2; exit 2; }
  for tier in "$@"; do projects_of "$tier" >/dev/null || { echo "no such tier: $tier" >&2; exit 2; }; done
  mkdir -p $RESULTS
  if build "$@"; then
    for tier in "$@"; do run_tier "$tier"; done
  else
    FAILED=$((FAILED + 1)) TABLE+=("$(printf '%-11s does not build' all)")
  fi
  echo
  printf '  %s\n' "${TABLE[@]}"
  [ ${#BROKEN[@]} -eq 0 ] || printf '\n  what failed, once more:\n%s\n' "$(printf '%s\n' "${BROKEN[@]}")"
  echo
  echo "$PASSED passed, $FAILED failed, $SKIPPED skipped"
  [ $FAILED -eq 0 ]
}

# All tiers: the solution, so that what no test names must build too. One tier: its own projects.
build() {
  local tier project
  echo "== build"
  if [ $# -ge 9 ]; then dotnet build AiGateway.sln --nologo -v q -clp:NoSummary; return; fi
  for tier in "$@"; do
    for project in $(projects_of "$tier"); do dotnet build "test/$project" --nologo -v q -clp:NoSummary || return 1; done
  done
}

run_tier() {
  local tier=$1 began=$SECONDS passed=$PASSED failed=$FAILED skipped=$SKIPPED project page
  echo; echo "== $tier"
  prepare "$tier" 2>&1 | tee "$RESULTS/$tier.prepare.log"; local outcome=${PIPESTATUS[0]}
  if [ "$outcome" -eq $CANNOT ]; then
    skip_tier "$tier" "$(sed -n 's/.*CANNOT RUN HERE: //p' "$RESULTS/$tier.prepare.log" | tail -1)"
  elif [ "$outcome" -ne 0 ]; then
    echo "   FAILED: what $tier needs could not be made; see above"
    FAILED=$((FAILED + 1))
  else
    page=$(page_of "$tier")
    [ -z "$page" ] || rm -f $page
    for project in $(projects_of "$tier"); do run_program "$tier" "$project"; done
    [ -z "$page" ] || cat $page || true
  fi
  TABLE+=("$(printf '%-11s %4d passed %4d failed %4d skipped %5ds' "$tier" \
    $((PASSED - passed)) $((FAILED - failed)) $((SKIPPED - skipped)) $((SECONDS - began)))")
}

skip_tier() {
  local project count
  echo "   !!!! SKIPPED: tier $1 did not run. $2"
  for project in $(projects_of "$1"); do
    count=$(dotnet "$(program_of "$project")" -list full 2>/dev/null | grep -c 'Display name:')
    SKIPPED=$((SKIPPED + (count > 0 ? count : 1)))
  done
}

program_of() { echo "artifacts/bin/$1/debug/AiGateway.$1.dll"; }

run_program() { # tier, project
  local log="$RESULTS/$2.log" limit outcome live=
  limit=$(limit_of "$1")
  [ "$1" != cluster ] || live=-showLiveOutput
  echo "-- $2 (at most ${limit}s)"
  timeout --kill-after=60 "$limit" dotnet "$(program_of "$2")" -noColor -noLogo $live ${ONLY:+-class "$ONLY"} 2>&1 | tee "$log"
  outcome=${PIPESTATUS[0]}
  [ "$outcome" -ne 124 ] && [ "$outcome" -ne 137 ] || echo "   FAILED: $2 was ended after $limit seconds"
  count "$log" "$outcome"
}

# The line after "=== TEST EXECUTION SUMMARY ===". A program that died before it, or ran nothing, has failed.
count() { # log, exit code
  local line total errors failed skipped
  line=$(sed -n '/^=== TEST EXECUTION SUMMARY ===/,$ { /Total: /p }' "$1" | tail -1)
  number() { sed -nE "s/.*$1: ([0-9]+).*/\1/p" <<< "$line"; }
  total=$(number Total) errors=$(number Errors) failed=$(number Failed) skipped=$(number Skipped)
  if [ -z "$total" ] || [ "$total" -eq 0 ]; then
    echo "   FAILED: no test was run"
    FAILED=$((FAILED + 1)) BROKEN+=("  $1: no test was run; its last line: $(tail -1 "$1")")
    return
  fi
  [ $((failed + errors)) -eq 0 ] || BROKEN+=("$(grep -A6 '\[FAIL\]$' "$1" | cut -c1-300 | head -60)")
  PASSED=$((PASSED + total - failed - skipped)) SKIPPED=$((SKIPPED + skipped)) FAILED=$((FAILED + failed + errors))
  [ "$2" -eq 0 ] || [ $((failed + errors)) -gt 0 ] || FAILED=$((FAILED + 1))
}

# What a tier needs beside its program. Exit code 3 with a sentence: this machine cannot.
prepare() {
  case $1 in
    sdk) prepare_node "the official client wants Node.js and npm" ;;
    conformance) prepare_node "the official conformance suite wants Node.js and npm" ;;
    budget | apiserver) prepare_apiserver ;;
    cluster) prepare_cluster ;;
  esac
}

prepare_node() { # what to say where there is none
  command -v node >/dev/null && command -v npm >/dev/null || cannot "$1"
  bash eng/publish.sh sidecar
}

prepare_apiserver() {
  if [ -x "$KUBE_BIN/kube-apiserver" ] && command -v etcd >/dev/null; then return 0; fi
  on_debian_as_root || cannot "it wants etcd and a kube-apiserver in $KUBE_BIN, or Debian and root to make them"
  install_packages etcd-server openssl && bash test/cluster/build.sh
}

prepare_cluster() {
  [ "$(cluster_engine)" != none ] || cannot "a cluster wants docker with k3d, or Debian and root"
  [ "$(cluster_engine)" = k3d ] || bash test/cluster/build.sh
}

main "$@"
