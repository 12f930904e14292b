"""Every text for people is translated into every language, and every code has its words."""

from __future__ import annotations

import importlib
import re
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from ils.accounts.permissions import Permission, Role
from ils.activity.kinds import Channel, Kind, Source
from ils.text.spans import WORDS as SPANS
from ils.text.wordlists import keep_table
from ils.web.locale import read_catalogue
from ils.web.words import CHANNEL_WORDS, KIND_WORDS, PERMISSION_WORDS, ROLE_WORDS, SOURCE_WORDS
from tests.architecture.sources import FILES, calls, module_name, strings, told
from tests.words import PLACEHOLDER, catalogue, texts_in_code

LATIN = re.compile(r"[A-Za-z]+")
ROMAN = re.compile(r"[IVXLCDM]+")


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every text in the code with the file that has it."""
    return texts_in_code()


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_every_text_is_translated(texts: dict[str, str], language: str) -> None:
    done = {message.id: message.string for message in catalogue(language) if message.id}
    missing = [f"{texts[text]}: {text}" for text in sorted(texts) if not done.get(text)]
    assert missing == []


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_no_translation_is_left_of_a_text_that_is_gone_or_unsure(
    texts: dict[str, str], language: str
) -> None:
    messages = [message for message in catalogue(language) if message.id]
    assert [message.id for message in messages if message.id not in texts] == []
    assert [message.id for message in messages if message.fuzzy] == []


@pytest.mark.parametrize("language", ["uz", "ru", "uz_Cyrl"])
def test_a_translation_has_the_places_of_its_text(language: str) -> None:
    wrong = [
        f"{message.id} → {message.string}"
        for message in read_catalogue(language)
        if message.id
        and message.string
        and sorted(PLACEHOLDER.findall(str(message.id))) != sorted(PLACEHOLDER.findall(str(message.string)))
    ]
    assert wrong == []


def test_no_text_has_a_stray_percent_sign(texts: dict[str, str]) -> None:
    with_places = {text: PLACEHOLDER.sub("", text) for text in texts if PLACEHOLDER.search(text)}
    assert [text for text, rest in with_places.items() if "%" in rest] == []


def test_cyrillic_made_of_the_latin_catalogue_has_no_latin_word_left() -> None:
    found = [
        f"{word} in: {message.string}"
        for message in read_catalogue("uz_Cyrl")
        if message.id
        for word in latin_words(str(message.string))
    ]
    assert found == []


def latin_words(text: str) -> list[str]:
    """Return the Latin words of a Cyrillic text that no list says to keep."""
    words = [word for match in SPANS.finditer(text) for word in LATIN.findall(match["word"] or "")]
    table = keep_table()
    kept = {word.lower() for word in (*table.exact.values(), *table.any_case)}
    return [
        word for word in words if word.lower() not in kept and not ROMAN.fullmatch(word) and len(word) > 1
    ]


def test_russian_and_uzbek_are_written_in_their_own_letters(texts: dict[str, str]) -> None:
    russian = {message.id: str(message.string) for message in catalogue("ru") if message.id}
    uzbek = {message.id: str(message.string) for message in catalogue("uz") if message.id}
    long = [text for text in texts if len(text) > 25]
    assert [russian[text] for text in long if not re.search("[а-яё]", russian.get(text, "а"))] == []
    assert [uzbek[text] for text in texts if re.search("[А-яЁёЎўҚқҒғҲҳ]{2}", uzbek.get(text, ""))] == []
    assert [uzbek[text] for text in texts if re.search("[A-Za-z]['’‘`][a-z]", uzbek.get(text, ""))] == []


def codes() -> list[tuple[str, StrEnum]]:
    """Return every code of a refusal with the enum that has it."""
    found = []
    for path in (path for path in FILES if path.name == "errors.py"):
        module = importlib.import_module(module_name(path))
        for enum in vars(module).values():
            if isinstance(enum, type) and issubclass(enum, StrEnum) and enum.__module__ == module.__name__:
                found += [(f"{told(path)} {enum.__name__}", code) for code in enum]
    return found


def test_every_code_of_a_refusal_has_words(app: Flask) -> None:
    words: dict[str, Any] = app.extensions["ils_words"]
    assert len(codes()) > 40
    assert [f"{where}.{code.name}" for where, code in codes() if str(code) not in words] == []


def test_no_two_refusals_share_a_code() -> None:
    seen: dict[str, str] = {}
    twice = [
        f"{code}: {where}, {seen[code]}"
        for where, code in codes()
        if seen.setdefault(str(code), where) != where
    ]
    assert twice == []


@pytest.mark.parametrize(
    ("enum", "words"),
    [
        (Kind, KIND_WORDS),
        (Channel, CHANNEL_WORDS),
        (Source, SOURCE_WORDS),
        (Role, ROLE_WORDS),
        (Permission, PERMISSION_WORDS),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_every_member_has_words(enum: type[StrEnum], words: dict[Any, Any]) -> None:
    # A source may also be a code of a room's own (the type of an event, of a document): these have words here too.
    assert set(words) >= set(enum) if enum is Source else set(words) == set(enum)


def actions(path: Path) -> set[str]:
    """Return the audit actions that a file writes, also those handed to a function of its own for it."""
    found: set[str] = set()
    for call in calls(path, "audit"):
        if len(call.args) > 2:
            found |= strings(call.args[2])
    for name in ("note", "_note", "_audit"):
        for call in calls(path, name):
            found |= {
                text for each in call.args for text in strings(each) if re.fullmatch("[a-z]+_[a-z_]+", text)
            }
    return found


def test_every_audited_act_has_words(app: Flask) -> None:
    words: dict[str, Any] = app.extensions["ils_audit_words"]
    used = {action: told(path) for path in FILES for action in actions(path)}
    assert len(used) > 15
    assert {action: where for action, where in used.items() if action not in words} == {}


def test_every_problem_that_a_check_can_find_has_words(app: Flask) -> None:
    words: dict[str, Any] = app.extensions["ils_words"]
    found = {code for path in FILES for call in calls(path, "Problem") for code in strings(call.args[0])}
    assert len(found) > 8
    assert sorted(found - set(words)) == []


def test_every_navigation_and_action_speaks_all_languages(app: Flask) -> None:
    lazy = [str(text) for text in app.extensions["ils_words"].values()]
    assert all(lazy)
