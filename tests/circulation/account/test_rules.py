"""A reader found in words that somebody typed."""

from __future__ import annotations

import pytest

from circulation.account.rules import signs

ANVAR = signs(
    ("Toʻrayev", "Anvar"),
    more="Botir oʻgʻli",
    phones=("+998 90 123-45-67", ""),
    papers=("Anvar@Example.uz", "AC7654321"),
)


@pytest.mark.parametrize(
    "text",
    [
        "Toʻrayev Anvar",
        "anvar TO'RAYEV",
        "Тўраев Анвар",
        "Aytdi: Anvar, Toʻrayev.",
        "Toʻrayev Anvar Botir oʻgʻli",
    ],
)
def test_a_name_is_found_in_either_script_and_order(text: str) -> None:
    assert ANVAR.named(text)


@pytest.mark.parametrize("text", ["Anvar", "Toʻrayev", "Toʻrayeva Anvara", "", "Toʻrayevlar Anvarga"])
def test_half_a_name_is_nobody(text: str) -> None:
    assert not ANVAR.named(text)


@pytest.mark.parametrize(
    "text",
    [
        "901234567",
        "tel. 90 123 45 67",
        "+998(90)123-45-67",
        "998901234567.",
        "<anvar@example.UZ>",
        "ac7654321,",
    ],
)
def test_a_telephone_an_address_and_a_paper_are_found(text: str) -> None:
    assert ANVAR.reached(text)


@pytest.mark.parametrize(
    "text", ["90 123-45-68", "90123456", "anvar@example.com", "AC765432", "2026-04-15", ""]
)
def test_anothers_are_not(text: str) -> None:
    assert not ANVAR.reached(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Toʻrayev Anvar keldi", "— keldi"),
        ("Javob: 90 123-45-67, Ufq", "Javob: —, Ufq"),
        ("Anvar@Example.uz ga", "— ga"),
        ("Ufq romani, 2 nusxa, 1990", "Ufq romani, 2 nusxa, 1990"),
        ("Anvar aka soʻradi", "Anvar aka soʻradi"),
        ("Toʻrayev  va\nAnvar", "—  va\n—"),
    ],
)
def test_the_rest_of_a_note_stays(text: str, left: str) -> None:
    assert ANVAR.without(text) == left
    assert ANVAR.without(left) == left


@pytest.mark.parametrize(
    ("name", "contact", "sure"),
    [
        ("Toʻrayev Anvar", "", True),
        ("Toʻrayev Anvar", "90 123 45 67", True),
        ("Toʻrayev Anvar", "91 777 00 00", False),
        ("Onasi", "anvar@example.uz", True),
        ("Anvar", "", False),
    ],
)
def test_a_namesake_with_another_telephone_is_somebody_else(name: str, contact: str, sure: bool) -> None:
    assert ANVAR.theirs(name, contact) is sure


def test_a_school_is_not_looked_for_by_its_number() -> None:
    school = signs(("12-maktab", ""), phones=("",), papers=("",))
    assert not school.named("12-maktabda kecha")
    assert school.without("12-maktab, 12 nusxa") == "12-maktab, 12 nusxa"
