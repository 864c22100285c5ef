# Sourced by demo.sh and bench/run.sh: starts the real line on this machine (operator over a folder, sidecar, fake provider) on free
# ports, and ends exactly what it started.
line_pids=()
line_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
line_dir=$(mktemp -d "${TMPDIR:-/tmp}/aigateway.XXXXXX")

line_end() {
  local pid
  for pid in "${line_pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${line_pids[@]}"; do line_gone "$pid" || kill -9 "$pid" 2>/dev/null || true; done
  rm -rf "$line_dir"
}
trap line_end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Waits up to five seconds for a process to end.
line_gone() {
  local i
  for i in $(seq 50); do kill -0 "$1" 2>/dev/null || return 0; sleep 0.1; done
  return 1
}

line_free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000)) # below the ports that the kernel hands out
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# line_ok <port> <path>: whether a GET on the loopback answers 200.
line_ok() {
  local status
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$2" >&3
  read -r -t 5 _ status _ <&3
  exec 3>&-
  [ "$status" = 200 ]
}

# line_wait <seconds> <what> <command...>: until the command succeeds; the log's tail and failure where it does not.
line_wait() {
  local bound=$1 what=$2 i; shift 2
  for i in $(seq $((bound * 20))); do "$@" >/dev/null 2>&1 && return 0; sleep 0.05; done
  echo "gave up after $bound s waiting for $what" >&2
  tail -n 15 "$line_dir"/*.log >&2 2>/dev/null || true
  return 1
}

# line_build <project>: Release; says nothing where it goes well.
line_build() {
  dotnet build "$line_root/$1" -c Release -v q --nologo >"$line_dir/build.out" 2>&1 || { cat "$line_dir/build.out" >&2; return 1; }
}

# line_start <name> <command...>: in the background, output to <name>.out (stdout) and <name>.log (stderr); sets line_pid.
line_start() {
  local name=$1; shift
  "$@" </dev/null >"$line_dir/$name.out" 2>"$line_dir/$name.log" &
  line_pid=$!
  disown "$line_pid" # its end is ours to report, not the shell's
  line_pids+=("$line_pid")
}

# line_operator <folder> [prefix...]: sets operator_url and line_state; waits until it is ready.
line_operator() {
  local folder=$1 health; shift
  local stream; stream=$(line_free_port); health=$(line_free_port)
  line_state=$line_dir/operator
  mkdir -p "$line_state"
  line_start operator env AIGATEWAY_FOLDER="$folder" AIGATEWAY_STATE_DIR="$line_state" AIGATEWAY_STREAM_PORT="$stream" \
    AIGATEWAY_WEBHOOK_PORT="$(line_free_port)" AIGATEWAY_HEALTH_PORT="$health" \
    "$@" dotnet "$line_root/artifacts/bin/Operator/release/AiGateway.Operator.dll"
  operator_url=https://127.0.0.1:$stream
  operator_pid=$line_pid
  line_wait 30 "the operator" line_ok "$health" /readyz
}

# line_sidecar_env <namespace> <pod>: sets sidecar_env, sidecar_api (its OpenAI base URL), sidecar_mcp (the agent's mcp.json) and sidecar_health_port.
line_sidecar_env() {
  local api health metrics; api=$(line_free_port); health=$(line_free_port); metrics=$(line_free_port)
  sidecar_port=$api
  sidecar_api=http://127.0.0.1:$api/openai/v1
  sidecar_health_port=$health
  sidecar_mcp=$line_dir/mcp-$2-$api/mcp.json
  mkdir -p "$line_dir/state-$2-$api" "${sidecar_mcp%/*}"
  sidecar_env=(
    AIGATEWAY_OPERATOR_URL="$operator_url" AIGATEWAY_TOKEN_FILE="$line_state/tokens/$1_$2" AIGATEWAY_ROOTS_FILE="$line_state/ca.crt"
    AIGATEWAY_STATE_DIR="$line_dir/state-$2-$api" AIGATEWAY_LISTEN_API="127.0.0.1:$api" AIGATEWAY_LISTEN_HEALTH="127.0.0.1:$health"
    AIGATEWAY_LISTEN_METRICS="127.0.0.1:$metrics" AIGATEWAY_MCP_DIR="${sidecar_mcp%/*}")
}
