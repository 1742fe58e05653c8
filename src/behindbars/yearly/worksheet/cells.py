"""Reading an Excel workbook without trust: every cell becomes the text that a person wrote, or a fault."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from dataclasses import dataclass
from datetime import date, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape

from behindbars.errors import Fault, ProjectError
from behindbars.package.descriptor import Field
from behindbars.package.reading import DECIMAL_COMMA

MOST_BYTES = 100_000_000
"""Size of an unpacked workbook beyond which it is no worksheet."""
LOWEST_HEADING = 20
"""The heading is among the rows down to this one."""
RETYPE = "Give the cell the format Text, and type it again."
RENUMBER = "Give the cell the format General, and type the number that is meant."
_DIGITS = 15  # Excel keeps no more
_THREE_DECIMALS = re.compile(r"-?[0-9]{1,3}[.,][0-9]{3}")


def open_book(file: Path) -> Workbook:
    """Open a workbook, or raise a ProjectError that says what to do."""
    for mark in (f"~${file.name}", f".~lock.{file.name}#"):
        if file.with_name(mark).exists():
            raise ProjectError(
                f"{file.name} is open in another program, and what is not saved yet cannot be read. Save and close it, "
                f"then try again. If it is not open anywhere, delete the file {mark} beside it."
            )
    if not file.is_file():
        found = f"{file.name} is a folder." if file.is_dir() else f"There is no file {file.name} in {file.parent}."
        raise ProjectError(f"{found} Name the worksheet, a file that ends in .xlsx.")
    data = BytesIO(file.read_bytes())
    try:
        with ZipFile(data) as archive:
            is_large = sum(item.file_size for item in archive.infolist()) > MOST_BYTES
        if not is_large:
            with warnings.catch_warnings(action="ignore"):  # openpyxl names what it does not keep; nothing is kept here
                return load_workbook(data, keep_links=False)
    except Exception as error:  # a broken workbook can raise anything
        raise ProjectError(
            f"{file.name} is no Excel workbook that can be read: it is damaged, protected by a password, or of another "
            "kind, whatever its name says. Open it in Excel or LibreOffice, take a password away, save it as an Excel "
            "workbook (.xlsx), and try again. If it does not open there either, take the copy that you saved last."
        ) from error
    raise ProjectError(f"{file.name} is far too large for a worksheet. Export a new one, and enter your answers there.")


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet.

    ``header`` has the headings by the letters of their columns ("" where a column that holds something has none), and
    ``heading`` is its row. ``texts`` is what stands below: rows by their number, without empty ones, and the columns
    that were asked for. ``misread`` are faults of cells that hold no text or number, by row and heading.
    """

    where: str
    heading: int
    header: dict[str, str]
    texts: pd.DataFrame
    misread: dict[tuple[int, str], Fault]


def read_grid(sheet: Any, file: str, fields: dict[str, Field]) -> Grid:
    """Read the columns of a sheet that are in ``fields``, by their headings; others are left alone."""
    # Those of the file: whoever asks openpyxl for rows gets all down to a formatted cell, perhaps a million.
    filled = [cell for cell in sheet._cells.values() if cell.value is not None]
    known = Counter(cell.row for cell in filled if cell.row <= LOWEST_HEADING and _title(cell) in fields)
    heading = max(known, key=known.__getitem__, default=1)
    header = {cell.column_letter: _title(cell) for cell in filled if cell.row == heading}
    columns = {name: letter for letter, name in reversed(header.items()) if name in fields}
    where, texts, misread = f"{file}, sheet {sheet.title}", dict[int, dict[str, str]](), dict[tuple[int, str], Fault]()
    for cell in (cell for cell in filled if cell.row > heading):
        name = header.setdefault(cell.column_letter, "")
        if columns.get(name) == cell.column_letter:
            text, expected, remedy = cell_text(cell, fields[name])
            texts.setdefault(cell.row, {})[name] = text
            if expected:
                misread[cell.row, name] = Fault(where, cell.row, name, text, expected, remedy, cell.coordinate)
    for area in sheet.merged_cells.ranges:
        names = [header.get(get_column_letter(column)) for column in range(area.min_col, area.max_col + 1)]
        if area.max_row >= heading and (name := next((name for name in names if name in columns), "")):
            row, found, expected = area.min_row, f"the merged cells {area.coord}", "a cell of its own for each value"
            remedy = "Choose Unmerge Cells, and fill in each cell."
            misread[row, name] = Fault(where, row, name, found, expected, remedy, f"{columns[name]}{row}")
    frame = pd.DataFrame([*texts.values()], index=[*texts], columns=[*fields], dtype=object).fillna("")
    return Grid(where, heading, header, frame[(frame != "").any(axis=1)], misread)


def _title(cell: Any) -> str:
    return " ".join(str(cell.value).split())


def cell_text(cell: Any, field: Field) -> tuple[str, str, str]:
    """Give what a person wrote in a cell, as a text: that of a number is the one that says exactly this number.

    With it goes what was expected there and what to do, where the cell holds no text or number.
    """
    value, wanted = cell.value, "text" if field.type == "string" else "a number"
    if cell.data_type == "f":
        return str(getattr(value, "text", value)), "a value, not a formula", "Paste it as a value."
    if cell.data_type == "e":
        return str(value), "a value; Excel shows an error there", "Write the value itself."
    if isinstance(value, bool):
        return str(value).upper(), f"{wanted}; Excel made true or false of it", RETYPE
    if isinstance(value, (date, time, timedelta)):
        return str(value).removesuffix(" 00:00:00"), f"{wanted}; Excel made a date of it", RETYPE
    if isinstance(value, (int, float)):
        text = str(int(value)) if float(value).is_integer() and abs(value) < 1e16 else repr(value)
        digits = sum(letter.isdigit() for letter in text.split("e")[0].lstrip("-0."))
        if "%" in cell.number_format:
            return text, f"{wanted}; Excel shows {value * 100:.15g}% there", RENUMBER
        if field.type == "string" and ("e" in text or digits > _DIGITS):
            return text, "text; Excel may have changed this number", RETYPE
        return text, "", ""  # a number that is written in another way is the table's own fault
    text = str(unescape(str(value)))  # how Excel writes what its files cannot hold, such as the end of a pasted line
    if field.type == "string":
        return text, "", ""
    if _THREE_DECIMALS.fullmatch(text.strip()):
        return text, "a number that can be read in one way only: is this a thousand and more, or a fraction?", RENUMBER
    return text.replace(",", ".") if DECIMAL_COMMA.fullmatch(text) else text, "", ""
