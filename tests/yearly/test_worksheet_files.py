"""Files that are no worksheet, imports that are cut short, and every text that a table can hold."""

from __future__ import annotations

import errno
import io
import os
import shutil
import subprocess
import sys
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx import Document
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from tests.conftest import PROJECT, SyntheticPackage
from tests.yearly.killing import left_by_the_killed
from tests.yearly.worksheets import NEXT, Sheets, Trial, files_of

from behindbars.build.project import CACHE, FINISHED, settle
from behindbars.cli import main
from behindbars.errors import ProjectError
from behindbars.package.codes import is_blank
from behindbars.package.descriptor import Field
from behindbars.yearly.worksheet.cells import cell_text, open_book
from behindbars.yearly.worksheet.layout import STATE


@pytest.fixture
def trial(package: SyntheticPackage, tmp_path: Path) -> Trial:
    return Trial(tmp_path / "project", package.folder, NEXT)


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return stream.getvalue()


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
WRONG = {
    "empty": b"",
    "csv": b"id,year\nN01,2025\n",
    "xls": OLE,
    "encrypted": OLE + "EncryptedPackage".encode("utf-16-le"),
    "ods": zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
    "docx": saved(Document()),
    "xlsb": zipped(xl__workbook_dot_bin=b"a"),
    "cut": saved(Workbook())[:-300],
    "broken inside": zipped(xl__workbook_dot_xml=b"<"),
}
UNREADABLE = "is no Excel workbook that can be read: it is damaged, protected by a password, or of another kind"


@pytest.mark.parametrize("kind", WRONG)
def test_a_file_that_is_no_workbook_is_said_with_what_to_do(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "worksheet-2025.xlsx"
    file.write_bytes(WRONG[kind])
    with pytest.raises(ProjectError, match=f"^worksheet-2025.xlsx {UNREADABLE}.* save it as an Excel workbook"):
        open_book(file)


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
        with pytest.raises(ProjectError, match=UNREADABLE):
            open_book(trial.project / mark)
        (trial.project / mark).unlink()
    assert trial.imported(2025)


def test_another_workbook_and_a_worksheet_without_its_hidden_sheet(trial: Trial) -> None:
    before, book = trial.files, load_workbook(trial.export(2025))
    book[STATE].cell(2, 3, "behindbars worksheet 0")
    of_another_version = saved(book)
    del book[STATE]
    for data in (saved(Workbook()), of_another_version, saved(book)):
        trial.file(2025).write_bytes(data)
        with pytest.raises(ProjectError, match="this version of behindbars wrote, or its hidden sheet 'state' is lost"):
            trial.imported(2025)
    assert trial.files == before


def fill(sheets: Sheets) -> None:
    """Change three files at once."""
    sheets.name()
    sheets.put("observations", "O09", answer="not mentioned")
    sheets.put("topics", "amnesty", label_ru="синтетика")
    sheets.put("references", "made_up_next", note="Synthetic.")


CHANGED = ["answers.csv", "references.bib", "topics.csv"]


@pytest.mark.parametrize("failing", [1, 4, 6])
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


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
def test_killed_between_any_two_moves_it_leaves_the_old_data_or_the_new(trial: Trial) -> None:
    trial.export(2025)
    with trial.edit(2025) as sheets:
        fill(sheets)
    old, seen = trial.files, []
    for left in left_by_the_killed(trial.project, partial(trial.imported, 2025)):
        settle(left)  # as every command does
        seen.append(files_of(left))
        assert not (left / CACHE / FINISHED).exists()
    new = seen[-1]
    assert sum(old[name] != new[name] for name in old) == 3
    assert all(files in (old, new) for files in seen)
    assert seen.count(old) > 3
    assert seen.count(new) > 5


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


SCRIPTS = "azAZ09 '\"’“”,;:.!?()[]/\\&<>{}#%_|~^—–№àßçñ" + "абвгдёжзийъыэюя" + "әғқңөұүһі" + "ғӣқӯҳҷ" + "ğışİäöüýžňç"
"""Letters that the typeface has; others are refused when the data is loaded."""
WORD = st.text(st.sampled_from(SCRIPTS), min_size=1, max_size=40)
DIGITS = st.from_regex(r"\A0{0,3}[0-9]{1,20}\Z")
LONG = st.builds(lambda word, times: " ".join([word] * times), WORD, st.integers(20, 400))
QUOTED = WORD.map("'{}".format)


def plain(text: str) -> bool:
    """Whether the data takes a text: one that a formula or a blank could be taken for is refused."""
    is_text = text == text.strip() and text.isprintable() and bool(text) and len(text) < 30_000
    return is_text and text[0] not in "=@+-" and not is_blank(text)


TEXTS = st.one_of(WORD, DIGITS, LONG, QUOTED).map(str.strip).filter(plain)
DECIMALS = st.one_of(
    st.integers(0, 99).map(str), st.from_regex(r"\A[0-9]{1,2}\.[0-9]{1,9}\Z"), st.just("0.1"), st.just("50.0")
)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(TEXTS, min_size=4, max_size=4), low=DECIMALS)
@example(texts=["'a", '"', "007", ",;"], low="0.30")
@example(texts=["'=1+1", "“=1”", "2024-01", "1e5"], low="0.1")  # what a spreadsheet would change
@example(texts=["TRUE", "#NAME?", "1,234", "0,5"], low="50.0")
def test_every_valid_table_survives(tmp_path_factory: pytest.TempPathFactory, texts: list[str], low: str) -> None:
    folder = tmp_path_factory.mktemp("table")
    (folder / "data").mkdir()
    package = SyntheticPackage(folder / "data")
    package.put("events", 2, event_en=texts[0], note=texts[1])
    package.put("safeguards", 3, finding_en=texts[2], finding_ru=texts[3])
    package.put("observations", 12, low=low)
    trial = Trial(folder, folder / "data", NEXT)
    before = trial.files
    trial.stays(2024)
    written = [cell for row in load_workbook(trial.file(2024))["events"] for cell in row if cell.value == texts[0]]
    assert {(cell.data_type, cell.number_format) for cell in written} == {("s", "@")}

    def fill(sheets: Sheets) -> None:
        sheets.put("events", "D3", event_en=texts[0], note=texts[1])
        sheets.put("safeguards", "Q2/XXA", finding_en=texts[2], finding_ru=texts[3])
        sheets.put("observations", "O12", low=float(low))

    trial.change(2024, fill)
    after = {name: data for name, data in trial.files.items() if data != before[name]}
    assert set(after) <= {"events.csv", "safeguards.csv"}, "a number that is the same keeps its text"
    rows = {row["id"]: row for table in ("events", "safeguards") for row in trial.rows(table)}
    assert (rows["D3"]["event_en"], rows["D3"]["note"]) == (texts[0], texts[1])
    assert (rows["Q2"]["finding_en"], rows["Q2"]["finding_ru"]) == (texts[2], texts[3])
    shutil.rmtree(folder)


def test_all_texts_that_excel_cannot_hold_are_said_at_the_export(trial: Trial) -> None:
    text = trial.text("events").replace("synthetic law", "a" * 32_768).replace("synthetic verdict", "b" * 32_768)
    trial.path("events").write_text(text, "utf-8")
    with pytest.raises(
        ProjectError, match=r"(?s)holds 32,767 characters.*events, D2, column event_en.*D3, column event_en"
    ):
        trial.export(2024)
    assert not trial.file(2024).exists()


def test_what_excel_writes_as_an_escape_is_read(trial: Trial) -> None:
    trial.change(2024, lambda sheets: sheets.put("events", "D2", event_en="Caf_x00E9_ and _x005F_x0041_"))
    assert "Café and _x0041_" in trial.text("events")


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
        "for sheet in book.worksheets: read_grid(sheet, 'w', {})\n"
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
    assert cell_text(_cell(value), field) == (text, "", "")


@pytest.mark.parametrize(
    ("value", "field"),
    [(0.1 + 0.2, TEXT), (2.5e-5, TEXT), (1e15 + 1, TEXT), (1e30, TEXT), ("1.234", NUMBER), ("12,345", NUMBER)],
)
def test_a_number_that_may_have_been_another_is_not_guessed(value: object, field: Field) -> None:
    assert cell_text(_cell(value), field)[1]


def _cell(value: object) -> Cell:
    cell = Workbook().active["A1"]
    cell.value = value
    return cell
