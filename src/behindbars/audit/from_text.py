"""From the statement to the data: whether a row of the same paragraph holds each number and date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from behindbars.audit.date_words import DateMention
from behindbars.audit.from_data import stands, value_of
from behindbars.audit.numerals import Quantity
from behindbars.audit.quoting import excerpt, spans
from behindbars.audit.statement import DATES, TEXTS, Statement, dates_of, edtf_ends, quantities_of
from behindbars.dataset import EDITION_TABLES
from behindbars.values import WITHOUT_NUMBER, Status


@dataclass(frozen=True)
class Mention:
    """A number or date of the text, and whether a row holds it.

    Attributes
    ----------
    locator : str
        Its paragraph.
    words, around : str
        The number or date, and a few words with it.
    held : bool
        Whether a row of the same paragraph holds it, or a label explains it.
    """

    locator: str
    words: str
    around: str
    held: bool

    def __str__(self) -> str:
        return (
            f"{self.locator}: no row of this paragraph holds {self.words!r}, as in '{self.around}'. Add the value, "
            "event or finding, or correct the one that should hold it; if it only names something, add a label."
        )


@dataclass(frozen=True)
class _Held:
    """What the rows of one paragraph hold: numbers, dates, and places in the text."""

    quantities: list[Quantity]
    dates: list[DateMention]
    places: list[tuple[int, int]]

    def has(self, quantity: Quantity) -> bool:
        """Whether a row says the same; of a none, for the same thing: none of the officers is not no case."""
        same = [other for other in self.quantities if quantity.equals(other)]
        if quantity.status is Status.REPORTED_ZERO:
            same = [other for other in same if other.words.split()[-1:] == quantity.words.split()[-1:]]
        return bool(same)

    def covers(self, start: int, end: int) -> bool:
        return any(first <= start and end <= last for first, last in self.places)


def mentions(statement: Statement) -> Iterator[Mention]:
    """Go through every number and date of a statement, in the order of the text."""
    for locator, paragraph in statement.paragraphs.items():
        held = _held(statement, locator)
        found: dict[tuple[int, int], bool] = {}
        for quantity in statement.quantities(locator):
            if quantity.counted:
                place = quantity.start, quantity.end
                found[place] = held.covers(*place) or held.has(quantity)
        for date in statement.dates(locator):
            place = date.start, date.end
            known = held.covers(*place) or stands(date, held.dates)
            found[place] = found.get(place, True) and known  # of a range, both ends
        for start, end in sorted(found):
            yield Mention(locator, paragraph[start:end], excerpt(paragraph, start, end), found[start, end])


def _held(statement: Statement, locator: str) -> _Held:
    held = _Held([], [], [])
    words = [row.text("text") for row in statement.labels() if row.text("locator") == locator]
    words += [row.text("torture_article") for row in statement.rows("countries") if row.text("locator") == locator]
    for table in EDITION_TABLES:
        for row in (row for row in statement.rows(table) if row.text("locator") == locator):
            if table == "observations":
                words.append(row.text("verbatim"))
                value = value_of(row, statement)
                # One "not known" does not hold another.
                held.quantities.extend([value] if value.status not in WITHOUT_NUMBER else [])
            if table in DATES:
                held.dates.extend(end for end, _ in edtf_ends(row.text(DATES[table])))
            for column in TEXTS[table]:
                held.quantities.extend(quantity for quantity in quantities_of(row.text(column)) if quantity.counted)
                held.dates.extend(dates_of(row.text(column)))
    held.places.extend(place for text in words for place in spans(text, statement.paragraphs[locator]))
    return held
