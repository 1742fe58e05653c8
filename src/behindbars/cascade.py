"""The accountability cascade: from complaints to convictions, stage by stage.

A cascade belongs to one country, one edition year and one series. Every stage is always
there, as a value or as a stage that the series does not address.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from behindbars.dataset import Dataset, Observation

STAGES = {
    1: "Complaints",
    2: "Cases registered",
    3: "Victims recognised",
    4: "Suspects",
    5: "Prosecutions or cases in court",
    6: "Convictions",
}
"""The stages of the cascade, in order."""


@dataclass(frozen=True)
class Cascade:
    """The stages of one country, edition year and series.

    Attributes
    ----------
    country, series : str
        Keys of their tables.
    stages : dict of int to Observation or None
        One entry for each of `STAGES`; None where the series does not address it.
    """

    country: str
    series: str
    stages: dict[int, Observation | None]

    @property
    def observations(self) -> list[Observation]:
        """The observations of the stages that are mentioned, in order."""
        return [observation for observation in self.stages.values() if observation]


def cascades(dataset: Dataset, country: str, year: int, *, context: bool = False) -> list[Cascade]:
    """Make the cascades of a country, one for each series that speaks of a stage.

    Parameters
    ----------
    dataset : Dataset
        The data package.
    country : str
        ISO 3166-1 alpha-3 code.
    year : int
        Edition year.
    context : bool
        Whether to make those of the context sources instead of the statement's.

    Returns
    -------
    list of Cascade
        In the order of the table of series; empty if no source speaks of any stage.
    """
    by_series: dict[str, dict[int, Observation]] = {}
    for observation in dataset.observations(country=country, year=year):
        stage = dataset.indicators[observation.indicator].stage
        if stage is None or observation.breakdown != "total" or observation.is_context != context:
            continue
        if observation.case is not None:  # a figure of one case is none of the country
            continue
        stages = by_series.setdefault(observation.series, {})
        # Of two values for one stage, such as a cumulative and a yearly one, the latest period stands.
        if stage not in stages or stages[stage].period.sort_key < observation.period.sort_key:
            stages[stage] = observation
    return [
        Cascade(country, series, {stage: by_series[series].get(stage) for stage in STAGES})
        for series in dataset.series
        if series in by_series
    ]


def at_stage(cascades_: Iterable[Cascade], stage: int) -> list[Observation]:
    """List what all the series of a country say of one stage."""
    found = (cascade.stages[stage] for cascade in cascades_)
    return [observation for observation in found if observation]
