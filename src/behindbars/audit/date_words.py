"""Dates as English text writes them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

_NAMES = list(calendar.month_name)[1:]
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"Sept": 9}
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
# May and March are words of another meaning too; after these they are months.
_ALONE = "|".join(name for name in _NAMES if name not in ("May", "March"))
_ALONE += r"|(?:(?<=\b[io]n )|(?<=\bof )|(?<=\bby )|(?<=since ))(?:May|March)"
_YEAR = r"(?:19|20)\d\d(?!\d|[.,]\d|\s?%|\sper\s?cent)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_TO = r"(?:\s?[-/—]\s?|\s(?:to|and|until)\s)"
_FORMS = tuple(
    re.compile(rf"(?<![\w.,/])(?:{form})(?!\w)")
    for form in (
        r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>(?:19|20)\d\d)",
        r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)",
        rf"(?:(?P<day1>{_DAY}){_TO})?(?P<day>{_DAY})(?:\sof)?\s(?P<month>{_MONTH})(?:,?\s(?P<year>{_YEAR}))?",
        rf"(?P<month>{_MONTH})\s(?:(?P<day1>{_DAY}){_TO})?(?P<day>{_DAY}),?\s(?P<year>{_YEAR})",
        rf"(?<=\bon )(?P<month>{_MONTH})\s(?P<day>{_DAY})",
        rf"(?P<month1>{_MONTH}){_TO}(?P<month>{_MONTH}),?\s(?P<year>{_YEAR})",
        rf"(?P<month>{_MONTH}),?(?:\sof)?\s(?P<year>{_YEAR})",
        rf"(?P<year1>{_YEAR})(?:{_TO}(?P<year>{_YEAR})|[-/](?P<short>\d\d))",
        r"(?P<year>(?:19|20)\d0)s",
        rf"(?P<year>{_YEAR})",
        rf"(?P<month>{_ALONE})",
    )
)


@dataclass(frozen=True)
class DateMention:
    """A date in a text; what it leaves open is None.

    Attributes
    ----------
    start, end : int
        Where it stands.
    year, month, day : int or None
        What it says.
    """

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None

    def says(self, year: int | None, month: int | None = None, day: int | None = None) -> bool:
        """Whether it tells this date: what is None is not asked for."""
        asked = ((year, self.year), (month, self.month), (day, self.day))
        return all(value in (None, own) for value, own in asked)


def find_dates(text: str) -> list[DateMention]:
    """Find the dates in a clean text, in order: days, months, years, and both ends of ranges of them.

    A date in digits is read day first; two digits after a year and a dash are the later year of a
    range (2021-22). A month without a year is found too.
    """
    found: list[DateMention] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if not any(date.start < match.end() and match.start() < date.end for date in found):
                found += _dates(match)
    return sorted(found, key=lambda date: (date.start, date.year or 0, date.month or 0, date.day or 0))


def _dates(match: re.Match[str]) -> list[DateMention]:
    """Read a match; of a range, both ends."""
    parts = {name: _number(words) for name, words in match.groupdict().items() if words}
    start, end = match.span()
    if short := parts.pop("short", None):
        century, first = divmod(parts["year1"], 100)
        if short <= first:  # no range of years: what follows the dash is a number of its own
            return [DateMention(start, match.end("year1"), parts["year1"])]
        parts["year"] = century * 100 + short
    if parts.get("month", 1) > 12 or parts.get("day", 1) > 31:
        return []
    last = {name: parts.get(name) for name in ("year", "month", "day")}
    firsts = [last | {name[:-1]: value} for name, value in parts.items() if name.endswith("1")]
    return [DateMention(start, end, **date) for date in (*firsts, last)]


def _number(words: str) -> int:
    return _MONTHS.get(words.rstrip(".")) or int(re.sub(r"\D", "", words))
