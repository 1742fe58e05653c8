"""Dates as people write them, for the remedy of a fault: what is written in the data is never changed by this."""

from __future__ import annotations

import calendar
import re
from datetime import date

_MONTHS = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if name}
_YEAR_FIRST = re.compile(r"([0-9]{4})[-./ ]([0-9]{1,2})[-./ ]([0-9]{1,2})(?: 00:00:00)?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-./ ]([0-9]{1,2})[-./ ]([0-9]{4})")
_DAY_MONTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?\.? ([a-z]{3,9})\.?,? ([0-9]{4})")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_MONTH = re.compile(r"([a-z]{3,9})\.?,? ([0-9]{4})")


def date_meant(text: str) -> str | None:
    """Give the date that a text surely means, as the data writes it; None if it means none, or may mean two.

    Examples
    --------
    >>> date_meant("26 June 2026"), date_meant("26.06.2026"), date_meant("June 2026"), date_meant("06/07/2026")
    ('2026-06-26', '2026-06-26', '2026-06', None)
    """
    text = " ".join(text.lower().split())
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(match[1], match[2], match[3])
    if match := _DAY_FIRST.fullmatch(text):
        # Some write the month first: a number that may be either is not guessed, but for the dots of 01.07.2026.
        return _day(match[3], match[2], match[1]) if int(match[1]) > 12 or "." in text else None
    if match := _DAY_MONTH.fullmatch(text):
        return _day(match[3], _month(match[2]), match[1])
    if match := _MONTH_DAY.fullmatch(text):
        return _day(match[3], _month(match[1]), match[2])
    if (match := _MONTH.fullmatch(text)) and (month := _month(match[1])):
        return f"{match[2]}-{month:0>2}"
    return None


def _month(word: str) -> str:
    number = _MONTHS.get(word[:3], 0)
    return str(number) if number and calendar.month_name[number].lower().startswith(word) else ""


def _day(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
