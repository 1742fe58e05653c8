"""From the worksheet of an edition to its data: what a person fills in arrives, and nothing else changes."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook
from tests.conftest import DATA, PROJECT, SyntheticPackage
from tests.yearly.worksheets import GUIDES, IDENTITY, NEXT, REAL_NEXT, TODAY, Sheets, Trial, checks

from behindbars.build.project import LockedError, stage
from behindbars.cli import main
from behindbars.errors import DataError, ParameterError, ProjectError
from behindbars.package import load
from behindbars.package.descriptor import Package, read_package
from behindbars.report.draft import open_questions
from behindbars.words import Words
from behindbars.yearly.review import review
from behindbars.yearly.worksheet import importing, layout
from behindbars.yearly.worksheet.book import HEADING, export_worksheet
from behindbars.yearly.worksheet.importing import import_worksheet, is_imported

ANSWER = {"source": "made_up_next", "confidence": "high"}


@pytest.fixture(autouse=True)
def few_spare_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small workbooks are read sooner."""
    monkeypatch.setattr(layout, "SPARE_ROWS", 10)


@pytest.fixture
def trial(package: SyntheticPackage, tmp_path: Path) -> Trial:
    """The synthetic package with the statement of a next year, of which nothing is answered."""
    return Trial(tmp_path / "project", package.folder, NEXT)


@pytest.fixture
def real(tmp_path: Path) -> Trial:
    """The real data with the statement of a synthetic next year."""
    return Trial(tmp_path / "real", DATA, REAL_NEXT)


def answer_o07(sheets: Sheets) -> int:
    row = sheets.row("observations", "O07")
    sheets.put(
        "observations", row, period="2025", low=11, high=11, status="exact", reporter="ngo", locator="A1", **ANSWER
    )
    return row


@pytest.mark.parametrize("year", [2024, 2025])
def test_without_an_edit_nothing_changes(trial: Trial, real: Trial, year: int) -> None:
    for each in (trial, real):
        before = each.files
        lines = each.change(year, lambda sheets: None)
        assert each.files == before
        assert lines[0] == f"worksheet-{year}.xlsx says what the data has already."


def test_every_question_is_there_with_what_to_do(real: Trial) -> None:
    sheets = Sheets(load_workbook(real.export(2025)))
    questions = open_questions(load(real.project / "data"), 2025, Words("en"))
    assert len(questions) > 100
    for question in questions.itertuples():
        place = question.country if question.table == "safeguards" else None
        row = sheets.row(question.table, question.id, place=place)
        values = {name: sheets.cell(question.table, row, name).value for name in sheets.headings(question.table)}
        assert values["question"] == question.asked
        assert values["last edition"]
        assert values["help"]
        assert values["year"] == 2025
        empty = set(values) - {*GUIDES[:3], *IDENTITY[question.table]}
        assert {name for name in empty if values[name] is not None} == set()


SAID = [
    ("observations", "O06", "2 convictions, 2024 (Synthetic, A1); came of: synthetic complaints (complaints)"),
    ("observations", "O14", "up to 10 years, 2024 (Synthetic, B1); case: Synthetic person (C2)"),
    ("observations", "O13", "none, according to the authors, 2024 (Synthetic, B1)"),
    ("safeguards", "Q2", "law: partial. Synthetic finding. (Synthetic, A1)"),
    ("safeguards", "Q3", "practice: applies (harmful). Synthetic finding. (Synthetic, B1)"),
    ("cases", "C1", "Synthetic summary. Authorities: Synthetic answer. (Synthetic, A1)"),
    (
        "recommendations",
        "R1",
        "Synthetic. (Synthetic, R1). Topics: synthetic definition (definition) and synthetic amnesty (amnesty). "
        "Indicators: synthetic complaints (complaints)",
    ),
    ("signatories", "made_up", "signed (Synthetic, I1)"),
]


def test_the_last_edition_is_told_with_labels_and_codes(package: SyntheticPackage, tmp_path: Path) -> None:
    package.put("cases", 2, summary_en="Synthetic summary.", answer_en="Synthetic answer.")
    sheets = Sheets(load_workbook(Trial(tmp_path / "project", package.folder, NEXT).export(2025)))
    for table, row, said in SAID:
        assert sheets.cell(table, sheets.row(table, row), "last edition").value == said


def test_answers_and_new_rows_arrive(trial: Trial) -> None:
    before = trial.files

    def fill(sheets: Sheets) -> None:
        answer_o07(sheets)
        row = sheets.first_empty("observations")
        sheets.put("observations", row, country="XXA", period="2025", indicator="suspects", series="register")
        sheets.put(
            "observations",
            row,
            breakdown="total",
            low=2.0,
            high=2,
            status="exact",
            reporter="ngo",
            locator="A2",
            **ANSWER,
        )

    lines = trial.change(2025, fill)
    lines_before, lines_after = (
        text.splitlines() for text in (before["observations.csv"].decode(), trial.text("observations"))
    )
    assert lines_after == [
        *lines_before,
        "O07,XXA,2025,2025,cases_registered,register,total,11,11,exact,ngo,,,made_up_next,A1,high,,",
        "O17,XXA,2025,2025,suspects,register,total,2,2,exact,ngo,,,made_up_next,A2,high,,",
    ]
    assert {name for name, data in trial.files.items() if data != before[name]} == {"observations.csv"}
    assert "  observations: 2 rows added: O07, O17." in lines
    assert any(line.endswith(": id O17.") for line in lines)
    assert "still open: 12 on the sheet observations" in lines[-1]
    again = trial.files
    trial.imported(2025)
    assert trial.files == again, "the same worksheet twice"
    assert trial.change(2025, lambda sheets: None)[0].endswith("has already.")
    assert trial.files == again


def test_not_mentioned_is_an_answer_with_name_and_day(trial: Trial) -> None:
    def fill(sheets: Sheets) -> None:
        sheets.name("Аналитик")
        sheets.put("observations", sheets.row("observations", "O09"), answer="not mentioned")
        sheets.put("safeguards", sheets.row("safeguards", "Q2", place="XXA"), answer="Not mentioned")

    lines = trial.change(2025, fill)
    with (trial.project / "data" / "answers.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["question"] for row in rows] == ["observations/O09", "safeguards/XXA/Q2"]
    assert {(row["year"], row["answer"], row["name"], row["date"]) for row in rows} == {
        ("2025", "not mentioned", "Аналитик", TODAY.isoformat())
    }
    assert "  2 answers recorded." in lines
    before = trial.files
    sheets = Sheets(load_workbook(trial.export(2025)))
    assert sheets.cell("observations", sheets.row("observations", "O09"), "answer").value == "not mentioned"
    assert trial.imported(2025)[0].endswith("has already.")
    assert trial.files == before
    lines = trial.change(2025, lambda s: s.put("observations", s.row("observations", "O09"), answer=None))
    assert lines[1:3] == [
        "  Answers taken back, as the worksheet has them no longer: observations/O09.",
        "  Open again: observations/O09.",
    ]
    assert "observations/O09" not in trial.text("answers")


def test_questions_of_the_check_are_answered(trial: Trial) -> None:
    trial.export(2025, checks=checks(a="Synthetic question?", b="Another?"))
    with trial.edit(2025) as sheets:
        sheets.name()
        sheets.put("questions", sheets.row("questions", "check/a", "question"), answer="Yes: synthetic.")
    lines = trial.imported(2025, b="Another?")
    assert trial.text("answers").splitlines()[1:] == [
        f"2025,check/a,Synthetic question?,Yes: synthetic.,Made Up,{TODAY.isoformat()}"
    ]
    assert "1 on the sheet questions" in lines[-1]
    before = trial.files
    assert trial.change(2025, lambda sheets: None)[0].endswith("has already.")
    assert trial.files == before


def test_a_question_that_is_asked_in_other_words_is_open_again(trial: Trial) -> None:
    trial.export(2025, checks=checks(a="Synthetic question?"))
    with trial.edit(2025) as sheets:
        sheets.name()
        sheets.put("questions", sheets.row("questions", "check/a", "question"), answer="Yes.")
    trial.imported(2025)
    for asked, words, given in ({}, "Synthetic question?", "Yes."), ({"a": "In other words?"}, "In other words?", None):
        sheets = Sheets(load_workbook(trial.export(2025, checks=checks(**asked))))
        row = sheets.row("questions", "check/a", "question")
        found = [sheets.cell("questions", row, column).value for column in ("asked", "answer")]
        assert found == [words, given]


def test_rows_are_changed_and_removed_where_they_stand(trial: Trial) -> None:
    def fill(sheets: Sheets) -> None:
        sheets.put("observations", sheets.row("observations", "O11"), low=3, note="Synthetic, with a comma.")
        sheets.book["observations"].delete_rows(sheets.row("observations", "O12"))
        sheets.put("topics", sheets.row("topics", "amnesty"), label_ru="синтетика")

    before = trial.text("observations").splitlines()
    lines = trial.change(2024, fill)
    changed = "O11,XXB,2024,2023-01/2024-06,complaints,register,total,3,6,range,ngo,,,made_up_statement,B1,high,,"
    expected = [
        changed + '"Synthetic, with a comma."' if line.startswith("O11") else line
        for line in before
        if not line.startswith("O12")
    ]
    assert trial.text("observations").splitlines() == expected
    assert "  observations: O11 changed: low and note." in lines
    assert lines[1] == "  Removed from observations, as the worksheet has them no longer: O12."
    assert "  topics: amnesty changed: label_ru." in lines


def test_sources_are_added_changed_and_removed(real: Trial) -> None:
    before = real.files["references.bib"].decode()

    def fill(sheets: Sheets) -> None:
        title = "Behind Bars & Beyond: 100% {synthetic} #1_a"
        row = sheets.row("references", "to_be_completed", "key")
        sheets.put("references", row, title=title, author="Coalition A and B; Second", date="2026-06-26")
        row = sheets.first_empty("references")
        sheets.put("references", row, key="new2026", type="online", title="Новый источник", author="Somebody")
        sheets.put(
            "references", row, url="https://example.org/a_b?c=1&d=2%20", urldate="2026-07-01", keywords="context"
        )

    real.change(2025, fill)
    after = real.files["references.bib"].decode()
    kept, _, rest = after.partition("@misc{to_be_completed")
    assert before.startswith(kept)
    assert (
        rest
        == r""",
  author = {{Coalition A and B} and {Second}},
  title = {{Behind Bars \& Beyond: 100\% \{synthetic\} \#1\_a}},
  shorttitle = {{Statement 2026}},
  keywords = {statement, edition 2025},
  date = {2026-06-26},
}

@online{new2026,
  title = {{Новый источник}},
  author = {{Somebody}},
  url = {https://example.org/a_b?c=1&d=2%20},
  urldate = {2026-07-01},
  keywords = {context},
}
"""
    )
    sheets = Sheets(load_workbook(real.export(2025)))
    row = sheets.row("references", "to_be_completed", "key")
    assert sheets.cell("references", row, "title").value == "Behind Bars & Beyond: 100% {synthetic} #1_a"
    assert sheets.cell("references", row, "author").value == "Coalition A and B; Second"
    real.change(2025, lambda s: s.book["references"].delete_rows(s.row("references", "new2026", "key")))
    assert real.files["references.bib"].decode() == after.partition("\n@online{new2026")[0]


def test_order_hidden_rows_and_moved_columns_do_not_matter(trial: Trial) -> None:
    def shuffle(sheets: Sheets) -> None:
        sheet = sheets.book["observations"]
        width = len(sheets.headings("observations"))
        rows = [
            [sheet.cell(row, column).value for column in range(1, width + 1)]
            for row in range(HEADING + 1, sheet.max_row + 1)
        ]
        rows[1:] = rows[:0:-1]
        for row, values in enumerate(rows, start=HEADING + 1):
            for column, value in enumerate(reversed(values), start=1):
                sheet.cell(row, column).value = value
        sheet.row_dimensions[6].hidden = True
        sheets.book["topics"].insert_rows(1)

    before = trial.files
    trial.change(2024, shuffle)
    assert trial.files == before
    trial.change(2025, lambda sheets: (answer_o07(sheets), shuffle(sheets)))
    assert trial.text("observations").splitlines()[-1].startswith("O07,XXA,2025,2025")


def test_what_is_a_persons_own_is_not_read_and_said_so(trial: Trial) -> None:
    def add(sheets: Sheets) -> None:
        sheets.book.create_sheet("my notes")["A1"] = "=1+1"
        sheet, width = sheets.book["topics"], len(sheets.headings("topics"))
        sheet.cell(HEADING + 1, width + 1).value = "to do"
        sheet.cell(HEADING + 2, width + 1).value = "=1+1"
        sheet.cell(HEADING + 2, width + 3).value = "a word"

    before = trial.files
    lines = trial.change(2024, add)
    assert trial.files == before
    assert "The sheet 'my notes' is not a part of the worksheet: not read." in lines
    assert "Sheet topics, column F (to do): not read." in lines
    assert "Sheet topics, column H, which has no heading: not read." in lines


def test_numbers_are_read_as_they_were_meant(trial: Trial) -> None:
    def fill(sheets: Sheets) -> None:
        sheets.put("observations", sheets.row("observations", "O12"), low="20,75", locator=7)
        sheets.put("observations", sheets.row("observations", "O14"), high=10.125)

    with pytest.raises(DataError) as caught:  # the text of a number is its digits: '7' is no paragraph of section B
        trial.change(2024, fill)
    assert [fault.value for fault in caught.value.faults] == ["7"]
    with trial.edit(2024) as sheets:
        sheets.put("observations", sheets.row("observations", "O12"), locator="B1", note=2024)
    trial.imported(2024)
    text = trial.text("observations")
    assert ",20.75,,more_than," in text
    assert ",,10.125,up_to," in text
    assert "B1,high,,2024\n" in text


def test_a_file_of_another_style_keeps_it(trial: Trial) -> None:
    path = trial.project / "data" / "observations.csv"
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    rows = [[cell.replace(".", ",") if cell == "20.5" else cell for cell in row] for row in rows]
    text = "\ufeff" + "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in rows)
    path.write_bytes(text.encode())
    trial.change(2024, lambda sheets: sheets.put("observations", sheets.row("observations", "O14"), high=10.125))
    changed = path.read_bytes().decode().split("\r\n")
    expected = text.split("\r\n")
    [different] = [position for position, line in enumerate(expected) if line != changed[position]]
    assert len(changed) == len(expected)
    cells = "O14;XXB;2024;2024;sentence;coalition;total;;10,1250;up_to;ngo;;C2;made_up_statement;B1;high;;"
    assert changed[different] == ";".join(f'"{cell}"' for cell in cells.split(";"))


CHANGES = [
    ("observations", "O07,XXA,2024,2024,", "O07,XXA,2024,2023,", "observations: O07 2024 changed."),
    ("events", "synthetic law", "another law", "events: D2 changed."),
    ("topics", "amnesty,synthetic amnesty,,2,applies\n", "", "topics: amnesty removed."),
    ("series", "\nregister,", "\nanother,synthetic,,Synthetic.\nregister,", "series: another added."),
]


@pytest.mark.parametrize(("table", "old", "new", "told"), CHANGES)
def test_a_worksheet_goes_only_into_the_data_that_it_came_from(
    trial: Trial, table: str, old: str, new: str, told: str
) -> None:
    trial.export(2025)
    path = trial.project / "data" / f"{table}.csv"
    if table == "topics":  # nothing else may name it
        for other in ("safeguards", "recommendations"):
            text = (
                trial.text(other).replace("2024,amnesty", "2024,definition").replace("definition amnesty", "definition")
            )
            (trial.project / "data" / f"{other}.csv").write_text(text, "utf-8")
    assert old in trial.text(table)
    path.write_text(trial.text(table).replace(old, new), "utf-8")
    before = trial.files
    with trial.edit(2025) as sheets:
        answer_o07(sheets)
    worksheet = trial.file(2025).read_bytes()
    with pytest.raises(ProjectError, match="no longer what it was when worksheet-2025") as caught:
        trial.imported(2025)
    lines = str(caught.value).splitlines()
    assert f"  {told}" in lines
    assert len(lines) == (5 if table == "topics" else 3)
    assert lines[-1].startswith("Export a new worksheet (behindbars export --year 2025 --to FILE.xlsx)")
    assert (trial.files, trial.file(2025).read_bytes()) == (before, worksheet)
    assert not is_imported(trial.project, trial.file(2025))


def test_a_changed_source_or_descriptor_is_a_change_of_the_data(trial: Trial) -> None:
    trial.export(2025)
    for name, old, new in (
        ("references.bib", "Synthetic next statement", "Another title"),
        ("datapackage.json", "Short name", "Another description"),
    ):
        path = trial.project / "data" / name
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(ProjectError) as caught:
        trial.imported(2025)
    assert str(caught.value).splitlines()[1:-1] == [
        "  datapackage.json changed.",
        "  references: made_up_next changed.",
    ]


def test_a_file_that_is_only_written_otherwise_is_no_change(trial: Trial) -> None:
    trial.export(2025)
    path = trial.project / "data" / "events.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before = trial.files
    assert trial.imported(2025)[0].endswith("has already.")
    assert trial.files == before


def test_a_stray_space_leaves_a_question_open(trial: Trial) -> None:
    before = trial.files
    lines = trial.change(2025, lambda sheets: sheets.put("cases", sheets.row("cases", "C1"), summary_en=" "))
    assert "2 on the sheet cases" in lines[-1]
    assert trial.files == before


def new_event(sheets: Sheets, text: str = "synthetic") -> int:
    row = sheets.first_empty("events")
    sheets.put("events", row, country="XXA", date="2025", kind="law", event_en=text, locator="A1", **ANSWER)
    return row


def test_a_new_row_without_an_id_is_not_taken_twice(trial: Trial) -> None:
    trial.change(2025, new_event)
    before = trial.files
    assert trial.imported(2025)[0].endswith("has already.")
    assert trial.files == before


def test_a_new_row_keeps_the_id_that_it_was_given(trial: Trial) -> None:
    def add(sheets: Sheets) -> None:
        new_event(sheets)
        new_event(sheets, "another")

    trial.change(2025, add)
    with trial.edit(2025) as sheets:
        sheets.put("events", HEADING + 2, event_en="synthetic, corrected")
        new_event(sheets, "a third")
    assert "  events: D4 changed: event_en." in trial.imported(2025)
    with trial.edit(2025) as sheets:
        sheets.book["events"].delete_rows(HEADING + 2)  # the others move up
    trial.imported(2025)
    rows = [line.split(",") for line in trial.text("events").splitlines() if ",2025,2025," in line]
    assert [(row[0], row[6]) for row in rows] == [("D5", "another"), ("D6", "a third")]


def test_a_person_goes_on_in_the_same_file(trial: Trial) -> None:
    before = trial.files
    trial.export(2024)
    for low in (3, 2, 1):
        with trial.edit(2024) as sheets:
            sheets.put("observations", sheets.row("observations", "O11"), low=low)
        assert any(line.startswith("  observations: O11 changed: low") for line in trial.imported(2024))
        assert f"total,{low},6,range" in trial.text("observations")
    with trial.edit(2024) as sheets:
        sheets.put("observations", sheets.row("observations", "O11"), low=4)
    trial.imported(2024)
    assert trial.files == before, "all is as it was"
    with trial.edit(2024) as sheets:
        row = sheets.row("observations", "O12")
        kept = [cell.value for cell in sheets.book["observations"][row]]
        sheets.book["observations"].delete_rows(row)
    trial.imported(2024)
    assert "O12" not in trial.text("observations")
    with trial.edit(2024) as sheets:
        row = sheets.first_empty("observations")
        for column, value in enumerate(kept, start=1):
            sheets.book["observations"].cell(row, column).value = value
    trial.imported(2024)
    assert "O12" in trial.text("observations")


def test_after_an_import_the_worksheet_is_written_anew_and_the_old_one_kept(trial: Trial) -> None:
    trial.export(2025)
    with trial.edit(2025) as sheets:
        sheets.name("Аналитик")
        answer_o07(sheets)
        new_event(sheets)
        sheets.book["topics"]["Z1"] = "a note of my own"
    filled_in = trial.file(2025).read_bytes()
    lines = trial.imported(2025, a="Is the synthetic change real?")
    copy = trial.project / "worksheet-2025-imported.xlsx"
    assert f"worksheet-2025.xlsx was written anew: go on in it. What you had filled in is kept as {copy.name}." in lines
    assert copy.read_bytes() == filled_in
    sheets = Sheets(load_workbook(trial.file(2025)))
    assert sheets.cell("observations", sheets.row("observations", "O07"), "low").value == 11
    assert sheets.row("events", "D4")
    assert sheets.row("questions", "check/a", "question")
    assert [row[1].value for row in sheets.book["start"].iter_rows() if row[0].value == "Your name"] == ["Аналитик"]
    with pytest.raises(ProjectError, match="events: D4 added"):
        import_worksheet(trial.project, copy, TODAY)
    before = trial.file(2025).read_bytes()
    trial.imported(2025)
    assert trial.file(2025).read_bytes() == before, "nothing changed: it is left alone"


def test_a_worksheet_that_cannot_be_written_anew_is_said(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    trial.export(2025)
    with trial.edit(2025) as sheets:
        answer_o07(sheets)
    monkeypatch.setattr(importing, "export_worksheet", refuse)
    lines = trial.imported(2025)
    assert any("could not be written anew (The system said no.)" in line for line in lines)
    assert "O07,XXA,2025" in trial.text("observations")


def refuse(*_: object, **__: object) -> int:
    raise OSError("The system said no.")


def test_another_copy_of_the_same_export_is_refused(trial: Trial) -> None:
    copy = trial.project / "copy.xlsx"
    shutil.copy(trial.export(2025), copy)
    with trial.edit(2025) as sheets:
        answer_o07(sheets)
        new_event(sheets)
    trial.imported(2025)
    answered = trial.files
    with pytest.raises(ProjectError) as caught:
        import_worksheet(trial.project, copy, TODAY)
    assert str(caught.value).splitlines()[1:-1] == ["  events: D4 added.", "  observations: O07 2025 added."]
    assert trial.files == answered


def test_two_thousand_rows(trial: Trial) -> None:
    path = trial.project / "data" / "events.csv"
    rows = "".join(f"E{n},XXA,2025,2025,law,,synthetic {n},,,made_up_next,A1,high,\n" for n in range(2000))
    path.write_text(trial.text("events") + rows, "utf-8")
    before = trial.files
    start = time.monotonic()
    trial.change(2025, lambda sheets: None)
    assert trial.files == before
    assert time.monotonic() - start < 60


def test_the_same_bytes_on_another_day_and_nobody_named(trial: Trial) -> None:
    first = trial.export(2025).read_bytes()
    time.sleep(2.1)  # a zip knows seconds by twos
    assert trial.export(2025).read_bytes() == first
    properties = load_workbook(trial.file(2025)).properties
    assert (properties.creator, properties.lastModifiedBy) == ("", "") or not properties.creator


def test_a_worksheet_with_work_in_it_is_not_written_over(trial: Trial) -> None:
    before = trial.export(2025).read_bytes()
    with pytest.raises(ProjectError, match="somebody may have worked in it"):
        export_worksheet(trial.project, 2025, trial.file(2025))
    assert trial.file(2025).read_bytes() == before
    with pytest.raises(ProjectError, match=r"ends in \.xlsx"):
        export_worksheet(trial.project, 2025, trial.project / "worksheet.csv")
    with pytest.raises(ParameterError, match=r"keywords = \{statement, edition 2031\}"):
        export_worksheet(trial.project, 2031, trial.project / "other.xlsx")


def test_locks_tints_and_formats(real: Trial) -> None:
    sheets = Sheets(load_workbook(real.export(2025)))
    sheet = sheets.book["observations"]
    assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
    assert (sheet.protection.autoFilter, sheet.protection.formatColumns) == (False, False)  # not forbidden
    assert (sheet.freeze_panes, sheet.auto_filter.ref[:2]) == (f"B{HEADING + 2}", f"A{HEADING + 1}")
    row, empty = sheets.row("observations", "N01"), sheets.first_empty("observations")
    for number in (row, empty, empty + layout.SPARE_ROWS - 1):
        for name in sheets.headings("observations"):
            cell = sheets.cell("observations", number, name)
            identifies = name in (*GUIDES[:3], "year") or (number == row and name in IDENTITY["observations"])
            locked = identifies or (number != row and name == "answer")
            assert cell.protection.locked == locked, (number, name)
            assert cell.alignment.wrap_text
            assert (cell.number_format == "@") == (name not in ("low", "high", "year")), name


def drop_downs(file: Path) -> dict[tuple[str, str], str]:
    """The list of each column, by its sheet."""
    sheets = Sheets(load_workbook(file))
    found = {}
    for name in sheets.book.sheetnames:
        if sheets.book[name].max_row <= HEADING + 1:
            continue
        for rule in sheets.book[name].data_validations.dataValidation:
            if rule.type == "list":
                column = next(iter(rule.sqref.ranges)).min_col
                found[name, str(sheets.book[name].cell(HEADING + 1, column).value)] = rule.formula1
    return found


def test_every_code_has_a_drop_down_and_every_column_says_what_it_means(real: Trial) -> None:
    written = load_workbook(real.export(2025))
    lists = drop_downs(real.file(2025))
    codes = [cell.value for cell in written["codes"]["C"]]
    package = load_package(real)
    for table in package.tables:
        sheet = "questions" if table.name == "answers" else table.name
        for field in table.fields:
            if field.enum:
                first, last = (int(part.rpartition("$")[2]) for part in lists[sheet, field.name].split(":"))
                assert tuple(codes[first - 1 : last]) == field.enum
        for key in table.foreign_keys:
            assert lists[sheet, key.columns[0]] == f"list_{key.table}"
        if "source" in table.columns:
            assert lists[sheet, "source"] == "list_references"
        row = {cell.value: cell.offset(-1).value for cell in written[sheet][HEADING + 1]}
        assert all(row[field.name] for field in table.fields)
    assert lists["observations", "answer"] == '"not mentioned"'
    assert lists["safeguards", "answer"] == '"not mentioned,as last year"'
    assert {"list_indicators", "list_references", "list_cases"} <= set(written.defined_names)


def load_package(trial: Trial) -> Package:
    return read_package(trial.project / "data")


@pytest.mark.parametrize("program", ["openpyxl", "LibreOffice"])
def test_saved_by_another_program_it_imports_the_same(real: Trial, tmp_path: Path, program: str) -> None:
    before = real.files
    for year in (2024, 2025):
        file = real.export(year)
        lists = drop_downs(file)
        if program == "openpyxl":
            with real.edit(year):
                pass
        else:
            resave(file, tmp_path / "saved")
        assert drop_downs(file).keys() == lists.keys()
        assert real.imported(year)[0].endswith("has already.")
        assert real.files == before


def resave(file: Path, folder: Path) -> None:
    """Save a workbook with LibreOffice."""
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(folder),
        str(file),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    shutil.move(folder / file.name, file)


def test_the_command_line_says_what_happened(real: Trial) -> None:
    for name in ("_quarto.yml", "_quarto-2024.yml"):
        shutil.copy(PROJECT / name, real.project)
    shutil.copytree(PROJECT / "notebooks", real.project / "notebooks")

    def call(*arguments: str) -> Any:
        return CliRunner().invoke(main, ["--project", str(real.project), *arguments], catch_exceptions=False)

    def number(words: str, *arguments: str) -> int:
        result = call(*arguments)
        assert result.exit_code == 0, result.output
        found = re.search(rf"([0-9]+) {words}", result.output)
        assert found, result.output
        return int(found[1])

    assert call("new-year", "2025").exit_code == 0
    questions = number("open questions; .*worksheet-2025.xlsx", "export", "--year", "2025")
    assert questions >= len(open_questions(load(real.project / "data"), 2025, Words("en"))) > 100
    assert number("questions are still open", "import", str(real.file(2025))) == questions
    found = review(real.project, 2025)
    assert len(found.unanswered) + len(found.open) == questions, "as behindbars check lists them"
    with real.edit(2025) as sheets:
        sheets.name()
        sheets.put("observations", sheets.row("observations", "N01"), answer="not mentioned")
    assert number("questions are still open", "import", str(real.file(2025))) == questions - 1
    assert number("open questions", "export", "--year", "2025") == questions - 1
    with real.edit(2025) as sheets:
        sheets.put("topics", HEADING + 2, grid="first")
    result = call("import", str(real.file(2025)))
    assert result.exit_code == 1
    assert "Nothing was written." in result.output
    assert "sheet topics, cell D3 (grid): found 'first'" in result.output
    assert "Traceback" not in result.output


def test_importing_twice_at_once_is_refused(trial: Trial) -> None:
    trial.export(2025)
    with stage(trial.project), pytest.raises(LockedError):
        import_worksheet(trial.project, trial.file(2025), TODAY)


def test_an_answer_keeps_its_name_and_day(trial: Trial) -> None:
    trial.export(2025, checks=checks(a="Synthetic question?"))
    with trial.edit(2025) as sheets:
        sheets.name()
        sheets.put("questions", sheets.row("questions", "check/a", "question"), answer="Yes: synthetic.")
    trial.imported(2025)
    before = trial.files
    assert is_imported(trial.project, trial.file(2025))
    later = TODAY + timedelta(days=30)
    assert import_worksheet(trial.project, trial.file(2025), later)[0].endswith("has already.")
    assert trial.files == before
    with trial.edit(2025) as sheets:
        sheets.put("questions", sheets.row("questions", "check/a", "question"), answer="No: synthetic.")
    import_worksheet(trial.project, trial.file(2025), later)
    assert trial.text("answers").splitlines()[1:] == [
        f"2025,check/a,Synthetic question?,No: synthetic.,Made Up,{later.isoformat()}"
    ]


def test_new_corrections_and_signatories_get_an_id(trial: Trial) -> None:
    def fill(sheets: Sheets) -> None:
        for words in ("Synthetic.", "Another."):
            row = sheets.first_empty("corrections")
            for column, value in {"table": "observations", "row": "O11"}.items():
                sheets.cell("corrections", row, column).value = value
            sheets.put("corrections", row, year=2024, what_en=words)
            sheets.put("corrections", row, why_en="Synthetic.", noticed_by="Nobody", date="2026-07-01")
        for name in ("Réseau of Made-up Defenders", "Reseau of made up defenders"):
            row = sheets.first_empty("signatories")
            sheets.put("signatories", row, name_en=name, country="XXA", source="made_up_next", locator="A1")

    trial.change(2025, fill)
    assert [line.partition(",")[0] for line in trial.text("corrections").splitlines()[-2:]] == ["1", "2"]
    names = [line.partition(",")[0] for line in trial.text("signatories").splitlines()[-2:]]
    assert names == ["reseau_of_made_up_defenders", "reseau_of_made_up_defenders_2"]


@pytest.mark.parametrize(
    ("words", "year"),
    [("statement edition 2025", 2025), ("statement", 2025), ("statement, edition 2026", 2025), ("context", 2024)],
)
def test_the_keywords_of_a_statement_stay(trial: Trial, words: str, year: int) -> None:
    trial.export(2025)
    key = {2025: "made_up_next", 2024: "made_up_statement"}[year]
    with trial.edit(2025) as sheets:
        answer_o07(sheets)
        cell = sheets.cell("references", sheets.row("references", key, "key"), "keywords")
        assert cell.protection.locked
        kept, cell.value = cell.value, words
    with pytest.raises(DataError) as caught:
        trial.imported(2025)
    [fault] = caught.value.faults
    assert (fault.cell, fault.value) == (cell.coordinate, words)
    assert fault.expected == f"the keywords {kept!r}, separated by commas"
    with trial.edit(2025) as sheets:
        sheets.book["references"].delete_rows(sheets.row("references", key, "key"))
    with pytest.raises(DataError, match=f"expected the statement of the edition {year}, with the keywords"):
        trial.imported(2025)


def test_a_row_that_was_emptied_is_said_first(trial: Trial) -> None:
    def empty(sheets: Sheets) -> None:
        row = sheets.row("observations", "O07")
        for name in set(sheets.headings("observations")) - {*GUIDES, *IDENTITY["observations"]}:
            sheets.cell("observations", row, name).value = None
        new_event(sheets)

    trial.change(2025, answer_o07)
    with trial.edit(2025) as sheets:
        empty(sheets)
    lines = trial.imported(2025)
    assert lines[1:4] == [
        "  Removed from observations, as the worksheet has them no longer: O07.",
        "  Open again: observations/O07.",
        "  events: 1 row added: D4.",
    ]
    assert "still open: 13 on the sheet observations" in lines[-1]


def test_a_finding_of_the_next_year_goes_into_the_worksheet_as_context(trial: Trial) -> None:
    source = {"source": "made_up_context", "locator": "not recorded", "confidence": "high"}

    def fill(sheets: Sheets) -> None:
        row = sheets.first_empty("safeguards")
        sheets.put("safeguards", row, id="Q9", country="XXA", year=2026, topic="definition", law="partial")
        sheets.put("safeguards", row, finding_en="Synthetic finding of the next year.", **source)

    trial.change(2025, fill)
    assert rows_of(trial, "safeguards", "Q9")["2026"]["law"] == "partial"
    before = trial.files
    assert trial.change(2025, lambda sheets: None)[0].endswith("has already.")
    assert trial.files == before


def test_words_that_the_audit_looks_for_are_said_to_be_needed(trial: Trial) -> None:
    sheets = Sheets(load_workbook(trial.export(2025)))
    said = sheets.cell("observations", HEADING, "verbatim").value
    assert said.endswith("Needed with every value of the statement: the audit looks for these words in the paragraph.")


def test_a_source_as_zotero_writes_it_keeps_its_text_beside_a_change(trial: Trial) -> None:
    entry = "\n@misc{zotero,\n  title = {{Caf{\\'e}}},\n  author = {A{\\'e} and others},\n  date = {2024},\n}\n"
    path = trial.project / "data" / "references.bib"
    path.write_text(path.read_text("utf-8") + entry, "utf-8")
    before = trial.files
    assert trial.change(2025, lambda sheets: None)[0].endswith("has already.")
    assert trial.files == before
    sheets = Sheets(load_workbook(trial.file(2025)))
    row = sheets.row("references", "zotero", "key")
    assert [sheets.cell("references", row, name).value for name in ("title", "author")] == ["Café", "Aé; others"]
    trial.change(2025, lambda s: s.put("references", s.row("references", "zotero", "key"), note="Read."))
    assert trial.files["references.bib"].decode().endswith(entry.replace("\n}\n", "\n  note = {Read.},\n}\n"))
    trial.change(2025, lambda s: s.put("references", s.row("references", "zotero", "key"), author="B & C; others"))
    assert "author = {{B \\& C} and others}" in trial.files["references.bib"].decode()


REPEATED = {"safeguards": "Q2", "cases": "C1", "recommendations": "R1", "signatories": "made_up"}


def as_last_year(sheets: Sheets) -> None:
    sheets.name()
    for table, key in REPEATED.items():
        sheets.put(table, sheets.row(table, key), answer="as last year")


def rows_of(trial: Trial, table: str, key: str) -> dict[str, dict[str, str]]:
    """The rows of a thing by their year."""
    with (trial.project / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return {row["year"]: row for row in csv.DictReader(stream) if row["id"] == key}


def test_as_last_year_repeats_the_row_and_keeps_who_confirmed_it(package: SyntheticPackage, tmp_path: Path) -> None:
    package.put("cases", 2, summary_en="Synthetic summary.", answer_en="Synthetic answer.")
    trial = Trial(tmp_path / "project", package.folder, NEXT)
    lines = trial.change(2025, as_last_year)
    assert "  4 answers recorded." in lines
    for table, key in REPEATED.items():
        found = rows_of(trial, table, key)
        repeated = {"year": "2025", "source": "made_up_next", "locator": "not recorded"}
        assert found["2025"] == found["2024"] | repeated, table
    answers = [line.split(",") for line in trial.text("answers").splitlines()[1:]]
    assert {(line[0], *line[-3:]) for line in answers} == {("2025", "as last year", "Made Up", TODAY.isoformat())}
    assert [line[1].partition("/")[0] for line in answers] == [*REPEATED]
    before, sheets = trial.files, Sheets(load_workbook(trial.file(2025)))
    row = sheets.row("cases", "C1")
    assert sheets.cell("cases", row, "help").value == f"Confirmed as last year by Made Up on {TODAY.isoformat()}."
    assert sheets.cell("cases", row, "answer").value == "as last year"
    assert trial.change(2025, lambda sheets: None)[0].endswith("has already.")
    assert trial.files == before


def test_where_it_stands_may_differ_from_last_year_and_what_it_says_may_not(trial: Trial) -> None:
    trial.change(2025, as_last_year)
    with trial.edit(2025) as sheets:
        row = sheets.row("safeguards", "Q2")
        sheets.put("safeguards", row, locator="A1", confidence="medium")
    trial.imported(2025)
    assert rows_of(trial, "safeguards", "Q2")["2025"]["locator"] == "A1"
    before = trial.files
    with trial.edit(2025) as sheets:
        sheets.put("safeguards", row, finding_en="Another synthetic finding.")
        place = sheets.cell("safeguards", row, "answer").coordinate
    with pytest.raises(DataError) as caught:
        trial.imported(2025)
    [fault] = caught.value.faults
    assert (fault.cell, fault.value) == (place, "as last year")
    assert fault.expected == "nothing, as the row says something else than the last edition"
    assert trial.files == before
    with trial.edit(2025) as sheets:
        sheets.put("safeguards", row, answer=None)
    lines = trial.imported(2025)
    assert rows_of(trial, "safeguards", "Q2")["2025"]["finding_en"] == "Another synthetic finding."
    taken_back = "  Answers taken back, as the worksheet has them no longer: safeguards/XXA/Q2."
    assert taken_back in lines, "it is answered by its row"


def test_a_country_on_which_the_statement_is_silent_is_answered_at_once(trial: Trial) -> None:
    trial.export(2025)
    asked = open_questions(load(trial.project / "data"), 2025, Words("en"))
    values = load_workbook(trial.file(2025), data_only=True)["not mentioned"].iter_rows(min_row=HEADING + 2)
    counts = {line[1].value: line[2].value for line in values}
    assert counts == {**asked["country"].fillna("XCA").value_counts().reindex(["XXA", "XXB", "XCA"])}

    def fill(sheets: Sheets) -> None:
        sheets.name("Another Person")
        answer_o07(sheets)
        sheets.put("observations", sheets.row("observations", "O09"), answer="not mentioned")
        for country in ("XXA", "XCA"):
            row = sheets.row("not mentioned", country, "country")
            sheets.put("not mentioned", row, name="Made Up", date="2026-06-30")

    trial.change(2025, fill)
    left = open_questions(load(trial.project / "data"), 2025, Words("en"))
    assert set(left["country"]) == {"XXB"}
    assert len(left) == counts["XXB"]
    with (trial.project / "data" / "answers.csv").open(encoding="utf-8", newline="") as stream:
        given = {row["question"]: (row["answer"], row["name"], row["date"]) for row in csv.DictReader(stream)}
    assert given.pop("observations/O09") == ("not mentioned", "Another Person", TODAY.isoformat())
    assert set(given.values()) == {("not mentioned", "Made Up", "2026-06-30")}
    assert len(given) == counts["XXA"] + counts["XCA"] - 2
    assert "observations/O07" not in given
    before = trial.files
    assert trial.change(2025, lambda sheets: None)[0].endswith("has already.")
    assert trial.files == before
