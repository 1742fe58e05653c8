"""The impunity gap: the share of complaints with no known conviction.

It is computed only where the source itself presents the convictions as the outcome of the
complaints. Everywhere else the reasons why it cannot be computed are given in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from behindbars.cascade import STAGES, at_stage, cascades
from behindbars.dataset import Dataset, Observation
from behindbars.errors import IncomparableError
from behindbars.values import Status, Value, complement_share
from behindbars.wording import (
    NOT_MENTIONED,
    STATE_CLAUSES,
    as_told,
    frequency,
    listing,
    unit_words,
    value_words,
)

COMPLAINTS, CONVICTIONS = min(STAGES), max(STAGES)


@dataclass(frozen=True)
class Gap:
    """The impunity gap of a country.

    Attributes
    ----------
    complaints, convictions : Observation
        What it is computed from.
    share : Value
        Share of the complaints with no known conviction, in per cent, as an interval.
    """

    complaints: Observation
    convictions: Observation
    share: Value

    @property
    def frequency(self) -> str:
        """The convictions beside the complaints: "4 of 347, about 1 in 87", "none of 347"."""
        return frequency(self.convictions.value, self.complaints.value)

    @property
    def none(self) -> bool:
        """Whether there was no conviction at all."""
        return self.convictions.value.high == 0

    @property
    def outcome(self) -> str:
        """The convictions with what they count: "4 convictions", "no convictions".

        A zero that the state itself reported is put down to it.
        """
        row = self.convictions
        if not self.none:
            return value_words(row.value, row.reporter, unit=True)
        told = f", {as_told(row.reporter)}" if row.reporter in STATE_CLAUSES else ""
        return f"no {unit_words(row.value.unit)}{told}"


@dataclass(frozen=True)
class NoGap:
    """An impunity gap that cannot be computed, and why.

    Attributes
    ----------
    reason : str
        A clause for inside a sentence or a chart.
    observations : tuple of Observation
        What the reason rests on; empty where nothing is mentioned.
    """

    reason: str
    observations: tuple[Observation, ...]


def incomparable(part: Observation, whole: Observation, dataset: Dataset) -> list[str]:
    """List the reasons why `part` may not be divided by `whole`; none means that it may.

    Different units are no obstacle where the source itself says that `part` is the
    outcome of `whole`; different series or periods always are.
    """
    reasons = []
    if part.country != whole.country:
        reasons.append("they are of different countries")
    if part.series != whole.series:
        labels = [dataset.series[row.series].label_en for row in (whole, part)]
        reasons.append(f"they come from different series ({labels[0]}; {labels[1]})")
    if part.period != whole.period:
        reasons.append(f"they cover different periods ({whole.period.words()}; {part.period.words()})")
    if part.outcome_of != whole.indicator:
        if part.value.unit != whole.value.unit:
            reasons.append(f"they count different things ({whole.value.unit}; {part.value.unit})")
        reasons.append("the source does not say that the one came out of the other")
    return reasons


def check_comparable(part: Observation, whole: Observation, dataset: Dataset) -> None:
    """Refuse to compare two observations that may not be.

    Raises
    ------
    IncomparableError
        If they are of different countries, series or periods, or if the source does not
        present the one as the outcome of the other; the message lists every reason.
    """
    if reasons := incomparable(part, whole, dataset):
        raise IncomparableError(f"{part.id} and {whole.id} cannot be compared: {'; '.join(reasons)}")


def impunity_gap(dataset: Dataset, country: str, year: int) -> Gap | NoGap:
    """Compute the impunity gap of a country from the statement's own figures, or say why not.

    Parameters
    ----------
    dataset : Dataset
        The data package.
    country : str
        ISO 3166-1 alpha-3 code.
    year : int
        Edition year.
    """
    found = cascades(dataset, country, year)
    complaints = [row for row in at_stage(found, COMPLAINTS) if row.value.known]
    convictions = [row for row in at_stage(found, CONVICTIONS) if row.value.known]
    refused: NoGap | None = None
    for whole in complaints:
        for part in convictions:
            if incomparable(part, whole, dataset):
                continue
            try:
                return Gap(whole, part, complement_share(part.value, whole.value))
            except IncomparableError as error:
                refused = refused or NoGap(f"complaints and convictions cannot be compared: {error}", (whole, part))
    if refused:
        return refused
    if complaints and convictions:
        reasons = "; ".join(incomparable(convictions[0], complaints[0], dataset))
        reason = f"complaints and convictions cannot be compared: {reasons}"
        return NoGap(reason, (complaints[0], convictions[0]))
    observations = at_stage(found, COMPLAINTS) + at_stage(found, CONVICTIONS)
    reason = "; ".join(
        missing(noun, at_stage(found, stage))
        for stage, noun in ((COMPLAINTS, "complaints"), (CONVICTIONS, "convictions"))
    )
    return NoGap(reason, tuple(observations))


def missing(noun: str, observations: Sequence[Observation]) -> str:
    """Say in a clause what is known of a stage, with or without a number: "convictions not published"."""
    if not observations:
        return f"{noun} {NOT_MENTIONED}"
    known = [row for row in observations if row.value.known]
    if not known:
        words = {row.value.status: value_words(row.value, row.reporter) for row in observations}
        return f"{noun} {listing(list(words.values()))}"
    row = known[0]
    words_of_row = value_words(row.value, row.reporter)
    if row.value.status is Status.REPORTED_ZERO:
        return f"{noun}, {row.period.words()}: {words_of_row}"
    return f"{words_of_row} {noun}"
