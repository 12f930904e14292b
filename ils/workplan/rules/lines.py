"""What a line of the plan is made of: its number, its deadline, its services, its measure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

DEADLINES = ("year", "quarter", "month", "week", "q1", "q2", "q3", "q4", "q1_q3", "autumn", "by_plan")
SERVICES = ("bib", "fond", "abon", "akt", "hr")
MEASURES = ("amount", "acts", "distinct", "exists", "parts")
LANGUAGES = ("uz", "ru", "en")
MODES = ("auto", "semi", "manual")

_SECTION = re.compile(r"([IVXLC]+\.)\s*(.+)", re.DOTALL)
_NUMBER = re.compile(r"[1-9]\d{0,2}(\.[1-9]\d{0,1}){0,2}", re.ASCII)


def is_number(text: str) -> bool:
    """Tell whether a text is the number of a line: 7, 10.4, 10.4.1."""
    return _NUMBER.fullmatch(text) is not None


def parent_of(number: str) -> str:
    """Return the number of the line that this one is a part of, "" for a line of its own."""
    return number.rpartition(".")[0]


def number_key(number: str) -> tuple[int, ...]:
    """Return what orders numbers as people do: 9 before 10, 10.4 before 10.10."""
    return tuple(map(int, number.split(".")))


def section_number(text: str) -> tuple[str, str]:
    """Return the Roman number that a section begins with, with its dot, and the name: "II.", "Main work"; "" for none."""
    found = _SECTION.match(text)
    return (found[1], found[2]) if found else ("", text)


def next_part(number: str, taken: Iterable[str]) -> str:
    """Return the number that the next part of a line gets; "" stands for the plan itself."""
    own = [number_key(each)[-1] for each in taken if parent_of(each) == number]
    following = str(max(own, default=0) + 1)
    return f"{number}.{following}" if number else following


@dataclass(frozen=True, slots=True)
class SectionText:
    """The name of a section; left empty in Russian or English it is the Uzbek one."""

    uz: str
    ru: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True)
class LineText:
    """What people write of a line; a text left empty in Russian or English is the Uzbek one."""

    name_uz: str
    name_ru: str = ""
    name_en: str = ""
    unit_uz: str = ""
    unit_ru: str = ""
    unit_en: str = ""
    mechanism_uz: str = ""
    mechanism_ru: str = ""
    mechanism_en: str = ""
    service: str = "bib"
    responsible: str = ""
    deadline: str = "year"
    mode: str = "auto"
