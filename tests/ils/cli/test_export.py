"""`ils export`: files, what is left out, exit statuses (docs/cli.md)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ils.demo.marcfile import marc21_file
from ils.demo.works import load_works
from tests.ils.cli.conftest import Ils

pytestmark = pytest.mark.engine_free

TOLD = ["file", "format", "profile", "records", "refused", "refusals", "lost", "bytes"]


@pytest.fixture
def filled(ils: Ils, tmp_path: Path) -> Ils:
    """The command in a library of ten works."""
    path = tmp_path / "ten.mrc"
    path.write_bytes(marc21_file(load_works()[:10]))
    assert ils("import", str(path), "--accept", "--json").status == 0
    return ils


def test_everything_goes_out_and_comes_in_elsewhere(filled: Ils, tmp_path: Path) -> None:
    target = tmp_path / "out.xml"
    done = filled("export", "--all", "--format", "marcxml", "--copies", "952", "-o", str(target), "--json")
    assert done.status == 0, done.err
    assert list(done.json) == TOLD
    assert (done.json["records"], done.json["refused"], done.json["bytes"]) == (10, 0, target.stat().st_size)
    again = filled("import", str(target), "--accept", "--json").json
    assert (again["found"], again["skipped"]) == (10, 10)
    assert filled("check", "--json").json["ok"]


def test_a_list_stands_on_standard_output(filled: Ils) -> None:
    done = filled("export", "--all", "--format", "gost")
    assert done.status == 0, done.err
    assert len(done.out.splitlines()) == 10
    assert filled("export", "--batch", "1", "--format", "ris").out.count("TY  - ") == 10
    assert len(filled("export", "--ids", "1,2,999", "--format", "gost").out.splitlines()) == 2


def test_papers_and_conversions(filled: Ils, tmp_path: Path) -> None:
    paper = tmp_path / "list.pdf"
    assert filled("export", "--all", "--format", "gost_pdf", "-o", str(paper)).status == 0
    assert paper.read_bytes().startswith(b"%PDF")
    unimarc = tmp_path / "u.mrc"
    done = filled("export", "--all", "--profile", "unimarc", "-o", str(unimarc), "--json")
    assert done.json["records"] == 10
    assert b"450 " in unimarc.read_bytes()
    assert not list(tmp_path.glob("*.part"))


def test_a_record_that_does_not_fit_is_named_and_the_status_says_so(filled: Ils, tmp_path: Path) -> None:
    giant = {"leader": "00000nam a2200000 a 4500", "fields": [
        {"245": {"ind1": "0", "ind2": "0", "subfields": [{"a": "Ensiklopediya"}]}},
        {"500": {"ind1": " ", "ind2": " ", "subfields": [{"a": "x" * 10_000}]}},
    ]}  # fmt: skip
    path = tmp_path / "giant.json"
    path.write_text(json.dumps([giant]), "utf-8")
    assert filled("import", str(path), "--accept").status == 0
    target = tmp_path / "out.mrc"
    done = filled("export", "--all", "-o", str(target), "--json")
    assert done.status == 1
    told = done.json
    assert (told["records"], told["refused"]) == (10, 1)
    assert told["refusals"] == [{"record": 11, "title": "Ensiklopediya", "code": "field_too_long"}]
    assert "11: " in done.err


@pytest.mark.parametrize(
    "arguments",
    [(), ("--all", "--query", "a"), ("--all", "--format", "exe"), ("--ids", "1;2"), ("--all", "--json")],
)
def test_wrong_usage(ils: Ils, arguments: tuple[str, ...]) -> None:
    assert ils("export", *arguments).status == 2
