"""Candidates on their way between two processes: what arrives is what was sent, however it was packed."""

from __future__ import annotations

import pickle
from pathlib import Path

from catalog.incoming import Way
from catalog.incoming.candidates import Candidate, arrived, chunks_of_file, sent
from catalog.marc import Profile
from catalog.records.rules.derived import Derived
from ils.demo.marcfile import marc21_file
from ils.demo.works import load_works
from ils.packing import Packed


def read_here(tmp_path: Path) -> list[Candidate]:
    path = tmp_path / "namuna.mrc"
    path.write_bytes(marc21_file(load_works()[:5]))
    return arrived(next(chunks_of_file(0, str(path), Way())))


def across(chunk: list[Candidate]) -> list[Candidate]:
    return arrived(pickle.loads(pickle.dumps(sent(chunk))))  # noqa: S301 - made in this line


def test_sealed_facts_give_what_follows_from_them(tmp_path: Path) -> None:
    first = read_here(tmp_path)[0]
    assert isinstance(first.told, bytes)
    said = first.derived()
    assert isinstance(said, Derived)
    assert said.columns["title"].startswith(first.title[:20])
    assert first.title
    assert said.keys == first.keys


def test_what_was_derived_goes_in_place_of_the_facts(tmp_path: Path) -> None:
    chunk = read_here(tmp_path)
    for each in chunk:
        each.said = each.derived()
    for before, after in zip(chunk, across(chunk), strict=True):
        assert after.told is None
        assert (after.said, after.traits, after.keys) == (before.said, before.traits, before.keys)


def test_deflated_bytes_are_not_deflated_twice(tmp_path: Path) -> None:
    (first, *_rest) = across(read_here(tmp_path))
    assert isinstance(first.raw, Packed)
    assert first.stored is first.raw


def test_what_cannot_be_read_has_nothing_to_say() -> None:
    (lost,) = across([Candidate(1, 0, Packed(b"?"), Profile.MARC21, "", [], "0")])
    assert not lost.readable
    assert (lost.told, lost.said) == (None, None)
