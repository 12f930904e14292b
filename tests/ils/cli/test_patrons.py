"""`ils patrons import`: a table of readers from the command line (docs/cli.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ils.cli.conftest import Ils

pytestmark = pytest.mark.engine_free  # each command is a process of its own, in a SQLite library of its own

TOLD = [
    "file", "import", "columns", "lines", "new", "duplicate", "refused", "added", "skipped", "updated", "problems",
]  # fmt: skip
TABLE = (
    "Familiya;Ism;Toifa;Guruh\nAzimov;Bobur;Talaba;XF-1\nAzimov;Bobur;Talaba;XF-1\nSobirov;Ali;Kosmonavt;\n"
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Three lines: one reader, the same again, and one of no known category."""
    path = tmp_path / "talabalar.csv"
    path.write_text(TABLE, "utf-8")
    return path


def test_a_table_is_looked_at_and_then_taken_in(ils: Ils, table: Path) -> None:
    seen = ils("patrons", "import", str(table), "--json")
    assert seen.status == 1  # a line cannot be taken
    assert list(seen.json) == TOLD
    assert (seen.json["lines"], seen.json["new"], seen.json["refused"], seen.json["added"]) == (3, 1, 1, 0)
    assert [each["code"] for each in seen.json["problems"]] == ["reader_row_category", "reader_row_in_file"]
    taken = ils("patrons", "import", str(table), "--category", "student", "--accept", "--json")
    assert taken.status == 0
    assert (taken.json["added"], taken.json["skipped"], taken.json["refused"]) == (2, 1, 0)
    again = ils(
        "patrons", "import", str(table), "--category", "student", "--update", "--accept", "--json"
    ).json
    assert (again["added"], again["updated"]) == (0, 3)
    assert ils("check", "--json").json == {"ok": True, "problems": []}


def test_in_words_and_refusals(ils: Ils, table: Path, tmp_path: Path) -> None:
    seen = ils("patrons", "import", str(table), "--no-registration")
    assert "refused=1" in seen.out
    assert "4  " in seen.err
    (tmp_path / "x.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    refused = ils("patrons", "import", str(tmp_path / "x.xls"), "--json")
    assert refused.status == 1
    assert refused.json["error"]["code"] == "reader_table_old_excel"
    assert ils("patrons", "import", "nowhere.csv").status == 2
