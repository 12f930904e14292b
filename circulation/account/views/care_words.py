"""Words of what is kept about a reader: kinds, columns, and values that are codes in the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.orders.messages import FORMS, REQUEST_STATES, SCAN_STATES
from circulation.account.messages import AUDIT_WORDS
from circulation.account.queries.everything import Kept
from circulation.charges.messages import KINDS as CHARGE_KINDS
from circulation.charges.messages import METHODS
from circulation.events.messages import TYPES as EVENT_TYPES
from circulation.holds.messages import STATES as HOLD_STATES
from circulation.loans.messages import LOSS_STATES
from circulation.overdue.messages import OUTCOME_SHOWN
from circulation.paid.messages import METHODS as PAID_METHODS
from circulation.patrons.messages import AUDIT_WORDS as PATRON_AUDIT
from circulation.patrons.messages import PATRON_KINDS, REGISTRATION_KINDS, RESTRICTION_KINDS, SEXES_SHOWN
from circulation.patrons.models import RegistrationKind
from circulation.points.messages import ACTS as TRIP_ACTS
from circulation.policies.messages import USES_SHOWN
from ils.outbox.models import ChannelName
from ils.web.outbox.messages import CHANNELS, KINDS, STATES
from ils.web.words import CHANNEL_WORDS, SOURCE_WORDS

KEPT_SHOWN: dict[Kept, Any] = {
    Kept.READER: _l("The reader"),
    Kept.PHOTO: _l("Photo"),
    Kept.CHILDREN: _l("Children answered for"),
    Kept.REGISTRATIONS: _l("Registrations"),
    Kept.LOANS: _l("Loans"),
    Kept.RENEWALS: _l("Renewals"),
    Kept.LOSSES: _l("Lost books"),
    Kept.HOLDS: _l("Holds"),
    Kept.VISITS: _l("Visits"),
    Kept.ATTENDANCES: _l("Events attended"),
    Kept.MEMBERSHIPS: _l("Clubs"),
    Kept.TRIPS: _l("Mobile library"),
    Kept.CHARGES: _l("Debts"),
    Kept.RECEIPTS: _l("Payments"),
    Kept.PAID: _l("Paid services"),
    Kept.ORDERS: _l("Orders of scans"),
    Kept.REQUESTS: _l("Requests from afar"),
    Kept.RESTRICTIONS: _l("Restrictions"),
    Kept.PROMISES: _l("Promises"),
    Kept.CALLS: _l("Calls"),
    Kept.QUERIES: _l("Queries to the department"),
    Kept.SELECTIONS: _l("Selections for courses"),
    Kept.PROFILES: _l("Interest profile"),
    Kept.BULLETINS: _l("Bulletins received"),
    Kept.MESSAGES: _l("Messages"),
    Kept.DELIVERIES: _l("Attempts to reach the reader"),
    Kept.CLEARANCES: _l("Clearance sheets"),
    Kept.TELEGRAM_LINKS: _l("Links to Telegram"),
    Kept.IMPORT_ROWS: _l("Lines of imported tables"),
    Kept.TRAIL: _l("Audit trail"),
}

COLUMNS_SHOWN: dict[str, Any] = {
    "card_number": _l("Card number"), "surname": _l("Surname"), "given_name": _l("Given name"),
    "patronymic": _l("Patronymic"), "category": _l("Category"), "birth_date": _l("Date of birth"), "sex": _l("Sex"),
    "citizenship": _l("Citizenship"), "phone": _l("Telephone"), "study_group": _l("Group"),
    "language": _l("Language of letters"), "note": _l("Note"), "card_lost_on": _l("Card lost"),
    "created_at": _l("Added"), "kind": _l("Kind"), "other_name": _l("Name in the other script"),
    "email": _l("E-mail"), "address": _l("Address"), "education": _l("Education"),
    "workplace": _l("Place of work or study"), "faculty": _l("Faculty"), "course": _l("Course"),
    "document_number": _l("Passport or certificate"), "guardian_name": _l("Guardian"),
    "guardian_phone": _l("Guardian's telephone"), "guardian_card": _l("Guardian's card"),
    "contract_number": _l("Contract №"), "contact_name": _l("Contact person"), "member_until": _l("Member until"),
    "consent_on": _l("Consent"), "channels": _l("Channels"), "telegram_id": _l("Telegram"),
    "erased_at": _l("Erased"), "has_pin": _l("PIN"),
    "day": _l("Day"), "at": _l("Time"), "year": _l("Year"), "running_number": _l("Running number"),
    "department": _l("Department"), "since": _l("Since"), "until": _l("Until"), "reason": _l("Reason"),
    "lifted_at": _l("Lifted"), "lift_reason": _l("Why it is lifted"), "number": _l("Number"),
    "withdrawn_at": _l("Withdrawn"), "withdraw_reason": _l("Why it was withdrawn"), "expires_at": _l("Valid until"),
    "used_at": _l("Used"), "file_name": _l("File"), "line": _l("Line"), "cells": _l("Contents"),
    "action": _l("What was done"), "lent_on": _l("Lent"), "title": _l("Title"), "copy": _l("Copy"),
    "due_on": _l("Due"), "closed_on": _l("Returned"), "renewals": _l("Renewals"), "use": _l("Place of use"),
    "claimed_on": _l("Claimed to be returned"), "lost_on": _l("Lost"), "undone_at": _l("taken back"),
    "old_due_on": _l("Was"), "new_due_on": _l("Becomes"), "channel": _l("Channel"), "price": _l("Price, soʻm"),
    "state": _l("State"), "settled_on": _l("Settled"), "placed_on": _l("Placed"), "needed_until": _l("Needed until"),
    "shelf_until": _l("On the hold shelf until"), "ended_at": _l("Ended"), "end_reason": _l("Why it ended"),
    "sector": _l("Sector"), "source": _l("How counted"), "persons": _l("Persons"), "amount": _l("soʻm"),
    "method": _l("Method"), "outcome": _l("Outcome"), "subject": _l("Subject"), "body": _l("Text"),
    "sent_by": _l("Sent by"), "sent_at": _l("Sent"), "ok": _l("Reached"),
    "type": _l("Kind"), "place": _l("Place"), "joined_on": _l("Joined"), "club": _l("Club"), "left_on": _l("Left"),
    "point": _l("Point"), "service": _l("Paid service"), "quantity": _l("Quantity"), "payer": _l("Who pays"),
    "ordered_on": _l("Ordered on"), "requester": _l("Who ordered it"), "contact": _l("How to reach them"),
    "pages": _l("Pages"),
    "asked_on": _l("Asked on"), "recipient": _l("Who asks"), "country": _l("Country"), "paid": _l("Paid"),
    "topic": _l("Topic"), "wanted": _l("Question"), "answer": _l("Answer"),
    "asker": _l("Who asks"), "way": _l("How it came"),
    "ended_on": _l("Ended"), "discipline": _l("Discipline"), "teacher": _l("Teacher"), "term": _l("Term"),
    "students": _l("Students"), "languages": _l("Languages"), "branches": _l("Branches of knowledge"),
    "marks": _l("Class marks"), "authors": _l("Authors"), "types": _l("Kinds of documents"), "stopped_at": _l("Stopped"),
    "titles": _l("Titles"),
    "form": _l("Sent by"), "delivered_on": _l("Delivered"), "refuse_reason": _l("Why it is refused"),
}  # fmt: skip

_YES = {True: _l("yes"), False: _l("no")}
PROMISE_SHOWN = {
    "": _l("open"), "kept": _l("kept"), "broken": _l("broken"), "replaced": _l("replaced"),
    "withdrawn": _l("withdrawn"),
}  # fmt: skip
ACTIONS = {**PATRON_AUDIT, **AUDIT_WORDS}

# What every kind says in the same words, under the reader; then each kind's own.
VALUES_SHOWN: Mapping[Kept, Mapping[str, Mapping[Any, Any]]] = {
    Kept.READER: {
        "kind": PATRON_KINDS, "sex": SEXES_SHOWN, "has_pin": _YES, "ok": _YES, "channels": CHANNELS, "use": USES_SHOWN,
        "source": SOURCE_WORDS, "channel": CHANNEL_WORDS, "sent_by": CHANNELS, "action": ACTIONS, "method": METHODS,
    },
    Kept.REGISTRATIONS: {"kind": {each: REGISTRATION_KINDS[each.value] for each in RegistrationKind}},
    Kept.RESTRICTIONS: {"kind": RESTRICTION_KINDS},
    Kept.LOSSES: {"state": LOSS_STATES},
    Kept.HOLDS: {"state": HOLD_STATES},
    Kept.ATTENDANCES: {"type": EVENT_TYPES},
    Kept.TRIPS: {"kind": TRIP_ACTS},
    Kept.CHARGES: {"kind": CHARGE_KINDS},
    Kept.PAID: {"method": PAID_METHODS},
    Kept.ORDERS: {"state": SCAN_STATES},
    Kept.REQUESTS: {"state": REQUEST_STATES, "form": FORMS, "paid": _YES},
    Kept.PROMISES: {"outcome": PROMISE_SHOWN},
    Kept.CALLS: {"outcome": OUTCOME_SHOWN},
    Kept.MESSAGES: {"kind": KINDS, "state": STATES},
    Kept.DELIVERIES: {"channel": {each: CHANNELS[each.value] for each in ChannelName}},
}  # fmt: skip
