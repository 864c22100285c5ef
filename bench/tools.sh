# Sourced by run.sh: the peers and wrk. What the machine lacks is unpacked from Debian's packages into a cache; nothing is installed.
bench_cache=${XDG_CACHE_HOME:-$HOME/.cache}/aigateway/bench

bench_debian() { # <command> <packages...>: prints where the command is
  local command=$1 found; shift
  if found=$(PATH=$PATH:/usr/sbin command -v "$command"); then echo "$found"; return; fi
  found=$(find "$bench_cache/root" -path "*/*bin/$command" -type f 2>/dev/null | head -n 1)
  if [ -z "$found" ]; then
    mkdir -p "$bench_cache/debs" "$bench_cache/root"
    (cd "$bench_cache/debs" && { apt-get download -qq "$@" || { apt-get update -qq && apt-get download -qq "$@"; }; }) >/dev/null 2>&1 || return 1
    local deb
    for deb in "$bench_cache"/debs/*.deb; do dpkg-deb -x "$deb" "$bench_cache/root"; done
    found=$(find "$bench_cache/root" -path "*/*bin/$command" -type f | head -n 1)
  fi
  [ -n "$found" ] && echo "$found"
}

bench_libraries() { find "$bench_cache/root" -name '*.so*' -printf '%h\n' 2>/dev/null | sort -u | paste -sd:; }

bench_portkey() { # prints the start script
  local script=$line_root/bench/portkey/node_modules/@portkey-ai/gateway/build/start-server.js
  [ -f "$script" ] || (cd "$line_root/bench/portkey" && npm ci --no-audit --no-fund --ignore-scripts >&2) || return 1
  echo "$script"
}
