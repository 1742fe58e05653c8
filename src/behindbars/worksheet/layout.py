"""The worksheet of an edition: what stands on each sheet, before anything of Excel."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from behindbars.contents import Contents, read_contents
from behindbars.dataset import Dataset, load
from behindbars.errors import ParameterError
from behindbars.questions import CARRIED, RowQuestion, question_id, row_questions
from behindbars.schema import Package, Table, read_package
from behindbars.tables import Cell, Row
from behindbars.worksheet import bibliography
from behindbars.worksheet.texts import help_words

START, QUESTIONS, CODES, STATE = "start", "questions", "codes", "state"
"""Sheets that are no table; `QUESTIONS` is the table of answers, by a name that says what to do there."""
QUESTION, SAID, HELP, GONE = "question", "last edition", "help", "not mentioned"
GUIDES = (QUESTION, SAID, HELP, GONE)
"""Columns in front of those of a table whose rows are asked for again."""
MARK = "x"
"""Stands in the column `GONE` of a question."""
IDENTITY: Mapping[str, tuple[str, ...]] = {
    "observations": ("id", "country", "year", "indicator", "series", "breakdown", "case"),
    "safeguards": ("id", "country", "year", "topic"),
    "cases": ("id", "country", "year", "kind", "title_en", "title_ru", "person"),
    "recommendations": ("id", "year", "kind"),
    "signatories": ("id", "year", "name_en", "name_ru", "short", "country"),
}
"""What says which thing is asked for; the other columns say what the new edition tells of it."""
ANSWERS, CORRECTIONS = "answers", "corrections"
SPARE_ROWS = 200
FORMAT = "behindbars worksheet 1"
LONGEST = 32_767
"""Characters that a cell of Excel can hold."""


class CheckQuestion(Protocol):
    """A question that ``behindbars check`` asks of an edition."""

    @property
    def id(self) -> str:
        """Its identifier in the table of answers."""

    @property
    def asked(self) -> str:
        """The question in words."""


@dataclass(frozen=True)
class Line:
    """One row of a sheet.

    Attributes
    ----------
    values : mapping of str to Cell
        The cells by heading.
    locked : frozenset of str
        Headings of those that nobody changes.
    is_question : bool
        Whether it asks for a row of the last edition.
    """

    values: Mapping[str, Cell]
    locked: frozenset[str] = frozenset()
    is_question: bool = False


@dataclass(frozen=True)
class Sheet:
    """One table, as a sheet.

    Attributes
    ----------
    name : str
        Name of the sheet.
    table : Table
        The table whose columns it has.
    headings : tuple of str
        All its columns, in order.
    lines : tuple of Line
        Its rows: questions first, then what answers none.
    spare : Line or None
        What stands in each of the empty rows below them; None where nobody adds rows.
    samples : mapping of str to list of Cell
        Values of all editions in each column, for its width.
    """

    name: str
    table: Table
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    spare: Line | None
    samples: Mapping[str, Sequence[Cell]] = field(default_factory=dict)


@dataclass(frozen=True)
class Worksheet:
    """Everything that the workbook of an edition holds.

    Attributes
    ----------
    package : Package
        The data package.
    year : int
        Edition year.
    title : str
        Title of the statement, as the list of sources has it.
    sheets : tuple of Sheet
        In the order in which a person works.
    base : tuple of (str, str, str, str)
        Table, key, digest and values of each row that it shows: what the data held when it was written.
    """

    package: Package
    year: int
    title: str
    sheets: tuple[Sheet, ...]
    base: tuple[tuple[str, str, str, str], ...]


def worksheet_tables(package: Package) -> list[tuple[str, Table]]:
    """List the sheets that are tables: their names and tables, in the order of the work."""
    yearly = [table for table in package.tables if is_yearly(table) and table.name != ANSWERS]
    asked = [package.table(name) for name in CARRIED]
    others = [table for table in package.tables if not is_yearly(table)]
    ordered = [*asked, *(table for table in yearly if table not in asked)]
    return [
        *((table.name, table) for table in ordered),
        (QUESTIONS, package.table(ANSWERS)),
        (bibliography.NAME, bibliography.TABLE),
        *((table.name, table) for table in others),
    ]


def is_yearly(table: Table) -> bool:
    """Whether a worksheet holds only the rows of its year; a correction is of any year."""
    return "year" in table.columns and table.name != CORRECTIONS


def in_scope(row: Row, table: Table, year: int) -> bool:
    """Whether the worksheet of a year holds a row."""
    return not is_yearly(table) or row.values.get("year") == year


def key_of(values: Mapping[str, Cell], table: Table) -> str:
    """Write the key of a row as one text."""
    return json.dumps([values.get(column) for column in table.primary_key], ensure_ascii=False)


def digest(values: Mapping[str, Cell], table: Table) -> str:
    """Give a short checksum of a row's values."""
    cells = json.dumps([values.get(column) for column in table.columns], ensure_ascii=False)
    return hashlib.sha256(cells.encode()).hexdigest()[:16]


def _stored(row: Row) -> str:
    """Write the values of a row for the message of a conflict; nothing where a cell of Excel cannot hold them."""
    text = json.dumps(row.values)
    return text if len(text) <= LONGEST else ""


def identity(question: RowQuestion, last: Row) -> dict[str, Cell]:
    """Give the cells of a question that are filled in: what identifies the thing, and the new year."""
    return {name: last.values.get(name) for name in IDENTITY[question.table]} | {"year": question.year}


def by_question(rows: Iterable[Row], table: str, year: int) -> dict[str, Row]:
    """Give the rows of a year by the identifier of the question that they would answer."""
    return {
        question_id(table, row.text("id"), row.text("country")): row for row in rows if row.values.get("year") == year
    }


def read_rows(folder: Path, package: Package) -> tuple[Contents, dict[str, Sequence[Row]]]:
    """Read a data package without faults: its contents, and its rows by table, the sources among them."""
    contents, _ = read_contents(folder, package)
    text = (folder / bibliography.TABLE.file).read_bytes().decode("utf-8-sig")
    return contents, {**contents.rows, bibliography.NAME: bibliography.reference_rows(text)}


def compose(folder: Path, year: int, questions: Sequence[CheckQuestion] = ()) -> Worksheet:
    """Lay out the worksheet of an edition.

    Parameters
    ----------
    folder : Path
        Folder of the data package.
    year : int
        Edition year.
    questions : sequence of CheckQuestion
        Open questions that are not about a row of the last edition.

    Raises
    ------
    DataError
        The data has faults.
    ParameterError
        The list of sources has no statement of that year.
    """
    dataset = load(folder)
    if year not in dataset.years:
        years = ", ".join(map(str, dataset.years))
        raise ParameterError(
            f"There is no edition {year}: references.bib has statements of the editions {years}. "
            f"Add the entry of its statement, with keywords = {{statement, edition {year}}}."
        )
    package = read_package(folder)
    _, rows = read_rows(folder, package)
    asked = row_questions(dataset, year)
    gone = {question.id for question in asked if question.state == "not_mentioned"}
    sheets, base = [], []
    for name, table in worksheet_tables(package):
        held = [row for row in rows[table.name] if in_scope(row, table, year)]
        base += [(table.name, key_of(row.values, table), digest(row.values, table), _stored(row)) for row in held]
        if table.name in CARRIED:
            of_table = [question for question in asked if question.table == table.name]
            lines = _question_lines(dataset, of_table, rows[table.name], held, table)
            headings = (*GUIDES, *table.columns) if of_table else table.columns
        elif name == QUESTIONS:
            # An answer to a question that is asked anew, in other words, gives its place to that question.
            asked_anew = gone | {question.id for question in questions}
            shown = [row for row in held if row.text("question") not in asked_anew]
            lines = _answer_lines(shown, questions, year, table)
            base += [(QUESTIONS, question.id, "", "") for question in questions]
            headings = table.columns
        else:
            lines = [Line(row.values, _key_columns(table) | _fixed(dataset, row)) for row in held]
            headings = table.columns
        spare = Line({"year": year}, frozenset({"year"})) if is_yearly(table) else Line({})
        samples = {column: [row.values.get(column) for row in rows[table.name]] for column in table.columns}
        sheets.append(Sheet(name, table, headings, tuple(lines), None if name == QUESTIONS else spare, samples))
    return Worksheet(package, year, dataset.statements[year].title, tuple(sheets), tuple(base))


def _question_lines(
    dataset: Dataset, questions: Sequence[RowQuestion], rows: Sequence[Row], held: Sequence[Row], table: Table
) -> list[Line]:
    lines = []
    answers = dict(by_question(held, table.name, questions[0].year)) if questions else {}
    before = by_question(rows, table.name, questions[0].last.year) if questions else {}
    for question in questions:
        guide: dict[str, Cell] = {QUESTION: question.asked, SAID: question.said, HELP: help_words(dataset, question)}
        guide[GONE] = MARK if question.state == "not_mentioned" else None
        answer = answers.get(question.id)
        values = answer.values if answer else identity(question, before[question.id])
        locked = {*GUIDES, *IDENTITY[table.name]} - {GONE}
        lines.append(Line({**guide, **values}, frozenset(locked), is_question=True))
    asked = {question.id for question in questions}
    new = [row for row in held if question_id(table.name, row.text("id"), row.text("country")) not in asked]
    return lines + [Line(row.values, _key_columns(table) | set(GUIDES)) for row in new]


def _answer_lines(rows: Sequence[Row], open_: Sequence[CheckQuestion], year: int, table: Table) -> list[Line]:
    locked = frozenset(table.columns) - {"answer"}
    given = [Line(row.values, locked) for row in rows]
    asked: list[dict[str, Cell]] = [
        {"year": year, "question": question.id, "asked": question.asked} for question in open_
    ]
    return given + [Line(values, locked, is_question=True) for values in asked]


def _fixed(dataset: Dataset, row: Row) -> frozenset[str]:
    """Give the cells that say which edition a statement is of: nobody changes them in a worksheet."""
    statements = {statement.key for statement in dataset.statements.values()}
    return frozenset({"keywords"} if row.file == bibliography.TABLE.file and row.text("key") in statements else ())


def _key_columns(table: Table) -> frozenset[str]:
    return frozenset(table.primary_key)
