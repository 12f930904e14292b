"""One question to one catalogue: an answer, or the reason why there is none. Knows no database."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from catalog.copying.errors import AnswerCode, NoAnswer
from catalog.copying.models import Protocol
from catalog.copying.queries import TargetView
from catalog.copying.rules import Question, cql, terms
from catalog.copying.services import sru, z3950
from catalog.marc import MarcError, Nature, Profile, ReadRecord, nature_of, read

SECONDS = 8.0
MOST = 10


@dataclass(frozen=True, slots=True)
class Theirs:
    """A record of another catalogue: pymarc's record, its profile, how its bytes were read."""

    marc: Any
    profile: Profile
    charset: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a catalogue answered: `found` in all, the first of them, or a code and its facts.

    `unread`: records that were sent and could not be read.
    """

    found: int = 0
    records: tuple[Theirs, ...] = ()
    unread: int = 0
    problem: StrEnum | None = None
    facts: dict[str, object] = field(default_factory=dict)


def ask(target: TargetView, asked: Question, *, most: int = MOST, seconds: float = SECONDS) -> Answer:
    """Ask a catalogue; never raises for what it answers."""
    try:
        if target.protocol is Protocol.SRU:
            return _ask_sru(target, asked, most, seconds)
        return _ask_z3950(target, asked, most, seconds)
    except NoAnswer as problem:
        return Answer(problem=problem.code, facts=problem.facts)


def _ask_sru(target: TargetView, asked: Question, most: int, seconds: float) -> Answer:
    query = cql(asked, dict(target.indexes))
    if not query:
        raise NoAnswer(AnswerCode.NOT_ASKED)
    address = sru.Address(target.address, target.version, target.schema)
    found, records = sru.search(address, query, most=most, seconds=seconds)
    return _answer(found, list(_read(records, None, target.profile)) if found else [])


def _ask_z3950(target: TargetView, asked: Question, most: int, seconds: float) -> Answer:
    groups = terms(asked, dict(target.indexes))
    if not groups:
        raise NoAnswer(AnswerCode.NOT_ASKED)
    server = z3950.Server(target.address.strip("[]"), target.port or 210, target.database)
    found, records = z3950.search(server, groups, syntax=target.schema, most=most, seconds=seconds)
    read_in = [each for raw in records for each in _read(raw, target.charset or None, target.profile)]
    return _answer(found, read_in, sent=len(records))


def _read(raw: bytes, charset: str | None, profile: str) -> Iterator[ReadRecord]:
    try:
        yield from read(io.BytesIO(raw), charset=charset, profile=Profile(profile) if profile else None)
    except MarcError:
        return  # not one record in it; the answer says so


def _answer(found: int, records: list[ReadRecord], sent: int = 0) -> Answer:
    good = tuple(
        Theirs(each.record, each.profile, each.charset)
        for each in records
        if each.record is not None and nature_of(each.record, each.profile) is Nature.BIBLIOGRAPHIC
    )
    if found and not good:
        raise NoAnswer(AnswerCode.NOT_MARC, found=found)
    return Answer(found, good, unread=max(len(records), sent) - len(good))
