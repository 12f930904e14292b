"""Bytes made visible."""

from __future__ import annotations

# Signs that every font has: ‡ subfield, ¶ end of field, ■ end of record.
_SIGNS = {code: f"<{code:02X}>" for code in (*range(0x20), 0x7F)} | {0x1F: "‡", 0x1E: "¶\n", 0x1D: "■\n"}


def hex_lines(raw: bytes, width: int = 16) -> tuple[tuple[str, str, str], ...]:
    """Return offset, bytes and plain characters, a line each: what is really in the file."""
    lines = []
    for at in range(0, len(raw), width):
        part = raw[at : at + width]
        shown = "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in part)
        lines.append((f"{at:06x}", part.hex(" "), shown))
    return tuple(lines)


def visible_text(raw: bytes, charset: str) -> str:
    """Return the bytes as text with separators made visible, a field a line; MARC-8 shows as Latin-1."""
    try:
        text = raw.decode(charset, "replace")
    except LookupError:
        text = raw.decode("latin-1")
    return text.translate(_SIGNS)
