"""One set of checks serves CSV, Excel and the tests: what is wrong in a worksheet is reported at its cell."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from tests.conftest import SYNTHETIC, SyntheticPackage
from tests.corruptions import SPOILT
from tests.yearly.worksheets import NEXT, Sheets, Trial, put

from behindbars.errors import DataError, Fault
from behindbars.yearly.worksheet.book import HEADING

YEAR = 2024


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the worksheets of two editions; no test changes it."""
    folder = tmp_path_factory.mktemp("exported")
    (folder / "data").mkdir()
    SyntheticPackage(folder / "data")
    trial = Trial(folder, folder / "data", NEXT)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("behindbars.yearly.worksheet.layout.SPARE_ROWS", 10)  # small workbooks are read sooner
        trial.export(YEAR)
        trial.export(YEAR + 1)
    return folder


@pytest.fixture
def trial(exported: Path, tmp_path: Path) -> Trial:
    shutil.copytree(exported, tmp_path / "project")
    return Trial(tmp_path / "project", tmp_path / "project" / "data")


def faults(trial: Trial, year: int = YEAR) -> tuple[Fault, ...]:
    """Import, and give the faults; nothing may be written."""
    before = trial.files
    with pytest.raises(DataError) as caught:
        trial.imported(year)
    assert trial.files == before
    return caught.value.faults


def cells(trial: Trial, year: int = YEAR) -> list[tuple[str, str]]:
    """Sheet and cell of each fault."""
    found = []
    for fault in faults(trial, year):
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


CATALOGUE = [
    (table, row, column, spoilt)
    for table, row, column, spoilt in SPOILT
    if sheet_row(table, row or 4) and not any(ILLEGAL_CHARACTERS_RE.search(text) for text in spoilt.values())
]


def test_the_catalogue_is_long_enough() -> None:
    assert len(CATALOGUE) >= 60


@pytest.mark.parametrize(("table", "row", "column", "spoilt"), CATALOGUE)
def test_the_spoilt_cell_is_reported_and_no_other(
    trial: Trial, table: str, row: int, column: str, spoilt: Mapping[str, str]
) -> None:
    number = sheet_row(table, row or 4)
    assert number
    with trial.edit(YEAR) as sheets:
        kinds = dict.fromkeys(sheets.headings(table), "string")
        kinds |= dict.fromkeys(("low", "high", "stage", "grid"), "number")
        for name, text in spoilt.items():
            put(sheets.cell(table, number, name), written(name, text, kinds) if text else None)
        cell = sheets.cell(table, number, column).coordinate
    assert cells(trial) == [(table, cell if row else "")]


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


@pytest.mark.parametrize(("table", "column", "value", "expected"), FOUND)
def test_what_excel_makes_of_a_cell_is_reported_at_the_cell(
    trial: Trial, table: str, column: str, value: object, expected: str
) -> None:
    with trial.edit(YEAR) as sheets:
        cell = sheets.cell(table, HEADING + 2, column)
        cell.value = value
        place = cell.coordinate
    found = faults(trial)
    assert [(fault.file, fault.cell) for fault in found] == [(f"worksheet-2024.xlsx, sheet {table}", place)]
    assert expected in found[0].expected


def test_a_message_names_sheet_and_cell(trial: Trial) -> None:
    with trial.edit(YEAR) as sheets:
        cell = sheets.cell("observations", HEADING + 2, "low")
        cell.value = "34x"
    expected = (
        f"worksheet-2024.xlsx, sheet observations, cell {cell.coordinate} (low): found '34x', expected a number. "
    )
    assert str(faults(trial)[0]).startswith(expected)


def test_a_message_names_the_file_of_a_row_that_is_not_on_the_sheet(trial: Trial) -> None:
    def fill(sheets: Sheets) -> int:
        number = sheets.row("cases", "C1")
        values = {"summary_en": "Synthetic.", "answer_en": "Synthetic.", "source": "made_up_next", "locator": "A1"}
        sheets.put("cases", number, country="XXB", confidence="high", **values)
        return number

    with trial.edit(YEAR + 1) as sheets:
        number = fill(sheets)
    [fault] = [fault for fault in faults(trial, YEAR + 1) if fault.column == "country"]
    assert (fault.row, fault.file) == (number, "worksheet-2025.xlsx, sheet cases")
    assert "as in row 2 of cases.csv" in fault.expected


def missing_sheet(sheets: Sheets) -> tuple[str, str, str]:
    del sheets.book["topics"]
    return "", "", "the sheet 'topics'"


def renamed_sheet(sheets: Sheets) -> tuple[str, str, str]:
    sheets.book["observations"].title = "observation"
    return "", "", "the sheet 'observations'"


def missing_column(sheets: Sheets) -> tuple[str, str, str]:
    sheets.book["topics"].delete_cols(sheets.headings("topics").index("grid") + 1)
    return "topics", "", "the column 'grid'"


def renamed_column(sheets: Sheets) -> tuple[str, str, str]:
    cell = sheets.cell("topics", HEADING + 1, "grid")
    cell.value = "grids"
    return "topics", cell.coordinate, "the column 'grid'"


def repeated_column(sheets: Sheets) -> tuple[str, str, str]:
    cell = sheets.book["topics"].cell(HEADING + 1, len(sheets.headings("topics")) + 1, "grid")
    return "topics", "", "each column once" if cell else ""


def no_heading(sheets: Sheets) -> tuple[str, str, str]:
    sheets.book["topics"].delete_rows(HEADING + 1)
    return "topics", "", "a heading row"


def merged_cells(sheets: Sheets) -> tuple[str, str, str]:
    first, last = (sheets.cell("topics", HEADING + 2, name).coordinate for name in ("label_ru", "grid"))
    sheets.book["topics"].merge_cells(f"{first}:{last}")
    return "topics", first, "a cell of its own"


def empty_table(sheets: Sheets) -> tuple[str, str, str]:
    sheets.book["series"].delete_rows(HEADING + 2, 400)
    return "series", "", "at least one row"


@pytest.mark.parametrize(
    "spoil",
    [
        *(missing_sheet, renamed_sheet, missing_column, renamed_column, repeated_column),
        *(no_heading, merged_cells, empty_table),
    ],
)
def test_a_sheet_that_is_not_as_it_was(trial: Trial, spoil: Callable[[Sheets], tuple[str, str, str]]) -> None:
    with trial.edit(YEAR) as sheets:
        sheet, cell, expected = spoil(sheets)
    found = faults(trial)
    assert len(found) == 1, found
    where = f"worksheet-2024.xlsx, sheet {sheet}" if sheet else "worksheet-2024.xlsx"
    assert found[0].file == where
    assert not cell or found[0].cell == cell
    assert expected in found[0].expected


def test_the_sheet_of_questions_must_have_its_column(trial: Trial) -> None:
    with trial.edit(YEAR + 1) as sheets:
        sheets.book["observations"].delete_cols(sheets.headings("observations").index("answer") + 1)
    assert [fault.expected for fault in faults(trial, YEAR + 1)] == ["the column 'answer'"]


MARKS = [
    ({"answer": "yes"}, "not mentioned, or nothing"),
    ({"answer": "as last year"}, "not mentioned, or nothing"),
    ({"answer": "=1+1"}, "not mentioned, or nothing"),
    ({"answer": "not mentioned", "note": "Synthetic."}, "the row is filled in"),
]


@pytest.mark.parametrize(("values", "expected"), MARKS)
def test_an_answer_stands_alone(trial: Trial, values: Mapping[str, object], expected: str) -> None:
    with trial.edit(YEAR + 1) as sheets:
        sheets.name()
        row = sheets.row("observations", "O07")
        sheets.put("observations", row, **values)
        place = sheets.cell("observations", row, "answer").coordinate
    found = {fault.cell: fault.expected for fault in faults(trial, YEAR + 1)}
    assert expected in found[place]


def test_an_answer_beside_something_new_is_a_fault(trial: Trial) -> None:
    with trial.edit(YEAR + 1) as sheets:
        sheets.name()
        row = sheets.first_empty("observations")
        sheets.put("observations", row, answer="not mentioned")
    [fault] = faults(trial, YEAR + 1)
    assert (fault.row, fault.column) == (row, "answer")


def test_an_answer_needs_a_name(trial: Trial) -> None:
    with trial.edit(YEAR + 1) as sheets:
        for identifier in ("O07", "O09"):
            sheets.put("observations", sheets.row("observations", identifier), answer="not mentioned")
    [fault] = faults(trial, YEAR + 1)
    assert (fault.file, fault.expected) == ("worksheet-2025.xlsx, sheet start", "your name")
    assert fault.cell.startswith("B")


def test_all_faults_are_reported_at_once(trial: Trial) -> None:
    with trial.edit(YEAR) as sheets:
        places = []
        for table, column, value in (
            ("observations", "status", "exactly"),
            ("safeguards", "topic", "nothing"),
            ("events", "date", "soon"),
            ("topics", "grid", "first"),
            ("references", "title", None),
        ):
            sheets.put(table, HEADING + 2, **{column: value})
            places.append((table, sheets.cell(table, HEADING + 2, column).coordinate))
    assert cells(trial) == sorted(places)


def test_all_faults_of_new_rows_are_reported_at_once(trial: Trial) -> None:
    with trial.edit(YEAR + 1) as sheets:
        sheets.put("observations", sheets.row("observations", "O09"), answer="not mentioned")
        row = sheets.first_empty("observations")
        sheets.put("observations", row, id="a b", country="XXA", period="June 2026", low=3, status="exactly")
        source = sheets.first_empty("references")
        sheets.put("references", source, key="new source", type="Web", date="26 June 2026", url="www.example.org")
        sheets.put("references", source, urldate="1.7.2026", note="a ~ tilde")
        correction = sheets.first_empty("corrections")
        sheets.put("corrections", correction, year=2024, what_en="Synthetic.", date="1 July 2026")
        expected = {
            *(
                (f"sheet observations {name}")
                for name in ("id", "period", "status", "indicator", "series", "breakdown")
            ),
            *((f"sheet observations {name}") for name in ("reporter", "source", "locator", "confidence")),
            *(
                (f"sheet references {name}")
                for name in ("key", "type", "title", "author", "date", "url", "urldate", "note")
            ),
            *((f"sheet corrections {name}") for name in ("table", "row", "why_en", "noticed_by", "date")),
            "sheet start Your name",
        }
    found = faults(trial, YEAR + 1)
    assert {f"{fault.file.rpartition(', ')[2]} {fault.column}" for fault in found} == expected
    assert len(found) == len(expected), "each cell once"
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
        row = sheets.row("not mentioned", "XXA", "country")
        sheets.put("not mentioned", row, **values)
        place = sheets.cell("not mentioned", row, column).coordinate
    [fault] = faults(trial, YEAR + 1)
    assert (fault.file, fault.cell) == ("worksheet-2025.xlsx, sheet not mentioned", place)
    assert fault.expected == expected
