"""Writing into a CSV file: a row that did not change keeps its text and its place."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from behindbars.schema import Table
from behindbars.tables import Row, delimiter_of

_BOM = "\ufeff"
_THREE_DECIMALS = re.compile(r"-?[0-9]+,[0-9]{3}")


def rewrite_csv(text: str, table: Table, rows: Sequence[tuple[Row | None, Row]]) -> str:
    """Write the changed and the new rows of a table into its file, and leave out those that are no longer there.

    Parameters
    ----------
    text : str
        The file as it is, which has no fault; with or without a byte order mark.
    table : Table
        Its schema.
    rows : sequence of (Row or None, Row)
        Each row as it was and as it is to be, in order; None for a new one. A cell that did not change
        keeps its text, and so does a row of such cells.

    Returns
    -------
    str
        The file, with the delimiter, the ends of line and the order of columns that it had.
    """
    mark, text = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    delimiter = delimiter_of(text, table)
    records = list(_records(text, delimiter))
    header = [name.strip() for name in records[0][1]]
    newline = "\r\n" if records[0][0].endswith("\r\n") else "\n"

    def record(cells: Sequence[str]) -> str:
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=delimiter, lineterminator=newline).writerow(cells)
        return stream.getvalue()

    def cell(name: str, old: Row | None, new: Row) -> str:
        if old and old.values.get(name) == new.values.get(name):
            return old.texts.get(name, "")
        written = new.texts.get(name, "")
        if delimiter == "," or isinstance(new.values.get(name), str):
            return written
        written = written.replace(".", ",")
        # Where a comma separates decimals, three of them could be thousands: a fourth tells them apart.
        return written + "0" if _THREE_DECIMALS.fullmatch(written) else written

    written = [records[0][0]]
    last = max((old.number for old, _ in rows if old), default=1)
    for old, new in rows:
        same = old is not None and old.values == new.values
        written.append(
            records[old.number - 1][0] if old and same else record([cell(name, old, new) for name in header])
        )
    ended = [line if line.endswith(("\n", "\r")) else line + newline for line in written[:-1]]
    was_ended = text.endswith(("\n", "\r"))
    end = written[-1] if was_ended else written[-1].rstrip("\r\n")
    left = "".join(raw for raw, cells in records[last:] if not any(cell.strip() for cell in cells))
    if left and not end.endswith(("\n", "\r")):
        end += newline
    return mark + "".join([*ended, end]) + left


def _records(text: str, delimiter: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each record as it stands in the file, and its cells."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in io.StringIO(text, newline=""):
            taken.append(line)
            yield line

    for cells in csv.reader(lines(), delimiter=delimiter, strict=True):
        yield "".join(taken), cells
        taken.clear()
