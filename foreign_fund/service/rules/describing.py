"""Paragraphs of a list as it is printed or copied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A description and what is said under it."""

    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under a heading; empty for the only part."""

    heading: str
    lines: tuple[Line, ...]


def as_text(title: str, facts: Iterable[tuple[str, str]], parts: Iterable[Part]) -> str:
    """Return a list as plain text: heading, facts, numbered descriptions through all parts."""
    said = [title, *(f"{name}: {value}" for name, value in facts if value), ""]
    number = 0
    for part in parts:
        if not part.lines:
            continue
        if part.heading:
            said += [part.heading, ""]
        for line in part.lines:
            number += 1
            said.append(f"{number}. {line.text}")
            if line.note:
                said.append(f"   {line.note}")
        said.append("")
    return "\n".join(said).rstrip() + "\n"
