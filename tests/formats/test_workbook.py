"""The workbook of an edition: the tables as they are, and text that stays text."""

from __future__ import annotations

import csv
import errno
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.conftest import SyntheticPackage

from behindbars.build.formats.workbook import COLUMNS, write_workbook
from behindbars.package.descriptor import read_package

DAY = date(2025, 6, 26)
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://example.org")', "2024-01", "007")
"""What a spreadsheet would rather not take for text."""


def cells(file: Path) -> dict[str, list[list[object]]]:
    book = load_workbook(file)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_holds_every_row_of_every_table(package: SyntheticPackage, tmp_path: Path) -> None:
    write_workbook(tmp_path / "out.xlsx", package.folder, DAY)
    sheets = cells(tmp_path / "out.xlsx")
    tables = read_package(package.folder).tables
    assert list(sheets) == [COLUMNS, *(table.name for table in tables)]
    for table in tables:
        with (package.folder / table.file).open(encoding="utf-8", newline="") as file:
            written = list(csv.reader(file))
        shown = [["" if value is None else str(value) for value in row] for row in sheets[table.name]]
        assert shown == written, table.name


def test_explains_every_column(package: SyntheticPackage, tmp_path: Path) -> None:
    write_workbook(tmp_path / "out.xlsx", package.folder, DAY)
    explained = {(row[0], row[1]) for row in cells(tmp_path / "out.xlsx")[COLUMNS][1:]}
    assert explained == {(table.name, name) for table in read_package(package.folder).tables for name in table.columns}


def test_text_is_never_a_formula_a_date_or_a_number(package: SyntheticPackage, tmp_path: Path) -> None:
    rows = len(package.tables["topics"])
    for hostile in FORMULAS:
        for row in range(2, rows + 2):
            package.put("topics", row, label_en=hostile)
        write_workbook(tmp_path / "out.xlsx", package.folder, DAY)
        sheet = load_workbook(tmp_path / "out.xlsx")["topics"]
        column = [cell.value for cell in sheet[1]].index("label_en") + 1
        for line in range(2, rows + 2):
            cell = sheet.cell(line, column)
            assert (cell.value, cell.data_type, cell.number_format) == (hostile, "s", "@")


def test_a_full_disk_is_an_error_of_the_system(
    package: SyntheticPackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an error of xlsxwriter's own it would be a traceback to the user."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        write_workbook(tmp_path / "out.xlsx", package.folder, DAY)
