"""What can change from one edition to the next, as records: what became of a row, and how it moved."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from behindbars.dataset import Case, Observation, Recommendation, Safeguard, Signatory
from behindbars.grids import GRAVITY
from behindbars.values import Direction, Value

T = TypeVar("T", bound=Observation | Safeguard | Case | Recommendation | Signatory)


class Fate(StrEnum):
    """What became of a row of the earlier edition, or where one of the later comes from."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    """A person confirmed that the statement no longer mentions it."""
    UNANSWERED = "unanswered"
    """There is no row, and nobody has said why."""


class ValueKind(StrEnum):
    """What is first to be said of a value that changed; the others of its changes are said with it."""

    NUMBER = "number"
    """Both editions have a number, and the two differ."""
    PUBLISHED = "published"
    """A number now, where it was not published or not known; or one that the state gives for the first time."""
    SILENT = "silent"
    """A number then; now it is not published or not known."""
    STATUS = "status"
    """It is known in another way."""
    TELLER = "teller"
    """The same value, from another reporter or another kind of source."""
    NEW = "new"
    GONE = "gone"
    UNANSWERED = "unanswered"


class Verdict(StrEnum):
    """How the status of a law or practice moved."""

    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"
    """It moved, and neither way can be told."""
    NEW = "new"
    """The source speaks of it now, and did not before."""
    GONE = "gone"
    """The source does not speak of it any more."""


UNRANKED = frozenset(
    {
        ("absent", "harmful"),
        ("harmful", "absent"),
        ("not_implemented", "harmful"),
        ("harmful", "not_implemented"),
        ("threatened", "partial"),
    }
)
"""Moves that the order of gravity would rank, and that nobody can: a rule against victims in place of none is
another harm, not a lesser one; and a safeguard under threat may have become partial because the threat came true."""


@dataclass(frozen=True)
class Change(Generic[T]):
    """What became of one row.

    Attributes
    ----------
    fate : Fate
        What became of it.
    before, after : row or None
        The row of each edition.
    """

    fate: Fate
    before: T | None
    after: T | None

    @property
    def row(self) -> T:
        """The newer row that there is."""
        row = self.after or self.before
        assert row is not None
        return row


@dataclass(frozen=True)
class ValueChange(Change[Observation]):
    """What became of one value.

    Attributes
    ----------
    kind : ValueKind
        What is first to be said of it.
    direction : Direction or None
        Where both have a number: how they stand to each other; `Direction.OPEN` where that cannot be told.
    difference : Value or None
        How far apart they are, where that may be said.
    reasons : tuple of str
        Why two numbers may not be compared; empty where they may.
    reporter, source : bool
        Whether somebody else reports it now, or another kind of source.
    """

    kind: ValueKind
    direction: Direction | None = None
    difference: Value | None = None
    reasons: tuple[str, ...] = ()
    reporter: bool = False
    source: bool = False


@dataclass(frozen=True)
class FindingChange(Change[Safeguard]):
    """What became of one finding; ``law`` and ``practice`` say how each moved, None where it did not."""

    law: Verdict | None = None
    practice: Verdict | None = None


@dataclass(frozen=True)
class Comparison:
    """Everything that changed from one edition to a later one, in the order of the tables.

    Attributes
    ----------
    first, last : int
        Edition years.
    values, findings, cases, recommendations, signatories : tuple
        The changes; what stayed is not among them.
    open : int
        How many questions of the later edition nobody has answered: above 0, it is a draft.
    """

    first: int
    last: int
    values: tuple[ValueChange, ...]
    findings: tuple[FindingChange, ...]
    cases: tuple[Change[Case], ...]
    recommendations: tuple[Change[Recommendation], ...]
    signatories: tuple[Change[Signatory], ...]
    open: int


def verdict(before: str | None, after: str | None) -> Verdict | None:
    """Say how a status of law or practice moved; None where it did not.

    The order is that of `GRAVITY`. What is not known is neither better nor worse than anything, and neither
    are the moves in `UNRANKED`.
    """
    if before == after:
        return None
    if before is None:
        return Verdict.NEW
    if after is None:
        return Verdict.GONE
    if "unknown" in (before, after) or (before, after) in UNRANKED:
        return Verdict.OTHER
    return Verdict.BETTER if GRAVITY.index(after) > GRAVITY.index(before) else Verdict.WORSE
