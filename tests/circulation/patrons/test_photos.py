"""Photos: small JPEGs without a trace of the camera, and nothing that is no photo."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from sqlalchemy.orm import Session

from circulation.patrons.errors import PatronCode, PatronInputError, PatronNotFound
from circulation.patrons.queries.details import has_photo, photo_of
from circulation.patrons.services import drop_photo, photos, set_photo
from circulation.patrons.services.photos import small_jpeg
from ils.db import transaction
from tests.conftest import NOON
from tests.world import add_reader, work_at

WORK = work_at(NOON)


def picture(size: tuple[int, int], *, form: str = "JPEG", mode: str = "RGB", turned: bool = False) -> bytes:
    image = Image.new(mode, size, 0 if mode in {"RGBA", "P"} else "red")
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    if turned:
        exif[0x0112] = 6  # a telephone held upright
    made = io.BytesIO()
    image.save(made, form, exif=exif)
    return made.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("given", "size"),
    [
        (picture((3000, 4000)), (300, 400)),
        (picture((4000, 3000)), (300, 400)),
        (picture((4000, 3000), turned=True), (300, 400)),
        (picture((150, 200)), (150, 200)),
        (picture((1, 5000)), (30, 40)),
        (picture((900, 1200), form="PNG"), (300, 400)),
        (picture((900, 1200), form="PNG", mode="RGBA"), (300, 400)),
        (picture((900, 1200), form="PNG", mode="P"), (300, 400)),
        (picture((900, 1200), mode="L"), (300, 400)),
        (picture((900, 1200), mode="CMYK"), (300, 400)),
    ],
)
def test_a_small_jpeg_of_three_to_four_is_kept(given: bytes, size: tuple[int, int]) -> None:
    kept = opened(small_jpeg(given))
    assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", size)
    assert not kept.getexif()
    assert len(small_jpeg(given)) < 40_000


def test_what_is_seen_through_is_white() -> None:
    assert opened(small_jpeg(picture((60, 80), form="PNG", mode="RGBA"))).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"GIF89a" + b"\0" * 50,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff\xe0" + b"\0" * 50,
        picture((300, 400))[:500],
        b"%PDF-1.7",
    ],
)
def test_what_is_no_photo_is_refused(garbage: bytes) -> None:
    with pytest.raises(PatronInputError) as refused:
        small_jpeg(garbage)
    assert refused.value.code is PatronCode.PHOTO_UNREADABLE


def test_what_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MEGAPIXELS", 1)
    with pytest.raises(PatronInputError) as refused:
        small_jpeg(picture((2000, 1000), form="PNG"))
    assert refused.value.code is PatronCode.PHOTO_LARGE
    with pytest.raises(PatronInputError) as refused:
        small_jpeg(b"\xff\xd8" + b"\0" * 12_000_001)
    assert refused.value.code is PatronCode.PHOTO_LARGE


def test_a_photo_takes_the_place_of_the_last_and_can_be_deleted(session: Session) -> None:
    anvar = add_reader(session, NOON)
    for size in ((60, 80), (300, 400)):
        with transaction(session):
            set_photo(session, WORK, patron_id=anvar.id, content=picture(size))
    kept = photo_of(session, anvar.id)
    assert kept is not None
    assert opened(kept).size == (300, 400)
    with transaction(session):
        drop_photo(session, WORK, patron_id=anvar.id)
    assert not has_photo(session, anvar.id)
    with pytest.raises(PatronNotFound), transaction(session):
        drop_photo(session, WORK, patron_id=anvar.id)
    with pytest.raises(PatronNotFound), transaction(session):
        set_photo(session, WORK, patron_id=404, content=picture((60, 80)))
