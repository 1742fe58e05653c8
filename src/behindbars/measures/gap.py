"""The impunity gap: the share of complaints with no known conviction.

It is computed only where the source itself presents the convictions as the outcome of the complaints.
Everywhere else the reasons why it cannot be computed are given in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from behindbars.errors import IncomparableError
from behindbars.measures.cascade import COMPLAINTS, CONVICTIONS, cascade
from behindbars.measures.frames import STATE_REPORTERS, marked, rows, value_of, words_of
from behindbars.package.values import Status, Value, complement_share
from behindbars.words import Words


def gap(data: Any) -> pd.DataFrame:
    """Compute the impunity gap of each country from the statement's own figures, or say why there is none.

    Parameters
    ----------
    data : Edition or DataFrame
        An edition, or observations as it has them.

    Returns
    -------
    DataFrame
        A row for each country, in their order:

        - ``country``, ``country_name``
        - ``low``, ``high``, ``status``, ``words``: share of the complaints with no known conviction, in per cent, as
          an interval; empty where it cannot be computed
        - ``frequency``: the convictions beside the complaints, such as "4 of 347, about 1 in 87"
        - ``reason``: why the gap cannot be computed; empty where it can
        - ``whole_low``, ``whole_high``, ``whole_status``, ``whole_words``: the complaints; the same with ``part_`` of
          the convictions, which have a number only if they came out of these complaints
        - ``note``: gap and frequency in one sentence; ``series``, ``period`` and ``remark`` of what it rests on
        - ``ids``: identifiers of the observations that gap or reason rest on, separated by spaces
    """
    words = words_of(data)
    stages = cascade(data)
    stages = stages[stages["stage"].isin([COMPLAINTS, CONVICTIONS])]
    countries = getattr(data, "countries", None)
    names = stages[["country", "country_name"]] if countries is None else countries
    found = [
        {
            "country": row.country,
            "country_name": row.country_name,
            **_gap(rows(stages[stages["country"].eq(row.country) & stages["id"].notna()]), words),
        }
        for row in rows(names.drop_duplicates("country"))
    ]
    return marked(pd.DataFrame(found, columns=COLUMNS), "gap", data)


COLUMNS = [
    "country", "country_name", "low", "high", "status", "words", "frequency", "reason",
    "whole_low", "whole_high", "whole_status", "whole_words", "part_low", "part_high", "part_status", "part_words",
    "note", "series", "period", "remark", "ids",
]  # fmt: skip


def incomparable(part: Any, whole: Any, words: Words) -> list[str]:
    """List the reasons why `part` may not be divided by `whole`; none means that it may.

    Different units are no obstacle where the source itself says that `part` is the outcome of `whole`; different
    series or periods always are.

    Parameters
    ----------
    part, whole : row of observations
        As `rows` gives them.
    words : Words
        The language of the reasons.
    """
    reasons = []
    if part.country != whole.country:
        reasons.append(words.say("reason-countries"))
    if part.series != whole.series:
        reasons.append(words.say("reason-series", first=whole.series_name, last=part.series_name))
    if (part.start, part.end, part.when) != (whole.start, whole.end, whole.when):
        reasons.append(words.say("reason-periods", first=whole.when, last=part.when))
    if part.outcome_of != whole.indicator:
        if part.unit != whole.unit:
            reasons.append(words.say("reason-units", first=words.unit(whole.unit), last=words.unit(part.unit)))
        reasons.append(words.say("reason-no-outcome"))
    return reasons


def _gap(stages: Sequence[Any], words: Words) -> dict[str, Any]:
    """Compute the gap of one country from its complaints and convictions, or find out why there is none."""
    complaints, convictions = ([row for row in stages if row.stage == stage] for stage in (COMPLAINTS, CONVICTIONS))
    pairs = [
        (whole, part, incomparable(part, whole, words))
        for whole in complaints
        for part in convictions
        if value_of(whole).known and value_of(part).known
    ]
    for whole, part, reasons in pairs:
        if not reasons:
            try:
                return _computed(whole, part, complement_share(value_of(part), value_of(whole)), words)
            except IncomparableError as error:
                reasons.append(words.say(error.reason))
    told = {**_told(complaints, COMPLAINTS, "whole", words), **_told(convictions, CONVICTIONS, "part", words)}
    if pairs:
        whole, part, reasons = pairs[0]
        refused = words.say("gap-incomparable", reasons=words.clauses(reasons))
        # Convictions that did not come out of these complaints are not picked from them.
        told |= _side("part", None, refused)
        return {**told, "reason": refused, "ids": f"{whole.id} {part.id}"}
    reason = words.clauses([told["whole_words"], told["part_words"]])
    return {**told, "reason": reason, "ids": " ".join(row.id for row in (*complaints, *convictions))}


def _computed(whole: Any, part: Any, share: Value, words: Words) -> dict[str, Any]:
    frequency = words.frequency(value_of(part), value_of(whole))
    without = words.value(share)
    return {
        "low": share.low,
        "high": share.high,
        "status": str(share.status),
        "words": without,
        "frequency": frequency,
        **_side("whole", whole, words.value(value_of(whole), whole.reporter, unit=True)),
        **_side("part", part, outcome(part, words)),
        "note": words.say("gap-note", frequency=frequency, share=without),
        "series": whole.series_name,
        "period": whole.period,
        "remark": part.note,
        "ids": f"{whole.id} {part.id}",
    }


def outcome(part: Any, words: Words) -> str:
    """Print convictions with what they count: "4 convictions", "no convictions"; a state's zero is put down to it."""
    if value_of(part).high != 0:
        return words.value(value_of(part), part.reporter, unit=True)
    message = "outcome-none.by-state" if part.reporter in STATE_REPORTERS else "outcome-none"
    return words.say(message, unit=part.unit, n=0, reporter=part.reporter)


def _told(found: Sequence[Any], stage: int, name: str, words: Words) -> dict[str, Any]:
    """Say what is known of a stage, with or without a number: "convictions not published"."""
    known = [row for row in found if value_of(row).known]
    row = (known or [*found, None])[0]
    if row is None:
        return _side(name, None, words.say("gap-not-mentioned", stage=stage))
    if not known:
        each = words.listing(dict.fromkeys(other.words for other in found))
        return _side(name, row, words.say("gap-without-number", stage=stage, words=each))
    message = "gap-zero" if row.status == Status.REPORTED_ZERO else "gap-number"
    n = row.low if row.high is None else row.high
    return _side(name, row, words.say(message, stage=stage, words=row.words, period=row.when, n=n))


def _side(name: str, row: Any, said: str) -> dict[str, Any]:
    """Give the cells of the whole or of the part; without a row it is not mentioned."""
    low, high, status = (row.low, row.high, row.status) if row else (None, None, "not_mentioned")
    return {f"{name}_low": low, f"{name}_high": high, f"{name}_status": status, f"{name}_words": said}
