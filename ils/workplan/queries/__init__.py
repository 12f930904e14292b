"""Reads of the plan."""

from ils.workplan.queries.facts import Fact, facts_of, narrowed, narrowed_by
from ils.workplan.queries.figures import (
    Figure,
    by_month,
    last_facts,
    plan_figure,
    plan_figures,
)
from ils.workplan.queries.lines import Terms, find_line, line_terms, lines_of, terms_of, years
from ils.workplan.queries.openings import Opening, lines_for, opening_values, opening_within, openings
from ils.workplan.queries.targets import target_cells, target_of

__all__ = [
    "Fact", "Figure", "Opening", "Terms", "by_month", "facts_of", "find_line", "last_facts",
    "line_terms", "lines_for", "lines_of", "narrowed", "narrowed_by", "opening_values", "opening_within",
    "openings", "plan_figure", "plan_figures", "target_cells", "target_of", "terms_of", "years",
]  # fmt: skip
