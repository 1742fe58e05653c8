"""What was read of a worksheet, and what it knows of the data that it was made from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from behindbars.dataset import Dataset
from behindbars.errors import Fault, ProjectError
from behindbars.schema import Package
from behindbars.tables import Row
from behindbars.worksheet.layout import FORMAT, STATE
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
        Digest of each row when it was exported, by table and key.
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
    for row in rows[4:]:
        base.setdefault(str(row[0]), {})[str(row[1])] = str(row[2] or "") if len(row) > 2 else ""
    return Intake(file, year, base)
