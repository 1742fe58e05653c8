"""The impunity gap in marks: a country's complaints, with those that led to a conviction picked out."""

from __future__ import annotations

from collections.abc import Sequence

from behindbars.chapter import words
from behindbars.charts.dots import Group, Row
from behindbars.dataset import Dataset, Observation
from behindbars.gap import COMPLAINTS, CONVICTIONS, Gap, NoGap, missing
from behindbars.wording import value_words


def gap_group(dataset: Dataset, gap: Gap | NoGap, title: str) -> Group:
    """Make the marks of a country's gap; without one, of its complaints alone, or the words in their place."""
    if isinstance(gap, Gap):
        share = value_words(gap.share, gap.convictions.reporter)
        return Group(
            title,
            Row(*numbers(gap.complaints), words(gap.complaints, unit=True)),
            Row(*numbers(gap.convictions), gap.outcome),
            f"{gap.frequency}: {share} without a known conviction",
        )
    complaints, convictions = (
        [row for row in gap.observations if dataset.indicators[row.indicator].stage == stage]
        for stage in (COMPLAINTS, CONVICTIONS)
    )
    known = [[row for row in rows if row.value.known] for rows in (complaints, convictions)]
    # Convictions that did not come out of these complaints are not picked from them.
    apart = Row(None, None, "not_mentioned", gap.reason) if all(known) else _stage_row("convictions", convictions)
    return Group(title, _stage_row("complaints", complaints), apart)


def _stage_row(noun: str, observations: Sequence[Observation]) -> Row:
    """Say what is known of a stage, as a row with or without a number."""
    rows = [row for row in observations if row.value.known] or observations
    if not rows:
        return Row(None, None, "not_mentioned", missing(noun, rows))
    return Row(*numbers(rows[0]), missing(noun, rows))


def numbers(row: Observation) -> tuple[float | None, float | None, str]:
    """Give the numbers and the status of an observation, as the rows of a chart begin."""
    return row.value.low, row.value.high, str(row.value.status)


def mark_words(groups: Sequence[Group]) -> str:
    """Say in a sentence what the marks of these groups are; nothing where there are none."""
    kinds = [group.kinds for group in groups]
    found = {kind for group in kinds for kind in group}
    if not found:
        return ""
    block = "block a hundred" if max(map(len, kinds)) >= 100 else "row ten"
    said = [f"One mark is one complaint, a full {block}"]
    if "picked" in found:
        said.append("a large mark stands for a conviction")
    if any(kind.startswith("perhaps") for kind in found):
        said.append("hollow marks may or may not be")
    return "; ".join(said)
