"""Sister pages of the readers: the same tabs on each, one line of the menu lit; a refusal stands beside its field."""

from __future__ import annotations

import re

import pytest

from ils.accounts.permissions import Role
from tests.circulation.patrons.test_pages import FORM
from tests.conftest import SignIn

TABS = re.compile(r'<nav class="tabs".*?</nav>', re.DOTALL)
LIT = re.compile(r'class="nav-link-row is-on" href="([^"]+)"')


@pytest.mark.parametrize("address", ["/patrons/", "/patrons/register", "/charges/", "/loans/losses"])
def test_sister_pages_show_the_same_tabs(signed_in: SignIn, address: str) -> None:
    page = signed_in(Role.DIRECTOR).get(address).text
    row = TABS.search(page)
    assert row is not None
    assert row[0].count("<a ") == 8
    assert row[0].count('aria-current="page"') == 1
    assert set(LIT.findall(page)) == {"/patrons/"}


def test_late_closures_light_the_line_that_their_path_names(signed_in: SignIn) -> None:
    assert set(LIT.findall(signed_in(Role.DIRECTOR).get("/loans/closures").text)) == {"/settings/"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"phone": "12"}, "phone"), ({"guardian_phone": "12"}, "guardian_phone"),
        ({"guardian_card": "R-9"}, "guardian_card"), ({"email": "nobody"}, "email"),
        ({"card_number": "=DONE"}, "card_number"),
    ],
)  # fmt: skip
def test_a_refusal_of_the_form_marks_its_field(signed_in: SignIn, wrong: dict[str, str], field: str) -> None:
    answer = signed_in(Role.DESK).post("/patrons/new", data=FORM | wrong)
    assert answer.status_code == 422
    marked = [each for each in re.findall(r"<input[^>]*>", answer.text) if 'aria-invalid="true"' in each]
    assert [re.findall(r'name="([^"]+)"', each)[0] for each in marked] == [field]


def test_a_doubt_is_told_in_words_alone(signed_in: SignIn) -> None:
    child = FORM | {"birth_date": "2016-02-03", "category": "pupil"}
    answer = signed_in(Role.DESK).post("/patrons/new", data=child)
    assert answer.status_code == 422
    assert "doubt_no_guardian" not in re.sub(r'value="[^"]*"', "", answer.text)
    card = re.search(r'<input[^>]*name="guardian_card"[^>]*>', answer.text)
    assert card is not None
    assert "data-autofocus" in card[0]
