"""Why an act of acceptance, a series of numbers or a sheet of labels was refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class StockCode(StrEnum):
    """Refusals of this subject."""

    ACT_UNKNOWN = "act_unknown"
    LINE_UNKNOWN = "act_line_unknown"
    NOT_DRAFT = "act_not_draft"
    NOT_APPROVED = "act_not_approved"
    CORRECTS = "act_corrects_another"
    NOT_READY = "act_not_ready"
    NOTHING_TO_CORRECT = "act_nothing_to_correct"
    NOT_OF_ACT = "act_copy_not_of_it"

    FACT_MISSING = "act_fact_missing"
    NO_LINES = "act_no_lines"
    DAY_IN_FUTURE = "act_day_in_future"
    DAY_BEFORE = "act_day_before_first"
    LINE_PRICE_MISSING = "act_line_price_missing"
    LINE_NOTE_MISSING = "act_line_note_missing"
    NUMBERS_TAKEN = "act_numbers_taken"
    COPY_ON_LOAN = "act_copy_on_loan"
    COPY_PROMISED = "act_copy_promised"
    COPY_PLACED = "act_copy_placed"
    COPY_WITHDRAWN = "act_copy_withdrawn"
    COPY_CORRECTED = "act_copy_corrected"

    COUNT_INVALID = "act_count_invalid"
    TOO_MANY = "act_too_many_copies"
    PRICE_INVALID = "act_price_invalid"
    RATE_INVALID = "act_rate_invalid"
    CURRENCY_UNKNOWN = "act_currency_unknown"

    LIST_WRONG = "act_list_wrong"
    LIST_COLUMNS = "act_list_columns"
    LIST_NOT_FOUND = "act_list_not_found"
    LIST_SEVERAL = "act_list_several"

    SERIES_UNKNOWN = "series_unknown"
    SERIES_TAKEN = "series_taken"
    SERIES_CODE_INVALID = "series_code_invalid"
    PREFIX_INVALID = "series_prefix_invalid"
    PREFIX_TAKEN = "series_prefix_taken"
    DIGITS_INVALID = "series_digits_invalid"
    NUMBER_USED = "series_number_used"
    SERIES_IN_USE = "series_in_use"

    SHEET_UNKNOWN = "label_sheet_unknown"
    SHEET_TAKEN = "label_sheet_taken"
    SIZE_INVALID = "label_size_invalid"
    SHEET_TOO_WIDE = "label_sheet_too_wide"
    SHEET_TOO_HIGH = "label_sheet_too_high"
    LABELS_OVERLAP = "labels_overlap"
    FIRST_LABEL_INVALID = "label_first_invalid"
    LAST_SHEET = "label_sheet_last"
    CODES_TOO_LONG = "label_codes_too_long"
    TOO_MANY_LABELS = "labels_too_many"
    RANGE_INVALID = "label_range_invalid"
    PRINTER_UNKNOWN = "printer_unknown"
    PRINTER_TAKEN = "printer_taken"
    MEASURE_INVALID = "printer_measure_invalid"


@dataclass(frozen=True, slots=True)
class Reason:
    """One of several things that stand in the way."""

    code: StockCode
    facts: Mapping[str, object] = field(default_factory=dict)


class StockError(LibraryError):
    """A refusal of this subject."""


class StockRefused(StockError):
    """Refused for several reasons, all of them told at once."""

    def __init__(self, code: StockCode, reasons: Sequence[Reason]) -> None:
        super().__init__(code, count=len(reasons), reasons=[str(each.code) for each in reasons])
        self.reasons = tuple(reasons)


class StockInputError(InputError):
    """A value that no act, series or sheet can have."""


class StockNotFoundError(NotFoundError):
    """No such act, line, series, sheet or printer."""
