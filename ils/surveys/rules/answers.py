"""How a sheet is read: what a browser sends, or what is typed from paper, where options go by number from 1."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ils.surveys.errors import Misread, SurveyCode
from ils.surveys.rules.shapes import Kind

LONGEST_WORDS = 2000
MOST_NUMBER = 1_000_000_000
_NUMBER = re.compile(r"-?\d{1,10}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reading of an answer needs to know of its question."""

    id: int
    kind: str
    options: int
    required: bool
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: an option (from 0), a number, or words."""

    question_id: int
    option: int | None = None
    number: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """The answers of a sheet, and what is wrong with some of them, by question."""

    answers: tuple[Answer, ...]
    problems: Mapping[int, Misread]


Given = Mapping[int, Sequence[str]]
Found = list[Answer] | Misread


def read_sheet(questions: Sequence[Asked], given: Given, *, typed: bool) -> ReadSheet:
    """Read what was given for each question: values of a form, or (`typed`) what stands on paper."""
    answers: list[Answer] = []
    problems: dict[int, Misread] = {}
    for asked in questions:
        values = [value.strip() for value in given.get(asked.id, ()) if value.strip()]
        found = _answer(asked, values, typed) if values else []
        if not values and asked.required:
            found = Misread(SurveyCode.ANSWER_MISSING)
        if isinstance(found, Misread):
            problems[asked.id] = found
        else:
            answers += found
    return ReadSheet(tuple(answers), problems)


def _answer(asked: Asked, values: list[str], typed: bool) -> Found:
    return _READERS[Kind(asked.kind)](asked, values, typed)


def _options(asked: Asked, values: list[str], typed: bool) -> Found:
    told = [part for value in values for part in re.split(r"[\s,;.]+", value) if part] if typed else values
    picked: list[int] = []
    for each in told:
        number = int(each) - typed if each.isascii() and each.isdigit() and len(each) < 4 else -1
        if not 0 <= number < asked.options:
            return Misread(SurveyCode.ANSWER_NO_OPTION, {"answer": each[:20], "most": asked.options})
        picked.append(number)
    if asked.kind == Kind.ONE and len(set(picked)) > 1:
        return Misread(SurveyCode.ANSWER_ONE_ONLY)
    return [Answer(asked.id, option=each) for each in sorted(set(picked))]


def _whole(asked: Asked, values: list[str], _typed: bool) -> Found:
    text = "".join(values[0].split())
    if not _NUMBER.fullmatch(text) or abs(int(text)) > MOST_NUMBER:
        return Misread(SurveyCode.ANSWER_NO_NUMBER)
    number = int(text)
    if asked.kind == Kind.SCALE and not (asked.low or 0) <= number <= (asked.high or 0):
        return Misread(SurveyCode.ANSWER_OFF_SCALE, {"low": asked.low, "high": asked.high})
    return [Answer(asked.id, number=number)]


def _words(asked: Asked, values: list[str], _typed: bool) -> Found:
    lines = (" ".join(line.split()) for line in values[0].splitlines())
    text = "\n".join(line for line in lines if line)
    text = "".join(each for each in text if each == "\n" or each.isprintable())
    if len(text) > LONGEST_WORDS:
        return Misread(SurveyCode.ANSWER_TOO_LONG, {"most": LONGEST_WORDS})
    return [Answer(asked.id, words=text)] if text else []


_READERS: dict[Kind, Callable[[Asked, list[str], bool], Found]] = {
    Kind.ONE: _options,
    Kind.MANY: _options,
    Kind.SCALE: _whole,
    Kind.NUMBER: _whole,
    Kind.TEXT: _words,
}
