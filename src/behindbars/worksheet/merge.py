"""Three versions of a table become one: as it was exported, as a person changed it, and as it is in the data now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from behindbars.errors import Fault
from behindbars.schema import Table
from behindbars.tables import Row
from behindbars.worksheet.layout import digest, in_scope, key_of
from behindbars.worksheet.record import Values, value_words


@dataclass(frozen=True)
class Merged:
    """A table as it is to be.

    Attributes
    ----------
    table : Table
        Its schema.
    rows : tuple of (Row or None, Row)
        Each row as it is in the data and as it is to be; None for a new one.
    removed : tuple of Row
        Rows of the data that are to go.
    kept : tuple of Row
        Rows that somebody changed in the data since the export: the worksheet has them as they were.
    faults : tuple of Fault
        Rows that were changed on both sides.
    """

    table: Table
    rows: tuple[tuple[Row | None, Row], ...]
    removed: tuple[Row, ...] = ()
    kept: tuple[Row, ...] = ()
    faults: tuple[Fault, ...] = field(default=())

    @property
    def added(self) -> list[Row]:
        """Rows that the data does not have yet."""
        return [new for old, new in self.rows if old is None]

    @property
    def changed(self) -> list[tuple[Row, Row]]:
        """Rows whose values change, as they are and as they are to be."""
        return [(old, new) for old, new in self.rows if old is not None and old.values != new.values]

    @property
    def differs(self) -> bool:
        """Whether anything changes."""
        return bool(self.added or self.changed or self.removed)


def merge(
    table: Table,
    data: Sequence[Row],
    sheet: Iterable[Row],
    base: Mapping[str, str],
    year: int,
    name: str,
    was: Mapping[str, Values] = MappingProxyType({}),
) -> Merged:
    """Put the rows of a worksheet into a table.

    A row that only one side changed since the export is taken from that side. Where both changed it, and not in
    the same way, nobody can say which is right: that is a fault.

    Parameters
    ----------
    table : Table
        The table.
    data : sequence of Row
        All its rows as they are now; those outside the worksheet's year stay as they are.
    sheet : iterable of Row
        The rows of the worksheet; new ones are put in this order.
    base : mapping of str to str
        Digest of each row at the time of the export, or of the last import, by key.
    year : int
        Edition year of the worksheet.
    name : str
        File and sheet, for a fault of a row that is no longer there.
    was : mapping of str to mapping of str to Cell
        Values of the rows at the time of the export, by key, as far as they are known; for messages.
    """
    wanted: dict[str, Row] = {}
    for row in sheet:
        wanted.setdefault(key_of(row.values, table), row)
    rows: list[tuple[Row | None, Row]] = []
    removed: list[Row] = []
    kept: list[Row] = []
    faults: list[Fault] = []
    end = None  # where new rows go: after the last row of the year
    for old in data:
        if not in_scope(old, table, year):
            rows.append((old, old))
            continue
        key = key_of(old.values, table)
        new = wanted.pop(key, None)
        exported, now = base.get(key), digest(old.values, table)
        proposed = digest(new.values, table) if new else None
        if new and now in (proposed, exported):
            rows.append((old, new))
        elif exported == now:
            removed.append(old)
        elif proposed == exported:
            rows.append((old, old))
            kept.append(old)
        else:
            rows.append((old, old))
            faults.append(_conflict(old, new, was.get(key), name, table, known=exported is not None))
        end = len(rows)
    new_rows: list[tuple[Row | None, Row]] = []
    for key, row in wanted.items():
        if key not in base:
            new_rows.append((None, row))
        elif base[key] != digest(row.values, table):
            faults.append(_gone(row, table))
        else:
            kept.append(row)
    end = len(rows) if end is None else end
    return Merged(table, (*rows[:end], *new_rows, *rows[end:]), tuple(removed), tuple(kept), tuple(faults))


_CHANGED = "Export a new worksheet, and enter there what you changed in this row."


def _conflict(old: Row, new: Row | None, was: Values | None, name: str, table: Table, *, known: bool) -> Fault:
    since = "was changed" if known else "was added"
    where = f"row {old.number} of {old.file}"
    if new is None:
        key = " ".join(str(old.values[column]) for column in table.primary_key)
        return Fault(name, 0, "", key, f"the row that {since} in the data since the export ({where})", _CHANGED)
    told = [
        f"{column}: the data says {value_words(old.values.get(column))}, the worksheet "
        f"{value_words(new.values.get(column))}" + (f"; it was {value_words(was.get(column))}" if was else "")
        for column in table.columns
        if old.values.get(column) != new.values.get(column)
    ]
    expected = f"a row that nobody else changed; {where} {since} since the export ({'. '.join(told)})"
    return new.fault(table.primary_key[0], expected, _CHANGED)


def _gone(row: Row, table: Table) -> Fault:
    expected = "a row that is still in the data; somebody deleted it since the export"
    return row.fault(table.primary_key[0], expected, _CHANGED)
