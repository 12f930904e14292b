"""The screens of rotations, and of reviews and events that are made or chosen on the page of an exhibition."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.records.models import Record
from circulation.events.models import Event
from foreign_fund.exhibitions.models import ExhibitionExtra, ExhibitionPlan, ExhibitionRotation
from foreign_fund.service.models import BiblioReview
from ils import clock
from ils.db import transaction
from tests.conftest import NOON
from tests.foreign_fund.exhibitions.test_screens import say
from tests.foreign_fund.exhibitions.test_views import PART, page, typed
from tests.foreign_fund.shelf import Shelf


def day(after: int) -> str:
    return (clock.today() + timedelta(days=after)).isoformat()


@pytest.fixture
def german(department: FlaskClient, shelf: Shelf) -> str:
    """The address of an exhibition of thirty days with a case; the copies 1 to 3 are on the shelf."""
    for code in "123":
        shelf.copy(code)
    address = str(department.post("/exhibitions/new", data=typed(public="y")).headers["Location"])
    department.post(f"{address}/cases", data={"section": "Zal", "names": "A"})
    return address


@pytest.fixture
def rotated(department: FlaskClient, german: str) -> str:
    """Copy 1 hangs the whole time, 2 in the rotation that lasts, 3 waits for the one after it; it is open."""
    for first, last in ((0, 9), (10, 20)):
        say(department, f"{german}/rotations", name="", first_on=day(first), last_on=day(last))
    for code, rotation in (("1", ""), ("2", "1"), ("3", "2")):
        department.post(f"{german}/rotation", data={"rotation_id": rotation})
        department.post(f"{german}/scan", data={"code": code}, headers=PART)
    department.post(f"{german}/open")
    return german


def test_rotations_stand_in_the_passport(department: FlaskClient, german: str) -> None:
    assert "All copies hang the whole time" in page(department, f"{german}/passport")
    said = say(department, f"{german}/rotations", name="Klassiklar", first_on=day(0), last_on=day(9))
    assert "1 · Klassiklar" in said
    assert f'value="{day(10)}"' in said  # offered as the first day of the next one
    assert "belong to rotation 1 · Klassiklar" in say(
        department, f"{german}/rotations", name="", first_on=day(9), last_on=day(12)
    )
    assert "would not lie within" in say(
        department, f"{german}/rotations", name="", first_on=day(20), last_on=day(99)
    )
    assert "1 · Roman" in say(
        department, f"{german}/rotations/1", name="Roman", first_on=day(0), last_on=day(4)
    )
    assert "was removed" in say(department, f"{german}/rotations/1/remove")
    assert department.post(f"{german}/rotations", data={"first_on": "x"}).status_code == 400


def test_the_list_of_copies_is_cut_to_a_rotation(department: FlaskClient, rotated: str) -> None:
    text = page(department, rotated)
    assert "Wait for their rotation" in text
    for asked, found in (("1", 'id="copy-2"'), ("whole", 'id="copy-1"')):
        text = page(department, f"{rotated}?rotation={asked}")
        assert [f'id="copy-{each}"' in text for each in (1, 2)] == [
            found == f'id="copy-{each}"' for each in (1, 2)
        ]
    assert "No copy of this rotation hangs now" in page(department, f"{rotated}?rotation=2")
    answer = department.post(f"{rotated}/scan", data={"code": "3"}, headers=PART)
    assert "waits for rotation 2 already" in answer.text


def test_copies_are_changed_on_their_day_by_scanning(
    department: FlaskClient, rotated: str, session: Session
) -> None:
    assert "Nothing is to be changed" in page(department, f"{rotated}/change")
    assert "Copies to change on exhibitions" not in page(department, "/")
    with transaction(session):
        one, two = session.scalars(select(ExhibitionRotation).order_by(ExhibitionRotation.id))
        one.last_on, two.first_on = clock.today() - timedelta(days=1), clock.today()
        one.first_on = clock.today() - timedelta(days=5)
    assert "Copies to change on exhibitions" in page(department, "/")
    assert f"{rotated}/change" in page(department, "/exhibitions/rotations")
    for where in ("", "/checks", "/change"):
        assert "ake down" in page(department, f"{rotated}{where}") or "taken down" in page(
            department, f"{rotated}{where}"
        )
    assert "taken down: back to its shelf" in say(department, f"{rotated}/change", code="2")
    assert "Copies now go to: Zal · A" in department.post(
        f"{rotated}/change", data={"code": "EX1-1"}, headers=PART
    ).text  # fmt: skip
    answer = department.post(f"{rotated}/change", data={"code": "3"}, headers=PART)
    assert "put up: Zal · A" in answer.text
    assert "Nothing is to be changed" in answer.text
    refused = department.post(f"{rotated}/change", data={"code": "1"}, headers=PART)
    assert (refused.status_code, "stays: it hangs until" in refused.text) == (422, True)


def test_a_planned_copy_is_arranged_and_taken_off(
    department: FlaskClient, rotated: str, session: Session
) -> None:
    plan = session.scalars(select(ExhibitionPlan.id)).one()
    form = page(department, f"{rotated}/planned/{plan}")
    assert "the whole time" not in form
    told = {"rotation_id": "2", "case_id": "1", "access": "look", "annotation": "Yangi"}
    assert "Yangi" in say(department, f"{rotated}/planned/{plan}", **told)
    assert "no such rotation" in say(department, f"{rotated}/planned/{plan}", **{**told, "rotation_id": "9"})
    assert "waits for rotation 2" in say(department, f"{rotated}/planned/{plan}/up")
    assert "taken off the plan" in say(department, f"{rotated}/planned/{plan}/remove")
    page(department, f"{rotated}/planned/{plan}", 404)


def test_papers_and_the_public_page_tell_of_rotations(
    department: FlaskClient, client: FlaskClient, rotated: str
) -> None:
    for paper in ("passport", "checklist", "leaflet", "report"):
        answer = department.get(f"{rotated}/{paper}.pdf")
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "Keyin koʻrsatiladi" in page(client, rotated.replace("exhibitions", "shows"))


def test_a_review_is_made_from_the_exhibition_and_leads_back(
    department: FlaskClient, rotated: str, session: Session
) -> None:
    form = page(department, f"{rotated}/new/review")
    assert 'value="Deutsche Bücher"' in form
    assert f'value="{day(0)}"' in form
    told = {"title": "Sharh", "day": day(0), "department": "foreign", "sector": "other", "titles": "y"}
    answer = department.post(f"{rotated}/new/review", data=told)
    assert answer.headers["Location"] == "/fund/service/reviews/1"
    review = page(department, "/fund/service/reviews/1")
    assert f'href="{rotated}/around"' in review
    titles = session.scalars(select(Record.id)).all()
    assert all(f"/records/{each}" in review for each in titles)
    assert "held and counted" in say(department, "/fund/service/reviews/1/hold", listeners="18", minutes="40")
    around = page(department, f"{rotated}/around")
    assert "/fund/service/reviews/1" in around
    event = session.scalars(select(BiblioReview.event_id)).one()
    assert f'href="{rotated}/around"' in page(department, f"/events/{event}")
    assert department.get(f"{rotated}/report.pdf").status_code == 200


def test_an_event_is_planned_or_chosen(department: FlaskClient, rotated: str, session: Session) -> None:
    told = {
        "title": "Ekskursiya",
        "day": day(1),
        "department": "foreign",
        "sector": "other",
        "type": "excursion",
    }
    assert "belongs to the exhibition" in say(department, f"{rotated}/new/event", **told).lower()
    event = session.scalars(select(Event)).one()
    assert event.type == "excursion"
    assert "belongs to this exhibition already" in say(department, f"{rotated}/events", event_id=event.id)
    assert "by itself again" in say(department, f"{rotated}/events/{event.id}/remove")
    assert "Ekskursiya" in page(department, f"{rotated}/around")  # offered again
    assert "counts by itself" in say(department, f"{rotated}/events", event_id=event.id)
    assert department.post(f"{rotated}/new/event", data={**told, "type": "club"}).status_code == 400
    assert department.post(f"{rotated}/new/event", data={**told, "title": ""}).status_code == 400


def test_a_review_noted_by_hand_becomes_one(department: FlaskClient, rotated: str, session: Session) -> None:
    with transaction(session):
        session.add(
            ExhibitionExtra(
                exhibition_id=1, kind="noted", day=clock.today(), text="Eski sharh", who="Saidova", link="",
                persons=18, at=NOON, by=None,
            )
        )  # fmt: skip
    around = page(department, f"{rotated}/around")
    assert "Reviews written down by hand" in around
    form = page(department, f"{rotated}/new/review?noted=1")
    assert 'value="Eski sharh"' in form
    assert 'value="18"' in form
    told = {"title": "Eski sharh", "day": day(0), "department": "foreign", "sector": "other", "noted": "1"}
    department.post(f"{rotated}/new/review", data=told)
    around = page(department, f"{rotated}/around")
    assert "Reviews written down by hand" not in around
    assert "Eski sharh" in around


def test_who_only_looks_changes_nothing(onlooker: FlaskClient, department: FlaskClient, rotated: str) -> None:
    assert "data-scan" not in page(onlooker, f"{rotated}/change")
    for address in ("/rotations", "/new/review", "/change", "/planned/1/up"):
        assert onlooker.post(f"{rotated}{address}").status_code == 403
    page(onlooker, "/exhibitions/rotations")
