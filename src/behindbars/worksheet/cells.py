"""Writing cells of Excel workbooks: text stays text, and the same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from io import BytesIO
from math import ceil
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from behindbars.tables import Cell

TEXT = "@"
"""Number format of a text cell: Excel leaves what is typed there as it is."""
LETTERS, RAGGED, LEADING = 1.12, 4, 1.38
"""Letters of prose in the width of a digit, letters that wrapping leaves empty, and a line's height by its size."""
HIGHEST = 409
"""Most that Excel gives a row, pt."""


@contextmanager
def new_book(out: Path, title: str, day: date) -> Iterator[Workbook]:
    """Write a workbook, which is put on the disk when all of it is written.

    Parameters
    ----------
    out : Path
        The workbook.
    title : str
        Its title in the properties of the file; no person and no machine is named there.
    day : date
        Its date there, which must not be that of the writing.

    Raises
    ------
    OSError
        If it cannot be put there; an older one is then still there.
    """
    # In memory first: on a full disk, xlsxwriter raises an error of its own kind.
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": datetime.combine(day, time())})
        yield book
    aside = out.with_name(f".{out.name}.part")
    try:
        aside.write_bytes(stream.getvalue())
        aside.replace(out)
    finally:
        aside.unlink(missing_ok=True)


def write_cell(sheet: Worksheet, row: int, column: int, value: Cell, text: Format, number: Format) -> None:
    """Write a typed value; rows and columns are counted from 0.

    A text is written as text, whatever it begins with: Excel never takes it for a formula, a date or a number.
    """
    if value is None:
        sheet.write_blank(row, column, None, number)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, text)
    else:
        sheet.write_number(row, column, value, number)


def width(heading: str, values: Iterable[Cell], narrowest: int, widest: int) -> int:
    """Choose the width of a column, in characters."""
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(max(longest, len(heading), narrowest) + 2, widest)


def height(cells: Iterable[tuple[str, float, float]]) -> float:
    """Choose the height of a row (pt) so that the longest of its wrapped texts is seen.

    Parameters
    ----------
    cells : iterable of (str, float, float)
        Each text, the width of its column in characters, and its size (pt).
    """
    needed = [
        ceil(len(text) / max(LETTERS * columns * 11 / size - RAGGED, 4)) * size * LEADING
        for text, columns, size in cells
    ]
    return min(max(needed, default=0) + 3, HIGHEST)
