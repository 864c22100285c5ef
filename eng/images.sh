#!/usr/bin/env bash
# Builds the images by docker, podman or buildah, whichever answers, and saves each as a docker-archive that
# `docker load` and `ctr -n k8s.io images import` read: artifacts/images/NAME.tar.
# Programs are published outside and copied in.
#
#   images.sh                builds operator and sidecar
#   images.sh operator       builds that one alone; or sidecar
#   images.sh test           makes the images that only tests use (test/images/build.sh)
#   images.sh --archive FOLDER [...]      puts the archives there
#
# VERSION=0.2.0 makes images of that version beside those of the release, in archives of their own.
# BASE=image takes another base; BASE=debian makes one from Debian's packages, which is also what happens where the default cannot be pulled.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd); cd "$ROOT"
source eng/packages.sh
exec < /dev/null

OUT=artifacts/images
DEFAULT_BASE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled
DEBIAN_BASE=localhost/aigateway/base:debian
RELEASE=$(sed -nE 's|.*<Version>(.*)</Version>.*|\1|p' Directory.Build.props)
VERSION=${VERSION:-$RELEASE}; export VERSION
SUFFIX=; [ "$VERSION" = "$RELEASE" ] || SUFFIX=-$VERSION
# A store of its own, gone afterwards: vfs keeps each layer whole, and two checkouts must not meet.
BUILDAH=(buildah --root "$ROOT/$OUT/store" --runroot "$ROOT/$OUT/store/run" --storage-driver vfs)
trap 'rm -rf "$OUT/store" "$OUT/context"' EXIT

say() { printf 'images %4ss  %s\n' "$SECONDS" "$*" >&2; }
die() { echo "images: $*" >&2; exit 1; }

# The builder that answers; a docker client without its daemon does not. On Debian as root buildah is installed.
builder() {
  if command -v docker >/dev/null && timeout 20 docker info --format '{{.ServerVersion}}' >/dev/null 2>&1; then echo docker
  elif command -v podman >/dev/null && timeout 20 podman info >/dev/null 2>&1; then echo podman
  elif command -v buildah >/dev/null || install_packages buildah; then echo buildah
  else return 1; fi
}

# build IMAGE DOCKERFILE CONTEXT BASE
build() {
  case $BUILDER in
    docker | podman) $BUILDER build -q -t "$1" -f "$2" --build-arg BASE="$4" --build-arg VERSION="$VERSION" "$3" >/dev/null ;;
    buildah) "${BUILDAH[@]}" bud -q --isolation chroot -t "$1" -f "$2" --build-arg BASE="$4" --build-arg VERSION="$VERSION" "$3" >/dev/null ;;
  esac
}

# save IMAGE FILE
save() {
  rm -f "$2"
  case $BUILDER in
    docker) docker save -o "$2" "$1" ;;
    podman) podman save -q --format docker-archive -o "$2" "$1" ;;
    buildah) "${BUILDAH[@]}" push -q "$1" "docker-archive:$2:$1" >/dev/null ;;
  esac
}

pull() {
  case $BUILDER in
    docker | podman) timeout 120 $BUILDER pull -q "$1" >/dev/null 2>&1 ;;
    buildah) timeout 120 "${BUILDAH[@]}" pull -q "$1" >/dev/null 2>&1 ;;
  esac
}

# The base that was asked for, the default where it can be pulled, else one from Debian's packages.
choose_base() {
  CHOSEN=${BASE:-$DEFAULT_BASE}
  if [ -z "${BASE:-}" ] && ! pull $DEFAULT_BASE; then
    say "$DEFAULT_BASE cannot be pulled; making a base from Debian's packages"
    CHOSEN=debian
  fi
  if [ "$CHOSEN" = debian ]; then debian_base; CHOSEN=$DEBIAN_BASE; fi
  say "base: $CHOSEN"
}

# What a .NET program needs to run and to trust the web: unpacked, never configured, without documents, locales and converters.
debian_base() {
  command -v dpkg-deb >/dev/null || die "no registry answers and this is no Debian; give a BASE"
  local work=$OUT/base tree=$OUT/base/tree
  rm -rf $work; mkdir -p $work/packages $tree
  (cd $work/packages && download libc6 libssl3 libgcc-s1 libstdc++6 zlib1g ca-certificates)
  local package
  for package in $work/packages/*.deb; do dpkg-deb -x "$package" $tree; done
  rm -rf $tree/usr/share/{doc,man,locale,lintian,bug,gcc,gdb} $tree/usr/lib/*/gconv $tree/usr/sbin $tree/usr/lib/*/engines-3 $tree/sbin $tree/etc/ld.so.conf.d/*.dpkg* $tree/usr/lib/*/audit
  trust $tree
  accounts $tree
  tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C $tree -cf $work/base.tar .
  rm -rf $tree $work/packages
  build $DEBIAN_BASE images/base.Dockerfile $work scratch
}

# As the user nobody would not write here, apt-get downloads as who we are. Lists that are absent or too old are read again, where we may.
download() {
  apt_get -o APT::Sandbox::User=root download "$@" >/dev/null 2>&1 ||
    { apt_get update -qq >/dev/null; apt_get -o APT::Sandbox::User=root download "$@" >/dev/null; }
}

# The certificates as one file, where OpenSSL and .NET look.
trust() {
  mkdir -p "$1/etc/ssl/certs" "$1/usr/lib/ssl"
  cat "$1"/usr/share/ca-certificates/mozilla/*.crt > "$1/etc/ssl/certs/ca-certificates.crt"
  rm -rf "$1/usr/share/ca-certificates"
  ln -sfn /etc/ssl/certs "$1/usr/lib/ssl/certs"
  ln -sfn /etc/ssl/certs/ca-certificates.crt "$1/usr/lib/ssl/cert.pem"
}

accounts() {
  mkdir -p "$1/tmp"; chmod 1777 "$1/tmp"
  printf '%s\n' root:x:0:0::/:/none nonroot:x:65532:65532::/:/none sidecar:x:15080:15080::/:/none > "$1/etc/passwd"
  printf '%s\n' root:x:0: nonroot:x:65532: sidecar:x:15080: > "$1/etc/group"
  echo 'hosts: files dns' > "$1/etc/nsswitch.conf"
}

# fill NAME CONTEXT: what the Dockerfile of that name copies.
fill() {
  case $1 in
    sidecar) bash eng/publish.sh sidecar >&2; cp artifacts/aot/sidecar/AiGateway.Sidecar "$2/aigateway-sidecar" ;;
    operator) bash eng/publish.sh operator >&2; cp artifacts/aot/operator/AiGateway.Operator "$2/aigateway-operator" ;;
    *) die "no such image: $1" ;;
  esac
}

# make_image NAME: context, image, archive, one line.
make_image() {
  local name=$1 context=$OUT/context/$1 image=aigateway/$1:$VERSION now
  rm -rf "$context"; mkdir -p "$context"
  fill "$name" "$context"
  now=$(fingerprint "$name" "$context")
  if [ "$now" != "$(head -n 1 "$ARCHIVE/$name$SUFFIX.stamp" 2>/dev/null)" ] || [ ! -e "$ARCHIVE/$name$SUFFIX.tar" ] || ! kept "$image"; then
    [ -n "$CHOSEN" ] || choose_base
    build "$image" "images/$name.Dockerfile" "$context" "$CHOSEN"
    save "$image" "$ARCHIVE/$name$SUFFIX.tar"
    printf '%s\n%-24s %6s MB, %5s MB compressed\n' "$now" "$image" "$(megabytes < "$ARCHIVE/$name$SUFFIX.tar")" "$(gzip < "$ARCHIVE/$name$SUFFIX.tar" | megabytes)" > "$ARCHIVE/$name$SUFFIX.stamp"
  fi
  TABLE+=("$(tail -n 1 "$ARCHIVE/$name$SUFFIX.stamp")")
  rm -rf "$context"
}

# fingerprint NAME CONTEXT: of all that the image is made of, but for the base, which is named.
fingerprint() {
  { echo "$VERSION ${BASE:-}"; cat "images/$1.Dockerfile" images/base.Dockerfile eng/images.sh
    (cd "$2" && find . -type f -print0 | sort -z | xargs -0 sha256sum); } | sha256sum | cut -d' ' -f1
}

# Whether the builder still has the image; buildah's store is not kept, so its archive is all there is.
kept() { [ "$BUILDER" = buildah ] || $BUILDER image inspect "$1" >/dev/null 2>&1; }

megabytes() { wc -c | awk '{ printf "%.1f", $1 / 1e6 }'; }

main() {
  local names name
  ARCHIVE=$OUT
  if [ "${1:-}" = --archive ]; then ARCHIVE=$2; shift 2; fi
  names=("$@")
  [ $# -gt 0 ] || names=(operator sidecar)
  [ "${names[*]}" != test ] || exec bash test/images/build.sh "$ARCHIVE"
  BUILDER=$(builder) || die "none of docker, podman and buildah answers here"
  say "builder: $BUILDER"
  mkdir -p $OUT "$ARCHIVE"
  CHOSEN='' TABLE=()
  for name in "${names[@]}"; do say "$name"; make_image "$name"; done
  printf '%s\n' "${TABLE[@]}"
}

main "$@"
