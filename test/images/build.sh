#!/usr/bin/env bash
# Makes the images that only tests and the demo use, as archives that load.sh takes: an agent as its owner would build it (Node.js and the
# official OpenAI client, nothing of this project), the fake provider, the fake tool server, and the probe that tries to get round the sidecar. Made by hand from this machine's own programs
# and the libraries that they link: no engine, no registry, no base image.
#
#   build.sh FOLDER        writes FOLDER/test-{agent,fake-provider,fake-mcp-server,probe}.tar; leaves alone what is current
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd); cd "$ROOT"
mkdir -p "${1:?build.sh wants a folder for the archives}"
OUT=$(cd "$1" && pwd)
WORK=$(mktemp -d); trap 'rm -rf "$WORK"' EXIT

main() {
  (cd test/images/agent && npm ci --silent --no-progress < /dev/null)
  bash eng/publish.sh fakeprovider fakemcpserver probe
  local node; node=$(readlink -f "$(command -v node)")

  image test-agent localhost/aigateway-test/agent:1 10001 '["/usr/bin/node","/agent/agent.mjs"]' '["idle"]' \
    "$node:/usr/bin/node" test/images/agent/node_modules:/agent/node_modules test/images/agent/agent.mjs:/agent/agent.mjs \
    test/images/agent/tools.mjs:/agent/tools.mjs test/images/agent/package.json:/agent/package.json
  image test-fake-provider localhost/aigateway-test/fake-provider:1 10002 '["/fake-provider"]' '[]' \
    artifacts/aot/fakeprovider/AiGateway.FakeProvider:/fake-provider "$(library libssl.so.3)" "$(library libcrypto.so.3)"
  image test-fake-mcp-server localhost/aigateway-test/fake-mcp-server:1 10003 '["/fake-mcp-server"]' '[]' \
    artifacts/aot/fakemcpserver/AiGateway.FakeMcpServer:/fake-mcp-server "$(library libssl.so.3)" "$(library libcrypto.so.3)"
  image test-probe localhost/aigateway-test/probe:1 0 '["/probe"]' '["idle"]' \
    artifacts/aot/probe/AiGateway.Probe:/probe "$(library libssl.so.3)" "$(library libcrypto.so.3)"
}

# Where the loader finds a library that a program opens by name.
library() { local path; path=$(ldconfig -p | awk -v name="$1" '$1 == name { print $NF; exit }'); echo "$path:$path"; }

image() { # archive, name, uid, entry point, arguments, source:target...
  local archive=$1 name=$2 uid=$3 entry=$4 arguments=$5 pair source target root="$WORK/$1" stamp; shift 5
  stamp=$(fingerprint "$@")
  if [ -f "$OUT/$archive.tar" ] && [ "$(cat "$OUT/$archive.stamp" 2>/dev/null)" = "$stamp" ]; then echo "image $name: unchanged"; return; fi
  mkdir -p "$root"/{etc,tmp}
  for pair in "$@"; do
    source=${pair%%:*} target=$root${pair##*:}
    mkdir -p "$(dirname "$target")"
    cp -aL "$source" "$target"
    if [ -f "$source" ]; then link_libraries "$source" "$root"; fi
  done
  # Names: what the kubelet writes to /etc/hosts first, then the cluster's DNS.
  echo 'hosts: files dns' > "$root/etc/nsswitch.conf"
  printf 'root:x:0:0::/:\nagent:x:%s:%s::/:\n' "$uid" "$uid" > "$root/etc/passwd"
  chmod 1777 "$root/tmp"
  tar --sort=name --owner=0 --group=0 --mtime=@0 -C "$root" -cf "$WORK/layer.tar" .
  printf '{"architecture":"%s","os":"linux","config":{"User":"%s:%s","Entrypoint":%s,"Cmd":%s,"Env":["PATH=/usr/bin"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    "$(architecture)" "$uid" "$uid" "$entry" "$arguments" "$(sha256sum "$WORK/layer.tar" | cut -d' ' -f1)" > "$WORK/config.json"
  printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]' "$name" > "$WORK/manifest.json"
  tar -C "$WORK" -cf "$OUT/$archive.tar" config.json manifest.json layer.tar
  echo "$stamp" > "$OUT/$archive.stamp"
  rm -rf "$root"
  echo "image $name: $(du -h "$OUT/$archive.tar" | cut -f1)"
}

# The loader and what it would load, at the paths where it looks.
link_libraries() { # program or library, root
  local path
  for path in $( (ldd "$1" 2>/dev/null || true) | grep -oE '/[^ ]+'); do
    mkdir -p "$2$(dirname "$path")"
    [ -e "$2$path" ] || cp -L "$path" "$2$path"
  done
}

fingerprint() {
  local pair
  { cat "$ROOT/test/images/build.sh"
    for pair in "$@"; do find "${pair%%:*}" -type f -print0 | sort -z | xargs -0 sha256sum; done; } | sha256sum | cut -d' ' -f1
}

architecture() { case $(uname -m) in aarch64|arm64) echo arm64 ;; *) echo amd64 ;; esac; }

main "$@"
