"""What a data package holds as it was read: every row of every table, and the references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from behindbars.errors import Fault
from behindbars.references import FILE as REFERENCES
from behindbars.references import Reference, read_references
from behindbars.schema import Package
from behindbars.tables import Cell, Row, read_table


@dataclass(frozen=True)
class Contents:
    """The rows and references, typed but not yet checked against each other.

    Attributes
    ----------
    package : Package
        The descriptor.
    rows : mapping of str to sequence of Row
        The rows of each table; a table that could not be read is left out, or every code
        that points to it would be a fault too.
    references : mapping of str to Reference
        The sources; empty where the list could not be read.
    """

    package: Package
    rows: Mapping[str, Sequence[Row]]
    references: Mapping[str, Reference]

    def table(self, name: str) -> Sequence[Row]:
        """Give the rows of a table; none where it could not be read."""
        return self.rows.get(name, ())

    def by(self, table: str, column: str = "id") -> dict[str, Row]:
        """Give the rows of a table by the text of one column; a row without it is left out."""
        return {row.text(column): row for row in self.table(table) if row.text(column)}

    def keys(self, table: str, columns: Sequence[str]) -> set[tuple[Cell, ...]] | None:
        """Give what may stand in a cell that refers to a table.

        None where the table or a key of it could not be read: that is a fault already, and what
        refers to it would only repeat it.
        """
        keys = {tuple(row.values.get(column) for column in columns) for row in self.table(table)}
        return None if not keys or any(None in key for key in keys) else keys

    def lacks(self, table: str, *columns: str) -> bool:
        """Whether no row of a table has one of these columns, as its heading is at fault."""
        rows = self.table(table)
        return any(all(column not in row.texts for row in rows) for column in columns)

    def all_rows(self) -> Iterator[Row]:
        """Go through the rows of all tables."""
        for rows in self.rows.values():
            yield from rows


def read_contents(folder: Path, package: Package) -> tuple[Contents, list[Fault]]:
    """Read all tables and the references of a data package.

    Returns
    -------
    tuple of Contents and list of Fault
        What could be read, and the faults of each table by itself.
    """
    references, faults = read_references(folder / REFERENCES)
    rows: dict[str, Sequence[Row]] = {}
    for table in package.tables:
        read, found = read_table(folder / table.file, table)
        faults += found
        if read or not found:
            rows[table.name] = read
    return Contents(package, rows, references), faults
