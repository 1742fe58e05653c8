"""What of the data is an edition's own: the rows of later editions, and what they alone cite, are left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bibtexparser.entrypoint import parse_string

from behindbars.package.needs import TARGETS
from behindbars.package.reading import UnreadableError, records_of
from behindbars.package.references import FILE as REFERENCES

CITING = {**TARGETS, "topics": "topics", "indicators": "indicators", "source": REFERENCES}
"""Columns that cite rows of another table by their codes, with a space between several; or a source by its key."""
EDITION = re.compile(r"\bedition (\d{4})\b")
"""The keyword of a statement."""
KEY = re.compile(r"@([\w-]+)")
"""How a chapter cites a source."""


@dataclass(frozen=True)
class _Row:
    """A row of a table: the row as it is written in the file, and its cells by their columns."""

    table: str
    written: str
    cells: Mapping[str, str]

    @property
    def code(self) -> tuple[str, str]:
        """What others cite it by: the table, and what stands in the first column."""
        return self.table, next(iter(self.cells.values()), "")

    @property
    def year(self) -> int:
        """Its edition; 0 where it is of none."""
        year = self.cells.get("year", "")
        return int(year) if year.isdecimal() else 0


def edition_files(files: Mapping[str, bytes], year: int, text: str = "") -> dict[str, bytes]:
    """Leave out of the files of a data package what editions after a year have added.

    These are their rows and statements, and the codes and sources that are cited by nothing else. What an earlier row
    cites stays, if only a later row says what it is. A package with a table that cannot be read stays as it is: its
    fault is told by whoever loads it.

    Parameters
    ----------
    files : mapping of str to bytes
        The files of the package, by their names.
    year : int
        Edition year.
    text : str
        The chapters, which cite sources as ``@key``.
    """
    try:
        tables = {name: _read(name, content) for name, content in files.items() if name.endswith(".csv")}
        references = files.get(REFERENCES, b"").decode("utf-8")
    except (UnicodeDecodeError, UnreadableError):
        return dict(files)
    rows = [row for _, table in tables.values() for row in table]
    earlier, later = [row for row in rows if row.year <= year], [row for row in rows if row.year > year]
    needed = _cited(earlier) - {row.code for row in earlier}
    obsolete = _cited(later) - _cited(earlier)

    def is_own(row: _Row) -> bool:
        if row.year:
            return row.year <= year or row.code in needed
        return row.code not in obsolete

    own = dict(files)
    for name, (heading, table) in tables.items():
        if not all(map(is_own, table)):
            own[name] = "".join([heading, *(row.written for row in table if is_own(row))]).encode("utf-8")
    if later or any(int(edition) > year for edition in EDITION.findall(references)):
        sources = [key for table, key in _cited(rows) if table == REFERENCES]
        kept = {key for _, key in _cited(row for row in rows if is_own(row))} | set(KEY.findall(text))
        own[REFERENCES] = _own_references(references, year, {*sources} - kept, kept).encode("utf-8")
    return own


def _own_references(references: str, year: int, gone: set[str], kept: set[str]) -> str:
    """Take sources that are gone, and statements of later editions, out of the list, each with the lines before it."""
    for entry in parse_string(references).entries:
        keywords = entry.get("keywords")
        edition = EDITION.search(str(keywords.value) if keywords else "")
        is_later = edition is not None and int(edition[1]) > year
        if entry.key in gone or (is_later and entry.key not in kept):
            references = re.sub(rf"\s*{re.escape(str(entry.raw))}", "", references, count=1)
    return references


def _cited(rows: Iterable[_Row]) -> set[tuple[str, str]]:
    """Collect what rows cite: tables, and codes in them."""
    return {
        (table, code) for row in rows for column, table in CITING.items() for code in row.cells.get(column, "").split()
    }


def _read(name: str, content: bytes) -> tuple[str, list[_Row]]:
    """Take a table apart into its heading and its rows, each as it is written."""
    text, table = content.decode("utf-8"), name.removesuffix(".csv")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    (heading, names), *records = [*records_of(text, delimiter)] or [("", [])]
    columns = [column.strip("\ufeff ") for column in names]
    return heading, [_Row(table, written, dict(zip(columns, cells, strict=False))) for written, cells in records]
