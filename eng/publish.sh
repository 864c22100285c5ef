#!/usr/bin/env bash
# Publishes what runs outside a checkout: operator, sidecar and the fakes compiled ahead of time, the command line as one file.
#   eng/publish.sh [sidecar] [fakeprovider] [operator] [fakemcpserver] [probe] [yarp] [fleetoperator] [cli]        without a name: the first three
#   (yarp and fleetoperator belong to the bench)
# Output: artifacts/aot/<target>/ and artifacts/publish/cli/. A target whose inputs did not change is left alone; FORCE=1 builds it anyway.
set -euo pipefail
cd "$(dirname "$0")/.."
source eng/packages.sh

rid=linux-$(case "$(uname -m)" in aarch64|arm64) echo arm64 ;; *) echo x64 ;; esac)

# The hash of everything that a target is made of: its folder, the contracts, what all projects share, the compiler.
inputs() {
  { dotnet --version
    find "$@" contracts eng/publish.sh Directory.*.props global.json -type f -not -path '*/obj/*' -not -path '*/bin/*' -print0 \
      | sort -z | xargs -0 sha256sum; } | sha256sum | cut -d' ' -f1
}

# Any warning fails an ahead-of-time build: what cannot be trimmed safely must not ship. (TreatWarningsAsErrors does that.)
compile_ahead_of_time() {
  local project=$1 framework=$2 out=$3 log=$4
  dotnet publish "$project" -c Release -r "$rid" -o "$out.new" --nologo -v q \
    -p:PublishAot=true -p:HouseFramework="$framework" -p:RunAnalyzers=false -p:GenerateDocumentationFile=false \
    -p:ArtifactsPath="$PWD/artifacts/build-aot" -p:DebugType=none >"$log" 2>&1
}

# net10.0 where its runtime pack for ahead-of-time compiling restores, net9.0 where it does not: docs/decisions/003.
publish_ahead_of_time() {
  local target=$1 project=$2 binary=$3 also=${4:-} # also: another folder that it is made of
  local out=artifacts/aot/$target log=artifacts/aot/$target.log stamp=artifacts/aot/$target.inputs now
  mkdir -p artifacts/aot
  now=$(inputs "$project" ${also:+"$also"})
  if [ "${FORCE:-}" != 1 ] && [ -x "$out/$binary" ] && [ "$(cut -d' ' -f1 "$stamp" 2>/dev/null)" = "$now" ]; then
    echo "publish $target: unchanged ($(cut -d' ' -f2 "$stamp"), ahead of time)"
    return
  fi
  command -v clang >/dev/null || command -v gcc >/dev/null || install_packages gcc libc6-dev zlib1g-dev
  local framework
  for framework in net10.0 net9.0; do
    rm -rf "$out.new"
    if compile_ahead_of_time "$project" "$framework" "$out" "$log"; then break; fi
    if [ "$framework" = net9.0 ] || ! grep -qE 'NU1101|NU1102|NU1301' "$log"; then
      grep -E 'error|warning' "$log" | sort -u | head -20 >&2 || tail -20 "$log" >&2
      echo "publish $target: FAILED, see $log" >&2
      exit 1
    fi
    echo "publish $target: the runtime pack for $framework does not restore here, falling back to net9.0"
  done
  rm -rf "$out" && mv "$out.new" "$out" && rm -f "$out"/*.dbg "$out"/*.pdb "$out"/*.xml
  echo "$now $framework" >"$stamp"
  echo "publish $target: $framework, ahead of time, $(du -h "$out/$binary" | cut -f1) -> $out/$binary"
}

# One file that brings its runtime: it runs where kubectl does, beside nothing else of ours.
publish_cli() {
  local out=artifacts/publish/cli stamp=artifacts/publish/cli.inputs log=artifacts/publish/cli.log now
  mkdir -p artifacts/publish
  now=$(inputs cli operator)
  if [ "${FORCE:-}" != 1 ] && [ -x "$out/kubectl-aigateway" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then
    echo "publish cli: unchanged"
    return
  fi
  rm -rf "$out.new"
  if ! dotnet publish cli -c Release -r "$rid" -o "$out.new" --nologo -v q -p:RunAnalyzers=false --self-contained true \
      -p:PublishSingleFile=true -p:EnableCompressionInSingleFile=true >"$log" 2>&1; then
    grep -E 'error' "$log" | sort -u | head -20 >&2 || tail -20 "$log" >&2
    echo "publish cli: FAILED, see $log" >&2
    exit 1
  fi
  rm -rf "$out" && mkdir "$out" && mv "$out.new/kubectl-aigateway" "$out/" && rm -rf "$out.new"
  echo "$now" >"$stamp"
  echo "publish cli: net10.0, one file, $(du -h "$out/kubectl-aigateway" | cut -f1) -> $out/kubectl-aigateway"
}

[ $# -gt 0 ] || set -- sidecar fakeprovider operator
for target in "$@"; do
  case "$target" in
    sidecar) publish_ahead_of_time sidecar sidecar AiGateway.Sidecar ;;
    fakeprovider) publish_ahead_of_time fakeprovider test/FakeProvider AiGateway.FakeProvider ;;
    fakemcpserver) publish_ahead_of_time fakemcpserver test/FakeMcpServer AiGateway.FakeMcpServer ;;
    probe) publish_ahead_of_time probe test/Probe AiGateway.Probe ;;
    yarp) publish_ahead_of_time yarp bench/YarpBaseline AiGateway.YarpBaseline ;;
    operator) publish_ahead_of_time operator operator AiGateway.Operator ;;
    fleetoperator) publish_ahead_of_time fleetoperator bench/FleetOperator AiGateway.FleetOperator operator ;;
    cli) publish_cli ;;
    *) echo "unknown target $target; there are: sidecar fakeprovider fakemcpserver probe yarp operator fleetoperator cli" >&2; exit 64 ;;
  esac
done
