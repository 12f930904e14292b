"""PDF by typst: the template is ours, the data are data and never markup, the fonts come with the program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

DATA = Path(__file__).parent / "data"
_PRELUDE = (DATA / "paper.typ").read_bytes()

TEXT_FONTS = ("Inter", "DejaVu Sans")
SCRIPT_FONTS = ("Noto Sans CJK SC", "Noto Sans Devanagari")  # for letters that no font before them has


@cache
def _fonts(folder: Path | None) -> typst.Fonts:
    """Read the fonts once a process; nothing of the machine is used, so that a paper looks the same everywhere."""
    paths = [DATA, folder] if folder else [DATA]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=paths)


def own_fonts(home: Path) -> Path | None:
    """Return the folder in which a library may lay fonts for scripts that ours lack."""
    folder = home / "fonts"
    return folder if folder.is_dir() else None


def make_pdf(
    template: Path,
    data: Mapping[str, Any],
    *,
    title: str,
    language: str,
    at: datetime,
    fonts: Path | None = None,
) -> bytes:
    """Return the paper as PDF.

    `data` must be JSON values; the template finds them as `data`, with `title` and `lang` beside them. `language` is one
    of the interface's codes, `at` the aware instant that the file says it was made, `fonts` a folder of further fonts.
    """
    made = typst.compile(
        _source(template), font_paths=_fonts(fonts), timestamp=at.replace(microsecond=0), pdf_tags=False,
        sys_inputs=_inputs(data, title, language, fonts),
    )  # fmt: skip
    return _one(made)


def make_picture(
    template: Path,
    data: Mapping[str, Any],
    *,
    title: str,
    language: str,
    ppi: float,
    fonts: Path | None = None,
) -> bytes:
    """Return the first page as PNG; `ppi` pixels an inch."""
    made = typst.compile(
        _source(template), font_paths=_fonts(fonts), format="png", ppi=ppi,
        sys_inputs=_inputs(data, title, language, fonts),
    )  # fmt: skip
    return _one(made)


def _source(template: Path) -> bytes:
    return _PRELUDE + template.read_bytes()


def _inputs(data: Mapping[str, Any], title: str, language: str, fonts: Path | None) -> dict[str, str]:
    # A library that lays a font of its own for a script wants it in place of ours.
    own = sorted(set(_fonts(fonts).families()) - {*TEXT_FONTS, *SCRIPT_FONTS})
    lang = language.partition("_")[0]
    families = [*TEXT_FONTS, *own, *SCRIPT_FONTS]
    return {"data": json.dumps({**data, "title": title, "lang": lang, "families": families})}


def _one(made: object) -> bytes:
    """A document of several pages becomes several pictures."""
    first = made[0] if isinstance(made, list) else made
    if not isinstance(first, bytes):
        raise TypeError("typst made nothing")
    return first
