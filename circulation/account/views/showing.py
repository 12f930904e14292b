"""What the reader owes, and what the library has written."""

from __future__ import annotations

from circulation.account.messages import MESSAGE_STATES
from circulation.account.queries import OwnReader
from circulation.account.views.door import Page, blueprint, own, shown
from circulation.charges import queries as charges
from circulation.charges.messages import KINDS as CHARGE_KINDS
from ils.outbox.queries import messages_to
from ils.web.outbox.messages import CHANNELS, KINDS
from ils.web.session import current_session


@blueprint.get("/debts")
@own
def owed(reader: OwnReader) -> Page:
    """Show what is still to be paid; paying is done at the desk."""
    account = charges.account(current_session(), reader.id)
    standing = [each for each in account.charges if each.reverses_id is None and each.open > 0]
    return shown(reader, "account/owed.html", account=account, charges=standing, kinds=CHARGE_KINDS)


@blueprint.get("/messages")
@own
def messages(reader: OwnReader) -> Page:
    """Show the newest messages to the reader; those that were not true any more were never sent."""
    rows = messages_to(current_session(), "patron", reader.id)
    return shown(
        reader, "account/messages.html", states=MESSAGE_STATES, kinds=KINDS, channels=CHANNELS,
        rows=[each for each in rows if each.state in MESSAGE_STATES],
    )  # fmt: skip
