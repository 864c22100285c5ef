#!/usr/bin/env bash
# 1,000 stream clients and 10,000 generated pods against one operator. Writes bench/results/fleet.{json,md}. About one minute.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build bench/FleetBench -c Release -v q --nologo
exec timeout 300 dotnet artifacts/bin/FleetBench/release/AiGateway.FleetBench.dll "${BENCH_RESULTS:-bench/results}"
