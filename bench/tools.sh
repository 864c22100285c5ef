# Sourced by run.sh and egress.sh: the peers and wrk. What the machine lacks is unpacked from Debian's packages into a cache; nothing is installed.
bench_cache=${XDG_CACHE_HOME:-$HOME/.cache}/aigateway/bench

bench_download() { # <packages...>
  mkdir -p "$bench_cache/debs" "$bench_cache/root"
  (cd "$bench_cache/debs" && { apt-get download -qq "$@" || { apt-get update -qq && apt-get download -qq "$@"; }; }) >/dev/null 2>&1 || return 1
  local deb
  for deb in "$bench_cache"/debs/*.deb; do dpkg-deb -x "$deb" "$bench_cache/root"; done
}

bench_debian() { # <command> <packages...>: prints where the command is
  local command=$1 found; shift
  if found=$(PATH=$PATH:/usr/sbin command -v "$command"); then echo "$found"; return; fi
  found=$(find "$bench_cache/root" -path "*/*bin/$command" -type f 2>/dev/null | head -n 1)
  if [ -z "$found" ]; then
    bench_download "$@" || return 1
    found=$(find "$bench_cache/root" -path "*/*bin/$command" -type f | head -n 1)
  fi
  [ -n "$found" ] && echo "$found"
}

# nginx's stream proxy is a module of its own: prints where it is.
bench_stream_module() {
  local found; found=$(find /usr/lib/nginx/modules "$bench_cache/root" -name ngx_stream_module.so 2>/dev/null | head -n 1)
  if [ -z "$found" ]; then
    bench_download libnginx-mod-stream || return 1
    found=$(find "$bench_cache/root" -name ngx_stream_module.so | head -n 1)
  fi
  [ -n "$found" ] && echo "$found"
}

bench_libraries() { find "$bench_cache/root" -name '*.so*' -printf '%h\n' 2>/dev/null | sort -u | paste -sd:; }

bench_portkey() { # prints the start script
  local script=$line_root/bench/portkey/node_modules/@portkey-ai/gateway/build/start-server.js
  [ -f "$script" ] || (cd "$line_root/bench/portkey" && npm ci --no-audit --no-fund --ignore-scripts >&2) || return 1
  echo "$script"
}

nginx_folders() { local kind; for kind in client_body proxy fastcgi uwsgi scgi; do echo -n "${kind}_temp_path $1/$kind; "; done; }

rss_of() { # megabytes of a process and its children
  local total=0 pid kb
  for pid in "$1" $(cat "/proc/$1/task/"*/children 2>/dev/null); do
    kb=$(awk '/^VmRSS/ { print $2 }' "/proc/$pid/status" 2>/dev/null || echo 0)
    total=$((total + kb))
  done
  awk -v kb=$total 'BEGIN { printf "%.1f", kb / 1024 }'
}

stop() { kill "$1" 2>/dev/null || true; line_gone "$1" || kill -9 "$1" 2>/dev/null || true; }
