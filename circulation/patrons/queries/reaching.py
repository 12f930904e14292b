"""Who is written to about a reader, and where (practice.md §8)."""

from __future__ import annotations

from datetime import date

from circulation.patrons.queries.facts import PatronFacts
from circulation.patrons.rules import GROWN_UP, age
from ils.outbox.rules import Recipient


def recipient_of(facts: PatronFacts, day: date | None = None) -> Recipient:
    """Return where messages about a reader go: a child's to the guardian.

    With `day` a reader who has grown up by it is written to directly, whoever was once named as guardian; without it a
    named guardian always answers. Empty addresses are left out; a reader whose data were erased has none.
    """
    if facts.erased_at is not None:
        return Recipient("patron", facts.id, facts.full_name, facts.language, {}, ())
    addresses = _guardians(facts) if _has_guardian(facts, day) else _own(facts)
    found = {channel: address for channel, address in addresses.items() if address}
    return Recipient("patron", facts.id, facts.full_name, facts.language, found, facts.channels or ())


def _has_guardian(facts: PatronFacts, day: date | None) -> bool:
    if not (facts.guardian_id or facts.guardian_phone):
        return False
    return day is None or facts.birth_date is None or age(facts.birth_date, day) < GROWN_UP


def _own(facts: PatronFacts) -> dict[str, str]:
    return _by_channel(facts.telegram_id, facts.phone, facts.email, facts.address)


def _guardians(facts: PatronFacts) -> dict[str, str]:
    """The guardian's telephone alone is rung; what the guardian lacks, a chat or a mailbox, the child may have."""
    return _by_channel(
        facts.guardian_telegram_id or facts.telegram_id,
        facts.guardian_phone or facts.phone,
        facts.guardian_email or facts.email,
        facts.address,
    )


def _by_channel(telegram_id: int | None, phone: str, email: str, address: str) -> dict[str, str]:
    return {
        "telegram": str(telegram_id or ""), "sms": phone, "email": email, "letter": address, "call": phone,
    }  # fmt: skip
