"""What the desk prints: the card of commands, read back by a real decoder, and slips; its list and its settings."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from circulation.desk.rules import Command
from ils.accounts.permissions import Role
from tests.circulation.desk.test_views import Browser, token_in
from tests.circulation.loans.desk import Desk
from tests.conftest import NOON, SignIn
from tests.world import add_nilufar

TOOLS = shutil.which("zbarimg") and shutil.which("pdftoppm")


@pytest.fixture
def browser(session: Session, client: FlaskClient) -> Iterator[Browser]:
    """Nilufar of the desk, signed in, in English."""
    with time_machine.travel(NOON, tick=False) as traveller:
        add_nilufar(session, NOON)
        opened = Browser(client, traveller)
        opened.sign_in()
        yield opened


@pytest.mark.skipif(not TOOLS, reason="zbarimg and pdftoppm are not here")
@pytest.mark.parametrize("language", ["uz", "ru"])
def test_sb_01_a_scanner_reads_every_command_off_the_printed_card(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    browser.client.post("/language", data={"language": language})
    answer = browser.client.get("/desk/commands.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    card = tmp_path / "card.pdf"
    card.write_bytes(answer.data)
    subprocess.run(["pdftoppm", "-r", "200", "-png", str(card), str(tmp_path / "page")], check=True)
    pages = sorted(tmp_path.glob("page*.png"))
    assert len(pages) == 1  # one sheet, to lie beside the scanner
    read = subprocess.run(
        ["zbarimg", "--quiet", "-Sdisable", "-Scode128.enable", *map(str, pages)],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    assert set(re.findall(r"CODE-128:(\S+)", read)) == {command.value for command in Command}


def test_the_card_is_for_those_who_circulate(signed_in: SignIn) -> None:
    assert signed_in(Role.CATALOGUER).get("/desk/commands.pdf").status_code == 403


def test_sb_08_the_slip_is_printed_with_the_answer(browser: Browser, session: Session) -> None:
    desk = Desk(session, NOON)
    desk.reader("R-1")
    desk.copy("INV-1")
    assert browser.post("/desk/scan", code="=SLIP").status_code == 422
    assert "No slip yet" in browser.client.get("/desk/slip").text
    browser.scan("R-1")
    browser.scan("INV-1")
    answer = browser.scan("=SLIP")
    assert 'data-prints="yes"' in answer
    slip = answer[answer.index('id="desk-slip"') :]
    for words in ("Karimov Anvar Botir oʻgʻli", "R-1", "Oʻtkan kunlar", "30.04.2026", "Copies held: 1"):
        assert words in slip
    assert 'data-prints=""' in browser.scan("=DONE")
    without_script = browser.post("/desk/scan", part=False, code="=SLIP")
    assert (without_script.status_code, without_script.location) == (303, "/desk/slip")
    assert "Oʻtkan kunlar" in browser.client.get("/desk/slip").text


def test_ci_05_the_slip_of_a_copy_set_aside_names_its_reader_to_the_librarian_only(
    browser: Browser, session: Session
) -> None:
    desk = Desk(session, NOON)
    desk.reader("R-1")
    desk.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    desk.copy("INV-1")
    desk.lend("R-1")
    browser.scan("R-2")
    asked = browser.scan("INV-1")
    browser.post("/desk/answer", answer="hold", token=token_in(asked))
    browser.scan("=DONE")
    caught = browser.scan("INV-1", after=20)
    assert 'class="notice notice-hold"' in caught
    assert "Returned → hold shelf" in caught
    slip = browser.scan("=SLIP")
    slip = slip[slip.index('id="desk-slip"') : slip.index('id="desk-state"')]
    assert "S. N." in slip
    assert "Saidova" not in slip
    assert "R-2" in slip


def test_co_01_cataloguers_see_what_the_desk_added(
    browser: Browser, signed_in: SignIn, session: Session
) -> None:
    assert "Nothing waits" in signed_in(Role.CATALOGUER).get("/desk/added").text
    box = browser.scan("NEW-9")
    browser.post("/desk/answer", answer="add", text="Yulduzli tunlar", token=token_in(box))
    client = signed_in(Role.ADMINISTRATOR)
    listed = client.get("/desk/added").text
    assert "Yulduzli tunlar" in listed
    assert "NEW-9" in listed
    assert browser.client.get("/desk/added").status_code == 403
    assert "/desk/added" in client.get("/").text


def test_sb_10_the_library_sets_when_a_session_ends(signed_in: SignIn) -> None:
    client = signed_in(Role.DIRECTOR)
    assert 'value="10"' in client.get("/desk/settings").text
    for wrong in ("", "0", "121", "soon"):
        assert client.post("/desk/settings", data={"idle_minutes": wrong}).status_code == 422
    assert client.post("/desk/settings", data={"idle_minutes": "3"}).status_code == 302
    page = client.get("/desk/settings").text
    assert 'value="3"' in page
    assert "checked" not in page
    assert 'data-idle=""' in client.get("/desk/").text
