"""Reads of the log: sums, and the rows that a sum opens to."""

from ils.activity.queries.rows import (
    ActivityRow,
    Page,
    latest_of_subject,
    opened,
    opened_terms,
    totals_by_kind,
)
from ils.activity.queries.sharing import Asked, counted_each, counted_many
from ils.activity.queries.summing import counted, counted_by, crossed, daily, day_by, total

__all__ = [
    "ActivityRow", "Asked", "Page", "counted", "counted_by", "counted_each", "counted_many", "crossed", "daily", "day_by",
    "latest_of_subject", "opened", "opened_terms", "total", "totals_by_kind",
]  # fmt: skip
