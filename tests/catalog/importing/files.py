"""Small MARC files, built by hand so that every byte is known."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

FIXED = "260415s{year}    uz            000 0 uzb d"
Field = tuple[str, str]


def iso2709(fields: Sequence[Field], leader: str = "nam a22") -> bytes:
    """Return one record; a data field is indicators and `$a…$b…`, with `$` for the separator."""
    directory, body = b"", b""
    for tag, text in fields:
        data = text.replace("$", "\x1f").encode() + b"\x1e"
        directory += f"{tag}{len(data):04d}{len(body):05d}".encode()
        body += data
    base = 24 + len(directory) + 1
    length = base + len(body) + 1
    head = f"{length:05d}{leader}{base:05d} a 4500".encode()
    return head + directory + b"\x1e" + body + b"\x1d"


def book(
    number: str = "1",
    title: str = "Oʻtkan kunlar",
    author: str = "Qodiriy, Abdulla",
    year: int | str = 1926,
    extent: str = "384 b.",
    *more: Field,
    source: str = "UzTaNK",
    isbn: str = "",
) -> bytes:
    """Return a MARC 21 record; `more` are further fields."""
    fields = [("001", number)] if number else []
    fields += [("003", source)] if source else []
    fields += [("008", FIXED.format(year=year or "    "))]
    fields += [("020", f"  $a{isbn}")] if isbn else []
    fields += [("100", f"1 $a{author}")] if author else []
    fields += [("245", f"10$a{title}")] if title else []
    fields += [("300", f"  $a{extent}")] if extent else []
    return iso2709([*fields, *more])


def copy(barcode: str = "", number: str = "", location: str = "", **more: str) -> Field:
    """Return a field 952 for one copy."""
    values = {"p": barcode, "i": number, "c": location} | more
    return "952", "  " + "".join(f"${code}{value}" for code, value in values.items() if value)


def unreadable() -> bytes:
    """Return what no reader can make a record of, between two good terminators."""
    return b"this is no record at all\x1d"


def stream(*records: bytes) -> BytesIO:
    """Return a file of these records."""
    return BytesIO(b"".join(records))
