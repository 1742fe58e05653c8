"""One set of checks serves CSV, Excel and the tests: what is wrong in a worksheet is reported at its cell."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from tests.conftest import SYNTHETIC, SyntheticPackage
from tests.corruptions import SPOILT
from tests.yearly.worksheets import NEXT, Sheets, Trial, put

from behindbars.yearly.worksheet.book import HEADING

YEAR = 2024


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the worksheets of two editions; no test changes it."""
    folder = tmp_path_factory.mktemp("exported")
    (folder / "data").mkdir()
    SyntheticPackage(folder / "data")
    trial = Trial(folder, folder / "data", NEXT)
    trial.export(YEAR)
    trial.export(YEAR + 1)
    return folder


@pytest.fixture
def trial(exported: Path, tmp_path: Path) -> Trial:
    shutil.copytree(exported, tmp_path / "project")
    return Trial(tmp_path / "project", tmp_path / "project" / "data")


def cells(trial: Trial, year: int = YEAR) -> list[tuple[str, str]]:
    """Sheet and cell of each fault."""
    found = []
    for fault in trial.faults(year):
        assert fault.file.startswith(f"worksheet-{year}.xlsx"), fault
        assert not fault.cell or f"cell {fault.cell} ({fault.column})" in str(fault) or not fault.column
        found.append((fault.file.rpartition("sheet ")[2], fault.cell))
    return found


def sheet_row(table: str, row: int) -> int | None:
    """Where a row of the synthetic package stands in the worksheet of its edition; None if it does not."""
    rows = SYNTHETIC[table]
    shown = [number for number, cells in enumerate(rows, start=2) if cells.get("year", str(YEAR)) == str(YEAR)]
    return shown.index(row) + HEADING + 2 if row in shown else None


def written(column: str, text: str, kinds: Mapping[str, str]) -> object:
    """Write what a person types: Excel makes numbers of digits in the columns of numbers."""
    if kinds.get(column) == "string":
        return text
    try:
        return float(text)
    except ValueError:
        return text


Spoilt = tuple[str, int, str, Mapping[str, str]]
TOGETHER = {"observations": {**dict.fromkeys(range(2, 7), "parts"), **dict.fromkeys(range(7, 11), "stages")}}
"""Rows of which the rules compare one with another."""


def catalogue() -> list[list[Spoilt]]:
    """Share the corruptions out, so that those in one worksheet have nothing to do with each other."""
    told: list[list[Spoilt]] = [[one for one in SPOILT if not one[1]]]  # faults of a whole table hide others
    counts: Counter[tuple[str, object]] = Counter()
    for table, row, column, spoilt in SPOILT:
        if row and sheet_row(table, row) and not any(ILLEGAL_CHARACTERS_RE.search(text) for text in spoilt.values()):
            block = table, TOGETHER.get(table, {}).get(row, row)
            counts[block] += 1
            if counts[block] == len(told):
                told.append([])
            told[counts[block]].append((table, row, column, spoilt))
    return told


def test_the_catalogue_is_long_enough() -> None:
    assert sum(map(len, catalogue())) >= 60


@pytest.mark.parametrize("corruptions", catalogue())
def test_the_spoilt_cells_are_reported_and_no_others(trial: Trial, corruptions: list[Spoilt]) -> None:
    expected = []
    with trial.edit(YEAR) as sheets:
        for table, row, column, spoilt in corruptions:
            number = sheet_row(table, row or 4)
            assert number
            kinds = dict.fromkeys(sheets.headings(table), "string")
            kinds |= dict.fromkeys(("low", "high", "stage", "grid"), "number")
            for name, text in spoilt.items():
                put(sheets.cell(table, number, name), written(name, text, kinds) if text else None)
            expected.append((table, sheets.cell(table, number, column).coordinate if row else ""))
    assert sorted(cells(trial)) == sorted(expected)


FOUND = [
    ("observations", "low", "=A1+1", "a value, not a formula"),
    ("observations", "note", "=A1+1", "a value, not a formula"),
    ("observations", "id", "=A1", "a value, not a formula"),
    ("observations", "period", datetime(2024, 11, 1), "Excel made a date of it"),
    ("observations", "low", date(2024, 5, 2), "Excel made a date of it"),
    ("observations", "locator", time(3, 4), "Excel made a date of it"),
    ("observations", "note", True, "true or false"),
    ("observations", "low", False, "a number"),
    ("observations", "status", "#N/A", "an error"),
    ("observations", "low", "#DIV/0!", "an error"),
    ("observations", "note", 2.5e-5, "may have changed this number"),
    ("observations", "low", 2.5e-5, "a number"),
    ("observations", "low", "1,234", "read in one way"),
    ("observations", "low", "1.234", "read in one way"),
    ("observations", "low", "12 345", "a number"),
    ("observations", "year", 2023, "the year of this worksheet"),
    ("events", "event_en", '=HYPERLINK("https://example.org")', "a value, not a formula"),
    ("indicators", "stage", "3rd", "a whole number"),
    ("references", "title", "=A1", "a value, not a formula"),
    ("references", "title", None, "a value"),
    ("references", "date", "spring", "a date"),
    ("references", "date", date(2025, 6, 26), "Excel made a date of it"),
    ("references", "title", "a command: \\textbf", "can hold"),
    ("references", "keywords", "statement", "the keywords 'statement, edition 2024"),
    ("references", "type", "Web page", "lower-case letters, such as online"),
    ("references", "url", "https://example.org/{a", "can hold"),
]
TYPED = [
    *(("events", "event_en", text, "does not take for a formula") for text in ("=1+1", "+1", "-1", "@SUM(A1)")),
    ("events", "note", '=HYPERLINK("https://example.org")', "does not take for a formula"),
    ("events", "note", "_x003D_1+1", "does not take for a formula"),
    ("events", "event_en", "two_x000D_lines", "not U+000D"),
    ("events", "note", "a_x200B_b", "not U+200B"),
    ("references", "note", "a_x0007_bell", "text that the list of sources can hold"),
]
"""Texts, which Excel does not change."""


ALONE = {"year", "keywords"}
"""Where they are others, nothing else is told of the row."""


def test_what_excel_makes_of_a_cell_is_reported_at_the_cell(trial: Trial) -> None:
    """As many at once as there are cells for."""
    clean, waiting = trial.file(YEAR).read_bytes(), [*FOUND, *TYPED]
    while waiting:
        trial.file(YEAR).write_bytes(clean)
        tried: list[tuple[Any, str]] = []
        with trial.edit(YEAR) as sheets:
            for each in waiting:
                table, column, value, _ = each
                cell = sheets.cell(table, HEADING + 2, column)
                others = {other[1] for other, _ in tried if other[0] == table}
                if column not in others and not (others and ALONE & {column, *others}):
                    put(cell, value) if each in TYPED else setattr(cell, "value", value)
                    tried.append((each, cell.coordinate))
        found = {(fault.file.rpartition("sheet ")[2], fault.cell): fault.expected for fault in trial.faults(YEAR)}
        assert found.keys() == {(each[0], place) for each, place in tried}
        assert [each for each, place in tried if each[3] not in found[each[0], place]] == []
        waiting = [each for each in waiting if each not in [one for one, _ in tried]]


def test_a_number_that_excel_shows_as_a_percentage_is_refused(trial: Trial) -> None:
    with trial.edit(YEAR) as sheets:
        cell = sheets.cell("observations", "O12", "low")
        cell.value, cell.number_format = 0.25, "0%"
    [fault] = trial.faults(YEAR)
    start = f"worksheet-2024.xlsx, sheet observations, cell {cell.coordinate} (low): found '0.25', expected "
    assert str(fault).startswith(f"{start}a number; Excel shows 25% there. ")


def test_a_message_names_the_file_of_a_row_that_is_not_on_the_sheet(trial: Trial) -> None:
    with trial.edit(YEAR + 1) as sheets:
        values = {"summary_en": "Synthetic.", "answer_en": "Synthetic.", "source": "made_up_next", "locator": "A1"}
        sheets.put("cases", "C1", values, country="XXB", confidence="high")
        number = sheets.row("cases", "C1")
    [fault] = [fault for fault in trial.faults(YEAR + 1) if fault.column == "country"]
    assert (fault.row, fault.file) == (number, "worksheet-2025.xlsx, sheet cases")
    assert "as in row 2 of cases.csv" in fault.expected


DAMAGE: dict[str, tuple[Callable[[Sheets], object], str, str, str]] = {
    "missing sheet": (lambda sheets: sheets.book.remove(sheets.book["topics"]), "", "", "the sheet 'topics'"),
    "renamed sheet": (lambda sheets: setattr(sheets.book["series"], "title", "serie"), "", "", "the sheet 'series'"),
    "missing column": (lambda sheets: sheets.book["topics"].delete_cols(4), "topics", "", "the column 'grid'"),
    "renamed column": (lambda sheets: sheets.put("topics", 2, grid="grids"), "topics", "D2", "the column 'grid'"),
    "repeated column": (lambda sheets: sheets.book["topics"].cell(2, 9, "grid"), "topics", "D2", "each column once"),
    "no heading": (lambda sheets: sheets.book["topics"].delete_rows(2), "topics", "", "a heading row"),
    "merged cells": (lambda sheets: sheets.book["topics"].merge_cells("C3:D3"), "topics", "C3", "a cell of its own"),
    "no row": (lambda sheets: sheets.book["series"].delete_rows(3, 400), "series", "", "at least one row"),
    "no answers": (lambda sheets: sheets.book["cases"].delete_cols(4), "cases", "", "the column 'answer'"),
}
"""How a sheet is damaged, and the sheet and cell of the fault with what was expected."""


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_sheet_that_is_not_as_it_was(trial: Trial, kind: str) -> None:
    spoil, sheet, cell, expected = DAMAGE[kind]
    with trial.edit(YEAR + 1) as sheets:
        spoil(sheets)
    [fault] = trial.faults(YEAR + 1)
    assert fault.file == (f"worksheet-2025.xlsx, sheet {sheet}" if sheet else "worksheet-2025.xlsx")
    assert not cell or fault.cell == cell
    assert expected in fault.expected


MARKS = {
    "O07": ({"answer": "yes"}, "not mentioned, or nothing"),
    "O08": ({"answer": "as last year"}, "not mentioned, or nothing"),
    "O09": ({"answer": "=1+1"}, "not mentioned, or nothing"),
    "O10": ({"answer": "not mentioned", "note": "Synthetic."}, "the row is filled in"),
    "O99": ({"answer": "not mentioned"}, "this row answers no question"),
}


def test_an_answer_stands_alone(trial: Trial) -> None:
    places = {}
    with trial.edit(YEAR + 1) as sheets:
        sheets.name()
        sheets.put("observations", sheets.first_empty("observations"), id="O99")
        for key, (values, expected) in MARKS.items():
            sheets.put("observations", key, values)
            places[sheets.cell("observations", key, "answer").coordinate] = expected
    found = {fault.cell: fault.expected for fault in trial.faults(YEAR + 1)}
    for place, expected in places.items():
        assert expected in found[place]


def test_an_answer_needs_a_name(trial: Trial) -> None:
    with trial.edit(YEAR + 1) as sheets:
        for identifier in ("O07", "O09"):
            sheets.put("observations", identifier, answer="not mentioned")
    [fault] = trial.faults(YEAR + 1)
    assert (fault.file, fault.expected) == ("worksheet-2025.xlsx, sheet start", "your name")
    assert fault.cell.startswith("B")


FAULTY = {
    "observations": "id period status indicator series breakdown reporter source locator confidence",
    "references": "key type title author date url urldate note",
    "corrections": "table row why_en noticed_by date",
    "topics": "grid",
}
"""Columns at fault, by sheet."""


def test_all_faults_are_reported_at_once(trial: Trial) -> None:
    with trial.edit(YEAR + 1) as sheets:
        sheets.put("observations", "O09", answer="not mentioned")
        sheets.put("topics", HEADING + 2, grid="first")
        sheets.add("observations", id="a b", country="XXA", period="June 2026", low=3, status="exactly")
        source = {"key": "new source", "type": "Web", "date": "26 June 2026", "url": "www.example.org"}
        sheets.add("references", source, urldate="1.7.2026", note="a ~ tilde")
        sheets.add("corrections", year=2024, what_en="Synthetic.", date="1 July 2026")
    expected = [f"sheet {sheet} {column}" for sheet, columns in FAULTY.items() for column in columns.split()]
    found = trial.faults(YEAR + 1)
    at = sorted(f"{fault.file.rpartition(', ')[2]} {fault.column}" for fault in found)
    assert at == sorted([*expected, "sheet start Your name"]), "each cell once"
    remedies = {(fault.file.rpartition(" ")[2], fault.column): fault.remedy for fault in found}
    assert remedies["references", "date"] == "Write 2026-06-26."
    assert remedies["references", "urldate"] == "Write 2026-07-01."
    assert remedies["corrections", "date"] == "Write 2026-07-01."
    assert remedies["observations", "period"].startswith("Write 2026-06.")


SILENT = [
    ({"name": "Made Up"}, "date", "the day on which you looked, such as 2026-07-01"),
    ({"date": "2026-07-01"}, "name", "your name"),
    ({"name": "Made Up", "date": "1 July 2026"}, "date", "a day, such as 2026-07-01"),
    ({"name": "Made Up", "date": datetime(2026, 7, 1)}, "date", "text; Excel made a date of it"),
]


@pytest.mark.parametrize(("values", "column", "expected"), SILENT)
def test_who_answers_for_a_whole_country_signs_and_dates_it(
    trial: Trial, values: Mapping[str, object], column: str, expected: str
) -> None:
    with trial.edit(YEAR + 1) as sheets:
        sheets.put("not mentioned", "XXA", values)
        place = sheets.cell("not mentioned", "XXA", column).coordinate
    [fault] = trial.faults(YEAR + 1)
    assert (fault.file, fault.cell) == ("worksheet-2025.xlsx, sheet not mentioned", place)
    assert fault.expected == expected
