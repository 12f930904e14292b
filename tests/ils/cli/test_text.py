"""`ils text`: one line in, one line out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ils.cli import cli
from tests.ils.cli.conftest import ROOT

pytestmark = pytest.mark.engine_free


@pytest.mark.parametrize(
    ("command", "given", "written"),
    [
        ("latin", "Ўзбекистон\nШарқ\n", "Oʻzbekiston\nSharq\n"),
        ("cyrillic", "Oʻzbekiston\nSharq\n", "Ўзбекистон\nШарқ\n"),
        ("fold", "Oʻtkan kunlar\nЎткан кунлар\nÖtkan kunlar\n", "otkan kunlar\n" * 3),
        ("latin", "", ""),
        ("latin", "no newline at the end: шаҳар", "no newline at the end: shahar\n"),
    ],
)
def test_each_line_is_converted(command: str, given: str, written: str) -> None:
    result = CliRunner().invoke(cli, ["text", command], input=given)
    assert result.exit_code == 0
    assert result.stdout == written


def test_sort_keys_follow_the_uzbek_alphabet() -> None:
    result = CliRunner().invoke(
        cli, ["text", "sortkey", "--language", "uzb"], input="oʻrik\nzira\nolma\nshaftoli\nsabzi\n"
    )
    keys = dict(zip(result.stdout.splitlines(), ["oʻrik", "zira", "olma", "shaftoli", "sabzi"], strict=True))
    assert [keys[key] for key in sorted(keys)] == ["olma", "sabzi", "zira", "oʻrik", "shaftoli"]


def test_an_unknown_conversion_is_wrong_usage() -> None:
    assert CliRunner().invoke(cli, ["text", "greek"]).exit_code == 2


def test_bytes_that_are_no_text_do_not_stop_the_lines_after_them(home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ils", "text", "latin"],
        input="\u0448\n".encode() + b"\xff\n" + "\u0447\n".encode(),
        env=os.environ | {"ILS_HOME": str(home), "PYTHONPATH": str(ROOT)}, capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout.decode() == "sh\n\ufffd\nch\n"
