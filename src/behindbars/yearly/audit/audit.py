"""The data of an edition against the text of its statement, in both directions: the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from behindbars.errors import ParameterError
from behindbars.package import load
from behindbars.package.needs import EDITION_TABLES
from behindbars.yearly.audit.comparing import Mention, Mistake, Statement, find_mentions, find_mistakes
from behindbars.yearly.audit.passage import Passage
from behindbars.yearly.audit.sections import split
from behindbars.yearly.audit.source import read_blocks

_NAMES = ("values", "findings", "cases", "dated events", "recommendations", "signatories")


@dataclass(frozen=True)
class Audit:
    """What the data says and the statement does not, and every number and date of the statement."""

    statement: Statement
    mistakes: list[Mistake]
    mentions: list[Mention]

    @property
    def unexplained(self) -> list[Mention]:
        """The numbers and dates that no row holds."""
        return [mention for mention in self.mentions if not mention.held]

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.mistakes and not self.unexplained

    def lines(self) -> Iterator[str]:
        """Write the report: both directions, in the order of the text, and the counts."""
        if self.mistakes:
            yield "In the data, but not so in the statement:"
            yield from (f"  {mistake}" for mistake in self.mistakes)
        if self.unexplained:
            yield "In the statement, but not in the data:"
            yield from (f"  {mention}" for mention in self.unexplained)
        yield self.counts()

    def counts(self) -> str:
        """Say in one line how much was compared, and how much of it was found."""
        rows = self.statement.rows["table"].value_counts()
        wrong = {(mistake.row.table, mistake.row.number) for mistake in self.mistakes}
        found = [
            f"{rows.get(table, 0) - sum(name == table for name, _ in wrong)} of {rows.get(table, 0)} {words}"
            for table, words in zip(EDITION_TABLES, _NAMES, strict=True)
        ]
        return (
            f"Found in the statement: {', '.join(found)}. Numbers and dates of the statement: {len(self.mentions)}; "
            f"{len(self.unexplained)} unexplained."
        )


def audit(data: Path, source: Path, year: int) -> Audit:
    """Compare the data of an edition with the text of the statement it was made from.

    Parameters
    ----------
    source : Path
        The statement: .txt, .md, .html, .docx or .pdf.

    Raises
    ------
    DataError
        The data has faults of its own.
    ParameterError
        The data has no row of a statement of that year.
    SourceError
        The file cannot be read, or a section of it is missing.
    """
    statement = _read(data, year, source)
    return Audit(statement, find_mistakes(statement), list(find_mentions(statement)))


def _read(folder: Path, year: int, source: Path) -> Statement:
    """Read the statement of an edition, and the rows that were made from it."""
    data = load(folder)
    years = {edition for table in EDITION_TABLES for edition in data.frames[table].query("not context")["year"]}
    if year not in years:
        there = ", ".join(map(str, sorted(years)))
        raise ParameterError(f"The data holds no row of a statement of {year}; there are rows of {there}.")
    reference = data.statements[year]
    frames = []
    for table in (*EDITION_TABLES, "countries", "labels"):
        frame = data.frames[table].assign(table=table, number=lambda frame: frame.index + 2)
        for column, wanted in (("source", reference.key), ("year", year)):
            frame = frame[frame[column] == wanted] if column in frame else frame
        frames.append(frame.astype(object))
    rows = pd.concat(frames).fillna("")
    rows["name"] = rows["id"].where(rows["id"] != "", rows["iso3"] + rows["text"])
    countries = data.frames["countries"].fillna("").set_index("section")
    of_edition = countries[countries["iso3"].isin(rows["country"]) & (countries["kind"] == "country")]
    names = {str(letter): [row["name_en"], row["name_own"]] for letter, row in of_edition.iterrows()}
    introduction = str(countries.index[countries["kind"] == "region"][0])
    paragraphs = split(read_blocks(source), names, introduction, reference.title)
    published = (reference.date or "").rpartition("/")[2]
    return Statement(year, published, {code: Passage(text) for code, text in paragraphs.items()}, rows)
