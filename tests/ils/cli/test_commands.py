"""The command line as scripts see it: names in JSON and exit statuses (docs/cli.md)."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from ils.cli import cli
from ils.demo.marcfile import marc21_file
from ils.demo.works import load_works
from tests.ils.cli.conftest import ROOT, Ils

pytestmark = pytest.mark.engine_free  # each command is a process of its own, in a SQLite library of its own

SUMMARY = [
    "file", "format", "profile", "charset", "found", "accepted", "updated", "repaired", "skipped",
    "quarantined", "items", "seconds", "batch",
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


def test_a_day_at_the_desk_by_command(ils: Ils, marc_file: Path) -> None:
    unknown = ils("desk", "lend", "K-000001", "00000001", "--json")
    assert unknown.status == 1
    assert unknown.json["outcome"] == "blocked"
    assert "reader_unknown" in [reason["code"] for reason in unknown.json["reasons"]]
    assert set(unknown.json) == {"outcome", "reasons", "due"}
    assert set(unknown.json["reasons"][0]) == {"code", "severity", "facts"}


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
