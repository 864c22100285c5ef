#!/usr/bin/env bash
# Cuts one pod off from the operator, or joins it again: its packets to the operator's stream port vanish, as in a real partition;
# everything else of it goes on.
#
#   cut.sh [--run DIR] cut|join POD_IP [PORT]      PORT defaults to 8443
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
[ "${1:-}" != --run ] || { CLUSTER_RUN=$2; shift 2; }
verb=${1:-} address=${2:-} port=${3:-8443}
case $verb in cut) flag=-I ;; join) flag=-D ;; *) die "cut.sh wants cut or join, and a pod's address" ;; esac
[ -n "$address" ] || die "which pod? cut.sh $verb POD_IP"

# The network namespace that holds the address: the names that CNI gave say nothing about pods.
namespace_of() {
  local name
  for name in $(ip netns list 2>/dev/null | grep -o '^cni-[^ ]*'); do
    ip -n "$name" -o -4 addr show 2>/dev/null | grep -qF " $1/" && { echo "$name"; return; }
  done
  return 1
}

case $(cat "$CLUSTER_RUN/engine" 2>/dev/null) in
  k3d)
    docker exec "k3d-$CLUSTER_NAME-server-0" iptables $flag FORWARD -s "$address" -p tcp --dport "$port" -j DROP ;;
  debian)
    inside=$(namespace_of "$address") || die "no pod has the address $address"
    ip netns exec "$inside" iptables $flag OUTPUT -p tcp --dport "$port" -j DROP ;;
  *) die "no cluster runs in $CLUSTER_RUN" ;;
esac
