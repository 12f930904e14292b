"""Rules of lending as plain values: rows, limits, severities."""

from circulation.policies.rules.decisions import (
    DECISIONS,
    FIXED,
    SEVERITIES,
    Decision,
    Severity,
    decision_of,
    may_be,
)
from circulation.policies.rules.limits import Limit, fitting_limits
from circulation.policies.rules.table import (
    USES,
    Policy,
    Row,
    fitting,
    most_specific,
    policy_as_data,
    policy_from_data,
    sorted_table,
)
from circulation.policies.rules.trial import Table, Trial, TriedLoan, Verdict

__all__ = [
    "DECISIONS", "FIXED", "SEVERITIES", "USES", "Decision", "Limit", "Policy", "Row", "Severity", "Table", "Trial",
    "TriedLoan", "Verdict", "decision_of", "fitting", "fitting_limits", "may_be", "most_specific", "policy_as_data",
    "policy_from_data", "sorted_table",
]  # fmt: skip
