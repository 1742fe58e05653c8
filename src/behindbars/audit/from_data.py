"""From the data to the statement: whether each row stands in the paragraph that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from behindbars.audit.date_words import DateMention
from behindbars.audit.numerals import Quantity
from behindbars.audit.quoting import clean, excerpt, spans
from behindbars.audit.source_text import RECOMMENDATIONS
from behindbars.audit.statement import DATES, TEXTS, Statement, dates_of, edtf_ends, quantities_of
from behindbars.dataset import EDITION_TABLES
from behindbars.errors import Fault
from behindbars.tables import Row
from behindbars.values import WITHOUT_NUMBER, Status

_YEARS = re.compile(r"[ -]?(?:years?|decades?)\b")
_NAME = re.compile(r"\b[^\W\d_][\w-]{3,}")
_ALIKE = 0.8  # share of equal letters from which a word is taken for a misspelt name
_CORRECT = "Correct the cell, or the paragraph in locator."


def faults_of_data(statement: Statement) -> Iterator[Fault]:
    """Find what the rows of an edition say and their paragraph does not."""
    for table in EDITION_TABLES:
        for row in statement.rows(table):
            if row.text("locator") not in statement.paragraphs:
                yield _no_paragraph(row, statement)
                continue
            if table == "observations":
                yield from _value(row, statement)
            if table in DATES:
                yield from _dates(row, DATES[table], statement)
            for column in TEXTS[table]:
                yield from _text(row, column, statement)
            yield from _words(row, "person", statement)
    for row in statement.rows("countries"):
        if row.text("locator") in statement.paragraphs:
            yield from _words(row, "torture_article", statement)
        else:
            yield _no_paragraph(row, statement)
    yield from _labels(statement)


def _no_paragraph(row: Row, statement: Statement) -> Fault:
    letter = row.text("locator")[:1]
    codes = [code for code in statement.paragraphs if code[0] == letter and code[1:].isdigit()]
    there = f"This section goes from {codes[0]} to {codes[-1]}" if codes else "There is no such section"
    return row.fault("locator", "a paragraph of the statement", f"{there}: correct the locator.")


def _value(row: Row, statement: Statement) -> Iterator[Fault]:
    """Compare a value with the words that hold it."""
    locator, verbatim = row.text("locator"), row.text("verbatim")
    paragraph = statement.paragraphs[locator]
    if not verbatim:
        yield from _without_words(row, statement)
        return
    places = spans(verbatim, paragraph)
    if not places:
        elsewhere = [code for code, text in statement.paragraphs.items() if spans(verbatim, text)]
        if elsewhere:
            expected = f"{' or '.join(elsewhere)}, where the words of verbatim stand"
            yield row.fault("locator", expected, "Correct the locator, or the words in verbatim.")
        else:
            yield row.fault("verbatim", f"words that stand in {locator}", "Copy them from the statement again.")
        return
    told = [
        quantity
        for quantity in (*statement.quantities(locator), *_years(statement, locator))
        if any(start <= quantity.start and quantity.end <= end for start, end in places)
    ]
    value = value_of(row, statement)
    if not told:
        yield row.fault("verbatim", f"words of {locator} that say how many", "Add the number, or the word, to them.")
    elif not any(agree(value, quantity) for quantity in told):
        yield _disagreement(row, value, told, paragraph)


def value_of(row: Row, statement: Statement) -> Quantity:
    """Give the value of a row as its words should tell it."""
    indicator = statement.contents.by("indicators")[row.text("indicator")]
    percent = indicator.text("unit") == "percent"
    return Quantity(0, 0, row.amount("low"), row.amount("high"), Status(row.text("status")), "", percent)


def agree(value: Quantity, told: Quantity) -> bool:
    """Whether a value is the one that some words tell."""
    if value.status in WITHOUT_NUMBER:
        return value.status is told.status
    return value.equals(replace(told, ordinal=False))


def _years(statement: Statement, locator: str) -> list[Quantity]:
    """Take bare years for numbers too: only the row that cites it knows whether 2000 counts something."""
    return [
        Quantity(date.start, date.end, date.year, date.year, Status.EXACT, str(date.year))
        for date in statement.dates(locator)
        if date.year and not date.month and date.end - date.start == 4
    ]


def _disagreement(row: Row, value: Quantity, told: list[Quantity], paragraph: str) -> Fault:
    """Say in which cell a value differs from its words."""
    same_status = [quantity for quantity in told if quantity.status is value.status]
    nearest = (same_status or told)[0]
    words = f"as in '{excerpt(paragraph, nearest.start, nearest.end)}'"
    if not same_status:
        return row.fault("status", f"{nearest.status}, {words}", "Correct the status, and the numbers with it.")
    if value.percent != nearest.percent:
        unit = "per cent" if nearest.percent else "no per cent"
        return row.fault("indicator", f"a value in {unit}, {words}", "Correct the indicator, or the words in verbatim.")
    column = "low" if value.low != nearest.low else "high"
    number = nearest.low if column == "low" else nearest.high
    return row.fault(column, f"{number:g}, {words}", _CORRECT)


def _without_words(row: Row, statement: Statement) -> Iterator[Fault]:
    """Check a value without words: only the length of the list can be counted instead."""
    locator = row.text("locator")
    if locator != f"{RECOMMENDATIONS}0":
        yield row.fault("verbatim", f"the words of {locator} that hold the value", "Copy them from the statement.")
        return
    items = sum(bool(re.fullmatch(rf"{RECOMMENDATIONS}[1-9]\d*", code)) for code in statement.paragraphs)
    for column in ("low", "high"):
        if row.amount(column) != items:
            yield row.fault(column, f"{items}, the items of the list", _CORRECT)
            return
    if row.text("status") != Status.EXACT:
        yield row.fault("status", "exact, as the items can be counted", "Correct the status.")


def _dates(row: Row, column: str, statement: Statement) -> Iterator[Fault]:
    """Check each end of a date: it stands in the paragraph, is that of the statement, or is counted back from it."""
    locator = row.text("locator")
    for end, mark in edtf_ends(row.text(column)):
        if _told(end, statement, locator) or _counted_back(end, locator, statement):
            continue
        inferred = any(
            stands(replace(date, month=None, day=None), [end])
            for date in (*statement.dates(locator), statement.published, DateMention(0, 0, statement.year))
            if date.year
        )
        if mark in ("?", "%") and inferred and stands(replace(end, year=None), statement.dates(locator)):
            continue
        dates = [excerpt(statement.paragraphs[locator], date.start, date.end, 1) for date in statement.dates(locator)]
        there = f"; {locator} has {_listed(dates)}" if dates else f"; {locator} has none"
        yield row.fault(column, f"a date that stands in {locator}{there}", _CORRECT)


def stands(asked: DateMention, dates: tuple[DateMention, ...] | list[DateMention]) -> bool:
    """Whether one of the dates tells the date asked for."""
    return any(date.says(asked.year, asked.month, asked.day) for date in dates)


def _told(date: DateMention, statement: Statement, locator: str) -> bool:
    """Whether a paragraph tells a date, or it is that of the statement, which is "now" in every paragraph."""
    is_now = date.month is not None and stands(date, [statement.published])
    return is_now or stands(date, statement.dates(locator))


def _counted_back(end: DateMention, locator: str, statement: Statement) -> bool:
    """Whether a date lies as many years before the statement as the paragraph says."""
    paragraph, published = statement.paragraphs[locator], statement.published
    for quantity in statement.quantities(locator):
        in_years = _YEARS.match(paragraph, quantity.end) or _YEARS.search(quantity.words)
        length = quantity.low or quantity.high
        if in_years and length and published.year and end.year == published.year - int(length):
            return end.month in (None, published.month) and end.day in (None, published.day)
    return False


def _text(row: Row, column: str, statement: Statement) -> Iterator[Fault]:
    """Find numbers, dates and persons in our words that the paragraph does not have."""
    text, locator = clean(row.text(column)), row.text("locator")
    for quantity in quantities_of(text):
        vague = quantity.status is Status.SOME or not quantity.counted
        if not vague and not any(quantity.equals(other) for other in statement.quantities(locator)):
            words = excerpt(text, quantity.start, quantity.end)
            alike = [other.words for other in statement.quantities(locator) if _same_number(quantity, other)]
            there = f"the paragraph has {_listed(alike)}" if alike else f"{quantity.words!r} does not"
            yield _in_our_words(row, column, words, f"numbers that stand in {locator}; {there}")
    for date in dates_of(text):
        if not _told(date, statement, locator):
            words = excerpt(text, date.start, date.end)
            yield _in_our_words(row, column, words, f"dates that stand in {locator}")
    names = {part for case in statement.rows("cases") for part in _NAME.findall(clean(case.text("person")))}
    for word in dict.fromkeys(_NAME.findall(text)):
        if word[0].isupper() and _is_name(word, names) and not spans(word, statement.paragraphs[locator]):
            yield _in_our_words(row, column, word, f"names that stand in {locator}, spelt as there")


def _same_number(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities have the same number, however it is bounded."""
    numbers = {one.low, one.high} & {other.low, other.high}
    return bool(numbers - {None})


def _in_our_words(row: Row, column: str, words: str, expected: str) -> Fault:
    """Make a fault of a few words in a long text."""
    return replace(row.fault(column, expected, _CORRECT), value=words)


def _is_name(word: str, names: set[str]) -> bool:
    """Whether a word is part of a person's name, or nearly."""
    return any(word == name or SequenceMatcher(None, word, name).ratio() >= _ALIKE for name in names)


def _words(row: Row, column: str, statement: Statement) -> Iterator[Fault]:
    """Find words that must stand in the paragraph as they are, and do not."""
    words, locator = row.text(column), row.text("locator")
    if words and not spans(words, statement.paragraphs[locator]):
        yield row.fault(column, f"words that stand in {locator}", _CORRECT)


def _labels(statement: Statement) -> Iterator[Fault]:
    """Find labels that stand nowhere, or hold neither number nor date."""
    for row in statement.labels():
        locator, text = row.text("locator"), row.text("text")
        if locator not in statement.paragraphs or not spans(text, statement.paragraphs[locator]):
            yield row.fault("text", f"words that stand in {locator}", "Correct the label, or delete its row.")
        elif not dates_of(text) and not any(quantity.counted for quantity in quantities_of(text)):
            yield row.fault("text", "words that hold a number or a date", "Delete the row.")


def _listed(texts: list[str]) -> str:
    return ", ".join(f"'{text}'" for text in dict.fromkeys(texts))
