"""Languages as people type them."""

from __future__ import annotations

import pytest

from foreign_fund.fund.errors import FundCode
from foreign_fund.fund.rules import read_languages, require_something
from ils.errors import LibraryError

pytestmark = pytest.mark.engine_free


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("eng, ger;fre  kor\nara", ("ara", "eng", "fre", "ger", "kor")),
        ("ENG eng Eng,", ("eng",)),
        ("", ()),
        (" , ; ", ()),
        ("english", ("english",)),
        ("x" * 500, ("x" * 20,)),
    ],
)
def test_codes_are_read(typed: str, codes: tuple[str, ...]) -> None:
    assert read_languages(typed) == codes


def test_more_languages_than_there_are_is_refused() -> None:
    with pytest.raises(LibraryError) as refused:
        read_languages(" ".join(str(number) for number in range(1000)))
    assert refused.value.code == FundCode.TOO_MANY_LANGUAGES


def test_a_fund_of_nothing_is_refused() -> None:
    require_something(frozenset({"foreign"}), frozenset())
    with pytest.raises(LibraryError) as refused:
        require_something(frozenset(), frozenset())
    assert refused.value.code == FundCode.NOTHING_CHOSEN
