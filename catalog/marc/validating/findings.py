"""All that is found about one record."""

from __future__ import annotations

from pymarc import Record

from catalog.marc.model import Profile
from catalog.marc.tables import ProfileTable, table
from catalog.marc.validating.codes import check_codes
from catalog.marc.validating.dates import check_dates
from catalog.marc.validating.fields import check_fields
from catalog.marc.validating.fixed import check_fixed
from catalog.marc.validating.letters import check_letters
from catalog.marc.validating.model import RecordFinding
from catalog.marc.validating.plan import plan
from catalog.marc.validating.seen import Seen
from catalog.marc.validating.structure import check_presence, check_structure


def findings(
    record: Record,
    profile: Profile,
    *,
    level: str = "brief",
    variant: ProfileTable | None = None,
    this_year: int | None = None,
) -> tuple[RecordFinding, ...]:
    """Return what is wrong or doubtful in a record, in the order of its fields; never raises.

    `level` ("brief" or "full") says what must be there; `variant` is a table of the library's own instead of the
    profile's; `this_year` makes years after the next one impossible.
    """
    seen = Seen(record, plan(variant or table(profile)), profile)
    check_structure(seen)
    check_fields(seen)
    check_presence(seen, level)
    check_fixed(seen)
    check_codes(seen)
    check_dates(seen, this_year)
    check_letters(seen)
    return tuple(seen.found)
