"""A library's own table: a base and what differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.marc import Profile
from catalog.marc.tables import TableCode, TableError, code_list, load_variants, table

pytestmark = pytest.mark.engine_free

UZMARC = """
base: marc21
name: UZMARC | УЗМАРК | UZMARC
drop: "010 050"
either:
  full:
    - 080 084
fields:
  245-:
    help: Sarlavha O‘z DSt 1215 boʻyicha. | Заглавие по O‘z DSt 1215. | Title by the national standard.
  084!:
    subfields:
      v: Jadval nashri | Издание таблиц | Edition of the tables
    without: q
  985+:
    name: Ichki shifr | Внутренний шифр | Inner mark
    help: Kutubxonaning oʻz shifri. | Собственный шифр библиотеки. | The library's own mark.
    ind1: {"#": Yoʻq | Нет | None, "1": Bor | Есть | Some}
    subfields:
      a+!=language: Til | Язык | Language
"""


def written(folder: Path, text: str, name: str = "uzmarc.yaml") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder


def test_a_variant_is_its_base_and_its_differences(tmp_path: Path) -> None:
    variant = load_variants(written(tmp_path, UZMARC))["uzmarc"]
    base = table(Profile.MARC21)
    assert variant.profile is Profile.MARC21
    assert (variant.name, variant.names["ru"]) == ("uzmarc", "УЗМАРК")
    assert "010" not in variant.fields
    assert variant.fields["245"].mandatory == frozenset()
    assert variant.fields["245"].names == base.fields["245"].names
    assert variant.fields["245"].help["en"] == "Title by the national standard."
    assert {"a", "v"} <= set(variant.fields["084"].subfields)
    assert "q" not in variant.fields["084"].subfields
    assert variant.fields["084"].mandatory == {"brief", "full"}
    own = variant.fields["985"]
    assert (own.repeatable, set(own.ind1)) == (True, {" ", "1"})
    assert own.subfields["a"].values == "language"
    assert variant.either == {"full": (("080", "084"),)}
    assert variant.leader == base.leader
    assert "245" in base.fields
    assert base.fields["245"].mandatory == {"brief", "full"}


def test_no_folder_has_no_variants(tmp_path: Path) -> None:
    assert load_variants(tmp_path / "profiles") == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- a list", "yaml"),
        ("base: [", "yaml"),
        ("base: danmarc\nfields: {}", "base"),
        ("fields: {}", "base"),
        ("base: marc21\nfields:\n  245?:\n    name: X", "marks"),
        ("base: marc21\nfields:\n  246:\n    name: one | two", "names"),
        ("base: marc21\nfields:\n  246:\n    nmae: one", "key"),
        ("base: marc21\nfields:\n  246:\n    use: nobody", "group"),
        ("base: marc21\nfields: 12", "section"),
        ("base: marc21\nfields:\n  245: just words", "key"),
        ("base: marc21\nfields:\n  008:\n    fixed:\n      all:\n        x-y: name", "positions"),
        ("base: marc21\nfields:\n  008:\n    fixed:\n      newspaper:\n        0: name", "document type"),
        (
            "base: marc21\nfields:\n  008:\n    fixed:\n      all:\n        0: {name: n, values: '@nothing'}",
            "code list",
        ),
        ("base: marc21\nfields:\n  008:\n    lengths: {'': many}", "form"),
    ],
)
def test_a_slip_is_refused_by_file_and_reason(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(TableError) as refused:
        load_variants(written(tmp_path, text, "slip.yaml"))
    assert refused.value.code is TableCode.BAD_TABLE
    assert refused.value.facts["file"] == "slip.yaml"
    assert refused.value.facts["reason"] == reason


def test_an_unknown_code_list_is_refused() -> None:
    with pytest.raises(TableError) as refused:
        code_list("colours")
    assert refused.value.code is TableCode.UNKNOWN_TABLE
