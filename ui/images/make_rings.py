#!/usr/bin/env python3
"""Write ring-00.svg to ring-20.svg: the countdown of the idle question, one picture for each second that is left.

The arc begins at twelve o'clock and runs clockwise. Pictures, because the software renderer draws no arcs quickly and
the kiosk shows each of them for a second.
"""

import math
from pathlib import Path

SECONDS = 20
SIZE = 300
THICKNESS = 24
RADIUS = 132
TRACK = "#E4DFD4"
ARC = "#0B5D57"


def ring(left):
    parts = []
    if left < SECONDS:
        parts.append(circle(TRACK))
    if left == SECONDS:
        parts.append(circle(ARC))
    elif left > 0:
        parts.append(arc(left / SECONDS))
    lines = "\n".join(f"  {part}" for part in parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}" viewBox="0 0 {SIZE} {SIZE}">\n{lines}\n</svg>\n'


def circle(colour):
    middle = SIZE // 2
    return f'<circle cx="{middle}" cy="{middle}" r="{RADIUS}" fill="none" stroke="{colour}" stroke-width="{THICKNESS}" />'


def arc(part):
    middle = SIZE / 2
    angle = part * math.tau
    x = middle + RADIUS * math.sin(angle)
    y = middle - RADIUS * math.cos(angle)
    large = 1 if part > 0.5 else 0
    path = f"M{middle:g} {middle - RADIUS:g}A{RADIUS} {RADIUS} 0 {large} 1 {x:.3f} {y:.3f}"
    return f'<path d="{path}" fill="none" stroke="{ARC}" stroke-width="{THICKNESS}" />'


def main():
    folder = Path(__file__).resolve().parent
    for left in range(SECONDS + 1):
        (folder / f"ring-{left:02}.svg").write_text(ring(left), encoding="utf-8")


if __name__ == "__main__":
    main()
