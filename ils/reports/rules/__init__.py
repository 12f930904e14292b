"""Values and arithmetic of reports."""

from ils.reports.rules.ages import STATE_AGES
from ils.reports.rules.cuts import CONDITIONS, MOST_TERMS, Terms, from_address, narrow, to_address
from ils.reports.rules.formulas import half_up, per_cent, ratio
from ils.reports.rules.periods import (
    EVERY,
    MONTHS,
    before,
    check_days,
    code_of,
    days_of,
    ended_since,
    period_of,
    read_code,
    told,
    year_ago,
)
from ils.reports.rules.roof import MassWork
from ils.reports.rules.shapes import (
    Acts,
    Asked,
    Cell,
    Chart,
    Column,
    Data,
    Joined,
    Line,
    Name,
    Opens,
    Report,
    Row,
    Say,
    Stock,
    Table,
    Text,
    Thing,
    cells,
    say,
    section,
)

__all__ = [
    "CONDITIONS", "EVERY", "MONTHS", "MOST_TERMS", "STATE_AGES", "Acts", "Asked", "Cell", "Chart", "Column", "Data",
    "Joined", "Line", "MassWork", "Name", "Opens", "Report", "Row", "Say", "Stock", "Table", "Terms", "Text", "Thing",
    "before", "cells", "check_days", "code_of", "days_of", "ended_since", "from_address", "half_up", "narrow", "per_cent",
    "period_of", "ratio", "read_code", "say", "section", "to_address", "told", "year_ago",
]  # fmt: skip
