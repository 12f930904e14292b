"""Records for descriptions, each written in one line a field: `200 1  $a…`."""

from __future__ import annotations

from pymarc import Field, Indicators, Record, Subfield

MARC21_BOOK = "00000nam a2200000 a 4500"
MARC21_ARTICLE = "00000naa a2200000 a 4500"
MARC21_SERIAL = "00000nas a2200000 a 4500"
MARC21_ELECTRONIC = "00000nmm a2200000 a 4500"
UNIMARC_BOOK = "00000nam0 2200000   450 "
UNIMARC_VOLUME = "00000nam2 2200000   450 "
UNIMARC_ARTICLE = "00000naa2 2200000   450 "


def made(leader: str, *lines: str) -> Record:
    """Make a record: `008 data`, or tag, two indicators and subfields after `$`."""
    record = Record(leader=leader)
    for line in lines:
        tag, rest = line[:3], line[4:]
        if "$" not in rest:
            record.add_field(Field(tag, data=rest))
            continue
        indicators, *parts = rest.split("$")
        first, second = indicators.ljust(2)[:2]
        subfields = [Subfield(part[:1], part[1:]) for part in parts]
        record.add_field(Field(tag, Indicators(first, second), subfields))
    return record


def coded(language: str, year: int = 2019) -> str:
    """Return a MARC 21 field 008 with a year and a language."""
    return f"008 260415s{year}    uz            000 0 {language} d"


def general(year: int = 2019) -> str:
    """Return a UNIMARC field 100."""
    return f"100   $a20260415d{year}    u  y0rusy50      ca"


def irbis(*lines: str) -> Record:
    """Make a record in the native form of IRBIS: `200: ^AFocus^FKay` → tag 200, codes as written."""
    record = Record(leader="00000nam0 2200000   450 ")
    for line in lines:
        tag, _colon, text = line.partition(": ")
        before, *parts = text.split("^")
        subfields = [Subfield("", before)] if before else []
        subfields += [Subfield(part[:1], part[1:]) for part in parts]
        record.add_field(Field(tag.zfill(3), Indicators(" ", " "), subfields))
    return record
