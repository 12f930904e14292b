"""A record as plain rows, as the editor handles it. Nothing of pymarc here, so that rules may stand on it."""

from __future__ import annotations

from dataclasses import dataclass

LEADER = "LDR"
"""The tag under which the leader stands first among the rows."""


@dataclass(frozen=True, slots=True)
class Row:
    """A field. Leader and control fields have no indicators ("") and one subfield without a code."""

    tag: str
    indicators: str
    subfields: tuple[tuple[str, str], ...]

    @property
    def is_control(self) -> bool:
        """True for the leader and for fields without indicators and subfields."""
        return self.indicators == ""

    @property
    def text(self) -> str:
        """The characters of a control field, or all values of a field with spaces between."""
        return " ".join(value for _code, value in self.subfields)


Rows = tuple[Row, ...]


def control(tag: str, text: str) -> Row:
    """Make the row of a leader or a control field."""
    return Row(tag, "", (("", text),))
