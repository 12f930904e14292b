"""A library's own variant of a profile (UZMARC): a file in its data folder, used in the place of the base."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.marc import Profile
from catalog.marc.tables import TableCode, TableError, table, use_own_tables
from ils.app import create_app
from ils.config import ConfigError
from tests.conftest import settings_for

pytestmark = pytest.mark.engine_free

UZMARC = """
base: marc21
name: UZMARC | УЗМАРК | UZMARC
fields:
  985+:
    name: Ichki shifr | Внутренний шифр | Inner mark
    subfields:
      a+!: Shifr | Шифр | Mark
"""


@pytest.fixture(autouse=True)
def _as_before(tmp_path: Path) -> Iterator[None]:
    yield
    use_own_tables(tmp_path / "none")


def test_a_variant_takes_the_place_of_its_base(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "uzmarc.yaml").write_text(UZMARC, "utf-8")
    create_app(settings_for(tmp_path))
    assert table(Profile.MARC21).fields["985"].names["uz"] == "Ichki shifr"
    assert "985" not in table(Profile.UNIMARC).fields
    create_app(settings_for(tmp_path / "another"))
    assert "985" not in table(Profile.MARC21).fields


def test_two_variants_of_one_base_are_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(UZMARC, "utf-8")
    with pytest.raises(TableError) as refused:
        use_own_tables(tmp_path)
    assert (refused.value.code, refused.value.facts["file"]) == (TableCode.BAD_TABLE, "two.yaml")


def test_a_slip_in_a_variant_is_told_at_start_by_number(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "uzmarc.yaml").write_text("base: dublin", "utf-8")
    with pytest.raises(ConfigError, match="ILS-E011"):
        create_app(settings_for(tmp_path))
