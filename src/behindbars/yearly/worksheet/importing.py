"""Importing a worksheet: what a person wrote goes into the data, all of it or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

from behindbars.build.project import put_in_place, stage
from behindbars.errors import BehindBarsError, DataError, Fault
from behindbars.measures.frames import words_in
from behindbars.package import DataPackage, load
from behindbars.package.checking import check, check_table
from behindbars.package.descriptor import Table
from behindbars.package.reading import Contents, Row
from behindbars.package.references import Reference, one_statement_an_edition, parse_references
from behindbars.package.rules import RULES
from behindbars.package.writing import Pair, entry_faults, rewrite_csv, rewrite_references
from behindbars.report.draft import CARRIED, open_questions, question_of
from behindbars.words import Words
from behindbars.yearly.beginning import renewed_profile
from behindbars.yearly.review import shortened
from behindbars.yearly.worksheet.book import export_worksheet
from behindbars.yearly.worksheet.layout import QUESTIONS, SOURCES, is_yearly
from behindbars.yearly.worksheet.reading import Intake

Checks = Callable[[Path, int], pd.DataFrame]
"""Gives what the check asks of an edition of a project: ``question`` (its identifier) and ``asked`` (in words)."""
BOM = "\ufeff"


@dataclass(frozen=True)
class Change:
    """A table as it is and as it is to be."""

    table: Table
    rows: list[Pair]
    """Each row as it is in the data and as it is to be; None for a new one."""
    removed: list[Row] = field(default_factory=list)

    @property
    def added(self) -> list[Row]:
        """The new rows."""
        return [new for old, new in self.rows if old is None]

    @property
    def changed(self) -> list[tuple[Row, Row]]:
        """Rows whose values change."""
        return [(old, new) for old, new in self.rows if old is not None and old.values != new.values]


def import_worksheet(project: Path, file: Path, today: date, checks: Checks | None = None) -> list[str]:
    """Put what a person wrote in a worksheet into the data; say what changed.

    The worksheet is then written anew, if anything changed, and what was filled in stays beside it.

    Parameters
    ----------
    checks : callable, optional
        Gives what the check asks once the data is in place.

    Raises
    ------
    DataError
        The worksheet, or the data with it, has faults; all of them are listed and nothing is written.
    ProjectError
        The file is no worksheet of this project, or the data changed since its export.
    OSError
        A file cannot be written; the data is then as it was.
    """
    words = words_in("en")
    with stage(project) as aside:
        intake, changes, files = propose(aside / "data", file, today)
        for name, text in files.items():
            (aside / "data" / name).write_bytes(text.encode())
        package, names = load(aside / "data"), [f"data/{name}" for name in files]
        asked = checks(aside, intake.year) if checks else None  # first, as it can fail too
        if profile := renewed_profile(aside, package, intake.year):
            names.append(f"_quarto-{intake.year}.yml")
            (aside / names[-1]).write_text(profile, encoding="utf-8", newline="\n")
        if names:
            put_in_place(aside, project, names)
    open_ = open_questions(package, intake.year, words)
    lines = [*change_words(changes, {*open_["question"]}, file.name, words), *intake.notes]
    if files:
        lines.append(_renewed(project, file, intake.year, asked))
    counted = Counter([*open_["table"], *([] if asked is None else [QUESTIONS] * len(asked))])
    if not counted:
        return [*lines, "No question is open."]
    are_open = "question is still open" if counted.total() == 1 else "questions are still open"
    parts = ", ".join(f"{number} on the sheet {name}" for name, number in counted.items())
    return [*lines, f"{counted.total()} {are_open}: {parts}."]


def _renewed(project: Path, file: Path, year: int, checks: pd.DataFrame | None) -> str:
    """Write a worksheet anew, as the data is another now; say so, or why it could not be done."""
    kept = file.with_name(f"{file.stem}-imported.xlsx")
    try:
        kept.write_bytes(file.read_bytes())
        export_worksheet(project, year, file, checks, replace=True)
    except (BehindBarsError, OSError) as error:
        return f"{file.name} could not be written anew ({error}): make it with behindbars export before you go on."
    return f"{file.name} was written anew: go on in it. What you had filled in is kept as {kept.name}."


def is_imported(project: Path, file: Path) -> bool:
    """Whether a worksheet, as it was saved last, holds nothing that the data has not: it can be written anew."""
    try:
        intake, _, files = propose(project / "data", file, date.today())
        return not files and not intake.notes
    except BehindBarsError:
        return False


def propose(folder: Path, file: Path, today: date) -> tuple[Intake, list[Change], dict[str, str]]:
    """Find what an import would change: each table, and the texts of the files; it raises as `import_worksheet`."""
    package, words = load(folder), words_in("en")
    intake = Intake(file, package, words, today)
    tables = [table for table in (*package.descriptor.tables, SOURCES) if table.name in intake.rows]
    changes = [change_of(table, intake.data[table.name], intake.rows[table.name], intake.year) for table in tables]
    files = {}
    for change in changes:
        if change.added or change.changed or change.removed:
            text = (folder / change.table.file).read_bytes().decode()
            rewrite = rewrite_references if change.table is SOURCES else rewrite_csv
            written = rewrite(text.removeprefix(BOM), change.table, change.rows)
            files[change.table.file] = BOM + written if text.startswith(BOM) else written
    bibliography = files.get(SOURCES.file) or (folder / SOURCES.file).read_bytes().decode()
    if faults := [*_faults(package, intake, changes, parse_references(bibliography.removeprefix(BOM))[0])]:
        raise DataError(faults)
    return intake, changes, files


def change_of(table: Table, data: Sequence[Row], sheet: Sequence[Row], year: int) -> Change:
    """Put the rows of a sheet in the places of those with the same key; new ones come after the last of the year."""

    def key(row: Row) -> tuple[object, ...]:
        return tuple(row.values.get(column) for column in table.primary_key)

    wanted: dict[tuple[object, ...], Row] = {}
    more = [row for row in sheet if wanted.setdefault(key(row), row) is not row]  # the checks find that they are double
    change, end = Change(table, []), len(data)
    for old in data:
        is_elsewhere = is_yearly(table) and old.values["year"] != year
        if new := old if is_elsewhere else wanted.pop(key(old), None):
            change.rows.append((old, new))
        else:
            change.removed.append(old)
        end = end if is_elsewhere else len(change.rows)
    change.rows[end:end] = [(None, row) for row in (*wanted.values(), *more)]
    return change


def _faults(
    package: DataPackage, intake: Intake, changes: Sequence[Change], references: dict[str, Reference]
) -> dict[Fault, None]:
    """Check the data as it would be by the same rules as the data as it is; each fault once, at its cell."""
    faults: list[Fault] = []
    for change in changes:
        where = f"{intake.file}, sheet {change.table.name}"
        if change.table is SOURCES:
            faults += _source_faults(package, where, change, references)
        elif not change.rows and not change.table.may_be_empty:
            faults.append(Fault(where, 0, "", "an empty table", "at least one row", "Put the rows back."))
    rows = {change.table.name: [new for _, new in change.rows] for change in changes if change.table is not SOURCES}
    faults += check(Contents(package.descriptor, rows, references), RULES)
    # What a cell should have held is said once: nothing else is known of one that cannot be read.
    told = {(fault.file, fault.row, fault.column) for fault in intake.faults}
    others = [fault for fault in faults if (fault.file, fault.row, fault.column) not in told]
    return dict.fromkeys(map(intake.in_cell, [*intake.faults, *others]))


def _source_faults(package: DataPackage, where: str, change: Change, references: dict[str, Reference]) -> list[Fault]:
    """Check the list of sources; ``references`` then has those at fault too, or whoever cites one would be a fault."""
    rows = {new.text("key"): new for _, new in change.rows}
    before = {row.text("key"): row for row in (*change.removed, *(old for old, _ in change.rows if old))}
    found: list[Fault] = []
    for key, statement in package.references.items():
        if statement.edition not in {None, *(reference.edition for reference in references.values())}:
            references[key] = statement
            expected = f"the keywords {before[key].text('keywords')!r}, separated by commas"
            if key in rows and rows[key].texts["keywords"] == before[key].texts["keywords"]:
                continue  # another cell of it is at fault, which is told below
            if key in rows:
                found.append(rows[key].fault("keywords", expected, "Write them so: they name the edition."))
            else:
                expected = f"the statement of the edition {statement.edition}, with {expected}"
                found.append(Fault(where, 0, "", key, expected, "Put its row back."))
    for key in rows:
        references.setdefault(key, Reference(key, "", ""))
    found += check_table([*rows.values()], SOURCES)
    for row in (*change.added, *(new for _, new in change.changed)):
        found += entry_faults(row, SOURCES)
    for fault in one_statement_an_edition(references):
        at_fault = rows.get(fault.value)
        found.append(at_fault.fault("keywords", fault.expected, fault.remedy) if at_fault else fault)
    return [*{(fault.row, fault.column): fault for fault in reversed(found)}.values()]  # of a cell the first one


def change_words(changes: Sequence[Change], open_: Collection[str], file: str, words: Words) -> list[str]:
    """Say what changed, what was removed first: a line for each; ``open_`` are the questions that are open now."""
    lines = [line for change in changes for line in _removed(change, open_)]
    for change in changes:
        name, count = change.table.name, len(change.added)
        if name == "answers":
            count += len(change.changed)
            lines += [f"{count} {'answer' if count == 1 else 'answers'} recorded."] if count else []
            continue
        if count:
            lines.append(f"{name}: {count} {'row' if count == 1 else 'rows'} added: {_keys(change.added, change)}.")
        for old, new in change.changed:
            columns = [column for column in change.table.columns if old.values.get(column) != new.values.get(column)]
            lines.append(f"{name}: {_keys([new], change)} changed: {words.listing(columns)}.")
    if not lines:
        return [f"{file} says what the data has already."]
    return [f"The data now has what {file} says:", *(f"  {line}" for line in lines)]


def _removed(change: Change, open_: Collection[str]) -> list[str]:
    """Say which rows went, and which questions are open again by it."""
    name, again, gone = change.table.name, list[Row](), list[Row]()
    for row in change.removed:
        question = question_of(name, SimpleNamespace(**row.texts)) if name in CARRIED else row.text("question")
        is_check = name == "answers" and question.partition("/")[0] not in CARRIED
        (again if is_check or question in open_ else gone).append(row)
    what = "Answers taken back" if name == "answers" else f"Removed from {name}"
    opened = f"; {'this question is' if len(again) == 1 else 'these questions are'} open again"
    told = [(again, opened), (gone, "")]
    return [f"{what}, as the worksheet has them no longer: {_keys(rows, change)}{end}." for rows, end in told if rows]


def _keys(rows: Sequence[Row], change: Change) -> str:
    keys = [column for column in change.table.primary_key if column != "year"]
    return shortened([" ".join(str(row.values[column]) for column in keys) for row in rows])
