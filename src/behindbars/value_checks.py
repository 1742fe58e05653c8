"""Checks of the values: numbers against their status, parts against totals, stages against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from behindbars.contents import Contents
from behindbars.dates import Period, readable
from behindbars.errors import Fault
from behindbars.tables import Row
from behindbars.values import COUNTED_UNITS, Status, contradiction

_CODES = (("country", "countries", "iso3"), ("indicator", "indicators", "id"), ("series", "series", "id"))
PEOPLE = frozenset({"women", "men", "children"})  # breakdowns that share out a total between them
_NEEDS_LOW = frozenset(
    {Status.EXACT, Status.ABOUT, Status.RANGE, Status.AT_LEAST, Status.MORE_THAN, Status.REPORTED_ZERO}
)
_NOT_OF_ZERO = frozenset({Status.EXACT, Status.ABOUT, Status.AT_LEAST, Status.UP_TO})


def numbers_fit_status(contents: Contents) -> Iterator[Fault]:
    """Find numbers that contradict the status."""
    for row, status in _observations_with_status(contents):
        low, high = row.amount("low"), row.amount("high")
        if not (row.readable("low") and row.readable("high")):
            continue
        if reason := contradiction(low, high, status):
            not_zero = status is Status.REPORTED_ZERO and low != 0
            low_wrong = not_zero or (low is None) == (status in _NEEDS_LOW)
            remedy = "Correct the number or the status; never write a number that the source does not give."
            yield row.fault("low" if low_wrong else "high", f"numbers that fit: {reason}", remedy)
        elif status in _NOT_OF_ZERO and {low, high} <= {0, None}:
            remedy = "Write reported_zero, with 0 in low and high; or some or unknown, if it may be more."
            yield row.fault("status", "reported_zero, as the number is zero", remedy)


def numbers_fit_unit(contents: Contents) -> Iterator[Fault]:
    """Find shares above 100 per cent and counts that are not whole."""
    indicators = contents.by("indicators")
    for row in contents.table("observations"):
        indicator = indicators.get(row.text("indicator"))
        unit = indicator.text("unit") if indicator else ""
        for column in ("low", "high"):
            amount = row.amount(column)
            if amount is not None and unit == "percent" and amount > 100:
                yield row.fault(column, "at most 100 per cent", "Correct the number.")
            if amount is not None and unit in COUNTED_UNITS and amount % 1:
                yield row.fault(column, f"a whole number, as {unit} are counted", "Correct the number.")


def parts_fit_total(contents: Contents) -> Iterator[Fault]:
    """Find parts above their total, and women, men and children that do not add up to it."""
    if contents.lacks("observations", "country", "indicator", "series", "source", "case"):
        return
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row, status in _observations_with_status(contents):
        counted = status in (Status.EXACT, Status.REPORTED_ZERO) and row.amount("low") == row.amount("high")
        if counted and row.amount("low") is not None and (period := _period(row)):
            key = (period, *_texts(row, "country", "indicator", "series", "source", "case"))
            groups.setdefault(key, []).append(row)
    for rows in groups.values():
        parts = [row for row in rows if row.text("breakdown") != "total"]
        for total in (row for row in rows if row.text("breakdown") == "total"):
            yield from _parts_faults(total, parts)


def _parts_faults(total: Row, parts: Sequence[Row]) -> Iterator[Fault]:
    whole = total.amount("low") or 0
    too_large = [part for part in parts if (part.amount("low") or 0) > whole]
    for part in too_large:
        yield part.fault("low", f"at most {whole:g}, the total in {total.place(part)}", "Correct one of them.")
    people = [part for part in parts if part.text("breakdown") in PEOPLE]
    added = sum(part.amount("low") or 0 for part in people)
    shared_out = {"women", "men"} <= {part.text("breakdown") for part in people}
    incomplete = any("incomplete" in row.text("note") for row in (total, *people))
    if not too_large and (added > whole or (shared_out and added < whole and not incomplete)):
        rows = ", ".join(f"{part.text('breakdown')} in {part.place(total)}" for part in people)
        remedy = "Parts may be fewer than the total only if a note says that the breakdown is incomplete."
        yield total.fault("low", f"{added:g}, the sum of its parts ({rows})", remedy)


def parts_have_a_total(contents: Contents) -> Iterator[Fault]:
    """Find parts of a total that is not there."""
    known = {column: contents.by(table, key) for column, table, key in _CODES}

    def key(row: Row) -> tuple[Period | str | None, ...]:
        codes = (row.text(column) if row.text(column) in known[column] else None for column in known)
        return _period(row), *codes  # None where the cell is a fault already

    rows = contents.table("observations")
    totals = {key(row) for row in rows if row.text("breakdown") in ("total", "")}
    for row in rows:
        part = key(row)
        if row.text("breakdown") in ("total", "") or None in part:
            continue
        # A total with a faulty cell may be the one that is missed.
        if not any(all(b in (a, None) for a, b in zip(part, total, strict=True)) for total in totals):
            expected = "'total', or a part of a total of the same country, period, indicator and series"
            yield row.fault("breakdown", expected, "Correct the cell, or add the row of the total.")


def each_value_once(contents: Contents) -> Iterator[Fault]:
    """Find values of one source that stand in two rows."""
    seen: dict[tuple[object, ...], Row] = {}
    for row in contents.table("observations"):
        period = _period(row)
        key = (period, *_texts(row, "country", "indicator", "series", "breakdown", "source", "case"))
        if period is None or not all(key[1:-1]):
            continue
        if key in seen:
            same = "country, period, indicator, series, breakdown and source"
            expected = f"one row for each value; {seen[key].place(row)} has the same {same}"
            yield row.fault("", expected, "Delete one of the two rows.")
        seen.setdefault(key, row)


def outcomes_exist(contents: Contents) -> Iterator[Fault]:
    """Find outcomes of an observation that is not there."""
    if contents.lacks("observations", "country", "series", "indicator"):
        return
    rows = contents.table("observations")
    known = {(_period(row), *_texts(row, "country", "series", "indicator")) for row in rows}
    for row in rows:
        outcome_of, period = row.text("outcome_of"), _period(row)
        key = (period, *_texts(row, "country", "series"), outcome_of)
        if outcome_of and period and (key not in known or outcome_of == row.text("indicator")):
            expected = "an indicator with an observation of the same country, period and series"
            yield row.fault("outcome_of", expected, "Add that observation, or leave the cell empty.")


def later_stages_are_fewer(contents: Contents) -> Iterator[Fault]:
    """Find a later stage of the cascade that exceeds an earlier one in the same unit, without a note."""
    indicators = contents.by("indicators")
    groups: dict[tuple[object, ...], list[tuple[float, Row]]] = {}
    for row in contents.table("observations"):
        indicator, period = indicators.get(row.text("indicator")), _period(row)
        stage = indicator.amount("stage") if indicator else None
        if indicator and period and stage is not None:
            key = (period, indicator.text("unit"), *_texts(row, "country", "series", "breakdown", "case"))
            groups.setdefault(key, []).append((stage, row))
    for staged in groups.values():
        for (before, earlier), (after, later) in combinations(sorted(staged, key=lambda pair: pair[0]), 2):
            most, least = earlier.amount("high"), later.amount("low")
            exceeds = before < after and most is not None and least is not None and least > most
            if exceeds and later.empty("note"):
                expected = f"at most {most:g}, the {earlier.text('indicator')} in {earlier.place(later)}"
                yield later.fault("low", expected, "Correct one of the two, or explain it in the note.")


def _observations_with_status(contents: Contents) -> Iterator[tuple[Row, Status]]:
    codes = frozenset(Status)
    for row in contents.table("observations"):
        if row.text("status") in codes:
            yield row, Status(row.text("status"))


def _period(row: Row) -> Period | None:
    return readable(row.text("period"))


def _texts(row: Row, *columns: str) -> tuple[str, ...]:
    return tuple(row.text(column) for column in columns)
