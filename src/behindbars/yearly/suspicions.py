"""What in an edition may be right, but must be looked at by a person once: each is a question."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

import pandas as pd

from behindbars.measures.changes import THING
from behindbars.measures.frames import rows, value_of
from behindbars.package import DataPackage
from behindbars.package.needs import EDITION_TABLES
from behindbars.package.periods import Period
from behindbars.package.values import Status
from behindbars.words import Words

FEW = 5
"""Counts below this could let a reader find out who is meant."""
FOLD = 3
"""A value that grew or shrank by more than this factor is asked about."""

_Asked = Iterator[tuple[str, str]]


def suspicions(package: DataPackage, year: int, words: Words) -> pd.DataFrame:
    """Ask about everything in an edition that may be right, but often is a mistake.

    Returns
    -------
    DataFrame
        A row for each question: ``question`` (its identifier in the table of answers, such as ``few/N18``), ``asked``
        (in words), and ``answer``, ``name``, ``date``, which are NaN unless an answer was given to just these words:
        other words are another question.
    """
    pairs = dict(pair for ask in SUSPICIONS for pair in ask(package, year, words))
    asked = pd.DataFrame(pairs.items(), columns=["question", "asked"], dtype=str)
    answers = package.frames["answers"]
    return asked.merge(answers[answers["year"].eq(year)].drop(columns="year"), how="left", on=["question", "asked"])


def threefold(package: DataPackage, year: int, words: Words) -> _Asked:
    """Ask about values that are more than three times the one before of the same thing, or less than a third of it."""
    known = [row for row in rows(package.frames["observations"]) if row.year <= year and value_of(row).known]
    thing = attrgetter(*THING)
    times = {period: Period.parse(period).sort_key for period in {row.period for row in known}}
    for row in (row for row in known if row.year == year):
        earlier = [one for one in known if thing(one) == thing(row) and times[one.period] < times[row.period]]
        last = max(earlier, key=lambda one: (times[one.period], one.year), default=None)
        if last and _differ(row, last):
            told = {"now": _value(row, words), "at": words.when(row.period)}
            told |= {"before": _value(last, words), "then": words.when(last.period)}
            yield f"threefold/{row.id}", words.say("suspicion-threefold", named=_named(package, row, words), **told)


def _differ(row: Any, earlier: Any) -> bool:
    """Whether two values differ more than threefold, at whichever bound both have."""
    ends = [sorted(pair) for pair in ((row.low, earlier.low), (row.high, earlier.high)) if None not in pair]
    return any(large > FOLD * small for small, large in ends)


def few(package: DataPackage, year: int, words: Words) -> _Asked:
    """Ask about groups so small that someone in them could be found out."""
    frame = package.frames["observations"]
    number = frame["high"].fillna(frame["low"])
    of_group = frame["breakdown"].ne("total") & frame["status"].ne(Status.REPORTED_ZERO)
    small = frame[(number.gt(0) & number.lt(FEW)).fillna(False) & of_group & frame["year"].eq(year)]
    for _, group in small.groupby(["country", "indicator", "series", "period"], sort=False, observed=True):
        found = rows(group)
        told = [words.say("suspicion-few.value", value=_value(row, words), group=_group(row, words)) for row in found]
        named = _named(package, found[0]._replace(breakdown="total"), words)
        yield f"few/{found[0].id}", words.say("suspicion-few", named=named, said=words.listing(told))


def never_accessed(package: DataPackage, year: int, words: Words) -> _Asked:
    """Ask about sources, new in this edition, of which it is not recorded when they were read."""
    before = package.edition_before(year) or 0
    tables = [package.frames[table] for table in EDITION_TABLES]
    cited = {key for table in tables for key in table.loc[table["year"].between(before + 1, year), "source"]}
    without = [key for key, reference in package.references.items() if key in cited and not reference.accessed]
    if without:
        yield "access", words.say("suspicion-access", n=len(without), keys=words.say("comma").join(without))


def unlinked(package: DataPackage, year: int, words: Words) -> _Asked:
    """Ask about recommendations to which neither topics nor indicators are given: no finding stands beside them."""
    frame = package.frames["recommendations"]
    own = frame["year"].eq(year) & frame["kind"].eq("recommendation")
    for row in rows(frame[own & frame["topics"].isna() & frame["indicators"].isna()]):
        short = getattr(row, f"short_{words.lang}")
        yield f"unlinked/{row.id}", words.say("suspicion-unlinked", id=row.id, short=short)


def _value(row: Any, words: Words) -> str:
    return words.value(value_of(row), row.reporter, context=row.context, verbatim=row.verbatim)


def _group(row: Any, words: Words) -> str:
    return words.say("group", group=row.breakdown)


def _named(package: DataPackage, row: Any, words: Words) -> str:
    """Name what a value is of."""
    tables = {"place": ("countries", row.country, "name"), "what": ("indicators", row.indicator, "label")}
    tables |= {"series": ("series", row.series, "label")}
    named = {name: package.text(*place, words.lang) for name, place in tables.items()}
    return words.say("suspicion-named", **named, breakdown=row.breakdown, group=_group(row, words))


SUSPICIONS = (threefold, few, never_accessed, unlinked)
"""Every suspicion; each yields the identifiers and the words of its questions."""
