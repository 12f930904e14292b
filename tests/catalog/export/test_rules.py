"""Names of formats and of their files."""

from __future__ import annotations

from datetime import date

import pytest

from catalog.export.rules import ExportFormat, Shape, day_fits, file_name, media_type, shape_of
from catalog.marc import FileFormat

pytestmark = pytest.mark.engine_free


def test_every_format_of_marc_can_be_exported() -> None:
    assert {each.value for each in FileFormat} <= {each.value for each in ExportFormat}


@pytest.mark.parametrize("form", list(ExportFormat))
def test_every_format_has_a_file_and_a_code(form: ExportFormat) -> None:
    assert file_name("a", form).startswith("a.")
    assert "/" in media_type(form)
    for profile in ("", "marc21", "unimarc"):
        shape = Shape(form, profile)
        assert shape_of(shape.code) == shape
        assert len(shape.code) <= 20


@pytest.mark.parametrize("code", ["", "pdf", "iso2709:", "iso2709:irbis", "iso2709:marc21:x", ":unimarc"])
def test_other_codes_say_nothing(code: str) -> None:
    assert shape_of(code) is None or code == "iso2709:"


def test_days_of_sending_and_answering() -> None:
    first, last = date(2026, 4, 1), date(2026, 4, 15)
    assert day_fits(first, prepared=first, today=last)
    assert day_fits(last, prepared=first, today=last)
    assert not day_fits(date(2026, 3, 31), prepared=first, today=last)
    assert not day_fits(date(2026, 4, 16), prepared=first, today=last)
