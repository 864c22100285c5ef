#!/usr/bin/env bash
# Writes the CRDs from the C# types: crds/ with CEL rules, and without them for servers before 1.25.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build crds/generate --nologo -v q -clp:NoSummary
dotnet artifacts/bin/CrdGenerator/debug/AiGateway.CrdGenerator.dll crds --without-cel charts/kustomize/legacy/crds
