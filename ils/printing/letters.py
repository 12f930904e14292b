"""Letters on A4, one to a page or more, each in its own language, all in one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ils.printing.pdf import DATA, make_pdf
from ils.text import to_cyrillic

TEMPLATE = DATA / "letters.typ"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: `body` is plain text whose lines stay lines, an empty one parts paragraphs, “• ” begins an item."""

    language: str
    day: str
    name: str
    address: str
    subject: str
    body: str
    reference: str = ""


def letters_pdf(
    letters: Sequence[Letter],
    *,
    institution: str,
    title: str,
    at: datetime,
    letterhead: str = "",
    signature: str = "",
    language: str = "uz",
    fonts: Path | None = None,
) -> bytes:
    """Return the letters as PDF; `letterhead` stands under the library's name, `signature` beside the place to sign."""
    pages = [_page(each, institution) for each in letters]
    data = {"letters": pages, "letterhead": letterhead, "signature": signature}
    return make_pdf(TEMPLATE, data, title=title, language=language, at=at, fonts=fonts)


def _page(letter: Letter, institution: str) -> dict[str, Any]:
    """Return a letter as the template wants it; a last line that only repeats who writes is left to the place to sign."""
    name = to_cyrillic(institution) if letter.language == "uz_Cyrl" else institution
    body = letter.body.removesuffix(name).rstrip()
    return asdict(letter) | {"lang": letter.language.partition("_")[0], "institution": name, "body": body}
