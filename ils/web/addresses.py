"""Numbers in addresses: no longer than a number of a row can be."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """Stands for `<int:…>`: what no column can hold is no address (404), before it meets a database or a conversion."""

    regex = r"\d{1,10}"

    def __init__(self, url_map: Map, *args: Any, **kwargs: Any) -> None:
        """Bound the number where the rule does not do so itself."""
        kwargs.setdefault("max", LARGEST)
        super().__init__(url_map, *args, **kwargs)


def init_addresses(app: Flask) -> None:
    """Give every `<int:…>` of the rules to come its bound."""
    app.url_map.converters["int"] = RowNumber
