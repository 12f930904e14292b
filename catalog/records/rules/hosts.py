"""The journal or book that a part says it stands in (MARC 21 773, UNIMARC 461 and 463), as keys to look it up by."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from catalog.records.rules.keys import LONGEST_KEY, Key, KeyKind, number_keys

if TYPE_CHECKING:
    from catalog.marc import Facts

_WITH_SOURCE = re.compile(r"\(([^()]*)\)\s*(.+)")


def host_keys(facts: Facts) -> tuple[Key, ...]:
    """Return the keys of the host, the surest first: its control number, then its ISSN; () for what names none.

    A control number without a source in brackets is one of the part's own source.
    """
    keys: list[Key] = []
    if number := facts.host_control.strip():
        found = _WITH_SOURCE.fullmatch(number)
        source, own = (found[1].strip(), found[2].strip()) if found else (facts.control_source, number)
        keys.append((KeyKind.CONTROL.value, f"{source}|{own}"[:LONGEST_KEY]))
    keys += [key for key in number_keys(facts.host_issn.strip()) if key[0] == KeyKind.ISSN]
    return tuple(keys)
