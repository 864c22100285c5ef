#!/usr/bin/env bash
# Builds Kubernetes 1.20.2 (kube-apiserver, -controller-manager, -scheduler, -proxy, kubelet) from Debian 12's own source
# package with Debian's Go, and keeps it outside the checkout. About ten minutes on two cores, once; afterwards it does nothing.
#
# Why that version: bookworm's package is the last one that carries the whole tree; later ones hold kubectl alone.
#
#   build.sh [--out DIR]      DIR defaults to $KUBE_BIN, else ~/.cache/aigateway/kubernetes
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

PROGRAMS=(kube-apiserver kube-controller-manager kube-scheduler kube-proxy kubelet)

main() {
  local out=$KUBE_BIN
  while [ $# -gt 0 ]; do
    case $1 in
      --out) out=${2:?--out wants a folder}; shift 2 ;;
      -h|--help) sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
      *) die "unknown argument: $1" ;;
    esac
  done
  is_built "$out" && { say "Kubernetes is built already: $out"; return; }
  on_debian_as_root || cannot "building Kubernetes wants Debian and root"
  say "building Kubernetes from Debian's source package; the first time takes about ten minutes"
  install_packages golang-go golang-github-modern-go-reflect2-dev dpkg-dev make patch rsync jq gcc libc6-dev

  WORK=$(mktemp -d); trap 'rm -rf "$WORK"' EXIT
  fetch_source
  patch_source
  compile
  keep "$out"
}

is_built() {
  local program
  for program in "${PROGRAMS[@]}"; do [ -x "$1/$program" ] || return 1; done
}

# The machine's own list may name binaries only, and may be in either of apt's two formats: the sources are read through a
# private list, made of what the machine's list says, so that a mirror stays the mirror.
fetch_source() {
  mkdir -p "$WORK"/apt/{lists/partial,cache/archives/partial,etc} "$WORK/src"
  if [ -r /etc/apt/sources.list.d/debian.sources ]; then
    sed -E 's/^Types:.*$/Types: deb-src/' /etc/apt/sources.list.d/debian.sources > "$WORK/apt/etc/source.sources"
  else
    sed -nE 's/^deb(-src)? /deb-src /p' /etc/apt/sources.list | sort -u > "$WORK/apt/etc/source.list"
  fi
  local private=(-o Dir::Etc::SourceParts="$WORK/apt/etc" -o Dir::Etc::SourceList=/dev/null -o Dir::State::Lists="$WORK/apt/lists"
    -o Dir::Cache="$WORK/apt/cache" -o APT::Sandbox::User=root)
  say "fetching the source package"
  apt_get "${private[@]}" update -qq
  (cd "$WORK" && apt_get "${private[@]}" source -qq --download-only kubernetes)
  tar -xzf "$WORK"/kubernetes_*.orig.tar.gz -C "$WORK/src" --strip-components=1
  tar -xf "$WORK"/kubernetes_*.debian.tar.xz -C "$WORK/src"
}

# The vendored reflect2 1.0.1 reads the runtime's maps by offsets that Go 1.18 moved, and dies of a segmentation fault at the
# first custom resource; Debian's own package is 1.0.2, which does not.
patch_source() {
  local patch reflect2=vendor/github.com/modern-go/reflect2
  cd "$WORK/src"
  while read -r patch; do
    case $patch in ''|'#'*) ;; *) patch -p1 -s < "debian/patches/$patch" ;; esac
  done < debian/patches/series
  rm -f $reflect2/*.go $reflect2/*.s
  cp /usr/share/gocode/src/github.com/modern-go/reflect2/*.{go,s} $reflect2/
  mkdir -p .go/src/k8s.io && ln -s ../../.. .go/src/k8s.io/kubernetes
}

compile() {
  say "compiling ${PROGRAMS[*]}"
  env GOPATH="$PWD/.go" CGO_ENABLED=0 HOME="$WORK" GOFLAGS= GO111MODULE= \
    KUBE_GIT_VERSION=v1.20.2 KUBE_GIT_MAJOR=1 KUBE_GIT_MINOR=20 KUBE_GIT_COMMIT=debian KUBE_GIT_TREE_STATE=clean \
    make WHAT="$(printf 'cmd/%s ' "${PROGRAMS[@]}")" GOLDFLAGS="-s -w" >&2
}

# Moved into place as a whole: a build that was cut short leaves nothing that looks finished.
keep() {
  local program fresh="$1.new.$$"
  rm -rf "$fresh"; mkdir -p "$fresh"
  for program in "${PROGRAMS[@]}"; do install -m 755 "_output/local/go/bin/$program" "$fresh/$program"; done
  cp LICENSE "$fresh/LICENSE"
  rm -rf "$1"; mv "$fresh" "$1"
  say "built: $1"
}

main "$@"; exit
