"""The program's own texts: complete, in every language, with words that exist, short where they must be."""

from __future__ import annotations

import re

import pytest

from ils.outbox.rules import FORM_OF, LANGUAGES
from ils.outbox.sms import segments
from ils.outbox.texts import (
    WRITTEN,
    Text,
    Writer,
    channels_for,
    key_of,
    kind_of_key,
    kinds,
    program_texts,
    text_keys,
    unknown_words,
)

pytestmark = pytest.mark.engine_free

KEYS = [(kind, key) for kind, told in kinds().items() for key in told.texts]
WRITER = Writer("Arnasoy tuman axborot-kutubxona markazi")


def forms_of(kind: str) -> set[str]:
    return {FORM_OF[channel] for channel in channels_for(kind)}


@pytest.mark.parametrize(("kind", "key"), KEYS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_in_every_language_and_form_that_its_channels_carry(
    kind: str, key: str, language: str
) -> None:
    for form in forms_of(kind):
        written = WRITER.write(
            kind, {**kinds()[kind].sample, "template": key}, name="Anvar", language=language, form=form
        )
        assert written.body
        assert bool(written.subject) is (form != "short")
        assert not set("{}") & set(written.body + written.subject)


def test_the_levels_of_the_ladder_have_texts() -> None:
    wanted = {
        "overdue_before",
        "overdue_today",
        "overdue_1",
        "overdue_7",
        "overdue_30",
        "overdue_90",
        "overdue",
    }
    assert set(text_keys("overdue")) == wanted
    assert {"hold_ready", "hold_expired", "session", "redated"} <= set(kinds())


@pytest.mark.parametrize("cell", sorted(program_texts()))
def test_the_programs_texts_use_known_words_only(cell: tuple[str, str, str]) -> None:
    kind = kind_of_key(cell[0])
    assert kind is not None
    text = program_texts()[cell]
    assert unknown_words(kind, {}, f"{text.subject} {text.body}") == ()


def test_every_language_has_the_same_texts() -> None:
    by_language = {
        language: {(key, form) for key, other, form in program_texts() if other == language}
        for language in WRITTEN
    }
    assert by_language["uz"] == by_language["ru"] == by_language["en"]


@pytest.mark.parametrize(("kind", "key"), [pair for pair in KEYS if "sms" in channels_for(pair[0])])
@pytest.mark.parametrize(
    ("language", "encoding", "most"), [("uz", "gsm7", 1), ("en", "gsm7", 1), ("ru", "ucs2", 2)]
)
def test_an_sms_is_short(kind: str, key: str, language: str, encoding: str, most: int) -> None:
    sample = {**kinds()[kind].sample, "template": key}
    body = WRITER.write(kind, sample, name="Anvar", language=language, form="short").body
    assert (segments(body).encoding, segments(body).segments <= most) == (encoding, True), body


def test_uzbek_cyrillic_is_made_of_the_latin_text() -> None:
    facts = {"template": "overdue_1", "copies": [{"title": "Focus 5", "due": "2026-04-08", "days": 7}]}
    body = WRITER.write("overdue", facts, name="Каримов Анвар", language="uz_Cyrl", form="long").body
    assert "Ҳурматли Каримов Анвар!" in body
    assert "• Focus 5 — муддати 08.04.2026, кечикиш: 7 кун" in body
    assert re.findall("[A-Za-z]+", body.replace("Focus", "")) == []


def test_uzbek_is_written_with_its_own_apostrophes() -> None:
    for (key, language, form), text in program_texts().items():
        if language == "uz":
            assert not re.search("[A-Za-z]['’‘`][a-z]", text.subject + text.body), (key, form)


def test_a_text_of_the_librarys_own_holds_and_the_letter_follows_the_long_one() -> None:
    own = {("hold_ready", "uz", "long"): Text("Mavzu", "Keling, {name}!")}
    writer = Writer("AKM", own)
    for form in ("long", "letter"):
        assert writer.write("hold_ready", {}, name="Anvar", language="uz", form=form).body == "Keling, Anvar!"
    assert (
        writer.write("hold_ready", {}, name="Анвар", language="uz_Cyrl", form="long").body == "Келинг, Анвар!"
    )
    assert "Keling" not in writer.write("hold_ready", {}, name="Anvar", language="ru", form="long").body


def test_a_text_that_cannot_be_understood_any_more_gives_way_to_the_programs() -> None:
    writer = Writer("AKM", {("hold_ready", "uz", "long"): Text("{old", "{% old %}")})
    assert (
        "sizni kutmoqda"
        in writer.write("hold_ready", {"title": "X"}, name="Anvar", language="uz", form="long").body
    )


def test_a_level_without_a_text_of_its_own_takes_the_general_one() -> None:
    assert key_of("overdue", {"template": "overdue_7"}) == "overdue_7"
    assert key_of("overdue", {"template": "hold_ready"}) == key_of("overdue", {}) == "overdue"
    assert key_of("hold_ready", {"template": "overdue_7"}) == "hold_ready"


def test_an_unknown_language_is_written_in_uzbek() -> None:
    assert "sizni kutmoqda" in WRITER.write("hold_ready", {}, name="A", language="kaa", form="long").body


def test_what_one_has_just_been_handed_is_worth_neither_an_sms_nor_a_letter() -> None:
    assert channels_for("session") == {"telegram", "email"}
    assert channels_for("a kind of somebody else's") == {"telegram", "sms", "email", "letter", "call"}
