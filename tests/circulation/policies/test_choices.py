"""Limits, decisions, item types and the terms of a copy: what a library sets beside the table."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.queries import item_types
from catalog.items.services import add_item
from circulation.policies.errors import PolicyCode, PolicyError, PolicyInputError, PolicyNotFound
from circulation.policies.models import DeskSeverity
from circulation.policies.queries import copies_of_types, limit, load_limits, load_severities
from circulation.policies.rules import DECISIONS, FIXED, SEVERITIES, Limit
from circulation.policies.services import (
    delete_limit,
    delete_type,
    move_type,
    save_limit,
    save_policy,
    save_type,
    set_decisions,
)
from ils.accounts.models import AuditEntry
from ils.db import transaction
from ils.errors import InputError
from tests.circulation.loans.desk import add_plain_record
from tests.conftest import NOON
from tests.world import work_at

WORK = work_at(NOON)
BOOKS: dict[str, Any] = {"category": "", "item_type": "book", "fund": "", "copies": 3}
NAMES = {"name_uz": "Yangi nashr", "name_ru": "Новинка", "name_en": "New book"}


def actions(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


class TestLimits:
    def test_CO_17_a_limit_is_added_changed_and_deleted(self, session: Session) -> None:
        with transaction(session):
            number = save_limit(session, WORK, **BOOKS).id
        with transaction(session):
            save_limit(session, WORK, limit_id=number, **(BOOKS | {"copies": 4}))
        assert load_limits(session) == (Limit(number, "", "book", "", 4),)
        with transaction(session):
            delete_limit(session, WORK, limit_id=number)
        assert load_limits(session) == ()
        assert actions(session) == ["loan_limit_saved", "loan_limit_saved", "loan_limit_deleted"]
        with pytest.raises(PolicyNotFound):
            limit(session, number)

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"fund": "foreign"}, PolicyCode.LIMIT_OF_ONE),
            ({"item_type": ""}, PolicyCode.LIMIT_OF_ONE),
            ({"copies": -1}, PolicyCode.LIMIT_INVALID),
            ({"copies": None}, PolicyCode.LIMIT_INVALID),
            ({"category": "astronaut"}, PolicyCode.CATEGORY_UNKNOWN),
            ({"item_type": "papyrus"}, PolicyCode.ITEM_TYPE_UNKNOWN),
            ({"item_type": "", "fund": "moon"}, PolicyCode.FUND_UNKNOWN),
        ],
    )
    def test_a_limit_that_cannot_be_is_refused(
        self, session: Session, wrong: dict[str, Any], code: PolicyCode
    ) -> None:
        with pytest.raises(PolicyInputError) as refused, transaction(session):
            save_limit(session, WORK, **(BOOKS | wrong))
        assert refused.value.code is code

    def test_two_limits_of_the_same_are_refused(self, session: Session) -> None:
        with transaction(session):
            save_limit(session, WORK, **BOOKS)
        with pytest.raises(PolicyError) as refused, transaction(session):
            save_limit(session, WORK, **BOOKS)
        assert refused.value.code is PolicyCode.LIMIT_TAKEN
        with pytest.raises(PolicyNotFound), transaction(session):
            delete_limit(session, WORK, limit_id=404)


class TestDecisions:
    def test_only_what_differs_from_the_default_is_kept(self, session: Session) -> None:
        with transaction(session):
            assert set_decisions(session, WORK, chosen={"note": "off", "has_overdue": "ask"}) == 1
        assert load_severities(session) == {"note": "off"}
        with transaction(session):
            assert set_decisions(session, WORK, chosen={"note": "off"}) == 0
        with transaction(session):
            assert set_decisions(session, WORK, chosen={"note": "tell"}) == 1
        assert load_severities(session) == {}
        assert actions(session) == ["desk_decisions_set", "desk_decisions_set"]

    @pytest.mark.parametrize("severity", SEVERITIES)
    def test_every_decision_but_three_may_be_anything(self, session: Session, severity: str) -> None:
        chosen = {each.code: str(severity) for each in DECISIONS if each.code not in FIXED}
        with transaction(session):
            set_decisions(session, WORK, chosen=chosen)
        session.rollback()
        kept = set(session.scalars(select(DeskSeverity.code)))
        assert kept == {each.code for each in DECISIONS if each.code in chosen and each.default != severity}

    @pytest.mark.parametrize(
        ("chosen", "code"),
        [
            ({"copy_unknown": "off"}, PolicyCode.DECISION_FIXED),
            ({"reader_unknown": "ask"}, PolicyCode.DECISION_FIXED),
            ({"no_policy": "tell"}, PolicyCode.DECISION_FIXED),
            ({"moon": "ask"}, PolicyCode.DECISION_UNKNOWN),
            ({"note": "loud"}, PolicyCode.SEVERITY_UNKNOWN),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, session: Session, chosen: dict[str, str], code: PolicyCode
    ) -> None:
        with pytest.raises(PolicyInputError) as refused, transaction(session):
            set_decisions(session, WORK, chosen=chosen)
        assert refused.value.code is code


class TestItemTypes:
    def test_a_new_library_has_a_few(self, session: Session) -> None:
        assert [each.code for each in item_types(session)][-3:] == ["textbook", "rare", "new_demand"]

    def test_a_type_is_added_renamed_moved_and_deleted(self, session: Session) -> None:
        with transaction(session):
            save_type(session, WORK, code="atlas", new=True, name_uz="Atlas", name_ru="", name_en="")
        assert item_types(session)[-1].name_ru == "Atlas"
        with transaction(session):
            save_type(
                session, WORK, code="atlas", new=False, name_uz="Xarita", name_ru="Карта", name_en="Map"
            )
            move_type(session, WORK, code="atlas", up=True)
            move_type(session, WORK, code="book", up=True)  # stays first
        codes = [each.code for each in item_types(session)]
        assert (codes[0], codes[-4:]) == ("book", ["textbook", "rare", "atlas", "new_demand"])
        with transaction(session):
            delete_type(session, WORK, code="atlas")
        assert "atlas" not in {each.code for each in item_types(session)}

    @pytest.mark.parametrize("code", ["", "A", "Atlas", "1a", "a", "x" * 41, "kitob-2"])
    def test_a_code_that_cannot_be_is_refused(self, session: Session, code: str) -> None:
        with pytest.raises(PolicyInputError) as refused, transaction(session):
            save_type(session, WORK, code=code, new=True, **NAMES)
        assert refused.value.code is PolicyCode.TYPE_CODE

    def test_taken_unknown_and_nameless_ones_are_refused(self, session: Session) -> None:
        with pytest.raises(PolicyError) as refused, transaction(session):
            save_type(session, WORK, code="textbook", new=True, **NAMES)
        assert refused.value.code is PolicyCode.TYPE_TAKEN
        for act in (
            lambda: save_type(session, WORK, code="atlas", new=False, **NAMES),
            lambda: move_type(session, WORK, code="atlas", up=True),
            lambda: delete_type(session, WORK, code="atlas"),
        ):
            with pytest.raises(PolicyNotFound), transaction(session):
                act()
        with pytest.raises(InputError), transaction(session):
            save_type(session, WORK, code="atlas", new=True, name_uz=" ", name_ru="", name_en="")

    def test_a_type_in_use_cannot_go(self, session: Session) -> None:
        with transaction(session):
            record = add_plain_record(session, NOON, title="Focus 5")
            add_item(session, WORK, record_id=record, department="lending", item_type="rare")
            save_limit(session, WORK, category="", item_type="new_demand", fund="", copies=2)
        for code in (
            "textbook",
            "rare",
            "new_demand",
            "book",
        ):  # a row, a copy, a limit, every record name them
            with pytest.raises(PolicyError) as refused, transaction(session):
                delete_type(session, WORK, code=code)
            assert refused.value.code is PolicyCode.TYPE_IN_USE
        assert copies_of_types(session) == {"rare": 1}

    def test_policies_may_name_a_type_of_ones_own(self, session: Session) -> None:
        with transaction(session):
            row = save_policy(
                session, WORK, category="", item_type="rare", use="", department="", days=3, open_days=False,
                renewals=0, limit_total=1,
            )  # fmt: skip
        assert row.id
