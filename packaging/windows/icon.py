#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""usage: packaging/windows/icon.py SVG ICO. Draws the program's icon in the sizes that Windows asks for, with rsvg-convert.

The result is committed (resources/app/liaison.ico), because a build on Windows has no tool for it; run this when the SVG changes."""
import struct
import subprocess
import sys

SIZES = (16, 20, 24, 32, 40, 48, 64, 256)


def main(svg: str, ico: str) -> None:
    pictures = [
        subprocess.run(["rsvg-convert", "--width", str(size), "--height", str(size), svg], check=True, capture_output=True).stdout
        for size in SIZES
    ]
    offset = 6 + 16 * len(SIZES)
    entries = b""
    for size, picture in zip(SIZES, pictures):
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    with open(ico, "wb") as file:
        file.write(struct.pack("<HHH", 0, 1, len(SIZES)) + entries + b"".join(pictures))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
