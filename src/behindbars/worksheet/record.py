"""What a worksheet held when it was imported last: a person goes on working in the same file, and imports it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from behindbars.files import write_all
from behindbars.project import CACHE
from behindbars.tables import Cell, Row

FOLDER = "worksheets"
Values = Mapping[str, Cell]


@dataclass(frozen=True)
class Record:
    """The rows of a worksheet as they were when both sides knew them.

    Attributes
    ----------
    digests : dict of str to dict of str to str
        Digest of each row, by table and key.
    values : dict of str to dict of str to mapping of str to Cell
        Its values, in the same way; where they are not known it is left out.
    given : dict of str to dict of str to int
        By table, the identifiers that the import gave to new rows, and the row of the sheet in which each stood.
    """

    digests: dict[str, dict[str, str]]
    values: dict[str, dict[str, Values]]
    given: dict[str, dict[str, int]]


def state_id(rows: Sequence[Sequence[object]]) -> str:
    """Name what a worksheet was exported from: the same for the same state of the data."""
    cells = [[str(cell) for cell in row if cell is not None] for row in rows]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def read_record(project: Path, file: Path, state: str) -> Record | None:
    """Read what a worksheet held when it was imported last; None if it never was, or not here, or cannot be known."""
    try:
        stored = json.loads(_place(project, file).read_text("utf-8"))
        return Record(stored["digests"], stored["values"], stored["given"]) if stored["state"] == state else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_record(project: Path, file: Path, state: str, record: Record) -> None:
    """Keep what a worksheet holds that has just been imported."""
    place = _place(project, file)
    place.parent.mkdir(parents=True, exist_ok=True)
    stored = {"state": state, "digests": record.digests, "values": record.values, "given": record.given}
    write_all({place: json.dumps(stored, ensure_ascii=False).encode()})


def forget_record(project: Path, file: Path) -> None:
    """Forget a worksheet, as another one has taken its place."""
    _place(project, file).unlink(missing_ok=True)


def _place(project: Path, file: Path) -> Path:
    # By its place too: another person's copy of the same export holds nothing of what was imported from this one.
    name = hashlib.sha256(str(file.resolve()).encode()).hexdigest()[:16]
    return project / CACHE / FOLDER / f"{name}.json"


def value_words(value: Cell) -> str:
    """Say what a cell held, in a message."""
    if value is None:
        return "nothing"
    return f"{value:.15g}" if isinstance(value, int | float) else repr(value)


def values_of(row: Row, columns: Sequence[str]) -> dict[str, Cell]:
    """Give the values of a row's columns."""
    return {column: row.values.get(column) for column in columns}
