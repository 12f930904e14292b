"""What a file is by its content, where it lies, what an address must look like."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.digital.rules import (
    DJVU,
    EPUB,
    JPEG,
    LONGEST_URL,
    PDF,
    PNG,
    TIFF,
    Counted,
    looks_like,
    media_of,
    plain_name,
    stored_path,
    valid_link,
    valid_pages,
)
from tests.catalog.digital import samples

pytestmark = pytest.mark.engine_free


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (samples.pdf(1), PDF),
        (b"\n junk before \n%PDF-1.4", PDF),
        (samples.epub(), EPUB),
        (samples.DJVU, DJVU),
        (samples.JPEG, JPEG),
        (samples.PNG, PNG),
        (samples.TIFF, TIFF),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    ],
)
def test_files_are_named_by_their_content(content: bytes, media: str) -> None:
    assert media_of(content[:4096]) == media


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (samples.HTML, "html"),
        (b"\xef\xbb\xbf  <HTML>", "html"),
        (samples.SVG, "svg"),
        (b"<?xml version='1.0'?><svg/>", "xml"),
        (b"MZ\x90\x00", "program"),
        (b"PK\x03\x04" + bytes(40), "zip"),
        (b"GIF89a", "gif"),
        (b"Oddiy matn", "text"),
        (bytes(range(1, 9)) * 20, "binary"),
    ],
)
def test_other_files_are_not_taken_and_named(content: bytes, name: str) -> None:
    assert media_of(content) is None
    assert looks_like(content) == name


def test_content_lies_under_its_sum() -> None:
    assert stored_path("ab" * 32) == PurePosixPath("files/ab/" + "ab" * 32)
    for wrong in ("", "../../etc/passwd", "AB" * 32, "a" * 63):
        with pytest.raises(ValueError, match="SHA-256"):
            stored_path(wrong)


@pytest.mark.parametrize(
    ("given_name", "media", "kept"),
    [
        ("Kitob.pdf", PDF, "Kitob.pdf"),
        ("C:\\skan\\Kitob.PDF", PDF, "Kitob.PDF"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("kitob.html", PDF, "kitob.pdf"),
        ("skan.jpeg", JPEG, "skan.jpeg"),
        ("", PNG, "file.png"),
        (".pdf", PDF, "pdf.pdf"),
        ('a"b\r\nc<d>.djv', DJVU, "a_b_c_d_.djv"),
        ("x" * 300 + ".pdf", PDF, "x" * 196 + ".pdf"),
    ],
)
def test_names_are_made_safe(given_name: str, media: str, kept: str) -> None:
    assert plain_name(given_name, media) == kept


@given(st.text(max_size=250), st.sampled_from([PDF, JPEG, DJVU]))
def test_no_name_is_a_path(name: str, media: str) -> None:
    kept = plain_name(name, media)
    assert kept
    assert len(kept) <= 200
    assert not set('/\\:\r\n"<>|') & set(kept)


@pytest.mark.parametrize(
    "link",
    ["https://natlib.uz/kitob?id=1#p2", "http://192.168.1.5:8080/a", " https://кутубхона.uz/ ", "HTTPS://a.example",
     "http://[2001:db8::1]/x"],
)  # fmt: skip
def test_addresses_that_are_taken(link: str) -> None:
    assert valid_link(link) == link.strip()


@pytest.mark.parametrize(
    "link",
    ["", "natlib.uz", "javascript:alert(1)", "data:text/html,x", "ftp://a.example/", "file:///etc/passwd", "https://", "http:///x",
     "https://user:word@a.example/", "https://a b.example/", "https://a.example/\n", "http://a.example:99999/", "http://[::1",
     "https://" + "a" * LONGEST_URL, "http://a.example:0/", "https://.../", "//a.example/"],
)  # fmt: skip
def test_addresses_that_are_not(link: str) -> None:
    assert valid_link(link + ("\x00" if link.endswith("\n") else "")) is None


@given(st.text(max_size=60))
def test_what_is_taken_begins_with_http(text: str) -> None:
    taken = valid_link(text)
    assert taken is None or taken.lower().startswith(("http://", "https://"))


def test_pages_and_publication() -> None:
    assert [valid_pages(each) for each in (None, 1, 100_000, 0, -1, 100_001)] == [True] * 3 + [False] * 3
    published = [Counted(*facts).published for facts in ((True, True, True), (False, True, True), (True, False, True),
                                                         (True, True, False))]  # fmt: skip
    assert published == [True, False, False, False]
