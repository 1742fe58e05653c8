"""Intervals on one scale from 0 to 100 per cent; a row without a number gives the reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import altair as alt

from behindbars.brand import find_brand
from behindbars.charts import marks
from behindbars.fonts import measure, wrap
from behindbars.theme import INNER, LABEL, SMALL, Layer, Line, Spec, centred, finish, lettering, line_height, rules

WIDEST_GUTTER = 150
SCALE = 300
SPACING = 24
ROW_SPACE = 18
"""Widest column of names, width of the scale, and space between columns and between rows, px."""
TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class Row:
    """One country or share, in per cent; `point` is a best estimate inside a range."""

    category: str
    low: float | None
    high: float | None
    status: str
    words: str
    context: bool = False
    point: float | None = None


def intervals(
    rows: Sequence[Row],
    headline: str,
    subtitle: str,
    source: str,
    *,
    unit: str = "per cent",
    gap: bool = False,
) -> Spec:
    """Draw intervals, one below the other.

    Parameters
    ----------
    rows : sequence of Row
        In the order of drawing.
    headline, subtitle, source : str
        Message; measure, place and time; source and notes.
    unit : str
        Printed at the end of the scale.
    gap : bool
        Whether the intervals are the impunity gap itself, which has the accent colour.

    Returns
    -------
    dict
        Vega-Lite specification.

    Raises
    ------
    ValueError
        If there are no rows, a category repeats, or numbers are not 0 ≤ low ≤ point ≤ high ≤ 100.
    """
    _check(rows)
    brand = find_brand()
    labels = [wrap(row.category, WIDEST_GUTTER, LABEL) for row in rows]
    gutter = ceil(max(measure(line, LABEL) for lines in labels for line in lines))
    left = gutter + SPACING
    right = left + SCALE
    beside = right + SPACING
    letters = [
        Line(text, left + SCALE * tick / 100, 8, SMALL, 400, "muted", "center")
        for tick in TICKS
        if (text := f"{tick} {unit}" if tick == TICKS[-1] else str(tick))
    ]
    top = start = 22.0
    data = []
    for row, label in zip(rows, labels, strict=True):
        worded = row.status in marks.WORDED
        datum = marks.record(row, INNER - left - marks.SIGN_ROOM - 8 if worded else INNER - beside)
        height = ROW_SPACE + line_height(LABEL) * max(datum["lines"], len(label))
        middle = top + height / 2
        letters += centred(label, 0, middle)
        data.append({"category": row.category, **datum, "point": row.point, "y": middle})
        top += height
    ticks = [(left + SCALE * tick / 100, start, left + SCALE * tick / 100, top) for tick in TICKS]
    scale = alt.Scale(domain=[0, 100], range=[left, right])
    base = alt.Chart(alt.InlineData(values=data, name="rows")).encode(
        y=alt.Y("y", type="quantitative", scale=None, axis=None)
    )
    plot = marks.Plot(base, "x", scale, brand, brand.gap if gap else brand.statement)
    best = plot.point(base.transform_filter("isValid(datum.point)"), "point", "circle", 100)
    # Beside the scale all words stand in one column, however long the interval; a slot holds its own.
    words = marks.words(plot.only(*marks.NUMBERED), brand, 0, x=alt.value(beside))
    reasons = marks.words(plot.only(*marks.WORDED), brand, marks.SIGN_ROOM, x=alt.value(left))
    values = alt.LayerChart(layer=[*marks.slots(plot, left), *marks.points(plot), best, words, reasons])
    layers: list[Layer] = [rules("ticks", ticks, brand.pale), lettering("words", letters, brand), values]
    return finish(layers, top, headline, subtitle, source)


def _check(rows: Sequence[Row]) -> None:
    if not rows:
        raise ValueError("intervals need at least one row")
    if len({row.category for row in rows}) < len(rows):
        raise ValueError("a category comes twice")
    for row in rows:
        numbers = [number for number in (row.low, row.point, row.high) if number is not None]
        if numbers != sorted(numbers) or any(not 0 <= number <= 100 for number in numbers):
            raise ValueError(f"{row.category}: expected 0 ≤ low ≤ point ≤ high ≤ 100, found {numbers}")
        if row.point is not None and row.status != "range":
            raise ValueError(f"{row.category}: a best estimate belongs to a range, not to {row.status}")
