"""How far justice gets: in each country, the last stage of the cascade of which the statement says anything."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from behindbars.measures.cascade import COMPLAINTS, cascade, stage_names
from behindbars.measures.frames import labelled, marked, rows, value_of, words_of
from behindbars.measures.gap import gap
from behindbars.package.periods import Period
from behindbars.package.values import WITHHELD
from behindbars.words import Words


def furthest(data: Any) -> pd.DataFrame:
    """Find the furthest that the statement follows complaints of torture, country by country.

    Parameters
    ----------
    data : Edition or DataFrame
        An edition, or observations as it has them.

    Returns
    -------
    DataFrame
        A row for each country, in their order:

        - ``country``, ``country_name``
        - ``stage``, ``stage_name``: the last stage (1 to 6) of which a number, a zero, "some" or "none known" is told;
          that statistics are lacking does not count; the first stage, with the status ``not_mentioned``, where there
          is none
        - ``low``, ``high``, ``status``, ``reporter``: the value
        - ``words``: the value in a phrase of its own, with the complaints beside it where they are counted
        - ``short``: the value alone, as beneath a heading
        - ``without``: the least share of the complaints with no known conviction, in per cent, where it can be computed
        - ``ids``: identifiers of the observations that it rests on, separated by spaces
    """
    words, stages = words_of(data), cascade(data)
    spoken = stages[stages["id"].notna() & ~stages["status"].isin(WITHHELD)].sort_values("stage", kind="stable")
    names = stage_names(data).categories
    silent = {"stage": COMPLAINTS, "stage_name": names[0], "status": "not_mentioned", "ids": ""}
    silent |= {"words": words.say("furthest.silent"), "short": words.say("value-not-mentioned")}
    found = []
    for linked in rows(gap(data)):
        here = rows(spoken[spoken["country"].eq(linked.country)])
        told = {"country": linked.country, "country_name": linked.country_name, "without": linked.low}
        found.append(told | (_last(here, linked, words) if here else silent))
    frame = pd.DataFrame(found, columns=COLUMNS)
    ordered = pd.Categorical(frame["stage_name"], categories=names, ordered=True)
    return marked(frame.assign(stage_name=ordered, context=False), "furthest", data)


def _last(here: Sequence[Any], linked: Any, words: Words) -> dict[str, Any]:
    """Tell the last of the stages that are spoken of in a country, in their order; `linked` is its gap."""
    last = here[-1]
    complaints = next((row for row in here if row.stage == COMPLAINTS and value_of(row).known), last)
    said, ids = phrase(last, words), last.id
    if linked.reason is None:
        said, ids = words.say("furthest.gap", part=linked.part_words, whole=linked.whole_words), linked.ids
    elif complaints is not last:
        counted = words.value(value_of(complaints), complaints.reporter, unit=True)
        said = words.say("furthest.beside", said=said, complaints=counted, reporter=complaints.reporter, context=False)
        ids = f"{last.id} {complaints.id}"
    value = {name: getattr(last, name) for name in VALUE}
    return {**value, "words": said, "ids": ids}


VALUE = ["stage", "stage_name", "low", "high", "status", "reporter", "short"]
COLUMNS = ["country", "country_name", *VALUE, "words", "without", "ids"]


def phrase(row: Any, words: Words) -> str:
    """Say a value as a phrase of its own: "no official convicted in ten years, according to the authors"."""
    given = {"one": row.indicator_one, "label": row.indicator_name, "reporter": row.reporter, "context": row.context}
    years = _whole_years(Period.parse(row.period))
    match row.status:
        case "reported_zero":
            message = "furthest.state-zero" if row.reporter == "state_to_cat" else "furthest.zero"
            return words.say(message, **given, years=years, at=words.at(row.period))
        case "none_known":
            return words.say("furthest.none-known", **given, at=words.at(row.period))
        case "some":
            return words.say("furthest.some", verbatim=row.verbatim) if row.verbatim else str(row.words)
    return labelled(row, words) if value_of(row).known else str(row.words)


def _whole_years(period: Period) -> int:
    """Count the years of a period of several that is known at both ends; 0 of any other."""
    if None in (period.start, period.end):
        return 0
    first, last = (day.year for day in period.sort_key)
    return last - first if last - first > 1 else 0
