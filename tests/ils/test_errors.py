"""The base of refusals, and the first look at a text that somebody typed."""

from __future__ import annotations

from enum import StrEnum

import pytest

from ils.errors import (
    ForbiddenError,
    InputCode,
    InputError,
    LibraryError,
    NotFoundError,
    Refusal,
    clean_text,
)

pytestmark = pytest.mark.engine_free


class Code(StrEnum):
    """Codes of a subject made up for this test."""

    LENT = "already_lent"


def test_a_refusal_tells_its_code_and_facts() -> None:
    refusal = LibraryError(Code.LENT, barcode="00000001", count=2)
    assert refusal.code is Code.LENT
    assert refusal.facts == {"barcode": "00000001", "count": 2}
    assert str(refusal) == "already_lent(barcode='00000001', count=2)"


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (LibraryError, Refusal.REFUSED),
        (InputError, Refusal.INVALID),
        (NotFoundError, Refusal.NOT_FOUND),
        (ForbiddenError, Refusal.FORBIDDEN),
    ],
)
def test_each_class_says_what_kind_of_no_it_is(error: type[LibraryError], kind: Refusal) -> None:
    assert error(Code.LENT).kind is kind


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        ("  Oʻtkan kunlar ", "Oʻtkan kunlar"),
        (None, ""),
        ("", ""),
        ("كتاب", "كتاب"),
        ("a'b\"; DROP", "a'b\"; DROP"),
    ],
)
def test_a_text_is_trimmed_and_otherwise_kept(given: str | None, becomes: str) -> None:
    assert clean_text(given, field="title", limit=40) == becomes


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("   ", InputCode.EMPTY),
        (None, InputCode.EMPTY),
        ("x" * 11, InputCode.TOO_LONG),
        ("a\x00b", InputCode.CONTROL_CHARACTERS),
        ("a\nb", InputCode.CONTROL_CHARACTERS),
        ("a\x7fb", InputCode.CONTROL_CHARACTERS),
        ("a\udcffb", InputCode.CONTROL_CHARACTERS),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused(given: str | None, code: InputCode) -> None:
    with pytest.raises(InputError) as caught:
        clean_text(given, field="title", limit=10, required=True)
    assert caught.value.code is code
    assert caught.value.facts["field"] == "title"


def test_a_text_that_is_too_long_says_by_how_much() -> None:
    with pytest.raises(InputError) as caught:
        clean_text("x" * 11, field="title", limit=10)
    assert caught.value.facts == {"field": "title", "limit": 10, "length": 11}
