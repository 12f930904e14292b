"""One record from one format to the other: each field by its rule, the rest told as lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pymarc import Field, Leader, Record

from catalog.marc.converting import imprint, linked, names, other, subjects, titles
from catalog.marc.converting.coded_marc21 import CODED_TAGS, coded_to_marc21
from catalog.marc.converting.coded_unimarc import coded_to_unimarc
from catalog.marc.converting.leaders import leader_to_marc21, leader_to_unimarc
from catalog.marc.converting.model import Converted, Lost, Parts, Source, made
from catalog.marc.converting.punctuation import stripped
from catalog.marc.converting.scripts import (
    OTHER_SCRIPT,
    is_other_script,
    link_of,
    linked_to_marc21,
    linked_to_unimarc,
    unlinked,
)
from catalog.marc.converting.tables import Rule, Table, to_marc21, to_unimarc
from catalog.marc.facts.text import trim, without_nonsort
from catalog.marc.fields import BLANKS, control_field, data_field

Road = Callable[[Source], list[Field]]

_KEPT_CONTROL = frozenset(("001", "005"))
_MARC_CODED = frozenset(("008", "041", "044"))
_AREAS = imprint.AREAS


def _area(name: str, tag: str, *, back: bool) -> Road:
    area = _AREAS[name]
    road = imprint.to_marc21 if back else imprint.to_unimarc
    return lambda source: road(source, area, tag)


_TO_UNIMARC: dict[str, Road] = {
    "title": titles.to_unimarc,
    "name": names.name_to_unimarc,
    "subject": subjects.to_unimarc,
    "uniform": other.uniform_to_unimarc,
    "variant": other.variant_to_unimarc,
    "agencies": other.agencies_to_unimarc,
    "edition": _area("edition", "205", back=False),
    "imprint": _area("imprint", "210", back=False),
    "extent": _area("extent", "215", back=False),
    "series": _area("series", "225", back=False),
}
_TO_MARC21: dict[str, Road] = {
    "name": names.name_to_marc,
    "subject": subjects.to_marc21,
    "work": subjects.work_to_marc,
    "uniform": other.uniform_to_marc21,
    "variant": other.variant_to_marc21,
    "provenance": other.provenance_to_marc21,
    "linked": linked.to_marc21,
    "edition": _area("edition", "250", back=True),
    "imprint": _area("imprint", "260", back=True),
    "extent": _area("extent", "300", back=True),
    "series": _area("series", "490", back=True),
}


def is_local(tag: str) -> bool:
    """True for 9XX, X9X, XX9 and alphabetic tags: both formats leave them to libraries, so they stay as they are."""
    return not tag.isdigit() or "9" in tag


def marc21_to_unimarc(record: Record) -> Converted:
    """Return the record as UNIMARC, with all it could not hold."""
    table, leader = to_unimarc(), str(record.leader).ljust(24)
    fields, lost = coded_to_unimarc(record, leader, table)
    host = "461" if leader[19] in "bc" or leader[7] == "s" else "463"
    roads = _TO_UNIMARC | {"linked": lambda source: linked.to_unimarc(source, host=host)}
    for field in _first_control(record.fields, "008", lost):
        if field.control_field:
            _control(field, fields, lost, _MARC_CODED)
        elif field.tag == OTHER_SCRIPT:
            _other_script(field, table, roads, fields, lost)
        elif field.tag not in _MARC_CODED:
            source = Source(field)
            done = _by_rule(source, table, roads)
            number = link_of(field)[1]
            if number and done:
                source.take("6")
                linked_to_unimarc(done, number)
            _settle(source, done, fields, lost)
    _organization(record, fields)
    return _converted(leader_to_unimarc(leader, table), fields, lost)


def _other_script(
    field: Field, table: Table, roads: dict[str, Road], fields: list[Field], lost: list[Lost]
) -> None:
    """880 → what its field becomes, with $6 and $7; all lost where that field has no place."""
    tag, number, script = link_of(field)
    source = Source(unlinked(field, tag))
    done = _by_rule(source, table, roads) if tag else []
    if not done:
        lost += [Lost(OTHER_SCRIPT, f"${code} {value}") for code, value in field.subfields if value.strip()]
        return
    linked_to_unimarc(done, number or "00", script or "?")
    fields += done
    lost += [Lost(OTHER_SCRIPT, one.text) for one in source.lost()]


def unimarc_to_marc21(record: Record) -> Converted:
    """Return the record as MARC 21, with all it could not hold."""
    table, leader = to_marc21(), str(record.leader).ljust(24)
    fields, lost = coded_to_marc21(record, leader, table)
    whole = _whole_title(record) if leader[8] == "2" else ""
    roads = _TO_MARC21 | {"title": lambda source: titles.to_marc21(source, whole)}
    seen: set[tuple[str, str]] = set()
    agencies: list[Source] = []
    for field in record.fields:
        if field.control_field:
            _control(field, fields, lost, frozenset())
        elif field.tag == "801":
            agencies.append(Source(field))
        elif field.tag not in CODED_TAGS:
            source = Source(field)
            script = is_other_script(source, seen)
            done = _by_rule(source, table, roads)
            if done and (script or _has_twin(record, source)):
                source.take("67")
                done = linked_to_marc21(done, source, other=script)
            _settle(source, done, fields, lost)
    language = next((field.get("a") or "" for field in record.get_fields("100")), "")[22:25]
    fields += other.agencies_to_marc21(agencies, language)
    lost += [one for source in agencies for one in source.lost()]
    return _converted(leader_to_marc21(leader, table), fields, lost)


def _has_twin(record: Record, source: Source) -> bool:
    """True if another field of the tag has the same number in $6."""
    link = source.peek("6")
    return bool(link) and any(
        other_field is not source.field and (other_field.get("6") or "")[1:3] == link[1:3]
        for other_field in record.fields
        if other_field.tag[:2] == source.tag[:2] and not other_field.control_field
    )


def _whole_title(record: Record) -> str:
    for field in record.get_fields("461"):
        return trim(without_nonsort(field.get("a") or field.get("t") or "")[0])
    return ""


def _first_control(fields: Iterable[Field], tag: str, lost: list[Lost]) -> Iterable[Field]:
    """All fields but a second 008, which is lost: only the first was read."""
    seen = False
    for field in fields:
        if field.tag == tag and seen:
            lost.append(Lost(tag, field.data or ""))
            continue
        seen = seen or field.tag == tag
        yield field


def _control(field: Field, fields: list[Field], lost: list[Lost], coded: frozenset[str]) -> None:
    data = field.data or ""
    if field.tag in _KEPT_CONTROL or is_local(field.tag):
        fields.append(control_field(field.tag, data))
    elif field.tag not in coded and field.tag != "003" and data.strip():
        lost.append(Lost(field.tag, data))
    elif field.tag == "003" and not coded:
        fields.append(control_field("003", data))


def _organization(record: Record, fields: list[Field]) -> None:
    """003 says whose number 001 is: in UNIMARC the agency of 801."""
    code = next((field.data or "" for field in record.get_fields("003") if field.control_field), "").strip()
    agencies = [field for field in fields if field.tag == "801"]
    if code and all(field.get("b") != code for field in agencies):
        fields.append(made("801", [("b", code)], " ", "3"))


def _by_rule(source: Source, table: Table, roads: dict[str, Road]) -> list[Field]:
    rule = table.rules.get(source.tag)
    if rule is None:
        return _as_it_is(source) if is_local(source.tag) else []
    if rule.how:
        return roads[rule.how](source)
    return _by_codes(source, rule, table)


def _as_it_is(source: Source) -> list[Field]:
    source.taken |= set(range(len(source.field.subfields)))
    return [data_field(source.tag, source.field.indicators or BLANKS, list(source.field.subfields))]


def _by_codes(source: Source, rule: Rule, table: Table) -> list[Field]:
    parts: Parts = [
        (rule.codes[code], stripped(value) if rule.tag in table.headings else value)
        for code, value in source.take("".join(rule.codes))
    ]
    if not parts:
        return []
    kept = source.ind1 + source.ind2 if source.tag == rule.tag else "  "
    marks = table.indicators.get(rule.tag, kept)
    return [made(rule.tag, parts, marks[0], marks[1])]


def _settle(source: Source, done: list[Field], fields: list[Field], lost: list[Lost]) -> None:
    fields += [field for field in done if field.subfields]
    if not done:
        source.taken.clear()
    lost += source.lost()


def _converted(leader: str, fields: list[Field], lost: list[Lost]) -> Converted:
    record = Record()
    record.leader = Leader(leader)
    record.fields = sorted(fields, key=_place)
    return Converted(record, tuple(lost))


def _place(field: Field) -> str:
    """By tag up to the notes; subjects and names keep their order, which tells what matters more."""
    return field.tag if field.tag < "600" or not field.tag.isdigit() else field.tag[0]
