"""How values look on a page."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask, session

from ils.web.filters import day, decimal, hour, latin_or_cyrillic, moment, month_name, num

AT = datetime(2026, 4, 15, 20, 5, 9, tzinfo=UTC)


def test_days_and_instants_by_the_library_s_clock() -> None:
    assert day(date(2026, 4, 5)) == "05.04.2026"
    assert moment(AT) == "16.04.2026 01:05"
    assert hour(AT) == "01:05:09"


def test_nothing_is_shown_as_nothing() -> None:
    assert day(None) == moment(None) == hour(None) == num(None) == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (999, "999"), (1000, "1 000"), (15560, "15 560"), (-1234567, "-1 234 567")],
)
def test_numbers_are_grouped_by_spaces_that_do_not_break(value: int, text: str) -> None:
    assert num(value) == text.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru", "en"])
@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("12.50", "12,50"),
        ("-0.5", "-0,5"),
        ("+1234567.8", "+1 234 567,8"),
        ("45000", "45 000"),
        (4.5, "4,5"),
        (3.0, "3"),
    ],
)
def test_fractions_have_the_comma_of_the_language(
    app: Flask, language: str, value: str | float, text: str
) -> None:
    shown = text.replace(" ", "\N{NO-BREAK SPACE}")
    with app.test_request_context("/"):
        session["language"] = language
        assert decimal(value) == (shown.replace(",", ".") if language == "en" else shown)


@pytest.mark.parametrize(
    ("language", "shown"),
    [("uz", "Oʻquv zali"), ("uz_Cyrl", "Ўқув зали"), ("ru", "Oʻquv zali"), ("en", "Oʻquv zali")],
)
def test_uzbek_data_comes_in_the_script_of_the_interface(app: Flask, language: str, shown: str) -> None:
    with app.test_request_context("/"):
        session["language"] = language
        assert latin_or_cyrillic("Oʻquv zali") == shown
        assert latin_or_cyrillic(None) == ""


def test_months_have_names_in_every_language(app: Flask) -> None:
    for language in ("uz", "uz_Cyrl", "ru", "en"):
        with app.test_request_context("/"):
            session["language"] = language
            names = [month_name(number) for number in range(1, 13)]
        assert len(set(names)) == 12
    assert (names[0], names[11]) == ("January", "December")


@pytest.mark.parametrize("name", ["day", "moment", "hour", "num", "decimal", "latin_or_cyrillic"])
def test_templates_know_the_filters(app: Flask, name: str) -> None:
    assert name in app.jinja_env.filters
