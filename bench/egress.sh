#!/usr/bin/env bash
# Measures the redirect: pods are network namespaces joined to one outside, agents in them run as a user of no right, and their connections go
# out directly, through nginx's stream proxy or through this sidecar (ahead of time, its rules from the real operator), both put in their way by
# the product's own rules. Interleaved rounds of one run. Writes bench/results/egress.{json,md}. Wants root. About six minutes; BENCH_QUICK=1
# about two, with more scatter.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ "$(id -u)" = 0 ] || { echo "!!!! SKIPPED: the redirect; network namespaces want root" >&2; exit 0; }
source eng/line.sh
source bench/tools.sh
source bench/pods.sh
trap 'pods_end; line_end' EXIT

quick=${BENCH_QUICK:-0}
[ "$quick" = 1 ] && rounds=2 seconds=1 bytes=500000000 connects=1000 || { rounds=5 seconds=2 bytes=2000000000 connects=2000; }
rounds=${BENCH_ROUNDS:-$rounds}
results=${BENCH_RESULTS:-bench/results}
rows=$line_dir/rows.tsv
load_before=$(cut -d' ' -f1 /proc/loadavg)
row() { local IFS=$'\t'; echo "$*" >>"$rows"; } # subject scenario connections calls/s p50 p99 first rss ready MB/s proxy-cpu

build() {
  echo "building: load tool, operator, and ahead of time the sidecar"
  line_build bench/load
  line_build operator
  eng/publish.sh sidecar
  framework=$(cut -d' ' -f2 artifacts/aot/sidecar.inputs)
  wrk=$(bench_debian wrk wrk libluajit-5.1-2 libluajit-5.1-common) || { echo "no wrk: put it on PATH, or run on Debian" >&2; exit 1; }
  nginx=$(bench_debian nginx nginx nginx-light) || { echo "no nginx: put it on PATH, or run on Debian" >&2; exit 1; }
  stream_module=$(bench_stream_module) || { echo "no stream module of nginx: install it, or run on Debian" >&2; exit 1; }
  libraries=$(bench_libraries)
  pods_program # Where the users of the pods may run it, whatever folder this checkout is in.
}

# Outside: a server of plain TCP, and nginx with a canned answer over HTTP and TLS.
start_outside() {
  local answer='{"id":"chatcmpl-bench","object":"chat.completion","created":1780000000,"model":"bench","choices":[{"index":0,"message":{"role":"assistant","content":"The function opens the file, reads each line, and hands it to the callback together with its number; it returns how many there were.","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":210,"completion_tokens":31,"total_tokens":241},"system_fingerprint":"fp_bench"}'
  local at=$line_dir/outside
  mkdir -p "$at"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=names.bench.example -keyout "$at/key.pem" -out "$at/cert.pem" 2>/dev/null
  cat >"$at/nginx.conf" <<CONF
user root; daemon off; worker_processes 1; pid $at/pid; error_log $at/error.log crit;
events { worker_connections 512; }
http {
  access_log off; $(nginx_folders "$at") client_max_body_size 8m; client_body_buffer_size 1m; keepalive_requests 100000000; default_type application/json;
  ssl_certificate $at/cert.pem; ssl_certificate_key $at/key.pem;
  server { listen 203.0.113.10:8080; location / { return 200 '$answer'; } }
  server { listen 203.0.113.20:443 ssl; location / { return 200 '$answer'; } }
}
CONF
  pod_start outside outside 0 "$program/nginx" -c "$at/nginx.conf" -p "$at" -e "$at/error.log"
  pod_start tcp outside 0 dotnet "$program/load/AiGateway.Load.dll" tcp-serve 203.0.113.10:7000
  agent_load direct body bench 1024 >"$program/1k.json"
  chmod a+r "$program/1k.json"
  line_wait 10 "the server of plain TCP" reaches direct
  line_wait 10 "the canned answer" agent_load direct call http://203.0.113.10:8080/v1/models "$program/1k.json"
}


reaches() { agent_load "$1" tcp-connections "$target" 1 1; }
declare -A proxy_pid

# nginx in the sidecar's place, as a careful user would write it: one upstream for all, or the one that the name in the first bytes stands for.
start_nginx() { # <pod> <directives of the server>
  local at=$line_dir/$1
  mkdir -p "$at"
  cat >"$at/nginx.conf" <<CONF
load_module $program/ngx_stream_module.so; daemon off; worker_processes 1; pid $at/pid; error_log $at/error.log crit;
events { worker_connections 2048; }
stream {
  map \$ssl_preread_server_name \$named { names.bench.example 203.0.113.20:443; }
  server { listen 127.0.0.1:15081 backlog=512; $2 }
}
CONF
  chown -R 15080 "$at"
  pod_redirect "$1" 2>>"$line_dir/redirect.log"
  pod_start "$1" "$1" 15080 "$program/nginx" -c "$at/nginx.conf" -p "$at" -e "$at/error.log"
  proxy_pid[$1]=$line_pid
}

start_operator() {
  mkdir -p "$line_dir/manifests" "$line_dir/operator"
  cp bench/egress.yaml "$line_dir/manifests/"
  line_start operator env AIGATEWAY_FOLDER="$line_dir/manifests" AIGATEWAY_STATE_DIR="$line_dir/operator" AIGATEWAY_STREAM_PORT=8443 \
    AIGATEWAY_WEBHOOK_PORT=8444 AIGATEWAY_HEALTH_PORT=8445 \
    ip netns exec "${netns[sidecar]}" dotnet artifacts/bin/Operator/release/AiGateway.Operator.dll
  line_wait 30 "the operator" pod_ok sidecar 8445 /readyz
}

start_sidecar() {
  local at=$line_dir/sidecar
  mkdir -p "$at/state" "$at/trust" "$at/mcp" "$at/proof"
  cp "$line_dir/operator/tokens/bench_agent" "$at/token"
  cp "$line_dir/operator/ca.crt" "$at/ca.crt"
  chown -R 15080 "$at"
  chown 15081 "$at/proof"
  pod_redirect sidecar 2>>"$line_dir/redirect.log"
  pod_run sidecar 15081 "$program/AiGateway.Sidecar" prove --resolv-conf "$program/resolv.conf" "$at/proof/proof.json" 2>>"$line_dir/redirect.log"
  pod_start sidecar sidecar 15080 env AIGATEWAY_OPERATOR_URL=https://127.0.0.1:8443 AIGATEWAY_TOKEN_FILE="$at/token" AIGATEWAY_ROOTS_FILE="$at/ca.crt" \
    AIGATEWAY_STATE_DIR="$at/state" AIGATEWAY_MCP_DIR="$at/mcp" AIGATEWAY_TRUST_DIR="$at/trust" AIGATEWAY_TRANSPARENT_PORT=15081 \
    AIGATEWAY_DNS_PORT=15084 AIGATEWAY_PROOF_FILE="$at/proof/proof.json" "$program/AiGateway.Sidecar"
  proxy_pid[sidecar]=$line_pid
  line_wait 30 "the sidecar" pod_ok sidecar 15082 /readyz
}

# The processor's time that a proxy and its children took so far, in milliseconds.
cpu_of() { # <pod>
  local pid total=0 spent
  [ -n "${proxy_pid[$1]:-}" ] || { echo 0; return; }
  for pid in "${proxy_pid[$1]}" $(cat "/proc/${proxy_pid[$1]}/task/"*/children 2>/dev/null); do
    spent=$(awk '{ print ($14 + $15) * 10 }' "/proc/$pid/stat")
    total=$((total + spent))
  done
  echo "$total"
}

each() { # <pod> <milliseconds before> <how many> <scale>: of the proxy's processor for each; - without a proxy
  [ -n "${proxy_pid[$1]:-}" ] && awk -v spent="$(($(cpu_of "$1") - $2))" -v count="$3" -v scale="$4" 'BEGIN { printf "%.1f", spent * scale / count }' || echo -
}

calls_of() { [ "$1" = connect ] && echo $connects || echo $(($2 * seconds)); }

tcp_round() { # <subject> <scenario> <connections> <load's words...>: calls/s, p50 and p99
  local subject=$1 scenario=$2 connections=$3 before out rate p50 p99; shift 3
  before=$(cpu_of "$subject")
  out=$(agent_load "$subject" "$@") || { echo "$subject: $scenario failed" >&2; return 1; }
  read -r rate p50 p99 <<<"$out"
  row "$subject" "$scenario" "$connections" "$rate" "$p50" "$p99" - - - - "$(each "$subject" "$before" "$(calls_of "$scenario" "$rate")" 1000)"
}

move_round() { # <subject> <down|up> <connections>
  local before out up=0 down=0
  [ "$2" = up ] && up=$bytes || down=$bytes
  before=$(cpu_of "$1")
  out=$(agent_load "$1" tcp-move "$target" "$3" $up $down) || { echo "$1: $2 failed" >&2; return 1; }
  row "$1" "$2" "$3" - - - - - - "$out" "$(each "$1" "$before" $bytes 1000000000)"
}

wrk_round() { # <subject> <scenario> <connections> <pod> <url> [more headers]
  local out rate p50 p99 failed before
  before=$(cpu_of "$4")
  out=$(LD_LIBRARY_PATH=$program/libraries BENCH_BODY=$program/1k.json BENCH_HEADERS="authorization=Bearer~agent ${6:-}" \
    agent "$4" "$program/wrk" -t1 -c"$3" -d${seconds}s -s "$program/wrk.lua" "$5" | tail -n 1)
  read -r rate p50 p99 failed <<<"$out"
  [ "$failed" = 0 ] || { echo "$1 $2: $failed calls failed" >&2; return 1; }
  row "$1" "$2" "$3" "$rate" "$p50" "$p99" - - - - "$(each "$4" "$before" $((rate * seconds)) 1000)"
}

# A fresh process each: idle, with quiet tunnels, after bytes, and when it has rested.
memory() { # <subject>
  local subject=$1 up=$bytes holder
  sleep 12 # idle is what is left when the start's garbage is gone
  memory_row idle 0
  pod_start "hold-$subject" "$subject" 1000 dotnet "$program/load/AiGateway.Load.dll" tcp-hold "$target" 200
  holder=$line_pid
  line_wait 20 "200 tunnels" grep -q 200 "$line_dir/hold-$subject.out"
  sleep 12
  memory_row open-tunnels 200
  stop "$holder"
  agent_load "$subject" tcp-move "$target" 8 "$up" 0 >/dev/null
  agent_load "$subject" tcp-move "$target" 8 0 "$bytes" >/dev/null
  memory_row after-bytes 8
  sleep 12
  memory_row after-bytes-rest 8
}

memory_row() { row "$subject" "$1" "$2" - - - - "$(rss_of "${proxy_pid[$subject]}")" -; }

machine() {
  local cpu; cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
  cat <<TEXT
$(date -u +%Y-%m-%d). $cpu, $(nproc) processors, kernel $(uname -r), $(. /etc/os-release; echo "$PRETTY_NAME").
Pods are network namespaces, joined by veth to one that stands for the outside; the agent is a user of no right; all is free to use every processor.
nginx and the sidecar are put in the way by the same rules, those of \`redirect\`; direct has none. nginx $("$nginx" -v 2>&1 | sed 's/.*: nginx.//'), 1 worker.
$rounds interleaved rounds, medians; $seconds s a figure of requests, $((bytes / 1000000)) MB a figure of bytes, $connects connections a figure of those.
request: 1 KB and 1 KB back over a kept connection, by a rule on addresses; request-tls: HTTPS, 1 KB and 0.7 KB back, by a rule on a name.
connect: a connection, a request on it and the server's end, 8 at a time; connect-tls: a TLS connection for each of 4 clients' requests.
intercepted: 1 KB chat completion to https://api.openai.com with TLS that ends in the sidecar; api: the same at 15080, without TLS.
Memory after bytes: $((bytes / 1000000)) MB each way over 8 tunnels.
Sidecar ahead of time for $framework; .NET SDK $(dotnet --version). Load average when it began and ended: $load_before, $(cut -d' ' -f1 /proc/loadavg).
TEXT
}

target=203.0.113.10:7000
build
pods_start
start_outside
start_operator
start_sidecar
start_nginx nginx "proxy_buffer_size 64k; proxy_pass $target;"
start_nginx nginx-name 'ssl_preread on; proxy_buffer_size 64k; proxy_pass $named;'
for subject in nginx sidecar; do line_wait 10 "$subject" reaches $subject; done
for subject in nginx sidecar; do echo "memory: $subject"; memory $subject; done
pod_of() { [ "$1" = nginx ] && echo nginx-name || echo "$1"; } # that looks for a name
for round in $(seq $rounds); do
  echo "round $round of $rounds"
  for subject in direct nginx sidecar; do tcp_round $subject request 1 tcp-requests "$target" $seconds; done
  for subject in direct nginx sidecar; do wrk_round $subject request-tls 1 "$(pod_of $subject)" https://names.bench.example/; done
  for subject in direct nginx sidecar; do tcp_round $subject connect 8 tcp-connections "$target" 8 $connects; done
  for subject in direct nginx sidecar; do wrk_round $subject connect-tls 4 "$(pod_of $subject)" https://names.bench.example/ connection=close; done
  for way in down up; do
    for count in 1 8; do
      for subject in direct nginx sidecar; do move_round $subject $way $count; done
    done
  done
  wrk_round api intercepted 1 sidecar http://127.0.0.1:15080/openai/v1/chat/completions
  wrk_round intercepted intercepted 1 sidecar https://api.openai.com/v1/chat/completions
done
machine >"$line_dir/machine.txt"
dotnet artifacts/bin/Load/release/AiGateway.Load.dll egress-report "$rows" "$line_dir/machine.txt" "$results"
