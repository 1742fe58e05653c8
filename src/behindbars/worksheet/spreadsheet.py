"""Reading an Excel workbook without trust: every cell becomes the text that a person wrote, or a fault."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from behindbars.errors import Fault, ProjectError
from behindbars.schema import Field
from behindbars.tables import DECIMAL_COMMA

MOST_BYTES = 200_000_000
"""Size of an unpacked workbook beyond which it is no worksheet."""
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE_AS = "Save it as an Excel workbook (.xlsx)"
_DIGITS = 15  # Excel keeps no more
_THREE_DECIMALS = re.compile(r"-?[0-9]{1,3}[.,][0-9]{3}")


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet below its heading.

    Attributes
    ----------
    where : str
        File and sheet, for faults.
    heading : int
        The row of the heading.
    letters : mapping of str to str
        The letter of each column by its heading.
    header : tuple of str
        The headings as they stand, repeated ones too.
    rows : mapping of int to mapping of str to str
        The texts of each row that holds any, by heading.
    misread : mapping of (int, str) to Fault
        Cells that hold something else than a text or a number.
    unnamed : tuple of str
        Letters of columns that hold something and have no heading.
    """

    where: str
    heading: int
    letters: Mapping[str, str]
    header: tuple[str, ...]
    rows: Mapping[int, Mapping[str, str]]
    misread: Mapping[tuple[int, str], Fault]
    unnamed: tuple[str, ...] = ()


def open_book(file: Path) -> Any:
    """Open a workbook as openpyxl reads it, formulas as formulas.

    Raises
    ------
    ProjectError
        It is no workbook that can be read; the message says what it is, and what to do.
    """
    _refuse_open(file)
    data = file.read_bytes()
    if reason := _refusal(data):
        raise ProjectError(f"{file.name} {reason}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl names what it does not keep; nothing is kept here
            return load_workbook(io.BytesIO(data), keep_links=False)
    except Exception as error:  # a broken workbook can raise anything
        raise ProjectError(
            f"{file.name} is damaged and cannot be read. {_SAVE_AS} once more, and try again."
        ) from error


def _refuse_open(file: Path) -> None:
    if file.name.startswith(("~$", ".~lock.")):
        raise ProjectError(f"{file.name} is no worksheet: it is the mark of a program that has one open.")
    for mark in (f"~${file.name}", f".~lock.{file.name}#"):
        if file.with_name(mark).exists():
            raise ProjectError(
                f"{file.name} is open in another program, and what is not saved yet cannot be read. Save and close it, "
                f"then try again. If it is not open anywhere, delete the file {mark} beside it."
            )
    if not file.exists():
        raise ProjectError(f"There is no file {file.name} in {file.parent}.")
    if file.is_dir():
        raise ProjectError(f"{file.name} is a folder. Name the worksheet, a file that ends in .xlsx.")


def _refusal(data: bytes) -> str | None:
    """Say what a file is, if it is no workbook."""
    if not data.strip(b"\0 \r\n\t"):
        return "is empty. Export the worksheet again, or take the copy that you saved last."
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            return "is protected by a password. Open it in Excel, take the password away, save it, and try again."
        return f"is of an old kind of Excel (.xls) or another Office file. {_SAVE_AS}."
    if not data.startswith(_ZIP):
        return f"is no Excel workbook, whatever its name says; perhaps it is text or CSV. {_SAVE_AS}."
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            size = sum(item.file_size for item in archive.infolist())
            kind = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return f"is damaged and cannot be read. {_SAVE_AS} once more, and try again."
    if "opendocument" in kind:
        return f"is an OpenDocument file (.ods), not an Excel workbook. {_SAVE_AS}."
    if "xl/workbook.bin" in names or "xl/vbaProject.bin" in names:
        return f"is a binary workbook or one with macros. {_SAVE_AS}, without macros."
    if "word/document.xml" in names:
        return "is a Word document. Name the worksheet, a file that ends in .xlsx."
    if "xl/workbook.xml" not in names:
        return "is a zip file, not an Excel workbook. Name the worksheet itself."
    return "is far too large for a worksheet." if size > MOST_BYTES else None


def read_grid(sheet: Any, file: str, fields: Mapping[str, Field | None], most_heading: int = 20) -> Grid:
    """Read the cells of a sheet that are asked for.

    Parameters
    ----------
    sheet : Worksheet
        The sheet, as openpyxl reads it.
    file : str
        Name of the workbook.
    fields : mapping of str to Field or None
        Headings of the columns to be read, and what they hold; None is text. Other columns are left alone.
    most_heading : int
        The heading is among the rows down to this one: it is the one with most of these headings.
    """
    where = f"{file}, sheet {sheet.title}"
    top = list(sheet.iter_rows(min_row=1, max_row=most_heading))
    named = [[_heading(cell) for cell in row] for row in top]
    best = max(range(len(named)), key=lambda row: len(set(named[row]) & set(fields)), default=0)
    header = named[best] if named else []
    heading = best + 1
    letters: dict[str, str] = {}
    for position, name in enumerate(header, start=1):
        letters.setdefault(name or f"column {get_column_letter(position)}", get_column_letter(position))
    rows: dict[int, dict[str, str]] = {}
    misread: dict[tuple[int, str], Fault] = {}
    unnamed: dict[str, None] = {}
    columns = {position: name for position, name in enumerate(header, start=1) if name in fields}
    for row in sheet.iter_rows(min_row=heading + 1):
        texts: dict[str, str] = {}
        for cell in row:
            if cell.column not in columns:
                if cell.value is not None and (cell.column > len(header) or not header[cell.column - 1]):
                    unnamed[get_column_letter(cell.column)] = None
                continue
            name = columns[cell.column]
            if header.index(name) + 1 != cell.column:
                continue  # a repeated heading is a fault of its own
            try:
                texts[name] = cell_text(cell, fields[name])
            except MisreadError as error:
                found, expected, remedy = error.args
                texts[name] = found
                misread[cell.row, name] = Fault(where, cell.row, name, found, expected, remedy, cell.coordinate)
        if any(texts.values()):
            rows[row[0].row] = texts
    for area in sheet.merged_cells.ranges:
        touched = [columns[column] for column in range(area.min_col, area.max_col + 1) if column in columns]
        if area.max_row >= heading and touched:
            name, cell = touched[0], f"{letters[touched[0]]}{area.min_row}"
            found, expected = f"the merged cells {area.coord}", "a cell of its own for each value"
            remedy = "Choose Unmerge Cells, and fill in each cell."
            misread[area.min_row, name] = Fault(where, area.min_row, name, found, expected, remedy, cell)
    return Grid(where, heading, letters, tuple(header), rows, misread, tuple(unnamed))


def _heading(cell: Any) -> str:
    return " ".join(str(cell.value).split()) if cell.value is not None else ""


class MisreadError(Exception):
    """A cell holds no text; the arguments are the value, what was expected and the remedy."""


def cell_text(cell: Any, field: Field | None = None) -> str:
    """Give what a person wrote in a cell, as a text: that of a number is the one that says exactly this number."""
    value = cell.value
    numeric = field is not None and field.type != "string"
    if value is None:
        return ""
    if cell.data_type == "f":
        raise MisreadError(str(getattr(value, "text", value)), "a value, not a formula", "Paste it as a value.")
    if cell.data_type == "e":
        raise MisreadError(str(value), "a value; Excel shows an error there", "Write the value itself.")
    if isinstance(value, bool):
        expected = "a number" if numeric else "text; Excel made true or false of it"
        raise MisreadError(str(value).upper(), expected, "Give the cell the format Text, and type it again.")
    if isinstance(value, (date, datetime, time, timedelta)):
        expected = "a number; Excel made a date of it" if numeric else "text; Excel made a date of it"
        raise MisreadError(_date_text(value), expected, "Give the cell the format Text, and type it again.")
    if isinstance(value, (int, float)):
        return _number_text(value, numeric=numeric)
    return _written_number(str(value)) if numeric else str(value)


def _date_text(value: date | time | timedelta) -> str:
    text = str(value)
    return text.removesuffix(" 00:00:00")


def _number_text(value: float, *, numeric: bool) -> str:
    text = str(int(value)) if value == int(value) and abs(value) < 1e16 else repr(value)
    digits = sum(letter.isdigit() for letter in text.split("e")[0].lstrip("-0."))
    if numeric or ("e" not in text and digits <= _DIGITS):
        return text  # a number that is written in another way is the table's own fault
    remedy = "Give the cell the format Text, and type it again."
    raise MisreadError(text, "text; Excel may have changed this number", remedy)


def _written_number(text: str) -> str:
    """Read a number that was typed as text, with a point or a comma, where it can mean one number only."""
    if _THREE_DECIMALS.fullmatch(text.strip()):
        expected = "a number that can be read in one way only: is this a thousand and more, or a fraction?"
        raise MisreadError(text, expected, "Give the cell the format General, and type the number again.")
    return text.replace(",", ".") if DECIMAL_COMMA.fullmatch(text) else text


def other_columns(grid: Grid, known: Mapping[str, object]) -> Iterator[str]:
    """Name the columns of a person's own, which are not read."""
    for name, letter in grid.letters.items():
        if name not in known and not name.startswith("column "):
            yield f"column {letter} ({name})"
    yield from (f"column {letter}, which has no heading" for letter in grid.unnamed)
