"""Files that are no worksheet, imports that are cut short, and every text that a table can hold."""

from __future__ import annotations

import csv
import errno
import io
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from tests.conftest import PROJECT, SyntheticPackage
from tests.yearly.worksheets import NEXT, TODAY, Sheets, Trial, put

from behindbars.build.project import CACHE, FINISHED, settle
from behindbars.cli import main
from behindbars.errors import DataError, ProjectError
from behindbars.package import load
from behindbars.package.descriptor import Field
from behindbars.yearly.worksheet.cells import MisreadError, cell_text, open_book
from behindbars.yearly.worksheet.importing import import_worksheet
from behindbars.yearly.worksheet.layout import STATE


@pytest.fixture(autouse=True)
def few_spare_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small workbooks are read sooner."""
    monkeypatch.setattr("behindbars.yearly.worksheet.layout.SPARE_ROWS", 10)


@pytest.fixture
def trial(package: SyntheticPackage, tmp_path: Path) -> Trial:
    return Trial(tmp_path / "project", package.folder, NEXT)


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return stream.getvalue()


def word_document() -> bytes:
    stream = io.BytesIO()
    Document().save(stream)
    return stream.getvalue()


def other_workbook() -> bytes:
    stream = io.BytesIO()
    Workbook().save(stream)
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
WRONG = {
    "empty": (b"", "is empty"),
    "blank": (b"\n\n", "is empty"),
    "csv": (b"id,year\nN01,2025\n", "no Excel workbook"),
    "semicolons in UTF-16": ("id;year".encode("utf-16"), "no Excel workbook"),
    "html": (b"<html><table></table></html>", "no Excel workbook"),
    "xls": (OLE, "old kind of Excel"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
    "ods": (zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument"),
    "docx": (word_document(), "no Excel workbook"),
    "zip": (zipped(a=b"a"), "no Excel workbook"),
    "xlsb": (zipped(xl__workbook_dot_bin=b"a"), "no Excel workbook, or one with macros"),
    "xlsm": (zipped(xl__workbook_dot_xml=b"a", xl__vbaProject_dot_bin=b"a"), "macros"),
    "cut": (other_workbook()[:-300], "damaged"),
    "broken inside": (zipped(xl__workbook_dot_xml=b"<"), "damaged"),
    "another workbook": (other_workbook(), "no worksheet that this version of behindbars wrote"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_file_that_is_no_worksheet_is_named(trial: Trial, kind: str) -> None:
    data, expected = WRONG[kind]
    before = trial.files
    trial.file(2025).write_bytes(data)
    with pytest.raises(ProjectError, match=expected) as caught:
        trial.imported(2025)
    assert str(caught.value).startswith("worksheet-2025.xlsx ")
    assert trial.files == before


def test_a_bomb_is_refused_before_it_is_read(trial: Trial) -> None:
    with zipfile.ZipFile(trial.file(2025), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "a")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(210_000_000))
    with pytest.raises(ProjectError, match="far too large"):
        open_book(trial.file(2025))


def test_files_that_are_not_there_or_are_open(trial: Trial) -> None:
    with pytest.raises(ProjectError, match=r"There is no file worksheet-2025.xlsx"):
        trial.imported(2025)
    trial.file(2025).mkdir()
    with pytest.raises(ProjectError, match="is a folder"):
        trial.imported(2025)
    trial.file(2025).rmdir()
    trial.export(2025)
    for mark in ("~$worksheet-2025.xlsx", ".~lock.worksheet-2025.xlsx#"):
        (trial.project / mark).write_text("")
        with pytest.raises(ProjectError, match="open in another program"):
            trial.imported(2025)
        with pytest.raises(ProjectError, match="is empty"):
            open_book(trial.project / mark)
        (trial.project / mark).unlink()
    assert trial.imported(2025)


def test_a_worksheet_of_another_project_edition_or_version(trial: Trial, package: SyntheticPackage) -> None:
    before = trial.files
    for row, text, expected in (
        (2, "behindbars worksheet 0", "this version of behindbars"),
        (3, "another-package", "of another project: another-package"),
        (4, "2031", "of the edition 2031; references.bib has statements of the editions 2024, 2025"),
        (4, "next", "of the edition next"),
    ):
        trial.export(2025)
        with trial.edit(2025) as sheets:
            sheets.book[STATE].cell(row, 3).value = text
        with pytest.raises(ProjectError, match=expected):
            trial.imported(2025)
    trial.export(2025)
    with trial.edit(2025) as sheets:
        del sheets.book[STATE]
    with pytest.raises(ProjectError, match="hidden sheet 'state' is lost"):
        trial.imported(2025)
    assert trial.files == before


def fill(sheets: Sheets) -> None:
    """Change three files at once."""
    sheets.name()
    sheets.put("observations", sheets.row("observations", "O09"), answer="not mentioned")
    sheets.put("topics", sheets.row("topics", "amnesty"), label_ru="синтетика")
    sheets.put("references", sheets.row("references", "made_up_next", "key"), note="Synthetic.")


CHANGED = ["answers.csv", "references.bib", "topics.csv"]


@pytest.mark.parametrize("failing", range(1, 7))
def test_a_move_that_fails_takes_all_back(trial: Trial, monkeypatch: pytest.MonkeyPatch, failing: int) -> None:
    trial.export(2025)
    with trial.edit(2025) as sheets:
        fill(sheets)
    before, moves = trial.files, []
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if self.name in CHANGED and "retired-" not in str(self) and FINISHED not in str(self.parent.name):
            moves.append(self)
            if len(moves) == failing + 3:  # the first three gather the files
                raise OSError(errno.EROFS, "Read-only file system", str(self))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="Read-only"):
        trial.imported(2025)
    monkeypatch.undo()
    assert trial.files == before
    settle(trial.project)
    assert trial.files == before
    trial.imported(2025)
    assert [name for name, data in trial.files.items() if data != before[name]] == CHANGED


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from behindbars.yearly.worksheet.importing import import_worksheet
replace, moves = Path.replace, []
def kill(self, target):
    if self.name.startswith("checked-"):  # which only remembers that data was checked
        return replace(self, target)
    if len(moves) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
    moves.append(self)
    return replace(self, target)
Path.replace = kill
import_worksheet(Path(sys.argv[1]), Path(sys.argv[2]), date(2026, 7, 1))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of another kind")
def test_killed_between_any_two_moves_it_leaves_the_old_data_or_the_new(trial: Trial, tmp_path: Path) -> None:
    trial.export(2025)
    with trial.edit(2025) as sheets:
        fill(sheets)
    old = trial.files
    shutil.copytree(trial.project, tmp_path / "whole")
    import_worksheet(tmp_path / "whole", tmp_path / "whole" / "worksheet-2025.xlsx", TODAY)
    new = Trial(tmp_path / "whole", tmp_path / "whole" / "data").files
    assert sum(old[name] != new[name] for name in old) == 3
    outcomes = []
    for move in range(10):
        project = tmp_path / f"killed-{move}"
        shutil.copytree(trial.project, project)
        command = [sys.executable, "-c", KILLED, str(project), str(project / "worksheet-2025.xlsx"), str(move)]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        assert done.returncode == -signal.SIGKILL, done.stderr
        settle(project)  # as every command does
        files = Trial(project, project / "data").files
        assert files in (old, new)
        outcomes.append(files == new)
        assert load(project / "data")
        assert not (project / CACHE / FINISHED).exists()
    assert outcomes == [False] * 4 + [True] * 6  # three files are gathered, then one step decides


def test_a_disk_that_refuses_is_one_message(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_quarto.yml", "_quarto-2024.yml"):
        shutil.copy(PROJECT / name, trial.project)
    trial.export(2025)
    with trial.edit(2025) as sheets:
        fill(sheets)
    before = trial.files
    write = Path.write_bytes
    for number, expected in ((errno.ENOSPC, "The disk is full"), (errno.EACCES, "The system denies access")):

        def refuse(self: Path, data: bytes, number: int = number) -> int:
            if self.name == "topics.csv":
                raise OSError(number, os.strerror(number), str(self))
            return write(self, data)

        monkeypatch.setattr(Path, "write_bytes", refuse)
        result = CliRunner().invoke(main, ["--project", str(trial.project), "import", str(trial.file(2025))])
        monkeypatch.undo()
        assert result.exit_code == 1
        assert expected in result.output
        assert "Traceback" not in result.output
        assert trial.files == before


FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://example.org")')


@pytest.mark.parametrize("hostile", FORMULAS)
def test_text_like_a_formula_is_text_and_refused_at_its_cell(trial: Trial, hostile: str) -> None:
    trial.export(2024)
    with trial.edit(2024) as sheets:
        cell = sheets.cell("events", sheets.row("events", "D2"), "event_en")
        put(cell, hostile)
    with pytest.raises(DataError) as caught:
        trial.imported(2024)
    [fault] = caught.value.faults
    assert (fault.cell, fault.value) == (cell.coordinate, hostile)
    assert "does not take for a formula" in fault.expected


@pytest.mark.parametrize("text", ["'=1+1", "“=1”", "007", "2024-01", "1e5", "TRUE", "#NAME?", "1,234", "0,5"])
def test_text_that_a_spreadsheet_would_change_goes_both_ways(trial: Trial, text: str) -> None:
    path = trial.project / "data" / "topics.csv"
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    rows[1][2] = text
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\n").writerows(rows)
    path.write_text(stream.getvalue(), "utf-8")
    before = trial.files
    trial.change(2024, lambda sheets: None)
    assert trial.files == before
    cell = Sheets(load_workbook(trial.file(2024))).cell("topics", 3, "label_ru")
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")
    trial.change(2024, lambda sheets: put(sheets.cell("topics", 4, "label_ru"), text))
    assert [row[2] for row in csv.reader(path.read_text("utf-8").splitlines())][1:] == [text, text]


SCRIPTS = "azAZ09 '\"’“”,;:.!?()[]/\\&<>{}#%_|~^—–№àßçñ" + "абвгдёжзийъыэюя" + "әғқңөұүһі" + "ғӣқӯҳҷ" + "ğışİäöüýžňç"
"""Letters that the typeface has; others are refused when the data is loaded."""
WORD = st.text(st.sampled_from(SCRIPTS), min_size=1, max_size=40)
DIGITS = st.from_regex(r"\A0{0,3}[0-9]{1,20}\Z")
LONG = st.builds(lambda word, times: " ".join([word] * times), WORD, st.integers(20, 400))
QUOTED = WORD.map("'{}".format)


def plain(text: str) -> bool:
    return text == text.strip() and text.isprintable() and bool(text) and text[0] not in "=@+-" and len(text) < 30_000


TEXTS = st.one_of(WORD, DIGITS, LONG, QUOTED).map(str.strip).filter(plain)
DECIMALS = st.one_of(
    st.integers(0, 99).map(str), st.from_regex(r"\A[0-9]{1,2}\.[0-9]{1,9}\Z"), st.just("0.1"), st.just("50.0")
)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(TEXTS, min_size=4, max_size=4), low=DECIMALS)
@example(texts=["'a", '"', "007", ",;\t".strip("\t")], low="0.30")
def test_every_valid_table_survives(tmp_path_factory: pytest.TempPathFactory, texts: list[str], low: str) -> None:
    folder = tmp_path_factory.mktemp("table")
    (folder / "data").mkdir()
    package = SyntheticPackage(folder / "data")
    package.put("events", 2, event_en=texts[0], note=texts[1])
    package.put("safeguards", 3, finding_en=texts[2], finding_ru=texts[3])
    package.put("observations", 12, low=low)
    trial = Trial(folder, folder / "data", NEXT)
    before = trial.files
    trial.change(2024, lambda sheets: None)
    assert trial.files == before

    def fill(sheets: Sheets) -> None:
        sheets.put("events", sheets.row("events", "D3"), event_en=texts[0], note=texts[1])
        row = sheets.row("safeguards", "Q2", place="XXA")
        sheets.put("safeguards", row, finding_en=texts[2], finding_ru=texts[3])
        sheets.put("observations", sheets.row("observations", "O12"), low=None)
        sheets.put("observations", sheets.row("observations", "O12"), low=float(low))

    trial.change(2024, fill)
    after = {name: data for name, data in trial.files.items() if data != before[name]}
    assert set(after) <= {"events.csv", "safeguards.csv"}, "a number that is the same keeps its text"
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(trial.text("events"), newline=""))}
    assert (rows["D3"]["event_en"], rows["D3"]["note"]) == (texts[0], texts[1])
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(trial.text("safeguards"), newline=""))}
    assert (rows["Q2"]["finding_en"], rows["Q2"]["finding_ru"]) == (texts[2], texts[3])
    shutil.rmtree(folder)


def test_a_text_that_excel_cannot_hold_is_said_at_the_export(trial: Trial) -> None:
    path = trial.project / "data" / "events.csv"
    path.write_text(trial.text("events").replace("synthetic law", "a" * 32_768), "utf-8")
    with pytest.raises(ProjectError, match="events, D2, column event_en"):
        trial.export(2024)
    assert not trial.file(2024).exists()


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("two_x000D_lines", "event_en", "not U+000D"),
        ("a_x200B_b", "note", "not U+200B"),
        ("_x003D_1+1", "note", "formula"),
    ],
)
def test_what_excel_writes_as_an_escape_is_read_and_then_checked(
    trial: Trial, text: str, column: str, expected: str
) -> None:
    trial.export(2024)
    with trial.edit(2024) as sheets:
        cell = sheets.cell("events", sheets.row("events", "D2"), column)
        put(cell, text)
    with pytest.raises(DataError) as caught:
        trial.imported(2024)
    [fault] = caught.value.faults
    assert fault.cell == cell.coordinate
    assert expected in fault.expected
    with trial.edit(2024) as sheets:
        put(sheets.cell("events", sheets.row("events", "D2"), column), "Caf_x00E9_ and _x005F_x0041_")
    trial.imported(2024)
    assert "Café and _x0041_" in trial.text("events")


def test_an_escape_in_a_source_is_checked_too(trial: Trial) -> None:
    trial.export(2025)
    with trial.edit(2025) as sheets:
        cell = sheets.cell("references", sheets.row("references", "made_up_next", "key"), "note")
        put(cell, "a_x0007_bell")
    with pytest.raises(DataError) as caught:
        trial.imported(2025)
    assert [(fault.cell, fault.value) for fault in caught.value.faults] == [(cell.coordinate, "a\abell")]


def test_a_number_that_excel_shows_as_a_percentage_is_refused(trial: Trial) -> None:
    trial.export(2024)
    with trial.edit(2024) as sheets:
        cell = sheets.cell("observations", sheets.row("observations", "O12"), "low")
        cell.value, cell.number_format = 0.25, "0%"
    with pytest.raises(DataError) as caught:
        trial.imported(2024)
    [fault] = caught.value.faults
    assert (fault.cell, fault.expected) == (cell.coordinate, "a number; Excel shows 25% there")


def test_formatted_cells_in_the_last_row_cost_nothing(trial: Trial) -> None:
    trial.export(2025)
    with trial.edit(2025) as sheets:
        for table in ("observations", "events", "topics"):
            sheets.book[table].cell(1_048_576, 5).number_format = "0.00"
    program = (
        "import sys, time, resource; from pathlib import Path\n"
        "from behindbars.yearly.worksheet.cells import open_book, read_grid\n"
        "start, before = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "book = open_book(Path(sys.argv[1]))\n"
        "for sheet in book: read_grid(sheet, 'w', {})\n"
        "print(time.process_time() - start, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)"
    )
    command = [sys.executable, "-c", program, str(trial.file(2025))]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds < 9, "three such sheets"
    assert megabytes < 300
    assert trial.imported(2025)[0].endswith("has already.")


TEXT, NUMBER = Field("note", "string"), Field("low", "number")


@pytest.mark.parametrize(
    ("value", "field", "text"),
    [
        (2025, TEXT, "2025"),
        (2025.0, TEXT, "2025"),
        (2024.5, TEXT, "2024.5"),
        (20.100000000000001, TEXT, "20.1"),
        (20.100000000000001, NUMBER, "20.1"),
        (347.0, NUMBER, "347"),
        ("2,5", NUMBER, "2.5"),
        ("2.5", NUMBER, "2.5"),
        ("2,5", TEXT, "2,5"),
        (0.1 + 0.2, NUMBER, "0.30000000000000004"),  # which the table refuses
    ],
)
def test_a_number_is_its_exact_text(value: object, field: Field, text: str) -> None:
    assert cell_text(_cell(value), field) == text


@pytest.mark.parametrize(
    ("value", "field"),
    [(0.1 + 0.2, TEXT), (2.5e-5, TEXT), (1e15 + 1, TEXT), (1e30, TEXT), ("1.234", NUMBER), ("12,345", NUMBER)],
)
def test_a_number_that_may_have_been_another_is_not_guessed(value: object, field: Field) -> None:
    with pytest.raises(MisreadError):
        cell_text(_cell(value), field)


def _cell(value: object) -> Cell:
    cell = Workbook().active["A1"]
    cell.value = value
    return cell
