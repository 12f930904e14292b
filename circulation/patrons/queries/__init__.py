"""Reads of readers and registrations."""

from circulation.patrons.queries.facts import (
    PatronFacts,
    find_patron,
    patron_facts,
    patron_snapshot,
    patrons_by_id,
)
from circulation.patrons.queries.finding import (
    PatronPage,
    Wanted,
    categories,
    list_patrons,
    search_patrons,
    suggestions,
)
from circulation.patrons.queries.reaching import recipient_of
from circulation.patrons.queries.registering import (
    Register,
    RegisterLine,
    RegisterTotals,
    RegistrationRow,
    count_registered,
    register_lines,
    register_totals,
    register_years,
    registrations_of,
)
from circulation.patrons.queries.restricting import (
    RestrictionFacts,
    RestrictionRow,
    open_restrictions,
    restrictions_of,
)

__all__ = [
    "PatronFacts",
    "PatronPage",
    "Register",
    "RegisterLine",
    "RegisterTotals",
    "RegistrationRow",
    "RestrictionFacts",
    "RestrictionRow",
    "Wanted",
    "categories",
    "count_registered",
    "find_patron",
    "list_patrons",
    "open_restrictions",
    "patron_facts",
    "patron_snapshot",
    "patrons_by_id",
    "recipient_of",
    "register_lines",
    "register_totals",
    "register_years",
    "registrations_of",
    "restrictions_of",
    "search_patrons",
    "suggestions",
]
