"""Words of the work plan's codes."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from ils.workplan.errors import PlanCode
from ils.workplan.models import Mode
from ils.workplan.rules.pace import Verdict

PLAN_WORDS: dict[PlanCode, Any] = {
    PlanCode.LINE_UNKNOWN: _l("The plan of %(year)s has no line %(number)s."),
    PlanCode.LINE_NOT_FED: _l("Nothing feeds line %(number)s yet."),
    PlanCode.YEAR_OUT_OF_RANGE: _l("%(year)s is not a year from 2000 to 2100."),
    PlanCode.YEAR_LOADED: _l("The plan of %(year)s is there already."),
    PlanCode.TARGET_INVALID: _l("The target of line %(number)s is not a whole number from 0."),
    PlanCode.PERIOD_INVALID: _l("From %(first)s to %(last)s is not a span of days within the year %(year)s."),
    PlanCode.NAME_MISSING: _l("A line needs its name in Uzbek."),
    PlanCode.TEXT_TOO_LONG: _l("“%(text)s…” is too long; at most %(longest)s characters."),
    PlanCode.NUMBER_INVALID: _l("“%(number)s” cannot be the number of this line."),
    PlanCode.NUMBER_TAKEN: _l("The plan of %(year)s has a line %(number)s already."),
    PlanCode.TOO_DEEP: _l("Line %(number)s cannot be parted further."),
    PlanCode.SECTION_UNKNOWN: _l("The plan of %(year)s has no section “%(section)s”."),
    PlanCode.SECTION_NAME_MISSING: _l("A section needs its name in Uzbek."),
    PlanCode.SECTION_TAKEN: _l("The plan of %(year)s has a section “%(section)s” already."),
    PlanCode.SERVICE_UNKNOWN: _l("There is no service “%(service)s”."),
    PlanCode.DEADLINE_UNKNOWN: _l("There is no deadline “%(deadline)s”."),
    PlanCode.REASON_MISSING: _l("Say why line %(number)s is retired."),
    PlanCode.RETIRED_ALREADY: _l("Line %(number)s is retired already."),
    PlanCode.NOT_RETIRED: _l("Line %(number)s is not retired."),
    PlanCode.PARENT_RETIRED: _l("Line %(number)s is a part of line %(parent)s, which is retired."),
    PlanCode.KIND_UNKNOWN: _l("The program does not count “%(kind)s”."),
    PlanCode.MEASURE_UNKNOWN: _l("There is no way of counting “%(measure)s”."),
    PlanCode.NO_PARTS: _l("The line has no parts that could be added up."),
    PlanCode.NO_LOANS: _l("Line %(number)s does not count issues."),
    PlanCode.NOTHING_TO_SPLIT: _l("Choose or name at least one part of line %(number)s."),
    PlanCode.PART_UNKNOWN: _l("There is no part of the year “%(part)s”."),
    PlanCode.SECTOR_UNKNOWN: _l("There is no sector “%(sector)s”."),
    PlanCode.OPENING_INVALID: _l("The figure of line %(number)s is not a whole number from 0."),
    PlanCode.OPENING_TWICE: _l(
        "Figures both of the whole year and of months would count twice: lines %(numbers)s. Keep one or the other."
    ),
    PlanCode.SOURCE_MISSING: _l("Say which paper or file the figures were taken from."),
    PlanCode.FILE_NOT_A_TABLE: _l("This file is not an XLSX table."),
    PlanCode.FILE_WITHOUT_NUMBERS: _l(
        "The first sheet has no row of headings with № and %(year)s or its months. Take the empty table as a pattern."
    ),
    PlanCode.FILE_TOO_LONG: _l("The table is longer than %(rows)s rows."),
    PlanCode.YEAR_EMPTY: _l("The plan of %(year)s has no lines to copy."),
    PlanCode.RAISE_INVALID: _l("Targets can be changed by −100 to %(highest)s per cent, not by %(percent)s."),
    PlanCode.YEAR_WITHOUT_PLAN: _l("There is no plan for %(year)s."),
    PlanCode.PART_NOT_OVER: _l("It can be closed when its last day, %(last)s, is over."),
    PlanCode.CLOSED_ALREADY: _l("It is closed already."),
    PlanCode.OPENED_ALREADY: _l("It was opened again already."),
    PlanCode.CLOSURE_UNKNOWN: _l("There is no such closing."),
    PlanCode.REOPEN_REASON: _l("Say why a closed period is opened again."),
    PlanCode.TASK_EMPTY: _l("Say what is to be done."),
    PlanCode.TASK_OVER: _l("The last day of the task, %(day)s, is over."),
    PlanCode.TASK_DONE: _l("The task is done already."),
    PlanCode.TASK_UNKNOWN: _l("There is no such task."),
}

MODE_WORDS: dict[Mode, Any] = {
    Mode.AUTO: _l("automatic"),
    Mode.SEMI: _l("half-automatic"),
    Mode.MANUAL: _l("by hand"),
}

SERVICE_WORDS: dict[str, Any] = {
    "bib": _l("Bibliography"),
    "fond": _l("Collections"),
    "abon": _l("Readers"),
    "akt": _l("Technology"),
    "hr": _l("Personnel"),
}

DEADLINES_SHOWN: dict[str, Any] = {
    "year": _l("in the course of the year"),
    "quarter": _l("every quarter"),
    "month": _l("every month"),
    "week": _l("every week"),
    "q1": _l("1st quarter"),
    "q2": _l("2nd quarter"),
    "q3": _l("3rd quarter"),
    "q4": _l("4th quarter"),
    "q1_q3": _l("1st and 3rd quarter"),
    "autumn": _l("September to December"),
    "by_plan": _l("by the plan of such events"),
}

MEASURES_SHOWN: dict[str, Any] = {
    "amount": _l("the sum of amounts"),
    "acts": _l("the number of acts"),
    "distinct": _l("different things, each once"),
    "exists": _l("1 if anything was done"),
    "parts": _l("the sum of its parts"),
}

CUTS_SHOWN: dict[str, Any] = {
    "kinds": _l("What was done"),
    "sectors": _l("Sectors"),
    "departments": _l("Departments"),
    "sources": _l("Where from, how"),
    "channels": _l("Channels"),
    "without_channels": _l("All channels but"),
    "funds": _l("Funds"),
    "categories": _l("Categories of readers"),
    "ages": _l("Ages"),
    "sexes": _l("Sexes"),
    "citizenships": _l("Citizenships"),
    "without_citizenships": _l("All citizenships but"),
    "languages": _l("Languages of documents"),
    "branches": _l("Branches of knowledge"),
    "types": _l("Kinds of documents"),
}

AREAS_SHOWN: dict[str, Any] = {
    "catalog": _l("Catalogue"),
    "circulation": _l("Readers and the desk"),
    "foreign_fund": _l("Foreign fund"),
    "registers": _l("Registers"),
    "surveys": _l("Surveys"),
    "workplan": _l("Work plan"),
}

READING_SHOWN: dict[str, Any] = {
    "figure": _l("not a whole number from 0"),
    "line": _l("no such line"),
    "twice": _l("stands higher up in the table already"),
}

AUDIT_WORDS: dict[str, Any] = {
    "plan_loaded": _l("Work plan loaded"),
    "plan_target_set": _l("Plan target set"),
    "plan_renewals_set": _l("Counting of renewals set"),  # of older versions
    "plan_line_added": _l("Plan line added"),
    "plan_line_changed": _l("Plan line changed"),
    "plan_line_split": _l("Plan line parted"),
    "plan_line_moved": _l("Plan line moved"),
    "plan_line_retired": _l("Plan line retired"),
    "plan_line_restored": _l("Plan line brought back"),
    "plan_section_renamed": _l("Section of the plan renamed"),
    "plan_counter_set": _l("Counter of a plan line set"),
    "plan_opening_set": _l("Past figures typed in"),
    "plan_openings_imported": _l("Past figures read from a table"),
    "plan_year_copied": _l("Work plan copied from another year"),
    "plan_closed": _l("Period of the plan closed"),
    "plan_reopened": _l("Period of the plan opened again"),
    "plan_task_added": _l("Task about a plan line written"),
    "plan_task_done": _l("Task about a plan line done"),
}

VERDICTS: dict[Verdict, Any] = {
    Verdict.FAR: _l("far behind"),
    Verdict.BEHIND: _l("behind"),
    Verdict.ON: _l("keeps the pace"),
    Verdict.NOT_YET: _l("its time has not come"),
    Verdict.DONE: _l("done"),
    Verdict.NONE: _l("no target"),
}

CHECK_WORDS: dict[str, Any] = {
    "plan_seal_broken": _l("The figures of %(part)s of %(year)s are not what was sealed at their closing."),
}
