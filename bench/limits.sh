#!/usr/bin/env bash
# What limits cost a call, in many short rounds of one process, each timed by itself; compiled at once, as the ahead-of-time binary is.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build bench/Benchmarks -c Release --nologo -v q >&2
DOTNET_TieredCompilation=0 dotnet artifacts/bin/Benchmarks/release/AiGateway.Benchmarks.dll limits "${BENCH_RESULTS:-bench/results}/limits.md"
