"""Asking the addresses of databases whether they still answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from time import monotonic

from sqlalchemy import select
from sqlalchemy.orm import Session

from foreign_fund.databases.models import OnlineDatabase
from foreign_fund.databases.rules import LinkState, leads_on, link_to_ask, state_of_status
from ils.activity.work import Work
from ils.net.addresses import NOBODY, Allowed
from ils.net.asking import (
    InnerAddressError,
    LookUp,
    NotReachedError,
    ask_head,
    look_up,
    time_left,
)

SECONDS = 10.0  # for an address with everything it leads to
HOPS = 5
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Answered:
    """What an address said; `reached` is False where nobody answered at all."""

    state: LinkState
    told: str
    reached: bool = True


def ask_address(
    url: str,
    *,
    allowed: Allowed = NOBODY,
    tick: Callable[[], float] = monotonic,
    find: LookUp = look_up,
    hops: int = HOPS,
) -> Answered:
    """Ask one address over the net, and whatever it leads on to; an inner one that is not `allowed` is left alone.

    An address that leads on for longer than `hops` is one that answers: some sites do so to whoever keeps no cookies.
    """
    ask = partial(ask_head, allowed=allowed, left=time_left(tick() + SECONDS, tick), find=find)
    reached = False
    try:
        asked = link_to_ask(url)
        head = ask(asked)
        reached = True
        for _hop in range(hops):
            following = leads_on(asked, head.status, head.location)
            if not following:
                break
            asked, head = following, ask(following)
    except InnerAddressError:
        return Answered(LinkState.INNER, LinkState.INNER.value, reached=reached)
    except (NotReachedError, ValueError) as problem:
        told = str(problem) if isinstance(problem, NotReachedError) else type(problem).__name__
        return Answered(LinkState.BROKEN, told[:LONGEST], reached=reached)
    return Answered(state_of_status(head.status), f"HTTP {head.status}")


def note_links(session: Session, work: Work, *, found: Mapping[int, Answered]) -> dict[str, int]:
    """Write down what the addresses said; returns how many of each state.

    Where not one of several was reached, it is the library that has no net: nothing is called broken then. What was
    left alone says nothing of the net.
    """
    tried = [each for each in found.values() if each.state is not LinkState.INNER or each.reached]
    offline = len(tried) > 1 and not any(each.reached for each in tried)
    counts = dict.fromkeys((state.value for state in LinkState if state), 0)
    rows = select(OnlineDatabase).where(OnlineDatabase.id.in_(found)).order_by(OnlineDatabase.id)
    for row in session.scalars(rows.with_for_update(), execution_options={"populate_existing": True}):
        answered = found[row.id]
        state = LinkState.OFFLINE if offline and answered.state is not LinkState.INNER else answered.state
        counts[state.value] += 1
        row.link_state = LinkState.UNASKED.value if state is LinkState.INNER else state.value
        row.link_told, row.link_checked_at = answered.told, work.now
        if state is LinkState.BROKEN:
            row.broken_since = row.broken_since or work.day
        elif state is not LinkState.OFFLINE:
            row.broken_since = None
    session.flush()
    return counts
