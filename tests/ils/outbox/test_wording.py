"""The language of texts: words, repeated parts, and nothing else."""

from __future__ import annotations

import pytest

from ils.outbox.errors import OutboxCode, OutboxInputError
from ils.outbox.wording import parse, render, shown, with_sums, words_in
from ils.text import to_cyrillic

pytestmark = pytest.mark.engine_free

COPIES = {
    "copies": [{"title": "Oʻtkan kunlar", "due": "2026-04-08"}, {"title": "Focus 5", "due": "2026-04-10"}]
}


def said(text: str, facts: dict[str, object], language: str = "uz") -> str:
    return render(text, facts, language=language)


def test_words_are_filled_in_and_missing_ones_leave_nothing() -> None:
    assert said("Hurmatli {name}! {nothing}", {"name": "Anvar"}) == "Hurmatli Anvar!"


def test_a_list_repeats_what_stands_between_and_lines_with_a_tag_alone_vanish() -> None:
    text = "Kitoblar:\n{#copies}\n• {title} — {due}\n{/copies}\nRahmat"
    assert said(text, COPIES) == "Kitoblar:\n• Oʻtkan kunlar — 08.04.2026\n• Focus 5 — 10.04.2026\nRahmat"


def test_a_part_is_left_out_where_its_fact_is_missing() -> None:
    assert said("a{#owed} b {owed}{/owed}", {"owed": 25000}) == "a b 25 000"
    assert said("a{#owed} b {owed}{/owed}", {"owed": 0}) == "a"
    assert said("a{#copies} b{/copies}", {"copies": []}) == "a"


def test_within_a_list_the_things_own_facts_come_first() -> None:
    facts = {"title": "outer", "place": "Abonement", "copies": [{"title": "inner"}]}
    assert said("{#copies}{title} {place}{/copies} {title}", facts) == "inner Abonement outer"


def test_what_a_fact_says_is_never_taken_for_a_text() -> None:
    assert said("{title}", {"title": "{name} {#copies}"}) == "{name} {#copies}"
    assert said("{title}", {"title": "one\nBcc: two"}) == "one Bcc: two"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("{name", "{name"),
        ("a } b", "} b"),
        ("{Name}", "{Name}"),
        ("{name.__class__}", "{name.__class"),
        ("{{ 7 * 7 }}", "{"),
        ("{% if x %}", "{% if x %"),
        ("{#copies}x", "{#copies}"),
        ("x{/copies}", "{/copies}"),
        ("{#a}{#b}{/a}{/b}", "{/a}"),
    ],
)
def test_a_brace_that_means_nothing_is_refused_and_named(text: str, at: str) -> None:
    with pytest.raises(OutboxInputError) as refused:
        parse(text)
    assert refused.value.code is OutboxCode.TEXT_BROKEN
    assert str(refused.value.facts["at"]).startswith(at[:12])


def test_days_and_numbers_are_shown_as_people_write_them() -> None:
    assert shown("2026-05-09", "uz") == "09.05.2026"
    assert shown("2026-02-31", "uz") == "2026-02-31"
    assert shown(25000, "uz") == "25 000"
    assert shown(None, "uz") == shown(True, "uz") == shown([1], "uz") == ""


def test_a_fact_in_several_languages_is_shown_in_the_readers() -> None:
    place = {"uz": "Oʻquv zali", "ru": "Читальный зал"}
    assert shown(place, "ru") == "Читальный зал"
    assert shown(place, "en") == "Oʻquv zali"
    assert shown(place, "uz_Cyrl", to_cyrillic) == "Ўқув зали"


def test_the_script_is_changed_in_the_text_and_not_in_the_facts() -> None:
    text = "{#copies}\n• {title} gacha\n{/copies}"
    facts = {"copies": [{"title": "Harry Potter"}, {"title": "Сказки"}]}
    assert render(text, facts, language="uz_Cyrl", script=to_cyrillic) == "• Harry Potter гача\n• Сказки гача"


def test_sums_are_made_of_lists() -> None:
    facts = with_sums(
        {
            "copies": [
                {"title": "B", "due": "2026-04-10", "days": 2},
                {"title": "A", "due": "2026-04-08", "days": 4},
            ]
        }
    )
    assert (facts["copies_count"], facts["first"], facts["more"]) == (2, "A", 1)
    assert (facts["due"], facts["days"]) == ("2026-04-08", 4)
    assert with_sums({"copies": [{"title": "x" * 60}]})["first"] == "x" * 39 + "…"
    assert with_sums({"copies": [], "due": "kept"})["due"] == "kept"


def test_the_words_of_a_text_are_known() -> None:
    assert words_in("{name} {#copies}{title}{/copies}") == {"name", "copies", "title"}
