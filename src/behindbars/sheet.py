"""What a fact sheet holds: plain text, chosen and worded, ready to be set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StageWords:
    """What one series says of one stage, and whether it speaks of it, and with a number other than zero."""

    words: str
    mentioned: bool = False
    number: bool = False


@dataclass(frozen=True)
class CascadeRow:
    """The stages of one series, in the order of `STAGES`, with the time that they cover and their places."""

    series: str
    period: str
    stages: tuple[StageWords, ...]
    source: str


@dataclass(frozen=True)
class SafeguardText:
    """One safeguard: its status in words, the gravest finding on it, and the places of all findings on it."""

    topic: str
    law: str
    practice: str
    finding: str
    source: str


@dataclass(frozen=True)
class CaseText:
    """One case: what happened, and the response."""

    title: str
    summary: str
    answer: str
    source: str


@dataclass(frozen=True)
class Ask:
    """One recommendation, in full."""

    subject: str
    text: str
    source: str


@dataclass(frozen=True)
class FactSheet:
    """What the fact sheet of a country says, as plain text.

    Attributes
    ----------
    country, slug : str
        Name of the country, and its name in file names.
    year : int
        Edition year.
    draft : bool
        Whether questions of the last edition are still open.
    finding : str
        The headline of the country's cascade.
    support : tuple of str
        Sentences that support it.
    finding_source : str
        Where finding and support stand.
    stages : tuple of str
        Names of the stages of the cascade, in order.
    cascade : tuple of CascadeRow
        One for each series; where no series speaks of a stage, one that says so.
    safeguards : tuple of SafeguardText
        The gravest first.
    safeguards_note, case_note, asks_note : str
        What the rows shown are a choice of, or that there is none.
    case : CaseText or None
        None where the statement tells none.
    asks : tuple of Ask
        In the order of the statement.
    statement, published, address : str
        Title, date and address of the statement.
    section : str
        Letter with which the statement's paragraphs on the country begin.
    """

    country: str
    slug: str
    year: int
    draft: bool
    finding: str
    support: tuple[str, ...]
    finding_source: str
    stages: tuple[str, ...]
    cascade: tuple[CascadeRow, ...]
    safeguards: tuple[SafeguardText, ...]
    safeguards_note: str
    case: CaseText | None
    case_note: str
    asks: tuple[Ask, ...]
    asks_note: str
    statement: str
    published: str
    address: str
    section: str
