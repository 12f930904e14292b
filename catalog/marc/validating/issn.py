"""ISSN that do not check. (Those that do are among the facts; here only the others matter.)"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from stdnum import issn
from stdnum.exceptions import ValidationError

_NUMBER = re.compile(r"[0-9]{4}[-‐‑– ]?[0-9]{3}[0-9XxХх]")
_NO_SIGNS = re.compile(r"[^0-9Xx]")


def bad_issns(values: Iterable[str]) -> Iterator[str]:
    """Give each value, as written, that holds no valid ISSN."""
    for value in values:
        match = _NUMBER.search(value)
        try:
            issn.validate(_NO_SIGNS.sub("", match[0]) if match else value)
        except ValidationError:
            yield value.strip()
