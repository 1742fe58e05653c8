"""The data of an edition against the text of its statement, in both directions: each row in its paragraph, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from behindbars.errors import ParameterError
from behindbars.package import load
from behindbars.package.needs import EDITION_TABLES
from behindbars.package.values import WITHOUT_NUMBER, Status, Value
from behindbars.yearly.audit.mentions import PERCENT, Mention, Span, fits
from behindbars.yearly.audit.passage import Passage, clean, told_by
from behindbars.yearly.audit.sections import RECOMMENDATIONS, split
from behindbars.yearly.audit.source import read_blocks

_NAMES = ("values", "findings", "cases", "dated events", "recommendations", "signatories")
_OUR_WORDS = ("finding_en", "title_en", "summary_en", "answer_en", "event_en", "outcome_en", "short_en", "text_en")
"""Columns that say in other words what the paragraph says; notes are the edition's own."""
_QUOTED = ("person", "torture_article", "text")
"""Columns whose words stand in the paragraph as they are; the text is that of a label."""
_YEARS = re.compile(r"[ -]?(?:years?|decades?)\b")
_NAME = re.compile(r"\b[^\W\d_][\w-]{3,}")
_ALIKE = 0.8  # share of equal letters from which a word is taken for a misspelt name


class Mistake(NamedTuple):
    """What a row says and the statement does not: its cell, what was expected and found there, and what to do."""

    row: Any  # a named tuple of the columns
    column: str
    expected: str
    remedy: str = "Correct the cell, or the paragraph in locator."
    words: str = ""

    def __str__(self) -> str:
        row, found = self.row, self.words or getattr(self.row, self.column)
        where = f"sheet {row.table}, row {row.name} (row {row.number} of {row.table}.csv), column {self.column}"
        found = f"found '{found:g}', " if isinstance(found, float) else f"found {found!r}, " if found else ""
        return f"{row.locator}, {where}: {found}expected {self.expected}. {self.remedy}"


class Told(NamedTuple):
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
    """The statement of an edition, published on a day in EDTF (empty if not known), against the rows made from it.

    The rows are those of all tables, and the labels: the columns of the tables, ``""`` where a cell is empty,
    ``table``, ``number`` (of the row in the table's file) and ``name`` (its code, or its text).
    """

    year: int
    published: str
    paragraphs: Mapping[str, Passage]
    rows: pd.DataFrame

    @cached_property
    def mistakes(self) -> list[Mistake]:
        """What the rows say and their paragraphs do not, in the order of the text."""
        order = {code: place for place, code in enumerate(self.paragraphs)}
        found = dict.fromkeys(mistake for row in self.rows.itertuples() for mistake in self._of_row(row))
        return sorted(found, key=lambda mistake: order.get(mistake.row.locator, len(order)))

    @cached_property
    def mentions(self) -> list[Told]:
        """Every number and date of the statement, in the order of the text."""
        return [told for locator, passage in self.paragraphs.items() for told in self._of_text(locator, passage)]

    @property
    def unexplained(self) -> list[Told]:
        """The numbers and dates that no row holds."""
        return [told for told in self.mentions if not told.held]

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.mistakes and not self.unexplained

    def lines(self) -> Iterator[str]:
        """Write the report: both directions, in the order of the text, and the counts."""
        if self.mistakes:
            yield from ["In the data, but not so in the statement:", *(f"  {one}" for one in self.mistakes)]
        if self.unexplained:
            yield from ["In the statement, but not in the data:", *(f"  {one}" for one in self.unexplained)]
        yield self.counts()

    def counts(self) -> str:
        """Say in one line how much was compared, and how much of it was found."""
        rows = [*self.rows["table"]]
        wrong = [table for table, _ in {(mistake.row.table, mistake.row.number) for mistake in self.mistakes}]
        found = [
            f"{rows.count(table) - wrong.count(table)} of {rows.count(table)} {words}"
            for table, words in zip(EDITION_TABLES, _NAMES, strict=True)
        ]
        return (
            f"Found in the statement: {', '.join(found)}. Numbers and dates of the statement: {len(self.mentions)}; "
            f"{len(self.unexplained)} unexplained."
        )

    def _of_row(self, row: Any) -> Iterator[Mistake]:
        passage = self.paragraphs.get(row.locator)
        if passage is None:
            codes = [code for code in self.paragraphs if code[0] == row.locator[0] and code[1:].isdigit()]
            there = f"This section goes from {codes[0]} to {codes[-1]}" if codes else "There is no such section"
            yield Mistake(row, "locator", "a paragraph of the statement", f"{there}: correct the locator.")
            return
        if row.table == "observations":
            yield from self._of_value(row, passage)
        if row.table == "labels" and not any(one.counted for one in Passage(clean(row.text)).mentions):
            yield Mistake(row, "text", "words that hold a number or a date", "Delete the row.")
        # The date of the statement is "now" in every paragraph.
        told = passage.told | {date for date in told_by([self.published]) if "-" in date}
        yield from self._of_dates(row, passage, told)
        for column in _OUR_WORDS:
            yield from self._of_our_words(row, column, passage, told)
        for column in _QUOTED:
            if (words := getattr(row, column)) and not passage.places(words):
                yield Mistake(row, column, f"words that stand in {row.locator}")

    def _of_value(self, row: Any, passage: Passage) -> Iterator[Mistake]:
        """Compare a value with the words that hold it; without words, only the items of the list can be counted."""
        value, places = _value(row), passage.places(row.verbatim)
        told = [(other, span) for other, span in _values(passage) if _is_inside(span, places)]
        if not row.verbatim and row.locator == f"{RECOMMENDATIONS}0":
            items = sum(bool(re.fullmatch(f"{RECOMMENDATIONS}[1-9].*", code)) for code in self.paragraphs)
            if value != Value(items, items, Status.EXACT, ""):
                yield Mistake(row, "low", f"{items}, the items of the list, and the status exact")
        elif not places:
            elsewhere = " or ".join(code for code, other in self.paragraphs.items() if other.places(row.verbatim))
            if elsewhere:
                remedy = "Correct the locator, or the words in verbatim."
                yield Mistake(row, "locator", f"{elsewhere}, where the words of verbatim stand", remedy)
            else:
                remedy = "Copy them from the statement again."
                yield Mistake(row, "verbatim", f"words that stand in {row.locator} and hold the value", remedy)
        elif not told:
            remedy = "Add the number, or the word, to them."
            if row.locator == f"{RECOMMENDATIONS}0":
                remedy = f"{remedy} Or leave verbatim empty: the items of the list are counted then."
            yield Mistake(row, "verbatim", f"words of {row.locator} that say how many", remedy)
        elif not any(fits(value, other) for other, _ in told):
            right, span = next((pair for pair in told if pair[0].status is value.status), told[0])
            words = f"as in '{passage.excerpt(span)}'"
            if right.status is not value.status:
                yield Mistake(row, "status", f"{right.status}, {words}", "Correct the status, and the numbers with it.")
            elif value.unit != right.unit and PERCENT in (value.unit, right.unit):
                unit = "a value in per cent" if right.unit else "a value in no per cent"
                remedy = "Correct the indicator, or the words in verbatim."
                yield Mistake(row, "indicator", f"{unit}, {words}", remedy)
            else:
                column = "low" if value.low != right.low else "high"
                yield Mistake(row, column, f"{getattr(right, column):g}, {words}")

    def _of_dates(self, row: Any, passage: Passage, told: set[Any]) -> Iterator[Mistake]:
        """Check each end of a date: it is in the paragraph, is that of the statement, or is counted back from it."""
        year, day = self.published[:4], self.published[4:]
        dates = [end for one in passage.mentions for end in one.ends]
        lengths = [
            one.value.low or one.value.high or 0
            for one in passage.mentions
            if one.value and (_YEARS.match(passage.text, one.span[1]) or _YEARS.search(one.words))
        ]
        told = told | told_by(f"{int(year) - int(length)}{day}" for length in lengths if length and year)
        for end, mark in _ends(row):
            # The year of an uncertain date may be inferred.
            has_year = end[:4] in {year, str(self.year), *(date[:4] for date in dates)}
            is_inferred = mark in ("?", "%") and has_year and f"XXXX{end[4:]}" in passage.told
            if end not in told and not is_inferred:
                there = _listed(passage.excerpt(one.span, 1) for one in passage.mentions if one.ends) or "none"
                column = "period" if row.period else "date"
                yield Mistake(row, column, f"a date that stands in {row.locator}; {row.locator} has {there}")

    def _of_our_words(self, row: Any, column: str, passage: Passage, told: set[Any]) -> Iterator[Mistake]:
        """Find numbers, dates and persons in our words that the paragraph does not have."""
        ours, locator = Passage(clean(getattr(row, column))), row.locator
        for one in ours.mentions:
            words = ours.excerpt(one.span)
            if one.value and one.counted and one.value.status is not Status.SOME and one.value not in told:
                numbers = {one.value.low, one.value.high} - {None}  # however they are bounded
                alike = _listed(
                    passage.text[slice(*span)] for value, span in _values(passage) if numbers & {value.low, value.high}
                )
                there = f"the paragraph has {alike}" if alike else f"{one.words!r} does not"
                yield Mistake(row, column, f"numbers that stand in {locator}; {there}", words=words)
            if not told.issuperset(one.ends):
                yield Mistake(row, column, f"dates that stand in {locator}", words=words)
        for word in _NAME.findall(ours.text):
            alike_names = (SequenceMatcher(None, word, name).ratio() >= _ALIKE for name in self._persons)
            if word[0].isupper() and any(alike_names) and not passage.places(word):
                yield Mistake(row, column, f"names that stand in {locator}, spelt as there", words=word)

    @cached_property
    def _persons(self) -> set[str]:
        return set(_NAME.findall(clean(" ".join(self.rows["person"]))))

    def _of_text(self, locator: str, passage: Passage) -> Iterator[Told]:
        """Go through every number and date of a paragraph; one "not known" does not hold another."""
        rows = list(self.rows[self.rows["locator"] == locator].itertuples())
        quoted = [getattr(row, column) for row in rows for column in ("verbatim", *_QUOTED)]
        places = [place for words in quoted for place in passage.places(words)]
        ours = [Passage(clean(getattr(row, column))) for row in rows for column in _OUR_WORDS]
        said = {key for text in ours for one in text.mentions if one.counted for key in _keys(one)}
        said |= {_value(row) for row in rows if row.table == "observations" and row.status not in WITHOUT_NUMBER}
        said |= told_by(end for row in rows for end, _ in _ends(row))
        said |= told_by(end for text in ours for one in text.mentions for end in one.ends)
        for one in passage.mentions:
            if one.counted:
                held = _is_inside(one.span, places) or said.issuperset(_keys(one))
                yield Told(locator, one.words, passage.excerpt(one.span), held)


def audit(data: Path, source: Path, year: int) -> Audit:
    """Compare the data of an edition with the text of the statement it was made from: .txt, .md, .html, .docx or .pdf.

    Raises
    ------
    DataError
        The data has faults of its own.
    ParameterError
        The data has no row of a statement of that year.
    SourceError
        The file cannot be read, or a section of it is missing.
    """
    package = load(data)
    tables = {table: package.frames[table] for table in (*EDITION_TABLES, "countries", "labels")}
    frames = [frame.astype(object).assign(table=name, number=frame.index + 2) for name, frame in tables.items()]
    rows = pd.concat(frames).fillna("")
    years = {*rows.loc[rows["context"].eq(False), "year"]}
    if year not in years:
        there = ", ".join(map(str, sorted(years)))
        raise ParameterError(f"The data holds no row of a statement of {year}; there are rows of {there}.")
    reference = package.statements[year]
    of_statement = rows["source"].eq(reference.key) & rows["year"].isin([year, ""])
    rows = rows[of_statement | (rows["table"].eq("labels") & rows["year"].eq(year))].copy()
    rows["name"] = rows["id"].where(rows["id"] != "", rows["iso3"] + rows["text"])
    countries = package.frames["countries"].fillna("").set_index("section")
    told = rows.loc[rows["table"].ne("signatories"), "country"]  # where a signatory works, nothing need be told of
    of_edition = countries[countries["iso3"].isin(told) & (countries["kind"] == "country")]
    names = {str(letter): [row["name_en"], row["name_own"]] for letter, row in of_edition.iterrows()}
    introduction = str(countries.index[countries["kind"] == "region"][0])
    paragraphs = split(read_blocks(source), names, introduction, reference.title)
    published = (reference.date or "").rpartition("/")[2]
    return Audit(year, published, {code: Passage(text) for code, text in paragraphs.items()}, rows)


def _value(row: Any) -> Value:
    """Give the value of an observation, as its words should tell it."""
    low, high = (None if number == "" else number for number in (row.low, row.high))
    return Value(low, high, Status(row.status), PERCENT if row.unit == PERCENT else "")


def _values(passage: Passage) -> Iterator[tuple[Value, Span]]:
    """Go through the values of a paragraph; a bare year may be one: only the row that cites it knows."""
    for one in passage.mentions:
        if one.value:
            yield one.value, one.span
        elif one.words.isdigit():
            yield Value(int(one.words), int(one.words), Status.EXACT, ""), one.span


def _ends(row: Any) -> list[tuple[str, str]]:
    """Give the ends of the date or period of a row that are not open, in EDTF, each with its mark or nothing."""
    return re.findall(r"([\d-]+)([~?%]?)", f"{row.period}/{row.date}")


def _is_inside(span: Span, places: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in places)


def _keys(mention: Mention) -> list[Any]:
    """Give what a row must say to hold a mention; a none is one of the same: none of the officers is not no case."""
    if mention.value and mention.value.status is Status.REPORTED_ZERO:
        return [(mention.value, mention.words.split()[-1])]
    return [*mention.says]


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(f"'{text}'" for text in dict.fromkeys(texts))
