"""Facts of a record in the native form of IRBIS (practice.md §5.1).

Codes mean the same in either case, and a field that has only text has it as $a: both are brought to one form first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pymarc import Field, Leader, Record, Subfield

from catalog.marc.facts.codes import country_of_iso, languages
from catalog.marc.facts.grouped import Grouped, clean, connected, joined
from catalog.marc.facts.marc21 import unique_marks
from catalog.marc.facts.model import DocumentType, Facts, SearchText
from catalog.marc.facts.numbers import isbns, issns, year_of_text
from catalog.marc.facts.text import trim, unbracketed, unique, without_nonsort
from catalog.marc.facts.unimarc import DOCUMENT_TYPES, person
from catalog.marc.fields import BLANKS, data_field

ARTICLE_SHEETS: Final = frozenset(("ASP", "ASPV", "AUNTD"))
SERIAL_SHEETS: Final = frozenset(("J", "NJ", "NJP", "NJK", "OJ"))
_SCORE_SHEETS: Final = frozenset(("MUSP", "MUSV"))

_TITLE = {"a": " ; ", "e": " : "}
_EXTENT = {"a": " ", "1": " ", "c": " : ", "d": " ; ", "e": " + "}
_MAIN = ("700", "710", "971", "701", "711")
_ALL = ("700", "701", "702", "703", "710", "711", "712", "971", "972")
_PERSONS = frozenset(("700", "701", "702", "703"))
_SUBJECTS = ("600", "601", "606", "607", "608", "610")
_DIVISIONS = "bcdefgho9"
_PAGES = "1"
_OTHER_TITLES = {
    "510": ("d", "a"), "517": ("a",), "541": ("a",), "921": ("a",), "454": ("a",), "922": ("c",), "330": ("c",),
    "481": ("c",), "421": ("a",), "923": ("i", "h"),
}  # fmt: skip


def levelled(record: Record) -> Record:
    """Return the record with codes in lower case and bare text as $a; fields that are so already are shared."""
    made = Record()
    made.leader = Leader(str(record.leader))
    made.fields = [_levelled_field(field) for field in record.fields]
    return made


def _levelled_field(field: Field) -> Field:
    codes = [code for code, _ in field.subfields]
    if all(code and code == code.lower() for code in codes):
        return field
    bare = "" if "a" in codes or "A" in codes else "a"
    subfields = [Subfield(code.lower() or bare, value) for code, value in field.subfields]
    return data_field(field.tag, BLANKS, subfields)


def facts_of(grouped: Grouped, _leader: str, text: SearchText) -> Facts:
    """Return the facts of a levelled IRBIS record; the leader says nothing."""
    sheet = worksheet(grouped)
    title, skip = _title(grouped)
    isbn_good, isbn_bad = isbns(grouped.values("010", "a"))
    host = _host(grouped)
    return Facts(
        control_number=grouped.first("903", "a"),
        control_source=grouped.first("902", "a"),
        title=title,
        title_filing_skip=skip,
        responsibility=_responsibility(grouped),
        author=next(_names(grouped, _MAIN), ""),
        authors=unique(_names(grouped, _ALL)),
        year=_year(grouped),
        languages=languages(grouped.values("101", "a")),
        original_languages=languages(grouped.values("101", "c")),
        country=country_of_iso(grouped.first("102", "a")),
        place=unbracketed(grouped.first("210", "a") or grouped.first("461", "d")),
        publisher=unbracketed(grouped.first("210", "c") or grouped.first("461", "g")),
        edition=trim(grouped.first("205", "a")),
        extent=next((_extent(field) for field in grouped.fields("215")), ""),
        series=unique(
            trim(connected(field, {"a": " ; ", "e": " : ", "v": " ; "})) for field in grouped.fields("225")
        ),
        isbns=isbn_good,
        bad_isbns=isbn_bad,
        issns=issns(grouped.values("011", "a")),
        class_marks=unique_marks(_class_marks(grouped)),
        subjects=unique(_subject(field) for field in grouped.fields(*_SUBJECTS)),
        summary=grouped.first("331", "a") or grouped.first("330", "a"),
        document_type=_document_type(grouped, sheet),
        titles_other=tuple(other for other in unique(_titles_other(grouped)) if other != title),
        is_analytic=sheet in ARTICLE_SHEETS
        or (sheet not in SERIAL_SHEETS and bool(grouped.first("463", "c"))),
        host_title=host[0],
        host_issn=next(iter(issns(grouped.values("463", "i"))), ""),
        host_control=host[1],
        part=_part(grouped),
        links=tuple(_links(grouped)),
        price=grouped.first("010", "d") or grouped.first("910", "e"),
        search_text=text,
    )


def worksheet(grouped: Grouped) -> str:
    """Return the name of the worksheet the record was made with (920): PAZK, SPEC, ASP, NJ …"""
    return grouped.first("920", "a").upper()


def _title(grouped: Grouped) -> tuple[str, int]:
    """200; for a volume the common title (461 ^C) before its number and name; for a bare issue its cipher."""
    for field in grouped.fields("200"):
        title, skip = without_nonsort(trim(connected(field, _TITLE)))
        parts = [trim(grouped.first("461", "c")), trim(field.get("v") or ""), title]
        named = [part for part in parts if part]
        if len(named) > 1:
            return _sentence(named), 0
        if title or named:
            return title or named[0], skip
    number = grouped.first("936", "a")
    issue = [grouped.first("933", "a"), grouped.first("934", "a"), number and f"№ {number}"]
    volume = _field(grouped, "461")
    common = trim(connected(volume, {"c": " ", "e": " : "})) if volume else ""
    return common or grouped.first("517", "a") or " ".join(part for part in issue if part), 0


def _sentence(parts: list[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        text += f" {part}" if text.endswith(".") else f". {part}"
    return text


def _field(grouped: Grouped, tag: str) -> Field | None:
    return next(iter(grouped.fields(tag)), None)


def _responsibility(grouped: Grouped) -> str:
    field = _field(grouped, "200")
    return clean(field, "fg", " ; ") if field else ""


def _names(grouped: Grouped, tags: tuple[str, ...]) -> Iterator[str]:
    for field in grouped.fields(*tags):
        name = person(field) if field.tag in _PERSONS else clean(field, "ab", ". ")
        if name:
            yield name


def _year(grouped: Grouped) -> int | None:
    stated = (("210", "d"), ("463", "j"), ("934", "a"), ("461", "h"), ("461", "z"))
    years = (year_of_text(value) for tag, code in stated for value in grouped.values(tag, code))
    return next((year for year in years if year is not None), None)


def _extent(field: Field) -> str:
    """215: a bare number counts pages unless ^1 names another unit; ^3 (binding) and the like stay out."""
    pages, unit = (field.get("a") or "").strip(), (field.get("1") or "").strip()
    rest = connected(field, {code: sign for code, sign in _EXTENT.items() if code not in ("a", _PAGES)})
    first = f"{pages} {unit or 'с.'}" if pages.isdigit() else f"{pages} {unit}".strip()
    return " : ".join(part for part in (first, rest) if part)


def _class_marks(grouped: Grouped) -> Iterator[tuple[str, str]]:
    for scheme, tag in (("udc", "675"), ("bbk", "621"), ("ddc", "676"), ("other", "686"), ("grnti", "964")):
        for mark in grouped.values(tag, "a"):
            yield scheme, mark.strip()


def _subject(field: Field) -> str:
    """Heading and its divisions after dashes; of a person's only the name belongs to the heading."""
    heading = person(field) if field.tag == "600" else joined(field, "a")
    codes = "" if field.tag == "600" else _DIVISIONS
    divisions = [value.strip() for code, value in field.subfields if code in codes and value.strip()]
    return trim(without_nonsort(" – ".join(part for part in (heading, *divisions) if part))[0])


def _document_type(grouped: Grouped, sheet: str) -> DocumentType:
    if sheet in ARTICLE_SHEETS:
        return DocumentType.ARTICLE
    if sheet in SERIAL_SHEETS:
        return DocumentType.SERIAL
    if sheet in _SCORE_SHEETS and not grouped.first("900", "t"):
        return DocumentType.MUSIC_SCORE
    kind = grouped.first("900", "t")[:1].lower() or ("a" if sheet or "200" in grouped.by_tag else "")
    return DOCUMENT_TYPES.get(kind, DocumentType.OTHER)


def _titles_other(grouped: Grouped) -> Iterator[str]:
    for tag, codes in _OTHER_TITLES.items():
        for field in grouped.fields(tag):
            yield next((trim(value) for code in codes if (value := field.get(code))), "")


def _host(grouped: Grouped) -> tuple[str, str]:
    """Title and control number (903 of the host) of what the record is part of."""
    issue, volume = _field(grouped, "463"), _field(grouped, "461")
    if issue and (issue.get("c") or issue.get("w")):
        return trim(issue.get("c") or ""), (issue.get("w") or "").strip()
    if volume and volume.get("c"):
        return trim(volume.get("c") or ""), (volume.get("w") or "").strip()
    return "", grouped.first("933", "a")


def _part(grouped: Grouped) -> str:
    issue = _field(grouped, "463")
    if issue and issue.get("c"):
        pages = (issue.get("s") or "").strip()
        named = f"С. {pages}" if pages[:1].isdigit() else pages
        return ", ".join(
            part for part in (joined(issue, "j"), joined(issue, "v"), joined(issue, "h"), named) if part
        )
    if grouped.first("933", "a"):
        number = grouped.first("936", "a")
        parts = (grouped.first("934", "a"), grouped.first("935", "a"), number and f"№ {number}")
        return ", ".join(part for part in parts if part)
    return trim(grouped.first("200", "v")) if _field(grouped, "461") else ""


def _links(grouped: Grouped) -> Iterator[tuple[str, str]]:
    for field in grouped.fields("951"):
        address = (field.get("i") or "").strip()
        if address:
            yield address, (field.get("t") or "").strip()
