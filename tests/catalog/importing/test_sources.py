"""What a library decides about the sources of its files."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.importing import services
from catalog.importing.errors import ImportCode
from catalog.importing.models import Decision
from catalog.importing.queries import ANY, batch, source, sources
from catalog.incoming import Holdings
from catalog.items.models import Item
from catalog.marc import Profile
from ils.accounts.models import AuditEntry
from ils.db import transaction
from ils.errors import InputCode, LibraryError
from tests.catalog.importing.conftest import Run
from tests.catalog.importing.files import book, copy
from tests.catalog.importing.state import WORK, set_source

NAMES = {"name_uz": "Hamkor", "name_ru": "Партнёр", "name_en": "Partner"}


def save(session: Session, **facts: Any) -> None:
    with transaction(session):
        services.save_source(session, WORK, **(NAMES | facts))


def test_a_new_library_has_sources_to_begin_with(session: Session) -> None:
    found = sources(session)
    assert (found[0].code, found[0].threshold, found[0].on_match) == (ANY, 80, Decision.SKIP)
    assert {"koha", "irbis", "loc", "rusmarc", "uzmarc"} <= {each.code for each in found}
    assert [found[0].name(each) for each in ("uz", "ru", "en", "xx")] == [
        "Boshqa manba", "Другой источник", "Any other source", "Boshqa manba",
    ]  # fmt: skip
    with transaction(session):
        services.install_defaults(session)
    assert sources(session) == found


def test_a_source_is_written_changed_and_put_to_rest(session: Session) -> None:
    save(session, code="partner", new=True, threshold=60, on_match=Decision.UPDATE, merge={"keep": ["650"]},
         holdings={"tag": "949", "barcode": "i", "places": {"MAIN": "lending"}}, profile="marc21")  # fmt: skip
    view = source(session, "partner")
    assert (view.threshold, view.rule.on_match, view.merge_profile.keep) == (60, "update", ("650",))
    assert view.copies == Holdings("", "949", {"barcode": "i"}, {"main": "lending"})
    assert sources(session)[-1].code == "partner"
    save(session, code="partner", active=False)
    assert "partner" not in {each.code for each in sources(session)}
    assert "partner" in {each.code for each in sources(session, active_only=False)}
    assert list(session.scalars(select(AuditEntry.action))) == ["import_source_saved"] * 2


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"code": "koha", "new": True}, ImportCode.SOURCE_TAKEN),
        ({"code": "nowhere"}, ImportCode.SOURCE_UNKNOWN),
        ({"code": "'; DROP", "new": True}, ImportCode.SOURCE_CODE),
        ({"code": "x", "new": True}, ImportCode.SOURCE_CODE),
        ({"code": "koha", "threshold": 0}, ImportCode.THRESHOLD_INVALID),
        ({"code": "koha", "threshold": 201}, ImportCode.THRESHOLD_INVALID),
        ({"code": "koha", "profile": "finmarc"}, ImportCode.PROFILE_UNKNOWN),
        ({"code": "koha", "merge": {"keep": ["65"]}}, ImportCode.MERGE_INVALID),
        ({"code": "koha", "merge": {"mode": "stir"}}, ImportCode.MERGE_INVALID),
        ({"code": "koha", "holdings": {"tag": "9"}}, ImportCode.HOLDINGS_INVALID),
        ({"code": "koha", "holdings": {"use": "123"}}, ImportCode.HOLDINGS_INVALID),
        ({"code": "koha", "name_en": " "}, InputCode.EMPTY),
    ],
)
def test_what_cannot_be_is_refused(session: Session, facts: dict[str, Any], code: str) -> None:
    before = sources(session, active_only=False)
    with pytest.raises(LibraryError) as refused:
        save(session, **facts)
    assert refused.value.code == code
    assert sources(session, active_only=False) == before


def test_an_unknown_source_is_not_found(session: Session, run: Run) -> None:
    for ask in (lambda: source(session, "nowhere"), lambda: run(book("1"), source="nowhere")):
        with pytest.raises(LibraryError) as refused:
            ask()
        assert refused.value.code == ImportCode.SOURCE_UNKNOWN


def test_a_file_is_read_as_its_source_says_and_as_asked(session: Session) -> None:
    save(session, code="rusmarc", charset="cp1251", profile="unimarc", holdings={"use": "899"})
    read = services.reading_of(session, "rusmarc")
    assert (read.charset, read.profile, read.holdings) == ("cp1251", Profile.UNIMARC, Holdings(use="899"))
    asked = services.reading_of(session, "rusmarc", charset="utf-8", profile=Profile.MARC21)
    assert (asked.charset, asked.profile) == ("utf-8", Profile.MARC21)
    assert services.reading_of(session, None).holdings == Holdings()


def test_copies_are_found_where_the_source_has_them(session: Session, run: Run) -> None:
    set_source(
        session,
        "koha",
        holdings={"tag": "949", "barcode": "i", "location": "l", "places": {"Chet": "foreign"}},
    )
    record = book("1", "A", "B", 2001, "99 b.", ("949", "  $iX-1$lCHET"), copy("LIB-1"))
    assert run(record, source="koha").items == 1
    assert run(record, source="any").items == 1
    rows = session.execute(select(Item.barcode, Item.department).order_by(Item.id)).all()
    assert [tuple(row) for row in rows] == [("X-1", "foreign"), ("LIB-1", "lending")]
    assert [batch(session, number).source for number in (1, 2)] == ["koha", "any"]


def test_another_source_is_another_import(session: Session, run: Run) -> None:
    assert run(book("1"), accept=False).batch == 1
    assert run(book("1"), accept=False, source="koha").batch == 2
    assert run(book("1"), accept=False).batch == 1


def test_a_file_is_read_again_in_another_way(session: Session, run: Run) -> None:
    run(book("1"), book("2", "Sarob"), accept=False)
    with transaction(session):
        services.reset_reading(session, WORK, batch_id=1, charset="utf-8", undo_double=True)
    view = batch(session, 1)
    assert (view.found, view.asked, view.undo_double, view.state.value) == (0, "utf-8/", True, "staging")
    again = run(book("1"), book("2", "Sarob"), charset="utf-8", undo_double=True)
    assert (again.batch, again.accepted) == (1, 2)
    with transaction(session), pytest.raises(LibraryError) as refused:
        services.reset_reading(session, WORK, batch_id=1)
    assert refused.value.code == ImportCode.ALREADY_ACCEPTED


def test_a_reading_that_goes_on_knows_what_it_had_read(session: Session, run: Run) -> None:
    run(book("1", "Sarob", "Qahhor, Abdulla", 1934, "290 b."), accept=False)
    seen = services.reseen(session, batch_id=1)
    assert list(seen.pool.described) == [1]
    with transaction(session):
        services.store_file(session, batch_id=1, name="incoming/abc")
    assert batch(session, 1).stored_file == "incoming/abc"
