"""A chapter of an edition: the data, the country and the year that every cell of a notebook works on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from behindbars.dataset import Country, Dataset, Event, Observation, load
from behindbars.dates import Period
from behindbars.draft import with_placeholders
from behindbars.errors import ParameterError
from behindbars.figure import Figure
from behindbars.markdown import Table, cite, escape
from behindbars.questions import RowQuestion, row_questions, still_open
from behindbars.references import Reference
from behindbars.values import SDMX_STATUS
from behindbars.wording import REPORTER_WORDS, TO_BE_COMPLETED, capital, counted, value_words

LANGUAGES = ("en",)
"""Languages in which an edition can be built."""


@dataclass(frozen=True)
class Chapter:
    """What a notebook works on.

    Attributes
    ----------
    dataset : Dataset
        The data package, valid.
    country : Country
        The country of the chapter, or the region.
    year : int
        Edition year.
    figures : str
        Folder of this edition's charts, relative to the notebook.
    open : tuple of RowQuestion
        What this chapter still has to answer of the last edition; the data set holds placeholders for it.
    """

    dataset: Dataset
    country: Country
    year: int
    figures: str
    open: tuple[RowQuestion, ...] = ()

    @property
    def name(self) -> str:
        """Short name of the country or region."""
        return self.country.name_en

    @property
    def statement(self) -> Reference:
        """The statement that the edition is made from."""
        return self.dataset.statements[self.year]

    @property
    def published(self) -> date:
        """Day on which the statement was published; later events are not in its edition."""
        published = Period.parse(self.statement.date).end if self.statement.date else None
        return published or date(self.year + 1, 12, 31)

    @property
    def events(self) -> list[Event]:
        """The country's dated facts that belong to this edition."""
        return self.events_of(self.country.iso3)

    def events_of(self, country: str) -> list[Event]:
        """List the dated facts of a country: the statement's of this year, context up to its publication."""
        return [
            event
            for event in self.dataset.events
            if event.country == country
            and (event.date.sort_key[0] <= self.published if event.is_context else event.year == self.year)
        ]

    def headline(self, said: str) -> str:
        """Give the headline of a figure or a chapter; a draft states no finding before its questions are answered."""
        if not self.open:
            return said
        return f"{capital(TO_BE_COMPLETED)}: {counted(len(self.open), 'question')} of the last edition still open"

    def figure_id(self, kind: str) -> str:
        """Name a figure of this chapter: ``kazakhstan-cascade``."""
        return f"{self.country.slug.replace('_', '-')}-{kind}"

    def observations(self, **filters: Any) -> list[Observation]:
        """List the country's observations, all years; filters as in `Dataset.observations`."""
        return self.dataset.observations(country=self.country.iso3, **filters)

    def observation(self, indicator: str, series: str) -> Observation:
        """Find the one total of an indicator and series in this edition's year.

        Raises
        ------
        ParameterError
            If there is none, or more than one.
        """
        rows = [
            row
            for row in self.observations(year=self.year, indicator=indicator, series=series)
            if row.breakdown == "total" and row.case is None
        ]
        if len(rows) != 1:
            raise ParameterError(
                f"{self.name} has {len(rows)} values of {indicator} in series {series} for {self.year}; one is needed."
            )
        return rows[0]

    def figure(
        self,
        kind: str,
        spec: dict[str, Any],
        *,
        caption: str,
        alt: str,
        table: Table,
        data: Sequence[dict[str, Any]],
    ) -> Figure:
        """Make a figure of this chapter; its table takes the figure's name."""
        identifier = self.figure_id(kind)
        named = Table(f"{identifier}-data", table.caption, table.columns, table.rows, table.widths)
        return Figure(identifier, spec, caption, alt, named, data, self.figures)


def open_chapter(
    *,
    year: int,
    lang: str = "en",
    data: str = "../data",
    figures: str = "../figures",
    country: str | None = None,
) -> Chapter:
    """Open a chapter on the data of a country, or of the region.

    Parameters
    ----------
    year : int
        Edition year.
    lang : str
        Language; only English so far.
    data, figures : str
        Folders of the data package and of the charts, relative to the notebook.
    country : str, optional
        ISO 3166-1 alpha-3 code; the region if not given.

    Raises
    ------
    ParameterError
        If a value does not exist, naming the nearest that does.
    DataError
        If the data package has faults.
    """
    if lang not in LANGUAGES:
        raise ParameterError(f"lang is {lang!r}; an edition can be built in: {', '.join(LANGUAGES)}.")
    return chapter_of(load(Path(data)), year, country, figures)


def chapter_of(dataset: Dataset, year: int, country: str | None = None, figures: str = "../figures") -> Chapter:
    """Open a chapter on data that is loaded already; the rest is as in `open_chapter`.

    Parameters
    ----------
    dataset : Dataset
        The data package.
    """
    if year not in dataset.years:
        raise ParameterError(f"year is {year!r}; there are statements for the editions of: {_listed(dataset.years)}.")
    if country is None:
        country = next(row.iso3 for row in dataset.countries.values() if row.kind == "region")
    chosen = dataset.country(country)
    questions = still_open(row_questions(dataset, year))
    here = (one for one in questions if chosen.kind == "region" or one.country == chosen.iso3)
    return Chapter(with_placeholders(dataset, questions), chosen, year, f"{figures}/{year}", tuple(here))


def _listed(values: Any) -> str:
    return ", ".join(str(value) for value in values)


def words(observation: Observation, *, unit: bool = False) -> str:
    """Print the value of an observation so that it says how it is known."""
    return value_words(
        observation.value,
        observation.reporter,
        context=observation.is_context,
        verbatim=observation.verbatim,
        unit=unit,
    )


def citation(observation: Any) -> str:
    """Cite the source and place of any row; a context source of less than high confidence says so."""
    cited = cite(observation.source, observation.locator)
    confidence = getattr(observation, "confidence", "high")
    return cited if confidence == "high" else f"{cited}, {confidence} confidence"


def cite_all(rows: Sequence[Observation]) -> str:
    """Cite several rows in one bracket, each place once."""
    inner = dict.fromkeys(cite(row.source, row.locator)[1:-1] for row in rows)
    return f"[{'; '.join(inner)}]"


def reporter(observation: Observation) -> str:
    """Name who counted or said a value, and where it comes from if not from the statement."""
    who = REPORTER_WORDS[observation.reporter]
    if observation.is_context and observation.reporter == "ngo":
        who = "an NGO"
    return capital(f"{who} (context)" if observation.is_context else who)


def told_by(rows: Sequence[Observation | Event], headline: str) -> str:
    """Begin a headline with "Context" where nothing of it comes from the statement."""
    return f"Context: {headline}" if all(row.is_context for row in rows) else headline


def when(observation: Observation) -> str:
    """Say the time that a value covers; where the source does not, say by when it was so."""
    period = observation.period
    if period.start is None:
        return f"not stated ({period.words().partition(',')[0]})"
    return period.words()


def evidence(
    dataset: Dataset, observations: Sequence[Observation], caption: str, *, name_country: bool = False
) -> Table:
    """Print observations as the table beneath a chart: what, how many, when, who says so, where.

    Where they are of several series, each is named with its own. Values from context are in italics.
    """
    several = len({row.series for row in observations}) > 1
    rows = [
        [
            escape(_what(dataset, row, name_country=name_country, name_series=several)),
            f"*{escape(words(row))}*" if row.is_context else escape(words(row)),
            escape(when(row)),
            escape(reporter(row)),
            citation(row),
        ]
        for row in observations
    ]
    return Table("", caption, ("What", "Value", "Period", "Who says so", "Source"), rows, (27, 20, 17, 15, 21))


def _what(dataset: Dataset, observation: Observation, *, name_country: bool, name_series: bool) -> str:
    what = dataset.indicators[observation.indicator].label_en
    if observation.breakdown != "total":
        what += f", {observation.breakdown}"
    if name_series:
        what += f" ({dataset.series[observation.series].label_en})"
    return f"{dataset.countries[observation.country].name_en}: {what}" if name_country else capital(what)


def records(dataset: Dataset, observations: Sequence[Observation]) -> list[dict[str, Any]]:
    """Print observations as the rows of a figure's csv, with their SDMX status."""
    return [
        {
            "id": row.id,
            "country": row.country,
            "period": row.period.text,
            "indicator": row.indicator,
            "series": row.series,
            "breakdown": row.breakdown,
            "unit": dataset.indicators[row.indicator].unit,
            "low": row.value.low,
            "high": row.value.high,
            "status": str(row.value.status),
            "obs_status": SDMX_STATUS[row.value.status],
            "words": words(row),
            "reporter": row.reporter,
            "source": row.source,
            "locator": row.locator,
            "confidence": row.confidence,
            "note": row.note,
        }
        for row in observations
    ]


def citation_line(chapter: Chapter, observations: Sequence[Any]) -> str:
    """Name the sources of a chart for the line beneath it, statement first, context apart."""
    places: dict[str, list[str]] = {}
    for row in observations:
        places.setdefault(row.source, [])
        if row.locator != "not recorded" and row.locator not in places[row.source]:
            places[row.source].append(row.locator)
    said: dict[bool, list[str]] = {True: [], False: []}
    for key, locators in places.items():
        reference = chapter.dataset.references[key]
        where = f", {', '.join(sorted(locators))}" if locators else ""
        said[reference.is_statement].append(f"{reference.short_title}{where}")
    doubtful = sorted({row.confidence for row in observations if row.confidence != "high"})
    parts = []
    if said[True]:
        parts.append("Source: " + "; ".join(said[True]) + ".")
    if said[False]:
        parts.append("Context, hollow marks: " + "; ".join(said[False]) + ".")
    if doubtful:
        parts.append(f"Some rows are of {' or '.join(doubtful)} confidence; the table says which.")
    return " ".join(parts)
