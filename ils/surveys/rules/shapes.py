"""What a survey and a question must be; texts by language, one of which is enough."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from ils.errors import InputCode, InputError, clean_text
from ils.surveys.errors import SurveyCode, SurveyInputError

LANGUAGES = ("uz", "ru", "en")
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
LONGEST_TITLE, LONGEST_INTRO, LONGEST_QUESTION, LONGEST_OPTION = 300, 2000, 500, 200
MOST_QUESTIONS, MOST_OPTIONS, TOP_OF_SCALE = 50, 30, 10


class State(StrEnum):
    """A survey is made, answered, and closed with a conclusion."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Place(StrEnum):
    """Where readers are asked (plan line 9); the source of its act in the log."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    BOTH = "both"


class Kind(StrEnum):
    """How a question is answered."""

    ONE = "one"
    MANY = "many"
    SCALE = "scale"
    NUMBER = "number"
    TEXT = "text"


class SheetChannel(StrEnum):
    """How a filled sheet came."""

    PAPER = "paper"
    WEB = "web"
    TELEGRAM = "telegram"


CHOICES = frozenset({Kind.ONE, Kind.MANY})
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a survey; `opens_on` and `closes_on` bound the public page, None does not."""

    title: Texts
    intro: Texts = field(default_factory=dict)
    place: str = Place.BOTH.value
    opens_on: date | None = None
    closes_on: date | None = None


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """What is asked; `options` are lines by language, `low` and `high` the ends of a scale."""

    kind: str
    text: Texts
    options: Mapping[str, Sequence[str]] = field(default_factory=dict)
    required: bool = False
    low: int | None = None
    high: int | None = None

    def by_option(self) -> list[dict[str, str]]:
        """Return the options as they are kept: the texts of each by language."""
        count = max((len(lines) for lines in self.options.values()), default=0)
        return [{code: lines[n] for code, lines in self.options.items()} for n in range(count)]


def checked(facts: Facts) -> Facts:
    """Return the facts cleaned; refuse a survey without a title, and days that cannot be."""
    if facts.place not in set(Place):
        raise SurveyInputError(SurveyCode.PLACE_UNKNOWN, place=facts.place[:20])
    for day in (facts.opens_on, facts.closes_on):
        if day is not None and not FIRST_DAY <= day <= LAST_DAY:
            raise SurveyInputError(SurveyCode.DAY_ODD, day=day)
    if facts.opens_on and facts.closes_on and facts.closes_on < facts.opens_on:
        raise SurveyInputError(SurveyCode.DAYS_REVERSED)
    title = _texts(facts.title, field="title", limit=LONGEST_TITLE)
    intro = {
        code: clean_lines(facts.intro.get(code, ""), field="intro", limit=LONGEST_INTRO) for code in LANGUAGES
    }
    return replace(facts, title=title, intro={code: text for code, text in intro.items() if text})


def _texts(given: Texts, *, field: str, limit: int) -> dict[str, str]:
    told = {code: clean_text(given.get(code), field=field, limit=limit) for code in LANGUAGES}
    if not any(told.values()):
        raise SurveyInputError(SurveyCode.TEXT_MISSING, field=field)
    return {code: text for code, text in told.items() if text}


def clean_lines(text: str | None, *, field: str, limit: int, required: bool = False) -> str:
    """Return a text of several lines, each cleaned; its line ends stay."""
    lines = (text or "").replace("\t", " ").splitlines()
    whole = "\n".join(clean_text(line, field=field, limit=limit) for line in lines).strip()
    if len(whole) > limit:
        raise InputError(InputCode.TOO_LONG, field=field, limit=limit, length=len(whole))
    if required and not whole:
        raise InputError(InputCode.EMPTY, field=field)
    return whole


def checked_question(facts: QuestionFacts) -> QuestionFacts:
    """Return the question cleaned, with nothing that its kind does not ask for."""
    if facts.kind not in set(Kind):
        raise SurveyInputError(SurveyCode.KIND_UNKNOWN, kind=facts.kind[:20])
    text = _texts(facts.text, field="question", limit=LONGEST_QUESTION)
    options = _options(facts.options) if facts.kind in CHOICES else {}
    low, high = _scale(facts.low, facts.high) if facts.kind == Kind.SCALE else (None, None)
    return replace(facts, text=text, options=options, low=low, high=high)


def _options(given: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    cleaned = {
        code: [clean_text(each, field="option", limit=LONGEST_OPTION) for each in given.get(code, ())]
        for code in LANGUAGES
    }
    told = {code: [each for each in lines if each] for code, lines in cleaned.items()}
    told = {code: lines for code, lines in told.items() if lines}
    counts = {len(lines) for lines in told.values()}
    if len(counts) > 1:
        raise SurveyInputError(
            SurveyCode.OPTIONS_DIFFER, counts=[f"{code} {len(lines)}" for code, lines in told.items()]
        )
    if not counts or min(counts) < 2:
        raise SurveyInputError(SurveyCode.OPTIONS_FEW)
    if max(counts) > MOST_OPTIONS:
        raise SurveyInputError(SurveyCode.OPTIONS_MANY, most=MOST_OPTIONS)
    return told


def _scale(low: int | None, high: int | None) -> tuple[int, int]:
    ends = (1 if low is None else low, 5 if high is None else high)
    if not 0 <= ends[0] < ends[1] <= TOP_OF_SCALE:
        raise SurveyInputError(SurveyCode.SCALE_INVALID, most=TOP_OF_SCALE)
    return ends


def check_past(day: date, today: date) -> date:
    """Return the day on which something was done: one that has come, not before 2000."""
    if day > today:
        raise SurveyInputError(SurveyCode.DAY_AHEAD, day=day)
    if day < FIRST_DAY:
        raise SurveyInputError(SurveyCode.DAY_ODD, day=day)
    return day


def is_taking(state: str, opens_on: date | None, closes_on: date | None, day: date) -> bool:
    """Tell whether the public page takes sheets on a day."""
    begun = opens_on is None or opens_on <= day
    return state == State.OPEN and begun and (closes_on is None or day <= closes_on)


def in_language(texts: Texts, language: str) -> tuple[str, str]:
    """Return a text and its language: the one asked for (`uz_Cyrl` reads the Latin one), else the first there is."""
    order = (language.partition("_")[0], *LANGUAGES)
    code = next((each for each in order if texts.get(each)), "")
    return texts.get(code, ""), code


def same_words(words: Iterable[str]) -> list[tuple[str, int]]:
    """Return what was answered in words, each once with how often, the most frequent first; case does not tell apart."""
    found: dict[str, tuple[str, int]] = {}
    for each in words:
        key = " ".join(each.split()).casefold()
        first, count = found.get(key, (each, 0))
        found[key] = (first, count + 1)
    return sorted(found.values(), key=lambda each: -each[1])


def percent(part: int, whole: int) -> float:
    """Return a share in per cent with one figure after the point; 0 of nothing."""
    return round(100 * part / whole, 1) if whole else 0.0
