"""What changed from one edition to another: values, findings, cases, recommendations and signatories.

Nothing is put into words here, and no difference is taken of values that may not be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from behindbars.comparison.changes import Change, Comparison, Fate, FindingChange, ValueChange, ValueKind, verdict
from behindbars.dataset import Dataset, Observation, Safeguard
from behindbars.errors import ParameterError
from behindbars.grids import STATE_REPORTERS
from behindbars.questions import is_not_mentioned, question_id, row_questions, still_open
from behindbars.trends import change_reasons
from behindbars.values import WITHHELD, Direction, difference, direction


def compare(dataset: Dataset, first: int, last: int) -> Comparison:
    """Compare two editions.

    Parameters
    ----------
    dataset : Dataset
        The data package, without the placeholders of a draft.
    first, last : int
        Years of the earlier and of the later edition.

    Raises
    ------
    ParameterError
        If there is no such edition, or the second year is not the later one.
    """
    check_years(dataset, first, last)
    confirmed = {
        answer.question for answer in dataset.answers if first < answer.year <= last and is_not_mentioned(answer)
    }

    def changes(table: str, key: Callable[[Any], object], moved: Callable[[Any, Any], bool]) -> tuple[Change[Any], ...]:
        pairs = _pairs(dataset, table, first, last, key)
        fated = (Change(_fate(table, before, after, confirmed), before, after) for before, after in pairs)
        return tuple(one for one in fated if one.fate is not Fate.CHANGED or moved(one.before, one.after))

    every = (lambda row: row.id), (lambda before, after: True)
    return Comparison(
        first,
        last,
        values=tuple(_values(dataset, changes("observations", *every))),
        findings=tuple(_findings(changes("safeguards", lambda row: (row.id, row.country), every[1]))),
        cases=changes(
            "cases", every[0], lambda old, new: (old.summary_en, old.answer_en) != (new.summary_en, new.answer_en)
        ),
        recommendations=changes(
            "recommendations",
            every[0],
            lambda old, new: (old.kind, old.short_en, old.text_en) != (new.kind, new.short_en, new.text_en),
        ),
        signatories=changes("signatories", every[0], lambda old, new: False),
        open=len(still_open(row_questions(dataset, last))),
    )


def check_years(dataset: Dataset, first: int, last: int) -> None:
    """Refuse two years that are not those of an earlier and a later edition.

    Raises
    ------
    ParameterError
        With the editions that there are, or the right order.
    """
    for year in (first, last):
        if year not in dataset.years:
            there_are = ", ".join(map(str, dataset.years))
            raise ParameterError(f"There is no edition of {year}; the data has these: {there_are}.")
    if first == last:
        raise ParameterError(f"An edition is compared with another one: name two years, not {first} twice.")
    if first > last:
        raise ParameterError(f"Name the earlier edition first: {last} {first}.")


def _pairs(
    dataset: Dataset, table: str, first: int, last: int, key: Callable[[Any], object]
) -> Iterator[tuple[Any, Any]]:
    """Put the rows of one thing beside each other, in the order of the later edition, then of the earlier."""
    rows = dataset.rows(table)
    old = {key(row): row for row in rows if row.year == first}
    new = {key(row): row for row in rows if row.year == last}
    if table == "observations":
        _join(old, new)
    yield from ((old.get(name), row) for name, row in new.items())
    yield from ((row, None) for name, row in old.items() if name not in new)


def _join(old: dict[object, Any], new: dict[object, Any]) -> None:
    """Let values without a partner, of which each edition has one for the same thing, be partners.

    The rows of context sources have an identifier of their own each year.
    """

    def alone(rows: dict[object, Any], others: dict[object, Any]) -> dict[tuple[Any, ...], list[object]]:
        things: dict[tuple[Any, ...], list[object]] = {}
        for name, row in rows.items():
            if name not in others:
                thing = (row.country, row.indicator, row.series, row.breakdown, row.case)
                things.setdefault(thing, []).append(name)
        return things

    before, after = alone(old, new), alone(new, old)
    for thing, names in before.items():
        partners = after.get(thing, [])
        if len(names) == len(partners) == 1:
            old[partners[0]] = old.pop(names[0])


def _fate(table: str, before: Any, after: Any, confirmed: set[str]) -> Fate:
    if before and after:
        return Fate.CHANGED
    if after:
        return Fate.NEW
    identifier = question_id(table, before.id, getattr(before, "country", None))
    return Fate.GONE if identifier in confirmed else Fate.UNANSWERED


def _values(dataset: Dataset, changes: Sequence[Change[Observation]]) -> Iterator[ValueChange]:
    state_gave = {_counted(one.before) for one in changes if one.before and _by_state(one.before)}
    for one in changes:
        before, after = one.before, one.after
        if before and after:
            yield from _both(dataset, before, after)
        elif after:
            first_of_state = _by_state(after) and _counted(after) not in state_gave
            yield ValueChange(one.fate, None, after, ValueKind.PUBLISHED if first_of_state else ValueKind.NEW)
        elif before:
            yield ValueChange(one.fate, before, None, ValueKind(one.fate.value))


def _by_state(row: Observation) -> bool:
    return row.reporter in STATE_REPORTERS and row.value.known


def _counted(row: Observation) -> tuple[str, str, str, str | None]:
    return row.country, row.indicator, row.breakdown, row.case


def _both(dataset: Dataset, before: Observation, after: Observation) -> Iterator[ValueChange]:
    old, new = before.value, after.value
    reporter, source = before.reporter != after.reporter, _another_source(dataset, before, after)
    if new.known and old.status in WITHHELD:
        yield ValueChange(Fate.CHANGED, before, after, ValueKind.PUBLISHED, reporter=reporter, source=source)
    elif old.known and new.status in WITHHELD:
        yield ValueChange(Fate.CHANGED, before, after, ValueKind.SILENT, reporter=reporter, source=source)
    elif old.known and new.known and ((old.low, old.high) != (new.low, new.high) or _of_another_count(before, after)):
        reasons = tuple(change_reasons(before, after, dataset))
        way = Direction.OPEN if reasons else direction(old, new)
        apart = None if way is Direction.OPEN else difference(old, new)
        yield ValueChange(Fate.CHANGED, before, after, ValueKind.NUMBER, way, apart, reasons, reporter, source)
    elif old.status is not new.status:
        yield ValueChange(Fate.CHANGED, before, after, ValueKind.STATUS, reporter=reporter, source=source)
    elif reporter or source:
        yield ValueChange(Fate.CHANGED, before, after, ValueKind.TELLER, reporter=reporter, source=source)


def _of_another_count(before: Observation, after: Observation) -> bool:
    """Whether equal numbers would be the same by chance only."""
    one, other = ((row.indicator, row.series, row.breakdown, row.outcome_of) for row in (before, after))
    return one != other


def _another_source(dataset: Dataset, before: Observation, after: Observation) -> bool:
    """Whether the one comes from a statement and the other does not, or from context by other authors."""
    if before.is_context != after.is_context:
        return True
    authors = {dataset.references[row.source].author for row in (before, after)}
    return after.is_context and len(authors) > 1


def _findings(changes: Sequence[Change[Safeguard]]) -> Iterator[FindingChange]:
    for one in changes:
        law = practice = None
        if one.before and one.after:
            law, practice = verdict(one.before.law, one.after.law), verdict(one.before.practice, one.after.practice)
        if one.fate is not Fate.CHANGED or law or practice:
            yield FindingChange(one.fate, one.before, one.after, law, practice)
