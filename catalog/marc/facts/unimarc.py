"""Facts of a UNIMARC record; RUSMARC, and IRBIS64 exported as ISO 2709, are read by the same tags."""

from __future__ import annotations

from collections.abc import Iterator

from pymarc import Field

from catalog.marc.facts.codes import country_of_iso, languages
from catalog.marc.facts.grouped import Grouped, clean, connected
from catalog.marc.facts.marc21 import subjects, unique_marks
from catalog.marc.facts.model import DocumentType, Facts, SearchText
from catalog.marc.facts.numbers import isbns, issns, year_of_code, year_of_text
from catalog.marc.facts.relations import links, other_numbers, unimarc_host
from catalog.marc.facts.text import trim, unbracketed, unique, without_nonsort

_TITLE = {"a": " ; ", "e": " : ", "h": ". ", "i": ". "}
_EXTENT = {"a": ", ", "c": " : ", "d": " ; ", "e": " + "}
_MAIN = ("700", "710", "720", "701", "711")
_ALL = ("700", "701", "702", "710", "711", "712", "720", "721", "722")
_OTHER_TITLES = (
    "500",
    "503",
    "510",
    "512",
    "513",
    "514",
    "515",
    "516",
    "517",
    "518",
    "520",
    "530",
    "532",
    "540",
    "541",
)
_SUBJECT_TAGS = ("600", "601", "602", "604", "605", "606", "607", "608", "610")
_SUBDIVISIONS = "jxyz"
_PERSON_TAGS = frozenset(("700", "701", "702"))

DOCUMENT_TYPES = {
    "a": DocumentType.BOOK, "b": DocumentType.MANUSCRIPT, "c": DocumentType.MUSIC_SCORE,
    "d": DocumentType.MUSIC_SCORE, "e": DocumentType.MAP, "f": DocumentType.MAP, "g": DocumentType.VIDEO,
    "i": DocumentType.SOUND, "j": DocumentType.SOUND, "k": DocumentType.PICTURE, "l": DocumentType.ELECTRONIC,
    "m": DocumentType.MIXED, "r": DocumentType.OBJECT,
}  # fmt: skip


def facts_of(grouped: Grouped, leader: str, text: SearchText) -> Facts:
    """Return the facts of a UNIMARC record."""
    general = grouped.first("100", "a")
    title, skip = _title(grouped, leader)
    isbn_good, isbn_bad = isbns(grouped.values("010", "a"))
    host = unimarc_host(grouped)
    return Facts(
        control_number=grouped.control("001").strip(),
        control_source=grouped.control("003").strip() or grouped.first("801", "b"),
        title=title,
        title_filing_skip=skip,
        responsibility=_responsibility(grouped),
        author=next(_names(grouped, _MAIN), ""),
        authors=unique(_names(grouped, _ALL)),
        year=_year(grouped, general),
        languages=languages(grouped.values("101", "a")),
        original_languages=languages(grouped.values("101", "c")),
        country=country_of_iso(grouped.first("102", "a")),
        place=unbracketed(_imprint(grouped, "a")),
        publisher=unbracketed(_imprint(grouped, "c")),
        edition=trim(grouped.first("205", "a")),
        extent=next(
            (
                connected(field, {"a": ", ", "c": " : ", "d": " ; ", "e": " + "})
                for field in grouped.fields("215")
            ),
            "",
        ),
        series=unique(_series(field) for field in grouped.fields("225")),
        isbns=isbn_good,
        bad_isbns=isbn_bad,
        issns=issns(grouped.values("011", "a")),
        class_marks=unique_marks(_class_marks(grouped)),
        subjects=unique(subjects(grouped, _SUBJECT_TAGS, _SUBDIVISIONS, free="610")),
        summary=grouped.first("330", "a") or grouped.first("331", "a"),
        document_type=_document_type(leader),
        titles_other=tuple(other for other in unique(_titles_other(grouped)) if other != title),
        is_analytic=leader[7] == "a",
        other_numbers=tuple(dict.fromkeys(other_numbers(grouped))),
        host_title=host.title,
        host_issn=host.issn,
        host_control=host.control,
        part=host.part,
        links=tuple(links(grouped)),
        price=grouped.first("010", "d"),
        search_text=text,
    )


def _title(grouped: Grouped, leader: str) -> tuple[str, int]:
    """200 $a, and for a part below the highest level (leader/08 `2`: "Вып. 13") 461 $a before it."""
    for field in grouped.fields("200"):
        title, skip = without_nonsort(connected(field, _TITLE))
        whole = trim(without_nonsort(grouped.first("461", "a"))[0]) if leader[8] == "2" else ""
        if whole and not title.startswith(whole):
            return f"{whole}. {trim(title)}", 0
        return trim(title), skip
    return "", 0


def _responsibility(grouped: Grouped) -> str:
    for field in grouped.fields("200"):
        return clean(field, "fg", " ; ")
    return ""


def _names(grouped: Grouped, tags: tuple[str, ...]) -> Iterator[str]:
    for field in grouped.fields(*tags):
        name = person(field) if field.tag in _PERSON_TAGS else clean(field, "ab", ". ")
        if name:
            yield name


def person(field: Field) -> str:
    """Surname, forenames in full ($g) or as initials ($b), number and additions."""
    surname, forenames = field.get("a") or "", field.get("g") or field.get("b") or ""
    name = ", ".join(part for part in (trim(surname), forenames.strip()) if part)
    added = " ".join(part.strip() for part in field.get_subfields("d", "c"))
    return without_nonsort(
        f"{name} ({trim(added)})" if added and "(" not in added else f"{name} {added}".strip()
    )[0]


def _year(grouped: Grouped, general: str) -> int | None:
    year = year_of_text(_imprint(grouped, "d"))
    return year if year is not None else year_of_code(general[9:13])


def _imprint(grouped: Grouped, code: str) -> str:
    return grouped.first("210", code) or grouped.first("214", code)


def _series(field: Field) -> str:
    text = connected(field, {"a": " ; ", "e": " : ", "h": ". ", "i": ". ", "v": " ; "})
    return trim(without_nonsort(text)[0])


def _class_marks(grouped: Grouped) -> Iterator[tuple[str, str]]:
    for scheme, tag in (("udc", "675"), ("ddc", "676"), ("lcc", "680")):
        for mark in grouped.values(tag, "a"):
            yield scheme, mark.strip()
    for field in grouped.fields("686"):
        scheme = (field.get("2") or "other").strip().lower()
        for mark in field.get_subfields("a"):
            yield "bbk" if scheme.startswith("rubbk") else scheme, mark.strip()
    for field in grouped.fields(
        "621"
    ):  # BBK in IRBIS64; elsewhere 621 is provenance, which begins with no digit
        mark = (field.get("a") or "").strip()
        yield "bbk", mark if mark[:1].isdigit() else ""


def _document_type(leader: str) -> DocumentType:
    found = DOCUMENT_TYPES.get(leader[6], DocumentType.OTHER)
    if found is DocumentType.BOOK and leader[7] in "asi":
        return DocumentType.ARTICLE if leader[7] == "a" else DocumentType.SERIAL
    return found


def _titles_other(grouped: Grouped) -> Iterator[str]:
    for value in grouped.values("200", "cd"):
        yield trim(without_nonsort(value)[0])
    for field in grouped.fields(*_OTHER_TITLES):
        yield trim(without_nonsort(connected(field, {**_TITLE, "l": " "}))[0])
