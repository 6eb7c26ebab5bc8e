#!/usr/bin/env bash
# Puts the middle lines of 9,574 characters' strokes into packaging/input-data/strokes/medians.txt, for tests and bench
# only: nothing of it is shipped. From npm `hanzi-writer-data` 2.0.1 (Arphic Public License; Make Me a Hanzi).
# A line is a character, a tab and its strokes: points "x,y" of a square of 1024, y downward, strokes parted by ";".
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target=$here/../input-data/strokes

archive_sha256=72baf3d82b114e60d6e40ea05f24d2262a05cd39d544e2f322ba2fceb7beff15
medians_sha256=c8966af11db6a2f7039463cd08e55bc691a5823384f3451d3e7d2bf31700c4e0

as_expected() { sha256sum --check --status --strict - <<<"$2  $1"; }

mkdir -p "$target"
as_expected "$target/medians.txt" "$medians_sha256" 2>/dev/null && exit

work=$(mktemp --directory)
trap 'rm -r "$work"' EXIT

echo "fetch_strokes: fetching strokes for the tests (13 MB)" >&2
(cd "$work" && npm pack --silent hanzi-writer-data@2.0.1 >/dev/null)
as_expected "$work/hanzi-writer-data-2.0.1.tgz" "$archive_sha256" || {
  echo "fetch_strokes: the archive is not the one this script names" >&2
  exit 1
}

python3 - "$work/hanzi-writer-data-2.0.1.tgz" "$target" <<'PYTHON'
import json, pathlib, sys, tarfile

archive, target = tarfile.open(sys.argv[1]), pathlib.Path(sys.argv[2])
lines = []
for member in archive:
    path = pathlib.PurePosixPath(member.name)
    if path.name == "ARPHICPL.TXT" and path.parent.name == "package":
        (target / path.name).write_bytes(archive.extractfile(member).read())
    if path.suffix == ".json" and len(path.stem) == 1:
        medians = json.load(archive.extractfile(member))["medians"]
        # their y points up, and the square begins 124 below the line the characters stand on
        strokes = (" ".join(f"{x},{900 - y}" for x, y in stroke) for stroke in medians)
        lines.append(f"{path.stem}\t{';'.join(strokes)}\n")
(target / "medians.txt").write_text("".join(sorted(lines)), encoding="utf-8")
PYTHON

as_expected "$target/medians.txt" "$medians_sha256" || {
  echo "fetch_strokes: medians.txt is not what this script expects" >&2
  exit 1
}
