#!/usr/bin/env bash
# Everything that must hold before a change is taken: format, lints, tests, documentation.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export CARGO_TERM_COLOR=never
export INSTA_UPDATE=no # a snapshot that differs is a failure, never a new file

steps=(dependencies input-data format voices lints tests doc-tests documentation)
took=()

dependencies() { bash packaging/install-dependencies.sh; }
input-data() { bash packaging/make-input-data.sh --strokes; }
format() { cargo fmt --check; }
voices() { bash packaging/voices/render.sh check; }
lints() { cargo clippy --locked --all-targets -- -D warnings; }
tests() {
  if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --locked
  else
    cargo test --locked --all-targets
  fi
}
doc-tests() { cargo test --locked --doc; }
documentation() { RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items; }

# The last line names every step: how long it took, or that it failed, or that it was not reached.
closing_line() {
  local status=$? line="" number
  for number in "${!steps[@]}"; do
    if ((number < ${#took[@]})); then
      line+="${steps[number]} ${took[number]} s, "
    elif ((number == ${#took[@]})); then
      line+="${steps[number]} FAILED, "
    else
      line+="${steps[number]} not reached, "
    fi
  done
  printf '\n%s: %s\n' "$( ((status == 0)) && echo "all passed" || echo "failed")" "${line%, }"
}
trap closing_line EXIT

for name in "${steps[@]}"; do
  printf '\n== %s\n' "$name"
  begin=$SECONDS
  "$name"
  took+=($((SECONDS - begin)))
  printf '== %s took %s s\n' "$name" "${took[-1]}"
done
