"""Dates as English text writes them, read as EDTF; what a date leaves open is not guessed."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from text_to_num import text2num

ENGLISH = tomllib.loads(Path(__file__).with_name("english.toml").read_text("utf-8"))
_DATES = ENGLISH["dates"]
_PARTS = {name + end: f"(?P<{name}{end}>{words})" for name, words in _DATES["parts"].items() for end in ("", "1")}
_FORMS = [re.compile(rf"(?<![\w.,/])(?:{form.format(**_PARTS)})(?!\w)") for form in _DATES["forms"]]


@dataclass(frozen=True)
class DateMention:
    """A date in a text, or a range: in EDTF, one end or both. ``XXXX-04`` is an April of a year that is not said."""

    start: int
    end: int
    ends: tuple[str, ...]


def tells(told: str, asked: str) -> bool:
    """Whether a date in EDTF tells another one, which may be less precise.

    >>> tells("2024-09-13", "2024-09"), tells("2024", "2024-09"), tells("2024-09-13", "XXXX-09")
    (True, False, True)
    """
    return fnmatchcase(told, asked.replace("X", "?") + "*")


def find_dates(text: str) -> list[DateMention]:
    """Find the dates in a clean text, in order: days, months, years, parts of years, and ranges of them.

    A date in digits is read day first; two digits after a year and a dash are the later year of a range (2021-22). A
    month without a year is found too.
    """
    found: list[DateMention] = []
    for form in _FORMS:
        for match in form.finditer(text):
            if not any(date.start < match.end() and match.start() < date.end for date in found):
                found.append(_read(match))
    return sorted(found, key=lambda date: date.start)


def _read(match: re.Match[str]) -> DateMention:
    said = {name: _number(words) for name, words in match.groupdict().items() if words and not name.startswith("to")}
    if "part" in said:  # the second half of 2024
        last = said["place"] * said["part"]
        said |= {"month1": last - said["part"] + 1, "month": last}
    if "months" in said:  # the first nine months of 2024
        said |= {"month1": 1, "month": said["months"]}
    if "short" in said:  # 2021-22
        century, year = divmod(said["year1"], 100)
        if said["short"] <= year:  # no range of years: what follows the dash is a number of its own
            return DateMention(match.start(), match.end("year1"), (match["year1"],))
        said["year"] = 100 * century + said["short"]
    first = said | {name[:-1]: number for name, number in said.items() if name.endswith("1")}
    return DateMention(*match.span(), tuple(dict.fromkeys([_edtf(first), _edtf(said)])))


def _number(words: str) -> int:
    """Read the number of a month, a part of a year, or any other one."""
    digits = re.sub(r"\D", "", words)
    known = _DATES["month_numbers"].get(words[:3]) or _DATES["other_numbers"].get(words)
    return int(digits or known or text2num(words, "en"))


def _edtf(said: dict[str, int]) -> str:
    return "-".join([str(said.get("year", "XXXX")), *(f"{said[name]:02}" for name in ("month", "day") if name in said)])
