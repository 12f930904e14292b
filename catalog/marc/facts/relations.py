"""What a record is part of, what it links to, what it costs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pymarc import Field

from catalog.marc.facts.grouped import Grouped, joined
from catalog.marc.facts.numbers import issns
from catalog.marc.facts.text import trim, without_nonsort


@dataclass(frozen=True, slots=True)
class Host:
    """Title, ISSN and control number of the host, and the place in it."""

    title: str = ""
    issn: str = ""
    control: str = ""
    part: str = ""


NO_HOST = Host()


def links(grouped: Grouped) -> Iterator[tuple[str, str]]:
    """Every address of 856 with its note; several $u in one field share it."""
    for field in grouped.by_tag.get("856", ()):
        note = joined(field, "3yz")
        for address in field.get_subfields("u"):
            if address.strip():
                yield address.strip(), note


def marc21_host(grouped: Grouped) -> Host:
    """The first 773 that names a host."""
    for field in grouped.by_tag.get("773", ()):
        title = field.get("t") or field.get("s") or field.get("a") or ""
        control = (field.get("w") or "").strip()
        if title or control:
            return Host(trim(title), _issn(field), control, joined(field, "g", ", ").strip())
    return NO_HOST


def other_numbers(grouped: Grouped) -> Iterator[tuple[str, str]]:
    """035 $a, `(OCoLC)ocm123` as OCoLC and ocm123; without a source in brackets the source is empty."""
    for value in grouped.values("035", "a"):
        source, bracket, number = value.strip().removeprefix("(").partition(")")
        if bracket and value.strip().startswith("("):
            yield source.strip(), number.strip()
        elif value.strip():
            yield "", value.strip()


def _issn(field: Field) -> str:
    return next(iter(issns(field.get_subfields("x"))), "")


def unimarc_host(grouped: Grouped) -> Host:
    """463 or 462 (the piece) within 461 (the set or the journal): the title of the widest, the number of the nearest.

    Subfields may be plain ($t $x $v) or a field in the field ($1001…, $1200 …$a…$v…).
    """
    wide = next(iter(grouped.fields("461")), None)
    near = next(iter(grouped.fields("463", "462")), None)
    if wide is None and near is None:
        return NO_HOST
    both = [field for field in (near, wide) if field is not None]
    title = trim(without_nonsort(_linked_title(both[-1]))[0])
    parts = [_place(field) for field in both]
    if near is not None and wide is not None:
        parts.insert(0, trim(_linked_title(near)))
    return Host(
        title,
        next((found for field in reversed(both) if (found := _linked_issn(field))), ""),
        next((found for field in both if (found := _linked_control(field))), ""),
        ", ".join(dict.fromkeys(part for part in parts if part)),
    )


def _linked_title(field: Field) -> str:
    return (field.get("t") or _inside(field, "200", "a") or "").strip()


def _linked_issn(field: Field) -> str:
    return next(iter(issns(part for part in (field.get("x"), _inside(field, "011", "a")) if part)), "")


def _inside(field: Field, tag: str, code: str) -> str:
    """A subfield of a field in the field; of the field itself where none is embedded."""
    within = ""
    for each, value in field.subfields:
        if each == "1":
            within = value[:3]
        elif each == code and within in (tag, ""):
            return value
    return ""


def _linked_control(field: Field) -> str:
    embedded = (value[3:] for value in field.get_subfields("1") if value.startswith("001"))
    return next(embedded, "").strip() or (field.get("0") or field.get("3") or field.get("w") or "").strip()


def _place(field: Field) -> str:
    return joined(field, "dhipv", ", ")
