"""Building pymarc fields past `Field.__init__`.

Its checks cost a fifth of an import, and it drops the data of control fields with alphabetic tags (Aleph's
FMT).
"""

from __future__ import annotations

from collections.abc import Callable

from pymarc import Field, Indicators, Subfield

BLANKS = Indicators(" ", " ")

_SEEN_INDICATORS: dict[str, Indicators] = {
    first + second: Indicators(first, second) for first in " 0123456789" for second in " 0123456789"
}

_new_tuple: Callable[[type[Subfield], tuple[str, str]], Subfield] = tuple.__new__

# Agencies, kinds of content and carrier, what each library adds for itself: a third of a record, and a catalogue
# that takes it in looks at none of it.
SELDOM_ASKED = frozenset(
    ("040", "043", "049", "066", "072", "336", "337", "338", *map(str, range(900, 1000)))
)


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


def subfields_of(parts: list[str]) -> list[Subfield]:
    """Make subfields of code and value in one, past the constructor, which is twice as slow: a record has seventy."""
    return [_new_tuple(Subfield, (part[0], part[1:])) for part in parts]


class LaterField(Field):
    """A field that keeps its text until somebody asks for the subfields."""

    __slots__ = ("_text",)

    _text: str

    def __getattr__(self, name: str) -> list[Subfield]:
        """Only asked while the slot is empty."""
        if name != "subfields":
            raise AttributeError(name)
        self.subfields = subfields_of(self._text.split("\x1f")[1:])
        return self.subfields


def later_field(tag: str, text: str) -> Field | None:
    """Make a field whose text is looked at later; None where that is not plain, and has to be looked at now."""
    indicators = _SEEN_INDICATORS.get(text[:2])
    if (
        indicators is None
        or text[2:3] != "\x1f"
        or not text.isascii()
        or "\x1f\x1f" in text
        or text[-1] == "\x1f"
    ):
        return None
    field = LaterField.__new__(LaterField)
    field.tag = tag
    field.control_field = False
    field.data = None
    field._text = text
    field._indicators = indicators
    return field


def indicators_of(text: str) -> Indicators | None:
    """Return the pair that two characters stand for, None if there are not two."""
    known = _SEEN_INDICATORS.get(text)
    if known is not None:
        return known
    return Indicators(text[0], text[1]) if len(text) == 2 else None
