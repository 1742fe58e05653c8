"""What a chapter says of two years beside each other: this edition's value, and that of the year before."""

from __future__ import annotations

from typing import Any

from behindbars import measures
from behindbars.measures.frames import labelled, rows, value_of
from behindbars.measures.trends import change_reasons
from behindbars.package.values import COUNTED_UNITS, Direction, Value, difference, direction
from behindbars.report.display import Text
from behindbars.report.edition import Edition
from behindbars.report.text import citation, text
from behindbars.words import Words
from behindbars.words.markdown import escape
from behindbars.words.words import MEASURED_UNITS

KEPT_BY = {"coalition": "coalition", "ngo": "statement", "state_to_cat": "state_to_cat", "study": "study"}
"""Series of which the reporter's name says all."""


def year_on_year(edition: Edition) -> Text:
    """Tell how each count of this edition's year stands to that of the year before.

    One sentence for each indicator and series that has a number for both years, where nothing forbids to compare them;
    what a source says that it counts is said too. Nothing where there is no such pair.
    """
    indicators = edition.package.frames["indicators"]
    told = indicators["unit"].isin(COUNTED_UNITS) & indicators["id"].isin(edition.observations["indicator"])
    counts = indicators[told].sort_values("stage", kind="stable", na_position="last")
    return text(edition, *(sentence for indicator in counts["id"] for sentence in _sentences(edition, indicator)))


def _sentences(edition: Edition, indicator: str) -> list[str]:
    words = edition.words
    found = measures.trends(edition, indicator)
    sentences = []
    for _, series in found.groupby(["country", "series"], observed=True, sort=False):
        years = {row.time: row for row in rows(series) if value_of(row).known}
        before, now = years.get(edition.year - 1), years.get(edition.year)
        if before and now and not change_reasons(before, now, words):
            sentences.append(" ".join([_beside(before, now, words), *_notes(before, now, words)]))
    return sentences


def _beside(before: Any, now: Any, words: Words) -> str:
    """Set this year's value beside that of the year before."""
    way = direction(value_of(before), value_of(now))
    return words.say(
        f"year-on-year.{way}",
        now=_now(now, words),
        before=escape(words.say("value-zero-alone") if before.status == "reported_zero" else before.words),
        apart=escape(
            distance(difference(value_of(before), value_of(now)), way, words) if way is not Direction.OPEN else ""
        ),
        period=escape(before.when),
        origin=_origin(before, now),
        reporter=before.reporter,
        context=before.context,
        cited=citation(before, words),
    )


def _now(now: Any, words: Words) -> str:
    """Say this year's value, who reports it and in which series, as the beginning of a sentence."""
    message = "year-now.zero" if now.status == "reported_zero" else "year-now"
    return words.say(
        message,
        context=now.context,
        reporter=now.reporter,
        what=escape(labelled(now, words)),
        one=escape(now.indicator_name),
        series="same" if now.series == KEPT_BY.get(now.reporter) else escape(now.series_name),
        at=escape(words.at(now.period)),
        cited=citation(now, words),
    )


def _origin(before: Any, now: Any) -> str:
    """Name in what the source of the value of the year before differs, as a choice of the catalogue."""
    if before.context != now.context:
        return "context" if before.context else "statement"
    return "reporter" if before.reporter != now.reporter else "same"


def _notes(before: Any, now: Any, words: Words) -> list[str]:
    """Repeat what context says that it counts; the notes on two figures of statements only where they differ."""
    if before.context and now.context and before.note and before.note == now.note:
        return [words.say("year-note.both", note=escape(now.note.rstrip(".")))]
    differ = before.note != now.note
    return [
        words.say("year-note", period=escape(row.when), note=escape(row.note.rstrip(".")))
        for row in (before, now)
        if row.note and (row.context or (differ and not before.context))
    ]


def distance(apart: Value, way: Direction, words: Words) -> str:
    """Say how far apart two values are: "64 more", "at least 3 fewer", "5 percentage points less"."""
    one = apart.low == apart.high == 1
    kind = "percent" if apart.unit == "percent" else "measure" if apart.unit in MEASURED_UNITS else "count"
    more = "more" if way is Direction.ROSE else "less"
    said = words.value(Value(apart.low, apart.high, apart.status, "items")) if kind == "percent" else words.value(apart)
    return words.say(f"distance-{kind}.{more}", apart=said, n=1 if one else 2)
