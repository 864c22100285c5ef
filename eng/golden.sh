#!/usr/bin/env bash
# Rewrites the golden bundles and patches, and the table of what guardrails find, from what the code does now. Read the diff like code: it is the behaviour that changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
for project in Operator.Tests Guardrails.Tests; do
  dotnet build "test/$project" --nologo -v q -clp:NoSummary
  GOLDEN=rewrite timeout 300 dotnet "artifacts/bin/$project/debug/AiGateway.$project.dll" -noColor -noLogo
done
