#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages of cmake/packages.txt that are missing, as root or through sudo, without
# questions. Sourced by `tests/run`, `simulators/demo` and `.ci/run`; may also be called by itself.
#   install_packages [FILE…]      further files with one package a line

say() { printf '%s %s\n' "$(date +%H:%M:%S)" "$*"; }

install_packages() {
  local lists=("${SETUP_ROOT:?}/cmake/packages.txt" "$@") wanted missing=() package as_root=()
  wanted=$(cat "${lists[@]}")
  for package in $wanted; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [[ ${#missing[@]} -eq 0 ]] && return 0
  if [[ $(id -u) -ne 0 ]]; then
    command -v sudo >/dev/null || { echo "These packages are missing and neither root nor sudo is at hand: ${missing[*]}" >&2; return 1; }
    as_root=(sudo)
  fi
  say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
  "${as_root[@]}" apt-get update -qq
  # `env` carries the setting through sudo; services are not started by their packages.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o Dpkg::Use-Pty=0 "${missing[@]}" >/dev/null
  say "Packages installed"
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
  set -euo pipefail
  SETUP_ROOT=$(cd "$(dirname "$0")/.." && pwd)
  install_packages "$@"
fi
