"""Where labels lie on a sheet, and how a printer that is off is put right. Lengths are tenths of a millimetre."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.stock.errors import StockCode, StockInputError

LARGEST_PAGE = 10_000  # a metre
SMALLEST_LABEL = 50
MOST_ON_PAGE = 500
MOST_LABELS = 2_000  # of one print

# The calibration page: a cross at (CROSS, CROSS) and two lines of these lengths from it.
CROSS = 200
LINE_X = 1500
LINE_Y = 2000
FARTHEST = 300  # a printer further off than 3 cm is not measured but mended
STRAIGHT = 1000


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet: the page, how many labels, where the first begins, from one to the next, the size of one."""

    page_width: int
    page_height: int
    columns: int
    rows: int
    left: int
    top: int
    step_x: int
    step_y: int
    label_width: int
    label_height: int

    @property
    def labels(self) -> int:
        """How many labels a page has."""
        return self.columns * self.rows


@dataclass(frozen=True, slots=True)
class Correction:
    """What to do to every length for one printer: scale in thousandths, then shifts in tenths of a millimetre."""

    shift_x: int = 0
    shift_y: int = 0
    scale: int = STRAIGHT


NO_CORRECTION = Correction()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label is printed: its page (from 0), its corner and size after the correction, in millimetres."""

    page: int
    x: float
    y: float
    width: float
    height: float


def check_layout(sheet: Layout) -> Layout:
    """Return a sheet whose labels have a size, do not overlap, and lie on the page."""
    sizes = (sheet.page_width, sheet.page_height)
    if not all(SMALLEST_LABEL <= each <= LARGEST_PAGE for each in sizes):
        raise StockInputError(StockCode.SIZE_INVALID, smallest=SMALLEST_LABEL / 10, largest=LARGEST_PAGE / 10)
    if not all(SMALLEST_LABEL <= each <= LARGEST_PAGE for each in (sheet.label_width, sheet.label_height)):
        raise StockInputError(StockCode.SIZE_INVALID, smallest=SMALLEST_LABEL / 10, largest=LARGEST_PAGE / 10)
    if min(sheet.columns, sheet.rows) < 1 or sheet.labels > MOST_ON_PAGE or min(sheet.left, sheet.top) < 0:
        raise StockInputError(StockCode.SIZE_INVALID, smallest=SMALLEST_LABEL / 10, largest=LARGEST_PAGE / 10)
    _check_steps(sheet)
    _check_edges(sheet)
    return sheet


def _check_steps(sheet: Layout) -> None:
    wide = sheet.columns > 1 and sheet.step_x < sheet.label_width
    high = sheet.rows > 1 and sheet.step_y < sheet.label_height
    if wide or high:
        raise StockInputError(
            StockCode.LABELS_OVERLAP, width=sheet.label_width / 10, height=sheet.label_height / 10
        )


def _check_edges(sheet: Layout) -> None:
    right = sheet.left + (sheet.columns - 1) * sheet.step_x + sheet.label_width
    bottom = sheet.top + (sheet.rows - 1) * sheet.step_y + sheet.label_height
    if right > sheet.page_width:
        raise StockInputError(StockCode.SHEET_TOO_WIDE, needed=right / 10, page=sheet.page_width / 10)
    if bottom > sheet.page_height:
        raise StockInputError(StockCode.SHEET_TOO_HIGH, needed=bottom / 10, page=sheet.page_height / 10)


def check_first(sheet: Layout, first: int) -> int:
    """Return the position of the first label on a sheet already begun, from 1."""
    if not 1 <= first <= sheet.labels:
        raise StockInputError(StockCode.FIRST_LABEL_INVALID, first=first, labels=sheet.labels)
    return first


def place(sheet: Layout, number: int, *, first: int = 1, correction: Correction = NO_CORRECTION) -> Place:
    """Return where the label of a number (from 0) lies, row by row, beginning at position `first` of the first page."""
    page, cell = divmod(number + first - 1, sheet.labels)
    row, column = divmod(cell, sheet.columns)
    x, y = sheet.left + column * sheet.step_x, sheet.top + row * sheet.step_y
    scale = correction.scale / STRAIGHT
    return Place(
        page,
        x=round((x * scale + correction.shift_x) / 10, 3),
        y=round((y * scale + correction.shift_y) / 10, 3),
        width=round(sheet.label_width * scale / 10, 3),
        height=round(sheet.label_height * scale / 10, 3),
    )


def correction_from(*, left: float, top: float, line_x: float, line_y: float) -> Correction:
    """Return the correction of a printer whose calibration page measured so, in millimetres.

    What is sent to p comes out at a + k·p; the correction t + s·p puts it right with s = 1/k and t = −a/k. The two lines
    give k (their mean: a printer has one scale), the cross gives a.
    """
    longest = (LINE_X * 1.2 / 10, LINE_Y * 1.2 / 10)
    shortest = (LINE_X * 0.84 / 10, LINE_Y * 0.84 / 10)
    fits = shortest[0] <= line_x <= longest[0] and shortest[1] <= line_y <= longest[1]
    if not fits or abs(left * 10 - CROSS) > FARTHEST or abs(top * 10 - CROSS) > FARTHEST:
        raise StockInputError(
            StockCode.MEASURE_INVALID, cross=CROSS // 10, across=LINE_X // 10, down=LINE_Y // 10
        )
    size = (line_x * 10 / LINE_X + line_y * 10 / LINE_Y) / 2
    scale = round(STRAIGHT / size)
    return Correction(
        shift_x=round(CROSS - left * 10 * scale / STRAIGHT),
        shift_y=round(CROSS - top * 10 * scale / STRAIGHT),
        scale=scale,
    )
