"""Values chosen from an edition, to be set beside each other: never added, subtracted or divided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from behindbars.measures.frames import marked, observations_of, totals, year_of
from behindbars.words import capital


def values(
    data: Any,
    indicators: Sequence[str],
    *,
    series: str | None = None,
    context: bool = False,
) -> pd.DataFrame:
    """Take the values of indicators, in the order of `indicators`.

    Parameters
    ----------
    data : Edition or DataFrame
        An edition, or observations as it has them.
    indicators : sequence of str
        What is counted.
    series : str, optional
        Only of this series.
    context : bool
        Whether values of other sources than the statement are wanted too.

    Returns
    -------
    DataFrame
        The columns of the observations, and ``label``, what is counted with a capital; of the edition's year, and
        neither of a group nor of a single case.
    """
    found = totals(observations_of(data))
    found = found[found["year"].eq(year_of(data)) & found["indicator"].isin(indicators)]
    if series:
        found = found[found["series"].eq(series)]
    if not context:
        found = found[~found["context"]]
    found = found.sort_values("indicator", key=lambda column: column.map(list(indicators).index), kind="stable")
    return marked(_labelled(found), "values", data, indicators=list(indicators), series=series)


def breakdown(data: Any, indicator: str, series: str) -> pd.DataFrame:
    """Take an indicator by the groups that make up its total, and the total as the last row.

    Parameters
    ----------
    data : Edition or DataFrame
        An edition, or observations as it has them.
    indicator, series : str
        What is counted, and by whom.

    Returns
    -------
    DataFrame
        The columns of the observations, and ``label``, the name of the group; the smallest first. Empty
        where there is no total, or no group.
    """
    found = observations_of(data)
    found = found[found["indicator"].eq(indicator) & found["series"].eq(series) & found["year"].eq(year_of(data))]
    found = found[~found["context"] & found["case"].isna()]
    total = found["breakdown"].eq("total")
    groups = found[~total].sort_values("low", kind="stable", na_position="first")
    both = pd.concat([groups, found[total]]) if total.sum() == 1 and len(groups) else found[:0]
    return marked(_labelled(both, "group"), "breakdown", data, indicator=indicator, series=series)


def outcomes(data: Any, series: str) -> pd.DataFrame:
    """Take the complaints of one series, and what became of them, refusals included.

    Parameters
    ----------
    data : Edition or DataFrame
        An edition, or observations as it has them.
    series : str
        Whose register or count.

    Returns
    -------
    DataFrame
        The columns of the observations, and ``label``, what is counted: the complaints, then each value that
        the source presents as their outcome, the largest first; empty where there are not both.
    """
    found = totals(observations_of(data))
    found = found[found["year"].eq(year_of(data)) & found["series"].eq(series)]
    whole = found[found["stage"].eq(1)][:1]
    parts = found[found["outcome_of"].isin(whole["indicator"])].sort_values("low", ascending=False, kind="stable")
    both = pd.concat([whole, parts]) if len(parts) else found[:0]
    return marked(_labelled(both), "outcomes", data, series=series)


def _labelled(found: pd.DataFrame, column: str = "indicator_name") -> pd.DataFrame:
    return found.assign(label=[capital(name) for name in found[column]])
