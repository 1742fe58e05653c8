"""What can go wrong, in one family: every message says what, where, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of the data, at its cell.

    Attributes
    ----------
    file : str
        Name of the table's file, for instance ``observations.csv``.
    row : int
        Line of the file as a spreadsheet numbers it: the heading is row 1;
        0 where the fault is of the file as a whole.
    column : str
        Name of the column; empty where the fault is of the row or the file.
    value : str
        The value found, as it stands in the file.
    expected : str
        What was expected there.
    remedy : str
        What to do about it.
    cell : str
        Its cell in a workbook, for instance ``H12``; empty in every other file.
    """

    file: str
    row: int
    column: str
    value: str
    expected: str
    remedy: str
    cell: str = ""

    def __str__(self) -> str:
        where = self.file
        if self.cell:
            where += f", cell {self.cell}" + (f" ({self.column})" if self.column else "")
        elif self.row:
            where += f", row {self.row}"
        if self.column and not self.cell:
            where += f", column {self.column}"
        found = f"found {self.value!r}, " if self.value else ""
        return f"{where}: {found}expected {self.expected}. {self.remedy}"


class BehindBarsError(Exception):
    """Base of every error that this package raises on purpose."""


class DataError(BehindBarsError):
    """The data package has faults; all of them are listed at once.

    Parameters
    ----------
    faults : sequence of Fault
        Every fault found, in any order.
    """

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        count = len(self.faults)
        heading = "1 fault in the data:" if count == 1 else f"{count} faults in the data:"
        super().__init__("\n".join([heading, *(f"  {fault}" for fault in self.faults)]))


class IncomparableError(BehindBarsError):
    """Two values may not be put into one calculation; the message says why.

    Parameters
    ----------
    message : str
        Why, for whoever calls.
    reason : str
        The message of the catalogue that tells readers why.
    """

    def __init__(self, message: str, reason: str = "") -> None:
        self.reason = reason
        super().__init__(message)


class ParameterError(BehindBarsError):
    """A notebook or a command was given a parameter or a value that does not exist."""


class ProjectError(BehindBarsError):
    """The project folder or its configuration is not as it must be."""


class SourceError(BehindBarsError):
    """The file of a statement cannot be read, or is not built as it must be."""


class RunError(BehindBarsError):
    """A notebook failed; the message names it, the cell and the error's last line."""


class RenderError(BehindBarsError):
    """The edition could not be rendered."""


def refuse(kind: type[BehindBarsError], heading: str, faults: Iterable[object]) -> None:
    """Raise one error that lists all faults under a heading, if there are any."""
    if lines := [f"  {fault}" for fault in faults]:
        raise kind("\n".join([heading, *lines]))
