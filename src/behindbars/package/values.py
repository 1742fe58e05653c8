"""A value that knows how it is known, and interval arithmetic that keeps that knowledge.

A value is never more certain than its source: every operation returns the widest
interval that the operands allow, with the status that fits it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from behindbars.errors import IncomparableError

COUNTED_UNITS = frozenset({"complaints", "cases", "persons", "convictions", "prosecutions", "requests", "items"})
"""Units that are counted one by one: their values are whole numbers."""


class Status(StrEnum):
    """How a value is known; the meanings are defined in the method chapter."""

    EXACT = "exact"
    RANGE = "range"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    UP_TO = "up_to"
    ABOUT = "about"
    REPORTED_ZERO = "reported_zero"
    NONE_KNOWN = "none_known"
    SOME = "some"
    UNKNOWN = "unknown"
    NOT_PUBLISHED = "not_published"
    NOT_COMPREHENSIVE = "not_comprehensive"
    TO_BE_COMPLETED = "to_be_completed"
    """Nobody has answered yet: in drafts only; no table may hold it."""


PUBLISHING = frozenset({Status.NOT_PUBLISHED, Status.NOT_COMPREHENSIVE})
"""Statuses that say something of what is published, of no certain time."""

WITHHELD = PUBLISHING | {Status.UNKNOWN}
"""Statuses of a value that somebody has, or should have, and that is not there for readers."""

WITHOUT_NUMBER = WITHHELD | {Status.NONE_KNOWN, Status.SOME, Status.TO_BE_COMPLETED}
"""Statuses under which a value has no number."""

SDMX_STATUS = {
    **dict.fromkeys((Status.EXACT, Status.REPORTED_ZERO), "A"),
    **dict.fromkeys((Status.RANGE, Status.AT_LEAST, Status.MORE_THAN, Status.UP_TO, Status.ABOUT), "E"),
    **dict.fromkeys((Status.NONE_KNOWN, Status.NOT_PUBLISHED, Status.NOT_COMPREHENSIVE), "L"),
    **dict.fromkeys((Status.SOME, Status.UNKNOWN, Status.TO_BE_COMPLETED), "O"),
}
"""The SDMX observation status (CL_OBS_STATUS) nearest to each status."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its bounds in `unit`, and how it is known.

    Parameters
    ----------
    low, high : float or None
        Lowest and highest value, in `unit`; ``None`` where the source gives none.
    status : Status
        How the value is known.
    unit : str
        Unit, as in the table of indicators.

    Raises
    ------
    ValueError
        If the numbers contradict the status.
    """

    low: float | None
    high: float | None
    status: Status
    unit: str

    def __post_init__(self) -> None:
        if fault := contradiction(self.low, self.high, self.status):
            raise ValueError(fault)

    @property
    def known(self) -> bool:
        """Whether the value has a number that can be calculated with."""
        return self.status not in WITHOUT_NUMBER

    @property
    def bounds(self) -> tuple[float, float]:
        """Closed bounds of the value, in its unit; infinite where the source gives none.

        A strict bound on something counted is moved to the next whole number:
        "more than 20 people" begins at 21.

        Raises
        ------
        IncomparableError
            If the value has no number.
        """
        if not self.known:
            raise IncomparableError(f"a value that is {self.status.replace('_', ' ')} has no number")
        low = 0.0 if self.low is None else self.low
        if self.status is Status.MORE_THAN and self.unit in COUNTED_UNITS:
            low = math.floor(low) + 1
        return low, math.inf if self.high is None else self.high


def contradiction(low: float | None, high: float | None, status: Status) -> str | None:
    """Say what is wrong with these numbers under this status, or None if nothing is."""
    match status:
        case Status.EXACT | Status.ABOUT:
            if low is None or high is None or low != high:
                return f"the status {status} needs one number, given in both low and high"
        case Status.RANGE:
            if low is None or high is None or not low < high:
                return "the status range needs a low below its high"
        case Status.AT_LEAST | Status.MORE_THAN:
            if low is None or high is not None:
                return f"the status {status} needs a low and no high"
        case Status.UP_TO:
            if high is None or low is not None:
                return "the status up_to needs a high and no low"
        case Status.REPORTED_ZERO:
            if low != 0 or high != 0:
                return "the status reported_zero needs 0 in both low and high"
        case _:
            if low is not None or high is not None:
                return f"the status {status} goes with no number"
    return None


def from_bounds(low: float, high: float, unit: str, *, strict: bool = False, about: bool = False) -> Value:
    """Make the value whose bounds are these, with the status that fits them.

    Parameters
    ----------
    low, high : float
        Bounds in `unit`; `high` may be infinite.
    unit : str
        Unit; the bounds of something counted are narrowed to whole numbers.
    strict : bool
        Whether `low` itself is excluded.
    about : bool
        Whether a single number is approximate. A range or a bound says by itself that it is not
        exact, and keeps no other mark of it.
    """
    if unit in COUNTED_UNITS:
        # Rounding guards against binary fractions: 0.29 * 100 must not become 29.000000000000004.
        low, high = round(low, 9), round(high, 9)
        first = math.floor(low) + 1 if strict else math.ceil(low)
        last = high if math.isinf(high) else math.floor(high)
        if first > last:  # a rounded share of a count: 20 per cent of 444 is about 89
            first = last = math.floor((low + high) / 2 + 0.5)
            about = True
        low, high, strict = first, last, False
    if math.isinf(high):
        return Value(low, None, Status.MORE_THAN if strict else Status.AT_LEAST, unit)
    if low == high:
        return Value(low, high, Status.ABOUT if about else Status.EXACT, unit)
    return Value(low, high, Status.RANGE, unit)


def part_of(share: Value, whole: Value) -> Value:
    """Multiply a share in per cent by the number that it is a share of.

    ``more_than`` 20 per cent of exactly 444 persons is ``at_least`` 89 persons; ``up_to`` 20 per
    cent of them is ``up_to`` 88. A product that is no whole number of something counted is
    ``about`` the nearest.

    Parameters
    ----------
    share : Value
        In per cent of `whole`.
    whole : Value
        Any unit.

    Returns
    -------
    Value
        In the unit of `whole`; never above `whole`.

    Raises
    ------
    IncomparableError
        If `share` is not in per cent, or if either has no number.
    """
    if share.unit != "percent":
        raise IncomparableError(f"a share must be in per cent, not in {share.unit}")
    share_low, share_high = share.bounds
    whole_low, whole_high = whole.bounds
    about = Status.ABOUT in (share.status, whole.status)
    most = 0.0 if 0 in (share_high, whole_high) else whole_high * (min(share_high, 100) / 100)
    if whole_high == 0:
        return from_bounds(0, 0, whole.unit, about=about)
    if None in (share.low, whole.low) and not math.isinf(most):
        # Rounding guards against binary fractions, as in from_bounds.
        return Value(
            None, math.floor(round(most, 9)) if whole.unit in COUNTED_UNITS else most, Status.UP_TO, whole.unit
        )
    # A lower bound stays one in words: "at least 89" says what the source says, "89 to 444" says more.
    high = math.inf if share.high is None else most
    strict = share.status is Status.MORE_THAN and whole_low > 0
    part = from_bounds(whole_low * share_low / 100, high, whole.unit, strict=strict, about=about)
    if part.status is Status.ABOUT and (part.low == 0 < share_low or (part.low == whole_high and share_high < 100)):
        # Some are not none, and not all is not all, however near.
        return Value(math.floor(most), math.floor(most) + 1, Status.RANGE, whole.unit)
    return part


def complement_share(part: Value, whole: Value) -> Value:
    """Share of `whole` that is not `part`, in per cent, as an interval.

    Parameters
    ----------
    part, whole : Value
        The caller has checked that they may be compared: the source itself
        presents `part` as coming out of `whole`.

    Returns
    -------
    Value
        In per cent, between 0 and 100.

    Raises
    ------
    IncomparableError
        If either has no number, if `whole` may be zero, or if `part` exceeds `whole`.
    """
    part_low, part_high = part.bounds
    whole_low, whole_high = whole.bounds
    if whole_low <= 0:
        raise IncomparableError("a share of nothing has no meaning: the whole may be zero", "refusal-nothing")
    if part_low > whole_high:
        raise IncomparableError("the part is larger than the whole", "refusal-larger")
    low = max(0.0, 1 - part_high / whole_low)
    high = 1.0 if math.isinf(whole_high) else 1 - part_low / whole_high
    about = Status.ABOUT in (part.status, whole.status)
    return from_bounds(100 * low, 100 * high, "percent", about=about)


class Direction(StrEnum):
    """How a value stands to an earlier one."""

    ROSE = "rose"
    FELL = "fell"
    LEVEL = "level"
    OPEN = "open"
    """The two overlap: neither a rise nor a fall can be told."""


def direction(first: Value, last: Value) -> Direction:
    """Say how `last` stands to `first`; level only if both are one number, and the same.

    Raises
    ------
    IncomparableError
        If either has no number, or they are in different units.
    """
    if first.unit != last.unit:
        raise IncomparableError(f"{first.unit} and {last.unit} cannot be compared")
    first_low, first_high = first.bounds
    last_low, last_high = last.bounds
    if last_low > first_high:
        return Direction.ROSE
    if last_high < first_low:
        return Direction.FELL
    return Direction.LEVEL if first_low == first_high == last_low == last_high else Direction.OPEN


def difference(first: Value, last: Value) -> Value:
    """Subtract two values, the smaller from the larger, as an interval: 64, 297 to 307, at least 30.

    Parameters
    ----------
    first, last : Value
        The caller has checked that they count the same thing over the same length of time.

    Returns
    -------
    Value
        In their unit; never below zero.

    Raises
    ------
    IncomparableError
        If either has no number, if the units differ, or if it cannot be told which is larger.
    """
    match direction(first, last):
        case Direction.OPEN:
            raise IncomparableError("the two values overlap: which is larger cannot be told")
        case Direction.FELL:
            small, large = last, first
        case _:
            small, large = first, last
    strict = large.status is Status.MORE_THAN and large.unit not in COUNTED_UNITS
    about = Status.ABOUT in (first.status, last.status)
    low, high = large.bounds[0] - small.bounds[1], large.bounds[1] - small.bounds[0]
    return from_bounds(low, high, first.unit, strict=strict, about=about)
