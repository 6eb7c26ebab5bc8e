#!/usr/bin/env bash
# Makes what the writing panel reads: packaging/input-data with the tables of pinyin and strokes and the model of the
# handwriting. What is there already and right stays. With --strokes also what tests and bench draw characters from.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

case ${1-} in
  "" | --strokes) ;;
  *)
    echo "make-input-data: $1: only --strokes can be said" >&2
    exit 2
    ;;
esac

bash packaging/pinyin/compile_tables.sh
bash packaging/handwriting/fetch_model.sh
[[ ${1-} != --strokes ]] || bash packaging/handwriting/fetch_strokes.sh
