"""Words of the fund: refusals, states to choose by, languages."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.items.messages import STATE_WORDS
from catalog.public.messages import language_name as name_of
from foreign_fund.fund.errors import FundCode
from foreign_fund.fund.queries import ON_EXHIBITION, OVERDUE

FUND_WORDS: dict[FundCode, Any] = {
    FundCode.NOTHING_CHOSEN: _l("Choose at least one department or one language."),
    FundCode.TOO_MANY_LANGUAGES: _l("Languages given: %(count)s, at most %(most)s can be."),
}

CHOICES: dict[str, Any] = {state.value: words for state, words in STATE_WORDS.items()} | {
    ON_EXHIBITION: _l("on an exhibition"),
    OVERDUE: _l("overdue"),
}


def language_name(code: str) -> str:
    """Return the name of a language, the code itself for a rare one, words for none."""
    return name_of(code) if code else str(_l("language not given"))
