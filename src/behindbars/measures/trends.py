"""Values of one series over the years, where at least two can be compared, and counts that grow with time."""

from __future__ import annotations

from typing import Any

import pandas as pd

from behindbars.errors import IncomparableError
from behindbars.measures.frames import country_of, marked, observations_of, rows, totals, value_of, words_of
from behindbars.package.periods import Period, decimal_year
from behindbars.package.values import COUNTED_UNITS
from behindbars.words import Words


def trends(data: Any, indicator: str) -> pd.DataFrame:
    """Find the trends of an indicator up to the edition's year.

    Parameters
    ----------
    data : Edition or DataFrame
        An edition, or observations as it has them.
    indicator : str
        What is counted.

    Returns
    -------
    DataFrame
        The columns of the observations, by country, series and year, of each series with at least two years that have
        a number, and besides: ``time`` (the year), ``panel`` and ``panel_note`` (the series, and what its context
        sources say that they count), ``said`` (the value as printed, with the months if it covers a part of the
        year), ``sure`` (whether its confidence is high). Totals only; a period that spans several years belongs to no
        year and is left out, and so is a figure of one case.

    Notes
    -----
    Of two rows for one year of a series, such as a figure and its restatement, one stands: the statement's before that
    of a context source, then that of the source with the newest date, then the one that comes later in the file.
    """
    words = words_of(data)
    found = totals(observations_of(data))
    found = found[found["indicator"].eq(indicator) & found["start"].dt.year.eq(found["end"].dt.year)]
    found = found.assign(
        time=found["end"].dt.year, statement=~found["context"], known=[value_of(row).known for row in rows(found)]
    )
    found = (
        found.sort_values(["statement", "published"], kind="stable", na_position="first")
        .drop_duplicates(["country", "series", "time"], keep="last")
        .sort_values(["country", "series", "time"])
    )
    enough = found.groupby(["country", "series"], observed=True)["known"].transform("sum") > 1
    found = found[enough].drop(columns=["statement", "known"])
    message = "trend.panel" if country_of(data) is None else "trend.lone-panel"
    panels = [words.say(message, place=row.country_name, series=row.series_name) for row in rows(found)]
    found = found.assign(
        panel=panels,
        said=[_with_months(row, words) for row in rows(found)],
        sure=found["confidence"].eq("high"),
    )
    return marked(found.assign(panel_note=_panel_notes(found, words)), "trend", data, indicator=indicator)


def _with_months(row: Any, words: Words) -> str:
    """Say a part of a year with its value: ten months do not compare with twelve."""
    if row.period.isdigit():
        return str(row.words)
    first, last = Period.parse(row.period).sort_key
    return words.say("trend.part-of-year", words=row.words, **words.months(first, last))


def _panel_notes(found: pd.DataFrame, words: Words) -> pd.Series:
    """Name what each context source counts, by year: the wording of one series may change with its sources."""
    noted = found[found["context"] & found["note"].notna()]
    said = {
        panel: words.clauses(
            words.say("trend.counted", years=words.listing([*same["year"].astype(str)]), note=note)
            for note, same in of_panel.groupby("note", sort=False)
        )
        for panel, of_panel in noted.groupby("panel", sort=False)
    }
    return found["panel"].map(lambda panel: said.get(panel, "")).astype(str)


def growth(data: Any, indicator: str) -> pd.DataFrame:
    """Collect the values of a count that only grows, each with its own end date.

    Parameters
    ----------
    data : Edition or DataFrame
        An edition, or observations as it has them.
    indicator : str
        What is counted.

    Returns
    -------
    DataFrame
        The columns of the observations, by date, and besides: ``time`` (the end of the period, in decimal years),
        ``said`` (the value as printed, with its month) and ``sure``. A count that a later statement repeats for the
        same period is one value.

    Raises
    ------
    IncomparableError
        If more than one series counts the indicator, or one of more than one country.
    """
    words = words_of(data)
    found = totals(observations_of(data))
    found = found[found["indicator"].eq(indicator)].sort_values("year", kind="stable")
    if (series := len(found.drop_duplicates(["country", "series"]))) > 1:
        raise IncomparableError(f"{indicator} is counted by {series} series, not by one")
    found = found.drop_duplicates(["start", "end"], keep="last").sort_values(["start", "end"], kind="stable")
    found = found.assign(
        time=[decimal_year(Period.parse(period).sort_key[1], 0) for period in found["period"]],
        said=[words.say("growth.label", words=row.words, month=words.month(row.period)) for row in rows(found)],
        sure=found["confidence"].eq("high"),
    )
    return marked(found, "growth", data, indicator=indicator)


def change_reasons(first: Any, last: Any, words: Words) -> list[str]:
    """List the reasons why two observations may not be subtracted as values of one thing at two times.

    None means that they may: they are of one country, indicator, series, breakdown and case, stand alike to what they
    are the outcome of, and cover the same stretch of the calendar. What is measured and not counted, such as a penalty,
    does not grow with the period: it may be of any.

    Parameters
    ----------
    first, last : row of observations
        As `rows` gives them.
    words : Words
        The language of the reasons.
    """
    reasons = []
    if (first.country, first.case, first.breakdown) != (last.country, last.case, last.breakdown):
        reasons.append(words.say("reason-groups"))
    if first.indicator != last.indicator or first.unit != last.unit:
        reasons.append(words.say("reason-things"))
    if first.series != last.series:
        reasons.append(words.say("reason-series", first=first.series_name, last=last.series_name))
    if first.outcome_of != last.outcome_of:
        reasons.append(words.say("reason-outcomes"))
    if first.unit in COUNTED_UNITS:
        periods = Period.parse(first.period), Period.parse(last.period)
        if any(None in (period.start, period.end) for period in periods):
            reasons.append(words.say("reason-no-period"))
        elif not periods[0].as_long_as(periods[1]):
            reasons.append(words.say("reason-lengths"))
    return reasons
