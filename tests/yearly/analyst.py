"""An analyst, as a test needs one: types commands in a project, and fills in its worksheets."""

from __future__ import annotations

import csv
from pathlib import Path

from click.testing import CliRunner
from openpyxl import load_workbook
from tests.yearly.worksheets import HEADING, Sheets

from behindbars.cli import main

NAME = "Made Up Analyst"


class Analyst:
    """Works in a project; `touched` counts the cells that were filled in."""

    def __init__(self, project: Path) -> None:
        self.project, self.site, self.touched = project, project.parent / "site", 0

    def types(self, *words: str, exit_code: int = 0) -> str:
        result = CliRunner().invoke(main, ["--project", str(self.project), *words])
        assert result.exit_code == exit_code, result.output
        return result.output

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.project / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            return [*csv.DictReader(stream)]

    def rows(self, table: str, year: int) -> dict[str, dict[str, str]]:
        """The rows of an edition, by what a sheet calls them."""
        found = [row for row in self.table(table) if row["year"] == str(year)]
        return {f"{row['id']}/{row['country']}" if table == "safeguards" else row["id"]: row for row in found}

    def opens(self, year: int) -> Sheets:
        sheets = Sheets(load_workbook(self.project / f"worksheet-{year}.xlsx"))
        sheets.name(NAME)
        return sheets

    def writes(self, sheets: Sheets, table: str, row: int | str, **cells: str) -> None:
        self.touched += len(cells)
        sheets.put(table, row, cells)

    def takes_back(self, year: int, sheets: Sheets) -> str:
        file = self.project / f"worksheet-{year}.xlsx"
        sheets.book.save(file)
        return self.types("import", str(file))

    def answers_questions(self, year: int, answer: str = "Yes, the synthetic statement says so.") -> str:
        """Answer what the check asks."""
        sheets = self.opens(year)
        for row in range(HEADING + 2, sheets.book["questions"].max_row + 1):
            if sheets.cell("questions", row, "question").value and not sheets.cell("questions", row, "answer").value:
                self.writes(sheets, "questions", row, answer=answer)
        told = self.takes_back(year, sheets)
        assert "answers recorded" in told or "answer recorded" in told
        return told
