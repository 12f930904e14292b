"""The texts of messages: the program's own, those that a library has put in their place, and how one is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ils.outbox.errors import OutboxInputError
from ils.outbox.rules import CHANNELS, FORM_OF, LANGUAGES
from ils.outbox.sms import plain_sms
from ils.outbox.wording import Script, render, with_sums, words_in
from ils.text import to_cyrillic

DATA = Path(__file__).parent / "data"
FORMS = ("short", "long", "letter")
WRITTEN = ("uz", "ru", "en")  # the Cyrillic Uzbek ones are made of the Latin ones
ALWAYS = ("name", "institution")  # facts that every text may use

Cell = tuple[str, str, str]  # key of the text, language, form


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it is kept, words in braces; an SMS has no subject."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Written:
    """A text with the facts in it."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class KindFacts:
    """What the program knows of a kind: the keys of its texts, the channels that suit it, an example of its facts."""

    texts: tuple[str, ...]
    channels: frozenset[str]
    sample: Mapping[str, Any]


@cache
def kinds() -> Mapping[str, KindFacts]:
    """Return the kinds of messages that the program has texts for."""
    return {
        kind: KindFacts(tuple(told["texts"]), frozenset(told["channels"]), told["sample"])
        for kind, told in _read("kinds").items()
    }


@cache
def program_texts() -> Mapping[Cell, Text]:
    """Return the program's own texts."""
    return {
        (key, language, form): Text("" if form == "short" else told["subject"], told[form].strip())
        for language in WRITTEN
        for key, told in _read(language).items()
        for form in FORMS
        if form in told
    }


def _read(name: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DATA / f"{name}.yaml").read_text("utf-8"))
    return read


def text_keys(kind: str) -> tuple[str, ...]:
    """Return the keys of the texts of a kind: the choices for a level of the ladder."""
    return kinds()[kind].texts if kind in kinds() else ()


def kind_of_key(key: str) -> str | None:
    """Return the kind whose text this is, or None for a key that no kind has."""
    return next((kind for kind, facts in kinds().items() if key in facts.texts), None)


def key_of(kind: str, facts: Mapping[str, Any]) -> str:
    """Return the key of the text for a message: the one its facts name where the kind has it, else the kind's own."""
    wanted = facts.get("template")
    return wanted if isinstance(wanted, str) and wanted in text_keys(kind) else kind


def channels_for(kind: str) -> frozenset[str]:
    """Return the channels that suit a kind of message; a kind of somebody else's takes all."""
    return kinds()[kind].channels if kind in kinds() else frozenset(CHANNELS)


def known_words(kind: str, sample: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the words that a text of the kind may use, the ones of a list's things among them."""
    facts = with_sums({**kinds()[kind].sample, **sample})
    inner = {
        name
        for value in facts.values()
        if isinstance(value, list | tuple)
        for each in value
        if isinstance(each, Mapping)
        for name in each
    }
    return (*ALWAYS, *sorted({*facts, *inner} - {"template"}))


def unknown_words(kind: str, sample: Mapping[str, Any], text: str) -> tuple[str, ...]:
    """Return the words of a text that no fact of its kind is named by."""
    return tuple(sorted(words_in(text) - set(known_words(kind, sample))))


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes messages: with the texts of the library, where it has any of its own, and its name."""

    institution: str = ""
    own: Mapping[Cell, Text] = field(default_factory=dict)

    def text_for(self, key: str, language: str, form: str) -> tuple[Text, Script]:
        """Return the text that holds for a cell, and what to make of its letters."""
        for wanted, script in _ways(language):
            for paper in (form, "long") if form == "letter" else (form,):
                cell = (key, wanted, paper)
                if found := self.own.get(cell) or program_texts().get(cell):
                    return found, script
        return Text("", ""), str

    def write(self, kind: str, facts: Mapping[str, Any], *, name: str, language: str, form: str) -> Written:
        """Write a message; a short one in plain letters, which cost less."""
        language = language if language in LANGUAGES else LANGUAGES[0]
        text, script = self.text_for(key_of(kind, facts), language, form)
        try:
            return self.fill(text, facts, name=name, language=language, form=form, script=script)
        except OutboxInputError:  # a text kept by an older program that understood other words
            plain = Writer(self.institution)
            return plain.write(kind, facts, name=name, language=language, form=form)

    def fill(
        self,
        text: Text,
        facts: Mapping[str, Any],
        *,
        name: str,
        language: str,
        form: str,
        script: Script = str,
    ) -> Written:
        """Put the facts into a text; TEXT_BROKEN where it cannot be understood."""
        known = {
            **with_sums(facts),
            "name": name,
            "institution": to_cyrillic(self.institution) if language == "uz_Cyrl" else self.institution,
        }
        subject = render(text.subject, known, language=language, script=script)
        body = render(text.body, known, language=language, script=script)
        if form == "short":
            return Written("", plain_sms(body))
        return Written(" ".join(subject.split()), body)


def _ways(language: str) -> tuple[tuple[str, Script], ...]:
    """Return in which language to look for a text, in order, and what to make of its letters."""
    if language == "uz_Cyrl":
        return (("uz_Cyrl", str), ("uz", to_cyrillic))
    return ((language, str),)


def form_for(channel: str) -> str:
    """Return the form of the text that a channel carries."""
    return FORM_OF[channel]
