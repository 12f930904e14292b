"""Reads of the scan box: its receipts, sessions, settings, and what the reader's card shows."""

from circulation.desk.queries.added import FROM_DESK, BriefCopy, brief_copies, count_brief
from circulation.desk.queries.answers import FeedRow, answers_of, feed, kept_answer, last_answer, last_slip
from circulation.desk.queries.reader import LoanLine, is_at_home, is_known, loan_lines, visits_in
from circulation.desk.queries.sessions import Abandoned, abandoned, session_of, told_of_loans
from circulation.desk.queries.settings import IDLE_MINUTES, NOTICES, idle_time, notices_wanted

__all__ = [
    "FROM_DESK", "IDLE_MINUTES", "NOTICES", "Abandoned", "BriefCopy", "FeedRow", "LoanLine", "abandoned", "answers_of",
    "brief_copies", "count_brief", "feed", "idle_time", "is_at_home", "is_known", "kept_answer", "last_answer",
    "last_slip", "loan_lines", "notices_wanted", "session_of", "told_of_loans", "visits_in",
]  # fmt: skip
