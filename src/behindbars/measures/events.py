"""Dated facts of all countries."""

from __future__ import annotations

from typing import Any

import pandas as pd

from behindbars.measures.frames import marked
from behindbars.package.periods import Period

LASTING = frozenset({"detention", "finding", "monitoring"})
"""Kinds of events that go on through the whole of an interval; others happen at some time within it."""
MILESTONES = frozenset(
    {"cat_report", "cat_review", "convention_against_torture", "criminal_code", "law", "npm_law", "opcat"}
)
"""Kinds of events that are steps of treaties and laws."""
OWN_RECORD = frozenset({"finding", "publication", "statistics", "submission"})
"""Kinds that record the statement's own making rather than what happened; left out of the regional timeline."""
TURNING_POINTS = frozenset({"death", "detention", "verdict"})
"""Kinds of events of one person's case that the regional timeline shows; the country's chapter shows all."""


def milestones(edition: Any) -> pd.DataFrame:
    """Take the treaty and legal milestones of all countries.

    Parameters
    ----------
    edition : Edition
        The edition of the region.

    Returns
    -------
    DataFrame
        The columns of the edition's events, by country and date, and besides ``lane`` (the country), ``lasting``
        (whether it went on through the whole of its interval) and ``uncertain`` (whether the date is inferred).
    """
    events = edition.events
    return _regional(events[events["kind"].isin(MILESTONES) & events["case"].isna()], "milestones", edition)


def happenings(edition: Any) -> pd.DataFrame:
    """Take what happened in all countries: events, deaths, verdicts; as `milestones`."""
    individual = edition.cases.loc[edition.cases["kind"].eq("individual"), "id"]
    events = edition.events[~edition.events["kind"].isin(MILESTONES | OWN_RECORD)]
    events = events[~events["case"].isin(individual) | events["kind"].isin(TURNING_POINTS)]
    return _regional(events, "happenings", edition)


def _regional(events: pd.DataFrame, measure: str, edition: Any) -> pd.DataFrame:
    """Keep what has a first day; a context row on what the statement itself tells, at the same date, is left out."""
    events = events[events["start"].notna() & events["country"].isin(edition.countries["country"])]
    what = ["country", "kind", "date"]
    own = events.loc[~events["context"], what].drop_duplicates().assign(own=True)
    told = events.merge(own, how="left", on=what)["own"].notna().to_numpy()
    events = events[~events["context"] | ~told]
    lanes, periods = [*edition.countries["country_name"]], [Period.parse(date) for date in events["date"]]
    events = events.assign(
        lane=pd.Categorical(events["country_name"].astype(object), categories=lanes, ordered=True),
        lasting=events["kind"].isin(LASTING) & events["date"].str.contains("/"),
        uncertain=[period.uncertain or period.approximate for period in periods],
        first=events["start"],
        last=events["end"].fillna(events["start"]),
    )
    return marked(events.sort_values(["lane", "first", "last"], kind="stable"), measure, edition)
