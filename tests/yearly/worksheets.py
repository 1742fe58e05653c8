"""Trial projects with worksheets: the synthetic package, or the real data with a synthetic next year."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from tests.conftest import PROJECT

from behindbars.errors import DataError, Fault
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
KEYS = {"references": "key", "questions": "question", "not mentioned": "country"}
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

    def path(self, table: str) -> Path:
        return self.project / "data" / f"{table}.csv"

    def text(self, table: str) -> str:
        return self.path(table).read_text("utf-8")

    def rows(self, table: str) -> list[dict[str, str]]:
        return [*csv.DictReader(io.StringIO(self.text(table), newline=""))]

    def file(self, year: int) -> Path:
        return self.project / f"worksheet-{year}.xlsx"

    def export(self, year: int, **asked: str) -> Path:
        """Export, with what the check asks."""
        export_worksheet(self.project, year, self.file(year), checks(**asked), replace=True)
        return self.file(year)

    def sheets(self, year: int, **asked: str) -> Sheets:
        """The sheets of a new export."""
        return Sheets(load_workbook(self.export(year, **asked)))

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

    def stays(self, year: int, edit: Callable[[Sheets], object] = lambda sheets: None) -> list[str]:
        """Export, edit and import: no byte of the data changes, and it is said."""
        before = self.files
        lines = self.change(year, edit)
        assert lines[0] == f"worksheet-{year}.xlsx says what the data has already."
        assert self.files == before
        return lines

    def faults(self, year: int) -> tuple[Fault, ...]:
        """Import what has faults; nothing may be written."""
        before = self.files
        with pytest.raises(DataError) as caught:
            self.imported(year)
        assert self.files == before
        return caught.value.faults


class Sheets:
    """The sheets of a worksheet, by names of tables and columns."""

    def __init__(self, book: Workbook) -> None:
        self.book = book

    def headings(self, table: str) -> list[str]:
        return [cell.value for cell in self.book[table][HEADING + 1]]

    def cell(self, table: str, row: int | str, column: str) -> Any:
        """A cell by the number of the row in the sheet, or by its key."""
        number = self.row(table, row) if isinstance(row, str) else row
        return self.book[table].cell(number, self.headings(table).index(column) + 1)

    def row(self, table: str, key: str) -> int:
        """The row of a key; that of a safeguard may name the country: Q2/XXA."""
        wanted = {KEYS.get(table, "id"): key}
        if table == "safeguards" and "/" in key:
            wanted = dict(zip(("id", "country"), key.split("/"), strict=True))
        for number in range(HEADING + 2, self.book[table].max_row + 1):
            if all(self.cell(table, number, column).value == value for column, value in wanted.items()):
                return number
        raise LookupError(key)

    def first_empty(self, table: str) -> int:
        """The first row for something new."""
        columns = [name for name in self.headings(table) if name not in (*GUIDES[:3], "year")]
        for number in range(HEADING + 2, self.book[table].max_row + 1):
            if all(self.cell(table, number, name).value is None for name in columns):
                return number
        raise LookupError(table)

    def put(self, table: str, row: int | str, cells: Mapping[str, object] = {}, **more: object) -> str:
        """Fill in cells of a row; give the place of the last one."""
        number = self.row(table, row) if isinstance(row, str) else row
        for column, value in {**cells, **more}.items():
            put(cell := self.cell(table, number, column), value)
        return str(cell.coordinate)

    def add(self, table: str, cells: Mapping[str, object] = {}, **more: object) -> int:
        """Fill in the first row for something new."""
        number = self.first_empty(table)
        self.put(table, number, cells, **more)
        return number

    def delete(self, table: str, row: int | str) -> None:
        self.book[table].delete_rows(self.row(table, row) if isinstance(row, str) else row)

    def name(self, name: str = "Made Up") -> None:
        for row in self.book["start"].iter_rows():
            if row[0].value == "Your name":
                row[1].value = name


def put(cell: Any, value: object) -> None:
    """Write a value as it is: a text that begins like a formula stays one."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
