#!/usr/bin/env bash
# Rewrites the golden bundles and patches from what the code does now. Read the diff like code: it is the behaviour that changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet build test/Operator.Tests --nologo -v q -clp:NoSummary
GOLDEN=rewrite timeout 300 dotnet artifacts/bin/Operator.Tests/debug/AiGateway.Operator.Tests.dll -noColor -noLogo
