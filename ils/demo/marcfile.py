"""The sample works as one MARC 21 file (ISO 2709, UTF-8), written here so that the importer meets a stranger.

Arabic-script works are described in romanisation with the vernacular in 880, as libraries abroad do;
works in Han and Hangul keep their script in 245 with the romanised title in 246. Both habits occur.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from ils.demo.fixedfields import field_008, leader_type
from ils.demo.tables import table
from ils.demo.works import Work

AGENCY = "UZ-DEMO"
FIELD_END = b"\x1e"
RECORD_END = b"\x1d"
LONGEST_FIELD = 9_999  # four digits in the directory
LONGEST_RECORD = 99_999  # five digits in the leader
ARTICLES = {
    "eng": ("The ", "A ", "An "),
    "ger": ("Der ", "Die ", "Das ", "Ein ", "Eine "),
    "fre": ("Le ", "La ", "Les ", "L'", "Un ", "Une "),
    "spa": ("El ", "La ", "Los ", "Las "),
    "ara": ("al-",),
}
LINKED_SCRIPTS = {"arab": "(3/r"}  # $6 code of the script: Arabic, right to left
SCRIPT_NAMES = {
    "latn": "Lotin",
    "cyrl": "Kirill",
    "arab": "Arab",
    "hang": "Xangil",
    "hani": "Xitoy",
    "jpan": "Yapon",
}


@dataclass(frozen=True)
class Field:
    """One variable field: two indicators and `(code, text)` subfields; a control field has only `text`."""

    tag: str
    indicators: str = ""
    subfields: tuple[tuple[str, str], ...] = ()
    text: str = ""

    def encoded(self) -> bytes:
        """The field as it stands in the file, with its end mark."""
        body = "".join(f"\x1f{code}{value}" for code, value in self.subfields)
        return f"{self.indicators}{body}{self.text}".encode() + FIELD_END


def marc21_file(works: Iterable[Work]) -> bytes:
    """All works, one record each, in their order."""
    return b"".join(marc21_record(work) for work in works)


def marc21_record(work: Work) -> bytes:
    """One ISO 2709 record: leader, directory, fields; refuses what the format cannot hold."""
    directory, data = b"", b""
    for field in _fields(work):
        encoded = field.encoded()
        if len(encoded) > LONGEST_FIELD:
            raise ValueError(f"{work.id}: field {field.tag} has {len(encoded)} bytes")
        directory += f"{field.tag}{len(encoded):04}{len(data):05}".encode()
        data += encoded
    base = 24 + len(directory) + 1
    length = base + len(data) + 1
    if length > LONGEST_RECORD:
        raise ValueError(f"{work.id}: the record has {length} bytes")
    leader = f"{length:05}n{leader_type(work)} a22{base:05} i 4500".encode()
    return leader + directory + FIELD_END + data + RECORD_END


def _fields(work: Work) -> list[Field]:
    makers: tuple[Callable[[Work], Iterator[Field]], ...] = (
        _control,
        _numbers_and_codes,
        _heading,
        _titles,
        _publication,
        _notes,
        _subjects,
        _added_entries,
        _vernacular,
    )
    return [field for make in makers for field in make(work)]


def _field(tag: str, indicators: str, *subfields: tuple[str, str]) -> Iterator[Field]:
    """The field without its empty subfields, or nothing when all are empty."""
    kept = tuple((code, value) for code, value in subfields if value)
    if kept:
        yield Field(tag, indicators, kept)


def _control(work: Work) -> Iterator[Field]:
    yield Field("001", text=work.id)
    yield Field("003", text=AGENCY)
    yield Field("008", text=field_008(work))


def _numbers_and_codes(work: Work) -> Iterator[Field]:
    yield from _field("020", "  ", ("a", work.isbn))
    yield from _field("040", "  ", ("a", AGENCY), ("b", "uzb"), ("c", AGENCY))
    if work.original_language:
        yield from _field("041", "1 ", ("a", work.language), ("h", work.original_language))
    yield from _field("080", "  ", ("a", work.udc))
    yield from _field("084", "  ", ("a", work.bbk), ("b", work.author_mark), ("2", "rubbk"))


def _heading(work: Work) -> Iterator[Field]:
    yield from _person("100", work.author, work.author_dates)
    if work.original_title and work.author:
        yield from _field("240", "10", ("a", work.original_title), ("l", work.language))
    elif work.original_title:
        yield from _field("130", "0 ", ("a", work.original_title), ("l", work.language))


def _learning(work: Work) -> Mapping[str, str]:
    """What a department of foreign literature says of it: level, form, who gave it, what belongs to it."""
    return _said_of_learning().get(work.id, {})


@cache
def _said_of_learning() -> Mapping[str, Mapping[str, str]]:
    return {
        row["id"]: {name: cell or "" for name, cell in row.items()}
        for row in table("learning.tsv")
        if row["id"]
    }


def _person(tag: str, name: str, dates: str = "", role: str = "") -> Iterator[Field]:
    """A personal name; indicator 1 tells a surname (`Qodiriy, Abdulla`) from a plain name (`Oybek`)."""
    kind = "1 " if "," in name else "0 "
    if name:
        yield from _field(tag, kind, ("a", f"{name}," if dates else name), ("d", dates), ("4", role))


def _titles(work: Work) -> Iterator[Field]:
    if work.script in LINKED_SCRIPTS:
        link = ("6", "880-01")
        yield _title("245", work, work.title_romanised, "", _in_order(work.author), link)
        return
    yield _title("245", work, work.title, work.subtitle, work.responsibility)
    yield from _field("246", "3 ", ("a", work.title_romanised))


def _title(
    tag: str, work: Work, title: str, subtitle: str, responsibility: str, *links: tuple[str, str]
) -> Field:
    """245 (or its 880 twin) with the punctuation of ISBD and the count of characters to skip in filing."""
    entry = "1" if work.author else "0"
    skip = len(next((word for word in ARTICLES.get(work.language, ()) if title.startswith(word)), ""))
    parts = [(title, "a", ""), (subtitle, "b", " :"), (responsibility, "c", " /")]
    present = [part for part in parts if part[0]]
    ends = [mark for _, _, mark in present[1:]] + [""]
    subfields = tuple((code, text + end) for (text, code, _), end in zip(present, ends, strict=True))
    return Field(tag, f"{entry}{skip}", (*links, *subfields))


def _in_order(heading: str) -> str:
    surname, _, given = heading.partition(", ")
    return f"{given} {surname}".strip()


def _publication(work: Work) -> Iterator[Field]:
    year = f"{work.year}-" if work.doc_type == "serial" else f"{work.year}"
    yield from _field("250", "  ", ("a", work.edition))
    yield from _field("264", " 1", ("a", f"{work.place} :"), ("b", f"{work.publisher},"), ("c", year))
    beside = _learning(work).get("with", "")
    yield from _field(
        "300", "  ", ("a", f"{work.extent} +" if work.extent and beside else work.extent), ("e", beside)
    )
    yield from _field("490", "0 ", *_series(work.series))


def _series(statement: str) -> tuple[tuple[str, str], ...]:
    name, _, number = statement.partition(" ; ")
    return ("a", f"{name} ;" if number else name), ("v", number)


def _notes(work: Work) -> Iterator[Field]:
    if work.audience_age is not None:
        yield from _field("521", "1 ", ("a", f"{work.audience_age}+"))
    said = _learning(work)
    yield from _field("521", "8 ", ("a", said.get("level", "")))
    yield from _field("541", "  ", ("a", said.get("donor", "")), ("c", "gift" if said.get("donor") else ""))
    yield from _field("546", "  ", ("b", SCRIPT_NAMES[work.script]))


def _subjects(work: Work) -> Iterator[Field]:
    for subject in work.subjects:
        yield from _field("650", " 4", ("a", subject))
    yield from _field("655", " 4", ("a", _learning(work).get("form", "")))


def _added_entries(work: Work) -> Iterator[Field]:
    for person in work.contributors:
        yield from _person("700", person.name, role=person.role)


def _vernacular(work: Work) -> Iterator[Field]:
    if work.script in LINKED_SCRIPTS:
        link = ("6", f"245-01/{LINKED_SCRIPTS[work.script]}")
        yield _title("880", work, work.title, work.subtitle, work.responsibility, link)
