"""Who may do what: the whole table, written out a second time on purpose."""

from __future__ import annotations

import pytest

from ils.accounts.permissions import MAY, Permission, Role, may

pytestmark = pytest.mark.engine_free

# Columns: administrator, director, cataloguer, desk, foreign department, kiosk.
TABLE = {
    Permission.CATALOGUE:        "yes yes yes no  yes no",
    Permission.CIRCULATE:        "yes yes no  yes yes no",
    Permission.OVERRIDE:         "yes yes no  no  no  no",
    Permission.FORGIVE:          "yes yes no  no  no  no",
    Permission.COUNT_VISITS:     "yes yes no  yes yes yes",
    Permission.OVERDUE:          "yes yes no  yes yes no",
    Permission.FOREIGN_FUND:     "yes yes no  no  yes no",
    Permission.SEE_FOREIGN_FUND: "yes yes yes yes yes no",
    Permission.SEE_PLAN:         "yes yes yes yes yes no",
    Permission.PLAN:             "yes yes no  no  no  no",
    Permission.APPROVE_ACTS:     "yes yes no  no  no  no",
    Permission.SETTINGS:         "yes yes no  no  no  no",
    Permission.STAFF:            "yes no  no  no  no  no",
}  # fmt: skip
ROLES = (Role.ADMINISTRATOR, Role.DIRECTOR, Role.CATALOGUER, Role.DESK, Role.FOREIGN, Role.KIOSK)
CELLS = [
    (role, permission, word == "yes")
    for permission, row in TABLE.items()
    for role, word in zip(ROLES, row.split(), strict=True)
]


@pytest.mark.parametrize(("role", "permission", "allowed"), CELLS)
def test_each_cell_of_the_table(role: Role, permission: Permission, allowed: bool) -> None:
    assert may(role, permission) is allowed


def test_the_table_is_whole() -> None:
    assert set(TABLE) == set(Permission)
    assert set(ROLES) == set(Role) == set(MAY)


def test_whoever_may_change_a_thing_may_see_it() -> None:
    for role in Role:
        assert may(role, Permission.SEE_PLAN) or not may(role, Permission.PLAN)
        assert may(role, Permission.SEE_FOREIGN_FUND) or not may(role, Permission.FOREIGN_FUND)
