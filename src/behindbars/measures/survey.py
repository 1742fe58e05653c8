"""The uncertainty of a share found in a sample."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist
from typing import Any

import pandas as pd

from behindbars.errors import IncomparableError
from behindbars.measures.frames import marked, rows, value_of, words_of
from behindbars.measures.selection import values
from behindbars.package.values import Status, Value, part_of

CONFIDENCE = 0.95


def survey(data: Any, share: str, participants: str, series: str) -> pd.DataFrame:
    """Set a survey's share beside its Wilson interval, where the source gives the share itself and not a bound of it.

    Parameters
    ----------
    data : Edition or DataFrame
        An edition, or observations as it has them.
    share, participants : str
        Indicators of the share, in per cent, and of the size of the sample, in persons.
    series : str
        The survey.

    Returns
    -------
    DataFrame
        Two rows, both in per cent of the participants: the share as the study reports it, and the interval at 95 per
        cent, of which ``point`` is the share that the count makes. ``category`` names them; ``ids`` names
        the observations. Empty where the edition lacks one of the two values, which ``attrs["indicators"]`` then
        names, or where nothing can be computed from them: ``attrs["refused"]`` then gives the reason, and
        ``attrs["ids"]`` the two.
    """
    words = words_of(data)
    found = values(data, [share, participants], series=series)
    nothing = pd.DataFrame(columns=COLUMNS)
    if silent := [code for code in (share, participants) if code not in set(found["indicator"])]:
        return marked(nothing, "survey", data, indicators=silent, series=series)
    reported, asked = rows(found.drop_duplicates("indicator", keep="last"))
    ids = f"{reported.id} {asked.id}"
    try:
        count, low, high = survey_share(value_of(reported), value_of(asked))
    except IncomparableError as error:
        if not error.reason:
            raise
        return marked(nothing, "survey", data, refused=words.say(error.reason), ids=ids)
    interval, least = Value(low, high, Status.RANGE, "percent"), count.bounds[0]
    drawn = pd.DataFrame(
        {
            "category": [words.say("survey.reported"), words.say("survey.interval", count=words.number(least))],
            "low": [reported.low, low],
            "high": [reported.high, high],
            "status": [reported.status, str(interval.status)],
            "words": [reported.words, words.value(interval)],
            "point": [None, 100 * least / asked.low],
        }
    ).assign(context=reported.context, ids=ids)
    return marked(drawn, "survey", data, count=words.value(count))


COLUMNS = ["category", "low", "high", "status", "words", "point", "context", "ids"]


def survey_share(share: Value, participants: Value) -> tuple[Value, float, float]:
    """Derive the count behind a survey's share, and its Wilson interval.

    Parameters
    ----------
    share : Value
        In per cent of the participants.
    participants : Value
        In persons; must be exact.

    Returns
    -------
    tuple of Value, float and float
        The people behind the share, which is not in the source; the limits of the interval in per cent, for the
        smallest such count.

    Raises
    ------
    IncomparableError
        If the number of participants is not exact, or if the share is a range or an upper bound, or has no number.
    """
    if participants.low is None or participants.status is not Status.EXACT:
        raise IncomparableError("a Wilson interval needs the exact number of participants", "refusal-participants")
    if share.status not in (Status.EXACT, Status.ABOUT):
        raise IncomparableError("a Wilson interval needs the share itself, not a bound of it", "refusal-share")
    count = part_of(share, participants)
    low, high = wilson(count.bounds[0], participants.low)
    return count, 100 * low, 100 * high


def wilson(successes: float, trials: float) -> tuple[float, float]:
    """Compute the Wilson score interval of a proportion, at the confidence `CONFIDENCE`.

    Parameters
    ----------
    successes, trials : float
        Counts; ``0 <= successes <= trials`` and `trials` above 0.

    Returns
    -------
    tuple of float
        Lower and upper limit of the proportion, between 0 and 1.

    Notes
    -----
    E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference", Journal of the
    American Statistical Association 22, 209-212.
    """
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    share = successes / trials
    centre = share + z * z / (2 * trials)
    margin = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max(0.0, (centre - margin) / scale), min(1.0, (centre + margin) / scale)
