"""Importing a worksheet: what a person wrote goes into the data, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from behindbars.checks import CHECKS
from behindbars.contents import Contents
from behindbars.dataset import load
from behindbars.errors import BehindBarsError, DataError, Fault
from behindbars.profile import renewed_profile
from behindbars.project import put_in_place, stage
from behindbars.questions import row_questions, still_open
from behindbars.references import Reference, parse_references
from behindbars.schema import Package, Table
from behindbars.tables import Row, repeats
from behindbars.worksheet import bibliography
from behindbars.worksheet.csv_file import rewrite_csv
from behindbars.worksheet.intake import Intake
from behindbars.worksheet.layout import ANSWERS, QUESTIONS, read_rows, worksheet_tables
from behindbars.worksheet.merge import Merged, merge
from behindbars.worksheet.reader import read_worksheet
from behindbars.worksheet.record import write_record
from behindbars.worksheet.summary import words

_BOM = "\ufeff"


@dataclass(frozen=True)
class Proposal:
    """What an import would change.

    Attributes
    ----------
    intake : Intake
        What was read.
    tables : tuple of Merged
        Every table as it is to be.
    files : mapping of str to str
        The text of each file of the data package that changes.
    """

    intake: Intake
    tables: tuple[Merged, ...]
    files: Mapping[str, str]


def import_worksheet(project: Path, file: Path, today: date) -> list[str]:
    """Put what a person wrote in a worksheet into the data.

    Parameters
    ----------
    project : Path
        The project folder.
    file : Path
        The worksheet.
    today : datetime.date
        Date of the answers.

    Returns
    -------
    list of str
        What changed, in words.

    Raises
    ------
    DataError
        The worksheet, or the data with it, has faults; all of them are listed and nothing is written.
    ProjectError
        The file is no worksheet of this project.
    OSError
        A file cannot be written; the data is then as it was.
    """
    with stage(project) as aside:
        folder = aside / "data"
        proposal = propose(folder, file, today, project)
        for name, text in proposal.files.items():
            (folder / name).write_bytes(text.encode())
        dataset = load(folder)
        answered = {answer.question for answer in dataset.answers if answer.year == proposal.intake.year}
        unanswered = sum(name not in answered for name in proposal.intake.base.get(QUESTIONS, {}))
        open_ = still_open(row_questions(dataset, proposal.intake.year))
        names = [f"data/{name}" for name in proposal.files]
        if profile := renewed_profile(aside, dataset, proposal.intake.year):
            names.append(f"_quarto-{proposal.intake.year}.yml")
            (aside / names[-1]).write_text(profile, encoding="utf-8", newline="\n")
        if names:
            put_in_place(aside, project, names)
        # After the data: without it the worksheet counts as it was exported, and nothing is lost.
        write_record(
            project, file, proposal.intake.state, proposal.intake.as_imported([each.table for each in proposal.tables])
        )
    return words(proposal.tables, proposal.intake, open_, unanswered)


def is_imported(project: Path, file: Path) -> bool:
    """Whether a worksheet, as it was saved last, holds nothing that the data has not: it can be written anew."""
    try:
        proposal = propose(project / "data", file, date.today(), project)
        return not proposal.files and not proposal.intake.notes
    except BehindBarsError:
        return False


def propose(folder: Path, file: Path, today: date, project: Path) -> Proposal:
    """Find what an import would change, and check all of it.

    Parameters
    ----------
    folder : Path
        Folder of the data package.
    file, today
        As in `import_worksheet`.
    project : Path
        The project folder, which keeps what was imported last.
    """
    dataset = load(folder)
    package = dataset.package
    _, data = read_rows(folder, package)
    intake = read_worksheet(file, package, dataset, data, today, project)
    tables = [
        merge(
            table,
            data[table.name],
            intake.rows[table.name],
            intake.base.get(table.name, {}),
            intake.year,
            _where(intake, name),
            intake.was.get(table.name, {}),
        )
        for name, table in worksheet_tables(package)
        if table.name in intake.rows
    ]
    texts = {table.file: (folder / table.file).read_bytes().decode() for _, table in worksheet_tables(package)}
    faults = _check(package, tables, intake, data, texts[bibliography.TABLE.file], dataset.references)
    if faults:
        raise DataError(faults)
    files = {each.table.file: _rewritten(each, texts[each.table.file]) for each in tables if each.differs}
    return Proposal(intake, tuple(tables), files)


def _where(intake: Intake, sheet: str) -> str:
    return f"{intake.file}, sheet {sheet}"


def _rewritten(merged: Merged, text: str) -> str:
    if merged.table is bibliography.TABLE:
        mark = _BOM if text.startswith(_BOM) else ""
        return mark + bibliography.rewrite_references(text.removeprefix(_BOM), merged.rows)
    return rewrite_csv(text, merged.table, merged.rows)


def _check(
    package: Package,
    tables: Sequence[Merged],
    intake: Intake,
    data: Mapping[str, Sequence[Row]],
    text: str,
    before: Mapping[str, Reference],
) -> list[Fault]:
    """Check the data as it would be with the same checks as the data as it is."""
    faults = [*intake.faults, *(fault for merged in tables for fault in merged.faults)]
    merged_rows = {merged.table.name: [new for _, new in merged.rows] for merged in tables}
    sources = next((merged for merged in tables if merged.table is bibliography.TABLE), None)
    references = dict(before)
    if sources:
        known = {(fault.file, fault.row, fault.column) for fault in faults}
        written = [*sources.added, *(new for _, new in sources.changed)]
        for row in written:
            reported = {column for file, number, column in known if (file, number) == (row.file, row.number)}
            faults += [fault for fault in bibliography.check_entry(row, reported) if fault.column not in reported]
        references, _ = parse_references(bibliography.rewrite_references(text.removeprefix(_BOM), sources.rows))
        for row in merged_rows[bibliography.NAME]:
            references.setdefault(row.text("key"), Reference(row.text("key"), "", ""))
        references.pop("", None)
        lost = _lost_statements(before, references, sources, intake)
        told = {(fault.file, fault.row, fault.column) for fault in lost}
        faults = [*lost, *(fault for fault in faults if (fault.file, fault.row, fault.column) not in told)]
    for merged in tables:
        if not merged.rows and not merged.table.may_be_empty:
            expected = "at least one row"
            faults.append(Fault(_sheet(intake, merged.table), 0, "", "an empty table", expected, "Put the rows back."))
        faults += repeats(merged_rows[merged.table.name], merged.table)
    rows = {table.name: merged_rows[table.name] for table in package.tables if table.name in merged_rows}
    contents = Contents(package, rows, references)
    faults += [fault for check in CHECKS for fault in check(contents)]
    sheet_rows = {row.text("key"): row for row in merged_rows.get(bibliography.NAME, ())}
    placed = [
        intake.in_cell(_of_source(fault, sheet_rows)) for fault in faults if not intake.misread(fault) or fault.cell
    ]
    return list(dict.fromkeys(placed))


def _lost_statements(
    before: Mapping[str, Reference], references: dict[str, Reference], sources: Merged, intake: Intake
) -> list[Fault]:
    """Find editions that would lose their statement; the other checks then take it as it was, and tell it no more."""
    held = {reference.edition for reference in references.values() if reference.is_statement}
    rows = {new.text("key"): (old, new) for old, new in sources.rows}
    faults = []
    for key, statement in before.items():
        if not statement.is_statement or statement.edition in held:
            continue
        references[key] = replace(references.get(key, statement), is_statement=True, edition=statement.edition)
        old, new = rows.get(key, (None, None))
        words = old.text("keywords") if old else f"statement, edition {statement.edition}"
        expected, remedy = f"the keywords {words!r}, separated by commas", "Write them so: they name the edition."
        if new and old and new.text("keywords") == old.text("keywords"):
            continue  # it cannot be read for another reason, which is a fault already
        if new:
            faults.append(new.fault("keywords", expected, remedy))
        else:
            expected = f"the statement of the edition {statement.edition}, with {expected}"
            faults.append(Fault(_sheet(intake, sources.table), 0, "", key, expected, "Put its row back."))
    return faults


def _sheet(intake: Intake, table: Table) -> str:
    return _where(intake, QUESTIONS if table.name == ANSWERS else table.name)


def _of_source(fault: Fault, rows: Mapping[str, Row]) -> Fault:
    """Give a fault of the list of sources to the row of the sheet, if it has one."""
    row = rows.get(fault.value) if fault.file == bibliography.TABLE.file else None
    return replace(fault, file=row.file, row=row.number) if row else fault
