"""Reading an Excel workbook without trust: every cell becomes the text that a person wrote, or a fault."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.escape import unescape

from behindbars.errors import Fault, ProjectError
from behindbars.package.descriptor import Field
from behindbars.package.reading import DECIMAL_COMMA

MOST_BYTES, MOST_ROWS, MOST_COLUMNS = 100_000_000, 1_048_576, 64
"""Size of an unpacked workbook beyond which it is no worksheet, and how far its sheets are read."""
MOST_HEADING = 20
"""The heading is among the rows down to this one."""
OLE, ENCRYPTED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
SAVE_AS = "Save it as an Excel workbook (.xlsx)"
RETYPE = "Give the cell the format Text, and type it again."
RENUMBER = "Give the cell the format General, and type the number that is meant."
_DIGITS = 15  # Excel keeps no more
_THREE_DECIMALS = re.compile(r"-?[0-9]{1,3}[.,][0-9]{3}")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')


def open_book(file: Path) -> Any:
    """Open a workbook, to be read row by row, or raise a ProjectError that says what it is and what to do."""
    for mark in (f"~${file.name}", f".~lock.{file.name}#"):
        if file.with_name(mark).exists():
            raise ProjectError(
                f"{file.name} is open in another program, and what is not saved yet cannot be read. Save and close it, "
                f"then try again. If it is not open anywhere, delete the file {mark} beside it."
            )
    if not file.is_file():
        found = f"{file.name} is a folder." if file.is_dir() else f"There is no file {file.name} in {file.parent}."
        raise ProjectError(f"{found} Name the worksheet, a file that ends in .xlsx.")
    data = file.read_bytes()
    try:
        if reason := _refusal(data):
            raise ProjectError(f"{file.name} {reason}")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl names what it does not keep; nothing is kept here
            return load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    except ProjectError:
        raise
    except Exception as error:  # a broken workbook can raise anything
        raise ProjectError(f"{file.name} is damaged and cannot be read. {SAVE_AS} once more, and try again.") from error


def _refusal(data: bytes) -> str | None:
    """Say what a file is, if it is no workbook."""
    if not data.strip(b"\0 \r\n\t"):
        return "is empty. Export the worksheet again, or take the copy that you saved last."
    if data.startswith(OLE) and ENCRYPTED in data:
        return "is protected by a password. Open it in Excel, take the password away, save it, and try again."
    if data.startswith(OLE):
        return f"is of an old kind of Excel (.xls) or another Office file. {SAVE_AS}."
    is_zip, sizes = data.startswith(b"PK"), dict[str, int]()
    if is_zip:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sizes = {item.filename: item.file_size for item in archive.infolist()}
    if "mimetype" in sizes:
        return f"is an OpenDocument file (.ods), not an Excel workbook. {SAVE_AS}."
    if "xl/workbook.xml" not in sizes or "xl/vbaProject.bin" in sizes:
        return (
            f"is no Excel workbook, or one with macros, whatever its name says; perhaps it is text or CSV. {SAVE_AS}."
        )
    return "is far too large for a worksheet." if sum(sizes.values()) > MOST_BYTES else None


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

    def letter(self, heading: str) -> str:
        """Give the letter of a column, of a repeated heading the first one; "" if there is none."""
        return next((letter for letter, name in self.header.items() if name == heading), "")


def read_grid(sheet: Any, file: str, fields: dict[str, Field]) -> Grid:
    """Read the columns of a sheet that are in ``fields``, by their headings; others are left alone."""
    where, lines = f"{file}, sheet {sheet.title}", _filled(sheet)
    top = {row: [" ".join(str(cell.value).split()) for cell in lines[row]] for row in lines if row <= MOST_HEADING}
    heading = max(top, key=lambda row: len({*top[row]} & {*fields}), default=1)
    header = dict(zip([cell.column_letter for cell in lines.get(heading, [])], top.get(heading, []), strict=True))
    first = {name: letter for letter, name in reversed(header.items()) if name in fields}
    texts, misread = dict[int, dict[str, str]](), dict[tuple[int, str], Fault]()
    for row, cell in ((row, cell) for row, cells in lines.items() if row > heading for cell in cells):
        name = header.setdefault(cell.column_letter, "")
        if first.get(name) == cell.column_letter:
            try:
                text = cell_text(cell, fields[name])
            except MisreadError as error:
                text, expected, remedy = error.args
                misread[row, name] = Fault(where, row, name, text, expected, remedy, cell.coordinate)
            texts.setdefault(row, {})[name] = text
    for area in _merged(sheet):
        left, row, right, bottom = range_boundaries(area)
        inside = [header.get(get_column_letter(column)) for column in range(left, right + 1)]
        if bottom >= heading and (name := next((name for name in inside if name in first), "")):
            expected, remedy = "a cell of its own for each value", "Choose Unmerge Cells, and fill in each cell."
            misread[row, name] = Fault(
                where, row, name, f"the merged cells {area}", expected, remedy, f"{first[name]}{row}"
            )
    frame = pd.DataFrame([*texts.values()], index=[*texts], columns=[*fields], dtype=object).fillna("").astype(str)
    return Grid(where, heading, header, frame[(frame != "").any(axis=1)], misread)


def _filled(sheet: Any) -> dict[int, list[Any]]:
    """Give the cells that hold anything, by their rows."""
    found, gap = {}, None
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS), start=1):
        if row is gap:
            continue  # openpyxl gives one and the same for all rows that are not in the file, perhaps a million
        if cells := [cell for cell in row if cell.value is not None]:
            found[number] = cells
        else:
            gap = row
    return found


def _merged(sheet: Any) -> list[str]:
    """List the merged cells of a sheet, which openpyxl does not tell where it reads row by row."""
    with sheet._get_source() as source:
        return [area.decode() for area in _MERGED.findall(source.read())]


class MisreadError(Exception):
    """A cell holds no text; the arguments are the value, what was expected and the remedy."""


def cell_text(cell: Any, field: Field) -> str:
    """Give what a person wrote in a cell, as a text: that of a number is the one that says exactly this number."""
    value, wanted = cell.value, "text" if field.type == "string" else "a number"
    if cell.data_type == "f":
        raise MisreadError(str(getattr(value, "text", value)), "a value, not a formula", "Paste it as a value.")
    if cell.data_type == "e":
        raise MisreadError(str(value), "a value; Excel shows an error there", "Write the value itself.")
    if isinstance(value, bool):
        raise MisreadError(str(value).upper(), f"{wanted}; Excel made true or false of it", RETYPE)
    if isinstance(value, (date, time, timedelta)):
        raise MisreadError(str(value).removesuffix(" 00:00:00"), f"{wanted}; Excel made a date of it", RETYPE)
    if isinstance(value, (int, float)):
        text = str(int(value)) if float(value).is_integer() and abs(value) < 1e16 else repr(value)
        digits = sum(letter.isdigit() for letter in text.split("e")[0].lstrip("-0."))
        if "%" in cell.number_format:
            raise MisreadError(text, f"{wanted}; Excel shows {value * 100:.15g}% there", RENUMBER)
        if field.type == "string" and ("e" in text or digits > _DIGITS):
            raise MisreadError(text, "text; Excel may have changed this number", RETYPE)
        return text  # a number that is written in another way is the table's own fault
    text = str(unescape(str(value)))  # how Excel writes what its files cannot hold, such as the end of a pasted line
    if field.type == "string":
        return text
    if _THREE_DECIMALS.fullmatch(text.strip()):
        expected = "a number that can be read in one way only: is this a thousand and more, or a fraction?"
        raise MisreadError(text, expected, RENUMBER)
    return text.replace(",", ".") if DECIMAL_COMMA.fullmatch(text) else text
