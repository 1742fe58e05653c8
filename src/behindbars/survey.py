"""The uncertainty of a share found in a sample."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from behindbars.values import Status, Value, part_of
from behindbars.wording import STATUS_LABELS


def wilson(successes: float, trials: float, confidence: float = 0.95) -> tuple[float, float]:
    """Compute the Wilson score interval of a proportion.

    Parameters
    ----------
    successes, trials : float
        Counts; ``0 <= successes <= trials`` and `trials` above 0.
    confidence : float
        Between 0 and 1, both excluded.

    Returns
    -------
    tuple of float
        Lower and upper limit of the proportion, between 0 and 1.

    Raises
    ------
    ValueError
        If the counts or the confidence are outside their bounds.

    Notes
    -----
    E. B. Wilson (1927), "Probable inference, the law of succession, and statistical
    inference", Journal of the American Statistical Association 22, 209-212.
    """
    if trials <= 0 or not 0 <= successes <= trials:
        raise ValueError(f"{successes} successes in {trials} trials are not counts of a sample")
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence is between 0 and 1, not {confidence}")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = successes / trials
    centre = share + z * z / (2 * trials)
    margin = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max(0.0, (centre - margin) / scale), min(1.0, (centre + margin) / scale)


@dataclass(frozen=True)
class SurveyShare:
    """A share found in a sample, with what it says of those who were not asked.

    Attributes
    ----------
    share : Value
        As the study gives it, in per cent.
    participants : Value
        Size of the sample, in persons.
    count : Value
        The people behind the share, in persons: derived, not in the source.
    lower, upper : float
        Wilson interval in per cent for the smallest count that the source allows.
    """

    share: Value
    participants: Value
    count: Value
    lower: float
    upper: float


def survey_share(share: Value, participants: Value, confidence: float = 0.95) -> SurveyShare:
    """Derive the count behind a survey's share, and its Wilson interval.

    Parameters
    ----------
    share : Value
        In per cent of the participants.
    participants : Value
        In persons; must be exact.
    confidence : float
        Of the interval.

    Raises
    ------
    IncomparableError
        If the share is not in per cent or one of the two has no number.
    ValueError
        If the number of participants is not exact, or if the share is a range or an upper bound.
    """
    if participants.low is None or participants.status is not Status.EXACT:
        raise ValueError("a Wilson interval needs the exact number of participants")
    if share.status in (Status.RANGE, Status.UP_TO):
        kind = STATUS_LABELS[share.status]
        raise ValueError(f"a Wilson interval needs one share or a lower bound of it, not one given as “{kind}”")
    count = part_of(share, participants)
    lower, upper = wilson(count.bounds[0], participants.low, confidence)
    return SurveyShare(share, participants, count, 100 * lower, 100 * upper)
