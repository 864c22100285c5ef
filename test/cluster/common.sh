# What the cluster scripts share: sourced, never run. Which engine this machine offers, and plain progress lines.
source "$(dirname "${BASH_SOURCE[0]}")/../../eng/packages.sh"

CLUSTER_RUN=${AIGATEWAY_CLUSTER_RUN:-/tmp/aigateway-cluster}
KUBE_BIN=${KUBE_BIN:-${XDG_CACHE_HOME:-$HOME/.cache}/aigateway/kubernetes}
CLUSTER_NAME=aigateway
# Says "this machine cannot", which a test runner counts as skipped; any other failure is a failure.
CANNOT=3

say() { printf 'cluster %4ss  %s\n' "$SECONDS" "$*" >&2; }
die() { echo "cluster: $*" >&2; exit 1; }
cannot() { echo "cluster: CANNOT RUN HERE: $*" >&2; exit $CANNOT; }

# k3d where a docker engine answers (its client alone is not enough), else Debian's packages, which want root.
cluster_engine() {
  if command -v k3d >/dev/null && command -v docker >/dev/null && timeout 20 docker info --format '{{.ServerVersion}}' >/dev/null 2>&1; then
    echo k3d
  elif on_debian_as_root; then
    echo debian
  else
    echo none
  fi
}
