"""Reading a record into the areas of a description."""

from __future__ import annotations

import re

from pymarc import Record
from stdnum import isbn
from stdnum.exceptions import ValidationError

from catalog.marc.citing.areas import AREAS, Areas, imprint_pieces
from catalog.marc.citing.fields import Fields, connect, is_cyrillic, values
from catalog.marc.citing.hosts import Whole, host_of, whole_of
from catalog.marc.citing.model import Cited, Host, Pieces
from catalog.marc.citing.names import names_of
from catalog.marc.citing.words import Words, words_for
from catalog.marc.facts import DocumentType, Facts, facts
from catalog.marc.facts.text import trim
from catalog.marc.model import Profile

_BARE_NUMBER = re.compile(r"\[?\d[\d\[\], ]*")
_ENGLISH = (
    (re.compile(r"\bpages?\b"), "p."),
    (re.compile(r"\billustrations?\b"), "ill."),
    (re.compile(r"\bportraits?\b"), "port."),
    (re.compile(r"\bvolumes?\b"), "vol."),
)
_IRBIS_CODE = re.compile(r"^[a-z]-(?=[^\W\d])")
_ZERO = re.compile(r"\.00$")
_FIRST_TOKEN = re.compile(r"[0-9Xx][0-9Xx\- –]*")


def cited(record: Record, profile: Profile) -> Cited:
    """Return what a description is made of."""
    fields, areas, said = Fields(record, profile), AREAS[profile], facts(record, profile)
    cyrillic = is_cyrillic(areas.title.text(fields))
    language = said.languages[0] if said.languages else ""
    words = words_for(language, cyrillic=cyrillic)
    host = _host(fields, profile, said, words)
    whole = whole_of(fields, profile) if host is None else Whole()
    title, rest, responsibility = _title(fields, areas, whole)
    title = title or said.title  # an issue of a journal in IRBIS has no title of its own
    imprint = imprint_pieces(fields, areas)
    return Cited(
        kind=said.document_type,
        language=language,
        cyrillic=cyrillic,
        names=names_of(fields, profile),
        title=title,
        title_rest=rest,
        responsibility=responsibility,
        edition=areas.edition.text(fields),
        numbering=areas.numbering.text(fields),
        place=trim(next(iter(values(imprint, areas.place)), "")),
        publisher=trim(next(iter(values(imprint, areas.publisher)), "")),
        date=trim(next(iter(values(imprint, areas.date)), "")),
        year=said.year,
        extent=_extent(fields, areas, words),
        series=tuple(dict.fromkeys(text for text in areas.series.texts(fields) if text)),
        thesis=areas.thesis.text(fields),
        print_run=_print_run(fields, areas, words),
        isbns=tuple(filter(None, (_isbn(text) for text in _all(fields, areas.isbn, "a")))),
        issns=said.issns,
        price=_price(fields, areas),
        url=_url(fields, areas),
        host=host,
        imprint=_imprint(imprint, areas, words),
    )


def _all(fields: Fields, tag: str, code: str) -> list[str]:
    return [text for pieces in fields.all(tag) for text in values(pieces, code)]


def _host(fields: Fields, profile: Profile, said: Facts, words: Words) -> Host | None:
    if said.document_type is not DocumentType.ARTICLE and not (
        profile is Profile.IRBIS and fields.all("463")
    ):
        return None
    return host_of(fields, profile, words.pages_range)


def _title(fields: Fields, areas: Areas, whole: Whole) -> tuple[str, str, str]:
    """Return title proper, the rest of the area, responsibility; a volume stands under the title of its set."""
    pieces = next(iter(fields.all(*areas.title.tags)), [])
    named = {**areas.title.connectors}
    if whole.volume:
        named.pop("v", None)
    line = trim(connect(pieces, named))
    responsibility = areas.responsibility.text(fields)
    if whole.title and not line.startswith(whole.title):
        volume = whole.volume if whole.volume and not line.startswith(whole.volume) else ""
        shared = f" / {whole.responsibility}" if whole.responsibility and responsibility else ""
        stem = whole.title + shared
        return (
            whole.title,
            _sentences(stem, volume, line)[len(whole.title) :],
            responsibility or whole.responsibility,
        )
    proper = trim(next((text for code, text in pieces if code in named and text), ""))
    return proper, line[len(proper) :] if line.startswith(proper) else "", responsibility


def _sentences(line: str, *more: str) -> str:
    """Put parts of a title one after another, with one full stop between them."""
    for part in filter(None, more):
        line += f"{' ' if line.endswith('.') else '. '}{part.rstrip('.')}"
    return line


def _extent(fields: Fields, areas: Areas, words: Words) -> str:
    for pieces in fields.all(*areas.extent.tags):
        unit = next(iter(values(pieces, "1")), "") if areas is AREAS[Profile.IRBIS] else ""
        line = connect([_measured(piece, unit, words) for piece in pieces], areas.extent.connectors)
        if line:
            return _abbreviated(trim(line))
    return ""


def _measured(piece: tuple[str, str], unit: str, words: Words) -> tuple[str, str]:
    """Give a bare number of pages or centimetres its unit."""
    code, text = piece
    if code == "c":
        return code, _IRBIS_CODE.sub("", text)
    if not _BARE_NUMBER.fullmatch(text):
        return piece
    if code == "a":
        return code, f"{text} {unit or words.pages_count}"
    if code == "d":  # old IRBIS files have the print run here
        return code, f"{text} {words.centimetres}" if len(text) <= 3 else ""
    return piece


def _abbreviated(text: str) -> str:
    for pattern, short in _ENGLISH:
        text = pattern.sub(short, text)
    return text


def _imprint(pieces: Pieces, areas: Areas, words: Words) -> str:
    places = dict(words.places)
    shown = [(code, places.get(text, text) if code == areas.place else text) for code, text in pieces]
    return trim(connect(shown, areas.imprint.connectors))


def _isbn(text: str) -> str:
    """Return the number as printed; one without hyphens is given them. What is no ISBN is left out."""
    match = _FIRST_TOKEN.match(text.strip())
    given = match[0].strip().replace("–", "-") if match else ""
    try:
        compact = isbn.validate(given)
    except ValidationError:
        return ""
    return given.upper() if "-" in given else str(isbn.format(compact))


def _price(fields: Fields, areas: Areas) -> str:
    for pieces in fields.all(areas.isbn):
        price = trim(next(iter(values(pieces, areas.price)), ""))
        currency = next(iter(values(pieces, "c")), "") if areas is AREAS[Profile.IRBIS] else ""
        if price and price.strip("0.,"):
            return f"{_ZERO.sub('', price)} {currency}".strip()
    return ""


def _print_run(fields: Fields, areas: Areas, words: Words) -> str:
    number = next(iter(_all(fields, areas.isbn, areas.print_run)), "") if areas.print_run else ""
    return f"{number} {words.copies}" if number.isdigit() else ""


def _url(fields: Fields, areas: Areas) -> str:
    for tag, code in areas.url:
        for text in _all(fields, tag, code):
            if text.lower().startswith(("http://", "https://")):
                return text
    return ""
