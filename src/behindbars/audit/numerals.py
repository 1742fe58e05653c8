"""Numbers in English text: digits and words, bounds and ranges, none, some and unknown.

What is found, and no more:

- whole numbers and decimals in digits (347, 1,200, 1 200, 2.5), with ``thousand`` or ``million``;
- cardinals in words up to the millions, ``a hundred``, ``two dozen``; ordinals (second, 3rd);
- shares: ``20%``, ``20 percent``, ``half``, ``two thirds``, ``a quarter``;
- ranges (40-50, 40 to 50, between 40 and 50; "from 40 to 50" is a change, and two numbers);
- what bounds a number: over, at least, up to, about, or more, and words of the same meaning;
- a length of time counted back without a number: the last year;
- none: zero, none, not one, not a single, and no official, no case, no conviction …;
- ``have not learnt of any``, ``it is not known how many``, ``a handful``, ``several``, ``dozens`` …

Dates are not numbers; `date_words` finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from behindbars.audit.date_words import find_dates
from behindbars.audit.uncounted import find_uncounted
from behindbars.values import Status

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: number for number, word in enumerate(_ONES)}
_SMALL |= {word: 10 * number for number, word in enumerate(_TENS, start=2)}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_ORDINALS = (
    *("", "first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}

_DIGITS = r"\d{1,3}(?:[, ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_WORD = "|".join((*_SMALL, *_SCALES))
_FIRST = rf"{'|'.join(_SMALL)}|an?(?= (?:{'|'.join(_SCALES)})\b)"
_NUMBER = re.compile(rf"(?<![\w.])(?P<digits>{_DIGITS})(?![A-Za-z]*\d)|\b(?:{_FIRST})\b", re.IGNORECASE)
_NEXT = re.compile(rf"(?P<gap>-| and |,? )(?P<word>{_WORD})\b", re.IGNORECASE)
_PERCENT = re.compile(r"\s?%|[ -]per ?cent\b")
_RANGE = re.compile(r"(?:\s?%|[ -]per ?cent\b)?(?:\s?-\s?| to )")
_SHARE = re.compile(
    rf"(?:\b(?P<count>a|{'|'.join(_SMALL)})[ -])?\b(?:(?P<half>half)|(?P<part>{'|'.join(_PARTS)}))s?\b", re.IGNORECASE
)
_ORDINAL = re.compile(rf"\b(?:(?P<word>{'|'.join(_ORDINALS[1:])})|(?P<digits>\d+)(?:st|nd|rd|th))\b", re.IGNORECASE)
_BACK = re.compile(r"\b(?:last|past|previous|preceding) (?P<unit>year|month|week|decade)\b", re.IGNORECASE)
_LINK = re.compile(r"https?://\S+|www\.\S+")

_BEFORE = {
    Status.MORE_THAN: "over|more than|above|exceeding|in excess of",
    Status.AT_LEAST: "at least|no fewer than|not fewer than|no less than|not less than|a minimum of",
    # No status says "strictly fewer": the nearest is "that many or fewer".
    Status.UP_TO: "up to|at most|no more than|not more than|a maximum of|fewer than|less than|under|below",
    Status.ABOUT: "some|about|approximately|around|roughly|nearly|almost|circa|ca\\.|an estimated|estimated",
}
_AFTER = {
    Status.AT_LEAST: r"\+| or more\b| or over\b| and more\b",
    Status.UP_TO: r" or fewer\b| or less\b",
    Status.ABOUT: r" or so\b",
}
_NO_NUMBER = re.compile(
    r"\b(?:at first|first of all|first and foremost|first name|in the first place|zero[- ]tolerance"
    r"|one another|any one|one's)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Quantity:
    """A number, or words in the place of one.

    Attributes
    ----------
    start, end : int
        Where it stands, without the words that bound it.
    low, high : float or None
        What it says, as the data would write it: in per cent where `percent` is true.
    status : Status
        How it is known by its wording.
    percent, ordinal : bool
        Whether it is a share, or a place in an order.
    counted : bool
        Whether a row must hold it. Common words such as "many" say how a value is known only where
        a row cites them.
    words : str
        As it stands in the text.
    """

    start: int
    end: int
    low: float | None
    high: float | None
    status: Status
    words: str
    percent: bool = False
    ordinal: bool = False
    counted: bool = True

    def equals(self, other: Quantity) -> bool:
        """Whether both say the same: the same number as surely, or the same word where there is none."""
        if self.status is Status.SOME is other.status:
            return self.words.casefold().removeprefix("a ") == other.words.casefold().removeprefix("a ")
        mine, its = ((q.low, q.high, q.status, q.percent, q.ordinal) for q in (self, other))
        return mine == its


def find_quantities(text: str) -> list[Quantity]:
    """Find the numbers in a clean text, and the words in the place of numbers, in order."""
    found: list[Quantity] = []

    def blank(start: int, end: int) -> None:
        nonlocal text
        text = text[:start] + "\0" * (end - start) + text[end:]

    for date in find_dates(text):
        blank(date.start, date.end)
    for pattern in (_LINK, _NO_NUMBER):
        for match in pattern.finditer(text):
            blank(*match.span())
    for start, end, status, counted in find_uncounted(text):
        number = 0.0 if status is Status.REPORTED_ZERO else None
        found.append(Quantity(start, end, number, number, status, text[start:end], counted=counted))
        blank(start, end)
    for read in (_shares, _ordinals, _counted_back):
        for quantity in read(text):
            found.append(quantity)
            blank(quantity.start, quantity.end)
    found += _bounded(text, _numbers(text))
    return sorted(found, key=lambda quantity: quantity.start)


def _shares(text: str) -> Iterator[Quantity]:
    for match in _SHARE.finditer(text):
        if match["half"] or match["count"]:
            count = _SMALL.get((match["count"] or "a").casefold(), 1)
            share = round(100 * count / _PARTS[(match["half"] or match["part"]).casefold()], 1)
            yield Quantity(*match.span(), share, share, Status.EXACT, match[0], percent=True)


def _ordinals(text: str) -> Iterator[Quantity]:
    for match in _ORDINAL.finditer(text):
        place = int(match["digits"]) if match["digits"] else _ORDINALS.index(match["word"].casefold())
        yield Quantity(*match.span(), place, place, Status.EXACT, match[0], ordinal=True)


def _counted_back(text: str) -> Iterator[Quantity]:
    for match in _BACK.finditer(text):
        length = 10 if match["unit"].casefold() == "decade" else 1
        yield Quantity(*match.span(), length, length, Status.EXACT, match[0])


def _numbers(text: str) -> list[Quantity]:
    """Find single numbers, without what bounds them."""
    found = []
    place = 0
    while match := _NUMBER.search(text, place):
        value, place = _read(text, match)
        percent = _PERCENT.match(text, place)
        end = percent.end() if percent else place
        found.append(
            Quantity(match.start(), end, value, value, Status.EXACT, text[match.start() : end], percent=bool(percent))
        )
    return found


def _read(text: str, first: re.Match[str]) -> tuple[float, int]:
    """Read a number from its first word on, as far as the words make one number; give it and its end."""
    total, end = 0.0, first.end()
    last = _SMALL.get(first[0].casefold(), 1)
    current = float(re.sub("[, ]", "", first["digits"])) if first["digits"] else float(last)
    in_words = not first["digits"]
    while match := _NEXT.match(text, end):
        gap, word = match["gap"], match["word"].casefold()
        number = _SMALL.get(word)
        if number is None and gap in ("-", " ") and (current or total):
            scale = _SCALES[word]
            if scale >= 1000:
                total, current = total + current * scale, 0.0
            elif in_words or word == "dozen":
                current *= scale
            else:
                break
            last = scale
        elif number and in_words and gap != "," and _goes_on(last, number, gap):
            current, last = current + number, number
        else:
            break
        end = match.end()
    return round(total + current, 6), end  # 2.3 million is no binary fraction


def _goes_on(last: int, number: int, gap: str) -> bool:
    """Whether a number word continues the one before: twenty-one, a hundred and five, two thousand five."""
    if last >= 100:
        return gap in (" ", " and ")
    return gap in ("-", " ") and 20 <= last < 100 and number < 10


def _bounded(text: str, numbers: list[Quantity]) -> Iterator[Quantity]:
    """Join ranges, and read what bounds each number."""
    numbers = list(numbers)
    while numbers:
        number = numbers.pop(0)
        before = text[: number.start]
        if numbers and _is_range(text, number, numbers[0]):
            last = numbers.pop(0)
            span = text[number.start : last.end]
            yield replace(number, end=last.end, high=last.high, status=Status.RANGE, words=span, percent=last.percent)
        elif number.low == 0:
            yield replace(number, status=Status.REPORTED_ZERO)
        else:
            status = _bound(before, text[number.end :])
            low = None if status is Status.UP_TO else number.low
            high = None if status in (Status.MORE_THAN, Status.AT_LEAST) else number.high
            yield replace(number, low=low, high=high, status=status)


def _is_range(text: str, first: Quantity, second: Quantity) -> bool:
    if (first.low or 0) >= (second.low or 0) or (first.percent and not second.percent):
        return False
    before, between = text[: first.start].casefold(), text[first.end : second.start]
    if between == " and ":
        return before.endswith("between ")
    return bool(_RANGE.fullmatch(between)) and not (between == " to " and before.endswith("from "))


def _bound(before: str, after: str) -> Status:
    """Read from the words around a number how it is bounded; those before it count more."""
    found = {
        match.start(): status  # of "more than" and "no more than", the longer one
        for status, words in _BEFORE.items()
        if (match := re.search(rf"\b(?:{words}) (?:the |a total of )?$", before, re.IGNORECASE))
    }
    if found:
        return found[min(found)]
    for status, words in _AFTER.items():
        # The noun may stand between: 20 cases or more.
        if re.match(rf"(?: (?!or\b|and\b)\w+)?(?:{words})", after):
            return status
    return Status.EXACT
