#!/usr/bin/env bash
# 1,000 stream clients and 10,000 generated pods against one operator. Writes bench/results/fleet.{json,md}. About one minute.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bash eng/publish.sh fleetoperator
dotnet build bench/OperatorBench -c Release -v q --nologo
exec timeout 300 artifacts/bin/OperatorBench/release/AiGateway.OperatorBench fleet "${BENCH_RESULTS:-bench/results}"
