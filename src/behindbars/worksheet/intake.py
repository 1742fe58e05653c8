"""What was read of a worksheet, and what it knows of the data that it was made from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from behindbars.dataset import Dataset
from behindbars.errors import Fault, ProjectError
from behindbars.schema import Package, Table
from behindbars.tables import Row
from behindbars.worksheet.layout import ANSWERS, FORMAT, QUESTIONS, STATE, digest, key_of
from behindbars.worksheet.record import Record, Values, state_id, values_of
from behindbars.worksheet.spreadsheet import Grid


@dataclass
class Intake:
    """What was read of a worksheet.

    Attributes
    ----------
    file : str
        Name of the workbook.
    year : int
        Its edition year.
    base : dict of str to dict of str to str
        Digest of each row when it was exported or imported last, by table and key.
    was : dict of str to dict of str to mapping of str to Cell
        Its values, in the same way, as far as they are known.
    exported : dict of str to dict of str to str
        Digest of each row when it was exported.
    state : str
        Name of what it was exported from.
    given : dict of str to dict of str to int
        By table, the identifiers that an import gave to new rows, and the row of the sheet in which each stands.
    withdrawn : list of str
        Keys of answers that somebody took out of the data.
    rows : dict of str to list of Row
        The rows of each table; a table whose sheet cannot be read is left out.
    grids : dict of str to Grid
        The sheets that were read, by file and sheet as faults name them.
    faults : list of Fault
        Every fault of the sheets by themselves.
    notes : list of str
        What a person should know: what was not read, and which identifiers were given.
    """

    file: str
    year: int
    base: dict[str, dict[str, str]]
    was: dict[str, dict[str, Values]] = field(default_factory=dict)
    exported: dict[str, dict[str, str]] = field(default_factory=dict)
    state: str = ""
    given: dict[str, dict[str, int]] = field(default_factory=dict)
    withdrawn: list[str] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    grids: dict[str, Grid] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def in_cell(self, fault: Fault) -> Fault:
        """Name the cell of a fault, where it is one of this worksheet's."""
        grid = self.grids.get(fault.file)
        if not grid or fault.cell:
            return fault
        row = grid.heading if fault.row == 1 else fault.row  # a table knows its heading as row 1
        letter = grid.letters.get(fault.column)
        return replace(fault, row=row, cell=f"{letter}{row}" if letter and row else "")

    def misread(self, fault: Fault) -> bool:
        """Whether a fault is of a cell that could not be read: it is reported already."""
        grid = self.grids.get(fault.file)
        return bool(grid and (fault.row, fault.column) in grid.misread)

    def as_imported(self, tables: Sequence[Table]) -> Record:
        """Give what the worksheet holds, to be kept once it is in the data."""
        digests: dict[str, dict[str, str]] = {QUESTIONS: self.base.get(QUESTIONS, {})}
        values: dict[str, dict[str, Values]] = {}
        for table in tables:
            rows = {key_of(row.values, table): row for row in self.rows[table.name]}
            digests[table.name] = {key: digest(row.values, table) for key, row in rows.items()}
            values[table.name] = {key: values_of(row, table.columns) for key, row in rows.items()}
        digests[ANSWERS] |= {key: self.base[ANSWERS][key] for key in self.withdrawn}
        return Record(digests, values, self.given)


def refuse_other_copy(intake: Intake, record: Record, tables: Sequence[Table]) -> None:
    """Refuse a workbook in the place of an imported one that has nothing of what was imported from it.

    It may be another person's copy of the same export: to take back all that the first one said would be a guess.

    Raises
    ------
    ProjectError
        It has none of several changes that the last import made.
    """
    changed: list[str] = []
    for table in tables:
        before, imported = intake.exported.get(table.name, {}), record.digests.get(table.name, {})
        here = {key_of(row.values, table): row for row in intake.rows.get(table.name, ())}
        for key in dict.fromkeys((*imported, *before)):
            if before.get(key) == imported.get(key):
                continue
            row = here.get(key)
            now = digest(row.values, table) if row else None
            by_place = row is not None and row.text("id") in record.given.get(table.name, {})
            if now != before.get(key) and not (by_place and now != imported.get(key)):
                return
            changed.append(f"{table.name} {' '.join(map(str, json.loads(key)))}")
    if len(changed) > 1:
        raise ProjectError(
            f"{intake.file} has nothing of what was imported from a file of this name last: {', '.join(changed[:4])}"
            f"{' and more' if len(changed) > 4 else ''}. If it is another copy, import it under another name. "
            "If all of this is to be taken back, do it in several steps, with an import after each."
        )


def read_state(book: Any, file: str, package: Package, dataset: Dataset) -> Intake:
    """Begin to read a worksheet: see whose it is, of which edition, and what the data was.

    Raises
    ------
    ProjectError
        It is no worksheet of this project, or of no edition that the list of sources knows.
    """
    rows = list(book[STATE].iter_rows(values_only=True)) if STATE in book.sheetnames else []
    values = {str(row[0]): str(row[1]) for row in rows[:4] if len(row) > 1}
    if values.get("format") != FORMAT:
        raise ProjectError(
            f"{file} is no worksheet that this version of behindbars wrote, or its hidden sheet {STATE!r} is lost. "
            "Make one with behindbars export, and enter your answers there."
        )
    if values.get("package") != package.name:
        raise ProjectError(f"{file} is the worksheet of another project: {values.get('package')}.")
    year = int(values["year"]) if values.get("year", "").isdigit() else 0
    if year not in dataset.years:
        years = ", ".join(map(str, dataset.years))
        raise ProjectError(
            f"{file} is the worksheet of the edition {year}; references.bib has statements of the editions {years}."
        )
    base: dict[str, dict[str, str]] = {}
    was: dict[str, dict[str, Values]] = {}
    for table, key, checksum, *stored in ([str(cell or "") for cell in row] for row in rows[4:] if len(row) > 2):
        base.setdefault(table, {})[key] = checksum
        if held := _values(stored):
            was.setdefault(table, {})[key] = held
    return Intake(file, year, base, was, base, state_id(rows))


def _values(stored: list[str]) -> Values | None:
    try:
        values = json.loads(stored[0]) if stored else None
    except ValueError:
        return None
    return values if isinstance(values, dict) else None
