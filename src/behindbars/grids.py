"""Two grids: what each state publishes of the cascade, and the state of the safeguards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from behindbars.cascade import STAGES
from behindbars.dataset import Dataset, Observation, Safeguard
from behindbars.values import Status
from behindbars.wording import NOT_MENTIONED, SAFEGUARD_WORDS, listing

STATE_REPORTERS = frozenset({"authorities", "state_to_cat"})
"""Reporters whose values are the state's own."""


class Publication(StrEnum):
    """What is public of one stage in one country, according to the statement."""

    PUBLISHED = "published"
    REPORTED_TO_UN = "reported_to_un"
    NOT_PUBLISHED = "not_published"
    NOT_KNOWN = "unknown"
    OTHERS_ONLY = "others_only"
    NOT_MENTIONED = "not_mentioned"
    TO_BE_COMPLETED = "to_be_completed"


@dataclass(frozen=True)
class TransparencyCell:
    """What is public of one stage in one country.

    Attributes
    ----------
    country : str
        ISO 3166-1 alpha-3 code.
    stage : int
        Stage of the cascade.
    publication : Publication
        What the state makes public of it.
    observations : tuple of Observation
        All the statement's observations of this stage.
    """

    country: str
    stage: int
    publication: Publication
    observations: tuple[Observation, ...]


def transparency(dataset: Dataset, year: int) -> list[TransparencyCell]:
    """Find what each state publishes of each stage, according to the statement.

    Parameters
    ----------
    dataset : Dataset
        The data package.
    year : int
        Edition year.

    Returns
    -------
    list of TransparencyCell
        One for each country and stage, none left out: silence is a finding.
    """
    cells = []
    for country in dataset.countries_of(year):
        for stage in STAGES:
            rows = tuple(
                row
                for row in dataset.observations(country=country.iso3, year=year, statement_only=True)
                if dataset.indicators[row.indicator].stage == stage and row.breakdown == "total" and row.case is None
            )
            cells.append(TransparencyCell(country.iso3, stage, _publication(rows), rows))
    return cells


def _publication(rows: tuple[Observation, ...]) -> Publication:
    by_state = [row for row in rows if row.reporter in STATE_REPORTERS and row.value.known]
    if any(row.reporter == "authorities" for row in by_state):
        return Publication.PUBLISHED
    if by_state:
        return Publication.REPORTED_TO_UN
    statuses = {row.value.status for row in rows}
    if Status.TO_BE_COMPLETED in statuses:
        return Publication.TO_BE_COMPLETED
    if Status.NOT_PUBLISHED in statuses:
        return Publication.NOT_PUBLISHED
    if Status.UNKNOWN in statuses:
        return Publication.NOT_KNOWN
    return Publication.OTHERS_ONLY if rows else Publication.NOT_MENTIONED


@dataclass(frozen=True)
class SafeguardCell:
    """What is found on one topic in one country.

    Attributes
    ----------
    country, topic : str
        Keys of their tables.
    law, practice : tuple of str
        The statuses found, each once, in the order of the findings; empty where the
        statement does not speak of the law, or of practice.
    findings : tuple of Safeguard
        The findings themselves.
    """

    country: str
    topic: str
    law: tuple[str, ...]
    practice: tuple[str, ...]
    findings: tuple[Safeguard, ...]

    @property
    def mentioned(self) -> bool:
        """Whether the statement speaks of this topic in this country."""
        return bool(self.findings)


def safeguards(dataset: Dataset, year: int, *, country: str | None = None) -> list[SafeguardCell]:
    """Arrange the findings on law and practice by topic and country.

    Parameters
    ----------
    dataset : Dataset
        The data package.
    year : int
        Edition year.
    country : str, optional
        ISO 3166-1 alpha-3 code; all countries if not given.

    Returns
    -------
    list of SafeguardCell
        One for each topic of the grid, in its order, and each country.
    """
    topics = sorted(
        (topic for topic in dataset.topics.values() if topic.grid is not None),
        key=lambda topic: topic.grid or 0,
    )
    countries = [row.iso3 for row in dataset.countries_of(year) if country in (None, row.iso3)]
    cells = []
    for topic in topics:
        for iso3 in countries:
            findings = tuple(
                row for row in dataset.safeguards if (row.country, row.topic, row.year) == (iso3, topic.id, year)
            )
            law = tuple(dict.fromkeys(row.law for row in findings if row.law))
            practice = tuple(dict.fromkeys(row.practice for row in findings if row.practice))
            cells.append(SafeguardCell(iso3, topic.id, law, practice, findings))
    return cells


GRAVITY = ("absent", "not_implemented", "harmful", "threatened", "partial", "unknown", "in_place", "to_be_completed")
"""Statuses of a law or practice, the gravest for people in detention first."""

HARMFUL = "against victims"
SAFEGUARD_KEY = SAFEGUARD_WORDS | {"harmful": HARMFUL, "not_mentioned": NOT_MENTIONED}
"""Words of each status that hold for every topic, and for silence."""


def status_words(dataset: Dataset, topic: str, statuses: Sequence[str]) -> str:
    """Print the statuses of a law or practice in the words of its topic."""
    harmful = dataset.topics[topic].harmful_en or HARMFUL
    return listing([SAFEGUARD_WORDS.get(status, harmful) for status in statuses]) or NOT_MENTIONED
