"""The editor without a script: begin, type, keep, switch between form and fields, save; what it warns of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.marc import Profile, from_bytes
from catalog.marc.editing import record_of, rows_of
from catalog.marc.rows import Row
from catalog.records import services
from catalog.records.models import Origin, Record, RecordDraft
from catalog.records.queries import record_view, version_marc
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.catalog.records.browserlike import a_book, begun, boxes, filled, marc_of, send
from tests.conftest import NOON
from tests.world import work_at

ISBN = "9789943260009"


@pytest.fixture
def cataloguer(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    """A cataloguer's browser, in English, without scripts."""
    return signed_in(Role.CATALOGUER)


def test_a_book_is_described_and_found(cataloguer: FlaskClient, session: Session) -> None:
    address = begun(cataloguer)
    pairs = filled(
        boxes(cataloguer, address), isbn__isbn="978-9943-26-000-9", title__title="Oʻtkan kunlar",
        author__name="Qodiriy, Abdulla", imprint__year="2019", bbk__mark="84(5Oʻ)6", keywords__keywords="roman; tarix",
    )  # fmt: skip
    answer = send(cataloguer, address, pairs)
    assert answer.status_code == 302
    record_id = int(answer.location.rpartition("/")[2])
    assert "The record is in the catalogue" in cataloguer.get(answer.location).text
    fields = marc_of(session, record_id)
    assert fields["245"] == ["$aOʻtkan kunlar"]
    assert fields["084"] == ["$a84(5Oʻ)6$2rubbk"]
    assert fields["653"] == ["$aroman$atarix"]
    assert fields["008"][0][7:11] == "2019"
    assert session.scalars(select(func.count()).select_from(RecordDraft)).one() == 0
    assert f"/records/{record_id}" in cataloguer.get("/search?q=ўткан+кунлар").text
    assert f"/records/{record_id}" in cataloguer.get(f"/search?q={ISBN}").text


@pytest.mark.parametrize("profile", ["marc21", "unimarc"])
@pytest.mark.parametrize(
    "form",
    [
        "book",
        "multivolume",
        "serial_issue",
        "article",
        "electronic",
        "map",
        "music",
        "thesis",
        "foreign_textbook",
    ],
)
def test_every_form_makes_a_record(
    cataloguer: FlaskClient, session: Session, form: str, profile: str
) -> None:
    address = begun(cataloguer, form, profile=profile)
    line = "title_part" if form in ("multivolume", "serial_issue") else "title"
    answer = send(cataloguer, address, filled(boxes(cataloguer, address), **{f"{line}__title": "Sarlavha"}))
    assert answer.status_code == 302, answer.text
    view = record_view(session, int(answer.location.rpartition("/")[2]))
    assert view.brief.title == "Sarlavha"
    assert view.profile == profile
    expected = {
        "multivolume": "book", "foreign_textbook": "book", "serial_issue": "serial", "music": "music_score",
        "thesis": "manuscript",
    }  # fmt: skip
    assert view.brief.document_type == expected.get(form, form)


def test_a_record_that_says_nothing_is_not_saved(cataloguer: FlaskClient, session: Session) -> None:
    address = begun(cataloguer)
    answer = send(cataloguer, address, boxes(cataloguer, address))
    assert answer.status_code == 400
    assert "Fill in the field" in answer.text
    assert session.scalars(select(func.count()).select_from(Record)).one() == 0
    assert cataloguer.get(address).status_code == 200


def test_what_is_typed_is_kept_and_judged(cataloguer: FlaskClient, session: Session) -> None:
    book = a_book(session, isbn=ISBN, title="Mehrobdan chayon")
    address = begun(cataloguer)
    pairs = filled(boxes(cataloguer, address), isbn__isbn=ISBN, title__title="Yarim")
    answer = send(cataloguer, address + "/keep", pairs, act="")
    assert answer.status_code == 200
    assert "Draft kept at" in answer.text
    assert f'href="/records/{book}"' in answer.text
    assert "Mehrobdan chayon" in answer.text
    assert ("v.title", "Yarim") in boxes(cataloguer, address)
    wrong = send(cataloguer, address + "/keep", filled(pairs, isbn__isbn="9789943260001"), act="")
    assert "020" in wrong.text


def test_a_title_is_recognised_by_author_and_year_without_any_number(
    cataloguer: FlaskClient, session: Session
) -> None:
    book = a_book(session, "Mehrobdan chayon")
    address = begun(cataloguer)
    pairs = filled(boxes(cataloguer, address), title__title="Меҳробдан чаён", author__name="Qodiriy, A.")
    page = send(cataloguer, address + "/keep", filled(pairs, imprint__year="2020"), act="").text
    assert f'href="/records/{book}"' in page
    other = send(cataloguer, address + "/keep", filled(pairs, author__name="Oybek"), act="").text
    assert f'href="/records/{book}"' not in other


def test_form_and_fields_keep_everything(cataloguer: FlaskClient, session: Session) -> None:
    rows = (
        Row("LDR", "", (("", "00000nam a2200000 i 4500"),)),
        Row("008", "", (("", "240901s2003    uz            000 f uzb d"),)),
        Row("245", "10", (("a", "Yodgor : "), ("h", "[matn]"), ("c", "Gʻ. Gʻulom"))),
        Row("500", "  ", (("a", " izoh  oxirida boʻsh "),)),
        Row("FMT", "", (("", "BK"),)),
        Row("952", "  ", (("p", "0001"), ("p", "0002"), ("x", "$5 turadi"))),
    )
    with transaction(session):
        record_id = services.add_record(
            session, work_at(NOON), marc=record_of(rows), profile=Profile.MARC21, origin=Origin.ORIGINAL
        )
    address = cataloguer.get(f"/records/{record_id}/edit").location
    for way in ("form", "fields", "form", "fields"):
        shown = f"{address}?by={way}"
        answer = send(cataloguer, shown, boxes(cataloguer, shown), act="switch")
        assert answer.status_code == 302
    session.rollback()
    kept = session.scalars(select(RecordDraft)).one()
    assert rows_of(from_bytes(kept.marc)) == rows


def test_by_field_everything_can_be_changed(cataloguer: FlaskClient, session: Session) -> None:
    record_id = a_book(session, isbn=ISBN)
    address = cataloguer.get(f"/records/{record_id}/edit").location + "?by=fields"
    page = cataloguer.get(address).text
    assert "Choose element by element" in page
    pairs = boxes(cataloguer, address)
    pairs += [
        ("tag", "500"),
        ("ind1", ""),
        ("ind2", ""),
        ("code", "a"),
        ("value", "Yangi izoh"),
        ("code", "5"),
        ("value", "AKM"),
    ]
    pairs += [
        ("tag", "009"),
        ("code", "a"),
        ("value", "oʻzimizniki"),
        ("tag", ""),
        ("code", "a"),
        ("value", ""),
    ]
    changed = [
        ("element", "35:3:rus") if pair[0] == "element" and pair[1].startswith("35:3:") else pair
        for pair in pairs
    ]
    assert changed != pairs
    answer = send(cataloguer, address, changed)
    assert answer.status_code == 302
    fields = marc_of(session, record_id)
    assert fields["500"][-1] == "$aYangi izoh$5AKM"
    assert fields["009"] == ["oʻzimizniki"]
    assert fields["008"][0][35:38] == "rus"
    assert record_view(session, record_id).version == 2


def test_a_field_without_a_tag_is_not_saved(cataloguer: FlaskClient, session: Session) -> None:
    address = cataloguer.get(f"/records/{a_book(session)}/edit").location + "?by=fields"
    pairs = [*boxes(cataloguer, address), ("tag", ""), ("code", "a"), ("value", "izoh")]
    answer = send(cataloguer, address, pairs)
    assert answer.status_code == 400
    assert "“Tag”" in answer.text
    assert "izoh" in cataloguer.get(address).text


@pytest.mark.parametrize(
    "base",
    ["", "{", "7", '[["245"]]', '[["245", "1", [["a", "x"]]]]', '[["245", "10", [["a", 1]]]]', "[" * 2000],
)
def test_a_page_that_is_none_of_ours_is_refused(cataloguer: FlaskClient, base: str) -> None:
    address = begun(cataloguer)
    answer = cataloguer.post(address, data={"by": "form", "base": base, "act": "save"})
    assert answer.status_code == 400


def test_another_kind_of_document_keeps_what_was_typed(cataloguer: FlaskClient, session: Session) -> None:
    address = begun(cataloguer)
    pairs = filled(boxes(cataloguer, address), title__title="Xarita", isbn__isbn="9789943260009")
    pairs = [(name, "article" if name == "form" else value) for name, value in pairs]
    assert send(cataloguer, address + "/keep", pairs, act="").status_code == 200
    assert (
        send(cataloguer, address + "/keep", pairs, act="").status_code == 200
    )  # the page still shows the book
    page = cataloguer.get(address).text
    assert "Article or part" in page
    assert "9789943260009" in page[page.index("Also in the record") :]
    done = send(cataloguer, address, boxes(cataloguer, address))
    view = record_view(session, int(done.location.rpartition("/")[2]))
    assert view.brief.document_type == "article"
    assert view.facts.isbns == ("9789943260009",)


def test_the_help_tells_what_a_field_is_for(cataloguer: FlaskClient) -> None:
    page = cataloguer.get("/records/help/marc21/245").text
    assert "$a" in page
    assert "Indicator 2" in page
    assert "own" in cataloguer.get("/records/help/marc21/990").text
    assert "no such field" in cataloguer.get("/records/help/marc21/401").text
    assert "Leader" in cataloguer.get("/records/help/marc21/LDR").text
    assert cataloguer.get("/records/help/nothing/245").status_code == 404


def test_a_record_of_irbis_is_edited_field_by_field(cataloguer: FlaskClient, session: Session) -> None:
    rows = (
        Row("LDR", "", (("", " " * 24),)),
        Row("200", "  ", (("A", "Введение"), ("F", "И. Иванов"))),
        Row("920", "  ", (("", "PAZK"),)),
        Row("1001", "  ", (("", "своё"), ("B", "1"))),
    )
    with transaction(session):
        record_id = services.add_record(
            session, work_at(NOON), marc=record_of(rows), profile=Profile.IRBIS, origin=Origin.IMPORTED
        )
    address = cataloguer.get(f"/records/{record_id}/edit").location
    page = cataloguer.get(address).text
    assert "By form" not in page
    pairs = [*boxes(cataloguer, address), ("tag", "610"), ("code", ""), ("value", "логика")]
    assert send(cataloguer, address, pairs).status_code == 302
    session.rollback()
    marc, profile = version_marc(session, record_id, 2)
    assert profile is Profile.IRBIS
    assert rows_of(marc) == (*rows, Row("610", "  ", (("", "логика"),)))
