"""Reading the tab-separated tables of `data/`."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from importlib.resources import files


def table(name: str) -> Iterable[dict[str, str]]:
    """Rows of `data/<name>` by the names in its head line; no quoting, so that « " » is only a character."""
    text = files("ils.demo").joinpath("data", name).read_text(encoding="utf-8")
    return csv.DictReader(text.split("\n"), delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)
