"""Prints the characters a recognition model knows, one a line: the entry "character" of its ONNX metadata.

The file is a protobuf message (onnx.proto: ModelProto.metadata_props = 14, its key = 1 and value = 2); the fields
before it are stepped over, so no ONNX package is needed.
"""

import sys

METADATA, KEY, VALUE = 14, 1, 2


def number(data, place):
    """A varint and the place after it."""
    value = shift = 0
    while True:
        byte = data[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return value, place


def fields(data):
    """Every field that has a length, as its number and bytes."""
    place = 0
    while place < len(data):
        tag, place = number(data, place)
        field, kind = tag >> 3, tag & 7
        if kind == 0:
            _, place = number(data, place)
        elif kind == 2:
            length, place = number(data, place)
            yield field, data[place : place + length]
            place += length
        elif kind in (1, 5):
            place += 8 if kind == 1 else 4
        else:
            sys.exit(f"read_characters: no ONNX file (a field of kind {kind})")


def main():
    with open(sys.argv[1], "rb") as file:
        model = memoryview(file.read())
    for field, entry in fields(model):
        if field == METADATA:
            parts = {name: bytes(value) for name, value in fields(entry)}
            if parts.get(KEY) == b"character":
                sys.stdout.buffer.write(parts[VALUE].rstrip(b"\n") + b"\n")
                return
    sys.exit("read_characters: the model does not say which characters it knows")


main()
