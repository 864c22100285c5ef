# Sourced by run.sh: calls of tools, under ten allowed tools, a condition and pins that block, and streams of a tool server that stay open.
tool_headers='accept=application/json,~text/event-stream authorization=Bearer~agent mcp-protocol-version=2026-07-28'
stream_calls=20000

start_tool_server() {
  tool_port=$(line_free_port)
  line_start tools env FAKE_LISTEN=127.0.0.1:$tool_port FAKE_REMEMBER=0 artifacts/aot/fakemcpserver/AiGateway.FakeMcpServer
  upstream_pids+=("$line_pid")
  line_wait 10 "the tool server" line_ok "$tool_port" /_health
  load tool tools/list '' >"$line_dir/tool-list.json"
  load tool tools/call '"name":"search_orders","arguments":{"query":"Ada","limit":3}' >"$line_dir/tool-call.json"
  load tool tools/call '"name":"send_email","arguments":{"to":"ada@shop.example","body":"It is on its way."}' >"$line_dir/tool-call-when.json"
  load tool subscriptions/listen '"notifications":{"toolsListChanged":true}' >"$line_dir/tool-listen.json"
}

# tool_manifest <approvals>: replaced in one step, as the operator reads it.
tool_manifest() {
  sed "s/TOOL_PORT/$tool_port/; s|APPROVED|$1|" bench/toolcalls.yaml >"$line_dir/toolcalls.new"
  mv "$line_dir/toolcalls.new" "$line_dir/manifests/toolcalls.yaml"
}

tool_url() { # <direct|sidecar>
  [ "$1" = direct ] && echo "http://127.0.0.1:$tool_port/mcp" || echo "http://127.0.0.1:${port[sidecar/free]}/mcp/shop"
}

tool_headers_of() { # <scenario>
  case $1 in
    tool-call) echo "$tool_headers mcp-method=tools/call mcp-name=search_orders" ;;
    tool-call-when) echo "$tool_headers mcp-method=tools/call mcp-name=send_email" ;;
    tool-list) echo "$tool_headers mcp-method=tools/list" ;;
    tool-listen) echo "$tool_headers mcp-method=subscriptions/listen" ;;
  esac
}

# tool_says <direct|sidecar> <scenario> <text>: whether the answer holds the text. A refusal is a 200 as well.
tool_says() {
  local headers; read -r -a headers <<<"$(tool_headers_of "$2")"
  load call "$(tool_url "$1")" "$line_dir/$2.json" "${headers[@]}" | grep -q "$3"
}

tool_lines() { grep -o '"[^" ]*@sha256:[0-9a-f]\{64\}"' "$line_state/status.json" | sort -u | paste -sd,; }
tools_told() { [ -n "$(tool_lines)" ]; }

# The pins are those of the server: one list through the sidecar tells them to the operator, whose status is pasted back, as a user would.
approve_tools() {
  tool_says sidecar tool-list '"tools"'
  line_wait 20 "the definitions in the status" tools_told
  tool_says sidecar tool-call tool_not_approved || { echo "the tool was called before it was approved" >&2; return 1; }
  tool_manifest "$(tool_lines)"
  line_wait 10 "the approved tool" tool_says sidecar tool-call A-1001
  line_wait 10 "the tool under a condition" tool_says sidecar tool-call-when '"sent"'
}

tool_round() {
  local scenario subject
  for scenario in tool-call tool-call-when; do
    for subject in direct sidecar; do
      json_row $subject $scenario "$line_dir/$scenario.json" 1 "$(tool_url $subject)" "$(tool_headers_of $scenario)"
    done
  done
}

streams_are() { load_get "$tool_port" /_seen | grep -q "\"openStreams\":$1[,}]"; }

load_get() { # <port> <path>
  exec 3<>"/dev/tcp/127.0.0.1/$1"
  printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$2" >&3
  cat <&3
  exec 3>&-
}

# A fresh process with a hundred open streams: its memory when they are quiet, and after calls of a model beside them.
open_streams() {
  local headers sidecar holder
  read -r -a headers <<<"$(tool_headers_of tool-listen)"
  start_subject sidecar free
  sidecar=$started_pid
  line_start hold dotnet artifacts/bin/Load/release/AiGateway.Load.dll hold "$(tool_url sidecar)" "$line_dir/tool-listen.json" 100 "${headers[@]}"
  holder=$line_pid
  line_wait 20 "100 open streams" streams_are 100
  sleep 12 # as for idle
  row sidecar open-streams 100 - - - - "$(rss_of "$sidecar")" -
  load_calls sidecar "$line_dir/1k.json" $stream_calls
  row sidecar open-streams-after-calls 100 - - - - "$(rss_of "$sidecar")" -
  streams_are 100 || { echo "streams were lost" >&2; return 1; }
  stop "$holder"
  stop "$sidecar"
}
