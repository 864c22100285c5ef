#!/usr/bin/env bash
# The whole product on this machine, without a cluster: the real operator over a folder of manifests, the real sidecar, two fake providers,
# and a scripted agent that uses the official OpenAI client. Needs the .NET SDK and node with npm; exits non-zero when a step is not as expected.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
echo "An agent calls models through its sidecar, under a policy, without a cluster. Everything runs on the loopback and is gone at the end."
for tool in dotnet node npm; do command -v $tool >/dev/null || { echo "demo: $tool is missing; it needs the .NET SDK and node 20 with npm" >&2; exit 1; }; done
source eng/line.sh

step() { printf '  %-32s' "$1"; began=$SECONDS; }
done_in() { echo "${1:+$1, }$((SECONDS - began)) s"; }

step "building the operator"; line_build operator; done_in
step "publishing sidecar and fakes"
if bash eng/publish.sh sidecar fakeprovider fakemcpserver >"$line_dir/publish.out" 2>&1; then
  sidecar=(artifacts/aot/sidecar/AiGateway.Sidecar) provider=(artifacts/aot/fakeprovider/AiGateway.FakeProvider)
  tools=(artifacts/aot/fakemcpserver/AiGateway.FakeMcpServer)
  done_in "ahead of time for $(cut -d' ' -f2 artifacts/aot/sidecar.inputs)"
else
  line_build sidecar && line_build test/FakeProvider && line_build test/FakeMcpServer
  sidecar=(dotnet artifacts/bin/Sidecar/release/AiGateway.Sidecar.dll) provider=(dotnet artifacts/bin/FakeProvider/release/AiGateway.FakeProvider.dll)
  tools=(dotnet artifacts/bin/FakeMcpServer/release/AiGateway.FakeMcpServer.dll)
  done_in "NOT ahead of time, which wants a C compiler and zlib's headers here; the same code on the runtime"
fi
step "installing npm openai"
[ -d demo/agent/node_modules/openai ] && [ -d demo/agent/node_modules/undici ] || (cd demo/agent && npm ci --no-audit --no-fund >"$line_dir/npm.log" 2>&1) || { echo; cat "$line_dir/npm.log" >&2; exit 1; }
done_in "$(node -p "require('./demo/agent/node_modules/openai/package.json').version")"

step "starting the line"
DEMO_PRIMARY_PORT=$(line_free_port) DEMO_BACKUP_PORT=$(line_free_port)
line_start primary env FAKE_LISTEN=127.0.0.1:$DEMO_PRIMARY_PORT FAKE_KEYS=sk-demo-primary-real-key "${provider[@]}"
DEMO_PRIMARY_PID=$line_pid
line_start backup env FAKE_LISTEN=127.0.0.1:$DEMO_BACKUP_PORT FAKE_KEYS=sk-demo-backup-real-key "${provider[@]}"
DEMO_TOOLS_PORT=$(line_free_port)
line_start tools env FAKE_LISTEN=127.0.0.1:$DEMO_TOOLS_PORT FAKE_NAME=shop FAKE_REQUIRED_HEADER="Authorization: Bearer demo-tools-real-token" "${tools[@]}"
mkdir "$line_dir/manifests"
cp demo/manifests/*.yaml "$line_dir/manifests/"
sed -i "s/PRIMARY_PORT/$DEMO_PRIMARY_PORT/; s/BACKUP_PORT/$DEMO_BACKUP_PORT/" "$line_dir/manifests/providers.yaml"
sed -i "s/PRIMARY_PORT/$DEMO_PRIMARY_PORT/" "$line_dir/manifests/egress.yaml"
sed -i "s/TOOLS_PORT/$DEMO_TOOLS_PORT/" "$line_dir/manifests/tools.yaml"
line_operator "$line_dir/manifests"
line_wait 10 "the pod's token" test -f "$line_state/tokens/demo_researcher-0"
line_sidecar_env demo researcher-0
DEMO_TRUST=$line_dir/trust
mkdir "$DEMO_TRUST"
line_start sidecar env "${sidecar_env[@]}" AIGATEWAY_TRUST_DIR="$DEMO_TRUST" "${sidecar[@]}"
line_wait 10 "the sidecar's first bundle" line_ok "$sidecar_health_port" /readyz
done_in "operator, sidecar, two providers, a tool server"

# The agent's environment is what injection would give it, and what the demo needs to play the platform.
status=0
env OPENAI_BASE_URL="$sidecar_api" OPENAI_API_KEY=aigateway-placeholder ANTHROPIC_BASE_URL="${sidecar_api%/openai/v1}/anthropic" AIGATEWAY_MCP_CONFIG="$sidecar_mcp" DEMO_FOLDER="$line_dir/manifests" DEMO_STATUS="$line_state/status.json" DEMO_PROXY="${sidecar_api%/openai/v1}" DEMO_TRUST="$DEMO_TRUST" DEMO_TOOLS_PORT=$DEMO_TOOLS_PORT DEMO_AUDIT="$line_dir/sidecar.out" \
  DEMO_PRIMARY_PORT=$DEMO_PRIMARY_PORT DEMO_BACKUP_PORT=$DEMO_BACKUP_PORT DEMO_PRIMARY_PID=$DEMO_PRIMARY_PID node demo/agent/demo.mjs || status=$?
[ $status = 0 ] || { echo "what operator and sidecar logged last:" >&2; tail -n 15 "$line_dir/operator.log" "$line_dir/sidecar.log" >&2; }
exit $status
