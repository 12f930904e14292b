"""Reading ahead in a process of its own: the same rows in the same order, refusals in the same words."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.importing.jobs import import_file
from catalog.importing.models import StagedRecord
from catalog.importing.services import reading
from catalog.incoming import Way, ahead, candidates
from catalog.incoming.candidates import chunks_of_file
from catalog.marc import MarcCode, MarcError
from ils.demo.marcfile import marc21_file
from ils.demo.works import load_works
from tests.conftest import NOON
from tests.world import work_at

WORKS = 9


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "namuna.mrc"
    file.write_bytes(marc21_file(load_works()[:WORKS]))
    return file


def waited(other: ahead.Ahead[object]) -> bool:
    while other._held.empty():
        time.sleep(0.01)
    return True


def rows(session: Session) -> list[tuple[int, str]]:
    found = session.execute(
        select(StagedRecord.position, StagedRecord.title).order_by(
            StagedRecord.batch_id, StagedRecord.position
        )
    )
    return [(row.position, row.title) for row in found]


def test_what_another_process_reads_comes_in_whole_and_in_order(
    session: Session, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "CHUNK", 2)  # the first two chunks here, the rest there
    monkeypatch.setattr(reading, "worth_reading_ahead", lambda _size: True)
    monkeypatch.setattr(ahead.Ahead, "is_ready", waited)
    summary = import_file(session, work_at(NOON), path, accept=True, department="lending")
    assert (summary.found, summary.accepted) == (WORKS, WORKS)
    found = rows(session)
    assert [position for position, _title in found] == list(range(1, WORKS + 1))
    assert [title.partition(" : ")[0] for _position, title in found] == [
        work.title for work in load_works()[:WORKS]
    ]


def test_a_file_may_end_before_the_other_process_begins(
    session: Session, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "CHUNK", 2)
    monkeypatch.setattr(reading, "worth_reading_ahead", lambda _size: True)
    monkeypatch.setattr(ahead.Ahead, "is_ready", lambda _other: False)
    summary = import_file(session, work_at(NOON), path, accept=True, department="lending")
    assert (summary.found, summary.accepted) == (WORKS, WORKS)


def test_a_refusal_in_the_other_process_is_raised_here(path: Path) -> None:
    with (
        ahead.read_ahead(chunks_of_file, str(path), Way(charset="klingon")) as other,
        pytest.raises(MarcError) as refused,
    ):
        list(other.given(0))
    assert refused.value.code is MarcCode.UNKNOWN_CHARSET
    assert refused.value.facts["charset"] == "klingon"


def test_a_process_that_dies_is_noticed(tmp_path: Path) -> None:
    with (
        ahead.read_ahead(chunks_of_file, str(tmp_path / "gone.mrc"), Way()) as other,
        pytest.raises(ChildProcessError),
    ):
        list(other.given(0))


def test_who_stops_in_the_middle_leaves_no_process_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            started.append(self)

    monkeypatch.setattr(ahead.subprocess, "Popen", Noted)
    before = threading.active_count()
    with ahead.read_ahead(chunks_of_file, str(path), Way()) as other:
        assert len(next(other.given(0))) == WORKS
    assert [process.poll() is not None for process in started] == [True]
    assert threading.active_count() == before


def test_a_process_whose_work_is_done_ends_without_a_word(path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", ahead._PROGRAM],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=Path(ahead.__file__).parents[2],
    )  # fmt: skip
    assert other.stdin is not None
    assert other.stdout is not None
    assert other.stderr is not None
    pickle.dump((chunks_of_file, (str(path), Way()), {}), other.stdin)
    pickle.dump(0, other.stdin)
    other.stdin.flush()
    said, complaints = other.stdout.read(), other.stderr.read()
    for pipe in (other.stdin, other.stdout, other.stderr):
        pipe.close()
    assert (other.wait(), complaints, len(said) > WORKS) == (0, b"", True)


@pytest.mark.parametrize(
    ("size", "cores", "worth"), [(10, 8, False), (5_000_000, 8, True), (5_000_000, 1, False)]
)
def test_only_large_files_are_worth_it(
    monkeypatch: pytest.MonkeyPatch, size: int, cores: int, worth: bool
) -> None:
    monkeypatch.setattr(ahead.os, "cpu_count", lambda: cores)
    assert ahead.worth_reading_ahead(size) is worth
