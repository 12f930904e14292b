"""The plan's own arithmetic."""

from ils.workplan.rules.lines import (
    DEADLINES,
    LANGUAGES,
    MEASURES,
    MODES,
    SERVICES,
    LineText,
    SectionText,
    is_number,
    next_part,
    number_key,
    parent_of,
    section_number,
)
from ils.workplan.rules.periods import (
    MONTHS,
    PARTS,
    QUARTERS,
    YEAR,
    Period,
    month_period,
    months_of,
    part_of,
    part_period,
    percent,
    quarter_period,
    year_gone,
    year_period,
)

__all__ = [
    "DEADLINES", "LANGUAGES", "MEASURES", "MODES", "MONTHS", "PARTS", "QUARTERS", "SERVICES", "YEAR", "LineText",
    "Period", "SectionText", "is_number", "month_period", "months_of", "next_part", "number_key", "parent_of", "part_of",
    "part_period", "percent", "quarter_period", "section_number", "year_gone", "year_period",
]  # fmt: skip
