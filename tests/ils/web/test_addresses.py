"""Numbers in addresses that no row can have."""

from __future__ import annotations

import pytest
from flask import Flask

from ils.accounts.permissions import Role
from tests.conftest import SignIn

RULES = (
    "/records/{}", "/records/{}/edit", "/records/{}/history", "/records/drafts/{}", "/import/{}", "/import/1/{}",
    "/export/record/{}", "/digital/{}", "/digital/record/{}", "/jobs/{}", "/items/{}", "/union/{}", "/plan/{}",
    "/accession/{}", "/copy/targets/{}", "/labels/sheets/{}",
)  # fmt: skip


@pytest.mark.parametrize("number", ["2147483648", "9223372036854775808", "1" * 5000])
@pytest.mark.parametrize("rule", RULES)
def test_a_number_longer_than_any_row_s_is_an_unknown_address(
    signed_in: SignIn, rule: str, number: str
) -> None:
    assert signed_in(Role.DIRECTOR).get(rule.format(number)).status_code == 404


def test_every_number_in_an_address_has_its_bound(app: Flask) -> None:
    bounds = {
        (str(rule), name): converter.max
        for rule in app.url_map.iter_rules()
        for name, converter in rule._converters.items()
        if hasattr(converter, "max")
    }
    assert len(bounds) > 40
    assert {bound for bound in bounds.values() if bound is None or bound > 2**31 - 1} == set()
