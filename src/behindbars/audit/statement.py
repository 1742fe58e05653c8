"""A statement beside the data that was made from it: its paragraphs, and the rows that cite them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from behindbars.audit.date_words import DateMention, find_dates
from behindbars.audit.numerals import Quantity, find_quantities
from behindbars.audit.quoting import clean
from behindbars.audit.source_file import read_blocks
from behindbars.audit.source_text import Section, split
from behindbars.contents import Contents
from behindbars.dataset import EDITION_TABLES
from behindbars.errors import ParameterError
from behindbars.tables import Row

TEXTS: Mapping[str, tuple[str, ...]] = {
    "observations": (),
    "safeguards": ("finding_en",),
    "cases": ("title_en", "summary_en", "answer_en"),
    "events": ("event_en", "outcome_en"),
    "recommendations": ("short_en", "text_en"),
    "signatories": (),
}
"""Columns that say in other words what the paragraph says; notes are the edition's own."""
DATES: Mapping[str, str] = {"observations": "period", "events": "date"}
"""Columns that hold a date or period in EDTF."""


@dataclass(frozen=True)
class Statement:
    """One edition's statement.

    Attributes
    ----------
    year : int
        Year that the edition reports on.
    published : DateMention
        Date of the statement.
    paragraphs : mapping of str to str
        Its paragraphs by their code, in the order of the text.
    contents : Contents
        The data package.
    source : str
        Key of the statement in the references.
    """

    year: int
    published: DateMention
    paragraphs: Mapping[str, str]
    contents: Contents
    source: str

    def rows(self, table: str) -> Iterator[Row]:
        """Go through the rows of a table that were made from this statement."""
        for row in self.contents.table(table):
            if row.text("source") == self.source and row.values.get("year", self.year) == self.year:
                yield row

    def labels(self) -> Iterator[Row]:
        """Go through the labels of the edition."""
        return (row for row in self.contents.table("labels") if row.amount("year") == self.year)

    def quantities(self, locator: str) -> tuple[Quantity, ...]:
        """Give the numbers of a paragraph."""
        return quantities_of(self.paragraphs[locator])

    def dates(self, locator: str) -> tuple[DateMention, ...]:
        """Give the dates of a paragraph."""
        return dates_of(self.paragraphs[locator])


@cache
def quantities_of(text: str) -> tuple[Quantity, ...]:
    """Give the numbers of any text."""
    return tuple(find_quantities(clean(text)))


@cache
def dates_of(text: str) -> tuple[DateMention, ...]:
    """Give the dates of any text."""
    return tuple(find_dates(clean(text)))


def read_statement(contents: Contents, year: int, path: Path) -> Statement:
    """Read the text of the statement of an edition.

    Raises
    ------
    ParameterError
        There is no statement of that year in the data, or there are several.
    SourceError
        The file cannot be read, or a section of it is missing.
    """
    references = contents.references
    of_statements = [
        row for table in EDITION_TABLES for row in contents.table(table) if references[row.text("source")].is_statement
    ]
    keys = {row.text("source") for row in of_statements if row.amount("year") == year}
    if len(keys) != 1:
        years = sorted({f"{row.amount('year'):g}" for row in of_statements})
        found = f"rows of several statements ({', '.join(sorted(keys))})" if keys else "no row of a statement"
        raise ParameterError(f"The data holds {found} of {year}; one is needed. There are rows of {', '.join(years)}.")
    source = keys.pop()
    codes = {row.text("country") for row in of_statements if row.amount("year") == year}
    countries = [row for row in contents.table("countries") if row.text("kind") == "country"]
    sections = [
        Section(row.text("section"), tuple(filter(None, (row.text("name_en"), row.text("name_own")))))
        for row in countries
        if row.text("iso3") in codes
    ]
    region = next(row.text("section") for row in contents.table("countries") if row.text("kind") == "region")
    paragraphs = split(read_blocks(path), sections, region, references[source].title)
    published = edtf_ends(references[source].date or "")
    return Statement(year, published[-1][0] if published else DateMention(0, 0, None), paragraphs, contents, source)


def edtf_ends(text: str) -> list[tuple[DateMention, str]]:
    """Give the ends of an EDTF date or interval that are not open, each with its mark (``~``, ``?`` or ``%``)."""
    ends = []
    for end in text.split("/"):
        numbers = [int(part) for part in end.rstrip("~?%").split("-") if part.isdigit()]
        if numbers:
            year, month, day = (*numbers, None, None)[:3]
            ends.append((DateMention(0, 0, year, month, day), end[-1] if end[-1] in "~?%" else ""))
    return ends
