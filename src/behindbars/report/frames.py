"""The frames of an edition: the tables of the data package, joined and in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from behindbars.errors import ParameterError
from behindbars.measures.cascade import STAGES
from behindbars.measures.frames import rows, value_of
from behindbars.package import DataPackage
from behindbars.package.periods import Period
from behindbars.words import Words

CODES = {"country": "countries", "topic": "topics", "indicator": "indicators", "series": "series"}
"""Columns of codes, and the tables that have their words."""
OTHER_LANGUAGE = r"_[a-z]{2}$"
"""How the name of a text column ends: with its language."""


def edition_frames(package: DataPackage, year: int, country: str | None, words: Words) -> dict[str, pd.DataFrame]:
    """Make the frames of an edition, by the names of its attributes.

    Parameters
    ----------
    package : DataPackage
        The data, with placeholders where an edition is a draft.
    year : int
        Edition year; rows of later years are left out.
    country : str or None
        Code of the one country whose rows are wanted; the rows of all if not given.
    words : Words
        The language.
    """
    table = {name: in_language(frame, words.lang, name) for name, frame in package.frames.items()}
    for code, name in CODES.items():
        told = {"id": code, "iso3": code, "label": f"{code}_name", "name": f"{code}_name", "one": f"{code}_one"}
        table[name] = table[name].rename(columns=told)
    found = {"topics": table["topics"]}
    for name in ("observations", "safeguards", "cases", "events", "recommendations", "signatories", "corrections"):
        frame = table[name][table[name]["year"].le(year)]
        if country and name in ("observations", "safeguards", "cases", "events"):
            frame = frame[frame["country"].eq(country)]
        for code, names in CODES.items():
            if code in frame and name != "signatories":
                frame = _named(frame, code, table[names])
        found[name] = frame.reset_index(drop=True)
        found[name].attrs = {"lang": words.lang, "edition": year}
    found["observations"] = _observations(found["observations"], package, words)
    found["events"] = _events(found["events"], package, year, words)
    here = table["countries"]["country"].isin([country] if country else package.countries_of(year)["iso3"])
    found["countries"] = table["countries"][here].reset_index(drop=True)
    return found


def in_language(frame: pd.DataFrame, lang: str, table: str) -> pd.DataFrame:
    """Give the text columns of a language their plain names, and leave out those of other languages.

    Raises
    ------
    ParameterError
        If the table has no texts in that language, or lacks one that it has in English.
    """
    texts = [column.removesuffix("_en") for column in map(str, frame) if column.endswith("_en")]
    columns = {f"{text}_{lang}": text for text in texts}
    for column, text in columns.items():
        if column not in frame:
            raise ParameterError(
                f"{table}.csv has no column {column!r}: there is no edition in the language {lang!r} yet."
            )
        lacking = frame[frame[column].isna() & frame[f"{text}_en"].notna()]
        if len(lacking):
            ids = ", ".join(lacking.iloc[:5, 0].astype(str))
            told = "1 row has" if len(lacking) == 1 else f"{len(lacking)} rows have"
            raise ParameterError(f"{table}.csv: {told} no {column}, such as {ids}.")
    others = [
        column for text in texts for column in frame.filter(regex=f"^{text}{OTHER_LANGUAGE}") if column not in columns
    ]
    return frame.drop(columns=others).rename(columns=columns)


def _named(frame: pd.DataFrame, code: str, table: pd.DataFrame) -> pd.DataFrame:
    """Put the words of a code beside it; both are categories in the order of their table."""
    labels = table.filter(regex=f"^{code}(_name|_one)?$")
    named = frame.merge(labels, how="left", on=code)
    for column in (code, f"{code}_name"):
        if code != "indicator":
            named[column] = pd.Categorical(named[column], categories=list(dict.fromkeys(labels[column])), ordered=True)
    return named


def _observations(frame: pd.DataFrame, package: DataPackage, words: Words) -> pd.DataFrame:
    """Say of each value what it is, when it was, who says so and where."""
    stages = {stage: words.say("stage", n=stage) for stage in STAGES}
    said = rows(frame)
    periods = [Period.parse(row.period) for row in said]
    return frame.assign(
        stage_name=pd.Categorical(frame["stage"].map(stages), categories=list(stages.values()), ordered=True),
        start=_days(period.start for period in periods),
        end=_days(period.end for period in periods),
        when=[words.when(row.period) for row in said],
        words=[_value(row, words) for row in said],
        short=[_value(row, words, short=True) for row in said],
        who=[
            words.say("who.context" if row.context else "who", reporter=row.reporter, context=row.context)
            for row in said
        ],
        group=[words.say("group", group=row.breakdown) for row in said],
        where=[_where(row, package, words) for row in said],
        published=_days(package.published_source(row.source) for row in said),
    )


def _days(days: Iterable[Any]) -> pd.DatetimeIndex:
    """Make a column of days, NaT where there is none."""
    return pd.to_datetime([*days])


def _value(row: Any, words: Words, *, short: bool = False) -> str:
    return words.value(value_of(row), row.reporter, context=row.context, verbatim=row.verbatim, short=short)


def _where(row: Any, package: DataPackage, words: Words) -> str:
    reference = package.references[row.source]
    title = reference.short_title or reference.title
    return title if row.locator == "not recorded" else words.say("where", source=title, place=row.locator)


def _events(frame: pd.DataFrame, package: DataPackage, year: int, words: Words) -> pd.DataFrame:
    """Say when each event was; context after the day of the statement is no part of its edition."""
    periods = [Period.parse(date) for date in frame["date"]]
    before = [period.sort_key[0] <= package.published(year) for period in periods]
    frame = frame.assign(
        start=_days(period.start for period in periods),
        end=_days(period.end for period in periods),
        when=[words.period(date) for date in frame["date"]],
    )
    own = frame["year"].eq(year)
    return frame[own.where(~frame["context"], pd.Series(before, index=frame.index))].reset_index(drop=True)
