"""The excerpt of a data package that one chapter can see: what is not in it cannot change the chapter.

A notebook runs on its excerpt instead of the package. It must run again when the excerpt is another one, and
need not when its bytes are the same: no list of what a notebook uses has to be kept, or can be wrong.

The chapter of a country sees its own rows, those of the region and those of no country, and the sources that
these cite. The region sees everything. Rows of later years stay: a total, an outcome or a case that an earlier
row needs may stand in one of them.

To find that nothing has changed must take no time, so this module reads text and needs no data set.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import Block, Entry, ExplicitComment, ImplicitComment

from behindbars.errors import ProjectError
from behindbars.schema import DESCRIPTOR, Package, Table, read_package
from behindbars.tables import delimiter_of

REFERENCES = "references.bib"
COUNTRIES, ANSWERS = "countries", "answers"
UNSEEN = "labels"
"""Table that is for the audit alone; no chapter shows it."""
HEADING, NO_COUNTRY, CITED = "heading", "rows of no country", "sources cited"
ORDER = "order of rows"
_EDITION = re.compile(r"edition\D*(\d{4})")
_BOM = "\ufeff"


@dataclass(frozen=True)
class Line:
    """A row of a table as it is written.

    Attributes
    ----------
    text : str
        Its exact text in the file, line end included.
    cells : mapping of str to str
        Its cells by column.
    country : str or None
        Code of the country that it is of, empty where it is of none; None in a table that is of no countries.
    """

    text: str
    cells: Mapping[str, str]
    country: str | None


@dataclass(frozen=True)
class Original:
    """A data package as it is written, read once for the excerpts of all chapters.

    Attributes
    ----------
    folder : str
        Name of its folder.
    package : Package
        The descriptor.
    descriptor, references : str
        The texts of ``datapackage.json`` and ``references.bib``.
    blocks : sequence of Block
        The entries of the latter.
    tables : mapping of str to sequence of Line
        The rows of each table, the heading first.
    """

    folder: str
    package: Package
    descriptor: str
    references: str
    blocks: Sequence[Block]
    tables: Mapping[str, Sequence[Line]]

    @property
    def countries(self) -> set[str]:
        """The codes of the countries, without the region's."""
        lines = self.tables[COUNTRIES]
        return {line.country for line in lines if line.country and line.cells.get("kind") == "country"}


def read_original(data: Path) -> Original:
    """Read the files of a data package without checking them; `dataset.load` does.

    Raises
    ------
    ProjectError
        A file is missing or cannot be told into rows, or the descriptor is broken.
    """
    package = read_package(data)
    for name in (COUNTRIES, ANSWERS, UNSEEN):
        package.table(name)  # which must be there
    descriptor, references = (_text(data / file) for file in (DESCRIPTOR, REFERENCES))
    tables = {table.name: _lines(_text(data / table.file), table) for table in package.tables}
    return Original(data.name, package, descriptor, references, parse_string(references).blocks, tables)


def excerpt(original: Original, country: str | None, year: int) -> dict[str, bytes]:
    """Take from a data package what one chapter can see.

    Parameters
    ----------
    original : Original
        The data package.
    country : str or None
        ISO 3166-1 alpha-3 code of the chapter's country. The region, as None or by its code, gets every
        file as it is, and so does a code that is no country's.
    year : int
        Edition year.

    Returns
    -------
    dict of str to bytes
        The files by name: a data package without faults, in which rows keep their text and order. A row whose
        country cannot be told is in every excerpt.
    """
    pieces = _pieces(original, country, year)
    return {file: "".join(text for _, text in found).encode("utf-8") for file, found in pieces.items()}


def describe(original: Original, country: str | None, year: int) -> dict[str, str]:
    """Give the SHA-256 checksum of each part of an excerpt, by a name for people.

    Two excerpts are the same bytes exactly when all these are the same. Parameters are those of `excerpt`.

    Returns
    -------
    dict of str to str
        Such as ``{"data/observations.csv, rows of KAZ": "9f86d0…", "data/indicators.csv": "60303a…"}``.
    """
    described = {}
    for file, pieces in _pieces(original, country, year).items():
        parts: dict[str, list[str]] = {}
        for part, text in pieces:
            parts.setdefault(part, []).append(text)
        if len(parts) > 2:  # the heading, and rows of more than one country
            parts[ORDER] = [part for part, _ in pieces]
        for part, texts in parts.items():
            name = f"{original.folder}/{file}" + (f", {part}" if part else "")
            described[name] = hashlib.sha256("\0".join(texts).encode("utf-8")).hexdigest()
    return described


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Name the parts in which two excerpts differ, as `describe` names them; none where they are the same.

    The order of rows is named only where no row of the file is another one.
    """
    names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    files = {name.partition(", ")[0] for name in names if not name.endswith(ORDER)}
    return [name for name in names if not name.endswith(ORDER) or name.partition(", ")[0] not in files]


def _text(file: Path) -> str:
    """Read a file without changing line ends or a byte order mark."""
    try:
        return file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(_unreadable(file.name)) from error


def _unreadable(file: str) -> str:
    return f"{file} cannot be read. behindbars check says what is wrong."


def _lines(text: str, table: Table) -> list[Line]:
    taken: list[str] = []  # what the reader has taken for the row that it is at

    def feed() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line.removeprefix(_BOM)

    column = "iso3" if table.name == COUNTRIES else "country"
    lines: list[Line] = []
    header: list[str] = []
    try:
        delimiter = delimiter_of(text.removeprefix(_BOM), table)
        for row in csv.reader(feed(), delimiter=delimiter, strict=True):
            header = header or row
            cells = dict(zip(header, row, strict=False))
            country = cells.get(column, "").strip() if column in header else None
            lines.append(Line("".join(taken), cells, country))
            taken.clear()
    except (csv.Error, StopIteration) as error:  # the latter of a file without a heading
        raise ProjectError(_unreadable(table.file)) from error
    return lines


def _pieces(original: Original, country: str | None, year: int) -> dict[str, list[tuple[str, str]]]:
    """Give each file of an excerpt as its pieces in order: the part that a piece belongs to, and its text."""
    cited = ""
    if country in original.countries:
        original, cited = _seen(original, original.countries - {country}, year), CITED
    pieces = {DESCRIPTOR: [("", original.descriptor)], REFERENCES: [(cited, original.references)]}
    for table in original.package.tables:
        heading, *lines = original.tables[table.name]
        first = ("" if heading.country is None else HEADING, heading.text)
        pieces[table.file] = [first, *((_part(line), line.text) for line in lines)]
    return pieces


def _part(line: Line) -> str:
    if line.country is None:
        return ""
    return f"rows of {line.country}" if line.country else NO_COUNTRY


def _seen(original: Original, others: set[str], year: int) -> Original:
    """Leave out the rows of other countries, and the answers to questions that no row asks that is left.

    An answer is looked up by the row that asks; what `behindbars check` asks of an edition is in no chapter.
    """
    tables = {name: [line for line in lines if line.country not in others] for name, lines in original.tables.items()}
    asked = {_question(table, line) for table in original.package.tables for line in tables[table.name][1:]}
    heading, *answers = tables[ANSWERS]
    tables[ANSWERS] = [heading, *(line for line in answers if line.cells.get("question") in asked)]
    tables[UNSEEN] = tables[UNSEEN][:1]
    fewer = {name for name, lines in tables.items() if lines[0].country is not None} | {ANSWERS, UNSEEN}
    cited = {line.cells.get("source", "") for lines in tables.values() for line in lines}
    return replace(
        original,
        tables=tables,
        descriptor=_may_be_empty(original.descriptor, fewer),
        references=_references(original.blocks, cited, year),
    )


def _question(table: Table, line: Line) -> str:
    """Name the question after a row as `questions.question_id` does, which needs the whole data set."""
    names = ("country", "id") if "country" in table.primary_key else ("id",)
    return "/".join([table.name, *(line.cells.get(name, "") for name in names)])


def _may_be_empty(descriptor: str, tables: set[str]) -> str:
    """Allow tables of which rows are left out to be empty: the package as a whole has been checked."""
    content = json.loads(descriptor.removeprefix(_BOM))
    for resource in content["resources"]:
        if resource["name"] in tables:
            resource["behindbars:mayBeEmpty"] = True
    return json.dumps(content, ensure_ascii=False) + "\n"


def _references(blocks: Iterable[Block], cited: set[str], year: int) -> str:
    """Keep the sources that are cited, the statements of this and earlier editions, and what is no source."""
    kept = (
        block.raw or ""
        for block in blocks
        if not isinstance(block, Entry | ExplicitComment | ImplicitComment)
        or (isinstance(block, Entry) and (block.key in cited or any(one <= year for one in _editions(block))))
    )
    return "\n\n".join(kept) + "\n"


def _editions(entry: Entry) -> list[int]:
    """Give the year of the edition that an entry is the statement of, if it is one."""
    keywords = " ".join(str(field.value) for field in entry.fields if field.key.lower() == "keywords")
    return [int(year) for year in _EDITION.findall(keywords.lower())]
