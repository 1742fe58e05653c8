"""Numbers and dates in English text, as the data would write them; ``english.toml`` lists how they are said.

Found are whole numbers and decimals (347, 1,200, 2.3 million), cardinals and ordinals in words (by text2num), shares
(20%, two thirds), ranges (40-50, between 40 and 50; "from 40 to 50" is a change, and two numbers), a length of time
counted back without a number (the last year), words in the place of a number; and days, months, years, parts of years,
and ranges of them. What a date leaves open is not guessed.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from text_to_num import find_numbers, text2num

from behindbars.package.values import WITHOUT_NUMBER, Status, Value, contradiction

PERCENT, PLACE = "percent", "place"
"""Units of a share, and of a place in an order; a number of anything has none."""
Span = tuple[int, int]

_NUMBER = "\1"
"""Stands for each letter of a number where the words around it are looked for."""
_ENGLISH = tomllib.loads(Path(__file__).with_name("english.toml").read_text("utf-8"))
_DATES, _NUMBERS = _ENGLISH["dates"], _ENGLISH["numbers"]
_PARTS = {name + end: f"(?P<{name}{end}>{words})" for name, words in _DATES["parts"].items() for end in ("", "1")}
_FORMS = [re.compile(rf"(?<![\w.,/])(?:{form.format(**_PARTS)})(?!\w)") for form in _DATES["forms"]]
_MULTIPLES = "|".join(_NUMBERS["multiples"])
_DIGITS = re.compile(
    r"(?<![\w.])(\d{1,3}(?:[, ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)(?:(?P<place>st|nd|rd|th)\b|(?!\w*\d))"
)
_AFTER = re.compile(rf"(?: ({_MULTIPLES})\b)?( and a half\b)?(\s?%|[ -]per ?cent\b)?", re.IGNORECASE)
_WORD = re.compile(rf"\b(?P<one>a)(?= (?:{_MULTIPLES})\b)|\w+|\S", re.IGNORECASE)


def _pattern(words: str) -> re.Pattern[str]:
    for name in ("low", "high", "number"):
        words = words.replace(f"{{{name}}}", f"(?P<{name}>{_NUMBER}+)")
    return re.compile(rf"(?<![\w{_NUMBER}])(?:{words})", re.IGNORECASE)


_NO_NUMBER, _SHARES = (list(map(_pattern, _NUMBERS[name])) for name in ("no_number", "shares"))
_KNOWN = [(_pattern(words), listed) for listed in _NUMBERS["known"] for words in listed["words"]]


class _Number(NamedTuple):
    """A number as it stands in a text, without what bounds it."""

    start: int
    end: int
    amount: float
    unit: str


@dataclass(frozen=True)
class Mention:
    """A number or date in a text, or words in the place of a number, without those that bound it.

    A number has a `value` as the data would write it, in `PERCENT` if it is a share; a date has its `ends` in EDTF, two
    if it is a range: ``XXXX-04`` is an April of a year that is not said. Whether a row must hold it is in `counted`:
    common words such as "many" say how a value is known only where a row cites them.
    """

    span: Span
    words: str
    value: Value | None = None
    ends: tuple[str, ...] = ()
    counted: bool = True

    @property
    def says(self) -> tuple[Any, ...]:
        """What it says, to be looked for elsewhere: the ends of a date, or the value; a vague one by its words."""
        if self.value is None:
            return self.ends
        return (self.words.casefold().removeprefix("a ") if self.value.status is Status.SOME else self.value,)


def fits(value: Value, told: Value) -> bool:
    """Whether a value of a row is what words tell; a place in an order may count something."""
    if value.status in WITHOUT_NUMBER:
        return value.status is told.status
    return value == (replace(told, unit="") if told.unit == PLACE else told)


def find_mentions(text: str) -> list[Mention]:
    """Find the dates and numbers in a clean text, in order.

    A date in digits is read day first; two digits after a year and a dash are the later year of a range (2021-22). A
    month without a year is found too.
    """
    dates: list[Mention] = []
    rest = text
    for form in _FORMS:
        found = [_date(match) for match in form.finditer(rest)]
        rest = _hide(rest, [date.span for date in found])
        dates += found
    return sorted([*dates, *_quantities(rest)], key=lambda mention: mention.span)


def _hide(text: str, spans: Iterable[Span], sign: str = "\0") -> str:
    """Put a sign in the place of each letter of some spans."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = sign * (end - start)
    return "".join(letters)


def _date(match: re.Match[str]) -> Mention:
    said = {name: _part(words) for name, words in match.groupdict().items() if words and not name.startswith("to")}
    if "part" in said:  # the second half of 2024
        said["month"] = said["place"] * said["part"]
        said["month1"] = said["month"] - said["part"] + 1
    if "months" in said:  # the first nine months of 2024
        said |= {"month1": 1, "month": said["months"]}
    if "short" in said:  # 2021-22
        said["year"] = said["year1"] // 100 * 100 + said["short"]
        if said["year"] <= said["year1"]:  # no range of years: what follows the dash is a number of its own
            return Mention(match.span("year1"), match["year1"], None, (match["year1"],))
    first = said | {name[:-1]: number for name, number in said.items() if name.endswith("1")}
    return Mention(match.span(), match[0], None, tuple(dict.fromkeys([_edtf(first), _edtf(said)])))


def _part(words: str) -> int:
    """Read the number of a day, a month, a part of a year or a year."""
    if digits := re.sub(r"\D", "", words):
        return int(digits)
    if words[:3] in calendar.month_abbr:
        return [*calendar.month_abbr].index(words[:3])
    return _DATES["part_numbers"].get(words) or int(text2num(words, "en"))


def _edtf(said: dict[str, int]) -> str:
    return "-".join([str(said.get("year", "XXXX")), *(f"{said[name]:02}" for name in ("month", "day") if name in said)])


def _quantities(text: str) -> Iterator[Mention]:
    """Find the numbers in a text without dates, and the words in the place of numbers."""
    numbers = {number.start: number for number in _numbers(text)}
    signs = _hide(text, [number[:2] for number in numbers.values()], _NUMBER)
    places = [number for number in numbers.values() if number.unit == PLACE]
    signs = _hide(signs, [number[:2] for number in places])
    for start, end, amount, unit in places:
        yield Mention((start, end), text[start:end], Value(amount, amount, Status.EXACT, unit))
    for pattern, listed in _KNOWN:
        matches = []
        for match in pattern.finditer(signs):
            stated = {name: numbers[match.start(name)] for name in pattern.groupindex}
            spans = [number[:2] for number in stated.values()] or [match.span()]
            start, end = min(spans)[0], max(spans)[1]
            if value := _value(stated, Status(listed["status"]), listed.get("value")):
                yield Mention((start, end), text[start:end], value, counted=not listed.get("common"))
                matches.append(match.span())
        signs = _hide(signs, matches)


def _value(stated: Mapping[str, _Number], status: Status, unwritten: float | None) -> Value | None:
    """Make a value of the numbers that words of a status state; None if they are two numbers and no range."""
    ends = [stated.get(end, stated.get("number")) for end in ("low", "high")]
    low, high = (number.amount if number else unwritten for number in ends)
    if status is Status.EXACT and low == 0:
        status = Status.REPORTED_ZERO
    unit = PERCENT if any(number.unit for number in stated.values()) else ""
    return None if contradiction(low, high, status) else Value(low, high, status, unit)


def _numbers(text: str) -> list[_Number]:
    """Find single numbers, without what bounds them."""
    text = _hide(text, [match.span() for pattern in _NO_NUMBER for match in pattern.finditer(text)])
    found: list[_Number] = []
    for pattern in _SHARES:
        for match in pattern.finditer(text):
            count = text2num(match["count"], "en") if "count" in pattern.groupindex else 1
            share = round(100 * count / _NUMBERS["fractions"][match["part"].casefold()], 1)
            found.append(_number(text, *match.span(), share, PERCENT))
        text = _hide(text, [number[:2] for number in found])
    for match in _DIGITS.finditer(text):
        found.append(_number(text, *match.span(), float(re.sub("[, ]", "", match[1])), PLACE if match["place"] else ""))
    text = _hide(text, [number[:2] for number in found])
    words = list(_WORD.finditer(text))
    for number in find_numbers([_token("one" if word["one"] else word[0]) for word in words], "en", threshold=0):
        start, end = words[number.start].start(), words[number.end - 1].end()
        if words[number.start][0].casefold() not in _NUMBERS["multiples"]:  # several hundred
            half = text[:start].casefold().endswith("half ")  # a million
            unit = PLACE if number.is_ordinal else ""
            found.append(_number(text, start - 5 * half, end, number.value / (1 + half), unit))
    return found


def _number(text: str, start: int, end: int, amount: float, unit: str) -> _Number:
    """Make a number of what stands at a place, with what follows it: million, and a half, per cent."""
    if not unit and (after := _AFTER.match(text, end)):
        multiple, half, share = after.groups()
        amount = amount * _NUMBERS["multiples"].get((multiple or "").casefold(), 1) + (0.5 if half else 0)
        end, unit = after.end(), PERCENT if share else ""
    return _Number(start, end, round(amount, 6), unit)  # 2.3 million is no binary fraction


def _token(word: str) -> SimpleNamespace:
    """Make of a word what text2num asks for."""
    return SimpleNamespace(text=lambda: word, nt_separated=lambda _: False, not_a_number_part=lambda: False)
