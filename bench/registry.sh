#!/usr/bin/env bash
# 1,000 agents in the registry of one operator, against a real kube-apiserver and etcd. Writes bench/results/registry.{json,md}. About seven minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bash eng/publish.sh operator
dotnet build bench/OperatorBench -c Release -v q --nologo
exec timeout 720 artifacts/bin/OperatorBench/release/AiGateway.OperatorBench registry "${BENCH_RESULTS:-bench/results}"
