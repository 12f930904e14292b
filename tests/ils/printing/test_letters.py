"""Letters as PDF: each on a page of its own, in its own language, with what was written and nothing interpreted."""

from __future__ import annotations

import pypdfium2
import pytest

from ils.printing.letters import Letter, letters_pdf
from tests.conftest import NOON

pytestmark = pytest.mark.engine_free

BODY = (
    "Hurmatli Anvar!\n\nKitoblar:\n• Oʻtkan kunlar / Abdulla Qodiriy — 08.04.2026\n• *Маленький* #принц $x$ @a"
    "\n\nKeltiring."
)


def pages(made: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(made)
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def letter(**changed: str) -> Letter:
    told = {
        "language": "uz", "day": "15.04.2026", "name": "Karimov Anvar Botir oʻgʻli",
        "address": "Arnasoy\nBogʻ koʻchasi, 5",
        "subject": "Kitoblarni qaytarish muddati oʻtdi", "body": BODY, "reference": "№ 7",
    }  # fmt: skip
    return Letter(**told | changed)


def press(*letters: Letter, **options: str) -> list[str]:
    return pages(letters_pdf(letters, institution="Arnasoy AKM", title="Xatlar", at=NOON, **options))  # type: ignore[arg-type]


def test_a_letter_says_what_was_written() -> None:
    [page] = press(letter(), letterhead="Mustaqillik 1\n+998 72 123 45 67", signature="Direktor N. Karimova")
    for words in ("Arnasoy AKM", "Mustaqillik 1", "Karimov Anvar Botir oʻgʻli", "Bogʻ koʻchasi, 5", "15.04.2026", "№ 7",
                  "Kitoblarni qaytarish muddati oʻtdi", "Hurmatli Anvar!",
                  "• Oʻtkan kunlar / Abdulla Qodiriy — 08.04.2026",
                  "• *Маленький* #принц $x$ @a", "Direktor N. Karimova"):  # fmt: skip
        assert words in page


def test_each_letter_begins_a_page_and_a_long_one_goes_on() -> None:
    long = "\n".join(f"• Kitob {number}" for number in range(120))
    found = press(
        letter(), letter(language="ru", subject="Срок возврата"), letter(language="uz_Cyrl", body=long)
    )
    assert len(found) > 3
    assert "Срок возврата" in found[1]
    assert "Kitob 119" in found[-1]


def test_an_empty_address_and_signature_leave_no_gap_in_the_words() -> None:
    [page] = press(letter(address="", body="bir\n\n\n\nikki\n\nArnasoy AKM"))
    assert page.count("Arnasoy AKM") == 2, (
        "above, and beside the place to sign, but not once more in the text"
    )
    [cyrillic] = press(letter(language="uz_Cyrl"))
    assert cyrillic.count("Арнасой АКМ") == 2
