"""Partners: the rules as tables."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from foreign_fund.partners.errors import PartnerError, PartnerInputError, RequestCode
from foreign_fund.partners.rules.ledger import (
    Account,
    Difference,
    Priced,
    StandingLine,
    Worth,
    changes_to_agree,
    differences,
    two_sides,
    worth_of,
)
from foreign_fund.partners.rules.requests import (
    Form,
    RequestState,
    Step,
    check_step,
    is_late,
    is_open,
    next_states,
)

pytestmark = pytest.mark.engine_free

TODAY = date(2026, 4, 15)
S = RequestState


def test_what_is_sent_the_partner_owes_and_what_is_received_we_owe() -> None:
    worth = worth_of([Priced(2, 1050, 126_000), Priced(1, 0, 0)])
    assert worth == Worth(3, 2100, 252_000)
    assert two_sides("sent", worth) == ((Account.PARTNER, worth), (Account.SENT, -worth))
    assert two_sides("received", worth) == ((Account.PARTNER, -worth), (Account.RECEIVED, worth))
    for direction in ("sent", "received"):
        first, second = two_sides(direction, worth)
        assert first[1] + second[1] == Worth()


@pytest.mark.parametrize(
    ("ledger", "act", "found"),
    [
        ({1: 2}, {1: 2}, ()),
        ({}, {}, ()),
        ({1: 2, 2: 1}, {1: 1, 3: 4}, (Difference(1, 2, 1), Difference(2, 1, 0), Difference(3, 0, 4))),
    ],
)
def test_where_ledger_and_act_part(
    ledger: dict[int, int], act: dict[int, int], found: tuple[Difference, ...]
) -> None:
    assert differences(ledger, act) == found


LINES = [StandingLine(10, 1, 2), StandingLine(11, 1, 3), StandingLine(12, 2, 1), StandingLine(13, None, 9)]


@pytest.mark.parametrize(
    ("parted", "wanted", "new"),
    [
        ([Difference(1, 5, 6)], {10: 3}, {}),
        ([Difference(1, 5, 4)], {11: 2}, {}),
        ([Difference(1, 5, 1)], {11: 0, 10: 1}, {}),
        ([Difference(2, 1, 0), Difference(7, 0, 3)], {12: 0}, {7: 3}),
    ],
)
def test_what_the_ledger_must_say_to_agree(
    parted: list[Difference], wanted: dict[int, int], new: dict[int, int]
) -> None:
    assert changes_to_agree(LINES, parted) == (wanted, Counter(new))


@pytest.mark.parametrize(
    ("state", "form", "leads", "is_still_open"),
    [
        (S.ASKED, Form.BOOK, {S.FOUND, S.SENT, S.REFUSED, S.CANCELLED}, True),
        (S.FOUND, Form.BOOK, {S.SENT, S.REFUSED, S.CANCELLED}, True),
        (S.SENT, Form.BOOK, {S.RETURNED}, True),
        (S.SENT, Form.FILE, set(), False),
        (S.SENT, Form.COPY, set(), False),
        (S.RETURNED, Form.BOOK, set(), False),
        (S.REFUSED, Form.BOOK, set(), False),
        (S.CANCELLED, Form.FILE, set(), False),
    ],
)
def test_which_state_leads_where(
    state: RequestState, form: Form, leads: set[RequestState], is_still_open: bool
) -> None:
    assert set(next_states(state, form)) == leads
    assert is_open(state, form) is is_still_open


@pytest.mark.parametrize(
    ("state", "form", "due", "late"),
    [
        ("sent", "book", date(2026, 4, 14), True),
        ("sent", "book", TODAY, False),
        ("sent", "file", date(2026, 1, 1), False),
        ("returned", "book", date(2026, 1, 1), False),
        ("sent", "book", None, False),
    ],
)
def test_what_is_late(state: str, form: str, due: date | None, late: bool) -> None:
    assert is_late(state, form, due, TODAY) is late


@pytest.mark.parametrize(
    ("step", "now", "form", "code"),
    [
        (Step("returned", TODAY), "asked", "book", RequestCode.STEP_INVALID),
        (Step("lent", TODAY), "asked", "book", RequestCode.STEP_INVALID),
        (Step("returned", TODAY), "sent", "file", RequestCode.STEP_INVALID),
        (Step("found", date(2026, 4, 16)), "asked", "book", RequestCode.DAY_AHEAD),
        (Step("found", date(2026, 3, 31)), "asked", "book", RequestCode.DAY_BEFORE),
        (Step("refused", TODAY, note=" "), "asked", "book", RequestCode.REASON_MISSING),
        (Step("sent", TODAY), "found", "book", RequestCode.DUE_MISSING),
        (Step("sent", TODAY, due_on=date(2026, 4, 14)), "found", "book", RequestCode.DUE_BEFORE),
    ],
)
def test_a_step_that_cannot_be(step: Step, now: str, form: str, code: RequestCode) -> None:
    with pytest.raises((PartnerError, PartnerInputError)) as refused:
        check_step(step, now=now, form=form, since=date(2026, 4, 1), today=TODAY)
    assert refused.value.code is code
