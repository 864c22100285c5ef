# Sourced by egress.sh: pods as network namespaces, each joined by a veth pair to one that stands for all that is outside. No packet leaves the
# machine; pods_end ends what runs in them and removes them. The names are those of test/Rig, which removes what a killed run left.
pods_all=(outside direct nginx nginx-name sidecar)
program=$line_dir/program # Where every user may read.

declare -A netns
for pod in "${!pods_all[@]}"; do netns[${pods_all[$pod]}]=aigw-$$-$pod; done

pods_start() {
  local pod index at outside=${netns[outside]}
  for pod in "${pods_all[@]}"; do
    ip netns add "${netns[$pod]}"
    ip -n "${netns[$pod]}" link set lo up
  done
  for at in 203.0.113.10 203.0.113.20; do ip -n "$outside" address add $at/32 dev lo; done
  for index in "${!pods_all[@]}"; do
    [ "$index" != 0 ] || continue
    pod=${netns[${pods_all[$index]}]}
    ip -n "$pod" link add eth0 type veth peer name "pod$index" netns "$outside"
    ip -n "$pod" address add "10.90.$index.2/24" dev eth0
    ip -n "$outside" address add "10.90.$index.1/24" dev "pod$index"
    ip -n "$pod" link set eth0 up
    ip -n "$outside" link set "pod$index" up
    ip -n "$pod" route add default via "10.90.$index.1"
    # Thousands of connections a second: their ports and their entries are free again soon.
    ip netns exec "$pod" sysctl -qw net.ipv4.ip_local_port_range="16000 60999"
  done
}

# What the users of the pods run and read, out of folders that are root's alone.
pods_program() {
  local library
  chmod 711 "$line_dir"
  mkdir -p "$program/load" "$program/libraries"
  cp artifacts/aot/sidecar/AiGateway.Sidecar bench/wrk.lua "$wrk" "$nginx" "$stream_module" "$program/"
  cp artifacts/bin/Load/release/*.{dll,json} "$program/load/"
  for library in ${libraries//:/ }; do cp -a "$library"/*.so* "$program/libraries/"; done
  printf 'nameserver 203.0.113.53\n' >"$program/resolv.conf"
  printf '127.0.0.1 localhost\n203.0.113.20 names.bench.example\n203.0.113.21 api.openai.com\n' >"$program/hosts"
  chmod -R a+rX "$program"
}

# in_pod <pod> <uid> <command...>: sets within, the command in the pod as a user without a right, with the pod's own names; ip-netns(8) gives it
# mounts of its own. Every step hands over to the next, so that its process is the command's.
in_pod() {
  local pod=$1 user=$2 become=(); shift 2
  [ "$user" = 0 ] || become=(setpriv --reuid "$user" --regid "$user" --clear-groups --bounding-set=-all --inh-caps=-all --no-new-privs)
  within=(ip netns exec "${netns[$pod]}" sh -c 'mount --bind "$1/hosts" /etc/hosts && mount --bind "$1/resolv.conf" /etc/resolv.conf && shift && exec "$@"'
    sh "$program" "${become[@]}" "$@")
}

pod_run() { in_pod "$@"; "${within[@]}"; }

pod_start() { # <name> <pod> <uid> <command...>: sets line_pid
  local name=$1; shift
  in_pod "$@"
  line_start "$name" "${within[@]}"
}

agent() { local pod=$1; shift; pod_run "$pod" 1000 "$@"; }
agent_load() { local pod=$1; shift; agent "$pod" dotnet "$program/load/AiGateway.Load.dll" "$@"; }

# pod_ok <pod> <port> <path>: whether a GET on its loopback answers 200.
pod_ok() { ip netns exec "${netns[$1]}" bash -c "$(declare -f line_ok); line_ok $2 $3"; }

pod_redirect() { # <pod>: the product's own rules
  pod_run "$1" 0 "$program/AiGateway.Sidecar" redirect --resolv-conf "$program/resolv.conf"
}

pods_end() {
  local pod id
  for pod in "${pods_all[@]}"; do
    pod=${netns[$pod]}
    [ -e "/run/netns/$pod" ] || continue
    for id in $(ip netns pids "$pod"); do kill -9 "$id" 2>/dev/null || true; done
    ip netns delete "$pod" || true
  done
}
