#!/usr/bin/env bash
# Rewrites the golden bundles and patches, the table of what guardrails find and the page of what they do where, from what the code does now. Read the diff like code: it is the
# behaviour that changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
rewrite() { # project, arguments of its runner
  local project=$1; shift
  dotnet build "test/$project" --nologo -v q -clp:NoSummary
  GOLDEN=rewrite timeout 300 dotnet "artifacts/bin/$project/debug/AiGateway.$project.dll" -noColor -noLogo "$@"
}
rewrite Operator.Tests
rewrite Guardrails.Tests
rewrite Sidecar.Tests -class AiGateway.Sidecar.Tests.Guards.Matrix.MatrixTests
