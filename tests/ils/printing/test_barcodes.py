"""The bars say what they should: read back by a small decoder of our own, and by zbarimg where it is installed."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import zlib
from itertools import groupby
from pathlib import Path

import pytest
from barcode.charsets.code128 import CODES
from hypothesis import example, given
from hypothesis import strategies as st

from ils.printing.barcodes import HEIGHT, LONGEST, QUIET, code128_svg
from ils.printing.errors import PrintCode, PrintError

PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40)
START_B, START_C, TO_C, TO_B, TO_A = 104, 105, 99, 100, 101


def modules_of(svg: str) -> str:
    """Return the row of black (1) and white (0) modules that the SVG draws."""
    wide = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])
    row = ["0"] * wide
    for start, width in re.findall(r"M(\d+) 0h(\d+)v", svg):
        row[int(start) : int(start) + int(width)] = "1" * int(width)
    return "".join(row)


def decode(modules: str) -> str:
    """Read Code 128: quiet zones, start, check digit and stop must all be right."""
    bars = modules.strip("0")
    assert len(modules) - len(modules.lstrip("0")) >= QUIET
    assert bars.endswith("1100011101011")
    body = bars[: -len("1100011101011")]
    assert len(body) % 11 == 0
    values = [CODES.index(body[at : at + 11]) for at in range(0, len(body), 11)]
    *coded, check = values
    assert (coded[0] + sum(at * value for at, value in enumerate(coded))) % 103 == check
    return _text(coded)


def _text(coded: list[int]) -> str:
    numeric, text = coded[0] == START_C, ""
    for value in coded[1:]:
        if numeric and value < 100:
            text += f"{value:02d}"
        elif value in (TO_B, TO_C):
            numeric = value == TO_C
        else:
            text += chr(value + 32)
    return text


@given(PRINTABLE)
@example("99")
@example("9900000042")
@example("A9912345B")
def test_bars_read_back_as_the_text(text: str) -> None:
    assert decode(modules_of(code128_svg(text))) == text


def test_svg_has_no_style_and_no_live_markup() -> None:
    svg = code128_svg('"><script>&')
    assert "style" not in svg
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg


@pytest.mark.parametrize("text", ["", "ШТМ-045", "A\nB", "A\x00", "x" * (LONGEST + 1), "é", "7" * 10_000])
def test_what_no_scanner_reads_is_refused(text: str) -> None:
    with pytest.raises(PrintError) as refused:
        code128_svg(text)
    assert refused.value.code is PrintCode.BARCODE_NOT_PRINTABLE
    assert len(str(refused.value.facts["text"])) <= 40


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="zbarimg is not installed")
@pytest.mark.parametrize("text", ["00000042", "INV-045", "A1", "LIB/2026-0007 X", "1234567", "99000042"])
def test_a_scanner_reads_the_picture(text: str, tmp_path: Path) -> None:
    picture = tmp_path / "bars.png"
    picture.write_bytes(_png(modules_of(code128_svg(text))))
    command = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Scode128.enable", str(picture)]
    read = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    assert read.stdout.strip() == text


def _png(modules: str, scale: int = 3) -> bytes:
    """Draw the modules as a grey-scale PNG."""
    line = b"\x00" + b"".join(
        (b"\x00" if colour == "1" else b"\xff") * (scale * len(tuple(run)))
        for colour, run in groupby(modules)
    )
    header = struct.pack(">IIBBBBB", len(line) - 1, HEIGHT, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(line * HEIGHT)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
