#!/usr/bin/env bash
# How soon an edit is in force in running pods of a real cluster: the tests that make one tell it, in PASSES passes (3) over one cluster. Writes bench/results/inforce.md; not zero where one took
# longer than the bar.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source test/cluster/common.sh
PASSES=${PASSES:-3} BAR=2000
RESULT=${BENCH_RESULTS:-bench/results}/inforce.md

main() {
  local pass log
  log=$(mktemp)
  trap 'rm -f "'"$log"'"; bash test/cluster/down.sh' EXIT
  trap 'exit 130' INT TERM
  [ "$(cluster_engine)" != debian ] || bash test/cluster/build.sh
  dotnet build test/EndToEnd.Tests --nologo -v q -clp:NoSummary
  for pass in $(seq "$PASSES"); do
    say "pass $pass of $PASSES"
    AIGATEWAY_CLUSTER=$([ "$pass" = 1 ] && echo keep || echo asis) timeout --kill-after=60 1800 \
      dotnet artifacts/bin/EndToEnd.Tests/debug/AiGateway.EndToEnd.Tests.dll -noColor -noLogo -showLiveOutput -trait Measures=InForce < /dev/null | tee -a "$log"
  done
  report "$log" > "$RESULT"
  cat "$RESULT"
  ! grep -q MISSED "$RESULT" || die "an edit took longer than $BAR ms to be in force"
}

report() { # log
  cat <<'TEXT'
# From an edit to a pod that obeys it

In a real cluster, over the product as it ships: from before `kubectl` is started to make the edit, until the agent in a running pod is answered otherwise, or reads the end of its open stream. So it holds
kubectl's own start, the API server's write and watch, what the operator compiles, the stream to the sidecar, and the agent's next call. Operator, API server, node and agents share one machine.

| edit | least | median | most | to reach (most) |
|---|---|---|---|---|
TEXT
  sed -nE 's/.*in force: (.+): ([0-9]+) ms$/\1\t\2/p' "$1" | sort -t $'\t' -k1,1 -k2,2n | awk -F '\t' -v bar=$BAR '
    function row() { if (n) printf "| %s | %d ms | %d ms | %d ms | <= 2 s%s |\n", name, ms[1], ms[int((n + 1) / 2)], ms[n], ms[n] > bar ? ", MISSED" : "" }
    $1 != name { row(); name = $1; n = 0 }
    { ms[++n] = $2; all++ }
    END { row(); if (!all) print "nothing was measured: MISSED" }'
  printf '\n%s passes of `make bench-inforce`.\n' "$PASSES"
}

main "$@"
