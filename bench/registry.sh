#!/usr/bin/env bash
# 1,000 agents in the registry of one operator, against a real kube-apiserver and etcd. Writes bench/results/registry.{json,md}. About seven minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# As the image ships the operator: self-contained and precompiled.
dotnet publish bench/OperatorBench -c Release --use-current-runtime --self-contained true -p:PublishReadyToRun=true -o artifacts/publish/operatorbench -v q --nologo
exec timeout 720 artifacts/publish/operatorbench/AiGateway.OperatorBench registry "${BENCH_RESULTS:-bench/results}"
