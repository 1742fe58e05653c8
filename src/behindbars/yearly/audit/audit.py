"""The data of an edition against the text of its statement, in both directions: each row in its paragraph, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pandas as pd

from behindbars.errors import ParameterError
from behindbars.package import load
from behindbars.package.needs import EDITION_TABLES
from behindbars.package.values import WITHOUT_NUMBER, Status, Value
from behindbars.yearly.audit.dates import tells
from behindbars.yearly.audit.numbers import PERCENT, Quantity
from behindbars.yearly.audit.passage import Passage, clean
from behindbars.yearly.audit.sections import RECOMMENDATIONS, split
from behindbars.yearly.audit.source import read_blocks

_NAMES = ("values", "findings", "cases", "dated events", "recommendations", "signatories")
_OUR_WORDS = ("finding_en", "title_en", "summary_en", "answer_en", "event_en", "outcome_en", "short_en", "text_en")
"""Columns that say in other words what the paragraph says; notes are the edition's own."""
_QUOTED = ("person", "torture_article")
"""Columns whose words stand in the paragraph as they are."""
_YEARS = re.compile(r"[ -]?(?:years?|decades?)\b")
_NAME = re.compile(r"\b[^\W\d_][\w-]{3,}")
_ALIKE = 0.8  # share of equal letters from which a word is taken for a misspelt name
_CORRECT = "Correct the cell, or the paragraph in locator."


@dataclass(frozen=True)
class Statement:
    """The statement of an edition, published on a day in EDTF (empty if not known): paragraphs by code, and rows.

    The rows are those of all tables that were made from it, and the labels: the columns of the tables, ``""`` where a
    cell is empty, ``table``, ``number`` (of the row in the table's file) and ``name`` (its code, or its text).
    """

    year: int
    published: str
    paragraphs: Mapping[str, Passage]
    rows: pd.DataFrame


@dataclass(frozen=True)
class Mistake:
    """What a row says and the statement does not: its cell, what was expected and found there, and what to do."""

    row: Any
    column: str
    expected: str
    remedy: str = _CORRECT
    words: str = ""

    def __str__(self) -> str:
        row, found = self.row, self.words or getattr(self.row, self.column)
        where = f"sheet {row.table}, row {row.name} (row {row.number} of {row.table}.csv), column {self.column}"
        found = f"found '{found:g}', " if isinstance(found, float) else f"found {found!r}, " if found else ""
        return f"{row.locator}, {where}: {found}expected {self.expected}. {self.remedy}"


@dataclass(frozen=True)
class Mention:
    """A number or date of the text: its paragraph, its words, these among others, and whether a row holds it."""

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
class Audit:
    """What the data says and the statement does not, and every number and date of the statement."""

    statement: Statement
    mistakes: list[Mistake]
    mentions: list[Mention]

    @property
    def unexplained(self) -> list[Mention]:
        """The numbers and dates that no row holds."""
        return [mention for mention in self.mentions if not mention.held]

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.mistakes and not self.unexplained

    def lines(self) -> Iterator[str]:
        """Write the report: both directions, in the order of the text, and the counts."""
        if self.mistakes:
            yield "In the data, but not so in the statement:"
            yield from (f"  {mistake}" for mistake in self.mistakes)
        if self.unexplained:
            yield "In the statement, but not in the data:"
            yield from (f"  {mention}" for mention in self.unexplained)
        yield self.counts()

    def counts(self) -> str:
        """Say in one line how much was compared, and how much of it was found."""
        rows = self.statement.rows["table"].value_counts()
        wrong = {(mistake.row.table, mistake.row.number) for mistake in self.mistakes}
        found = [
            f"{rows.get(table, 0) - sum(name == table for name, _ in wrong)} of {rows.get(table, 0)} {words}"
            for table, words in zip(EDITION_TABLES, _NAMES, strict=True)
        ]
        return (
            f"Found in the statement: {', '.join(found)}. Numbers and dates of the statement: {len(self.mentions)}; "
            f"{len(self.unexplained)} unexplained."
        )


def audit(data: Path, source: Path, year: int) -> Audit:
    """Compare the data of an edition with the text of the statement it was made from.

    Parameters
    ----------
    source : Path
        The statement: .txt, .md, .html, .docx or .pdf.

    Raises
    ------
    DataError
        The data has faults of its own.
    ParameterError
        The data has no row of a statement of that year.
    SourceError
        The file cannot be read, or a section of it is missing.
    """
    statement = _read(data, year, source)
    return Audit(statement, find_mistakes(statement), list(find_mentions(statement)))


def _read(folder: Path, year: int, source: Path) -> Statement:
    """Read the statement of an edition, and the rows that were made from it."""
    data = load(folder)
    years = {edition for table in EDITION_TABLES for edition in data.frames[table].query("not context")["year"]}
    if year not in years:
        there = ", ".join(map(str, sorted(years)))
        raise ParameterError(f"The data holds no row of a statement of {year}; there are rows of {there}.")
    reference = data.statements[year]
    frames = []
    for table in (*EDITION_TABLES, "countries", "labels"):
        frame = data.frames[table].assign(table=table, number=lambda frame: frame.index + 2)
        for column, wanted in (("source", reference.key), ("year", year)):
            frame = frame[frame[column] == wanted] if column in frame else frame
        frames.append(frame.astype(object))
    rows = pd.concat(frames).fillna("")
    rows["name"] = rows["id"].where(rows["id"] != "", rows["iso3"] + rows["text"])
    countries = data.frames["countries"].fillna("").set_index("section")
    of_edition = countries[countries["iso3"].isin(rows["country"]) & (countries["kind"] == "country")]
    names = {str(letter): [row["name_en"], row["name_own"]] for letter, row in of_edition.iterrows()}
    introduction = str(countries.index[countries["kind"] == "region"][0])
    paragraphs = split(read_blocks(source), names, introduction, reference.title)
    published = (reference.date or "").rpartition("/")[2]
    return Statement(year, published, {code: Passage(text) for code, text in paragraphs.items()}, rows)


def find_mistakes(statement: Statement) -> list[Mistake]:
    """Find what the rows of an edition say and their paragraphs do not, in the order of the text."""
    order = {code: place for place, code in enumerate(statement.paragraphs)}
    found = {str(mistake): mistake for mistake in _mistakes(statement)}
    return sorted(found.values(), key=lambda mistake: order.get(mistake.row.locator, len(order)))


def _mistakes(statement: Statement) -> Iterator[Mistake]:
    names = set(_NAME.findall(clean(" ".join(statement.rows["person"]))))
    row: Any  # a named tuple of the columns
    for row in statement.rows.itertuples():
        passage = statement.paragraphs.get(row.locator)
        if passage is None:
            yield _no_paragraph(row, statement)
            continue
        if row.table == "observations":
            yield from _value(row, passage, statement)
        if row.table == "labels":
            yield from _label(row, passage)
        yield from _dates(row, passage, statement)
        for column in _OUR_WORDS:
            yield from _our_words(row, column, passage, statement, names)
        for column in _QUOTED:
            if (words := getattr(row, column)) and not passage.places(words):
                yield Mistake(row, column, f"words that stand in {row.locator}")


def _no_paragraph(row: Any, statement: Statement) -> Mistake:
    codes = [code for code in statement.paragraphs if code[0] == row.locator[0] and code[1:].isdigit()]
    there = f"This section goes from {codes[0]} to {codes[-1]}" if codes else "There is no such section"
    return Mistake(row, "locator", "a paragraph of the statement", f"{there}: correct the locator.")


def _value(row: Any, passage: Passage, statement: Statement) -> Iterator[Mistake]:
    """Compare a value with the words that hold it; without words, only the items of the list can be counted."""
    places = passage.places(row.verbatim)
    told = [one for one in (*passage.quantities, *_years(passage)) if _is_inside(one.start, one.end, places)]
    if not row.verbatim and row.locator == f"{RECOMMENDATIONS}0":
        items = sum(bool(re.fullmatch(f"{RECOMMENDATIONS}[1-9].*", code)) for code in statement.paragraphs)
        if value_of(row) != Value(items, items, Status.EXACT, ""):
            yield Mistake(row, "low", f"{items}, the items of the list, and the status exact")
    elif not places:
        elsewhere = " or ".join(code for code, other in statement.paragraphs.items() if other.places(row.verbatim))
        if elsewhere:
            remedy = "Correct the locator, or the words in verbatim."
            yield Mistake(row, "locator", f"{elsewhere}, where the words of verbatim stand", remedy)
        else:
            remedy = "Copy them from the statement again."
            yield Mistake(row, "verbatim", f"words that stand in {row.locator} and hold the value", remedy)
    elif not told:
        remedy = "Add the number, or the word, to them."
        yield Mistake(row, "verbatim", f"words of {row.locator} that say how many", remedy)
    elif not any(one.tells(value_of(row)) for one in told):
        yield _disagreement(row, told, passage)


def value_of(row: Any) -> Value:
    """Give the value of an observation, as its words should tell it."""
    low, high = (None if number == "" else number for number in (row.low, row.high))
    return Value(low, high, Status(row.status), PERCENT if row.unit == PERCENT else "")


def _years(passage: Passage) -> Iterator[Quantity]:
    """Take bare years for numbers too: only the row that cites it knows whether 2000 counts something."""
    for date in passage.dates:
        year = date.ends[0]
        if passage.text[date.start : date.end] == year:
            yield Quantity(date.start, date.end, year, Value(int(year), int(year), Status.EXACT, ""))


def _is_inside(start: int, end: int, places: list[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in places)


def _disagreement(row: Any, told: list[Quantity], passage: Passage) -> Mistake:
    """Say in which cell a value differs from its words."""
    value = value_of(row)
    nearest = next((one for one in told if one.value.status is value.status), told[0])
    words = f"as in '{passage.excerpt(nearest.start, nearest.end)}'"
    if nearest.value.status is not value.status:
        remedy = "Correct the status, and the numbers with it."
        return Mistake(row, "status", f"{nearest.value.status}, {words}", remedy)
    if value.unit != nearest.value.unit and PERCENT in (value.unit, nearest.value.unit):
        unit = "a value in per cent" if nearest.value.unit else "a value in no per cent"
        return Mistake(row, "indicator", f"{unit}, {words}", "Correct the indicator, or the words in verbatim.")
    column = "low" if value.low != nearest.value.low else "high"
    return Mistake(row, column, f"{getattr(nearest.value, column):g}, {words}")


def _label(row: Any, passage: Passage) -> Iterator[Mistake]:
    label = Passage(clean(row.text))
    if not passage.places(label.text):
        yield Mistake(row, "text", f"words that stand in {row.locator}", "Correct the label, or delete its row.")
    elif not label.dates and not any(one.counted for one in label.quantities):
        yield Mistake(row, "text", "words that hold a number or a date", "Delete the row.")


def _dates(row: Any, passage: Passage, statement: Statement) -> Iterator[Mistake]:
    """Check each end of a date: it stands in the paragraph, is that of the statement, or is counted back from it."""
    years = {end[:4] for date in passage.dates for end in date.ends} | {statement.published[:4], str(statement.year)}
    for end, mark in _ends(row):
        # The year of an uncertain date may be inferred.
        is_inferred = mark in ("?", "%") and end[:4] in years and passage.tells(f"XXXX{end[4:]}")
        if not (_is_told(end, passage, statement) or is_inferred or _is_counted_back(end, passage, statement)):
            there = _listed(passage.excerpt(date.start, date.end, 1) for date in passage.dates) or "none"
            column = "period" if row.period else "date"
            yield Mistake(row, column, f"a date that stands in {row.locator}; {row.locator} has {there}")


def _ends(row: Any) -> list[tuple[str, str]]:
    """Give the ends of the date or period of a row that are not open, in EDTF, each with its mark or nothing."""
    ends = re.findall(r"([\d-]+)([~?%]?)", f"{row.period}/{row.date}")
    return [(end, mark) for end, mark in ends]


def _is_told(date: str, passage: Passage, statement: Statement) -> bool:
    """Whether a paragraph tells a date, or it is that of the statement, which is "now" in every paragraph."""
    return passage.tells(date) or ("-" in date and tells(statement.published, date))


def _is_counted_back(date: str, passage: Passage, statement: Statement) -> bool:
    """Whether a date lies as many years before the statement as the paragraph says."""
    year, day = statement.published[:4], statement.published[4:]
    lengths = [
        one.value.low or one.value.high or 0
        for one in passage.quantities
        if _YEARS.match(passage.text, one.end) or _YEARS.search(one.words)
    ]
    return bool(year) and any(tells(f"{int(year) - int(length)}{day}", date) for length in lengths if length)


def _our_words(row: Any, column: str, passage: Passage, statement: Statement, names: set[str]) -> Iterator[Mistake]:
    """Find numbers, dates and persons in our words that the paragraph does not have."""
    ours, locator = Passage(clean(getattr(row, column))), row.locator
    for one in ours.quantities:
        is_vague = one.value.status is Status.SOME or not one.counted
        if not is_vague and not any(one.equals(other) for other in passage.quantities):
            alike = _listed(other.words for other in passage.quantities if _same_number(one.value, other.value))
            there = f"the paragraph has {alike}" if alike else f"{one.words!r} does not"
            words = ours.excerpt(one.start, one.end)
            yield Mistake(row, column, f"numbers that stand in {locator}; {there}", words=words)
    for date in ours.dates:
        if not all(_is_told(end, passage, statement) for end in date.ends):
            words = ours.excerpt(date.start, date.end)
            yield Mistake(row, column, f"dates that stand in {locator}", words=words)
    for word in _NAME.findall(ours.text):
        is_name = word[0].isupper() and any(SequenceMatcher(None, word, name).ratio() >= _ALIKE for name in names)
        if is_name and not passage.places(word):
            yield Mistake(row, column, f"names that stand in {locator}, spelt as there", words=word)


def _same_number(one: Value, other: Value) -> bool:
    """Whether two values have the same number, however it is bounded."""
    return bool({one.low, one.high} & {other.low, other.high} - {None})


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(f"'{text}'" for text in dict.fromkeys(texts))


def find_mentions(statement: Statement) -> Iterator[Mention]:
    """Go through every number and date of a statement, in the order of the text."""
    for locator, passage in statement.paragraphs.items():
        rows = list(statement.rows[statement.rows["locator"] == locator].itertuples())
        ours = [Passage(clean(getattr(row, column))) for row in rows for column in _OUR_WORDS]
        quoted = [getattr(row, column) for row in rows for column in ("verbatim", "text", *_QUOTED)]
        places = [place for words in quoted for place in passage.places(words)]
        # One "not known" does not hold another.
        values = [value_of(row) for row in rows if row.table == "observations" and row.status not in WITHOUT_NUMBER]
        quantities = [Quantity(0, 0, "", value) for value in values]
        quantities += [one for text in ours for one in text.quantities if one.counted]
        dates = [end for row in rows for end, _ in _ends(row)]
        dates += [end for text in ours for date in text.dates for end in date.ends]
        held = {(one.start, one.end): _has(quantities, one) for one in passage.quantities if one.counted}
        for date in passage.dates:  # of a range, both ends
            held[date.start, date.end] = all(any(tells(told, end) for told in dates) for end in date.ends)
        for (start, end), is_held in sorted(held.items()):
            words, around = passage.text[start:end], passage.excerpt(start, end)
            yield Mention(locator, words, around, is_held or _is_inside(start, end, places))


def _has(held: list[Quantity], quantity: Quantity) -> bool:
    """Whether rows say the same; of a none, for the same thing: none of the officers is not no case."""
    same = [other for other in held if quantity.equals(other)]
    if quantity.value.status is Status.REPORTED_ZERO:
        return any(other.words.split()[-1:] == quantity.words.split()[-1:] for other in same)
    return bool(same)
