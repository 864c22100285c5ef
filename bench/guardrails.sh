#!/usr/bin/env bash
# What the checks of guardrails cost, in many short rounds of one process. Code is compiled at once and without a profile, as the ahead-of-time binary's is.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build bench/Benchmarks -c Release --nologo -v q >&2
DOTNET_TieredCompilation=0 dotnet artifacts/bin/Benchmarks/release/AiGateway.Benchmarks.dll guardrails "${BENCH_RESULTS:-bench/results}/guardrails-cost.md"
