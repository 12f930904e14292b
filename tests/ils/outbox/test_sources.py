"""What the roof hands down: every kind that somebody queues has its texts, and its example fills them."""

from __future__ import annotations

import pytest

from ils.app.tables import OUTBOX
from ils.outbox.rules import LANGUAGES
from ils.outbox.sources import Source
from ils.outbox.texts import FORMS, Writer, kinds, program_texts, unknown_words

pytestmark = pytest.mark.engine_free


def test_every_kind_that_is_sent_has_one_source_and_texts() -> None:
    known = [source.kind for source in OUTBOX]
    assert len(known) == len(set(known))
    assert set(known) == set(kinds()) - {"telegram_link"}, "the bot's own answers are written at once"


@pytest.mark.parametrize("source", OUTBOX, ids=lambda source: source.kind)
def test_the_example_of_a_source_fills_every_text_of_its_kind(source: Source) -> None:
    sample = {**kinds()[source.kind].sample, **source.sample}
    for key in kinds()[source.kind].texts:
        for language in LANGUAGES:
            written = Writer("AKM").write(
                source.kind, {**sample, "template": key}, name="Anvar", language=language, form="long"
            )
            assert written.body.strip()
        for form in FORMS:
            text = program_texts().get((key, "uz", form))
            assert text is None or unknown_words(source.kind, source.sample, text.body) == ()
