"""The message of a country's cascade, in one line: above its chart, and on the fact sheet."""

from __future__ import annotations

from collections.abc import Sequence

from behindbars.cascade import Cascade
from behindbars.chapter import Chapter, words
from behindbars.dates import at
from behindbars.gap import Gap, impunity_gap
from behindbars.values import Status
from behindbars.wording import by_whom, capital, one_of


def cascade_headline(chapter: Chapter, found: Sequence[Cascade]) -> str:
    """State the message of a country's cascade in one line."""
    return chapter.headline(capital(_cascade_message(chapter, found)))


def _cascade_message(chapter: Chapter, found: Sequence[Cascade]) -> str:
    gap = impunity_gap(chapter.dataset, chapter.country.iso3, chapter.year)
    if isinstance(gap, Gap):
        return f"{words(gap.complaints, unit=True)}, {gap.outcome}"
    rows = [row for one in found for row in one.observations]
    stage = {row.id: chapter.dataset.indicators[row.indicator].stage or 0 for row in rows}
    label = {row.id: chapter.dataset.indicators[row.indicator].label_en for row in rows}
    for row in sorted(rows, key=lambda row: -stage[row.id]):
        if row.value.status is Status.REPORTED_ZERO:
            if row.reporter == "state_to_cat":
                alone = not any(other.value.known and stage[other.id] != stage[row.id] for other in rows)
                rest = "; no other stage can be followed" if alone else ""
                return f"The state reports zero {label[row.id]}{rest}"
            return f"No {one_of(label[row.id])} {at(row.period)}, according to {by_whom(row.reporter)}"
    for row in sorted(rows, key=lambda row: stage[row.id]):
        if row.value.known:
            later = [
                other
                for other in rows
                if other.value.known and other.series == row.series and stage[other.id] > stage[row.id]
            ]
            if not later:
                return f"{words(row, unit=True)} counted; the statement does not say what came of them"
            last = max(later, key=lambda other: stage[other.id])
            return f"{words(row, unit=True)} counted; the last stage with a number: {words(last)} {label[last.id]}"
        if row.value.status is Status.NONE_KNOWN:
            known = f"No {one_of(label[row.id])} known to {by_whom(row.reporter)}"
            # That they are lacking is the statement's claim on one country, not a rule for all.
            lacking = any(other.value.status is Status.NOT_PUBLISHED for other in rows)
            return f"{known}; comprehensive statistics are lacking" if lacking else f"{known} {at(row.period)}"
    return "No stage can be followed from complaint to conviction"
