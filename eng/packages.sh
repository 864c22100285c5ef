# Debian's packages, for scripts that need some: sourced, never run.

apt_get() { DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 "$@" < /dev/null; }

on_debian_as_root() { [ -r /etc/debian_version ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# Installs what is missing of "$@". Lists that are absent or too old to download from are read again; no daemon that a package
# brings (etcd, containerd) is started by its installation: ours run on their own ports, from their own folder.
install_packages() {
  local missing=() package policy=/usr/sbin/policy-rc.d made= outcome=0
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  on_debian_as_root || { echo "missing, and only root on Debian can install it here: ${missing[*]}" >&2; return 1; }
  echo "installing ${missing[*]}" >&2
  if [ ! -e $policy ]; then printf '#!/bin/sh\nexit 101\n' > $policy; chmod 755 $policy; made=yes; fi
  apt_get install -yqq --no-install-recommends "${missing[@]}" >/dev/null 2>&1 ||
    { apt_get update -qq >&2 && apt_get install -yqq --no-install-recommends "${missing[@]}" >/dev/null; } || outcome=$?
  [ -z "$made" ] || rm -f $policy
  return $outcome
}
