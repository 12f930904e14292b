"""Letters of many scripts on paper: which font draws each, and which still come out as boxes, told by name."""

from __future__ import annotations

import ctypes
import shutil
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from ils.config import ROOT
from ils.printing import pdf
from ils.printing.pdf import DATA, SCRIPT_FONTS, TEXT_FONTS, make_pdf, own_fonts
from tests.conftest import NOON

pytestmark = pytest.mark.engine_free

INTER, DEJAVU, CJK, DEVANAGARI = "Inter", "DejaVuSansCondensed", "NotoSansCJKsc", "NotoSansDevanagari"

KOREAN = "채식주의자 / 한강. — 서울 : 창비, 2007"
CHINESE = "红楼梦 / 曹雪芹. — 北京 : 人民文学出版社, 1982"
TAIWANESE = "紅樓夢「繁體」、臺灣商務印書館"
JAPANESE = "雪国 / 川端康成. ノルウェイの森 — 東京 : 新潮社"

# What the corpus of real records holds (docs/corpus.md) and no font of ours draws. A letter that gets its font leaves
# the list; one that loses its font fails the tests below.
BOXES = {
    "Arabic, rarer letters": "ٱٳۓ",
    "Bengali": "বলইতজশস",
    "Tamil": "பலவளகணஎர",
    "Thai": "บอสดทร",
}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template that prints every text it is given, a page each."""
    path = tmp_path / "all.typ"
    path.write_text("#for text in data.texts [#text #pagebreak(weak: true)]", "utf-8")
    return path


def drawn(template: Path, *texts: str, fonts: Path | None = None) -> dict[str, str]:
    """Return the font that draws each letter, without its style: where no font has a letter, the first draws its box."""
    made = make_pdf(template, {"texts": texts}, title="x", language="uz", at=NOON, fonts=fonts)
    document = pypdfium2.PdfDocument(made)
    found = {sign: name for page in document for sign, name in _signs(page.get_textpage())}
    document.close()
    return {sign: name for sign, name in found.items() if not sign.isspace()}


def _signs(page: pypdfium2.PdfTextPage) -> Iterator[tuple[str, str]]:
    name, flags, half, font = ctypes.create_string_buffer(200), ctypes.c_int(), "", ""
    for number in range(page.count_chars()):
        if not half:
            pdfium.FPDFText_GetFontInfo(page, number, name, len(name), flags)
            font = name.value.decode().partition("+")[2].partition("-")[0]
        sign = half + chr(pdfium.FPDFText_GetUnicode(page, number))
        half = (
            sign if len(sign) == 1 and "\ud800" <= sign <= "\udbff" else ""
        )  # a letter beyond the first plane comes in two
        if not half:
            yield sign.encode("utf-16", "surrogatepass").decode("utf-16"), font


def letters(text: str) -> set[str]:
    """Return the letters of a text that are of no European script: those that Inter has no glyph for."""
    return {sign for sign in text if ord(sign) > 0x2FFF}


@pytest.mark.parametrize("text", [KOREAN, CHINESE, TAIWANESE, JAPANESE])
def test_titles_of_the_far_east_have_glyphs(template: Path, text: str) -> None:
    fonts = drawn(template, text)
    assert {sign: fonts.get(sign) for sign in letters(text)} == dict.fromkeys(letters(text), CJK)
    assert {fonts[sign] for sign in text if sign in "/.,:0127"} <= {
        INTER
    }  # the rest of the line keeps its font


def test_what_was_printed_can_be_found_and_copied(template: Path) -> None:
    made = make_pdf(template, {"texts": [KOREAN, CHINESE, JAPANESE]}, title="x", language="uz", at=NOON)
    document = pypdfium2.PdfDocument(made)
    assert [page.get_textpage().get_text_range().strip() for page in document] == [KOREAN, CHINESE, JAPANESE]
    document.close()


def test_korean_in_pieces_is_printed_in_whole_syllables(template: Path) -> None:
    """Files from some systems hold syllables taken apart; the font holds whole ones, and the text is put together."""
    text = "한국"
    pieces = unicodedata.normalize("NFD", text)
    assert len(pieces) > len(text)
    fonts = drawn(template, pieces)
    assert unicodedata.normalize("NFC", "".join(fonts)) == text
    assert set(fonts.values()) == {CJK}


@pytest.mark.parametrize(
    ("text", "font"),
    [
        ("".join(map(chr, range(0xAC00, 0xD7A4))), CJK),  # every modern syllable of Hangul
        ("".join(map(chr, range(0x4E00, 0x9FA6))), CJK),  # every Han letter of the first block
        ("𠮷𠻺", CJK),  # two beyond it; with them the font keeps the table that reaches all of its glyphs
        ("".join(map(chr, [*range(0x3041, 0x3097), *range(0x30A1, 0x30FB)])), CJK),  # kana
        ("".join(map(chr, range(0x10D0, 0x10F1))), DEJAVU),  # Georgian
        ("".join(map(chr, [*range(0x531, 0x557), *range(0x561, 0x587)])), DEJAVU),  # Armenian
        ("".join(map(chr, range(0x5D0, 0x5EB))), DEJAVU),  # Hebrew
        ("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنهوی", DEJAVU),
        ("अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह", DEVANAGARI),
    ],
    ids=["hangul", "han", "far", "kana", "georgian", "armenian", "hebrew", "arabic", "devanagari"],
)
def test_a_script_is_whole(template: Path, text: str, font: str) -> None:
    """One letter a line: nothing is joined, so that each is looked at by itself."""
    fonts = drawn(template, "\n\n".join(text))
    shown = {unicodedata.normalize("NFKC", sign) for sign in fonts}
    assert {unicodedata.normalize("NFKC", sign) for sign in text} - shown == set()
    assert set(fonts.values()) == {font}


@pytest.mark.parametrize("script", BOXES)
def test_what_still_prints_as_boxes(template: Path, script: str) -> None:
    """A list that says what is lacking: no font but the first is there, and that one draws a box."""
    assert set(drawn(template, BOXES[script]).values()) == {INTER}


@pytest.mark.parametrize("lost", ["NotoSansCJKsc-Regular.otf", "NotoSansDevanagari-Regular.ttf"])
def test_without_its_font_a_letter_would_be_a_box(
    template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """That the look above sees a missing font at all."""
    fonts = tmp_path / "fewer"
    shutil.copytree(DATA, fonts)
    (fonts / lost).unlink()
    monkeypatch.setattr(pdf, "DATA", fonts)
    pdf._fonts.cache_clear()
    try:
        assert drawn(template, "한红の" if "CJK" in lost else "शब")  # something is drawn…
        assert INTER in set(drawn(template, "한红の" if "CJK" in lost else "शब").values())  # …and it is boxes
    finally:
        pdf._fonts.cache_clear()


def test_a_font_that_the_library_laid_goes_before_ours(template: Path, tmp_path: Path) -> None:
    """A font of ours under another name stands for a prettier one of theirs."""
    (tmp_path / "fonts").mkdir()
    whole = (DATA / "NotoSansDevanagari-Regular.ttf").read_bytes()
    named = whole.replace("Devanagari".encode("utf-16-be"), "Dewanagari".encode("utf-16-be"))
    named = named.replace(b"NotoSansDevanagari", b"NotoSansDewanagari")
    (tmp_path / "fonts" / "own.ttf").write_bytes(named)
    assert set(drawn(template, "शब", fonts=own_fonts(tmp_path)).values()) == {"NotoSansDewanagari"}


def test_the_fonts_go_with_the_program_and_stay_small() -> None:
    """The packed program takes what lies in `data`; more than this would be felt at every download."""
    patterns = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"][
        "package-data"
    ]["*"]
    packed = {path for pattern in patterns for path in DATA.parent.glob(pattern)}
    fonts = {path for path in DATA.iterdir() if path.suffix in (".otf", ".ttf")}
    assert {path.stem.partition("-")[0] for path in fonts} == {INTER, DEJAVU, CJK, DEVANAGARI}
    assert fonts <= packed
    assert {DATA / "LICENSE-Inter", DATA / "LICENSE-DejaVu", DATA / "LICENSE-Noto"} <= packed
    assert sum(path.stat().st_size for path in fonts) < 8 * 2**20
    known = set(pdf._fonts(None).families())
    assert known == {*TEXT_FONTS, *SCRIPT_FONTS}


def test_no_paper_has_a_font_of_its_own() -> None:
    """Every paper takes its fonts from the page that all begin with, so that what holds here holds everywhere."""
    papers = [path for path in ROOT.glob("*/**/data/*.typ") if path != DATA / "paper.typ"]
    assert len(papers) > 30
    assert [path.name for path in papers if "font:" in path.read_text("utf-8")] == []
