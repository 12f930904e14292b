"""`ils import` with a source, as a dry run, and `ils import-undo`, as scripts see them (docs/cli.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from ils.demo.marcfile import marc21_file
from ils.demo.works import load_works
from tests.ils.cli.conftest import Ils

pytestmark = pytest.mark.engine_free  # each command is a process of its own, in a SQLite library of its own


@pytest.fixture
def marc_file(tmp_path: Path) -> Path:
    """Ten real works as a MARC 21 file."""
    path = tmp_path / "ten.mrc"
    path.write_bytes(marc21_file(load_works()[:10]))
    return path


def test_a_dry_run_says_what_an_acceptance_then_does(ils: Ils, marc_file: Path) -> None:
    tried = ils("import", str(marc_file), "--dry-run", "--source", "koha", "--json")
    assert tried.status == 0, tried.err
    assert (tried.json["trial"]["new"], tried.json["accepted"], tried.json["source"]) == (10, 0, "koha")
    done = ils("import", str(marc_file), "--accept", "--source", "koha", "--profile", "marc21", "--json").json
    assert (done["accepted"], done["batch"]) == (10, 2), "read in another way, it is another import"
    assert "trial:" in ils("import", str(marc_file), "--dry-run").out


def test_an_import_is_taken_back(ils: Ils, marc_file: Path) -> None:
    ils("import", str(marc_file), "--accept", "--json")
    undone = ils("import-undo", "1", "--json")
    assert undone.status == 0, undone.err
    assert undone.json == {"batch": 1, "undone": 10, "undo_refused": 0, "refused": []}
    assert ils("search", load_works()[0].title, "--json").json["total"] == 0
    assert ils("check", "--json").json == {"ok": True, "problems": []}
    again = ils("import-undo", "1", "--json")
    assert (again.status, again.json["error"]["code"]) == (1, "import_not_undoable")


def test_what_stays_is_told_with_its_reason(ils: Ils, marc_file: Path) -> None:
    ils("import", str(marc_file), "--accept", "--json")
    ils("import", str(marc_file), "--accept", "--json")
    undone = ils("import-undo", "1", "--json")
    assert (undone.status, undone.json["undo_refused"], len(undone.json["refused"])) == (1, 10, 10)
    assert undone.json["refused"][0]["code"] == "undo_record_imported"
    assert "undo_refused: 10" in ils("import-undo", "1").out
    assert ils("import-undo", "2", "1", "--json").status == 0


@pytest.mark.parametrize(
    "words", [("import", "FILE", "--accept", "--dry-run"), ("import-undo",), ("import-undo", "x")]
)
def test_wrong_usage_has_status_2(ils: Ils, marc_file: Path, words: tuple[str, ...]) -> None:
    assert ils(*(str(marc_file) if word == "FILE" else word for word in words)).status == 2
