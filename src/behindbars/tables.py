"""Tables as they are written: cells become typed rows, and whatever is wrong with them becomes faults."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from behindbars.codes import nearest, suggest
from behindbars.errors import Fault
from behindbars.schema import Field, Table
from behindbars.written_dates import date_meant

Cell = str | int | float | None
"""A typed value; None where the cell is empty or cannot be read."""

_DELIMITERS = (",", ";", "\t")
_SAVE_AS_UTF8 = "Open the file in the program that wrote it and save it as 'CSV UTF-8'."
_DECIMAL_POINT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
# Where a semicolon separates the cells, 1.234 and 1,234 may each mean 1234: neither is accepted.
DECIMAL_COMMA = re.compile(r"-?[0-9]{1,15}([.,]([0-9]{1,2}|[0-9]{4,15}))?")
_INTEGER = re.compile(r"-?[0-9]{1,15}")


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Attributes
    ----------
    file : str
        Name of the table's file, for faults.
    number : int
        Row as a spreadsheet numbers it; the heading is row 1.
    texts : mapping of str to str
        The cells as they are written; a column that could not be read is not in it.
    values : mapping of str to Cell
        The typed cells.
    """

    file: str
    number: int
    texts: Mapping[str, str]
    values: Mapping[str, Cell]

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
        """Make a fault of one of this row's cells, or of the row where ``column`` is empty."""
        return Fault(self.file, self.number, column, self.texts.get(column, ""), expected, remedy)


def read_table(path: Path, table: Table) -> tuple[list[Row], list[Fault]]:
    """Read a table from a CSV file, as a text editor or a spreadsheet writes it.

    UTF-8 with or without a byte order mark is read; separated by commas, semicolons or tabs,
    whichever fits the expected heading. The decimal comma is read with the last two only.

    Returns
    -------
    tuple of list of Row and list of Fault
        The rows that could be read and every fault of the file. A file that cannot be read
        at all gives no row and one fault.
    """
    try:
        text = _decode(path.read_bytes())
        return _read_text(text, table, path.name)
    except OSError as error:
        remedy = f"Add the file, with the heading {','.join(table.columns)}."
        return [], [Fault(path.name, 0, "", f"{error.strerror}", f"the table of {table.name}", remedy)]
    except _UnreadableError as reason:
        return [], [Fault(path.name, *reason.args)]


def check_rows(
    header: Sequence[str],
    rows: Iterable[tuple[int, Sequence[str]]],
    table: Table,
    file: str,
    *,
    decimal_comma: bool = False,
) -> tuple[list[Row], list[Fault]]:
    """Turn the cells of a table into typed rows, and check them against the table's schema.

    Parameters
    ----------
    header : sequence of str
        The heading row.
    rows : iterable of (int, sequence of str)
        Row number as a spreadsheet numbers it, and the cells. Empty rows at the end are left out.
    table : Table
        What is expected.
    file : str
        Name of the file, or of the sheet, for the faults.
    decimal_comma : bool
        Whether ``2,5`` is a number.

    Returns
    -------
    tuple of list of Row and list of Fault
        A row with too few or too many cells keeps its key only, so that rows which refer
        to it are not reported too.
    """
    header = _strip_end(header)
    faults = list(_header_faults(header, table, file))
    if not set(header) & set(table.columns):
        return [], faults
    fields = {field.name: field for field in table.fields}
    read: list[Row] = []
    for number, record in _without_empty_end(rows):
        cells = _strip_end(record, len(header))
        texts = {column: text for column, text in zip(header, cells, strict=False) if column in fields}
        misshapen = _shape_fault(file, number, cells, len(header))
        if misshapen:
            faults.append(misshapen)
            texts = {column: texts[column] for column in table.primary_key if column in texts}
        values = {column: _typed(text.strip(), fields[column], decimal_comma) for column, text in texts.items()}
        row = Row(file, number, texts, values)
        if not misshapen:
            faults += [fault for column in texts for fault in _cell_faults(row, fields[column])]
        read.append(row)
    if not read and not table.may_be_empty:
        faults.append(Fault(file, 0, "", "an empty table", "at least one row below the heading", "Add the rows."))
    return read, [*faults, *repeats(read, table)]


class _UnreadableError(Exception):
    """The file cannot be read; the arguments are row, column, value, expected and remedy of the fault."""


def _decode(data: bytes) -> str:
    start = data[:200]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or start.count(0) > len(start) // 4:
        raise _UnreadableError(0, "", "UTF-16", "text in UTF-8", _SAVE_AS_UTF8)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = io.StringIO(data[: error.start].decode("latin-1") + "?", newline="")
        row = sum(1 for _ in csv.reader(before))
        found = f"byte 0x{data[error.start]:02x}"
        raise _UnreadableError(row, "", found, "text in UTF-8", _SAVE_AS_UTF8) from error
    if not text.strip():  # the byte order mark may be all there is
        raise _UnreadableError(0, "", "an empty file", "a heading row", "Put the table back.")
    return text


def delimiter_of(text: str, table: Table) -> str:
    """Find what separates the cells: whichever fits the expected heading best."""

    def matches(delimiter: str) -> int:
        try:
            return len(set(next(_records(text, delimiter))) & set(table.columns))
        except _UnreadableError:  # a quotation mark that makes sense only with another delimiter
            return 0

    return max(_DELIMITERS, key=matches)


def _read_text(text: str, table: Table, file: str) -> tuple[list[Row], list[Fault]]:
    delimiter = delimiter_of(text, table)
    records = enumerate(_records(text, delimiter), start=1)
    _, header = next(records)
    return check_rows(header, records, table, file, decimal_comma=delimiter != ",")


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the records; each is one row of a spreadsheet, however many lines it has in the file."""
    # Strict: an unclosed quotation mark must not swallow the rest of the table.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    row = 0
    try:
        for record in reader:
            row += 1
            yield record
    except csv.Error as error:
        if "field limit" in str(error):
            expected = f"at most {csv.field_size_limit():,} characters in a cell"
            remedy = "Shorten the text, or close the quotation mark that was opened in this row."
            raise _UnreadableError(row + 1, "", "a cell that is too long", expected, remedy) from error
        remedy = 'Close the quotation mark that was opened in this row; write one inside a text as "".'
        raise _UnreadableError(row + 1, "", str(error), "text between two quotation marks", remedy) from error


def _strip_end(cells: Sequence[str], keep: int = 0) -> list[str]:
    """Drop empty cells from the end, as spreadsheets write them, down to ``keep`` cells."""
    stripped = list(cells)
    while len(stripped) > keep and not stripped[-1].strip():
        stripped.pop()
    return stripped


def _without_empty_end(rows: Iterable[tuple[int, Sequence[str]]]) -> list[tuple[int, Sequence[str]]]:
    kept = list(rows)
    while kept and not _strip_end(kept[-1][1]):
        kept.pop()
    return kept


def _shape_fault(file: str, number: int, cells: Sequence[str], width: int) -> Fault | None:
    if not _strip_end(cells):
        return Fault(file, number, "", "an empty row", "a row of values", "Delete the row.")
    if len(cells) == width:
        return None
    remedy = "Put a text that holds a comma between quotation marks, and write empty cells too."
    return Fault(file, number, "", f"{len(cells)} cells", f"{width} cells, as in the heading", remedy)


def _header_faults(header: Sequence[str], table: Table, file: str) -> Iterator[Fault]:
    if not set(header) & set(table.columns):
        expected = f"a heading row with the columns {', '.join(table.columns)}"
        yield Fault(file, 1, "", ", ".join(header)[:80], expected, "Put the heading in row 1.")
        return
    missing = [column for column in table.columns if column not in header]
    for position, column in enumerate(header, start=1):
        if column in table.columns:
            if column in header[: position - 1]:
                yield Fault(file, 1, column, column, "each column once", "Delete or rename one of the two.")
        elif meant := nearest(column, missing):
            missing.remove(meant)
            yield Fault(file, 1, column, column, f"the column {meant!r}", f"Rename it to {meant!r}.")
        else:
            name = column or f"number {position}, without a name"
            yield Fault(file, 1, name, column, "a column of this table", "Delete or rename the column.")
    for column in missing:
        yield Fault(file, 1, column, "", f"the column {column!r}", "Add the column.")


def _typed(text: str, field: Field, decimal_comma: bool) -> Cell:
    if not text:
        return None
    if field.type == "string":
        return text
    if field.type == "integer":
        return int(text) if _INTEGER.fullmatch(text) else None
    pattern = DECIMAL_COMMA if decimal_comma else _DECIMAL_POINT
    return float(text.replace(",", ".")) if pattern.fullmatch(text) else None


def _cell_faults(row: Row, field: Field) -> Iterator[Fault]:
    """Check one cell against its column's type and constraints."""
    text, value = row.texts[field.name], row.values[field.name]
    if text != text.strip():
        yield row.fault(field.name, "no space before or after the value", "Delete the space.")
    if value is None:
        if text.strip():
            kind = "a whole number" if field.type == "integer" else "a number"
            yield row.fault(field.name, kind, "Write digits only, no unit, no mark between thousands.")
        elif field.required:
            yield row.fault(field.name, "a value", f"Fill in the cell: {field.description or field.name}.")
    elif isinstance(value, str):
        if field.enum and value not in field.enum:
            remedy = suggest(value, field.enum, "Use one of these codes.")
            yield row.fault(field.name, f"one of {', '.join(field.enum)}", remedy)
        if field.pattern and not re.fullmatch(field.pattern, value):
            meant = date_meant(value)
            fits = meant and re.fullmatch(field.pattern, meant)
            yield row.fault(field.name, field.form_words, f"Write {meant}." if fits else "Write it in this form.")
    else:
        if field.minimum is not None and value < field.minimum:
            yield row.fault(field.name, f"at least {field.minimum:g}", "Correct the number.")
        if field.maximum is not None and value > field.maximum:
            yield row.fault(field.name, f"at most {field.maximum:g}", "Correct the number.")


def repeats(rows: Sequence[Row], table: Table) -> Iterator[Fault]:
    """Find rows whose key, or another value that must be unique, stands in an earlier row already."""
    for columns in (table.primary_key, *((field.name,) for field in table.fields if field.unique)):
        yield from _repeats(rows, columns)


def _repeats(rows: Iterable[Row], columns: Sequence[str]) -> Iterator[Fault]:
    seen: dict[tuple[Cell, ...], Row] = {}
    for row in rows:
        key = tuple(row.values.get(column) for column in columns)
        if not columns or None in key:
            continue
        if key in seen:
            expected = f"{' and '.join(columns)} that no other row has; {seen[key].place(row)} has the same"
            yield row.fault(columns[0], expected, "Delete one of the two rows, or rename it.")
        seen.setdefault(key, row)
