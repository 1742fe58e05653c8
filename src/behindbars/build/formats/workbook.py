"""The data of an edition as one Excel workbook: a sheet for each table, and one that explains the columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from behindbars.build.apart import Files
from behindbars.build.book import read_book
from behindbars.excel import TEXT, new_book, width
from behindbars.package.descriptor import read_package
from behindbars.package.reading import read_contents
from behindbars.package.rows import Cell

COLUMNS = "columns"
NARROWEST, WIDEST = 10, 60
"""Widths of columns, in characters."""


def write_workbook(out: Path, folder: Path, day: date) -> None:
    """Write the tables of a data package into a workbook.

    A text is written as text, whatever it begins with: Excel never takes it for a formula, a date or a number.
    """
    package = read_package(folder)
    contents, _ = read_contents(folder, package)
    meanings = [
        (table.name, field.name, field.type, field.description or table.description)
        for table in package.tables
        for field in table.fields
    ]
    with new_book(out, package.title, day) as book:
        _write(book, COLUMNS, ("table", "column", "type", "meaning"), meanings)
        for table in package.tables:
            rows = [[row.values[name] for name in table.columns] for row in contents.table(table.name)]
            _write(book, table.name, table.columns, rows)


def _write(book: Workbook, name: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    sheet = book.add_worksheet(name)
    heading: Format = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    # A cell that is marked as text stays one when a reader edits it.
    text: Format = book.add_format({"num_format": TEXT, "text_wrap": True, "valign": "top"})
    number: Format = book.add_format({"valign": "top"})
    for position, column in enumerate(columns):
        values = [row[position] for row in rows]
        sheet.set_column(position, position, width(column, values, NARROWEST, WIDEST))
        sheet.write_string(0, position, column, heading)
        for line, value in enumerate(values, start=1):
            if value is not None:
                sheet.write(line, position, value, text if isinstance(value, str) else number)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)


def make(folder: Path, *, year: int) -> Files:
    """Make the workbook of an edition from a folder that holds its configuration and data."""
    book = read_book(folder, year)
    out = folder / f"{book.output_file}.xlsx"
    write_workbook(out, folder / "data", book.date)
    return {out.name: out.read_bytes()}
