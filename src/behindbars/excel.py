"""Writing Excel workbooks: text stays text, and the same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

TEXT = "@"
"""Number format of a text cell: Excel leaves what is typed there as it is."""


@contextmanager
def new_book(out: Path, title: str, day: date) -> Iterator[Workbook]:
    """Write a workbook, which is put on the disk when all of it is written; the same input gives the same bytes.

    What is written to a cell as a text is one, whatever it begins with: Excel never takes it for a formula or a number.

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
    with Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title, "created": datetime.combine(day, time())})
        yield book
    aside = out.with_name(f".{out.name}.part")
    try:
        aside.write_bytes(stream.getvalue())
        aside.replace(out)
    finally:
        aside.unlink(missing_ok=True)


def width(heading: str, values: Iterable[Any], narrowest: int, widest: int) -> int:
    """Choose the width of a column, in characters."""
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(max(longest, len(heading), narrowest) + 2, widest)
