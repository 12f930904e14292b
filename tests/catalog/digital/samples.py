"""Small files of every kind that is taken, and of some that are not."""

from __future__ import annotations

import io
import zipfile

import pypdfium2

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(200)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
TIFF = b"II*\x00" + bytes(200)
DJVU = b"AT&TFORM\x00\x00\x00\x20DJVMDIRM" + bytes(200)
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def pdf(pages: int = 3) -> bytes:
    """Make a PDF of empty pages."""
    document = pypdfium2.PdfDocument.new()
    for _each in range(pages):
        document.new_page(200, 300).close()
    target = io.BytesIO()
    document.save(target)
    document.close()
    return target.getvalue()


def epub() -> bytes:
    """Make the smallest EPUB: its type first and not deflated, as the format wants it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", "<container/>")
    return target.getvalue()
