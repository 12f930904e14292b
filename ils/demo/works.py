"""The works of the sample library, as described in `data/works.tsv`."""

from __future__ import annotations

from dataclasses import dataclass

from ils.demo.tables import table


@dataclass(frozen=True)
class Contributor:
    """A further person of a work; `role` is a MARC relator code (`trl`, `aut`, `edt` …)."""

    name: str
    role: str


@dataclass(frozen=True)
class Work:
    """One edition. Empty text means not known; languages are ISO 639-2/B, scripts ISO 15924 in lower case."""

    id: str
    language: str
    script: str
    doc_type: str
    author: str
    author_dates: str
    responsibility: str
    title: str
    subtitle: str
    title_romanised: str
    edition: str
    original_title: str
    original_language: str
    place: str
    publisher: str
    year: int
    extent: str
    series: str
    isbn: str
    udc: str
    bbk: str
    author_mark: str
    subjects: tuple[str, ...]
    audience_age: int | None
    contributors: tuple[Contributor, ...]


def load_works() -> tuple[Work, ...]:
    """All works, in the order of the file."""
    return tuple(_work(row) for row in table("works.tsv"))


def _work(row: dict[str, str]) -> Work:
    return Work(
        id=row["id"],
        language=row["language"],
        script=row["script"],
        doc_type=row["doc_type"],
        author=row["author"],
        author_dates=row["author_dates"],
        responsibility=row["responsibility"],
        title=row["title"],
        subtitle=row["subtitle"],
        title_romanised=row["title_romanised"],
        edition=row["edition"],
        original_title=row["original_title"],
        original_language=row["original_language"],
        place=row["place"],
        publisher=row["publisher"],
        year=int(row["year"]),
        extent=row["extent"],
        series=row["series"],
        isbn=row["isbn"],
        udc=row["udc"],
        bbk=row["bbk"],
        author_mark=row["author_mark"],
        subjects=_parts(row["subjects"]),
        audience_age=int(row["audience_age"]) if row["audience_age"] else None,
        contributors=tuple(_contributor(part) for part in _parts(row["contributors"])),
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _contributor(cell: str) -> Contributor:
    name, _, role = cell.partition("=")
    return Contributor(name=name, role=role)
