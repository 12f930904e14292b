"""The command line as scripts see it: names in JSON and exit statuses (docs/cli.md)."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from catalog.items.services import add_items
from catalog.records.models import Record
from circulation.patrons.services import add_patron
from ils import clock
from ils.cli import cli
from ils.db import transaction
from ils.demo.marcfile import marc21_file
from ils.demo.works import load_works
from ils.web.session import db
from tests.conftest import app_for
from tests.ils.cli.conftest import ROOT, Ils
from tests.world import work_at

pytestmark = pytest.mark.engine_free  # each command opens a SQLite library of its own

SUMMARY = [
    "file", "format", "profile", "charset", "source", "found", "accepted", "updated", "repaired", "skipped",
    "quarantined", "items", "undone", "undo_refused", "seconds", "batch",
]  # fmt: skip


@pytest.fixture
def marc_file(tmp_path: Path) -> Path:
    """Ten real works as a MARC 21 file."""
    path = tmp_path / "ten.mrc"
    path.write_bytes(marc21_file(load_works()[:10]))
    return path


def test_import_search_and_check(ils: Ils, marc_file: Path) -> None:
    imported = ils("import", str(marc_file), "--accept", "--json")
    assert imported.status == 0, imported.err
    assert list(imported.json) == SUMMARY
    assert imported.json["found"] == imported.json["accepted"] == 10
    title = load_works()[0].title
    found = ils("search", title, "--json", "--limit", "3").json
    assert found["total"] >= 1
    assert set(found["records"][0]) == {
        "id",
        "control_number",
        "title",
        "author",
        "year",
        "items",
        "available",
    }
    assert found["records"][0]["title"].startswith(title)
    assert ils("check", "--json").json == {"ok": True, "problems": []}


def test_the_same_file_again_is_skipped_and_explained(ils: Ils, marc_file: Path) -> None:
    ils("import", str(marc_file), "--accept", "--json")
    again = ils("import", str(marc_file), "--accept", "--json").json
    assert (again["found"], again["accepted"], again["skipped"]) == (10, 0, 10)


def test_without_accept_nothing_becomes_a_record(ils: Ils, marc_file: Path) -> None:
    staged = ils("import", str(marc_file), "--json")
    assert staged.status == 0
    assert staged.json["found"] == 10
    assert staged.json["accepted"] == 0
    assert ils("search", load_works()[0].title, "--json").json["total"] == 0


def test_a_file_that_is_not_marc_is_refused_and_the_next_one_taken(
    ils: Ils, marc_file: Path, tmp_path: Path
) -> None:
    pdf = tmp_path / "plan.pdf"
    pdf.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
    answer = ils("import", str(pdf), str(marc_file), "--accept", "--json")
    assert answer.status == 1
    refused, taken = map(json.loads, answer.out.splitlines())
    assert refused["file"] == "plan.pdf"
    assert refused["error"]["facts"]["looks_like"] == "pdf"
    assert taken["accepted"] == 10


@pytest.fixture
def cards(home: Path, ils: Ils, marc_file: Path) -> tuple[str, str, str, str]:
    """Two readers and two copies: the cards, then the barcodes."""
    ils("import", str(marc_file), "--accept", "--json")
    app = app_for(home)
    with app.app_context(), transaction(db.session()) as session:
        work = work_at(clock.now())
        record = session.scalars(select(Record.id).order_by(Record.id)).first()
        copies = add_items(session, work, record_id=record or 0, department="lending", count=2)
        readers = [
            add_patron(session, work, surname=name, category="student") for name in ("Anvar", "Nodira")
        ]
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    return (*(each.card_number for each in readers), *(each.barcode or "" for each in copies))


def test_a_day_at_the_desk_by_command(ils: Ils, cards: tuple[str, str, str, str]) -> None:
    anvar, nodira, first, second = cards
    seen = ils("desk", "assess", anvar, first, "--json")
    assert (seen.status, seen.json["outcome"], seen.json["reasons"]) == (0, "allowed", [])
    lent = ils("desk", "lend", anvar, first, "--json")
    assert (lent.status, lent.json["outcome"], lent.json["due"]) == (0, "lent", seen.json["due"])
    other = ils("desk", "lend", nodira, first, "--json")
    assert (other.status, other.json["outcome"]) == (1, "ask")
    assert [reason["code"] for reason in other.json["reasons"]] == ["lent_to_other"]
    assert set(other.json["reasons"][0]) == {"code", "severity", "facts"}
    taken = ils("desk", "lend", nodira, first, "--yes", "lent_to_other", "--json")
    assert (taken.status, taken.json["outcome"]) == (0, "lent")
    back = ils("desk", "return", nodira, first, "--json")
    assert (back.status, back.json["outcome"]) == (0, "returned")
    assert ils("desk", "return", nodira, first, "--json").json["outcome"] == "not_on_loan"
    assert ils("desk", "renew", anvar, second, "--json").json["outcome"] == "blocked"
    assert ils("check", "--json").json["ok"] is True


def test_unknown_numbers_are_refused_by_code(ils: Ils, cards: tuple[str, str, str, str]) -> None:
    unknown = ils("desk", "lend", cards[0], "no such copy", "--json")
    assert (unknown.status, unknown.json["outcome"]) == (1, "blocked")
    assert [reason["code"] for reason in unknown.json["reasons"]] == ["copy_unknown"]
    stranger = ils("desk", "lend", "X-1", cards[2], "--json")
    assert [reason["code"] for reason in stranger.json["reasons"]] == ["reader_unknown"]
    assert set(stranger.json) == {"outcome", "reasons", "due"}


def test_plan_of_a_year_without_lines_is_empty_and_says_so(ils: Ils) -> None:
    answer = ils("plan", "2026", "--json")
    assert answer.json == {"lines": []}
    assert answer.status == 1


def test_overdue_of_an_empty_library(ils: Ils) -> None:
    answer = ils("overdue", "--fund", "foreign", "--json")
    assert answer.status == 0
    assert answer.json["total"] == 0
    assert answer.json["rows"] == []


def test_a_staff_account(ils: Ils) -> None:
    words = ("--name", "Nilufar", "--role", "desk", "--password", "kitob-2026", "--json")
    assert ils("user", "add", "nilufar", *words).json == {"id": 1, "login": "nilufar", "role": "desk"}
    again = ils("user", "add", "nilufar", *words)
    assert again.status == 1
    assert again.json["error"]["code"] == "login_taken"


@pytest.mark.parametrize(
    ("login", "name", "code", "facts"),
    [
        ("nodira", "No\udcff", "control_characters", {"field": "name"}),
        ("no\udcff", "N", "login_invalid", {"login": "no\udcff"}),
    ],
)
def test_an_argument_that_is_no_text_is_refused_by_code(
    home: Path, login: str, name: str, code: str, facts: dict[str, str]
) -> None:
    """In a process of its own: only there does half a character meet a console that cannot write it."""
    words = ("user", "add", login, "--name", name, "--role", "desk", "--password", "kitob-2026", "--json")
    environment = os.environ | {"ILS_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    refused = subprocess.run(
        [sys.executable, "-m", "ils", *words], env=environment, capture_output=True, text=True, check=False
    )
    error = json.loads(refused.stdout)["error"]
    assert (refused.returncode, error["code"], error["facts"]) == (1, code, facts)


def test_a_database_that_cannot_be_opened_is_one_line(ils: Ils, home: Path) -> None:
    (home / "library.sqlite").write_text("not a database, whatever its name says")
    assert ils("check", "--json").json["error"]["code"] == "ILS-E010"
    for words in (("check",), ("db", "upgrade"), ("serve",)):
        refused = ils(*words)
        assert (refused.status, refused.out) == (1, "")
        assert refused.err.startswith("ILS-E010: ")
        assert refused.err.count("\n") == 1


def test_a_host_without_an_address_is_refused_in_words(ils: Ils) -> None:
    refused = ils("serve", "--host", "no.such.host.invalid")
    assert refused.status == 1
    assert refused.err.startswith("no.such.host.invalid:8080: ")
    assert "Traceback" not in refused.err


def test_a_wrong_setting_is_told_in_json_too(ils: Ils, home: Path) -> None:
    (home / "ils.toml").write_text("port = 'eighty'", "utf-8")
    answer = ils("check", "--json")
    assert answer.status == 1
    assert answer.json["error"]["code"] == "ILS-E003"


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "soon"),
        ("plan", "2026", "--from", "yesterday"),
        ("import",),
        ("search",),
        ("nothing",),
        ("desk", "lend", "K-1"),
    ],
    ids=" ".join,
)
def test_wrong_usage_has_status_2(ils: Ils, words: tuple[str, ...]) -> None:
    assert ils(*words).status == 2


def test_every_command_is_documented_and_has_help() -> None:
    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    for name, command in cli.commands.items():
        assert re.search(rf"^## .*\bils {name}\b", text, re.MULTILINE), name
        assert command.help, name


def test_every_option_is_documented() -> None:
    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    for name, command in cli.commands.items():
        for each in (command, *getattr(command, "commands", {}).values()):
            for option in each.params:
                for word in getattr(option, "opts", []):
                    if word.startswith("--") and not getattr(each, "hidden", False):
                        assert word in text, f"{name} {word}"
