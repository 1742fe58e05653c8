"""Numbers in English text: in digits and words, with what bounds them, and words in the place of a number.

Found are whole numbers and decimals (347, 1,200, 2.3 million), cardinals and ordinals in words (by text2num), shares
(20%, two thirds), ranges (40-50, between 40 and 50; "from 40 to 50" is a change, and two numbers), a length of time
counted back without a number (the last year), and what ``english.toml`` lists. Dates are not numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from text_to_num import find_numbers, text2num

from behindbars.package.values import WITHOUT_NUMBER, Status, Value, contradiction
from behindbars.yearly.audit.dates import ENGLISH, find_dates

_NUMBER = "\1"
"""Stands for each letter of a number where the words around it are looked for."""
PERCENT, PLACE = "percent", "place"
"""Units of a share, and of a place in an order; a number of anything has none."""


def _pattern(words: str) -> re.Pattern[str]:
    for name in ("low", "high", "number"):
        words = words.replace(f"{{{name}}}", f"(?P<{name}>{_NUMBER}+)")
    return re.compile(rf"(?<![\w{_NUMBER}])(?:{words})", re.IGNORECASE)


_ENGLISH = ENGLISH["numbers"]
_NO_NUMBER = [_pattern(words) for words in _ENGLISH["no_number"]]
_BACK = _pattern(_ENGLISH["counted_back"])
_SHARES = [_pattern(words) for words in _ENGLISH["shares"]]
_KNOWN = [
    (_pattern(words), Status(listed["status"]), not listed.get("common"))
    for listed in _ENGLISH["known"]
    for words in listed["words"]
]
_DIGITS = re.compile(
    r"(?<![\w.])(\d{1,3}(?:[, ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)(?:(?P<place>st|nd|rd|th)\b|(?!\w*\d))"
)
_MULTIPLE = re.compile(rf" ({'|'.join(_ENGLISH['multiples'])})\b", re.IGNORECASE)
_PERCENT, _AND_A_HALF = re.compile(r"\s?%|[ -]per ?cent\b"), re.compile(r" and a half\b")
_WORD = re.compile(rf"\b(?P<one>a)(?={_MULTIPLE.pattern})|\w+|\S")


@dataclass(frozen=True)
class Quantity:
    """A number, or words in the place of one, without those that bound it.

    ``value`` is what it says, as the data would write it: in `PERCENT` if it is a share. ``counted`` is whether a row
    must hold it: common words such as "many" say how a value is known only where a row cites them.
    """

    start: int
    end: int
    words: str
    value: Value
    counted: bool = True

    def equals(self, other: Quantity) -> bool:
        """Whether both say the same: the same number as surely, or the same word where there is none."""
        if self.value.status is other.value.status is Status.SOME:
            return self.words.casefold().removeprefix("a ") == other.words.casefold().removeprefix("a ")
        return self.value == other.value

    def tells(self, value: Value) -> bool:
        """Whether it is what a row says; a place in an order may count something."""
        if value.status in WITHOUT_NUMBER:
            return value.status is self.value.status
        return value == (replace(self.value, unit="") if self.value.unit == PLACE else self.value)


def find_quantities(text: str) -> list[Quantity]:
    """Find the numbers in a clean text, and the words in the place of numbers, in order."""
    text = _hide(text, [(date.start, date.end) for date in find_dates(text)])
    numbers = {number.start: number for number in _numbers(text)}
    found = [number for number in numbers.values() if number.value.unit == PLACE or _BACK.fullmatch(number.words)]
    signs = _hide(text, [(number.start, number.end) for number in numbers.values()], _NUMBER)
    signs = _hide(signs, [(number.start, number.end) for number in found])
    for pattern, status, counted in _KNOWN:
        matches = []
        for match in pattern.finditer(signs):
            stated = {name: numbers[match.start(name)] for name in pattern.groupindex}
            start = min((number.start for number in stated.values()), default=match.start())
            end = max((number.end for number in stated.values()), default=match.end())
            if value := _value(status, stated):
                found.append(Quantity(start, end, text[start:end], value, counted))
                matches.append(match.span())
        signs = _hide(signs, matches)
    return sorted(found, key=lambda quantity: quantity.start)


def _hide(text: str, places: Iterable[tuple[int, int]], sign: str = "\0") -> str:
    """Put a sign in the place of each letter of some places."""
    letters = list(text)
    for start, end in places:
        letters[start:end] = sign * (end - start)
    return "".join(letters)


def _value(status: Status, stated: Mapping[str, Quantity]) -> Value | None:
    """Make a value of the numbers that words of a status state; None if they are two numbers and no range."""
    if not stated:
        zero = 0.0 if status is Status.REPORTED_ZERO else None
        return Value(zero, zero, status, "")
    unit = PERCENT if any(number.value.unit for number in stated.values()) else ""
    low, high = (
        number.value.low if (number := stated.get(end, stated.get("number"))) else None for end in ("low", "high")
    )
    if status is Status.EXACT and low == 0:
        return Value(low, high, Status.REPORTED_ZERO, unit)
    return None if contradiction(low, high, status) else Value(low, high, status, unit)


def _numbers(text: str) -> list[Quantity]:
    """Find single numbers, without what bounds them."""
    text = _hide(text, [match.span() for pattern in _NO_NUMBER for match in pattern.finditer(text)])
    found = [_number(text, *match.span(), 10 if match["decade"] else 1) for match in _BACK.finditer(text)]
    for pattern in _SHARES:
        text = _hide(text, [(number.start, number.end) for number in found])
        for match in pattern.finditer(text):
            count = text2num(match["count"], "en") if "count" in pattern.groupindex else 1
            share = round(100 * count / _ENGLISH["fractions"][match["part"].casefold()], 1)
            found.append(_number(text, *match.span(), share, PERCENT))
    text = _hide(text, [(number.start, number.end) for number in found])
    for match in _DIGITS.finditer(text):
        amount = float(re.sub("[, ]", "", match[1]))
        found.append(_number(text, *match.span(), amount, PLACE if match["place"] else ""))
    text = _hide(text, [(number.start, number.end) for number in found])
    words = list(_WORD.finditer(text))
    for number in find_numbers([_Word(word) for word in words], "en", threshold=0):
        start, end = words[number.start].start(), words[number.end - 1].end()
        if words[number.start][0].casefold() not in _ENGLISH["multiples"]:  # several hundred
            half = text[:start].casefold().endswith("half ")  # a million
            unit = PLACE if number.is_ordinal else ""
            found.append(_number(text, start - 5 * half, end, number.value / (1 + half), unit))
    return found


def _number(text: str, start: int, end: int, amount: float, unit: str = "") -> Quantity:
    """Make a number of what stands at a place, with what follows it: million, and a half, per cent."""
    if not unit and (multiple := _MULTIPLE.match(text, end)):
        amount, end = amount * _ENGLISH["multiples"][multiple[1].casefold()], multiple.end()
    if not unit and (half := _AND_A_HALF.match(text, end)):
        amount, end = amount + 0.5, half.end()
    if not unit and (percent := _PERCENT.match(text, end)):
        unit, end = PERCENT, percent.end()
    amount = round(amount, 6)  # 2.3 million is no binary fraction
    return Quantity(start, end, text[start:end], Value(amount, amount, Status.EXACT, unit))


class _Word:
    """A word, as text2num asks for it."""

    def __init__(self, match: re.Match[str]) -> None:
        self.match = match

    def text(self) -> str:
        return "one" if self.match["one"] else self.match[0]  # a hundred

    def nt_separated(self, _before: _Word) -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False
