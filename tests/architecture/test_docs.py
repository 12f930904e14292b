"""The documents say what the code does: settings with their error numbers, pictures and files that are there."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from ils.config import Settings

pytestmark = pytest.mark.engine_free

ROOT = Path(__file__).parent.parent.parent
SETTINGS = (ROOT / "docs" / "settings.md").read_text("utf-8")


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Settings)])
def test_every_setting_is_documented(name: str) -> None:
    assert f"`ILS_{name.upper()}`" in SETTINGS


def test_every_numbered_error_is_documented() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "ils").rglob("*.py"))
    numbers = {int(number) for number in re.findall(r"ConfigError\(\s*(\d+)", code)}
    numbers |= {int(number) for number in re.findall(r"\berror=(\d+)", code)}
    assert numbers
    assert {number for number in numbers if f"ILS-E{number:03d}" not in SETTINGS} == set()


@pytest.mark.parametrize("document", ["README.md", "docs/development.md", "docs/cli.md", "CHANGELOG.md"])
def test_links_lead_somewhere(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)", text):
        if "://" not in target:
            assert ((ROOT / document).parent / target).exists(), target
