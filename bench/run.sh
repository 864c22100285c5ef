#!/usr/bin/env bash
# Measures this sidecar (ahead of time, all stages on, its bundle from the real operator) beside a direct call, nginx proxy_pass, a bare
# YARP forwarder and Portkey's gateway, in interleaved rounds of one run on one machine. With 10 connections the proxy is pinned to the last
# processor and the rest to the first; latencies of one connection, streams and memory are measured unpinned. Writes
# bench/results/latest.{json,md}. About eight minutes; BENCH_QUICK=1 about two, with more scatter.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eng/line.sh
source bench/tools.sh
source bench/toolcalls.sh

quick=${BENCH_QUICK:-0}
[ "$quick" = 1 ] && rounds=2 seconds=1 streams=4 calls=20000 slow_calls=1000 || { rounds=5 seconds=2 streams=8 calls=100000 slow_calls=5000; }
rounds=${BENCH_ROUNDS:-$rounds}
load_before=$(cut -d' ' -f1 /proc/loadavg)
subjects=(direct nginx yarp sidecar portkey)
[ -z "${BENCH_SUBJECTS:-}" ] || read -r -a subjects <<<"$BENCH_SUBJECTS"
results=${BENCH_RESULTS:-bench/results}
processors=$(nproc)
load_cpu=0 proxy_cpu=$((processors - 1))
rows=$line_dir/rows.tsv
load_at=0-$proxy_cpu
load() { taskset -c $load_at dotnet artifacts/bin/Load/release/AiGateway.Load.dll "$@"; }
has() { [[ " ${subjects[*]} " == *" $1 "* ]]; }
row() { local IFS=$'\t'; echo "$*" >>"$rows"; } # subject scenario connections calls/s p50 p99 first rss ready

drop() { local kept=() subject; for subject in "${subjects[@]}"; do [ "$subject" = "$1" ] || kept+=("$subject"); done; subjects=("${kept[@]}"); }

build() {
  echo "building: load tool, operator, and ahead of time the sidecar, the fake provider and tool server, and the bare forwarder"
  line_build bench/load
  line_build operator
  eng/publish.sh sidecar fakeprovider fakemcpserver yarp
  framework=$(cut -d' ' -f2 artifacts/aot/sidecar.inputs)
  wrk=$(bench_debian wrk wrk libluajit-5.1-2 libluajit-5.1-common) || { echo "no wrk: put it on PATH, or run on Debian" >&2; exit 1; }
  nginx=$(bench_debian nginx nginx nginx-light) || { echo "no nginx: put it on PATH, or run on Debian" >&2; exit 1; }
  libraries=$(bench_libraries)
  ! has portkey || portkey=$(bench_portkey) || { echo "!!!! SKIPPED: portkey; npm could not install it" >&2; drop portkey; }
}

# The upstreams: nginx with a canned answer, and the fake provider for streams.
start_upstreams() {
  upstream_port=$(line_free_port) stream_port=$(line_free_port)
  local answer='{"id":"chatcmpl-bench","object":"chat.completion","created":1780000000,"model":"bench","choices":[{"index":0,"message":{"role":"assistant","content":"The function opens the file, reads each line, and hands it to the callback together with its number; it returns how many there were.","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":210,"completion_tokens":31,"total_tokens":241},"system_fingerprint":"fp_bench"}'
  local message='{"id":"msg_bench","type":"message","role":"assistant","model":"claude-upstream","content":[{"type":"text","text":"The function opens the file, reads each line, and hands it to the callback together with its number; it returns how many there were."}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":210,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":31,"service_tier":"standard"}}'
  mkdir -p "$line_dir/upstream"
  cat >"$line_dir/upstream/nginx.conf" <<CONF
user root; daemon off; worker_processes 1; pid $line_dir/upstream/pid; error_log $line_dir/upstream/error.log crit;
events { worker_connections 512; }
http {
  access_log off; $(nginx_folders "$line_dir/upstream") client_max_body_size 8m; client_body_buffer_size 1m; keepalive_requests 100000000;
  server { listen 127.0.0.1:$upstream_port; default_type application/json; location / { return 200 '$answer'; } location = /v1/messages { return 200 '$message'; } }
}
CONF
  line_start upstream "$nginx" -c "$line_dir/upstream/nginx.conf" -p "$line_dir/upstream" -e "$line_dir/upstream/error.log"
  upstream_pids=("$line_pid")
  line_start fake env FAKE_LISTEN=127.0.0.1:$stream_port FAKE_REMEMBER=0 artifacts/aot/fakeprovider/AiGateway.FakeProvider
  upstream_pids+=("$line_pid")
  line_wait 10 "the canned upstream" line_ok "$upstream_port" /v1/models
  line_wait 10 "the streaming upstream" line_ok "$stream_port" /v1/models
  load body bench 1024 >"$line_dir/1k.json"
  load body bench 102400 >"$line_dir/100k.json"
  load body bench 204800 >"$line_dir/200k.json"
  load body stamp-200-2 1024 '"stream":true' >"$line_dir/stream.json"
  translated_bodies
  start_tool_server
}

# Translated: the agent speaks one dialect, the upstream the other; direct is the upstream's own.
translated_bodies() {
  local size bytes
  for size in 1k 100k; do
    [ $size = 1k ] && bytes=1024 || bytes=102400
    cp "$line_dir/$size.json" "$line_dir/anthropic-to-openai-$size-direct.json"
    load body bench $bytes '"max_tokens":1000' >"$line_dir/anthropic-to-openai-$size-sidecar.json"
    load body claude-upstream $bytes '"max_tokens":1000' >"$line_dir/openai-to-anthropic-$size-direct.json"
    load body bench-claude $bytes >"$line_dir/openai-to-anthropic-$size-sidecar.json"
  done
  cp "$line_dir/stream.json" "$line_dir/anthropic-to-openai-stream-direct.json"
  load body stamp-200-2 1024 '"max_tokens":1000' '"stream":true' >"$line_dir/anthropic-to-openai-stream-sidecar.json"
  cp "$line_dir/anthropic-to-openai-stream-sidecar.json" "$line_dir/openai-to-anthropic-stream-direct.json"
  load body bench-stamp-claude 1024 '"stream":true' >"$line_dir/openai-to-anthropic-stream-sidecar.json"
}

translated_url() { # <direct|sidecar> <way> <json|stream>
  local at=$upstream_port
  [ "$3" = json ] || at=$stream_port
  case $1-$2 in
    direct-anthropic-to-openai) echo "http://127.0.0.1:$at/v1/chat/completions" ;;
    direct-openai-to-anthropic) echo "http://127.0.0.1:$at/v1/messages" ;;
    sidecar-anthropic-to-openai) echo "http://127.0.0.1:${port[sidecar/free]}/anthropic/v1/messages" ;;
    sidecar-openai-to-anthropic) echo "http://127.0.0.1:${port[sidecar/free]}/openai/v1/chat/completions" ;;
  esac
}

manifests() {
  mkdir -p "$line_dir/manifests"
  sed "s/UPSTREAM_PORT/$upstream_port/; s/STREAM_PORT/$stream_port/" bench/manifests.yaml >"$line_dir/manifests/bench.yaml"
  tool_manifest ""
}

# A place is `free` (all processors) or `pinned` (the proxy alone on the last one). One instance of each subject runs in each place.
declare -A port stream_of

url_of() { # <subject> <place> <json|stream>
  local at
  case $1-$3 in
    direct-json) at=$upstream_port ;;
    direct-stream) at=$stream_port ;;
    nginx-stream | yarp-stream) at=${stream_of[$1/$2]} ;;
    *) at=${port[$1/$2]} ;;
  esac
  [ "$1" = sidecar ] && echo "http://127.0.0.1:$at/openai/v1/chat/completions" || echo "http://127.0.0.1:$at/v1/chat/completions"
}

# What a subject needs beside the body; ~ stands for a blank (LoadRequest and wrk.lua turn it back).
headers_of() { # <subject> <json|stream>
  local upstream=$upstream_port
  [ "$2" = json ] || upstream=$stream_port
  echo -n 'authorization=Bearer~agent anthropic-version=2023-06-01'
  [ "$1" != portkey ] || echo -n " x-portkey-provider=openai x-portkey-custom-host=http://127.0.0.1:$upstream/v1"
}

# start_subject <subject> <place>: sets started_pid, listen_ms and ready_ms.
start_subject() {
  local subject=$1 place=$2 out at ready command=()
  [ "$place" = free ] || command=(taskset -c $proxy_cpu)
  at=$(line_free_port) ready=http://127.0.0.1:$at/v1/models
  case $subject in
    nginx)
      stream_of[$subject/$place]=$(line_free_port)
      nginx_conf "$line_dir/nginx-$place" "$at" "${stream_of[$subject/$place]}"
      command+=("$nginx" -c "$line_dir/nginx-$place/nginx.conf" -p "$line_dir/nginx-$place" -e "$line_dir/nginx-$place/error.log") ;;
    yarp) command+=(artifacts/aot/yarp/AiGateway.YarpBaseline 127.0.0.1:$at http://127.0.0.1:$upstream_port) ;;
    sidecar)
      line_sidecar_env bench "agent-$place"
      at=$sidecar_port ready=http://127.0.0.1:$sidecar_health_port/readyz
      command+=(env "${sidecar_env[@]}" artifacts/aot/sidecar/AiGateway.Sidecar) ;;
    portkey)
      ready=http://127.0.0.1:$at/
      command+=(env NODE_ENV=production node "$portkey" --headless --port=$at) ;;
  esac
  port[$subject/$place]=$at
  out=$(load start 127.0.0.1:$at "$ready" "$line_dir/$subject.log" "${command[@]}") || {
    echo "$subject did not start" >&2; tail -n 20 "$line_dir/$subject.log" >&2; return 1; }
  read -r started_pid listen_ms ready_ms <<<"$out"
  line_pids+=("$started_pid")
}

# The bare forwarder knows one upstream: a second one for streams.
start_stream_forwarder() {
  stream_of[yarp/free]=$(line_free_port)
  line_start yarp-stream artifacts/aot/yarp/AiGateway.YarpBaseline 127.0.0.1:${stream_of[yarp/free]} http://127.0.0.1:$stream_port
  line_wait 10 "the second forwarder" line_ok "${stream_of[yarp/free]}" /v1/models
}

# One worker, keep-alive to the upstream, buffering off for events: what a careful user would write.
nginx_conf() { # <folder> <port> <stream port>
  mkdir -p "$1"
  cat >"$1/nginx.conf" <<CONF
user root; daemon off; worker_processes 1; pid $1/pid; error_log $1/error.log crit;
events { worker_connections 512; }
http {
  access_log off; $(nginx_folders "$1")
  client_max_body_size 8m; client_body_buffer_size 1m; keepalive_requests 100000000;
  upstream json { server 127.0.0.1:$upstream_port; keepalive 64; keepalive_requests 100000000; }
  upstream stream { server 127.0.0.1:$stream_port; keepalive 64; keepalive_requests 100000000; }
  server { listen 127.0.0.1:$2; location / { proxy_pass http://json; proxy_http_version 1.1; proxy_set_header Connection ""; } }
  server { listen 127.0.0.1:$3; location / { proxy_pass http://stream; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_buffering off; } }
}
CONF
}

# Where the load and the upstreams run: on all processors, or on the first alone.
place_load() { # <free|pinned>
  local pid
  [ "$1" = pinned ] && load_at=$load_cpu || load_at=0-$proxy_cpu
  for pid in "${upstream_pids[@]}" $(for pid in "${upstream_pids[@]}"; do cat "/proc/$pid/task/"*/children; done); do taskset -acp $load_at "$pid" >/dev/null; done
}

# A fresh process each: start, memory idle, after many small calls, after large bodies; three starts for the times.
footprint() { # <subject>
  local subject=$1 count=$calls
  [ "$subject" != portkey ] || count=$slow_calls
  for _ in 1 2; do
    start_subject "$subject" free
    row "$subject" listening 0 - - - - - "$listen_ms"
    row "$subject" idle 0 - - - - - "$ready_ms"
    stop "$started_pid"
  done
  start_subject "$subject" free
  sleep 12 # idle is what is left when the start's garbage is gone
  row "$subject" listening 0 - - - - - "$listen_ms"
  row "$subject" idle 0 - - - - "$(rss_of "$started_pid")" "$ready_ms"
  load_calls "$subject" "$line_dir/1k.json" $count
  row "$subject" idle-after-calls 50 - - - - "$(rss_of "$started_pid")" -
  load_calls "$subject" "$line_dir/200k.json" $((count / 20))
  row "$subject" idle-after-bodies 50 - - - - "$(rss_of "$started_pid")" -
  stop "$started_pid"
}

load_calls() { # <subject> <body> <count>
  local headers; read -r -a headers <<<"$(headers_of "$1" json)"
  load calls "$(url_of "$1" free json)" "$2" 50 "$3" "${headers[@]}" >"$line_dir/calls.out" || {
    echo "$1: calls failed: $(cat "$line_dir/calls.out") (calls/s, p50, p99, failed)" >&2; return 1; }
}

json_round() { # <subject> <place> <scenario> <body> <connections>
  json_row "$1" "$3" "$4" "$5" "$(url_of "$1" "$2" json)"
}

json_row() { # <subject> <scenario> <body> <connections> <url> [headers]
  local out rate p50 p99 failed
  out=$(LD_LIBRARY_PATH=$libraries BENCH_BODY=$3 BENCH_HEADERS=${6:-$(headers_of "$1" json)} taskset -c $load_at \
    "$wrk" -t1 -c"$4" -d${seconds}s -s bench/wrk.lua "$5" | tail -n 1)
  read -r rate p50 p99 failed <<<"$out"
  [ "$failed" = 0 ] || { echo "$1 $2: $failed calls failed" >&2; return 1; }
  row "$1" "$2" "$4" "$rate" "$p50" "$p99" - - -
}

stream_round() { # <subject>
  stream_row "$1" stream "$line_dir/stream.json" "$(url_of "$1" free stream)"
}

stream_row() { # <subject> <scenario> <body> <url>
  local headers out first p50 p99 events
  read -r -a headers <<<"$(headers_of "$1" stream)"
  out=$(load stream "$4" "$3" $streams "${headers[@]}") || { echo "$1: $2 failed" >&2; return 1; }
  read -r first p50 p99 events <<<"$out"
  [ "$events" = 200 ] || { echo "$1 $2: $events events of 200" >&2; return 1; }
  row "$1" "$2" 1 - "$p50" "$p99" "$first" - -
}

translated_round() {
  local way size subject
  for way in anthropic-to-openai openai-to-anthropic; do
    for size in 1k 100k; do
      for subject in direct sidecar; do json_row $subject $way-$size "$line_dir/$way-$size-$subject.json" 1 "$(translated_url $subject $way json)"; done
    done
    for subject in direct sidecar; do stream_row $subject $way-stream "$line_dir/$way-stream-$subject.json" "$(translated_url $subject $way stream)"; done
  done
}

machine() {
  local cpu; cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
  cat <<TEXT
$(date -u +%Y-%m-%d). $cpu, $processors processors, kernel $(uname -r), $(. /etc/os-release; echo "$PRETTY_NAME").
10 connections: the proxy alone on processor $proxy_cpu, wrk and the upstream on processor $load_cpu. All else: free to use every processor.
$rounds interleaved rounds, medians; wrk $seconds s a figure, $streams streams of 200 events 2 ms apart a round.
Request 1 KB (json100k: 100 KB), answer 0.6 KB, plain HTTP on the loopback.
Tool calls: a 0.4 KB call, a 0.4 KB answer. 100 streams: held and quiet for 12 s; then $stream_calls calls at 50 connections beside them.
After calls: $calls calls at 50 connections (portkey: $slow_calls); after bodies: a twentieth of that with 200 KB each.
Sidecar and forwarder ahead of time for $framework; $("$nginx" -v 2>&1 | sed 's/.*: //'), 1 worker; node $(node --version 2>/dev/null || echo "-"), @portkey-ai/gateway 1.15.2; .NET SDK $(dotnet --version).
Load average when it began and ended: $load_before, $(cut -d' ' -f1 /proc/loadavg).
TEXT
}

build
start_upstreams
manifests
! has sidecar || line_operator "$line_dir/manifests"
proxies=()
for subject in "${subjects[@]}"; do [ "$subject" = direct ] || proxies+=("$subject"); done
for subject in "${proxies[@]}"; do echo "footprint: $subject"; footprint "$subject"; done
! has sidecar || { echo "footprint: open streams"; open_streams; }
for subject in "${proxies[@]}"; do
  start_subject "$subject" free
  start_subject "$subject" pinned
done
! has yarp || start_stream_forwarder
! has sidecar || approve_tools
for round in $(seq $rounds); do
  echo "round $round of $rounds"
  place_load free
  for subject in "${subjects[@]}"; do json_round "$subject" free json "$line_dir/1k.json" 1; done
  for subject in "${subjects[@]}"; do json_round "$subject" free json100k "$line_dir/100k.json" 1; done
  for subject in "${subjects[@]}"; do stream_round "$subject"; done
  ! has direct || ! has sidecar || { translated_round; tool_round; }
  place_load pinned
  for subject in "${subjects[@]}"; do json_round "$subject" pinned json "$line_dir/1k.json" 10; done
done
machine >"$line_dir/machine.txt"
load report "$rows" "$line_dir/machine.txt" "$results"
