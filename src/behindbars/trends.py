"""Trends: the values of one series over the years, where at least two can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from behindbars.dataset import Dataset, Observation
from behindbars.dates import Period
from behindbars.errors import IncomparableError
from behindbars.values import COUNTED_UNITS


@dataclass(frozen=True)
class Trend:
    """One indicator of one series of one country, over time.

    Attributes
    ----------
    country, indicator, series : str
        Keys of their tables.
    observations : tuple of Observation
        One for each year or cumulative period, by date; years without an observation stay gaps.
    """

    country: str
    indicator: str
    series: str
    observations: tuple[Observation, ...]


def trends(dataset: Dataset, indicator: str, year: int, *, country: str | None = None) -> list[Trend]:
    """Find the trends of an indicator up to an edition year.

    Parameters
    ----------
    dataset : Dataset
        The data package.
    indicator : str
        Key of the table of indicators.
    year : int
        Edition year; later rows are left out.
    country : str, optional
        ISO 3166-1 alpha-3 code; all countries if not given.

    Returns
    -------
    list of Trend
        One for each country and series with at least two years that have a number. Totals
        only; a period that spans several years belongs to no year and is left out, and so is
        a figure of one case.

    Notes
    -----
    Of two rows for one year of a series, such as a figure and its restatement, one stands:
    the statement's before that of a context source, then that of the source with the newest
    date, then the one that comes later in the file.
    """
    found: dict[tuple[str, str], dict[int, Observation]] = {}
    for row in dataset.observations(country=country, indicator=indicator):
        if row.breakdown == "total" and row.case is None and row.year <= year and one_year(row):
            years = found.setdefault((row.country, row.series), {})
            calendar_year = row.period.sort_key[1].year
            standing = years.get(calendar_year)
            if standing is None or _authority(dataset, row) >= _authority(dataset, standing):
                years[calendar_year] = row
    return [
        Trend(iso3, indicator, series, tuple(years[one] for one in sorted(years)))
        for iso3 in dataset.countries
        for series in dataset.series
        if (years := found.get((iso3, series), {})) and sum(row.value.known for row in years.values()) > 1
    ]


def _authority(dataset: Dataset, row: Observation) -> tuple[bool, date]:
    """Rank a row among those of its year: the statement's first, then the newest source."""
    published = dataset.references[row.source].date
    return not row.is_context, Period.parse(published).sort_key[1] if published else date.min


def accumulation(dataset: Dataset, country: str, indicator: str, year: int) -> Trend:
    """Collect the values of a count that only grows, each with its own end date.

    Parameters
    ----------
    dataset : Dataset
        The data package.
    country, indicator : str
        Keys of their tables.
    year : int
        Edition year; later rows are left out.

    Raises
    ------
    IncomparableError
        If no series, or more than one, counts the indicator.
    """
    rows = [
        row
        for row in dataset.observations(country=country, indicator=indicator)
        if row.breakdown == "total" and row.case is None and row.year <= year
    ]
    # A count that a later statement repeats for the same period is one value.
    newest = {row.period: row for row in sorted(rows, key=lambda row: row.year)}
    rows = sorted(newest.values(), key=lambda row: row.period.sort_key)
    series = {row.series for row in rows}
    if len(series) != 1:
        raise IncomparableError(f"{indicator} in {country} is counted by {len(series)} series, not by one")
    return Trend(country, indicator, series.pop(), tuple(rows))


def one_year(observation: Observation) -> bool:
    """Whether an observation covers one calendar year or a part of one."""
    start, end = observation.period.start, observation.period.end
    return start is not None and end is not None and start.year == end.year


def change_reasons(first: Observation, last: Observation, dataset: Dataset) -> list[str]:
    """List the reasons why two observations may not be subtracted as values of one thing at two times.

    None means that they may: they are of one country, indicator, series, breakdown and case, stand alike to
    what they are the outcome of, and cover the same stretch of the calendar. What is measured and not counted, such
    as a penalty, does not grow with the period: it may be of any.
    """
    reasons = []
    if (first.country, first.case, first.breakdown) != (last.country, last.case, last.breakdown):
        reasons.append("they are not of the same country, group and case")
    if first.indicator != last.indicator or first.value.unit != last.value.unit:
        reasons.append("they count different things")
    if first.series != last.series:
        labels = [dataset.series[row.series].label_en for row in (first, last)]
        reasons.append(f"they come from different series ({labels[0]}; {labels[1]})")
    if first.outcome_of != last.outcome_of:
        reasons.append("only one of them is presented as the outcome of something else that is counted")
    if first.value.unit not in COUNTED_UNITS:
        return reasons
    if None in (first.period.start, first.period.end, last.period.start, last.period.end):
        reasons.append("it is not stated which period each of them covers")
    elif not first.period.as_long_as(last.period):
        reasons.append("they do not surely cover periods of the same length")
    return reasons
