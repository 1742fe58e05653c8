"""What a chapter says of two years beside each other: this edition's value, and that of the year before."""

from __future__ import annotations

from behindbars.chapter import Chapter, citation, words
from behindbars.comparison.sentences import distance
from behindbars.dataset import Indicator, Observation
from behindbars.dates import at
from behindbars.figure import Text
from behindbars.markdown import escape
from behindbars.trends import change_reasons, trends
from behindbars.values import COUNTED_UNITS, Direction, Status, difference, direction
from behindbars.wording import by_whom, capital, one_of


def year_on_year(chapter: Chapter) -> Text:
    """Tell how each count of this edition's year stands to that of the year before.

    One sentence for each indicator and series that has a number for both years, where nothing forbids to
    compare them; what a source says that it counts is said too. Nothing where there is no such pair.
    """
    counts = [one for one in chapter.dataset.indicators.values() if one.unit in COUNTED_UNITS]
    counts.sort(key=lambda one: (one.stage is None, one.stage or 0))
    return Text("\n\n".join(sentence for one in counts for sentence in _sentences(chapter, one)))


def _sentences(chapter: Chapter, indicator: Indicator) -> list[str]:
    sentences = []
    for trend in trends(chapter.dataset, indicator.id, chapter.year, country=chapter.country.iso3):
        years = {row.period.sort_key[1].year: row for row in trend.observations if row.value.known}
        before, now = years.get(chapter.year - 1), years.get(chapter.year)
        if before and now and not change_reasons(before, now, chapter.dataset):
            told = f"{_now(chapter, now)}{_before(before, now)}."
            sentences.append(" ".join([told, *_notes(before, now)]))
    return sentences


def _now(chapter: Chapter, now: Observation) -> str:
    """Say this year's value, who reports it and in which series, as the beginning of a sentence."""
    label = chapter.dataset.indicators[now.indicator].label_en
    series = chapter.dataset.series[now.series].label_en
    whom = by_whom(now.reporter, context=now.is_context)
    amount = "no" if now.value.status is Status.REPORTED_ZERO else words(now)
    what = f"{amount} {one_of(label) if amount == '1' else label}"
    if whom.removeprefix("the ") not in series:
        what += f" ({series})"
    opening = f"Context: {whom}" if now.is_context else capital(whom)
    return f"{escape(opening)} reported {escape(f'{what} {at(now.period)}')} {citation(now)}"


def _before(before: Observation, now: Observation) -> str:
    """Set the value of the year before beside it; one that is not of the same kind of source says so."""
    amount = "zero" if before.value.status is Status.REPORTED_ZERO else words(before)
    origin = ""
    if before.is_context != now.is_context:
        origin = ", a figure from context" if before.is_context else ", the statement’s figure"
    elif before.reporter != now.reporter:
        origin = f", reported by {by_whom(before.reporter, context=before.is_context)}"
    when, cited = before.period.words(), citation(before)
    match way := direction(before.value, now.value):
        case Direction.LEVEL:
            return f", as many as for {escape(f'{when}{origin}')} {cited}"
        case Direction.OPEN:
            figure = escape(f"against {amount} for {when}{origin}")
            return f", {figure} {cited}; as the two overlap, neither a rise nor a fall can be told"
    apart = distance(difference(before.value, now.value), way)
    return f", {escape(f'{apart} than the {amount} of {when}{origin}')} {cited}"


def _notes(before: Observation, now: Observation) -> list[str]:
    """Repeat what context says that it counts; the notes on two figures of statements only where they differ."""
    differ = before.note != now.note
    return [
        escape(f"A note on the figure for {row.period.words()} says: {(row.note or '').rstrip('.')}.")
        for row in (before, now)
        if row.note and (row.is_context or (differ and not before.is_context))
    ]
