"""What all measures begin with: the observations of an edition, and the values in their rows."""

from __future__ import annotations

from collections import namedtuple
from functools import lru_cache
from typing import Any

import pandas as pd

from behindbars.package.values import Status, Value
from behindbars.words import Words

STATE_REPORTERS = frozenset({"authorities", "state_to_cat"})
"""Reporters whose values are the state's own."""


def observations_of(data: Any) -> pd.DataFrame:
    """Give the observations of an edition; a frame of observations is taken as it is."""
    frame: pd.DataFrame = data.observations if hasattr(data, "observations") else data
    return frame


def year_of(data: Any) -> int:
    """Give the year of an edition; of a frame, the newest year of which a statement speaks."""
    if hasattr(data, "year") and not isinstance(data, pd.DataFrame):
        return int(data.year)
    frame = observations_of(data)
    if "edition" in frame.attrs:
        return int(frame.attrs["edition"])
    return int(frame.loc[~frame["context"], "year"].max())


def country_of(data: Any) -> str | None:
    """Give the country that an edition is of; None for the region, and for a frame, which may hold several."""
    return None if isinstance(data, pd.DataFrame) else data.country


def words_of(data: Any) -> Words:
    """Give the words of an edition's language; of a frame, those of the language that it was made in."""
    if hasattr(data, "words") and not isinstance(data, pd.DataFrame):
        words: Words = data.words
        return words
    return words_in(observations_of(data).attrs.get("lang", "en"))


@lru_cache
def words_in(lang: str) -> Words:
    """Read the catalogue of a language, once."""
    return Words(lang)


def of_edition(frame: pd.DataFrame, data: Any) -> pd.DataFrame:
    """Keep the rows of an edition's own year; those of earlier years stand in its frames, too."""
    return frame[frame["year"].eq(year_of(data))]


def totals(observations: pd.DataFrame) -> pd.DataFrame:
    """Keep what is counted of a whole country: no group of a breakdown, and no single case."""
    return observations[observations["breakdown"].eq("total") & observations["case"].isna()]


def rows(frame: pd.DataFrame) -> list[Any]:
    """Give the rows of a frame as records, in which a missing cell is None."""
    row = namedtuple("Row", frame.columns, rename=True)  # type: ignore[misc]  # its columns are known only here
    cells = frame.to_numpy(dtype=object, na_value=None)  # type: ignore[arg-type]  # None is a value as any other
    return [row._make(one) for one in cells.tolist()]


def value_of(row: Any) -> Value:
    """Give the value of a row, in the unit of its indicator."""
    return Value(row.low, row.high, Status(row.status), row.unit)


def marked(frame: pd.DataFrame, measure: str, data: Any, **about: Any) -> pd.DataFrame:
    """Note on a frame which measure it is, and of what: its headline and its caption are found by that."""
    frame = frame.reset_index(drop=True)
    known: Any = {"lang": words_of(data).lang, "edition": year_of(data), "measure": measure, **about}
    frame.attrs = known
    return frame


def labelled(row: Any, words: Words) -> str:
    """Print a value with what it counts, in the form that it asks for: "48 victims recognised", "1 case registered"."""
    one = max((end for end in (row.low, row.high) if end is not None), default=None) == 1
    return words.say("labelled", words=row.words, label=row.indicator_one if one else row.indicator_name)
