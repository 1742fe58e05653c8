"""Trends: the values of one series over the years, where at least two can be compared."""

from __future__ import annotations

from dataclasses import dataclass

from behindbars.dataset import Dataset, Observation
from behindbars.errors import IncomparableError


@dataclass(frozen=True)
class Trend:
    """One indicator of one series of one country, over time.

    Attributes
    ----------
    country, indicator, series : str
        Keys of their tables.
    observations : tuple of Observation
        One for each period, by date; years without an observation stay gaps.
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
        only; a period that spans several years belongs to no year and is left out.
    """
    found: dict[tuple[str, str], list[Observation]] = {}
    for observation in dataset.observations(country=country, indicator=indicator):
        if observation.breakdown == "total" and observation.year <= year and one_year(observation):
            found.setdefault((observation.country, observation.series), []).append(observation)
    return [
        Trend(iso3, indicator, series, tuple(sorted(rows, key=lambda row: row.period.sort_key)))
        for iso3 in dataset.countries
        for series in dataset.series
        if (rows := found.get((iso3, series))) and sum(row.value.known for row in rows) > 1
    ]


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
        if row.breakdown == "total" and row.year <= year
    ]
    rows.sort(key=lambda row: row.period.sort_key)
    series = {row.series for row in rows}
    if len(series) != 1:
        raise IncomparableError(f"{indicator} in {country} is counted by {len(series)} series, not by one")
    return Trend(country, indicator, series.pop(), tuple(rows))


def one_year(observation: Observation) -> bool:
    """Whether an observation covers one calendar year or a part of one."""
    start, end = observation.period.start, observation.period.end
    return start is not None and end is not None and start.year == end.year
