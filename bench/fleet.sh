#!/usr/bin/env bash
# 1,000 stream clients and 10,000 generated pods against one operator. Writes bench/results/fleet.{json,md}. About one minute.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# As the image ships the operator: self-contained and precompiled.
dotnet publish bench/FleetBench -c Release --use-current-runtime --self-contained true -p:PublishReadyToRun=true -o artifacts/publish/fleetbench -v q --nologo
exec timeout 300 artifacts/publish/fleetbench/AiGateway.FleetBench "${BENCH_RESULTS:-bench/results}"
