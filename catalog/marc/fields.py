"""Building pymarc fields past `Field.__init__`.

Its checks cost a fifth of an import, and it drops the data of control fields with alphabetic tags (Aleph's
FMT).
"""

from __future__ import annotations

from pymarc import Field, Indicators, Subfield

BLANKS = Indicators(" ", " ")

_SEEN_INDICATORS: dict[str, Indicators] = {
    first + second: Indicators(first, second) for first in " 0123456789" for second in " 0123456789"
}


def is_control_tag(tag: str) -> bool:
    """True for 001 to 009 and 000, the fields that have no subfields by their tag."""
    return tag < "010" and tag.isdigit()


def control_field(tag: str, data: str) -> Field:
    """Make a field without subfields; also under a tag such as Aleph's FMT (corpus D18, D19)."""
    field = Field.__new__(Field)
    field.tag = tag
    field.control_field = True
    field.data = data
    field.subfields = []
    field._indicators = None
    return field


def data_field(tag: str, indicators: Indicators, subfields: list[Subfield]) -> Field:
    """Make a field with indicators and subfields."""
    field = Field.__new__(Field)
    field.tag = tag
    field.control_field = False
    field.data = None
    field.subfields = subfields
    field._indicators = indicators
    return field


def indicators_of(text: str) -> Indicators | None:
    """Return the pair that two characters stand for, None if there are not two."""
    known = _SEEN_INDICATORS.get(text)
    if known is not None:
        return known
    return Indicators(text[0], text[1]) if len(text) == 2 else None
