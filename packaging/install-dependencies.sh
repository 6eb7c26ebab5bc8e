#!/usr/bin/env bash
# Sees to it that this machine can build, test and show the kiosk. Runs apt-get only when something is missing.
set -euo pipefail

packages=(
  # to build: SQLCipher uses OpenSSL's libcrypto, pkg-config finds it
  pkg-config libssl-dev
  # to write Chinese: librime with its tables of pinyin and strokes and OpenCC's from traditional to simplified;
  # libclang reads librime's header when the kiosk is built
  librime-dev librime-bin librime-data rime-data-luna-pinyin rime-data-stroke libopencc-data libclang-dev clang
  # to test the real window with no screen; with -fbdir it writes the picture itself, so no screenshot program
  xvfb
  # to make our own packages: dpkg-shlibdeps finds which packages hold the libraries the programs are linked to
  dpkg-dev
)
# what the installed kiosk needs, too
mapfile -t -O "${#packages[@]}" packages < <(grep -v -e '^#' -e '^$' "$(dirname "${BASH_SOURCE[0]}")/runtime-packages.txt")

say() { printf 'install-dependencies: %s\n' "$*" >&2; }

check_tools() {
  local missing=0
  command -v cargo >/dev/null || {
    say "cargo is missing. Install Rust (rustup, with clippy and rustfmt); Cargo.toml names the oldest version that works."
    missing=1
  }
  command -v gcc >/dev/null || {
    say "gcc is missing; the database engine is compiled from C. On Debian: apt-get install build-essential"
    missing=1
  }
  command -v python3 >/dev/null || {
    say "python3 is missing. On Debian: apt-get install python3"
    missing=1
  }
  python3 -m pip --version >/dev/null 2>&1 && command -v npm >/dev/null || {
    say "pip or npm is missing; the tables of the pinyin keyboard are made from public data with them. On Debian: apt-get install python3-pip npm"
    missing=1
  }
  return "$missing"
}

installed() {
  [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

main() {
  check_tools

  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say "this is not a Debian: please see to it yourself that what these packages hold is there: ${packages[*]}"
    return
  fi

  local missing=() package
  for package in "${packages[@]}"; do
    installed "$package" || missing+=("$package")
  done
  ((${#missing[@]})) || return 0

  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || {
      say "these packages are missing, and only root can install them: ${missing[*]}"
      say "please run as root: apt-get install ${missing[*]}"
      exit 1
    }
    as_root=(sudo)
  fi

  say "installing ${missing[*]}"
  "${as_root[@]}" apt-get update --quiet=2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes --no-install-recommends "${missing[@]}"
}

main
