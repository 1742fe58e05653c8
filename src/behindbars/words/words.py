"""What is printed, in one language: sentences from its catalogue, numbers, lists and dates by Babel.

The catalogue is Fluent (``en.ftl``): a message for each sentence, with the plural and case rules of its
language. Code decides which message, and with which values; it never joins words to sentences.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax.ast import Junk

from behindbars.errors import ParameterError
from behindbars.package.periods import OPEN, Moment, parse_moment
from behindbars.package.values import Status, Value

CATALOGUES = Path(__file__).parent
MEASURED_UNITS = frozenset({"percent", "years", "months"})
"""Units that are always named with their value: a bare 3 would not tell years from people."""
MOST_DECIMALS = 9
"""Decimals beyond which a difference is one of binary fractions, not of values."""
LEAST_ABOUT = 5
"""Least n of an "about 1 in n": below it, rounding n would change the share too much."""
YES_OR_NO = {True: "yes", False: "no"}
DAY, MONTH, YEAR = 3, 2, 1
"""How precisely a date is written."""


def languages(folder: Path = CATALOGUES) -> list[str]:
    """List the languages that there is a catalogue for, by their codes (BCP 47)."""
    return sorted(file.stem for file in folder.glob("*.ftl"))


def capital(text: str) -> str:
    """Begin a sentence: the first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


class Words:
    """The words of one language.

    Parameters
    ----------
    lang : str
        Code of the language, such as ``en``.
    folder : Path
        Where its catalogue is.

    Attributes
    ----------
    statement : str
        Key of the statement that an edition is made from, which its citations need not name; "" of none.

    Raises
    ------
    ParameterError
        If there is no catalogue of the language, naming those that there are.
    """

    def __init__(self, lang: str, folder: Path = CATALOGUES) -> None:
        there = languages(folder)
        if lang not in there:
            near = get_close_matches(str(lang).casefold(), there, n=1)
            hint = f"perhaps {near[0]!r} was meant" if near else f"there is {', '.join(map(repr, there))}"
            raise ParameterError(f"lang is {lang!r}, a language without a catalogue: {hint}.")
        self.lang, self.statement = lang, ""
        functions: dict[str, Any] = {
            "CAPITAL": lambda text: capital(str(text)),
            "SPELLED": lambda count: self.say("spelled", n=count),
        }
        self._bundle = FluentBundle([lang], use_isolating=False, functions=functions)
        text = (folder / f"{lang}.ftl").read_text(encoding="utf-8")
        catalogue = FluentResource(text)
        for junk in (entry for entry in catalogue.body if isinstance(entry, Junk)):
            line = text.count("\n", 0, text.index(junk.content or "")) + 1
            raise ParameterError(f"{lang}.ftl, line {line}, cannot be read: {(junk.content or '').splitlines()[0]!r}")
        self._bundle.add_resource(catalogue)
        self.locale = Locale.parse(self.say("locale"))

    def of(self, statement: str) -> Words:
        """Give these words for an edition that is made from a statement."""
        words = copy(self)
        words.statement = statement
        return words

    def say(self, message: str, **values: Any) -> str:
        """Print a message of the catalogue, or an attribute of one: ``say("cascade.caption", place="Kazakhstan")``.

        Parameters
        ----------
        message : str
            Its identifier, with a dot before the attribute.
        **values
            What it refers to: texts, printed as they are; numbers, printed in the manner of the language and counted
            by its plurals; and booleans, which are "yes" or "no".

        Raises
        ------
        LookupError
            If the catalogue lacks it, or it refers to a value that is not given.
        """
        if not self.has(message):
            raise LookupError(f"The catalogue {self.lang}.ftl has no message {message!r}.")
        given = {name: YES_OR_NO[value] if isinstance(value, bool) else value for name, value in values.items()}
        said, errors = self._bundle.format_pattern(self._pattern(message), given)
        if errors:
            raise LookupError(f"The message {message!r} of {self.lang}.ftl cannot be printed: {errors[0]}")
        return str(said)

    def has(self, message: str) -> bool:
        """Whether the catalogue has a message."""
        return self._pattern(message) is not None

    def _pattern(self, message: str) -> Any:
        name, _, attribute = message.partition(".")
        if not self._bundle.has_message(name):
            return None
        found = self._bundle.get_message(name)
        return found.attributes.get(attribute) if attribute else found.value

    def number(self, amount: float, decimals: int = 1) -> str:
        """Print a number, with decimals only where there are any.

        Nothing is rounded onto 0 or 100: further decimals are printed until it is told apart from them.

        >>> [Words("en").number(amount) for amount in (1234.0, 98.8, 98.84725, 99.967)]
        ['1,234', '98.8', '98.8', '99.97']
        """
        amount = round(amount, MOST_DECIMALS)
        if amount == round(amount):
            return str(format_decimal(amount, "#,##0", locale=self.locale))
        while round(amount, decimals) in (0, 100):
            decimals += 1
        return str(format_decimal(round(amount, decimals), f"#,##0.{'0' * decimals}", locale=self.locale))

    def ends(self, low: float, high: float) -> dict[str, str]:
        """Print two ends, with as many decimals as tell them apart.

        >>> Words("en").ends(98.81, 98.84)
        {'low': '98.81', 'high': '98.84'}
        """
        decimals = 1
        while round(low, decimals) == round(high, decimals) and decimals < MOST_DECIMALS:
            decimals += 1
        return {"low": self.number(low, decimals), "high": self.number(high, decimals)}

    def listing(self, items: Iterable[str]) -> str:
        """Join words as a sentence does: "a, b and c"."""
        return str(format_list(list(items), locale=self.locale))

    def months(self, first: date, last: date) -> dict[str, str]:
        """Name two months in short: "Jan", "Oct"."""
        pattern = self.say("date-month.short")
        return {
            name: str(format_date(day, pattern, locale=self.locale)) for name, day in (("first", first), ("last", last))
        }

    def clauses(self, items: Iterable[str]) -> str:
        """Join clauses that may hold commas of their own: "a; b; c"."""
        return self.say("separator").join(items)

    def unit(self, unit: str, count: float = 0) -> str:
        """Name a unit, in the form that a count asks for; in the plural if none is given."""
        return self.say("quantity", unit=unit, n=count)

    def value(
        self,
        value: Value,
        reporter: str = "ngo",
        *,
        context: bool = False,
        verbatim: str | None = None,
        unit: bool = False,
        short: bool = False,
    ) -> str:
        """Print a value so that it says how it is known.

        Parameters
        ----------
        value : Value
            The value.
        reporter : str
            Who counted or said it, as in the table of observations.
        context : bool
            Whether it comes from a source other than the statement.
        verbatim : str, optional
            The source's own words, printed where it gives no number.
        unit : bool
            Whether to name the unit of something counted; a measure is always named.
        short : bool
            Whether to leave out who says so, where a heading above says it.

        Examples
        --------
        >>> Words("en").value(Value(40, 50, Status.RANGE, "persons"))
        '40 to 50'
        >>> Words("en").value(Value(0, 0, Status.REPORTED_ZERO, "prosecutions"), "state_to_cat")
        'zero, as the state reported to the Committee'
        """
        message = f"value-{value.status.replace('_', '-')}"
        if value.known and value.status is not Status.REPORTED_ZERO:
            named = unit or value.unit in MEASURED_UNITS
            ends = {name: amount for name in ("low", "high") if (amount := getattr(value, name)) is not None}
            is_range = value.status is Status.RANGE
            said = self.ends(**ends) if is_range else {name: self.number(amount) for name, amount in ends.items()}
            return self.say(f"{message}.unit" if named else message, unit=value.unit, n=max(ends.values()), **said)
        if verbatim and value.status is Status.SOME and not short:
            return self.say(f"{message}.quoted", verbatim=verbatim)
        short = short and self.has(f"{message}.short")
        return self.say(f"{message}.short" if short else message, reporter=reporter, context=context)

    def frequency(self, part: Value, whole: Value) -> str:
        """Print a share as a natural frequency: "4 of 347, about 1 in 87", "2 of 20, 1 in 10", "none of 347".

        The rate is left out where it would say nothing new or be too coarse: "1 of 347", "3 of 4".

        Parameters
        ----------
        part, whole : Value
            Values with numbers; `part` comes out of `whole`.
        """
        (low, high), (whole_low, whole_high) = part.bounds, whole.bounds
        message, rate = "frequency", 0.0
        if high == 0:
            message = "frequency.none"
        elif low == high > 1 and whole_low == whole_high:
            rate = whole_low / low
            if rate == round(rate) and Status.ABOUT not in (part.status, whole.status):
                message = "frequency.one-in" if rate >= 2 else message
            elif round(rate) >= LEAST_ABOUT:
                message = "frequency.about-one-in"
        return self.say(message, part=self.value(part), whole=self.value(whole), rate=self.number(round(rate)))

    def period(self, period: str) -> str:
        """Say a period, no more certain than it is written.

        Parameters
        ----------
        period : str
            EDTF, such as ``2022-01/2025-06``; valid.

        >>> [Words("en").period(text) for text in ("2025-04?", "2022-01/2022-12", "../2025-06")]
        ['April 2025 (uncertain)', 'January to December 2022', 'by June 2025, date not given']
        """
        start, slash, end = period.partition("/")
        if not slash:
            return self._moment(start)
        if start == OPEN:
            return self.say("period-until", end=self._moment(end))
        if end == OPEN:
            return self.say("period-since", start=self._moment(start))
        first, last = parse_moment(start), parse_moment(end)
        plain = not (first.approximate or first.uncertain or last.approximate or last.uncertain)
        once = plain and first.precision == last.precision and first.first.year == last.first.year
        return self.say("period-span", start=self._moment(start, with_year=not once), end=self._moment(end))

    def at(self, period: str) -> str:
        """Say a period as part of a sentence: "in 2024", "from January to October 2024", "by June 2025"."""
        start, slash, end = period.partition("/")
        if start == OPEN:
            return self.say("at-until", end=self._moment(end))
        if end == OPEN:
            return self.period(period)
        if slash:
            return self.say("at-span", period=self.period(period))
        kind = {DAY: "at-day", MONTH: "at-month", YEAR: "at-year"}[parse_moment(start).precision]
        return self.say(kind, period=self._moment(start))

    def when(self, period: str) -> str:
        """Say the time that a value covers; where the source does not, say by when it was so."""
        start, _, end = period.partition("/")
        return self.say("when-not-stated", end=self._moment(end)) if start == OPEN else self.period(period)

    def month(self, period: str) -> str:
        """Name the month in which a period ends: "June 2025"."""
        return self._date(parse_moment(period.rpartition("/")[2]).last, MONTH)

    def _moment(self, text: str, *, with_year: bool = True) -> str:
        moment: Moment = parse_moment(text)
        said = self._date(moment.first, moment.precision, with_year=with_year)
        if moment.approximate:
            said = self.say("date-about", date=said)
        return self.say("date-uncertain", date=said) if moment.uncertain else said

    def _date(self, day: date, precision: int, *, with_year: bool = True) -> str:
        kind = {DAY: "date-day", MONTH: "date-month", YEAR: "date-year"}[precision]
        pattern = self.say(kind if with_year or precision == YEAR else f"{kind}.without-year")
        return str(format_date(day, pattern, locale=self.locale))
