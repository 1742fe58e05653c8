"""What an import changed, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set

from behindbars.questions import CARRIED, RowQuestion, question_id
from behindbars.tables import Row
from behindbars.wording import listing
from behindbars.worksheet.intake import Intake
from behindbars.worksheet.layout import ANSWERS, QUESTIONS
from behindbars.worksheet.merge import Merged

_MOST = 12  # rows that a line names


def words(tables: Sequence[Merged], intake: Intake, open_: Sequence[RowQuestion], unanswered: int) -> list[str]:
    """Say what changed, what did not, and what is still open: a line for each.

    Parameters
    ----------
    tables : sequence of Merged
        The tables.
    intake : Intake
        What was read.
    open_ : sequence of RowQuestion
        The open questions about rows of the last edition.
    unanswered : int
        Other questions of the worksheet that nobody answered.
    """
    asked = {question.id for question in open_}
    removed = [line for merged in tables for line in _removed(merged, asked)]
    lines = [*removed, *(line for merged in tables for line in _table(merged))]
    heading = (
        f"The data now has what {intake.file} says:" if lines else f"{intake.file} says what the data has already."
    )
    kept = [
        f"{merged.table.name}: changed in the data since the export, and left so: {_names(merged.kept, merged)}."
        for merged in tables
        if merged.kept
    ]
    return [
        heading,
        *(f"  {line}" for line in (*lines, *kept)),
        *intake.notes,
        _open([question.table for question in open_], unanswered),
    ]


def _table(merged: Merged) -> list[str]:
    name = merged.table.name
    if name == ANSWERS:
        number = len(merged.added) + len(merged.changed)
        return [f"{number} {'answer' if number == 1 else 'answers'} recorded."] if number else []
    lines = []
    if merged.added:
        lines.append(f"{name}: {_count(merged.added)} added: {_names(merged.added, merged)}.")
    for old, new in merged.changed:
        columns = [column for column in merged.table.columns if old.values.get(column) != new.values.get(column)]
        lines.append(f"{name}: {_names([new], merged)} changed: {listing(columns)}.")
    return lines


def _removed(merged: Merged, asked: Set[str]) -> list[str]:
    """Say which rows went, and which questions are open again by it."""
    again: list[Row] = []
    gone: list[Row] = []
    for row in merged.removed:
        if merged.table.name == ANSWERS:
            table = row.text("question").partition("/")[0]
            is_open = row.text("question") in asked or table not in CARRIED
        else:
            is_open = question_id(merged.table.name, row.text("id"), row.text("country")) in asked
        (again if is_open else gone).append(row)
    what = "Answers taken back" if merged.table.name == ANSWERS else f"Removed from {merged.table.name}"
    lines = []
    if again:
        words = "this question is" if len(again) == 1 else "these questions are"
        lines.append(f"{what}, as the worksheet has them no longer: {_names(again, merged)}; {words} open again.")
    if gone:
        lines.append(f"{what}, as the worksheet has them no longer: {_names(gone, merged)}.")
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
