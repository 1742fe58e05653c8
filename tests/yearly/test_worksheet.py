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
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from tests.conftest import DATA, PROJECT, SyntheticPackage
from tests.yearly.worksheets import GUIDES, IDENTITY, NEXT, REAL_NEXT, TODAY, Sheets, Trial

from behindbars.build.project import LockedError, stage
from behindbars.cli import main
from behindbars.errors import ParameterError, ProjectError
from behindbars.package import load
from behindbars.package.descriptor import read_package
from behindbars.report.draft import open_questions
from behindbars.words import Words
from behindbars.yearly.review import answer_faults, review
from behindbars.yearly.worksheet import importing, layout
from behindbars.yearly.worksheet.book import HEADING, export_worksheet
from behindbars.yearly.worksheet.importing import import_worksheet, is_imported

ANSWER = {"source": "made_up_next", "confidence": "high"}
O07 = {"period": "2025", "low": 11, "high": 11, "status": "exact", "reporter": "ngo", "locator": "A1", **ANSWER}


@pytest.fixture
def trial(package: SyntheticPackage, tmp_path: Path) -> Trial:
    """The synthetic package with the statement of a next year, of which nothing is answered."""
    package.put("cases", 2, summary_en="Synthetic summary.", answer_en="Synthetic answer.")
    return Trial(tmp_path / "project", package.folder, NEXT)


@pytest.fixture
def real(tmp_path: Path) -> Trial:
    """The real data with the statement of a synthetic next year."""
    return Trial(tmp_path / "real", DATA, REAL_NEXT)


def open_in(trial: Trial) -> Any:
    return open_questions(load(trial.project / "data"), 2025, Words("en"))


def answer_o07(sheets: Sheets) -> None:
    sheets.put("observations", "O07", O07)


def new_event(sheets: Sheets, text: str = "synthetic") -> int:
    return sheets.add("events", country="XXA", date="2025", kind="law", event_en=text, locator="A1", **ANSWER)


SAID = [
    (
        "observations",
        "O06",
        "2 convictions, 2024 (Synthetic, A1; reporter ngo, confidence high); "
        "came of: synthetic complaints (complaints)",
    ),
    ("observations", "O08", "not known, 2024 (Synthetic, A1; reporter ngo, confidence high)"),
    (
        "observations",
        "O14",
        "up to 10 years, 2024 (Synthetic, B1; reporter ngo, confidence high); case: Synthetic person (C2)",
    ),
    ("observations", "O13", "none, according to the authors, 2024 (Synthetic, B1; reporter ngo, confidence high)"),
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


def test_every_question_is_there_with_what_to_do_and_what_was_said(trial: Trial, real: Trial) -> None:
    sheets, questions = real.sheets(2025), open_in(real)
    assert len(questions) > 100
    for question in questions.itertuples():
        key = f"{question.id}/{question.country}" if question.table == "safeguards" else question.id
        row = sheets.row(question.table, key)
        values = {name: sheets.cell(question.table, row, name).value for name in sheets.headings(question.table)}
        assert values["question"] == question.asked
        assert values["last edition"]
        assert values["help"]
        assert values["year"] == 2025
        assert not any(values[name] for name in set(values) - {*GUIDES[:3], *IDENTITY[question.table]})
    [first] = [row for row in real.rows("safeguards") if (row["country"], row["sheet"]) == ("KAZ", "1")]
    told = sheets.cell("safeguards", f"{first['id']}/KAZ", "last edition").value
    assert told.endswith("On the fact sheet in place 1")
    sheets = trial.sheets(2025)
    for table, row, said in SAID:
        assert sheets.cell(table, row, "last edition").value == said
    needed = "Needed with every value of the statement: the audit looks for these words in the paragraph."
    assert sheets.cell("observations", HEADING, "verbatim").value.endswith(needed)


def test_answers_and_new_rows_arrive(trial: Trial) -> None:
    before, lines_before = trial.files, trial.text("observations").splitlines()

    def fill(sheets: Sheets) -> None:
        answer_o07(sheets)
        new = {"country": "XXA", "indicator": "suspects", "series": "register", "breakdown": "total"}
        sheets.add("observations", O07 | new, low=2.0, high=2, locator="A2")
        sheets.put("cases", "C1", summary_en=" ")  # a stray space is no answer

    lines = trial.change(2025, fill)
    assert trial.text("observations").splitlines() == [
        *lines_before,
        "O07,XXA,2025,2025,cases_registered,register,total,11,11,exact,ngo,,,made_up_next,A1,high,,",
        "O17,XXA,2025,2025,suspects,register,total,2,2,exact,ngo,,,made_up_next,A2,high,,",
    ]
    assert {name for name, data in trial.files.items() if data != before[name]} == {"observations.csv"}
    assert "  observations: 2 rows added: O07, O17." in lines
    assert any(line.endswith(": id O17.") for line in lines)
    assert "still open: 12 on the sheet observations" in lines[-1]
    assert "2 on the sheet cases" in lines[-1]
    after = trial.files
    assert trial.imported(2025)[0].endswith("has already."), "the same worksheet twice"
    assert trial.files == after
    trial.stays(2025)


def test_not_mentioned_is_an_answer_with_name_and_day(trial: Trial) -> None:
    def fill(sheets: Sheets) -> None:
        sheets.name("Аналитик")
        sheets.put("observations", "O09", answer="not mentioned")
        sheets.put("safeguards", "Q2/XXA", answer="Not mentioned")

    assert "  2 answers recorded." in trial.change(2025, fill)
    rows = trial.rows("answers")
    assert [row["question"] for row in rows] == ["observations/O09", "safeguards/XXA/Q2"]
    signed = {(row["year"], row["answer"], row["name"], row["date"]) for row in rows}
    assert signed == {("2025", "not mentioned", "Аналитик", TODAY.isoformat())}
    assert trial.sheets(2025).cell("observations", "O09", "answer").value == "not mentioned"
    trial.stays(2025)
    lines = trial.change(2025, lambda sheets: sheets.put("observations", "O09", answer=None))
    assert lines[1:3] == [
        "  Answers taken back, as the worksheet has them no longer: observations/O09.",
        "  Open again: observations/O09.",
    ]
    assert "observations/O09" not in trial.text("answers")


def test_questions_of_the_check_are_answered_and_keep_name_and_day(trial: Trial) -> None:
    def answered(words: str, day: str) -> list[str]:
        return [f"2025,check/a,Synthetic question?,{words},Made Up,{day}"]

    trial.export(2025, a="Synthetic question?", b="Another?")
    with trial.edit(2025) as sheets:
        sheets.name()
        sheets.put("questions", "check/a", answer="Yes: synthetic.")
    assert "1 on the sheet questions" in trial.imported(2025, b="Another?")[-1]
    assert trial.text("answers").splitlines()[1:] == answered("Yes: synthetic.", TODAY.isoformat())
    assert is_imported(trial.project, trial.file(2025))
    later, before = TODAY + timedelta(days=30), trial.files
    assert import_worksheet(trial.project, trial.file(2025), later)[0].endswith("has already.")
    assert trial.files == before
    trial.stays(2025)
    with trial.edit(2025) as sheets:
        sheets.put("questions", "check/a", answer="No: synthetic.")
    import_worksheet(trial.project, trial.file(2025), later)
    assert trial.text("answers").splitlines()[1:] == answered("No: synthetic.", later.isoformat())
    assert trial.sheets(2025).cell("questions", "check/a", "answer").value == "No: synthetic."
    sheets = trial.sheets(2025, a="In other words?")
    found = [sheets.cell("questions", "check/a", column).value for column in ("asked", "answer")]
    assert found == ["In other words?", None], "another question"


def test_rows_are_changed_and_removed_where_they_stand(trial: Trial) -> None:
    def fill(sheets: Sheets) -> None:
        sheets.put("observations", "O11", low=3, note="Synthetic, with a comma.")
        sheets.delete("observations", "O12")
        sheets.put("topics", "amnesty", label_ru="синтетика")

    before = trial.text("observations").splitlines()
    lines = trial.change(2024, fill)
    changed = "O11,XXB,2024,2023-01/2024-06,complaints,register,total,3,6,range,ngo,,,made_up_statement,B1,high,,"
    changed += '"Synthetic, with a comma."'
    expected = [changed if line.startswith("O11") else line for line in before if not line.startswith("O12")]
    assert trial.text("observations").splitlines() == expected
    assert lines[1] == "  Removed from observations, as the worksheet has them no longer: O12."
    assert "  observations: O11 changed: low and note." in lines
    assert "  topics: amnesty changed: label_ru." in lines


ADDED = r""",
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


def test_sources_are_added_changed_and_removed(real: Trial) -> None:
    before, key = real.files["references.bib"].decode(), "to_be_completed"
    title = "Behind Bars & Beyond: 100% {synthetic} #1_a"
    address = {"url": "https://example.org/a_b?c=1&d=2%20", "urldate": "2026-07-01", "keywords": "context"}

    def fill(sheets: Sheets) -> None:
        sheets.put("references", key, title=title, author="Coalition A and B; Second", date="2026-06-26")
        sheets.add("references", address, key="new2026", type="online", title="Новый источник", author="Somebody")

    real.change(2025, fill)
    after = real.files["references.bib"].decode()
    kept, _, rest = after.partition("@misc{to_be_completed")
    assert before.startswith(kept)
    assert rest == ADDED
    sheets = real.sheets(2025)
    found = [sheets.cell("references", key, name).value for name in ("title", "author")]
    assert found == [title, "Coalition A and B; Second"]
    real.change(2025, lambda sheets: sheets.delete("references", "new2026"))
    assert real.files["references.bib"].decode() == after.partition("\n@online{new2026")[0]


def test_a_source_as_zotero_writes_it_keeps_its_text_beside_a_change(trial: Trial) -> None:
    entry = "\n@misc{zotero,\n  title = {{Caf{\\'e}}},\n  author = {A{\\'e} and others},\n  date = {2024},\n}\n"
    path = trial.project / "data" / "references.bib"
    path.write_text(path.read_text("utf-8") + entry, "utf-8")
    trial.stays(2025)
    sheets = Sheets(load_workbook(trial.file(2025)))
    assert [sheets.cell("references", "zotero", name).value for name in ("title", "author")] == ["Café", "Aé; others"]
    trial.change(2025, lambda sheets: sheets.put("references", "zotero", note="Read."))
    assert path.read_text("utf-8").endswith(entry.replace("\n}\n", "\n  note = {Read.},\n}\n"))
    trial.change(2025, lambda sheets: sheets.put("references", "zotero", author="B & C; others"))
    assert "author = {{B \\& C} and others}" in path.read_text("utf-8")


def test_order_hidden_rows_and_moved_columns_do_not_matter(trial: Trial) -> None:
    def shuffle(sheets: Sheets) -> None:
        sheet = sheets.book["observations"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADING + 1)]
        for row, values in enumerate([rows[0], *rows[:0:-1]], start=HEADING + 1):
            for column, value in enumerate(reversed(values), start=1):
                sheet.cell(row, column).value = value
        sheet.row_dimensions[6].hidden = True
        sheets.book["topics"].insert_rows(1)

    trial.stays(2024, shuffle)
    trial.change(2025, lambda sheets: (answer_o07(sheets), shuffle(sheets)))
    assert trial.text("observations").splitlines()[-1].startswith("O07,XXA,2025,2025")


def test_what_is_a_persons_own_is_not_read_and_said_so(trial: Trial) -> None:
    def add(sheets: Sheets) -> None:
        sheets.book.create_sheet("my notes")["A1"] = "=1+1"
        sheets.book.create_chartsheet("my chart").add_chart(BarChart())
        sheets.book["topics"]["A3"].comment = Comment("Why?", "Made Up")
        for cell, value in {"F2": "to do", "F3": "=1+1", "H3": "a word"}.items():
            sheets.book["topics"][cell] = value

    lines = trial.stays(2024, add)
    for name in ("my notes", "my chart"):
        assert f"The sheet '{name}' is not a part of the worksheet: not read." in lines
    assert "Sheet topics, column F (to do): not read." in lines
    assert "Sheet topics, column H, which has no heading: not read." in lines


def test_numbers_are_read_as_they_were_meant(trial: Trial) -> None:
    trial.export(2024)
    with trial.edit(2024) as sheets:
        sheets.put("observations", "O12", low="20,75", locator=7)
        sheets.put("observations", "O14", high=10.125)
    # The text of a number is its digits: '7' is no paragraph of section B.
    assert [fault.value for fault in trial.faults(2024)] == ["7"]
    with trial.edit(2024) as sheets:
        sheets.put("observations", "O12", locator="B1", note=2024)
    trial.imported(2024)
    text = trial.text("observations")
    assert ",20.75,,more_than," in text
    assert ",,10.125,up_to," in text
    assert "B1,high,,2024\n" in text


def test_a_file_of_another_style_keeps_it(trial: Trial) -> None:
    path = trial.path("observations")
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    rows = [[cell.replace(".", ",") if cell == "20.5" else cell for cell in row] for row in rows]
    text = "\ufeff" + "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in rows)
    path.write_bytes(text.encode())
    trial.change(2024, lambda sheets: sheets.put("observations", "O14", high=10.125))
    changed, expected = path.read_bytes().decode().split("\r\n"), text.split("\r\n")
    [different] = [position for position, line in enumerate(expected) if line != changed[position]]
    assert len(changed) == len(expected)
    cells = "O14;XXB;2024;2024;sentence;coalition;total;;10,1250;up_to;ngo;;C2;made_up_statement;B1;high;;"
    assert changed[different] == ";".join(f'"{cell}"' for cell in cells.split(";"))


CHANGES = [
    ("observations.csv", "O07,XXA,2024,2024,", "O07,XXA,2024,2023,"),
    ("events.csv", "synthetic law", "another law"),
    ("safeguards.csv", "2024,amnesty", "2024,definition"),
    ("recommendations.csv", "definition amnesty", "definition"),
    ("topics.csv", "amnesty,synthetic amnesty,,2,applies\n", ""),
    ("series.csv", "\nregister,", "\nanother,synthetic,,Synthetic.\nregister,"),
    ("references.bib", "Synthetic next statement", "Another title"),
    ("datapackage.json", "Short name", "Another description"),
]


def test_a_worksheet_goes_only_into_the_data_that_it_came_from(trial: Trial) -> None:
    trial.export(2025)
    with trial.edit(2025) as sheets:
        answer_o07(sheets)
    for name, old, new in CHANGES:
        path = trial.project / "data" / name
        assert old in path.read_text("utf-8")
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    before, worksheet = trial.files, trial.file(2025).read_bytes()
    with pytest.raises(ProjectError, match="no longer what it was when worksheet-2025") as caught:
        trial.imported(2025)
    lines = str(caught.value).splitlines()
    assert lines[1:-1] == [
        "  datapackage.json changed.",
        "  events: D2 changed.",
        "  observations: O07 2024 changed.",
        "  recommendations: R1 2024 changed.",
        "  references: made_up_next changed.",
        "  safeguards: Q3 XXB 2024 changed.",
        "  series: another added.",
        "  topics: amnesty removed.",
    ]
    assert lines[-1].startswith("Export a new worksheet (behindbars export --year 2025 --to FILE.xlsx)")
    assert (trial.files, trial.file(2025).read_bytes()) == (before, worksheet)
    assert not is_imported(trial.project, trial.file(2025))


def test_a_file_that_is_only_written_otherwise_is_no_change(trial: Trial) -> None:
    trial.export(2025)
    path = trial.path("events")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    before = trial.files
    assert trial.imported(2025)[0].endswith("has already.")
    assert trial.files == before


def test_a_new_row_keeps_the_id_that_it_was_given(trial: Trial) -> None:
    trial.change(2025, lambda sheets: (new_event(sheets), new_event(sheets, "another")))
    with trial.edit(2025) as sheets:
        sheets.put("events", HEADING + 2, event_en="synthetic, corrected")
        new_event(sheets, "a third")
    assert "  events: D4 changed: event_en." in trial.imported(2025)
    with trial.edit(2025) as sheets:
        sheets.delete("events", HEADING + 2)  # the others move up
    trial.imported(2025)
    rows = [row for row in trial.rows("events") if row["year"] == "2025"]
    assert [(row["id"], row["event_en"]) for row in rows] == [("D5", "another"), ("D6", "a third")]


def test_a_person_goes_on_in_the_same_file(trial: Trial) -> None:
    before = trial.files
    trial.export(2024)
    for low in (3, 4):
        with trial.edit(2024) as sheets:
            sheets.put("observations", "O11", low=low)
        assert "  observations: O11 changed: low." in trial.imported(2024)
        assert f"total,{low},6,range" in trial.text("observations")
    assert trial.files == before, "all is as it was"
    with trial.edit(2024) as sheets:
        row = sheets.row("observations", "O12")
        kept = {cell.column: cell.value for cell in sheets.book["observations"][row]}
        sheets.delete("observations", row)
    trial.imported(2024)
    assert "O12" not in trial.text("observations")
    with trial.edit(2024) as sheets:
        row = sheets.first_empty("observations")
        for column, value in kept.items():
            sheets.book["observations"].cell(row, column).value = value
    trial.imported(2024)
    assert "O12" in trial.text("observations")


def test_after_an_import_the_worksheet_is_written_anew_and_the_old_one_kept(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial.export(2025)
    with trial.edit(2025) as sheets:
        sheets.name("Аналитик")
        answer_o07(sheets)
        new_event(sheets)
        sheets.book["topics"]["Z1"] = "a note of my own"
    filled_in, copy = trial.file(2025).read_bytes(), trial.project / "worksheet-2025-imported.xlsx"
    lines = trial.imported(2025, a="Is the synthetic change real?")
    assert f"worksheet-2025.xlsx was written anew: go on in it. What you had filled in is kept as {copy.name}." in lines
    assert copy.read_bytes() == filled_in
    sheets = Sheets(load_workbook(trial.file(2025)))
    assert sheets.cell("observations", "O07", "low").value == 11
    assert sheets.row("events", "D4")
    assert sheets.row("questions", "check/a")
    assert [row[1].value for row in sheets.book["start"].iter_rows() if row[0].value == "Your name"] == ["Аналитик"]
    answered, before = trial.files, trial.file(2025).read_bytes()
    with pytest.raises(ProjectError, match=r"events: D4 added\.\n  observations: O07 2025 added\."):
        import_worksheet(trial.project, copy, TODAY)
    trial.imported(2025)
    assert trial.file(2025).read_bytes() == before, "nothing changed: it is left alone"
    assert trial.files == answered

    def refuse(*_: object, **__: object) -> int:
        raise OSError("The system said no.")

    with trial.edit(2025) as sheets:
        new_event(sheets, "another")
    monkeypatch.setattr(importing, "export_worksheet", refuse)
    assert any("could not be written anew (The system said no.)" in line for line in trial.imported(2025))
    assert "another" in trial.text("events")


def test_the_same_bytes_on_another_day_and_nobody_named(trial: Trial) -> None:
    first = trial.export(2025).read_bytes()
    time.sleep(2.1)  # a zip knows seconds by twos
    assert trial.export(2025).read_bytes() == first
    assert not load_workbook(trial.file(2025)).properties.creator
    assert not load_workbook(trial.file(2025)).properties.lastModifiedBy


def test_a_worksheet_with_work_in_it_is_not_written_over(trial: Trial) -> None:
    before = trial.export(2025).read_bytes()
    with pytest.raises(ProjectError, match="somebody may have worked in it"):
        export_worksheet(trial.project, 2025, trial.file(2025))
    assert trial.file(2025).read_bytes() == before
    with pytest.raises(ProjectError, match=r"ends in \.xlsx"):
        export_worksheet(trial.project, 2025, trial.project / "worksheet.csv")
    with pytest.raises(ParameterError, match=r"keywords = \{statement, edition 2031\}"):
        export_worksheet(trial.project, 2031, trial.project / "other.xlsx")
    with stage(trial.project), pytest.raises(LockedError):
        trial.imported(2025)


def test_locks_tints_and_formats(real: Trial) -> None:
    sheets = real.sheets(2025)
    sheet = sheets.book["observations"]
    assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
    assert (sheet.protection.autoFilter, sheet.protection.formatColumns) == (False, False)  # not forbidden
    assert (sheet.freeze_panes, sheet.auto_filter.ref[:2]) == (f"B{HEADING + 2}", f"A{HEADING + 1}")
    row, empty = sheets.row("observations", "N01"), sheets.first_empty("observations")
    for number in (row, empty, empty + layout.SPARE_ROWS - 1):
        for name in sheets.headings("observations"):
            cell = sheets.cell("observations", number, name)
            identifies = name in (*GUIDES[:3], "year") or (number == row and name in IDENTITY["observations"])
            assert cell.protection.locked == (identifies or (number != row and name == "answer")), (number, name)
            assert cell.alignment.wrap_text
            assert (cell.number_format == "@") == (name not in ("low", "high", "year")), name


def drop_downs(file: Path) -> dict[tuple[str, str], str]:
    """The list of each column, by its sheet."""
    found = {}
    for sheet in load_workbook(file).worksheets:
        for rule in sheet.data_validations.dataValidation:
            column = next(iter(rule.sqref.ranges)).min_col
            found[sheet.title, str(sheet.cell(HEADING + 1, column).value)] = rule.formula1
    return found


def test_every_code_has_a_drop_down_and_every_column_says_what_it_means(real: Trial) -> None:
    written = load_workbook(real.export(2025))
    lists, codes = drop_downs(real.file(2025)), [cell.value for cell in written["codes"]["C"]]
    for table in read_package(real.project / "data").tables:
        sheet = "questions" if table.name == "answers" else table.name
        for field in table.fields:
            if field.enum:
                first, last = (int(part.rpartition("$")[2]) for part in lists[sheet, field.name].split(":"))
                assert tuple(codes[first - 1 : last]) == field.enum
        for key in table.foreign_keys:
            assert lists[sheet, key.column] == f"list_{key.table}"
        if "source" in table.columns:
            assert lists[sheet, "source"] == "list_references"
        row = {cell.value: cell.offset(-1).value for cell in written[sheet][HEADING + 1]}
        assert all(row[field.name] for field in table.fields)
    assert lists["observations", "answer"] == '"not mentioned"'
    assert lists["safeguards", "answer"] == '"not mentioned,as last year"'
    assert {"list_indicators", "list_references", "list_cases"} <= set(written.defined_names)


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
    convert = ["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder), str(file)]
    subprocess.run([office, profile, *convert], check=True, capture_output=True, timeout=180)
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
    assert questions >= len(open_in(real)) > 100
    assert number("questions are still open", "import", str(real.file(2025))) == questions
    found = review(real.project, 2025)
    assert len(found.unanswered) + len(found.open) == questions, "as behindbars check lists them"
    with real.edit(2025) as sheets:
        sheets.name()
        sheets.put("observations", "N01", answer="not mentioned")
    assert number("questions are still open", "import", str(real.file(2025))) == questions - 1
    assert number("open questions", "export", "--year", "2025") == questions - 1
    with real.edit(2025) as sheets:
        sheets.put("topics", HEADING + 2, grid="first")
    result = call("import", str(real.file(2025)))
    assert result.exit_code == 1
    assert "Nothing was written." in result.output
    assert "sheet topics, cell D3 (grid): found 'first'" in result.output
    assert "Traceback" not in result.output


def test_new_corrections_and_signatories_get_an_id(trial: Trial) -> None:
    correction = {"table": "observations", "row": "O11", "year": 2024, "date": "2026-07-01"}

    def fill(sheets: Sheets) -> None:
        for words in ("Synthetic.", "Another."):
            sheets.add("corrections", correction, what_en=words, why_en="Synthetic.", noticed_by="Nobody")
        for name in ("Réseau of Made-up Defenders", "Reseau of made up defenders"):
            sheets.add("signatories", name_en=name, country="XXA", source="made_up_next", locator="A1")

    trial.change(2025, fill)
    assert [row["id"] for row in trial.rows("corrections")[-2:]] == ["1", "2"]
    names = ["reseau_of_made_up_defenders", "reseau_of_made_up_defenders_2"]
    assert [row["id"] for row in trial.rows("signatories")[-2:]] == names


@pytest.mark.parametrize(
    ("words", "year"),
    [("statement edition 2025", 2025), ("statement", 2025), ("statement, edition 2026", 2025), ("context", 2024)],
)
def test_the_keywords_of_a_statement_stay(trial: Trial, words: str, year: int) -> None:
    key = {2025: "made_up_next", 2024: "made_up_statement"}[year]
    cell = trial.sheets(2025).cell("references", key, "keywords")
    assert cell.protection.locked
    with trial.edit(2025) as sheets:
        answer_o07(sheets)
        sheets.put("references", key, keywords=words)
    [fault] = trial.faults(2025)
    assert (fault.cell, fault.value) == (cell.coordinate, words)
    assert fault.expected == f"the keywords {cell.value!r}, separated by commas"


def test_the_row_of_a_statement_stays_and_each_edition_has_one(trial: Trial) -> None:
    trial.export(2025)
    source = {"type": "misc", "title": "Synthetic", "author": "Nobody"}
    with trial.edit(2025) as sheets:
        for key in ("made_up_next", "made_up_statement"):
            sheets.delete("references", key)
        row = sheets.add("references", source, key="another", keywords="statement, edition 2025")
    *lost, second = trial.faults(2025)
    assert [fault.expected.partition(", with")[0] for fault in lost] == [
        f"the statement of the edition {year}" for year in (2025, 2024)
    ]
    assert (second.row, second.column) == (row, "keywords")
    assert second.expected == "one statement for the edition of 2025; made_up_next is one"


def test_a_row_that_was_emptied_is_said_first(trial: Trial) -> None:
    def empty(sheets: Sheets) -> None:
        emptied = set(sheets.headings("observations")) - {*GUIDES, *IDENTITY["observations"]}
        sheets.put("observations", "O07", dict.fromkeys(emptied))
        new_event(sheets)

    trial.change(2025, answer_o07)
    lines = trial.change(2025, empty)
    assert lines[1:4] == [
        "  Removed from observations, as the worksheet has them no longer: O07.",
        "  Open again: observations/O07.",
        "  events: 1 row added: D4.",
    ]
    assert "still open: 13 on the sheet observations" in lines[-1]


def test_a_finding_of_the_next_year_goes_into_the_worksheet_as_context(trial: Trial) -> None:
    finding = {"source": "made_up_context", "locator": "not recorded", "confidence": "high", "finding_en": "Synthetic."}
    trial.change(
        2025,
        lambda sheets: sheets.add(
            "safeguards", finding, id="Q9", country="XXA", year=2026, topic="definition", law="partial"
        ),
    )
    assert [row["law"] for row in trial.rows("safeguards") if (row["id"], row["year"]) == ("Q9", "2026")] == ["partial"]
    trial.stays(2025)


REPEATED = {"safeguards": "Q2", "cases": "C1", "recommendations": "R1", "signatories": "made_up"}


def of_both_years(trial: Trial, table: str, key: str) -> dict[str, dict[str, str]]:
    """The rows of a thing by their year."""
    return {row["year"]: row for row in trial.rows(table) if row["id"] == key}


def test_as_last_year_repeats_the_row_and_keeps_who_confirmed_it(trial: Trial) -> None:
    def confirm(sheets: Sheets) -> None:
        sheets.name()
        for table, key in REPEATED.items():
            sheets.put(table, key, answer="as last year")

    assert "  4 answers recorded." in trial.change(2025, confirm)
    for table, key in REPEATED.items():
        found = of_both_years(trial, table, key)
        repeated = {"year": "2025", "source": "made_up_next", "locator": "not recorded"}
        assert found["2025"] == found["2024"] | repeated, table
    answers = trial.rows("answers")
    signed = {(row["year"], row["answer"], row["name"], row["date"]) for row in answers}
    assert signed == {("2025", "as last year", "Made Up", TODAY.isoformat())}
    assert [row["question"].partition("/")[0] for row in answers] == [*REPEATED]
    assert [*answer_faults(load(trial.project / "data"), 2025)] == []
    sheets = Sheets(load_workbook(trial.file(2025)))
    assert sheets.cell("cases", "C1", "help").value == f"Confirmed as last year by Made Up on {TODAY.isoformat()}."
    assert sheets.cell("cases", "C1", "answer").value == "as last year"
    trial.stays(2025)
    with trial.edit(2025) as sheets:  # where it stands may differ
        sheets.put("safeguards", "Q2", locator="A1", confidence="medium")
    trial.imported(2025)
    assert of_both_years(trial, "safeguards", "Q2")["2025"]["locator"] == "A1"
    with trial.edit(2025) as sheets:  # what it says may not
        sheets.put("safeguards", "Q2", finding_en="Another synthetic finding.")
        place = sheets.cell("safeguards", "Q2", "answer").coordinate
    [fault] = trial.faults(2025)
    assert (fault.cell, fault.value) == (place, "as last year")
    assert fault.expected == "nothing, as the row says something else than the last edition"
    with trial.edit(2025) as sheets:
        sheets.put("safeguards", "Q2", answer=None)
    lines = trial.imported(2025)
    assert of_both_years(trial, "safeguards", "Q2")["2025"]["finding_en"] == "Another synthetic finding."
    taken_back = "  Answers taken back, as the worksheet has them no longer: safeguards/XXA/Q2."
    assert taken_back in lines, "it is answered by its row"


def test_a_country_on_which_the_statement_is_silent_is_answered_at_once(trial: Trial) -> None:
    sheets = trial.sheets(2025)
    counts = open_in(trial)["country"].fillna("XCA").value_counts()
    for country in ("XXA", "XXB", "XCA"):
        assert sheets.cell("not mentioned", country, "still open").value == counts[country]

    def fill(sheets: Sheets) -> None:
        sheets.name("Another Person")
        answer_o07(sheets)
        sheets.put("observations", "O09", answer="not mentioned")
        for country in ("XXA", "XCA"):
            sheets.put("not mentioned", country, name="Made Up", date="2026-06-30")

    trial.change(2025, fill)
    left = open_in(trial)
    assert set(left["country"]) == {"XXB"}
    assert len(left) == counts["XXB"]
    given = {row["question"]: (row["answer"], row["name"], row["date"]) for row in trial.rows("answers")}
    assert given.pop("observations/O09") == ("not mentioned", "Another Person", TODAY.isoformat())
    assert set(given.values()) == {("not mentioned", "Made Up", "2026-06-30")}
    assert len(given) == counts["XXA"] + counts["XCA"] - 2
    assert "observations/O07" not in given
    trial.stays(2025)
