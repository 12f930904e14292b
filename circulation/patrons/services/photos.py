"""Photos of readers: whatever comes in, a small JPEG without any data of the camera is kept."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps
from sqlalchemy.orm import Session

from circulation.patrons.errors import PatronCode, PatronInputError, PatronNotFound
from circulation.patrons.models import PatronPhoto
from circulation.patrons.services.base import locked_patron
from ils.accounts.audit import audit
from ils.activity.work import Work

WIDTH, HEIGHT = 300, 400  # as on a card: 3 × 4
MEGABYTES, MEGAPIXELS = 12, 50
QUALITY = 82


def set_photo(session: Session, work: Work, *, patron_id: int, content: bytes) -> None:
    """Keep a photo of a reader in place of any other; JPEG or PNG is taken, nothing else."""
    small = small_jpeg(content)
    locked_patron(session, patron_id)
    session.merge(PatronPhoto(patron_id=patron_id, content=small, at=work.now))
    session.flush()
    audit(session, work, "patron_photo_set", subject_type="patron", subject_id=patron_id)


def drop_photo(session: Session, work: Work, *, patron_id: int) -> None:
    """Delete the photo of a reader."""
    row = session.get(PatronPhoto, patron_id)
    if row is None:
        raise PatronNotFound(PatronCode.PHOTO_NONE)
    session.delete(row)
    session.flush()
    audit(session, work, "patron_photo_dropped", subject_type="patron", subject_id=patron_id)


def small_jpeg(content: bytes) -> bytes:
    """Return a photo turned upright, cut to 3 × 4 about its middle, at most 300 × 400, as a JPEG of pixels alone."""
    if len(content) > MEGABYTES * 1_000_000:
        raise _too_large()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "error"
            )  # a picture that would unpack to a bomb is one of the library's warnings
            return _encoded(content)
    except PatronInputError:
        raise
    except Exception as problem:  # a broken picture raises whatever its broken part meets
        raise PatronInputError(PatronCode.PHOTO_UNREADABLE) from problem


def _encoded(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as given:
        if given.width * given.height > MEGAPIXELS * 1_000_000:
            raise _too_large()
        given.draft("RGB", (WIDTH * 2, HEIGHT * 2))  # a large JPEG is read small at once
        upright = ImageOps.exif_transpose(given)
        cut = ImageOps.fit(_on_white(upright), _size(upright), Image.Resampling.LANCZOS, centering=(0.5, 0.4))
    made = io.BytesIO()
    cut.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    """Return the picture in colours; what is seen through is white."""
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    white = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(white, layer).convert("RGB")


def _size(picture: Image.Image) -> tuple[int, int]:
    """Return the largest size of 3 × 4 up to ours that the picture fills."""
    part = min(1.0, picture.width / WIDTH, picture.height / HEIGHT)
    return max(30, round(WIDTH * part)), max(40, round(HEIGHT * part))


def _too_large() -> PatronInputError:
    return PatronInputError(PatronCode.PHOTO_LARGE, limit=MEGABYTES, pixels=MEGAPIXELS)
