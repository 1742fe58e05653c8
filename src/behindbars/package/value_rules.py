"""Our rules of values: numbers against their status, parts against totals, stages against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import permutations

from behindbars.errors import Fault
from behindbars.package.checking import Rule
from behindbars.package.periods import Period, readable
from behindbars.package.rows import Contents, Row
from behindbars.package.values import COUNTED_UNITS, WITHOUT_NUMBER, Status, contradiction

PEOPLE = frozenset({"women", "men", "children"})  # breakdowns that share out a total between them
_NEEDS_LOW = frozenset(Status) - WITHOUT_NUMBER - {Status.UP_TO}
_NOT_OF_ZERO = frozenset({Status.EXACT, Status.ABOUT, Status.AT_LEAST, Status.UP_TO})


def numbers_fit_status(contents: Contents) -> Iterator[Fault]:
    """The numbers are those that the status goes with."""
    for row in contents.of("observations"):
        status, low, high = row.text("status"), row.amount("low"), row.amount("high")
        if status not in frozenset(Status) or not (row.readable("low") and row.readable("high")):
            continue
        if reason := contradiction(low, high, Status(status)):
            not_zero = status == Status.REPORTED_ZERO and low != 0
            low_wrong = not_zero or (low is None) == (status in _NEEDS_LOW)
            remedy = "Correct the number or the status; never write a number that the source does not give."
            yield row.fault("low" if low_wrong else "high", f"numbers that fit: {reason}", remedy)
        elif status in _NOT_OF_ZERO and {low, high} <= {0, None}:
            remedy = "Write reported_zero, with 0 in low and high; or some or unknown, if it may be more."
            yield row.fault("status", "reported_zero, as the number is zero", remedy)


def numbers_fit_unit(contents: Contents) -> Iterator[Fault]:
    """No share is above 100 per cent, and what is counted is a whole number."""
    indicators = contents.by("indicators")
    for row in contents.of("observations"):
        indicator = indicators.get(row.text("indicator"))
        unit = indicator.text("unit") if indicator else ""
        for column in ("low", "high"):
            amount = row.amount(column) or 0
            if unit == "percent" and amount > 100:
                yield row.fault(column, "at most 100 per cent", "Correct the number.")
            if unit in COUNTED_UNITS and amount % 1:
                yield row.fault(column, f"a whole number, as {unit} are counted", "Correct the number.")


def parts_fit_total(contents: Contents) -> Iterator[Fault]:
    """No part is above its total, and women, men and children add up to it."""
    for group in _alike(contents, "indicator", "series", "source", "case"):
        counted = [row for row in group if row.text("status") in (Status.EXACT, Status.REPORTED_ZERO)]
        counted = [row for row in counted if row.amount("low") is not None and row.amount("low") == row.amount("high")]
        parts = [row for row in counted if row.text("breakdown") != "total"]
        for total in (row for row in counted if row.text("breakdown") == "total"):
            yield from _of_total(total, parts)


def _of_total(total: Row, parts: Sequence[Row]) -> Iterator[Fault]:
    whole = total.amount("low") or 0
    too_large = [part for part in parts if (part.amount("low") or 0) > whole]
    for part in too_large:
        yield part.fault("low", f"at most {whole:g}, the total in {total.place(part)}", "Correct one of them.")
    people = [part for part in parts if part.text("breakdown") in PEOPLE]
    added = sum(part.amount("low") or 0 for part in people)
    shared_out = {"women", "men"} <= {part.text("breakdown") for part in people}
    incomplete = any("incomplete" in row.text("note") for row in (total, *people))
    if not too_large and (added > whole or (shared_out and added < whole and not incomplete)):
        listed = ", ".join(f"{part.text('breakdown')} in {part.place(total)}" for part in people)
        remedy = "Parts may be fewer than the total only if a note says that the breakdown is incomplete."
        yield total.fault("low", f"{added:g}, the sum of its parts ({listed})", remedy)


def parts_have_a_total(contents: Contents) -> Iterator[Fault]:
    """There is a total of each part."""
    codes = {"country": contents.by("countries", "iso3")}
    codes |= {"indicator": contents.by("indicators"), "series": contents.by("series")}

    def key(row: Row) -> tuple[Period | str | None, ...]:
        known = (row.text(column) if row.text(column) in codes[column] else None for column in codes)
        return readable(row.text("period")), *known  # None where the cell is a fault already

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
    """No value of one source stands in two rows."""
    for first, *others in _alike(contents, "indicator", "series", "breakdown", "source", "case"):
        for row in others:
            same = "country, period, indicator, series, breakdown and source"
            expected = f"one row for each value; {first.place(row)} has the same {same}"
            yield row.fault("", expected, "Delete one of the two rows.")


def outcomes_exist(contents: Contents) -> Iterator[Fault]:
    """What a value is the outcome of is there."""
    for group in _alike(contents, "series"):
        known = {row.text("indicator") for row in group}
        for row in group:
            outcome_of, indicator = row.text("outcome_of"), row.text("indicator")
            if outcome_of and indicator and outcome_of not in known - {indicator}:
                expected = "an indicator with an observation of the same country, period and series"
                yield row.fault("outcome_of", expected, "Add that observation, or leave the cell empty.")


def later_stages_are_fewer(contents: Contents) -> Iterator[Fault]:
    """A later stage of the cascade exceeds no earlier one in the same unit, unless a note explains it."""
    indicators = contents.by("indicators")
    for group in _alike(contents, "series", "breakdown", "case"):
        known = [(row, indicators[row.text("indicator")]) for row in group if row.text("indicator") in indicators]
        for (earlier, first), (later, second) in permutations(known, 2):
            before, after = first.amount("stage"), second.amount("stage")
            most, least = earlier.amount("high"), later.amount("low")
            if before is None or after is None or most is None or least is None or not later.empty("note"):
                continue
            if first.text("unit") == second.text("unit") and before < after and least > most:
                expected = f"at most {most:g}, the {earlier.text('indicator')} in {earlier.place(later)}"
                yield later.fault("low", expected, "Correct one of the two, or explain it in the note.")


def _alike(contents: Contents, *columns: str) -> list[list[Row]]:
    """Group observations that are of one thing: period, country and these; left out where one of them is a fault."""
    groups: dict[object, list[Row]] = defaultdict(list)
    for row in contents.of("observations"):
        period, names = readable(row.text("period")), ("country", *columns)
        if period and all(row.text(name) or (name == "case" and row.empty(name)) for name in names):
            groups[period, *(row.text(name) for name in names)].append(row)
    return [*groups.values()]


VALUE_RULES: tuple[Rule, ...] = (
    *(numbers_fit_status, numbers_fit_unit, parts_fit_total, parts_have_a_total, each_value_once, outcomes_exist),
    later_stages_are_fewer,
)
