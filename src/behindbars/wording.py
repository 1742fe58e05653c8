"""Values in words, as a careful writer would print them."""

from __future__ import annotations

from behindbars.values import Status, Value

UNIT_WORDS = {
    "complaints": ("complaint", "complaints"),
    "cases": ("case", "cases"),
    "persons": ("person", "people"),
    "convictions": ("conviction", "convictions"),
    "prosecutions": ("prosecution", "prosecutions"),
    "requests": ("request", "requests"),
    "items": ("item", "items"),
    "years": ("year", "years"),
    "months": ("month", "months"),
    "percent": ("per cent", "per cent"),
}
"""Singular and plural of each unit, as printed."""

REPORTER_WORDS = {
    "authorities": "the authorities",
    "coalition": "the coalition",
    "ngo": "the authors",
    "npm": "the national preventive mechanism",
    "state_to_cat": "the state",
    "study": "the study",
    "un": "the UN Committee against Torture",
}
"""Who counted or said it, as printed inside a sentence."""

TO_BE_COMPLETED = "to be completed"
"""Printed in a draft where nobody has answered yet."""

STATUS_LABELS = {
    Status.EXACT: "counted",
    Status.RANGE: "a range",
    Status.AT_LEAST: "at least",
    Status.MORE_THAN: "more than",
    Status.UP_TO: "up to",
    Status.ABOUT: "about",
    Status.REPORTED_ZERO: "zero, as reported",
    Status.NONE_KNOWN: "none known",
    Status.SOME: "some, number not given",
    Status.UNKNOWN: "not known",
    Status.NOT_PUBLISHED: "not published",
    Status.TO_BE_COMPLETED: TO_BE_COMPLETED,
}
"""Short name of each status, as printed in tables of how a value is known."""

MEASURED_UNITS = frozenset({"percent", "years", "months"})
"""Units that are always named with their value: a bare 3 would not tell years from people."""

NOT_MENTIONED = "not mentioned"
"""Printed where no source in use speaks of a value: there is no row for it."""


MOST_DECIMALS = 9
"""Decimals beyond which a difference is one of binary fractions, not of values."""


def number(amount: float, decimals: int = 1) -> str:
    """Print a number: thousands with a comma, decimals only where there are any.

    Nothing is rounded onto 0 or 100: further decimals are printed until it is told apart from them.

    >>> number(1234.0), number(98.8), number(98.84725), number(99.967)
    ('1,234', '98.8', '98.8', '99.97')
    """
    amount = round(amount, MOST_DECIMALS)
    if amount == round(amount):
        return f"{amount:,.0f}"
    while round(amount, decimals) in (0, 100):
        decimals += 1
    return f"{amount:,.{decimals}f}"


def span(low: float, high: float) -> str:
    """Print two ends, with as many decimals as tell them apart.

    >>> span(40, 50), span(98.81, 98.84)
    ('40 to 50', '98.81 to 98.84')
    """
    decimals = 1
    while round(low, decimals) == round(high, decimals) and decimals < MOST_DECIMALS:
        decimals += 1
    return f"{number(low, decimals)} to {number(high, decimals)}"


def unit_words(unit: str, amount: float | None = None) -> str:
    """Name a unit, in the singular for exactly one of it."""
    singular, plural = UNIT_WORDS[unit]
    return singular if amount == 1 else plural


def by_whom(reporter: str, *, context: bool = False) -> str:
    """Name who counted or said a value.

    A non-governmental reporter of the statement is its authors; of a context
    source, it is that source.
    """
    return "the source" if context and reporter == "ngo" else REPORTER_WORDS[reporter]


STATE_CLAUSES = {
    "authorities": "as the authorities reported",
    "state_to_cat": "as the state reported to the Committee",
}
"""How a zero that the state itself reported is put down to it."""


def as_told(reporter: str, *, context: bool = False) -> str:
    """Put a zero down to who reported it, in a clause: "according to the authors"."""
    return STATE_CLAUSES.get(reporter) or f"according to {by_whom(reporter, context=context)}"


def value_words(
    value: Value, reporter: str, *, context: bool = False, verbatim: str | None = None, unit: bool = False
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

    Examples
    --------
    >>> value_words(Value(40, 50, Status.RANGE, "persons"), "ngo")
    '40 to 50'
    >>> value_words(Value(0, 0, Status.REPORTED_ZERO, "prosecutions"), "state_to_cat")
    'zero, as the state reported to the Committee'
    """
    match value.status:
        case Status.REPORTED_ZERO:
            zero = "zero" if reporter in STATE_CLAUSES else "none"
            return f"{zero}, {as_told(reporter, context=context)}"
        case Status.NONE_KNOWN:
            return f"none known to {by_whom(reporter, context=context)}"
        case Status.SOME:
            return f"“{verbatim}”, no number given" if verbatim else "some, number not given"
        case Status.UNKNOWN | Status.NOT_PUBLISHED | Status.TO_BE_COMPLETED:
            return STATUS_LABELS[value.status]
    words = _number_words(value)
    if unit or value.unit in MEASURED_UNITS:
        only = value.low if value.low is not None else value.high
        words += " " + unit_words(value.unit, only if value.status is not Status.RANGE else None)
    return words


def _number_words(value: Value) -> str:
    match value:
        case Value(low=float() | int() as low, high=float() | int() as high) if low != high:
            return span(low, high)
        case Value(low=float() | int() as low, status=Status.EXACT):
            return number(low)
        case Value(low=float() | int() as low):
            return f"{STATUS_LABELS[value.status]} {number(low)}"
        case Value(high=float() | int() as high):
            return f"{STATUS_LABELS[value.status]} {number(high)}"
        case _:
            raise ValueError(f"{value} has no number to print")


LEAST_ABOUT = 5
"""Least n of an "about 1 in n": below it, rounding n would change the share too much."""


def frequency(part: Value, whole: Value) -> str:
    """Print a share as a natural frequency: "4 of 347, about 1 in 87", "2 of 20, 1 in 10", "none of 347".

    The rate is left out where it would say nothing new or be too coarse: "1 of 347", "3 of 4".

    Parameters
    ----------
    part, whole : Value
        Values with numbers; `part` comes out of `whole`.
    """
    low, high = part.bounds
    whole_low, whole_high = whole.bounds
    if high == 0:
        return f"none of {_number_words(whole)}"
    words = f"{_number_words(part)} of {_number_words(whole)}"
    if low != high or whole_low != whole_high or low <= 1:
        return words
    rate = whole_low / low
    exact = rate == round(rate) and Status.ABOUT not in (part.status, whole.status)
    if exact and rate >= 2:
        return f"{words}, 1 in {number(rate)}"
    return f"{words}, about 1 in {number(round(rate))}" if not exact and round(rate) >= LEAST_ABOUT else words


def listing(words: list[str]) -> str:
    """Join words with commas and a final "and"."""
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + " and " + words[-1]


def spelled(count: int) -> str:
    """Spell a count below ten, as prose does."""
    names = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return names[count] if count < len(names) else number(count)


def counted(count: int, noun: str) -> str:
    """Count things in words: "one question", "12 questions"."""
    return f"{spelled(count)} {noun}{'' if count == 1 else 's'}"


def one_of(label: str) -> str:
    """Put the label of an indicator into the singular: "officials convicted", "official convicted"."""
    first, _, rest = label.partition(" ")
    return f"{first.removesuffix('s')} {rest}".strip()


def capital(text: str) -> str:
    """Begin a sentence: the first letter in upper case, the rest untouched."""
    return text[:1].upper() + text[1:]


SAFEGUARD_WORDS = {
    "in_place": "in place",
    "partial": "partial",
    "absent": "absent",
    "not_implemented": "not implemented",
    "threatened": "under threat",
    "unknown": "not known",
    "to_be_completed": TO_BE_COMPLETED,
}
"""Status of a law or practice, as printed; the words for ``harmful`` belong to the topic."""
