#!/usr/bin/env bash
# 1,000 stream clients and 10,000 generated pods against one operator. Writes bench/results/fleet.{json,md}. About one minute.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# The operator stands in the bench's own process, over an inventory that no API server could be asked to hold: precompiled, where its image has it ahead of time and smaller.
dotnet publish bench/OperatorBench -c Release --use-current-runtime --self-contained true -p:PublishReadyToRun=true -o artifacts/publish/operatorbench -v q --nologo
exec timeout 300 artifacts/publish/operatorbench/AiGateway.OperatorBench fleet "${BENCH_RESULTS:-bench/results}"
