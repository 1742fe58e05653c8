"""How far justice gets: in each country, the last stage of the cascade of which the statement says anything."""

from __future__ import annotations

from typing import Any

import pandas as pd

from behindbars.measures.cascade import COMPLAINTS, STAGES, cascade, stage_names
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
        - ``ids``: identifiers of the observations that it rests on, separated by spaces
    """
    words, stages = words_of(data), cascade(data)
    gaps = {row.country: row for row in rows(gap(data))}
    spoken = stages[stages["id"].notna() & ~stages["status"].isin(WITHHELD)]
    names = list(stage_names(data).categories)
    found = []
    for country, linked in gaps.items():
        here = rows(spoken[spoken["country"].eq(country)].sort_values("stage", kind="stable"))
        told = {"country": country, "country_name": linked.country_name}
        if not here:
            silent = {"low": None, "high": None, "status": "not_mentioned", "reporter": None, "ids": ""}
            found.append(
                {
                    **told,
                    "stage": COMPLAINTS,
                    **silent,
                    "words": words.say("furthest.silent"),
                    "short": words.say("value-not-mentioned"),
                }
            )
            continue
        last = here[-1]
        complaints = next((row for row in here if row.stage == COMPLAINTS and value_of(row).known), None)
        said, ids = phrase(last, words), last.id
        if linked.reason is None:
            said, ids = words.say("furthest.gap", part=linked.part_words, whole=linked.whole_words), linked.ids
        elif complaints is not None and complaints is not last:
            counted = words.value(value_of(complaints), complaints.reporter, unit=True)
            given = {"said": said, "complaints": counted, "reporter": complaints.reporter, "context": False}
            said = words.say("furthest.beside", **given)
            ids = f"{last.id} {complaints.id}"
        value = {name: getattr(last, name) for name in ("stage", "low", "high", "status", "reporter", "short")}
        found.append({**told, **value, "words": said, "ids": ids})
    frame = pd.DataFrame(found, columns=COLUMNS)
    frame["stage_name"] = pd.Categorical(
        [names[STAGES.index(stage)] for stage in frame["stage"]], categories=names, ordered=True
    )
    return marked(frame.assign(context=False), "furthest", data)


COLUMNS = ["country", "country_name", "stage", "low", "high", "status", "reporter", "words", "short", "ids"]


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
