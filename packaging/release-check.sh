#!/usr/bin/env bash
# What a release needs beyond packaging/test.sh: each half builds alone, licences fit, no dependency is unused, and the
# Debian packages are made. What is said after the name goes to packaging/make-packages.sh.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export CARGO_TERM_COLOR=never

bash packaging/install-dependencies.sh

echo "== each feature alone"
cargo check --locked --no-default-features --features cityhall
cargo check --locked --no-default-features --features kiosk

echo "== the city hall's server brings no Slint"
# into a variable first: a failing cargo must not look like an empty tree
tree=$(cargo tree --locked --no-default-features --features cityhall --edges normal,build --prefix none)
if grep -E '^(i-)?slint' <<<"$tree"; then
  echo "release-check: the feature cityhall alone must not bring the packages above" >&2
  exit 1
fi

echo "== licences, banned and foreign packages"
command -v cargo-deny >/dev/null || cargo install --locked cargo-deny
cargo deny --all-features check licenses bans sources

echo "== unused dependencies"
command -v cargo-machete >/dev/null || cargo install --locked cargo-machete
cargo machete

echo "== packages"
bash packaging/make-packages.sh "$@"

echo "release-check: all passed: each feature alone, no Slint in the city hall, licences, unused dependencies, packages"
