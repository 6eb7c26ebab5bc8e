#!/usr/bin/env python3
"""Make jiujin-regular.otf and jiujin-bold.otf from Noto Sans CJK SC (SIL Open Font License 1.1).

    ui/fonts/make_fonts.py [--source FOLDER] [FOLDER_OR_FILE ...]

The fonts are committed, so nobody needs this to build the kiosk: run it when extra-characters.txt, the test
persons or the configuration bring a character that the bold font lacks, and commit what it writes.

It wants Debian's package fonts-noto-cjk (or --source, a folder with the two .ttc files) and python3-venv. fontTools
comes by pip into an environment of its own below target/. The same input gives the same bytes.

    Regular   all of GBK, every other ideograph the source has (Extension A, and B to G as far as they go), and the lists
    Bold      GB 2312 and the lists

The lists: extra-characters.txt, tests/fixtures/cards.json, kiosk-config/sites/*.csv, kiosk-config/catalogue/**/*.toml
and whatever more is named on the command line. A character of a list that the source lacks is an error.
"""

import argparse
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

FONTTOOLS = "fonttools==4.68.0"
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
ENVIRONMENT = ROOT / "target" / "fonts-environment"

SOURCE = Path("/usr/share/fonts/opentype/noto")
SIMPLIFIED_CHINESE = 2  # the number of the font inside the collection
FAMILY = "Jiujin Sans"  # a name of its own, so that a Noto on the machine never stands in for it

# What is written by hand, so that the bytes never depend on the day: seconds since 1904 of 2026-01-01 00:00 UTC.
MODIFIED = 3_850_070_400

IDEOGRAPHS = [
    (0x3400, 0x4DBF),  # Extension A
    (0x4E00, 0x9FFF),  # the basic block with its later additions
    (0x20000, 0x323AF),  # Extensions B to H, compatibility supplement
]

WEIGHTS = {
    # file name: source, style, weight class, OS/2 fsSelection, head macStyle
    "jiujin-regular.otf": ("NotoSansCJK-Regular.ttc", "Regular", 400, 1 << 6, 0),
    "jiujin-bold.otf": ("NotoSansCJK-Bold.ttc", "Bold", 700, 1 << 5, 1),
}


def main():
    arguments = read_arguments()
    try:
        from fontTools import version  # noqa: F401
    except ImportError:
        run_in_environment()
    if version != FONTTOOLS.partition("==")[2]:
        run_in_environment()

    lists = characters_of_lists(arguments.more)
    wanted = {
        "jiujin-regular.otf": double_byte("gbk") | lists,
        "jiujin-bold.otf": double_byte("gb2312") | lists,
    }
    for name, characters in wanted.items():
        make_font(arguments.source, name, characters | ascii_characters(), lists)


def read_arguments():
    parser = argparse.ArgumentParser(description="Make the two fonts of the kiosk.")
    parser.add_argument("--source", type=Path, default=SOURCE, help=f"folder with the .ttc files (default {SOURCE})")
    parser.add_argument("more", type=Path, nargs="*", help="files, or folders of .csv and .toml, with more characters")
    return parser.parse_args()


def run_in_environment():
    """Start again with the Python that has the right fontTools; does not return."""
    python = ENVIRONMENT / "bin" / "python3"
    if Path(sys.prefix).resolve() == ENVIRONMENT.resolve():
        sys.exit(f"{FONTTOOLS} did not install; delete {ENVIRONMENT.relative_to(ROOT)} and try again")
    if not python.exists():
        # --clear: a half-made environment of an interrupted run is made anew
        made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], check=False)
        if made.returncode != 0:
            sys.exit("Python cannot make a virtual environment here; on Debian install python3-venv")
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", FONTTOOLS], check=True)
    sys.stdout.flush()
    os.execv(python, [str(python), *sys.argv])


# --- which characters ---------------------------------------------------------------------------------------------


def ascii_characters():
    return {chr(code) for code in range(0x20, 0x7F)} | {"\u00a0"}


def double_byte(encoding):
    """Every two-byte character of GBK or GB 2312."""
    found = set()
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                found.add(bytes([lead, trail]).decode(encoding))
            except UnicodeDecodeError:
                pass
    return found


def characters_of_lists(more):
    persons = ROOT / "tests" / "fixtures" / "cards.json"
    files = [persons]
    for folder, pattern in [("sites", "*.csv"), ("catalogue", "**/*.toml")]:
        found = sorted((ROOT / "kiosk-config" / folder).glob(pattern))
        if not found:
            print(f"note: kiosk-config/{folder} has no {pattern} yet", file=sys.stderr)
        files += found
    for path in more:
        files += sorted([*path.rglob("*.csv"), *path.rglob("*.toml")]) if path.is_dir() else [path]

    text = "".join(path.read_text(encoding="utf-8") for path in files)
    extra = (HERE / "extra-characters.txt").read_text(encoding="utf-8")
    text += "".join(line for line in extra.splitlines() if not line.startswith("# "))
    return {character for character in text if unicodedata.category(character) != "Cc"}


# --- one font -----------------------------------------------------------------------------------------------------


def make_font(folder, name, characters, required):
    from fontTools import subset

    source_name, style, weight, selection, mac_style = WEIGHTS[name]
    source = folder / source_name
    if not source.exists():
        sys.exit(f"{source} is not there; on Debian install fonts-noto-cjk, or name its folder with --source")

    options = subset.Options()
    options.font_number = SIMPLIFIED_CHINESE
    options.hinting = False
    options.desubroutinize = True
    options.layout_features = []
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]  # the kiosk never writes vertically
    options.notdef_outline = True  # a character that no font has is an empty box, never a gap in a name
    options.recalc_timestamp = False
    font = subset.load_font(str(source), options)
    known = {chr(code) for code in font.getBestCmap()}
    if weight == 400:
        characters = characters | {c for c in known if any(first <= ord(c) <= last for first, last in IDEOGRAPHS)}

    lacking = sorted(required - known)
    if lacking:
        sys.exit(f"{source_name} lacks: " + " ".join(f"{c} U+{ord(c):04X}" for c in lacking))

    # Variation sequences would bring glyphs that nobody can type here.
    font["cmap"].tables = [table for table in font["cmap"].tables if table.format != 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes={ord(c) for c in characters & known})
    subsetter.subset(font)

    name_font(font, style)
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection = selection
    font["head"].macStyle = mac_style
    font["head"].modified = MODIFIED
    target = HERE / name
    subset.save_font(font, str(target), options)

    left_out = len(characters - known)
    print(
        f"{name}: {len(font.getBestCmap())} characters, {len(font.getGlyphOrder())} glyphs,"
        f" {target.stat().st_size / 1e6:.2f} MB, {left_out} of its character set not in {source_name}"
    )


def name_font(font, style):
    full = FAMILY if style == "Regular" else f"{FAMILY} {style}"
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    names = font["name"]
    kept = {number: names.getDebugName(number) for number in (0, 5, 13, 14)}  # copyright, version, licence and its address
    names.names = []
    ours = {
        1: FAMILY,
        2: style,
        3: f"{kept[5].partition(';')[0]};{postscript}",
        4: full,
        6: postscript,
        10: "A subset of Noto Sans CJK SC, renamed.",
        16: FAMILY,
        17: style,
    }
    for number, text in sorted((kept | ours).items()):
        if text:
            names.setName(text, number, 3, 1, 0x409)

    cff = font["CFF "].cff
    cff.fontNames = [postscript]
    cff[0].FullName = full
    cff[0].FamilyName = FAMILY
    cff[0].Weight = style
    if hasattr(cff[0], "FDArray"):
        for part in cff[0].FDArray:
            part.FontName = f"{postscript}-{part.FontName.rpartition('-')[2]}"


if __name__ == "__main__":
    main()
