#!/usr/bin/env bash
# From a fresh checkout to the kiosk on the screen, with a city hall, a reader and a printer that are simulated.
# What is given after the name goes to `kiosk demo`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash packaging/install-dependencies.sh
bash packaging/make-input-data.sh
cargo build --locked
target=$(cargo metadata --locked --format-version 1 --no-deps |
  python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')
exec "$target/debug/kiosk" demo "$@"
