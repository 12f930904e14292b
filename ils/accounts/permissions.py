"""The one table of who may do what."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """What a page or a service asks for."""

    CATALOGUE = "catalogue"  # import, records, items, writing acceptance acts
    APPROVE_ACTS = "approve_acts"  # what an approved act says is never changed
    CIRCULATE = "circulate"  # the desk, readers, visits
    OVERRIDE = "override"  # pass what blocks, with a written reason
    FORGIVE = "forgive"  # strike off debts and losses, reverse receipts
    COUNT_VISITS = "count_visits"  # the kiosk at the door: nothing but visits
    OVERDUE = "overdue"
    FOREIGN_FUND = "foreign_fund"
    SEE_FOREIGN_FUND = "see_foreign_fund"
    SEE_PLAN = "see_plan"
    PLAN = "plan"  # load a year's plan, change targets
    SETTINGS = "settings"  # departments, calendar, policies
    STAFF = "staff"  # accounts, audit trail


class Role(StrEnum):
    """The roles of a library's staff."""

    ADMINISTRATOR = "administrator"
    DIRECTOR = "director"
    CATALOGUER = "cataloguer"
    DESK = "desk"
    FOREIGN = "foreign_department"
    KIOSK = "kiosk"


MAY: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.DIRECTOR: frozenset(Permission) - {Permission.STAFF},
    Role.CATALOGUER: frozenset({Permission.CATALOGUE, Permission.SEE_FOREIGN_FUND, Permission.SEE_PLAN}),
    Role.DESK: frozenset(
        {
            Permission.CIRCULATE,
            Permission.COUNT_VISITS,
            Permission.OVERDUE,
            Permission.SEE_FOREIGN_FUND,
            Permission.SEE_PLAN,
        }
    ),
    Role.KIOSK: frozenset({Permission.COUNT_VISITS}),
    Role.FOREIGN: frozenset(
        {
            Permission.CATALOGUE,
            Permission.CIRCULATE,
            Permission.COUNT_VISITS,
            Permission.OVERDUE,
            Permission.FOREIGN_FUND,
            Permission.SEE_FOREIGN_FUND,
            Permission.SEE_PLAN,
        }
    ),
}


def may(role: Role, permission: Permission) -> bool:
    """Tell whether staff of this role may do it."""
    return permission in MAY[role]
