"""Records built byte by byte, so that each test can have exactly one oddity."""

from __future__ import annotations

import io
from collections.abc import Iterable

from catalog.marc import Profile, ReadRecord, read

Given = tuple[str, str | bytes]

PLAIN: tuple[Given, ...] = (
    ("001", "42"),
    ("008", "200101s2019    uz            000 0 uzb  "),
    ("100", "1 $aQodiriy, Abdulla,"),
    ("245", "10$aOʻtkan kunlar :$broman /$cA. Qodiriy."),
)
ASCII_ONLY: tuple[Given, ...] = (("001", "7"), ("245", "00$aBare title"))
UNIMARC: tuple[Given, ...] = (
    ("001", "RU-1"),
    ("100", "  $a20200101d2019    u  y0rusy50      ca"),
    ("200", "1 $aМинувшие дни$eроман$fА. Кадыри"),
)


def encoded(value: str | bytes, charset: str) -> bytes:
    """Bytes of a field; in text `$` stands for the subfield mark."""
    return value if isinstance(value, bytes) else value.replace("$", "\x1f").encode(charset)


def record(
    fields: Iterable[Given] = PLAIN,
    *,
    charset: str = "utf-8",
    coding: str = "a",
    leader: str = "{length:05d}nam {coding}22{base:05d} i 4500",
    length: int | None = None,
    lengths: list[int] | None = None,
) -> bytes:
    """One ISO 2709 record; `length` and `lengths` (of the fields, as stated) replace the true figures."""
    directory, data = b"", b""
    for at, (tag, value) in enumerate(fields):
        body = encoded(value, charset) + b"\x1e"
        stated = lengths[at] if lengths else len(body)
        directory += f"{tag}{stated:04d}{len(data):05d}".encode()
        data += body
    base = 24 + len(directory) + 1
    size = base + len(data) + 1
    head = leader.format(length=length if length is not None else size, coding=coding, base=base).encode()
    return head + directory + b"\x1e" + data + b"\x1d"


def read_bytes(
    data: bytes, *, charset: str | None = None, profile: Profile | None = None, undo_double: bool = False
) -> list[ReadRecord]:
    return list(read(io.BytesIO(data), charset=charset, profile=profile, undo_double=undo_double))


def read_one(
    data: bytes, *, charset: str | None = None, profile: Profile | None = None, undo_double: bool = False
) -> ReadRecord:
    (only,) = read_bytes(data, charset=charset, profile=profile, undo_double=undo_double)
    return only


def codes(found: ReadRecord) -> tuple[set[str], set[str]]:
    """Codes of repairs and of problems."""
    return {str(one.code) for one in found.repairs}, {str(one.code) for one in found.problems}


def text_of(found: ReadRecord, tag: str, code: str) -> str:
    assert found.record is not None
    return found.record[tag][code]


def marcxml(*records: str, head: str = '<collection xmlns="http://www.loc.gov/MARC21/slim">') -> bytes:
    name = head.split(maxsplit=1)[0].strip("<>")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{"".join(records)}</{name}>'.encode()


def xml_record(title: str = "Title", leader: str = "00000nam a2200000 i 4500", extra: str = "") -> str:
    return (
        f"<record><leader>{leader}</leader><controlfield tag='001'>1</controlfield>{extra}"
        f"<datafield tag='245' ind1='1' ind2='0'><subfield code='a'>{title}</subfield></datafield></record>\n"
    )
