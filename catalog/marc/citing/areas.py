"""Which fields make which area of a description, profile by profile."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.marc.citing.fields import Fields, connect, values
from catalog.marc.citing.model import Pieces
from catalog.marc.facts.text import trim
from catalog.marc.model import Profile

Connectors = dict[str, str]


@dataclass(frozen=True, slots=True)
class Area:
    """Tags in the order of preference, and how their subfields are joined."""

    tags: tuple[str, ...]
    connectors: Connectors

    def text(self, fields: Fields) -> str:
        """Return the first field that says anything."""
        return next((text for text in self.texts(fields) if text), "")

    def texts(self, fields: Fields) -> list[str]:
        """Return every field of the area."""
        return [trim(connect(pieces, self.connectors)) for pieces in fields.all(*self.tags)]


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas of one profile; `place`, `publisher`, `date`, `isbn`, `issn` are subfield codes."""

    title: Area
    responsibility: Area
    edition: Area
    numbering: Area
    imprint: Area
    place: str
    publisher: str
    date: str
    extent: Area
    series: Area
    thesis: Area
    isbn: str
    issn: str
    price: str
    print_run: str
    url: tuple[tuple[str, str], ...]


def _area(tags: str, **connectors: str) -> Area:
    return Area(tuple(tags.split()), {code.removeprefix("_"): text for code, text in connectors.items()})


MARC21 = Areas(
    title=_area("245", a=" ; ", b=" : ", n=". ", p=". ", k=" ", f=", ", s=". "),
    responsibility=_area("245", c=" ; "),
    edition=_area("250", a=", ", b=" / "),
    numbering=_area("362", a=" ; "),
    imprint=_area("264 260", a=" ; ", b=" : ", c=", "),
    place="a",
    publisher="b",
    date="c",
    extent=_area("300", a=", ", b=" : ", c=" ; ", e=" + "),
    series=_area("490 440", a=" ", n=". ", p=". ", x=", ISSN ", v=" ; "),
    thesis=_area("502", a=" ", b=" ", c=" – ", d=", "),
    isbn="020",
    issn="022",
    price="c",
    print_run="",
    url=(("856", "u"),),
)
UNIMARC = Areas(
    title=_area("200", a=" ; ", d=" = ", e=" : ", h=". ", i=". "),
    responsibility=_area("200", f=" / ", g=" ; "),
    edition=_area("205", a=", ", b=", ", d=" = ", f=" / ", g=" ; "),
    numbering=_area("207", a=" ; "),
    imprint=_area("210 214", a=" ; ", c=" : ", d=", "),
    place="a",
    publisher="c",
    date="d",
    extent=_area("215", a=", ", c=" : ", d=" ; ", e=" + "),
    series=_area("225", a=" ; ", d=" = ", e=" : ", f=" / ", h=". ", i=". ", x=", ISSN ", v=" ; "),
    thesis=_area("328", a=" "),
    isbn="010",
    issn="011",
    price="d",
    print_run="9",
    url=(("856", "u"),),
)
IRBIS = Areas(
    title=_area("200", v=". ", a=". ", b=" ; ", e=" : "),
    responsibility=_area("200", f=" / ", g=" ; "),
    edition=_area("205", a=", ", b=", ", f=" / "),
    numbering=_area("207", a=" ; "),
    imprint=_area("210", a=" ; ", c=" : ", d=", ", _2=" ", _3=" "),
    place="a",
    publisher="c",
    date="d",
    extent=_area("215", a=", ", c=" : ", d=" ; ", e=" + "),
    series=_area("225", a=" ; ", e=" : ", f=" / ", h=". ", i=". ", x=", ISSN ", v=" ; "),
    thesis=_area("328", a=" "),
    isbn="010",
    issn="011",
    price="d",
    print_run="9",
    url=(("951", "i"), ("856", "u")),
)

AREAS: dict[Profile, Areas] = {Profile.MARC21: MARC21, Profile.UNIMARC: UNIMARC, Profile.IRBIS: IRBIS}


def imprint_pieces(fields: Fields, areas: Areas) -> Pieces:
    """Return the statement of publication in the order place, publisher, date, each followed by its like."""
    order = {areas.place: 0, areas.publisher: 1, areas.date: 2}
    for pieces in fields.all(*areas.imprint.tags):
        stated = [piece for piece in pieces if piece[0] in areas.imprint.connectors and piece[1]]
        if values(stated, areas.place + areas.publisher + areas.date):
            # IRBIS writes the publisher before the place; elsewhere the order of the record is the right one.
            return stated if areas is not IRBIS else sorted(stated, key=lambda piece: order.get(piece[0], 1))
    return []
