#!/usr/bin/env bash
# Loads image archives (docker-archive or oci-archive .tar) into the cluster that up.sh started; no registry is asked.
#
#   load.sh [--run DIR] IMAGE.tar...
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
[ "${1:-}" != --run ] || { CLUSTER_RUN=$2; shift 2; }
[ $# -gt 0 ] || die "load.sh wants at least one image archive"

for image in "$@"; do
  case $(cat "$CLUSTER_RUN/engine" 2>/dev/null) in
    k3d) k3d image import --cluster $CLUSTER_NAME "$image" >&2 ;;
    debian) ctr -a "$CLUSTER_RUN/containerd/containerd.sock" -n k8s.io images import "$image" >/dev/null ;;
    *) die "no cluster runs in $CLUSTER_RUN" ;;
  esac
  say "loaded $(basename "$image")"
done
