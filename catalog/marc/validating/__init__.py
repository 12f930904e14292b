"""What is wrong or doubtful in a record, as findings."""

from __future__ import annotations

from catalog.marc.validating.findings import findings
from catalog.marc.validating.model import SEVERITIES, CheckCode, RecordFinding

__all__ = ["SEVERITIES", "CheckCode", "RecordFinding", "findings"]
