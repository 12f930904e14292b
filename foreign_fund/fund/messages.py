"""Words of the fund: refusals, states to choose by, languages."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.items.messages import STATE_WORDS
from catalog.marc import LearningKind
from catalog.public.messages import language_name as name_of
from foreign_fund.fund.errors import FundCode
from foreign_fund.fund.queries import ON_EXHIBITION, OVERDUE

FUND_WORDS: dict[FundCode, Any] = {
    FundCode.NOTHING_CHOSEN: _l("Choose at least one department, one inventory book or one language."),
    FundCode.TOO_MANY_LANGUAGES: _l("Languages given: %(count)s, at most %(most)s can be."),
}

CHOICES: dict[str, Any] = {state.value: words for state, words in STATE_WORDS.items()} | {
    ON_EXHIBITION: _l("on an exhibition"),
    OVERDUE: _l("overdue"),
}


JOB_WORDS: dict[str, Any] = {
    "fund:titles": _l("Read what titles of the foreign fund say"),
    "fund:titles:done": _l("Records read: %(read)s."),
}

KINDS: dict[str, Any] = {
    LearningKind.READER.value: _l("Adapted reader"),
    LearningKind.DICTIONARY.value: _l("Dictionary"),
    LearningKind.TEXTBOOK.value: _l("Textbook"),
    LearningKind.TEST.value: _l("Test preparation"),
    LearningKind.PERIODICAL.value: _l("Periodical"),
    LearningKind.AUDIO.value: _l("Audio"),
}

SCRIPT_NAMES: dict[str, Any] = {
    "latin": _l("Latin"),
    "cyrillic": _l("Cyrillic"),
    "arabic": _l("Arabic"),
    "hangul": _l("Korean"),
    "han": _l("Chinese"),
    "kana": _l("Japanese"),
    "hebrew": _l("Hebrew"),
    "greek": _l("Greek"),
    "devanagari": _l("Devanagari"),
    "georgian": _l("Georgian"),
    "armenian": _l("Armenian"),
}

USES: dict[str, Any] = {
    "loans": _l("Loans"),
    "renewals": _l("Renewals"),
    "returns": _l("Returns"),
    "room": _l("Used in the reading room"),
}


def language_name(code: str) -> str:
    """Return the name of a language, the code itself for a rare one, words for none."""
    return name_of(code) if code else str(_l("language not given"))
