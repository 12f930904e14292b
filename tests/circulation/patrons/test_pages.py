"""The further screens of readers: doubts, organisations, restrictions, access, photo, cards, categories, tables."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.patrons.models import Category, Patron, PatronImport, PatronKind, Restriction
from circulation.patrons.queries import find_patron, open_restrictions, patron_facts
from circulation.patrons.queries.details import details_of, has_photo
from circulation.patrons.services import check_pin, link_telegram
from ils import clock
from ils.accounts.permissions import Role
from ils.app.working import runner_of
from ils.db import transaction
from ils.outbox.models import ChannelName, ChannelSetting
from tests.circulation.patrons.pages import NOT_PAGES, reader_pages
from tests.circulation.patrons.test_photos import picture
from tests.conftest import NOON, SignIn
from tests.world import add_reader

FORM = {
    "surname": "Azimova", "given_name": "Nodira", "patronymic": "Botir qizi", "category": "student",
    "birth_date": "2005-02-03", "sex": "f", "citizenship": "UZ", "phone": "90 123 45 67", "language": "uz",
}  # fmt: skip


@pytest.fixture
def desk(signed_in: SignIn) -> FlaskClient:
    """Nilufar at the desk, reading English."""
    return signed_in(Role.DESK)


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def test_every_page_of_readers_is_shown_in_every_language(
    app: Flask, session: Session, signed_in: SignIn
) -> None:
    add_reader(session, NOON)
    pages = reader_pages(session)
    with app.test_request_context():
        rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("patrons.")]
        endpoints = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())} - {"patrons.static"}
        addresses = [
            url_for(name, **asked)
            for name in sorted(endpoints - NOT_PAGES)
            for asked in pages.get(name, [{}])
        ]
    client = signed_in(Role.ADMINISTRATOR)
    for language in ("uz", "uz_Cyrl", "ru", "en"):
        client.post("/language", data={"language": language})
        for address in addresses:
            assert client.get(address).status_code == 200, address


def test_a_doubt_is_shown_and_passed_by_its_own_button(desk: FlaskClient, session: Session) -> None:
    nodira = add_reader(
        session, NOON, surname="Азимова", given_name="Нодира", patronymic="", birth_date=date(2005, 2, 3)
    )
    answer = desk.post("/patrons/new", data=FORM)
    assert answer.status_code == 422
    assert "nothing is written yet" in answer.text
    assert f"/patrons/{nodira.id}" in answer.text
    assert f'value="doubt_same_person:{nodira.id}"' in answer.text
    assert 'value="Azimova"' in answer.text  # what was typed is not lost
    answer = desk.post("/patrons/new", data=FORM | {"seen": f"doubt_same_person:{nodira.id}"})
    assert answer.status_code == 302
    assert len(session.scalars(select(Patron)).all()) == 2


def test_no_category_is_chosen_before_somebody_chooses_it(desk: FlaskClient, session: Session) -> None:
    page = text(desk, "/patrons/new")
    assert re.search(r'<select[^>]* id="category"[^>]*>\s*<option[^>]* value=""></option>', page)
    assert desk.post("/patrons/new", data=FORM | {"category": ""}).status_code == 422
    assert session.scalars(select(Patron)).all() == []


def test_a_category_of_another_age_is_asked_about_and_may_be_right(
    desk: FlaskClient, session: Session
) -> None:
    odd = FORM | {"category": "pupil", "birth_date": "1988-02-03"}
    answer = desk.post("/patrons/new", data=odd)
    assert answer.status_code == 422
    assert "the usual age in this category is 5 to 25" in answer.text
    assert session.scalars(select(Patron)).all() == []
    assert desk.post("/patrons/new", data=odd | {"seen": "doubt_age_unlike_category:"}).status_code == 302
    session.rollback()
    (patron,) = session.scalars(select(Patron)).all()
    change = desk.post(f"/patrons/{patron.id}/edit", data=odd | {"category": "preschool"})
    assert "the usual age in this category is 0 to 8" in change.text


def test_ages_and_courses_are_said_with_their_unit(desk: FlaskClient, session: Session) -> None:
    reader = add_reader(
        session, NOON, birth_date=date(2005, 2, 3), faculty="Filologiya", course="2", study_group="FIL-21"
    )
    page = text(desk, f"/patrons/{reader.id}")
    assert "Filologiya · course 2 · FIL-21" in page
    assert "21 years old · age group 18-24" in page


def test_while_one_types_the_other_script_and_likely_readers_are_told(
    desk: FlaskClient, session: Session
) -> None:
    nodira = add_reader(session, NOON, surname="Azimova", given_name="Nodira", birth_date=date(2005, 2, 3))
    told = desk.post("/patrons/alike", data=FORM).text
    assert "Азимова Нодира Ботир қизи" in told
    assert f"/patrons/{nodira.id}" in told
    assert "Азимова" in desk.post("/patrons/alike", data={"surname": "Azimova"}).text
    assert "/patrons/" not in desk.post("/patrons/alike", data=FORM | {"birth_date": "x"}).text
    assert f"/patrons/{nodira.id}" not in desk.post(f"/patrons/alike?besides={nodira.id}", data=FORM).text


def test_a_child_gets_the_guardian_whose_card_is_scanned(desk: FlaskClient, session: Session) -> None:
    mother = add_reader(session, NOON, card="R-1", phone="901111111")
    child = FORM | {"birth_date": "2016-02-03", "phone": "", "category": "pupil"}
    assert "somebody answers for a child" in desk.post("/patrons/new", data=child).text
    assert "no reader with the card" in desk.post("/patrons/new", data=child | {"guardian_card": "R-9"}).text
    page = desk.post("/patrons/new", data=child | {"guardian_card": "r-1"}, follow_redirects=True).text
    assert "+998 90 111 11 11" in page
    assert f'href="/patrons/{mother.id}"' in page
    assert "Answers for" in text(desk, f"/patrons/{mother.id}")
    facts = find_patron(session, "K-000002")
    assert facts is not None
    assert 'value="R-1"' in text(desk, f"/patrons/{facts.id}/edit")


def test_an_organisation_has_a_form_of_its_own(desk: FlaskClient, session: Session) -> None:
    page = text(desk, "/patrons/new?kind=organisation")
    assert "Contract №" in page
    assert "birth_date" not in page
    data = {
        "surname": "15-maktab", "category": "organisation", "contract_number": "7/2026", "contact_name": "Azimova N.",
        "member_until": "2027-01-31", "phone": "901111111", "language": "ru", "channel": "email", "email": "m15@x.uz",
    }  # fmt: skip
    page = desk.post("/patrons/new?kind=organisation", data=data, follow_redirects=True).text
    assert "7/2026" in page
    assert "31.01.2027" in page
    school = session.scalars(select(Patron)).one()
    assert school.kind is PatronKind.ORGANISATION
    assert school.channels == ["email", "telegram", "sms", "letter", "call"]
    desk.post(f"/patrons/{school.id}/edit", data=data | {"contact_name": "Karimov A.", "channel": ""})
    session.expire_all()
    assert details_of(session, school.id)["contact_name"] == "Karimov A."
    assert details_of(session, school.id)["channels"] is None
    assert 'value="7/2026"' in text(desk, f"/patrons/{school.id}/edit")


def test_suggestions_come_from_what_is_there(desk: FlaskClient, session: Session) -> None:
    add_reader(session, NOON, faculty="Xorijiy filologiya", study_group="XF-301", workplace="TATU")
    page = text(desk, "/patrons/new")
    for value in ("Xorijiy filologiya", "XF-301", "TATU"):
        assert f'<option value="{value}">' in page


def test_co_06_a_reader_is_restricted_and_let_go_with_reasons(desk: FlaskClient, session: Session) -> None:
    anvar = add_reader(session, NOON)
    address = f"/patrons/{anvar.id}"
    assert desk.post(f"{address}/restrict", data={"kind": "manual", "reason": ""}).status_code == 422
    assert (
        "needs its last day"
        in desk.post(f"{address}/restrict", data={"kind": "suspension", "reason": "x"}).text
    )
    page = desk.post(
        f"{address}/restrict", data={"kind": "manual", "reason": "Kitob yirtilgan"}, follow_redirects=True
    )
    assert "May not borrow" in page.text
    assert "Kitob yirtilgan" in page.text
    assert "R-1" in text(desk, "/patrons/?restricted=1")
    made = session.scalars(select(Restriction.id)).one()
    assert desk.post(f"{address}/lift", data={"restriction": made, "reason": ""}).status_code == 400
    page = desk.post(
        f"{address}/lift", data={"restriction": made, "reason": "Tuzatildi"}, follow_redirects=True
    )
    assert "Earlier restrictions" in page.text
    assert "Tuzatildi" in page.text
    session.expire_all()
    assert open_restrictions(session, anvar.id, clock.today()) == ()
    assert "R-1" not in text(desk, "/patrons/?restricted=1")


def test_co_03_to_co_05_the_page_says_why_nothing_is_lent(desk: FlaskClient, session: Session) -> None:
    anvar = add_reader(session, NOON, member_until=date(2026, 1, 31))
    desk.post(f"/patrons/{anvar.id}/card-lost")
    page = text(desk, f"/patrons/{anvar.id}")
    assert "reported lost" in page
    assert "membership is over" in page


def test_a_pin_is_chosen_drawn_and_taken_away(desk: FlaskClient, session: Session) -> None:
    anvar = add_reader(session, NOON)
    address = f"/patrons/{anvar.id}/pin"
    assert "guessed at once" in desk.post(address, data={"pin": "1234"}).text
    assert desk.post(address, data={"pin": "83051"}).status_code == 302

    def opens(pin: str) -> bool:
        with transaction(session):
            return check_pin(session, clock.now(), card="R-1", pin=pin) is not None

    assert opens("83051")
    page = desk.post(f"{address}/make").text
    made = page.split('class="pin-shown"')[1].split(">")[1].split("<")[0]
    assert opens(made)
    assert made not in text(desk, address)  # shown once
    desk.post(f"{address}/clear")
    assert not opens(made)


def test_telegram_is_offered_by_qr_where_there_is_a_bot(desk: FlaskClient, session: Session) -> None:
    anvar = add_reader(session, NOON)
    address = f"/patrons/{anvar.id}/telegram"
    assert "no Telegram bot yet" in text(desk, address)
    assert "t.me" not in desk.post(address).text
    with transaction(session):
        session.add(
            ChannelSetting(
                channel=ChannelName.TELEGRAM, active=True, driver="bot", settings={"bot_name": "@arnasoy_bot"},
                secrets={"token": "x"}, changed_at=NOON, changed_by=None,
            )
        )  # fmt: skip
    page = desk.post(address).text
    assert "<svg" in page
    assert "style=" not in page.split('class="qr"')[1].split("</svg>")[0]
    token = page.split("https://t.me/arnasoy_bot?start=")[1].split('"')[0]
    with transaction(session):
        link_telegram(session, clock.now(), token=token, telegram_id=77)
    assert "is linked" in text(desk, address)
    desk.post(f"{address}/unlink")
    session.expire_all()
    assert patron_facts(session, anvar.id).telegram_id is None


def test_a_photo_is_taken_shown_and_deleted(desk: FlaskClient, session: Session) -> None:
    anvar = add_reader(session, NOON)
    address = f"/patrons/{anvar.id}/photo"
    page = desk.get(address)
    assert page.headers["Permissions-Policy"].startswith("camera=(self)")
    assert desk.get("/patrons/").headers["Permissions-Policy"].startswith("camera=()")
    text(desk, f"{address}.jpg", 404)

    def sent(content: bytes) -> int:
        return desk.post(address, data={"photo": (io.BytesIO(content), "x.jpg")}).status_code

    assert sent(b"garbage") == 422
    assert desk.post(address, data={}).status_code == 422
    assert sent(picture((900, 1200))) == 302
    answer = desk.get(f"{address}.jpg")
    assert (answer.mimetype, answer.data[:2]) == ("image/jpeg", b"\xff\xd8")
    assert answer.headers["Cache-Control"] == "no-store"
    assert f"{address}.jpg" in text(desk, f"/patrons/{anvar.id}")
    desk.post(f"{address}/delete")
    assert not has_photo(session, anvar.id)


def test_cards_are_chosen_from_a_list(desk: FlaskClient, session: Session) -> None:
    anvar = add_reader(session, NOON, card="R-1", study_group="XF-1")
    add_reader(session, NOON, card="R-2", study_group="XF-2")
    page = text(desk, "/patrons/cards?group=XF-1")
    assert f'name="id" value="{anvar.id}" checked' in page
    assert "R-2" not in page
    text(desk, "/patrons/cards.pdf", 400)  # nobody is ticked
    text(desk, "/patrons/cards.pdf?id=404", 400)
    text(desk, f"/patrons/cards.pdf?id={anvar.id}&sheet=letter", 400)


def test_categories_are_for_whoever_has_the_settings(signed_in: SignIn, session: Session) -> None:
    text(signed_in(Role.DESK), "/patrons/categories", 403)
    director = signed_in(Role.DIRECTOR)
    assert "Military" in text(director, "/patrons/categories")
    data = {"code": "cadet", "name_uz": "Kursant", "name_ru": "Курсант", "name_en": "Cadet"}
    assert director.post("/patrons/categories/new", data=data).status_code == 302
    assert director.post("/patrons/categories/new", data=data).status_code == 422
    director.post("/patrons/categories/cadet", data=data | {"name_en": "Officer cadet"})
    assert "Officer cadet" in text(director, "/patrons/categories/cadet")
    text(director, "/patrons/categories/nothing", 400)
    director.post("/patrons/categories/move", data={"code": "cadet", "up": "1"})
    codes = session.scalars(select(Category.code).order_by(Category.position)).all()
    assert codes[-2:] == ["cadet", "other"]
    with transaction(session):
        row = session.get(Category, "military")
        assert row is not None
        session.delete(row)
    assert "Add the usual ones that are missing: 1" in text(director, "/patrons/categories")
    director.post("/patrons/categories/usual")
    assert "Military" in text(director, "/patrons/categories")


TABLE = "Фамилия;Имя;Категория;Группа\nАзимов;Бобур;студент;XF-1\nКаримов;Анвар;Талаба;XF-1\nСобиров;Али;контракт;"


def test_a_table_is_looked_through_named_and_taken_in(
    app: Flask, desk: FlaskClient, session: Session
) -> None:
    add_reader(session, NOON, patronymic="")
    assert "No table yet" in text(desk, "/patrons/import")
    answer = desk.post(
        "/patrons/import", data={"file": (io.BytesIO(TABLE.encode("cp1251")), "talabalar.csv")}
    )
    address = answer.headers["Location"]
    page = text(desk, address)
    assert "On record already: Karimov Anvar, card R-1" in page
    assert "The library has no category “контракт”." in page
    assert "Take in: 1" in page
    assert "контракт" not in text(desk, f"{address}?state=new").split("<form")[0].split("</thead>")[-1]
    columns = {
        "column-surname": "Фамилия", "column-given_name": "Имя", "column-category": "Категория",
        "column-study_group": "Группа", "language": "uz", "category": "", "register": "y", "word": "контракт",
        "word-category": "bachelor",
    }  # fmt: skip
    page = desk.post(f"{address}/columns", data=columns, follow_redirects=True).text
    assert "Take in: 2" in page
    row = page.split('name="row" value="')[1].split('"')[0]
    desk.post(f"{address}/line", data={"row": row, "take": "0"})
    assert "Take in: 1" in text(desk, address)
    desk.post(f"{address}/accept")
    part = desk.get(f"{address}/part", headers={"HX-Request": "true"})
    assert "hx-get" in part.text
    assert desk.get(f"{address}/part").status_code == 302
    runner_of(app).run_waiting()
    session.rollback()
    part = desk.get(f"{address}/part", headers={"HX-Request": "true"})
    assert part.headers["HX-Refresh"] == "true"
    assert "Added: 1." in text(desk, address)
    session.expire_all()
    assert session.scalars(select(PatronImport.state)).one() == "accepted"
    assert {each.surname for each in session.scalars(select(Patron))} >= {"Karimov"}
    assert desk.post(f"{address}/accept").status_code == 302  # nothing more is put down
    assert desk.post(f"{address}/drop").status_code == 400


def test_a_table_is_put_aside(desk: FlaskClient, session: Session) -> None:
    address = desk.post(
        "/patrons/import", data={"file": (io.BytesIO(TABLE.encode()), "x.csv"), "category": "pupil"}
    ).headers["Location"]
    desk.post(f"{address}/drop")
    page = text(desk, address)
    assert "put aside" in page
    assert "Take in" not in page
    assert session.scalars(select(Patron)).all() == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no line in this file"),
        (b"\x89PNG\0", "no table that can be read"),
        (b"\xd0\xcf\x11\xe0", "old Excel"),
    ],
)
def test_a_file_that_is_no_table_says_so(desk: FlaskClient, content: bytes, words: str) -> None:
    answer = desk.post("/patrons/import", data={"file": (io.BytesIO(content), "x.xls")})
    assert answer.status_code == 400
    assert words in answer.text
    assert desk.post("/patrons/import", data={}).status_code == 400


def test_tables_of_nobody_are_404(desk: FlaskClient) -> None:
    for part in ("", "?state=new"):
        text(desk, f"/patrons/import/404{part}", 404)
    assert desk.post("/patrons/import/404/accept").status_code == 404
    assert desk.post("/patrons/import/404/columns", data={}).status_code == 404
