"""The rows of the tables as typed records; datapackage.json describes what each column means.

A text that may be missing is None where it is. ``is_context`` says that the source of the row is
not the statement.
"""

from __future__ import annotations

from dataclasses import dataclass

from behindbars.dates import Period
from behindbars.values import Value


@dataclass(frozen=True)
class Country:
    """A country, or the region (``kind`` says which)."""

    iso3: str
    slug: str
    kind: str
    section: str
    name_en: str
    name_own: str | None
    lang_own: str | None
    name_ru: str | None
    torture_article: str | None
    source: str | None
    locator: str | None


@dataclass(frozen=True)
class Indicator:
    """Something counted; ``stage`` is its place in the accountability cascade, if it has one."""

    id: str
    label_en: str
    label_ru: str | None
    unit: str
    stage: int | None
    definition_en: str


@dataclass(frozen=True)
class Series:
    """A register or count from which values come."""

    id: str
    label_en: str
    label_ru: str | None
    definition_en: str


@dataclass(frozen=True)
class Topic:
    """A safeguard or practice on which findings are made; ``grid`` is its row in the safeguards grid."""

    id: str
    label_en: str
    label_ru: str | None
    grid: int | None
    harmful_en: str | None


@dataclass(frozen=True)
class Observation:
    """One value; ``value`` is in the unit of the indicator."""

    id: str
    country: str
    year: int
    period: Period
    indicator: str
    series: str
    breakdown: str
    value: Value
    reporter: str
    outcome_of: str | None
    case: str | None
    source: str
    locator: str
    confidence: str
    verbatim: str | None
    note: str | None
    is_context: bool


@dataclass(frozen=True)
class Safeguard:
    """One finding on law, on practice, or on both."""

    id: str
    country: str
    year: int
    topic: str
    law: str | None
    practice: str | None
    finding_en: str
    finding_ru: str | None
    source: str
    locator: str
    confidence: str
    is_context: bool


@dataclass(frozen=True)
class Case:
    """A case of a person or a group."""

    id: str
    country: str
    year: int
    kind: str
    title_en: str
    title_ru: str | None
    person: str | None
    summary_en: str
    answer_en: str
    summary_ru: str | None
    answer_ru: str | None
    source: str
    locator: str
    confidence: str
    is_context: bool


@dataclass(frozen=True)
class Event:
    """A dated fact."""

    id: str
    country: str
    year: int
    date: Period
    kind: str
    case: str | None
    event_en: str
    event_ru: str | None
    outcome_en: str | None
    source: str
    locator: str
    confidence: str
    note: str | None
    is_context: bool


@dataclass(frozen=True)
class Recommendation:
    """A recommendation, or the closing, with the ids of what would show it met."""

    id: str
    year: int
    kind: str
    short_en: str
    text_en: str
    text_ru: str | None
    topics: tuple[str, ...]
    indicators: tuple[str, ...]
    source: str
    locator: str


@dataclass(frozen=True)
class Answer:
    """A person's answer to a question that is asked of an edition."""

    year: int
    question: str
    asked: str
    answer: str
    name: str
    date: Period


@dataclass(frozen=True)
class Correction:
    """A change of what an edition had published."""

    id: str
    year: int
    table: str
    row: str
    country: str | None
    what_en: str
    why_en: str
    noticed_by: str
    date: Period


@dataclass(frozen=True)
class Signatory:
    """An organisation that signed the statement of an edition."""

    id: str
    year: int
    name_en: str
    name_ru: str | None
    short: str | None
    country: str | None
    note: str | None
    source: str
    locator: str


@dataclass(frozen=True)
class Label:
    """A number or date in the text of a statement that is a name or a way of speaking, and no fact of its own."""

    year: int
    locator: str
    text: str
    reason: str
