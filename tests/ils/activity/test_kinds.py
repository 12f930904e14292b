"""Names of the kinds stay what databases already hold."""

from __future__ import annotations

import re

import pytest

from ils.activity.kinds import Channel, Kind, Source

pytestmark = pytest.mark.engine_free

WRITTEN = {
    "catalog:record:create", "catalog:item:add", "catalog:item:withdraw", "circulation:patron:register",
    "circulation:patron:reregister", "circulation:visit:count", "circulation:loan:open", "circulation:loan:renew",
    "circulation:loan:close", "foreign_fund:exhibition:item_out", "foreign_fund:exhibition:open",
}  # fmt: skip


def test_no_kind_that_a_database_may_hold_is_gone() -> None:
    assert {kind.value for kind in Kind} >= WRITTEN


def test_a_kind_is_area_subject_verb_and_fits_its_column() -> None:
    for kind in Kind:
        assert re.fullmatch(
            r"(catalog|circulation|foreign_fund|registers|surveys|workplan):[a-z_]+:[a-z_]+", kind
        )
        assert len(kind) <= 60


def test_channels_and_sources_fit_their_columns() -> None:
    assert max(map(len, Channel)) <= 20
    assert max(map(len, Source)) <= 40
