"""The accountability cascade: from complaints to convictions, stage by stage."""

from __future__ import annotations

from typing import Any

import pandas as pd

from behindbars.measures.frames import country_of, marked, observations_of, totals, words_of, year_of

STAGES = (1, 2, 3, 4, 5, 6)
"""The stages of the cascade: complaints, cases registered, victims, suspects, prosecutions, convictions."""
COMPLAINTS, CONVICTIONS = STAGES[0], STAGES[-1]
PANEL = ["country", "country_name", "series", "series_name"]


def cascade(data: Any, *, context: bool = False) -> pd.DataFrame:
    """Lay out every stage of every series, also those that nobody speaks of: silence is a finding.

    Parameters
    ----------
    data : Edition or DataFrame
        An edition, or observations as it has them.
    context : bool
        Whether to take the other public sources instead of the statement.

    Returns
    -------
    DataFrame
        Six rows for each country and series that speaks of a stage: the columns of the observations, with ``stage``
        (1 to 6) and ``stage_name`` in each row. A stage that the series does not address has the status
        ``not_mentioned`` and no ``id``. Figures of groups and of single cases are left out; of two values of one
        stage, that of the latest period stands. An edition of a country always has one panel at least.
    """
    words, year = words_of(data), year_of(data)
    found = totals(observations_of(data))
    found = found[found["stage"].notna() & found["year"].eq(year) & found["context"].eq(context)]
    latest = (
        found.assign(first=found["start"].fillna(found["end"]), last=found["end"].fillna(found["start"]))
        .sort_values(["first", "last"], ascending=False, kind="stable")
        .drop_duplicates(["country", "series", "stage"])
        .drop(columns=["first", "last"])
    )
    panels = found[PANEL].drop_duplicates().sort_values(["country", "series"])
    if panels.empty and country_of(data):
        panels = pd.DataFrame([{"country": data.country, "country_name": data.name, "series": None, "series_name": ""}])
    stages = pd.DataFrame({"stage": pd.array(STAGES, dtype="Int64"), "stage_name": stage_names(data)})
    grid = panels.merge(stages, how="cross").merge(
        latest.drop(columns=["country_name", "series_name", "stage_name"]),
        on=["country", "series", "stage"],
        how="left",
    )
    silent = grid["id"].isna()
    grid["status"] = grid["status"].astype(object).where(~silent, "not_mentioned")
    for column in ("words", "short"):
        grid[column] = grid[column].where(~silent, words.say("value-not-mentioned"))
    grid["context"] = grid["context"].astype(object).where(~silent, context).astype(bool)
    return marked(grid, "cascade", data)


def stage_names(data: Any) -> pd.Categorical[str]:
    """Name the stages in order, as an ordered category."""
    names = [words_of(data).say("stage", n=stage) for stage in STAGES]
    return pd.Categorical(names, categories=names, ordered=True)
