"""Rows as they were read, and all that was read of a package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from behindbars.errors import Fault
from behindbars.package.codes import LEAVE_EMPTY, is_blank
from behindbars.package.descriptor import Package, Table
from behindbars.package.references import Reference

Cell = str | int | float | None
"""A typed value; None where the cell is empty or cannot be read."""


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Attributes
    ----------
    table : Table
        Its table.
    file : str
        Name of the file, or of file and sheet, for faults.
    number : int
        Row as a spreadsheet numbers it; the heading is row 1.
    texts, values : mapping of str
        The cells by column, as they are written and typed; a column that could not be read is in neither.
    is_whole : bool
        Whether it has as many cells as the heading; if not, only its key is read.
    """

    table: Table
    file: str
    number: int
    texts: Mapping[str, str]
    values: Mapping[str, Cell]
    is_whole: bool = True

    def text(self, column: str) -> str:
        """Give a text cell; empty where it is missing."""
        value = self.values.get(column)
        return value if isinstance(value, str) else ""

    def amount(self, column: str) -> float | None:
        """Give a number cell; None where it is missing."""
        value = self.values.get(column)
        return None if isinstance(value, str) else value

    def readable(self, column: str) -> bool:
        """Whether the cell is empty or has a value of its type: if not, it has been reported."""
        return column in self.texts and (self.values[column] is not None or self.empty(column))

    def empty(self, column: str) -> bool:
        """Whether the cell was read and holds nothing."""
        return column in self.texts and not self.texts[column].strip()

    def place(self, seen_from: Row) -> str:
        """Say where this row stands, in a message about another one."""
        return f"row {self.number}" if self.file == seen_from.file else f"row {self.number} of {self.file}"

    def fault(self, column: str, expected: str, remedy: str) -> Fault:
        """Make a fault of one of this row's cells, or of the row where ``column`` is empty.

        Where "NA" or a dash stands and nothing need, the remedy is to leave the cell empty.
        """
        text = self.texts.get(column, "")
        if is_blank(text) and not self.table.field(column).required:
            remedy = LEAVE_EMPTY
        return Fault(self.file, self.number, column, text, expected, remedy)


@dataclass(frozen=True)
class Contents:
    """The rows and references of a data package, read but not yet checked.

    A table that could not be read is not among the ``rows``, or every code that points to it would be a fault too;
    ``references`` are empty where they could not be read.
    """

    package: Package
    rows: Mapping[str, Sequence[Row]]
    references: Mapping[str, Reference]

    def table(self, name: str) -> Sequence[Row]:
        """Give the rows of a table; none where it could not be read."""
        return self.rows.get(name, ())

    def of(self, *tables: str) -> Iterator[Row]:
        """Give each row of these tables; of all of them, if none is named."""
        for table in tables or self.rows:
            yield from self.table(table)

    def source(self, row: Row) -> Reference | None:
        """Give the source of a row, if it is known."""
        return self.references.get(row.text("source"))

    def by(self, table: str, column: str = "id") -> dict[str, Row]:
        """Give the rows of a table by the text of one column; a row without it is left out."""
        return {row.text(column): row for row in self.table(table) if row.text(column)}

    def codes(self, table: str, column: str) -> list[Cell]:
        """List what may stand in a cell that refers to the column of a table.

        Nothing where the table or a code of it could not be read: that is a fault already, and what
        refers to it would only repeat it.
        """
        codes = dict.fromkeys(row.values.get(column) for row in self.table(table))
        return [] if None in codes else [*codes]
