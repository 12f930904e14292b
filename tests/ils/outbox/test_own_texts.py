"""The library's own texts: looked at before they are saved, used from then on, taken back."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from ils.db import transaction
from ils.errors import InputError
from ils.outbox.errors import OutboxCode, OutboxInputError
from ils.outbox.services import reset_text, save_text
from ils.outbox.services.wording import own_text
from ils.outbox.texts import Text, kinds
from tests.conftest import NOON
from tests.ils.outbox.conftest import Library
from tests.ils.outbox.servers import FakeTelegram, Provider
from tests.world import work_at

SAMPLE = kinds()["overdue"].sample


def save(
    session: Session, body: str, *, key: str = "overdue", language: str = "uz", form: str = "long",
    subject: str = "Mavzu", approved: str = "",
) -> None:  # fmt: skip
    with transaction(session):
        save_text(
            session, work_at(NOON), key=key, language=language, form=form, text=Text(subject, body), sample=SAMPLE,
            approved=approved,
        )  # fmt: skip


def test_an_own_text_is_used_and_the_programs_comes_back(
    library: Library, session: Session, telegram: FakeTelegram, telegram_server: Provider
) -> None:
    library.with_telegram(telegram_server)
    save(session, "{name}, keltiring:\r\n{#copies}\r\n- {title}\r\n{/copies}")
    library.queue()
    library.send()
    assert telegram.sent[0][1] == "Karimov Anvar, keltiring:\n- Oʻtkan kunlar"
    library.language = "uz_Cyrl"
    library.queue()
    library.send()
    assert telegram.sent[1][1] == "Karimov Anvar, келтиринг:\n- Oʻtkan kunlar"
    with transaction(session):
        reset_text(session, work_at(NOON), key="overdue", language="uz", form="long")
    library.language = "uz"
    library.queue()
    library.send()
    assert "Hurmatli" in telegram.sent[2][1]


def test_saving_twice_changes_the_one_row(session: Session) -> None:
    save(session, "bir", form="short", subject="", approved="asked")
    save(session, "ikki", form="short", approved="approved")
    row = own_text(session, key="overdue", language="uz", form="short")
    assert row is not None
    assert (row.subject, row.body, row.approved) == ("", "ikki", "approved")


@pytest.mark.parametrize(
    ("body", "code", "fact"),
    [
        ("{name", OutboxCode.TEXT_BROKEN, "{name"),
        ("{#copies}x", OutboxCode.TEXT_BROKEN, "{#copies}"),
        ("{passport}", OutboxCode.WORD_UNKNOWN, "passport"),
        ("{#copies}{isbn}{/copies}", OutboxCode.WORD_UNKNOWN, "isbn"),
        ("{template}", OutboxCode.WORD_UNKNOWN, "template"),
    ],
)
def test_a_text_that_cannot_be_filled_in_is_refused(
    session: Session, body: str, code: OutboxCode, fact: str
) -> None:
    with pytest.raises(OutboxInputError) as refused:
        save(session, body)
    assert refused.value.code is code
    assert fact in refused.value.facts.values()
    assert own_text(session, key="overdue", language="uz", form="long") is None


def test_empty_and_endless_texts_are_refused(session: Session) -> None:
    for body, subject in (
        ("", "x"),
        ("  \n ", "x"),
        ("x", ""),
        ("x" * 6001, "x"),
        ("x", "y" * 301),
        ("a\x07b", "x"),
    ):
        with pytest.raises(InputError):
            save(session, body, subject=subject)
    with pytest.raises(InputError):
        save(session, "x", approved="perhaps")


def test_unknown_texts_are_refused(session: Session) -> None:
    for key, language, form in (
        ("overdue_9", "uz", "long"),
        ("overdue", "kaa", "long"),
        ("overdue", "uz", "fax"),
    ):
        with pytest.raises(OutboxInputError) as refused:
            save(session, "x", key=key, language=language, form=form)
        assert refused.value.code is OutboxCode.TEXT_UNKNOWN
