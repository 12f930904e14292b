"""Each field against its rule: tag, indicators, subfields, fixed lengths."""

from __future__ import annotations

from pymarc import Field

from catalog.marc.validating.model import CheckCode
from catalog.marc.validating.plan import FieldPlan
from catalog.marc.validating.seen import Seen

_UNDEFINED = " "
_CUT_SHORT = "007"
"""A field that many systems end after its first characters."""
_EMBEDDED = "1"
"""UNIMARC $1: what follows are subfields of the field it names, with codes of their own."""
_LINKS = frozenset("36")
"""A field that holds a link may hold nothing else."""


def check_fields(seen: Seen) -> None:
    """Compare every field with the table; local and alphabetic tags are the library's own affair."""
    for tag, fields in seen.by_tag.items():
        rule = seen.plan.fields.get(tag)
        if rule is None:
            if not seen.plan.table.is_local(tag):
                seen.tell(CheckCode.UNKNOWN_TAG, tag, count=len(fields))
            continue
        if len(fields) > 1 and tag in seen.plan.once and len({_same(field) for field in fields}) > 1:
            seen.tell(CheckCode.FIELD_REPEATED, tag, count=len(fields))
        for field in fields:
            if field.control_field:
                _check_control(seen, field, rule)
            else:
                _check_data(seen, field, rule)


def _same(field: Field) -> str | int:
    """The link of a field that stands in several scripts ($6 with $7), else something of its own."""
    link = "" if field.control_field else field.get("6")
    return link[:3] if link and field.get("7") else id(field)


def _check_control(seen: Seen, field: Field, rule: FieldPlan) -> None:
    data = field.data or ""
    if not data.strip():
        seen.tell(CheckCode.EMPTY_FIELD, field.tag)
    elif rule.rule.lengths and "\x1f" not in data:
        _check_length(seen, field.tag, data, rule)


def _check_length(seen: Seen, tag: str, data: str, rule: FieldPlan) -> None:
    lengths = rule.rule.lengths
    expected = lengths.get(data[:1]) or lengths.get("")
    if expected is None or len(data) == expected or (tag == _CUT_SHORT and 1 < len(data) < expected):
        return
    seen.tell(CheckCode.FIXED_LENGTH, tag, length=len(data), expected=expected)


def _check_data(seen: Seen, field: Field, rule: FieldPlan) -> None:
    subfields = field.subfields
    if not subfields:
        seen.tell(CheckCode.EMPTY_FIELD, field.tag)
        return
    _check_indicators(seen, field, rule)
    codes = [code for code, _ in subfields]
    if seen.plan.fold_codes:
        codes = [code.upper() for code in codes]
    if _EMBEDDED not in codes or _EMBEDDED not in rule.codes:
        _check_subfields(seen, field.tag, codes, rule)
    if not seen.plan.fold_codes:  # IRBIS writes empty subfields as it pleases
        for code, value in subfields:
            if not value.strip():
                seen.tell(CheckCode.EMPTY_SUBFIELD, field.tag, subfield=code)
    if rule.rule.lengths:
        _check_length(seen, field.tag, field.get("a") or "", rule)


def _check_subfields(seen: Seen, tag: str, codes: list[str], rule: FieldPlan) -> None:
    if not rule.codes.issuperset(codes):
        for code in dict.fromkeys(codes):
            if code not in rule.codes:
                seen.tell(CheckCode.UNKNOWN_SUBFIELD, tag, subfield=code)
    if len(set(codes)) != len(codes):
        _check_repeated(seen, tag, codes, rule)
    for code in rule.must:
        if code not in codes and not _LINKS.intersection(codes):
            seen.tell(CheckCode.MISSING_SUBFIELD, tag, subfield=code)


def _check_indicators(seen: Seen, field: Field, rule: FieldPlan) -> None:
    pair = "".join(field.indicators or "  ")
    if not rule.indicators or pair in rule.indicators:
        return
    for number, value, allowed in ((1, pair[:1], rule.rule.ind1), (2, pair[1:2], rule.rule.ind2)):
        if value not in allowed and set(allowed) != {_UNDEFINED}:
            seen.tell(CheckCode.BAD_INDICATOR, field.tag, indicator=number, value=value)


def _check_repeated(seen: Seen, tag: str, codes: list[str], rule: FieldPlan) -> None:
    for code in dict.fromkeys(codes):
        count = codes.count(code)
        if count > 1 and code in rule.once:
            seen.tell(CheckCode.SUBFIELD_REPEATED, tag, subfield=code, count=count)
