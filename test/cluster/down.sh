#!/usr/bin/env bash
# Stops what up.sh started, by its own pid files, and puts the machine back: mounts, network namespaces, bridge, routes, rules.
# Safe to run at any time, twice too, and after an up.sh that broke half-way.
#
#   down.sh [--run DIR]       DIR defaults to /tmp/aigateway-cluster
set -uo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

main() {
  case ${1:-} in
    --run) CLUSTER_RUN=${2:?--run wants a folder} ;;
    -h|--help) sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    '') ;;
    *) die "unknown argument: $1" ;;
  esac
  cd "$CLUSTER_RUN" 2>/dev/null || exit 0
  case $(cat engine 2>/dev/null) in
    k3d) k3d cluster delete $CLUSTER_NAME >&2 ;;
    debian) stop_debian ;;
    *) die "$CLUSTER_RUN holds no cluster of ours; left as it is" ;;
  esac
  cd /
  rm -rf --one-file-system "$CLUSTER_RUN"
  say "stopped"
}

stop_debian() {
  say "stopping the cluster in $CLUSTER_RUN"
  # The kubelet first: it would start anew what is killed after it.
  stop TERM kubelet dns-sync
  kill_containers
  stop TERM proxy scheduler controller-manager containerd dnsmasq
  # Nothing of theirs is kept, and the API server takes a minute to end in good order.
  stop KILL apiserver etcd
  kill_shims
  remove_mounts
  remove_network
  remove_cgroups
}

stop() { # signal, names...
  local signal=$1 name pid; shift
  for name in "$@"; do
    pid=$(cat "$name.pid" 2>/dev/null) || continue
    is_ours "$pid" || continue
    kill "-$signal" "$pid" 2>/dev/null
  done
  for name in "$@"; do
    pid=$(cat "$name.pid" 2>/dev/null) || continue
    gone "$pid" || kill -KILL "$pid" 2>/dev/null
  done
}

# A pid file may outlive its process, and the number may be another's by now: ours all run in the folder of the cluster, or (dnsmasq,
# which leaves it) name it on their command line.
is_ours() { [ "$(readlink "/proc/$1/cwd" 2>/dev/null)" = "$PWD" ] || grep -qsF -- "$CLUSTER_RUN/" "/proc/$1/cmdline"; }

gone() { # pid
  local _
  for _ in $(seq 50); do is_ours "$1" || return 0; sleep 0.1; done
  return 1
}

kill_containers() {
  local socket=containerd/containerd.sock task
  [ -S $socket ] || return 0
  for task in $(timeout 10 ctr -a $socket -n k8s.io tasks ls -q 2>/dev/null); do
    timeout 5 ctr -a $socket -n k8s.io tasks kill -s KILL "$task" 2>/dev/null
  done
}

# Shims leave containerd's session; each names our socket on its command line.
kill_shims() {
  local shim
  for shim in $(pgrep -f -- "containerd-shim.* -address $CLUSTER_RUN/containerd/"); do kill -KILL "$shim" 2>/dev/null; done
}

remove_mounts() {
  local mount _
  for _ in 1 2 3; do
    for mount in $(awk -v run="$CLUSTER_RUN/" 'index($2, run) == 1 {print $2}' /proc/mounts | sort -r); do umount -l "$mount" 2>/dev/null; done
  done
}

remove_network() {
  local name tool
  for name in $(ip netns list 2>/dev/null | grep -o '^cni-[^ ]*' | grep -vxFf netns.before); do ip netns del "$name"; done
  ip link del aigw0 2>/dev/null
  ip link del kube-ipvs0 2>/dev/null
  ip route del 10.96.0.0/16 2>/dev/null
  ip route del blackhole 10.244.0.0/16 2>/dev/null
  for tool in iptables ip6tables; do
    $tool-save 2>/dev/null | grep -vE 'KUBE-|CNI-' | $tool-restore 2>/dev/null
  done
  cat ip_forward.before > /proc/sys/net/ipv4/ip_forward 2>/dev/null
}

remove_cgroups() {
  [ -d /sys/fs/cgroup/kubepods ] || return 0
  find /sys/fs/cgroup/kubepods -depth -type d -exec rmdir {} + 2>/dev/null
}

main "$@"; exit
