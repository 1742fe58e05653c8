"""The edition of 2025 after that of 2024, as the guide says and nothing else, on the real notebooks.

Once most countries are silent, once everything is answered. Every figure of 2025 repeats that of 2024 and is marked
synthetic, as is the whole package: nothing of it can enter an edition.
"""

from __future__ import annotations

import re
import shutil
from calendar import month_name
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pdfminer.high_level import extract_text

from behindbars.report.draft import CARRIED
from tests.conftest import copy_project
from tests.yearly.analyst import NAME, Analyst
from tests.yearly.worksheets import Sheets

STATEMENT, TITLE = "statement2026", "Synthetic Statement"


class Yearly(Analyst):
    """Takes the edition of 2024 to 2025."""

    @property
    def files(self) -> dict[str, bytes]:
        """Everything of the edition of 2024."""
        folders = [self.project / name / "2024" for name in ("outputs", "figures")]
        return {str(file): file.read_bytes() for folder in folders for file in folder.rglob("*") if file.is_file()}

    def records_the_statement(self, sheets: Sheets) -> None:
        known = {"title": TITLE, "author": "Nobody", "date": "2026-06-26", "urldate": "2026-07-01"}
        known |= {"url": "https://example.org/statement"}
        self.writes(sheets, "references", sheets.row("references", STATEMENT), **known)

    def answers(self, sheets: Sheets, table: str, name: str, last: dict[str, str]) -> None:
        """Answer a question: a number is typed anew, everything else is as last year; where it stands is typed."""
        row = sheets.row(table, name)
        if last["source"] != "statement2025":
            self.writes(sheets, table, row, answer="not mentioned")  # another source said it
            return
        place = {"source": STATEMENT, "locator": last["locator"]}
        if table != "observations":
            self.writes(sheets, table, row, answer="as last year", locator=last["locator"])
            return
        told = {"period": "2025" if last["period"] == "2024" else last["period"].replace("2025-06", "2026-06")}
        told |= {column: last[column] for column in ("low", "high", "status", "reporter", "outcome_of", "confidence")}
        told |= {"note": "Synthetic.", "verbatim": last["verbatim"]}
        self.writes(sheets, table, row, **place, **{column: text for column, text in told.items() if text})

    def writes_the_statement(self) -> Path:
        """Write a statement in which each row of the data stands in its paragraph, in the words of the data."""
        told: dict[str, list[str]] = {}
        for table in CARRIED:
            for row in self.rows(table, 2025).values():
                if row["source"] == STATEMENT:
                    told.setdefault(row["locator"], []).extend(_words(row))
        countries = {row["section"]: row["name_en"] for row in self.table("countries")}
        file = self.project.parent / "statement.md"
        file.write_text("\n\n".join(_sections(told, countries)) + "\n", encoding="utf-8")
        return file


def _words(row: dict[str, str]) -> Iterator[str]:
    """The words of a row that the audit looks for in its paragraph."""
    columns = ("verbatim", "finding_en", "title_en", "person", "summary_en", "answer_en", "text_en", "name_en")
    yield from (row[column].rstrip(".") + "." for column in columns if row.get(column))
    for year, month in re.findall(r"(\d{4})(?:-(\d{2}))?", row.get("period", "")):
        if (year, month) != ("2026", "06"):  # the date of the statement is now
            yield f"That was in {month_name[int(month)]} {year}." if month else f"That was in {year}."


def _sections(told: dict[str, list[str]], countries: dict[str, str]) -> Iterator[str]:
    yield f"# {TITLE}"
    for letter in ("I", *(other for other in countries if other != "I"), "R", "C"):
        numbers = [int(code[1:]) for code in told if code[0] == letter]
        if not numbers and letter not in "IR":
            continue
        if letter == "R":
            yield from ["# Recommendations", " ".join(["We call on the authorities:", *told.get("R0", [])]) + ":"]
        elif letter not in "IC":
            yield f"# {countries[letter]}"
        for number in range(1, max(numbers, default=1) + 1):
            text = " ".join(told.get(f"{letter}{number}", ["Nothing is said here."]))
            yield f"{number}. {text}" if letter == "R" else text


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition of 2024, built and published."""
    analyst = Yearly(copy_project(tmp_path_factory.mktemp("last") / "project"))
    descriptor = analyst.project / "data" / "datapackage.json"
    text = descriptor.read_text("utf-8")
    descriptor.write_text(text.replace('"behind-bars-beyond-justice"', '"synthetic-behind-bars"', 1), "utf-8")
    analyst.types("build", "--year", "2024", "--renderer", "embedded")
    analyst.types("publish", "--year", "2024", "--to", str(analyst.site))
    return analyst.project


def silent(analyst: Yearly) -> None:
    """Kazakhstan alone is told of, and of its cascade the complaints; nobody else."""
    told = analyst.types("not-mentioned", "--year", "2025")
    assert "TKM, " in told
    analyst.types("not-mentioned", "TKM", "UZB", "--year", "2025", "--name", NAME)
    analyst.types("export", "--year", "2025", "--replace")
    sheets = analyst.opens(2025)
    analyst.records_the_statement(sheets)
    for table in CARRIED:
        for name, last in analyst.rows(table, 2024).items():
            if (
                name in ("N01", "R1")
                or table == "signatories"
                or (last.get("country") == "KAZ" and last["id"] == "Q10")
            ):
                analyst.answers(sheets, table, name, last)
    for country in ("KAZ", "KGZ", "TJK", "XCA"):
        row = sheets.row("not mentioned", country)
        analyst.writes(sheets, "not mentioned", row, name=NAME, date="2026-07-01")
    assert "rows added" in analyst.takes_back(2025, sheets)
    assert analyst.touched < 60, "silence is not a day of typing"


def answered(analyst: Yearly) -> None:
    """Everything is told of again."""
    sheets = analyst.opens(2025)
    analyst.records_the_statement(sheets)
    for table in CARRIED:
        for name, last in analyst.rows(table, 2024).items():
            analyst.answers(sheets, table, name, last)
    assert "rows added" in analyst.takes_back(2025, sheets)


@pytest.mark.parametrize("fills_in", [silent, answered])
def test_a_new_year_ends_in_an_edition_and_the_last_one_stays(
    published: Path, tmp_path: Path, fills_in: Callable[[Yearly], None]
) -> None:
    shutil.copytree(published.parent, tmp_path / "desk")
    analyst = Yearly(tmp_path / "desk" / "project")
    before = analyst.files
    assert "worksheet-2025.xlsx" in analyst.types("new-year", "2025")
    fills_in(analyst)
    analyst.types("export", "--year", "2025")
    analyst.answers_questions(2025)
    told = analyst.types("check", "--year", "2025")
    assert "The edition can be published." in told
    found = analyst.types("audit", "--year", "2025", "--source", str(analyst.writes_the_statement()))
    assert "0 unexplained" in found
    analyst.types("build", "--year", "2025", "--renderer", "embedded")
    out = analyst.project / "outputs" / "2025"
    page = (out / "behind-bars-2025.html").read_text("utf-8")
    pdf = extract_text(out / "behind-bars-2025.pdf")
    for text in (page, pdf):
        assert "to be completed" not in text
        assert "What changed" in text
    analyst.types("compare", "2024", "2025")
    analyst.types("accept", "--year", "2025", "--yes")
    analyst.types("publish", "--year", "2025", "--to", str(analyst.site))
    if fills_in is answered:
        shutil.rmtree(analyst.project / "outputs" / "2024")
        shutil.rmtree(analyst.project / "figures" / "2024")
    analyst.types("build", "--year", "2024", "--renderer", "embedded")
    after = analyst.files
    assert [name for name in before | after if before.get(name) != after.get(name)] == []
    assert "nothing in it has changed" in analyst.types("publish", "--year", "2024", "--to", str(analyst.site))
