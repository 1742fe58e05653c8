"""Trial projects with worksheets: the synthetic package, or the real data with a synthetic next year."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook, load_workbook
from tests.conftest import PROJECT

from behindbars.yearly.worksheet.book import HEADING, export_worksheet
from behindbars.yearly.worksheet.importing import import_worksheet

TODAY = date(2026, 7, 1)
NEXT = """
@misc{made_up_next,
  title = {Synthetic next statement}, author = {Nobody}, date = {2026-06-26}, shorttitle = {Next},
  keywords = {statement, edition 2025, synthetic}
}
"""
REAL_NEXT = """
@misc{to_be_completed,
  author = {{To be completed}},
  title = {{To be completed}},
  shorttitle = {{Statement 2026}},
  keywords = {statement, edition 2025},
}
"""


IDENTITY = {
    "observations": {"id", "country", "year", "indicator", "series", "breakdown", "case"},
    "safeguards": {"id", "country", "year", "topic"},
    "cases": {"id", "country", "year", "kind", "title_en", "title_ru", "person"},
    "recommendations": {"id", "year", "kind"},
    "signatories": {"id", "year", "name_en", "name_ru", "short", "country"},
}
"""Columns that a question fills in: they say which thing is asked for."""
GUIDES = ("question", "last edition", "help", "answer")


def checks(**asked: str) -> pd.DataFrame:
    """What a check asks, by the names of the questions, each after "check/"."""
    return pd.DataFrame([(f"check/{name}", words) for name, words in asked.items()], columns=["question", "asked"])


def files_of(project: Path) -> dict[str, bytes]:
    """Every file of the data package."""
    return {file.name: file.read_bytes() for file in sorted((project / "data").iterdir())}


class Trial:
    """A project with data in which worksheets are exported, filled in and imported."""

    def __init__(self, folder: Path, data: Path, statement: str = "") -> None:
        self.project = folder
        folder.mkdir(parents=True, exist_ok=True)
        if data != folder / "data":
            shutil.copytree(data, folder / "data")
        shutil.copy(PROJECT / "_brand.yml", folder)
        with (folder / "data" / "references.bib").open("a", encoding="utf-8", newline="") as stream:
            stream.write(statement)

    @property
    def files(self) -> dict[str, bytes]:
        return files_of(self.project)

    def text(self, table: str) -> str:
        return (self.project / "data" / f"{table}.csv").read_text("utf-8")

    def file(self, year: int) -> Path:
        return self.project / f"worksheet-{year}.xlsx"

    def export(self, year: int, **options: Any) -> Path:
        export_worksheet(self.project, year, self.file(year), replace=True, **options)
        return self.file(year)

    def imported(self, year: int, **asked: str) -> list[str]:
        return import_worksheet(self.project, self.file(year), TODAY, lambda project, year: checks(**asked))

    @contextmanager
    def edit(self, year: int) -> Iterator[Sheets]:
        """Open the worksheet of a year as a person does, and save it."""
        sheets = Sheets(load_workbook(self.file(year)))
        yield sheets
        sheets.book.save(self.file(year))

    def change(self, year: int, edit: Callable[[Sheets], object]) -> list[str]:
        """Export, edit and import."""
        self.export(year)
        with self.edit(year) as sheets:
            edit(sheets)
        return self.imported(year)


class Sheets:
    """The sheets of a worksheet, by names of tables and columns."""

    def __init__(self, book: Workbook) -> None:
        self.book = book

    def headings(self, table: str) -> list[str]:
        return [cell.value for cell in self.book[table][HEADING + 1]]

    def cell(self, table: str, row: int, column: str) -> Any:
        """A cell by the number of the row in the sheet."""
        return self.book[table].cell(row, self.headings(table).index(column) + 1)

    def row(self, table: str, key: str, column: str = "id", place: str | None = None) -> int:
        """The row in which a column holds a text; for a safeguard, that of its country."""
        for number in range(HEADING + 2, self.book[table].max_row + 1):
            here = place is None or self.cell(table, number, "country").value == place
            if self.cell(table, number, column).value == key and here:
                return number
        raise LookupError(key)

    def first_empty(self, table: str) -> int:
        """The first row for something new."""
        columns = [name for name in self.headings(table) if name not in (*GUIDES[:3], "year")]
        for number in range(HEADING + 2, self.book[table].max_row + 1):
            if all(self.cell(table, number, name).value is None for name in columns):
                return number
        raise LookupError(table)

    def put(self, table: str, row: int, **cells: object) -> None:
        for column, value in cells.items():
            put(self.cell(table, row, column.replace("__", " ")), value)

    def name(self, name: str = "Made Up") -> None:
        for row in self.book["start"].iter_rows():
            if row[0].value == "Your name":
                row[1].value = name


def put(cell: Any, value: object) -> None:
    """Write a value as it is: a text that begins like a formula stays one."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def copy_of(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


__all__ = [
    "GUIDES",
    "IDENTITY",
    "NEXT",
    "REAL_NEXT",
    "TODAY",
    "Sheets",
    "Trial",
    "checks",
    "copy_of",
    "files_of",
    "put",
]
