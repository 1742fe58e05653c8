"""Tables as they are written, in a file or on the sheet of a workbook: rows of text, and what they say."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from behindbars.errors import Fault
from behindbars.package.codes import nearest
from behindbars.package.descriptor import Field, Package, Table
from behindbars.package.references import FILE as REFERENCES
from behindbars.package.references import read_references
from behindbars.package.rows import Cell, Contents, Row

_DELIMITERS = (",", ";", "\t")
_SAVE_AS_UTF8 = "Open the file in the program that wrote it and save it as 'CSV UTF-8'."
_DECIMAL_POINT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
# Where a semicolon separates the cells, 1.234 and 1,234 may each mean 1234: neither is accepted.
DECIMAL_COMMA = re.compile(r"-?[0-9]{1,15}([.,]([0-9]{1,2}|[0-9]{4,15}))?")
_LONGEST = 131_072  # characters in a cell
_INTEGER = re.compile(r"-?[0-9]{1,15}")


def read_contents(folder: Path, package: Package) -> tuple[Contents, list[Fault]]:
    """Read all tables and the references of a data package, and find each fault of a file, a heading, a row's shape."""
    references, faults = read_references(folder / REFERENCES)
    rows: dict[str, Sequence[Row]] = {}
    for table in package.tables:
        read, found = read_table(folder / table.file, table)
        faults += found
        if read or not found:
            rows[table.name] = read
    return Contents(package, rows, references), faults


def read_table(path: Path, table: Table) -> tuple[list[Row], list[Fault]]:
    """Read a table from a CSV file, as a text editor or a spreadsheet writes it; the rest is as in `read_rows`.

    UTF-8 with or without a byte order mark is read; separated by commas, semicolons or tabs, whichever fits the
    expected heading. The decimal comma is read with the last two only. A file that cannot be read is one fault.
    """
    try:
        text = _decode(path.read_bytes())
        delimiter = delimiter_of(text, table)
        records = enumerate((cells for _, cells in records_of(text, delimiter)), start=1)
        return read_rows(next(records)[1], records, table, path.name, decimal_comma=delimiter != ",")
    except OSError as error:
        remedy = f"Add the file, with the heading {','.join(table.columns)}."
        return [], [Fault(path.name, 0, "", f"{error.strerror}", f"the table of {table.name}", remedy)]
    except UnreadableError as reason:
        return [], [Fault(path.name, *reason.args)]


def read_rows(
    header: Sequence[str],
    records: Iterable[tuple[int, Sequence[str]]],
    table: Table,
    file: str,
    *,
    decimal_comma: bool = False,
) -> tuple[list[Row], list[Fault]]:
    """Turn the cells of a table into rows, and find each fault of the heading and of a row's shape.

    A row with too few or too many cells keeps its key only, so that rows which refer to it are not reported too.

    Parameters
    ----------
    header : sequence of str
        The heading row.
    records : iterable of (int, sequence of str)
        Row number as a spreadsheet numbers it, and the cells. Empty rows at the end are left out.
    table : Table
        What is expected.
    file : str
        Name of the file, or of the sheet, for the faults.
    decimal_comma : bool
        Whether ``2,5`` is a number.
    """
    header = _stripped(header)
    faults = list(_header_faults(header, table, file))
    if not set(header) & set(table.columns):
        return [], faults
    fields = {field.name: field for field in table.fields}
    kept = list(records)
    while kept and not _stripped(kept[-1][1]):
        kept.pop()
    rows: list[Row] = []
    for number, record in kept:
        cells = _stripped(record, len(header))
        texts = {column: text for column, text in zip(header, cells, strict=False) if column in fields}
        misshapen = _shape_fault(file, number, cells, len(header))
        if misshapen:
            faults.append(misshapen)
            texts = {column: texts[column] for column in table.primary_key if column in texts}
        values = {column: _typed(text.strip(), fields[column], decimal_comma) for column, text in texts.items()}
        rows.append(Row(table, file, number, texts, values, not misshapen))
    if not rows and not table.may_be_empty:
        faults.append(Fault(file, 0, "", "an empty table", "at least one row below the heading", "Add the rows."))
    return rows, faults


class UnreadableError(Exception):
    """The file cannot be read; the arguments are row, column, value, expected and remedy of the fault."""


def _decode(data: bytes) -> str:
    start = data[:200]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or start.count(0) > len(start) // 4:
        raise UnreadableError(0, "", "UTF-16", "text in UTF-8", _SAVE_AS_UTF8)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = io.StringIO(data[: error.start].decode("latin-1") + "?", newline="")
        row = sum(1 for _ in csv.reader(before))
        found = f"byte 0x{data[error.start]:02x}"
        raise UnreadableError(row, "", found, "text in UTF-8", _SAVE_AS_UTF8) from error
    if not text.strip():  # the byte order mark may be all there is
        raise UnreadableError(0, "", "an empty file", "a heading row", "Put the table back.")
    return text


def delimiter_of(text: str, table: Table) -> str:
    """Find what separates the cells: whichever fits the expected heading best."""

    def matches(delimiter: str) -> int:
        try:
            return len({*next(records_of(text, delimiter))[1]} & set(table.columns))
        except UnreadableError:  # a quotation mark that makes sense only with another delimiter
            return 0

    return max(_DELIMITERS, key=matches)


def records_of(text: str, delimiter: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each record as it is written, and its cells; it is one row of a spreadsheet, however many lines it has."""
    csv.field_size_limit(_LONGEST)  # for the whole process, in which frictionless may have set another
    lines = io.StringIO(text, newline="")
    # Strict: an unclosed quotation mark must not swallow the rest of the table.
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    row = start = 0
    try:
        for cells in reader:
            row, end = row + 1, lines.tell()
            yield text[start:end], cells
            start = end
    except csv.Error as error:
        if "field limit" in str(error):
            expected = f"at most {_LONGEST:,} characters in a cell"
            remedy = "Shorten the text, or close the quotation mark that was opened in this row."
            raise UnreadableError(row + 1, "", "a cell that is too long", expected, remedy) from error
        remedy = 'Close the quotation mark that was opened in this row; write one inside a text as "".'
        raise UnreadableError(row + 1, "", str(error), "text between two quotation marks", remedy) from error


def _stripped(cells: Sequence[str], keep: int = 0) -> list[str]:
    """Drop empty cells from the end, as spreadsheets write them, down to ``keep`` cells."""
    stripped = list(cells)
    while len(stripped) > keep and not stripped[-1].strip():
        stripped.pop()
    return stripped


def _shape_fault(file: str, number: int, cells: Sequence[str], width: int) -> Fault | None:
    if not _stripped(cells):
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
    if field.type == "integer":
        return int(text) if _INTEGER.fullmatch(text) else None
    if field.type == "number":
        pattern = DECIMAL_COMMA if decimal_comma else _DECIMAL_POINT
        return float(text.replace(",", ".")) if pattern.fullmatch(text) else None
    return text
