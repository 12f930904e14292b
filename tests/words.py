"""Texts of the interface: collect them from the code, compare them with the catalogues, bring the catalogues up to date.

`python -m tests.words` (or `make words`) adds new texts to `uz.po` and `ru.po` and drops those that no code has any more.
"""

from __future__ import annotations

import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent
CATALOGUES = ROOT / "ils" / "web" / "translations"
PACKAGES = ("ils", "catalog", "circulation", "foreign_fund")
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None}
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%")


def texts_in_code() -> dict[str, str]:
    """Return every text for people in code and templates with the file that has it."""
    found: dict[str, str] = {}
    for package in PACKAGES:
        for file, _line, text, _comments, _context in extract_from_dir(
            ROOT / package,
            method_map=[("**.py", "python"), ("**.html", "jinja2")],
            options_map={"**.html": {"encoding": "utf-8", "silent": "false", "trimmed": "true"}},
            keywords=KEYWORDS,
        ):
            if isinstance(text, str) and text:
                found.setdefault(text, f"{package}/{Path(file).as_posix()}")
    return found


def catalogue(language: str) -> Catalog:
    """Read a catalogue; an absent one is empty."""
    path = CATALOGUES / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> tuple[int, int]:
    """Bring a catalogue up to date; return how many texts are new and how many have no translation."""
    old = {message.id: message.string for message in catalogue(language) if message.id}
    texts = texts_in_code()
    fresh = Catalog(locale=language, project="library system", fuzzy=False)
    for text in sorted(texts):
        fresh.add(text, old.get(text, ""), locations=[(texts[text], 0)])
    target = BytesIO()
    write_po(target, fresh, width=0, omit_header=False, include_lineno=False)
    (CATALOGUES / f"{language}.po").write_bytes(without_dates(target.getvalue()))
    return len(texts.keys() - old.keys()), sum(1 for text in texts if not old.get(text))


def without_dates(po: bytes) -> bytes:
    """Drop what changes at every run, so that a diff shows translations and nothing else."""
    changing = (
        b'"POT-Creation-Date',
        b'"PO-Revision-Date',
        b'"Generated-By',
        b"# FIRST AUTHOR",
        b"# Copyright",
    )
    return b"\n".join(line for line in po.split(b"\n") if not line.startswith(changing))


if __name__ == "__main__":
    for each in ("uz", "ru"):
        new, empty = update(each)
        sys.stdout.write(f"{each}: new {new}, without translation {empty}\n")
