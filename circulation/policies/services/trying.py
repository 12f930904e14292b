"""A changed table before it is saved: what would hold if the row were added, changed or taken away.

What last month's loans would have become under it is reckoned above, where the loans are: the roof hands that in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

from sqlalchemy.orm import Session

from circulation.policies.queries import limit, load_table, policy
from circulation.policies.rules import Limit, Row, Table
from circulation.policies.services.checks import as_policy, checked_row
from circulation.policies.services.limits import check_limit
from circulation.policies.services.rows import check_change, refuse_general


def table_with_policy(session: Session, *, policy_id: int | None = None, **row: Unpack[Row]) -> Table:
    """Return the table with a row added or changed; refused as saving it would be."""
    whole = checked_row(session, row)
    before = None if policy_id is None else policy(session, policy_id)
    check_change(session, before, whole)
    table = load_table(session)
    others = tuple(each for each in table.policies if each.id != policy_id)
    return replace(table, policies=(*others, as_policy(policy_id or 0, whole)))


def table_without_policy(session: Session, *, policy_id: int) -> Table:
    """Return the table without a row."""
    refuse_general(policy(session, policy_id))
    table = load_table(session)
    return replace(table, policies=tuple(each for each in table.policies if each.id != policy_id))


def table_with_limit(session: Session, wanted: Limit) -> Table:
    """Return the table with a limit added (id 0) or changed."""
    check_limit(session, wanted)
    table = load_table(session)
    others = tuple(each for each in table.limits if each.id != wanted.id)
    return replace(table, limits=(*others, wanted))


def table_without_limit(session: Session, *, limit_id: int) -> Table:
    """Return the table without a limit."""
    gone = limit(session, limit_id)
    table = load_table(session)
    return replace(table, limits=tuple(each for each in table.limits if each.id != gone.id))
