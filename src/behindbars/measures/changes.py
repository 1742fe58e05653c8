"""What changed from one edition to a later one: the rows of both, merged on their keys."""

from __future__ import annotations

from typing import Any

import pandas as pd

from behindbars.measures.frames import STATE_REPORTERS, marked, rows, value_of, words_of
from behindbars.measures.grids import GRAVITY, SIDES
from behindbars.measures.trends import change_reasons
from behindbars.package.periods import Period
from behindbars.package.values import WITHHELD, direction

NOT_MENTIONED = "not mentioned"
"""What a person answers where the statement no longer speaks of what the last edition had."""
CHANGES = (
    "rose", "fell", "open", "restated", "published", "silent", "status", "teller",
    "better", "worse", "unranked", "spoken", "unspoken",
    "new", "changed", "gone", "unanswered",
)  # fmt: skip
"""What can become of a value, of the status of a law or practice, and of any row; in the order in which it is told."""
TEXTS = {"cases": ["summary", "answer"], "recommendations": ["kind", "short", "text"], "signatories": []}
"""Columns in which a row of these tables can change; that an organisation signed again is no change."""
THING = ["country", "indicator", "series", "breakdown", "case"]
"""What a value is of."""
UNRANKED = {
    ("absent", "harmful"),
    ("harmful", "absent"),
    ("not_implemented", "harmful"),
    ("harmful", "not_implemented"),
    ("threatened", "partial"),
}
"""Moves that the order of gravity would rank, and that nobody can: a rule against victims in place of none is
another harm, not a lesser one; and a safeguard under threat may have become partial because the threat came true."""


def changes(data: Any, table: str, first: int | None = None) -> pd.DataFrame:
    """Find what changed in a table since an earlier edition.

    Parameters
    ----------
    data : Edition
        The later edition. In a draft, what nobody has answered yet is neither there nor gone.
    table : str
        ``observations``, ``safeguards``, ``cases``, ``recommendations`` or ``signatories``.
    first : int, optional
        Year of the earlier edition; that before this one if not given.

    Returns
    -------
    DataFrame
        A row for each thing that is not as it was, in the order of the later edition, then of the earlier:

        - ``key``: its question in the table of answers; ``country``, where the table has one
        - every column of the table twice, such as ``low_before`` and ``low_after``; NA where an edition lacks the row
        - ``change``: ``new``, ``changed``, ``gone`` (as a person confirmed) or ``unanswered``. Of a value, in place of
          the first two: ``rose``, ``fell``, ``open`` (other numbers, and neither can be told), ``restated`` (another
          number for the same period), ``published`` (a number where there was none, or a first one of the state),
          ``silent`` (none any more), ``status`` (known in another way), ``teller`` (the same from another reporter or
          source), ``new``
        - ``law``, ``practice``: of a finding, how its status moved, as `verdict` says
    """
    first = first or data.package.edition_before(data.year) or 0
    found = _merged(data, table, first)
    both = found["change"].eq("changed")
    if table == "observations":
        found["change"] = _changes_of_values(found, data)
        stayed = found["change"].eq("")
    elif table == "safeguards":
        for side in SIDES:
            moves = zip(found[f"{side}_before"], found[f"{side}_after"], both, strict=True)
            found[side] = [verdict(before, after) if compared else None for before, after, compared in moves]
        stayed = both & found[[*SIDES]].isna().all(axis=1)
    else:
        old, new = (found[[f"{text}_{side}" for text in TEXTS[table]]].to_numpy() for side in ("before", "after"))
        stayed = both & (old == new).all(axis=1)
    found["change"] = pd.Categorical(found["change"].where(~stayed), categories=CHANGES, ordered=True)
    return marked(found[~stayed], "changes", data, table=table, first=first)


def sides(found: pd.DataFrame) -> list[tuple[Any, Any]]:
    """Give the two rows of each thing of `changes` as records; None for one that an edition lacks."""
    return list(zip(_side(found, "_before"), _side(found, "_after"), strict=True))


def _side(found: pd.DataFrame, suffix: str) -> list[Any]:
    own = found.filter(regex=f"{suffix}$").rename(columns=lambda name: name.removesuffix(suffix))
    return [row if row.id is not None else None for row in rows(own)]


def _merged(data: Any, table: str, first: int) -> pd.DataFrame:
    """Put the rows of the two editions side by side, and say what became of each."""
    frame = getattr(data, table)
    place = frame["country"].astype(str) + "/" if table == "safeguards" else ""
    frame = frame.assign(key=f"{table}/" + place + frame["id"])
    before, after = frame[frame["year"].eq(first)], frame[frame["year"].eq(data.year)]
    after = after[~after["key"].isin(data.questions["question"])]  # the placeholders of a draft
    if table == "observations":
        after = after.assign(key=_partners(before, after))
    keys = pd.unique(pd.concat([after["key"], before["key"]]))
    found: pd.DataFrame = before.merge(after, how="outer", on="key", suffixes=("_before", "_after"), indicator="in")
    found = found.set_index("key").loc[keys].reset_index()
    answers = data.package.frames["answers"]
    answers = answers[answers["year"].between(first + 1, data.year) & answers["answer"].eq(NOT_MENTIONED)]
    fate = found["in"].astype(str).map({"both": "changed", "right_only": "new", "left_only": "unanswered"})
    found["change"] = fate.mask(fate.eq("unanswered") & found["key"].isin(answers["question"]), "gone")
    if "country" in frame:
        found["country"] = found["country_after"].fillna(found["country_before"])
    return found.drop(columns="in")


def _partners(before: pd.DataFrame, after: pd.DataFrame) -> pd.Series:
    """Give each later value the key of the earlier one.

    Where each edition has just one value of a thing, the two are partners whatever their keys: those of context are
    other ones each year.
    """
    alone = before[~before["key"].isin(after["key"])].drop_duplicates(THING, keep=False)
    pairs = after[~after["key"].isin(before["key"])].drop_duplicates(THING, keep=False).merge(alone, on=THING)
    return after["key"].replace(dict(zip(pairs["key_x"], pairs["key_y"], strict=True)))


def _changes_of_values(found: pd.DataFrame, data: Any) -> list[str]:
    """Say what became of each value; nothing where it stayed."""
    pairs = sides(found)
    by_state = {_counted(before) for before, _ in pairs if before and _is_of_state(before)}
    said = []
    for (before, after), fate in zip(pairs, found["change"], strict=True):
        if before and after:
            said.append(_change(before, after, data))
        else:
            first_of_state = after and _is_of_state(after) and _counted(after) not in by_state
            said.append("published" if first_of_state else fate)
    return said


def _is_of_state(row: Any) -> bool:
    return row.reporter in STATE_REPORTERS and value_of(row).known


def _counted(row: Any) -> tuple[str, str, str, str | None]:
    return row.country, row.indicator, row.breakdown, row.case


def _change(before: Any, after: Any, data: Any) -> str:
    """Say what became of a value that both editions have."""
    old, new = value_of(before), value_of(after)
    if new.known and old.status in WITHHELD:
        return "published"
    if old.known and new.status in WITHHELD:
        return "silent"
    if old.known and new.known:
        if any(getattr(before, name) != getattr(after, name) for name in (*THING, "outcome_of")):
            return "open"  # of two different counts, even equal numbers are equal by chance only
        if old.bounds != new.bounds and Period.parse(before.period) == Period.parse(after.period):
            return "restated"
        if old.bounds != new.bounds:
            return "open" if change_reasons(before, after, words_of(data)) else str(direction(old, new))
    if old.status is not new.status:
        return "status"
    return "teller" if before.reporter != after.reporter or is_of_another_source(before, after, data) else ""


def is_of_another_source(before: Any, after: Any, data: Any) -> bool:
    """Whether one value comes from a statement and the other does not, or both from context by other authors."""
    references = data.package.references
    authors = {references[row.source].author for row in (before, after)}
    return before.context != after.context or (after.context and len(authors) > 1)


def verdict(before: Any, after: Any) -> str | None:
    """Say how a status of law or practice moved; None where it did not.

    Parameters
    ----------
    before, after : str or missing
        Its codes; missing where the source does not speak of it.

    Returns
    -------
    {"better", "worse", "unranked", "spoken", "unspoken"} or None
        By the order of `GRAVITY`. What is not known is neither better nor worse than anything, and neither are the
        moves in `UNRANKED`; ``spoken`` is what the source speaks of now and did not before, ``unspoken`` the reverse.
    """
    if pd.isna(before) or pd.isna(after):
        return None if pd.isna(before) and pd.isna(after) else "spoken" if pd.isna(before) else "unspoken"
    if before == after:
        return None
    if "unknown" in (before, after) or (before, after) in UNRANKED:
        return "unranked"
    return "better" if GRAVITY.index(after) > GRAVITY.index(before) else "worse"
