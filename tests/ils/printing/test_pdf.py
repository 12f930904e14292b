"""PDF: data stay data, the fonts are ours, the same data make the same file."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from pathlib import Path

import pypdfium2
import pytest
import typst

from ils.printing.pdf import DATA, SCRIPT_FONTS, TEXT_FONTS, make_pdf, make_picture, own_fonts
from tests.conftest import NOON

pytestmark = pytest.mark.engine_free

LETTERS = "Oʻzbekiston gʻunchasi maʼno Ўзбекистон Қаҳрамон Ғофур ҳақиқат №«»–…"


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template that prints every text it is given, a page each."""
    path = tmp_path / "all.typ"
    path.write_text("#for text in data.texts [#text #pagebreak(weak: true)]", "utf-8")
    return path


def words_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def test_texts_are_never_markup(template: Path) -> None:
    texts = [
        "#panic()",
        "*b* _i_ $x$ `c` @ref <l> \\ // = [#1+1]",
        '#import "x": y',
        '] #read("/etc/passwd")',
    ]
    made = make_pdf(template, {"texts": texts}, title="#1", language="uz", at=NOON)
    assert [text.strip() for text in words_of(made)] == texts


def test_every_letter_of_ours_is_in_the_fonts(template: Path) -> None:
    for language in ("uz", "uz_Cyrl", "ru", "en"):
        made = make_pdf(
            template, {"texts": [LETTERS, "العربية გამარჯობა"]}, title="x", language=language, at=NOON
        )
        assert LETTERS in words_of(made)[0]
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[DATA])
    assert {*TEXT_FONTS, *SCRIPT_FONTS} == set(fonts.families())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        names = ", ".join(f'"{name}"' for name in (*TEXT_FONTS, *SCRIPT_FONTS))
        source = f"#set text(font: ({names}))\nA".encode()
        typst.compile(source, font_paths=fonts)


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler-utils is not installed")
def test_fonts_travel_with_the_paper(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(make_pdf(template, {"texts": [LETTERS, "العربية"]}, title="x", language="uz", at=NOON))
    told = subprocess.run(
        ["pdffonts", str(path)], capture_output=True, text=True, check=True, timeout=30
    ).stdout
    assert "Inter" in told
    assert "DejaVuSans" in told
    assert all(line.split()[-5] == "yes" for line in told.splitlines()[2:])  # embedded


def test_the_same_data_make_the_same_paper(template: Path) -> None:
    papers = {
        make_pdf(template, {"texts": ["Bir"]}, title="x", language="uz", at=NOON) for _attempt in range(2)
    }
    assert len(papers) == 1


def test_any_instant_is_taken(template: Path) -> None:
    at = NOON.replace(second=7, microsecond=123_456)
    assert make_pdf(template, {"texts": ["Bir"]}, title="x", language="uz", at=at).startswith(b"%PDF")


def test_a_picture_is_of_the_first_page(template: Path) -> None:
    made = make_picture(template, {"texts": ["Bir", "Ikki"]}, title="x", language="uz", ppi=30)
    assert made.startswith(b"\x89PNG")


def test_a_library_lays_fonts_of_its_own(template: Path, tmp_path: Path) -> None:
    assert own_fonts(tmp_path) is None
    (tmp_path / "fonts").mkdir()
    shutil.copy(DATA / "Inter-Bold.otf", tmp_path / "fonts" / "Own.otf")
    made = make_pdf(
        template, {"texts": ["Bir"]}, title="x", language="uz", at=NOON, fonts=own_fonts(tmp_path)
    )
    assert "Bir" in words_of(made)[0]
