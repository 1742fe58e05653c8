"""Our rules of values: numbers against their status, parts against totals, stages against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from behindbars.errors import Fault
from behindbars.package.checking import Rule
from behindbars.package.periods import Period, readable
from behindbars.package.reading import Row
from behindbars.package.values import COUNTED_UNITS, WITHOUT_NUMBER, Status, contradiction

PEOPLE = frozenset({"women", "men", "children"})  # breakdowns that share out a total between them
_NEEDS_LOW = frozenset(Status) - WITHOUT_NUMBER - {Status.UP_TO}
_NOT_OF_ZERO = frozenset({Status.EXACT, Status.ABOUT, Status.AT_LEAST, Status.UP_TO})


class NumbersFitStatus(Rule, tables="observations"):
    """The numbers are those that the status goes with."""

    def of_row(self, row: Row) -> Iterator[Fault]:
        status, low, high = _status(row), row.amount("low"), row.amount("high")
        if status is None or not (row.readable("low") and row.readable("high")):
            return
        if reason := contradiction(low, high, status):
            not_zero = status is Status.REPORTED_ZERO and low != 0
            low_wrong = not_zero or (low is None) == (status in _NEEDS_LOW)
            remedy = "Correct the number or the status; never write a number that the source does not give."
            yield row.fault("low" if low_wrong else "high", f"numbers that fit: {reason}", remedy)
        elif status in _NOT_OF_ZERO and {low, high} <= {0, None}:
            remedy = "Write reported_zero, with 0 in low and high; or some or unknown, if it may be more."
            yield row.fault("status", "reported_zero, as the number is zero", remedy)


class NumbersFitUnit(Rule, tables="observations"):
    """No share is above 100 per cent, and what is counted is a whole number."""

    def of_row(self, row: Row) -> Iterator[Fault]:
        indicator = self.contents.by("indicators").get(row.text("indicator"))
        unit = indicator.text("unit") if indicator else ""
        for column in ("low", "high"):
            amount = row.amount(column) or 0
            if unit == "percent" and amount > 100:
                yield row.fault(column, "at most 100 per cent", "Correct the number.")
            if unit in COUNTED_UNITS and amount % 1:
                yield row.fault(column, f"a whole number, as {unit} are counted", "Correct the number.")


class PartsFitTotal(Rule, tables="observations"):
    """No part is above its total, and women, men and children add up to it."""

    def faults(self, rows: Sequence[Row]) -> Iterator[Fault]:
        groups: dict[object, list[Row]] = defaultdict(list)
        for row in rows:
            key, low = _key(row, "indicator", "series", "source", "case"), row.amount("low")
            counted = _status(row) in (Status.EXACT, Status.REPORTED_ZERO) and low == row.amount("high")
            if key and counted and low is not None:
                groups[key].append(row)
        for group in groups.values():
            parts = [row for row in group if row.text("breakdown") != "total"]
            for total in (row for row in group if row.text("breakdown") == "total"):
                yield from self._of_total(total, parts)

    def _of_total(self, total: Row, parts: Sequence[Row]) -> Iterator[Fault]:
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


class PartsHaveATotal(Rule, tables="observations"):
    """There is a total of each part."""

    def faults(self, rows: Sequence[Row]) -> Iterator[Fault]:
        codes = {"country": self.contents.by("countries", "iso3")}
        codes |= {"indicator": self.contents.by("indicators"), "series": self.contents.by("series")}

        def key(row: Row) -> tuple[Period | str | None, ...]:
            known = (row.text(column) if row.text(column) in codes[column] else None for column in codes)
            return readable(row.text("period")), *known  # None where the cell is a fault already

        totals = {key(row) for row in rows if row.text("breakdown") in ("total", "")}
        for row in rows:
            part = key(row)
            if row.text("breakdown") in ("total", "") or None in part:
                continue
            # A total with a faulty cell may be the one that is missed.
            if not any(all(b in (a, None) for a, b in zip(part, total, strict=True)) for total in totals):
                expected = "'total', or a part of a total of the same country, period, indicator and series"
                yield row.fault("breakdown", expected, "Correct the cell, or add the row of the total.")


class EachValueOnce(Rule, tables="observations"):
    """No value of one source stands in two rows."""

    def faults(self, rows: Sequence[Row]) -> Iterator[Fault]:
        seen: dict[object, Row] = {}
        for row in rows:
            key = _key(row, "indicator", "series", "breakdown", "source", "case")
            if key and seen.setdefault(key, row) is not row:
                same = "country, period, indicator, series, breakdown and source"
                expected = f"one row for each value; {seen[key].place(row)} has the same {same}"
                yield row.fault("", expected, "Delete one of the two rows.")


class OutcomesExist(Rule, tables="observations"):
    """What a value is the outcome of is there."""

    def faults(self, rows: Sequence[Row]) -> Iterator[Fault]:
        known = {_key(row, "series", "indicator") for row in rows}
        for row in rows:
            outcome_of, key = row.text("outcome_of"), _key(row, "series", "indicator")
            if outcome_of and key and ((*key[:-1], outcome_of) not in known or outcome_of == row.text("indicator")):
                expected = "an indicator with an observation of the same country, period and series"
                yield row.fault("outcome_of", expected, "Add that observation, or leave the cell empty.")


class LaterStagesAreFewer(Rule, tables="observations"):
    """A later stage of the cascade exceeds no earlier one in the same unit, unless a note explains it."""

    def faults(self, rows: Sequence[Row]) -> Iterator[Fault]:
        indicators = self.contents.by("indicators")
        groups: dict[object, list[tuple[float, Row]]] = defaultdict(list)
        for row in rows:
            indicator, key = indicators.get(row.text("indicator")), _key(row, "series", "breakdown", "case")
            stage = indicator.amount("stage") if indicator else None
            if indicator and key and stage is not None:
                groups[key, indicator.text("unit")].append((stage, row))
        for staged in groups.values():
            for (before, earlier), (after, later) in combinations(sorted(staged, key=lambda pair: pair[0]), 2):
                most, least = earlier.amount("high"), later.amount("low")
                exceeds = before < after and most is not None and least is not None and least > most
                if exceeds and later.empty("note"):
                    expected = f"at most {most:g}, the {earlier.text('indicator')} in {earlier.place(later)}"
                    yield later.fault("low", expected, "Correct one of the two, or explain it in the note.")


def _status(row: Row) -> Status | None:
    code = row.text("status")
    return Status(code) if code in frozenset(Status) else None


def _key(row: Row, *columns: str) -> tuple[Period | str, ...] | None:
    """Give what rows share that are of one thing: period, country and these; None where one of them is a fault."""
    period, columns = readable(row.text("period")), ("country", *columns)
    if period is None or not all(row.text(name) or (name == "case" and row.empty(name)) for name in columns):
        return None
    return period, *(row.text(name) for name in columns)


VALUE_RULES: tuple[type[Rule], ...] = (
    *(NumbersFitStatus, NumbersFitUnit, PartsFitTotal, PartsHaveATotal, EachValueOnce, OutcomesExist),
    LaterStagesAreFewer,
)
