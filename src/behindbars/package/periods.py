"""Dates and periods as the data writes them: EDTF (ISO 8601-2), with what is open or uncertain kept.

Dates as people write them are read for the remedy of a fault only; what is written in the data is never changed.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

OPEN = ".."
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([?~%]?)", re.ASCII)
"""A year, month or day, and how surely it is known: all of EDTF that is read."""
_FORMS = "2024, 2023-11, 2024-09-13, 2022-01/2025-06, ../2025-06, 2015-06~/2025-06 or 2025-04?"


@dataclass(frozen=True)
class Period:
    """A time that a value or an event covers.

    Two periods are equal when they cover the same days with the same certainty:
    ``2024`` equals ``2024-01/2024-12``.

    Attributes
    ----------
    text : str
        The EDTF text, as it stands in the data.
    start, end : datetime.date or None
        First and last day; None where that end is open. One of them is always there.
    approximate, uncertain : bool
        Whether this is so of either end.
    """

    text: str = field(compare=False)
    start: date | None
    end: date | None
    approximate: bool
    uncertain: bool

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read an EDTF date or interval.

        Parameters
        ----------
        text : str
            A year, month or day, with ``?`` (uncertain), ``~`` (approximate) or ``%`` (both)
            after it; or two of them with ``/`` between, either of which may be ``..`` (open).

        Raises
        ------
        ValueError
            The text is none of these; the message says why.
        """
        return _parse(text)

    @property
    def is_day(self) -> bool:
        """Whether it is one day, and surely."""
        return self.start is not None and self.start == self.end and not (self.approximate or self.uncertain)

    @property
    def sort_key(self) -> tuple[date, date]:
        """First and last day; the known end stands for an open one."""
        known = [day for day in (self.start, self.end) if day]
        return known[0], known[-1]

    def as_long_as(self, other: Period) -> bool:
        """Whether two periods surely cover the same stretch of the calendar: 2024 and 2025, or the spring of each.

        Nothing is as long as a period with an open, approximate or uncertain end.
        """
        shape = self._shape()
        return shape is not None and shape == other._shape()

    def _shape(self) -> tuple[int, int, int, int, int] | None:
        if self.start is None or self.end is None or self.approximate or self.uncertain:
            return None
        after = self.end + timedelta(days=1)  # the last day of February is not the same each year
        return self.start.month, self.start.day, after.year - self.start.year, after.month, after.day


@dataclass(frozen=True)
class Moment:
    """One end of a period: the span of a year, a month or a day, and how surely it is known."""

    first: date
    last: date
    precision: int  # 1 year, 2 month, 3 day
    approximate: bool
    uncertain: bool


def readable(text: str | None) -> Period | None:
    """Read an EDTF text, or give None where there is none or it cannot be read."""
    try:
        return Period.parse(text) if text else None
    except ValueError:
        return None


@lru_cache(maxsize=1024)
def _parse(text: str) -> Period:
    first, slash, last = text.partition("/")
    if slash and not (first and last):
        raise ValueError(f"{text!r} leaves one end out: write '..' for an end that is open or not known")
    if first == last == OPEN:
        raise ValueError(f"{text!r} is open at both ends: write at least one of them")
    if slash and first == last:
        raise ValueError(f"{text!r} has two equal ends: write it once, without '/'")
    start = None if slash and first == OPEN else parse_moment(first)
    end = (None if last == OPEN else parse_moment(last)) if slash else start
    if start and end and end.last < start.first:
        raise ValueError(f"{text!r} ends before it starts")
    known = [moment for moment in (start, end) if moment]
    return Period(
        text,
        start.first if start else None,
        end.last if end else None,
        any(moment.approximate for moment in known),
        any(moment.uncertain for moment in known),
    )


@lru_cache(maxsize=1024)
def parse_moment(text: str) -> Moment:
    """Read one date; EDTF's sets, seasons, unspecified digits and long years are refused."""
    match = _DATE.fullmatch(text)
    try:
        year, month, day, mark = match.groups() if match else ("", "", "", "")
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:  # no date at all, 30 February, or a year before 1
        raise ValueError(f"{text!r} is not a date that can be read: write it as in {_FORMS}") from error
    last_month = first.month if month else 12
    last_day = first.day if day else calendar.monthrange(first.year, last_month)[1]
    precision = 3 if day else 2 if month else 1
    return Moment(first, date(first.year, last_month, last_day), precision, mark in ("~", "%"), mark in ("?", "%"))


def decimal_year(day: date, passed: int) -> float:
    """Give the start (``passed`` 0) or the close (1) of a day as a decimal year."""
    return day.year + (day.timetuple().tm_yday - 1 + passed) / (366 if calendar.isleap(day.year) else 365)


_MARKS = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b|(?<=sep)t\b|[-./, ]+")
_DAYS = ("%Y %m %d", "%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y")
_MONTHS = ("%b %Y", "%B %Y")


def date_meant(text: str) -> str | None:
    """Give the date that a text surely means, as the data writes it; None if it means none, or may mean two.

    Examples
    --------
    >>> date_meant("26 June 2026"), date_meant("26.06.2026"), date_meant("June 2026"), date_meant("06/07/2026")
    ('2026-06-26', '2026-06-26', '2026-06', None)
    """
    plain = " ".join(_MARKS.sub(" ", text.lower()).split()).removesuffix(" 00:00:00")
    # Some write the month first: a number that may be either is not guessed, but for the dots of 01.07.2026.
    numbers = ("%d %m %Y",) if "." in text else ("%d %m %Y", "%m %d %Y")
    days = {day for form in (*_DAYS, *numbers) if (day := _written(plain, form))}
    months = {month for form in _MONTHS if (month := _written(plain, form))}
    if len(days) == 1:
        return days.pop().isoformat()
    return f"{months.pop():%Y-%m}" if months else None


def _written(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()
    except ValueError:
        return None
