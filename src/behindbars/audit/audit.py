"""The data of an edition against the text of its statement, in both directions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from behindbars.audit.from_data import faults_of_data
from behindbars.audit.from_text import Mention, mentions
from behindbars.audit.statement import Statement, read_statement
from behindbars.contents import read_contents
from behindbars.dataset import EDITION_TABLES, load
from behindbars.errors import Fault
from behindbars.schema import read_package
from behindbars.tables import Row

_NAMES = ("values", "findings", "cases", "dated events", "recommendations", "signatories")


@dataclass(frozen=True)
class Audit:
    """What an audit found.

    Attributes
    ----------
    statement : Statement
        The statement, and the rows made from it.
    faults : tuple of Fault
        What the data says and the statement does not.
    mentions : tuple of Mention
        Every number and date of the statement.
    """

    statement: Statement
    faults: tuple[Fault, ...]
    mentions: tuple[Mention, ...]

    @property
    def unexplained(self) -> tuple[Mention, ...]:
        """The numbers and dates that no row holds."""
        return tuple(mention for mention in self.mentions if not mention.held)

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.faults and not self.unexplained

    def lines(self) -> Iterator[str]:
        """Write the report: both directions, in the order of the text, and the counts."""
        if self.faults:
            yield "In the data, but not so in the statement:"
            yield from (f"  {line}" for line in self._by_paragraph())
        if self.unexplained:
            yield "In the statement, but not in the data:"
            yield from (f"  {mention}" for mention in self.unexplained)
        yield self.counts()

    def counts(self) -> str:
        """Say in one line how much was compared, and how much of it was found."""
        faulty = {(fault.file, fault.row) for fault in self.faults}
        parts = []
        for table, name in zip(EDITION_TABLES, _NAMES, strict=True):
            rows = list(self.statement.rows(table))
            found = sum((row.file, row.number) not in faulty for row in rows)
            parts.append(f"{found} of {len(rows)} {name}")
        return (
            f"Found in the statement: {', '.join(parts)}. Numbers and dates of the statement: "
            f"{len(self.mentions)}; {len(self.unexplained)} unexplained."
        )

    def _by_paragraph(self) -> list[str]:
        """Write the faults, each after its paragraph and the identifier of its row."""
        rows = {(row.file, row.number): row for row in self.statement.contents.all_rows()}
        order = {code: place for place, code in enumerate(self.statement.paragraphs)}

        def place(fault: Fault) -> tuple[int, Fault]:
            return order.get(rows[fault.file, fault.row].text("locator"), len(order)), fault

        return [f"{_name(rows[fault.file, fault.row])}: {fault}" for fault in sorted(self.faults, key=place)]


def _name(row: Row) -> str:
    identifier = row.text("id") or row.text("iso3")
    return f"{row.text('locator')}, {identifier}" if identifier else row.text("locator")


def audit(data: Path, source: Path, year: int) -> Audit:
    """Compare the data of an edition with the text of the statement it was made from.

    Parameters
    ----------
    data : Path
        Folder of the data package.
    source : Path
        The statement: .txt, .html, .docx or .pdf.
    year : int
        Year that the edition reports on.

    Raises
    ------
    DataError
        The data has faults of its own.
    ParameterError
        The data has no statement of that year.
    SourceError
        The file cannot be read, or a section of it is missing.
    """
    load(data)
    contents, _ = read_contents(data, read_package(data))
    statement = read_statement(contents, year, source)
    return Audit(statement, tuple(dict.fromkeys(faults_of_data(statement))), tuple(mentions(statement)))
