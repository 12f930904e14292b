"""IRBIS in its own form → UNIMARC: tags mean mostly the same, codes and coded data do not (practice.md §5.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pymarc import Field, Leader, Record

from catalog.marc.converting.embedded import MARK
from catalog.marc.converting.model import Converted, Lost, Parts, Source, made
from catalog.marc.converting.tables import from_irbis
from catalog.marc.facts.irbis import ARTICLE_SHEETS, SERIAL_SHEETS
from catalog.marc.fields import BLANKS, control_field, data_field

_NUMBER, _SHEET, _TYPE, _STAGES, _LANGUAGE = "903", "920", "900", "907", "919"
_HEADING = {
    "a": "a",
    "b": "x",
    "c": "x",
    "d": "x",
    "9": "x",
    "e": "y",
    "g": "y",
    "o": "y",
    "h": "z",
    "f": "j",
}
_PERSON = {"a": "a", "b": "b", "g": "g", "f": "f", "c": "c", "1": "c", "d": "d", "p": "p"}
_BODY = {"a": "a", "b": "b", "c": "c", "d": "d", "e": "e", "f": "f"}
_EXTENT = {"c": "c", "d": "d", "e": "e"}
_ROLES = "4567"


def irbis_to_unimarc(record: Record) -> Converted:
    """Return the record as UNIMARC, with all it could not hold; worksheet and type go to the leader."""
    table = from_irbis()
    sources = [Source(_levelled(field)) for field in record.fields]
    sheet = _take(sources, _SHEET, "a").upper()
    kind = _take(sources, _TYPE, "t")[:1].lower()
    fields = [*_coded(sources), *_numbers(sources)]
    for source in sources:
        rule = table.rules.get(source.tag)
        if rule is None or rule.how == "coded":
            continue
        if rule.how:
            fields += [field for field in _ROADS[rule.how](source, rule.tag) if field.subfields]
        else:
            parts = [(rule.codes[code], value) for code, value in source.take("".join(rule.codes))]
            marks = table.indicators.get(rule.tag, "  ")
            fields += [made(rule.tag, parts, marks[0], marks[1])] if parts else []
    if not any(field.tag in ("200", "461") for field in fields):
        fields += _issue(sources)
    lost = [Lost(one.tag, _as_written(one)) for source in sources for one in source.lost()]
    converted = Record()
    converted.leader = Leader(_leader(sheet, kind, whole=any(field.tag == "461" for field in fields)))
    converted.fields = sorted(fields, key=lambda field: field.tag if field.tag < "600" else field.tag[0])
    return Converted(converted, tuple(lost))


def _levelled(field: Field) -> Field:
    """Codes in small letters; what has no code is $a where there is no other."""
    if field.control_field:
        return made(field.tag, [("a", field.data or "")])
    codes = [code.lower() for code, _ in field.subfields]
    bare = "" if "a" in codes else "a"
    parts = [(code.lower() or bare, value) for code, value in field.subfields]
    return made(field.tag, [(code, value) for code, value in parts if value.strip()])


def _as_written(one: Lost) -> str:
    """Codes as IRBIS writes them: ^A."""
    return (
        f"^{one.text[1].upper()}{one.text[3:]}"
        if one.text.startswith("$") and one.text[2:3] == " "
        else one.text
    )


def _take(sources: list[Source], tag: str, code: str) -> str:
    return next((found for source in sources if source.tag == tag and (found := source.first(code))), "")


def _leader(sheet: str, kind: str, *, whole: bool) -> str:
    level = "a" if sheet in ARTICLE_SHEETS else "s" if sheet in SERIAL_SHEETS else "m"
    known = kind if kind and kind in "abcdefgijklmr" else "a"
    return f"00000n{known}{level}{'2' if whole and level == 'm' else ' '} 2200000   450 "


def _issue(sources: list[Source]) -> list[Field]:
    """A bare issue of a journal has no title: its journal's mark, year and number stand for one."""
    mark, year, number = (_take(sources, tag, "a") for tag in ("933", "934", "936"))
    said = [mark, year, number and f"№ {number}"]
    return [made("200", [("a", " ".join(part for part in said if part))], "1")] if any(said) else []


def _coded(sources: list[Source]) -> Iterator[Field]:
    """100 from the first day of work on the record, 101 and 102."""
    days = [_day(source) for source in sources if source.tag == _STAGES]
    entered = min((day for day in days if day), default=" " * 8)
    language = _take(sources, _LANGUAGE, "a").lower()[:3].ljust(3)
    year = _year(sources)
    script = "ca" if any("Ѐ" <= letter <= "ӿ" for letter in _peek(sources, "200", "a")) else "ba"
    yield made(
        "100", [("a", f"{entered}{'d' if year.strip() else ' '}{year}       y0{language}y50      {script}")]
    )
    texts = [
        ("a", value.lower()) for source in sources if source.tag == "101" for _, value in source.take("a")
    ]
    originals = [
        ("c", value.lower()) for source in sources if source.tag == "101" for _, value in source.take("c")
    ]
    if texts or originals:
        yield made("101", [*texts, *originals], "1" if originals else "0")
    places = [
        ("a", value.upper()) for source in sources if source.tag == "102" for _, value in source.take("a")
    ]
    if places:
        yield made("102", places)


def _day(source: Source) -> str:
    day = source.peek("a")
    return day if len(day) == 8 and day.isdigit() else ""


def _peek(sources: list[Source], tag: str, code: str) -> str:
    return next((found for source in sources if source.tag == tag and (found := source.peek(code))), "")


def _year(sources: list[Source]) -> str:
    for tag, code in (("210", "d"), ("463", "j"), ("934", "a"), ("461", "h"), ("461", "z")):
        year = _peek(sources, tag, code)[:4]
        if len(year) == 4 and year.isascii() and year.isdigit():
            return year
    return " " * 4


def _numbers(sources: list[Source]) -> list[Field]:
    """903 names the record in its base, as 001 does."""
    number = _take(sources, _NUMBER, "a")
    return [control_field("001", number)] if number else []


def _person(source: Source, tag: str) -> list[Field]:
    parts: Parts = [(_PERSON[code], value) for code, value in source.take("".join(_PERSON))]
    order = "abdcgf"
    parts.sort(key=lambda part: order.find(part[0]) % len("abdcgfp4"))
    return [made(tag, [*parts, *_roles(source)], " ", "1")] if parts else []


def _roles(source: Source) -> Parts:
    """`340 ред.` as 340; what is no code stays untaken."""
    found: Parts = []
    for at, (code, value) in enumerate(source.field.subfields):
        if code in _ROLES and value.strip()[:3].isdigit():
            source.taken.add(at)
            found.append(("4", value.strip()[:3]))
    return found


def _body(source: Source, tag: str) -> list[Field]:
    parts: Parts = [(_BODY[code], value) for code, value in source.take("".join(_BODY))]
    meeting = any(code in "de" for code, _ in parts)
    return [made(tag, [*parts, *_roles(source)], "1" if meeting else "0", "2")] if parts else []


def _heading(source: Source, tag: str) -> list[Field]:
    return [made(tag, [(_HEADING[code], value) for code, value in source.take("".join(_HEADING))])]


def _imprint(source: Source, tag: str) -> list[Field]:
    """A second town has a code of its own in IRBIS; the printer too."""
    codes = {"a": "a", "x": "a", "c": "c", "d": "d", "1": "g", "g": "g", "b": "b", "e": "e", "h": "h"}
    parts = [(codes[code], value) for code, value in source.take("".join(codes))]
    return [made(tag, sorted(parts, key=lambda part: "abcdefgh".index(part[0])))]


def _extent(source: Source, tag: str) -> list[Field]:
    """A bare number counts pages unless ^1 names another unit."""
    size, unit = source.first("a"), source.first("1")
    first = f"{size} {unit or 'с.'}" if size.isdigit() else f"{size} {unit}".strip()
    parts = [(_EXTENT[code], value) for code, value in source.take("".join(_EXTENT))]
    return [made(tag, [("a", first), *parts])]


def _contents(source: Source, tag: str) -> list[Field]:
    """`Title : other / responsibility` of a work inside, as the text of a contents note."""
    text = source.first("c")
    for code, sign in (("e", " : "), ("f", " / "), ("g", " ; "), ("s", ". – С. ")):
        value = source.first(code)
        text += (sign if text else "") + value if value else ""
    note = source.first("a")
    return [made(tag, [("a", text or note)] if not (text and note) else [("a", text), ("a", note)])]


def _source(source: Source, tag: str) -> list[Field]:
    """461, 463 and their like as fields in the field: author, title, imprint, number, pages."""
    number = source.first("w")
    parts: Parts = [(MARK, f"001{number}")] if number else []
    named = {"c": "a", "e": "e", "f": "f", "v": "v", "h": "v", "j": "v", "a": "v"}
    if source.tag == "461":
        named = {"c": "a", "e": "e", "f": "f", "v": "v"}
    title = [(named[code], value) for code, value in source.take("".join(named))]
    pages = [("v", f"С. {value}" if value[:1].isdigit() else value) for _, value in source.take("s")]
    ordered = sorted(title, key=lambda part: "aefv".index(part[0]))
    parts += _inner("200", "1 ", [*ordered, *pages])
    parts += _inner("700", " 1", [("a", value) for _, value in source.take("x")])
    parts += _inner("205", "  ", [("a", value) for _, value in source.take("p")])
    imprint = {"d": "a", "g": "c", "z": "d"} | ({"h": "d"} if source.tag == "461" else {})
    said = [(imprint[code], value) for code, value in source.take("".join(imprint))]
    parts += _inner("210", "  ", sorted(said, key=lambda part: part[0]))
    number = source.peek("i")
    parts += _inner(
        "011" if len(number.strip()) == 9 else "010", "  ", [("a", value) for _, value in source.take("i")]
    )
    return [made(tag, parts, " ", "1")]


def _inner(tag: str, marks: str, parts: Parts) -> Parts:
    return [(MARK, tag + marks), *parts] if parts else []


def _class_mark(scheme: str) -> Callable[[Source, str], list[Field]]:
    def road(source: Source, tag: str) -> list[Field]:
        return [made(tag, [("a", value), ("2", scheme)]) for _, value in source.take("a")]

    return road


def _as_it_is(source: Source, tag: str) -> list[Field]:
    source.taken |= set(range(len(source.field.subfields)))
    return [data_field(tag, BLANKS, list(source.field.subfields))]


_ROADS: dict[str, Callable[[Source, str], list[Field]]] = {
    "person": _person,
    "body": _body,
    "heading": _heading,
    "imprint": _imprint,
    "extent": _extent,
    "contents": _contents,
    "source": _source,
    "bbk": _class_mark("rubbk"),
    "grnti": _class_mark("rugasnti"),
    "asis": _as_it_is,
}
