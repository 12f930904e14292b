"""What the tally board refuses stands beside the field it belongs into."""

from __future__ import annotations

import re

import pytest

from ils.accounts.permissions import Role
from tests.conftest import SignIn


@pytest.mark.parametrize("kind", ["group", "event"])
def test_vs_02_a_group_without_a_name_marks_the_name(signed_in: SignIn, kind: str) -> None:
    answer = signed_in(Role.DESK).post(
        "/visits/", data={"kind": kind, "title": " ", "sector": "lending", "persons": "3"}
    )
    assert answer.status_code == 422
    title = re.search(r'<input[^>]*name="title"[^>]*>', answer.text)
    assert title is not None
    assert 'aria-invalid="true"' in title[0]
    assert "Fill in this field." in answer.text
    assert "title”" not in answer.text
