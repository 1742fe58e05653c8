"""What an import changed, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from behindbars.tables import Row
from behindbars.wording import listing
from behindbars.worksheet.intake import Intake
from behindbars.worksheet.layout import ANSWERS, QUESTIONS
from behindbars.worksheet.merge import Merged

_MOST = 12  # rows that a line names


def words(tables: Sequence[Merged], intake: Intake, open_tables: Sequence[str], unanswered: int) -> list[str]:
    """Say what changed, what did not, and what is still open: a line for each.

    Parameters
    ----------
    tables : sequence of Merged
        The tables.
    intake : Intake
        What was read.
    open_tables : sequence of str
        The table of each open question about a row of the last edition.
    unanswered : int
        Other questions of the worksheet that nobody answered.
    """
    lines = [line for merged in tables for line in _table(merged)]
    heading = (
        f"The data now has what {intake.file} says:" if lines else f"{intake.file} says what the data has already."
    )
    kept = [
        f"{merged.table.name}: changed in the data since the export, and left so: {_names(merged.kept, merged)}."
        for merged in tables
        if merged.kept
    ]
    return [heading, *(f"  {line}" for line in (*lines, *kept)), *intake.notes, _open(open_tables, unanswered)]


def _table(merged: Merged) -> list[str]:
    name = merged.table.name
    if name == ANSWERS:
        number = len(merged.added) + len(merged.changed)
        lines = [f"{number} {'answer' if number == 1 else 'answers'} recorded."] if number else []
        return lines + ([f"{name}: taken back: {_names(merged.removed, merged)}."] if merged.removed else [])
    lines = []
    if merged.added:
        lines.append(f"{name}: {_count(merged.added)} added: {_names(merged.added, merged)}.")
    for old, new in merged.changed:
        columns = [column for column in merged.table.columns if old.values.get(column) != new.values.get(column)]
        lines.append(f"{name}: {_names([new], merged)} changed: {listing(columns)}.")
    if merged.removed:
        lines.append(f"{name}: {_count(merged.removed)} removed: {_names(merged.removed, merged)}.")
    return lines


def _count(rows: Sequence[Row]) -> str:
    return "1 row" if len(rows) == 1 else f"{len(rows)} rows"


def _names(rows: Sequence[Row], merged: Merged) -> str:
    keys = [column for column in merged.table.primary_key if column != "year"]
    names = [" ".join(str(row.values[column]) for column in keys) for row in rows]
    return ", ".join(names[:_MOST]) + (f" and {len(names) - _MOST} more" if len(names) > _MOST else "")


def _open(tables: Sequence[str], unanswered: int) -> str:
    counted = Counter(tables)
    if unanswered:
        counted[QUESTIONS] = unanswered
    if not counted:
        return "No question is open."
    total = counted.total()
    parts = ", ".join(f"{number} on the sheet {name}" for name, number in counted.items())
    return f"{total} {'question is' if total == 1 else 'questions are'} still open: {parts}."
