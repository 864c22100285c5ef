# What the cluster scripts share: sourced, never run. Which engine this machine offers, its packages, and plain progress lines.

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
  elif [ -r /etc/debian_version ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo debian
  else
    echo none
  fi
}

# Installs what is missing of "$@". Lists that are absent or too old to download from are read again; no daemon that a package
# brings (etcd, containerd) is started by its installation: ours run on their own ports, from their own folder.
install_packages() {
  local missing=() package policy=/usr/sbin/policy-rc.d
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "installing ${missing[*]}"
  local made=
  if [ ! -e $policy ]; then printf '#!/bin/sh\nexit 101\n' > $policy; chmod 755 $policy; made=yes; fi
  local outcome=0
  apt_install "${missing[@]}" >/dev/null 2>&1 || { apt_get update -qq >&2 && apt_install "${missing[@]}" >/dev/null; } || outcome=$?
  [ -z "$made" ] || rm -f $policy
  return $outcome
}

apt_get() { DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 "$@" < /dev/null; }
apt_install() { apt_get install -yqq --no-install-recommends "$@"; }
