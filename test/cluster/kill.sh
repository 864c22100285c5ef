#!/usr/bin/env bash
# Kills the processes of one container, as a crash would; the kubelet starts it again.
#
#   kill.sh [--run DIR] CONTAINER_ID      as in a pod's status: containerd://...
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
[ "${1:-}" != --run ] || { CLUSTER_RUN=$2; shift 2; }
id=${1:?which container? kill.sh CONTAINER_ID}; id=${id##*://}

case $(cat "$CLUSTER_RUN/engine" 2>/dev/null) in
  k3d) docker exec "k3d-$CLUSTER_NAME-server-0" ctr -n k8s.io tasks kill -s KILL "$id" ;;
  debian) ctr -a "$CLUSTER_RUN/containerd/containerd.sock" -n k8s.io tasks kill -s KILL "$id" ;;
  *) die "no cluster runs in $CLUSTER_RUN" ;;
esac
