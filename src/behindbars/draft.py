"""A draft: what nobody has answered yet stands in it as "to be completed", never as silence or as a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from behindbars.dataset import Case, Dataset, Observation, Recommendation, Safeguard, Signatory
from behindbars.dates import Period
from behindbars.questions import CARRIED, Row, RowQuestion, question_id
from behindbars.values import Status, Value
from behindbars.wording import TO_BE_COMPLETED

CODE = str(Status.TO_BE_COMPLETED)
"""Status of a law or practice that nobody has answered for; no table may hold it."""


def with_placeholders(dataset: Dataset, questions: Sequence[RowQuestion]) -> Dataset:
    """Put a placeholder into a new edition for each row of the last one that nobody has answered for.

    Parameters
    ----------
    dataset : Dataset
        The data package.
    questions : sequence of RowQuestion
        The open questions. Those after context rows get no placeholder: the statement may not be silent,
        but another source need not speak.
    """
    added: dict[str, list[Any]] = {}
    for question in questions:
        if not getattr(question.last, "is_context", False):
            added.setdefault(question.table, []).append(_placeholder(dataset, question.last, question.year))
    return dataset.with_rows({table: (*dataset.rows(table), *rows) for table, rows in added.items()})


def is_placeholder(finding: Safeguard) -> bool:
    """Whether a finding only keeps the place of one that is to be completed."""
    return CODE in (finding.law, finding.practice)


def _placeholder(dataset: Dataset, last: Row, year: int) -> Row:
    place: dict[str, Any] = {"year": year, "source": dataset.statements[year].key, "locator": "not recorded"}
    words = f"{TO_BE_COMPLETED.capitalize()}."
    match last:
        case Observation():
            value = Value(None, None, Status.TO_BE_COMPLETED, last.value.unit)
            period = Period.parse(str(year))
            return replace(last, **place, period=period, value=value, verbatim=None, note=None)
        case Safeguard():
            return replace(
                last, **place, law=last.law and CODE, practice=last.practice and CODE, finding_en=words, finding_ru=None
            )
        case Case():
            return replace(last, **place, summary_en=words, answer_en=words, summary_ru=None, answer_ru=None)
        case Recommendation():
            return replace(last, **place, text_en=words, text_ru=None)
        case Signatory():
            return replace(last, **place, note=TO_BE_COMPLETED)


def without_placeholders(dataset: Dataset, questions: Sequence[RowQuestion]) -> Dataset:
    """Take out the placeholders again, for whoever must tell what was answered from what was not."""
    open_rows = {(question.year, question.id) for question in questions}

    def kept(table: str) -> tuple[Any, ...]:
        return tuple(
            row
            for row in dataset.rows(table)
            if (row.year, question_id(table, row.id, getattr(row, "country", None))) not in open_rows
        )

    return dataset.with_rows({table: kept(table) for table in CARRIED})
