"""`ils text`: the scripts of Uzbek, line by line."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

from ils.text import fold, sort_key, to_cyrillic, to_latin


@click.group("text")
def text() -> None:
    """Read lines from standard input and write them converted, one for one."""


def _convert(change: Callable[[str], str]) -> None:
    for line in sys.stdin:
        sys.stdout.write(change(line.rstrip("\r\n")) + "\n")
    sys.stdout.flush()


@text.command("latin")
def latin() -> None:
    """Write Uzbek Cyrillic in Latin."""
    _convert(to_latin)


@text.command("cyrillic")
def cyrillic() -> None:
    """Write Uzbek Latin in Cyrillic."""
    _convert(to_cyrillic)


@text.command("fold")
def folded() -> None:
    """Write the search key, the same for every script and spelling."""
    _convert(fold)


@text.command("sortkey")
@click.option("--language", default=None, help="Language of the text, ISO 639-2: uzb, rus, eng …")
def sortkey(language: str | None) -> None:
    """Write the sort key: ordered by code point, lines stand in the order of the alphabet."""
    _convert(lambda line: sort_key(line, language))
