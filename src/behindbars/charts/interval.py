"""Intervals on one scale from 0 to 100 per cent; a row without a number gives the reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import altair as alt

from behindbars.brand import find_brand
from behindbars.charts import marks, slots
from behindbars.fonts import measure, wrap
from behindbars.theme import (
    BESIDE,
    INNER,
    LABEL,
    SMALL,
    Layer,
    Line,
    Spec,
    at_pixels,
    centred,
    finish,
    for_page_and_phone,
    lettering,
    line_height,
    rules,
)

WIDEST_GUTTER, SCALE = 150, 270
"""Widest column of names and width of the scale on a page, px."""
SPACING, ROW_SPACE, MARK = 24, 16, 24
"""Space beside the scale, where an arrow may stand, and between rows; height of a mark; px."""
TICKS = (0, 25, 50, 75, 100)
TOP = 20
"""Height of the scale's numbers, px."""


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


@for_page_and_phone
def intervals(
    rows: Sequence[Row], headline: str, subtitle: str, source: str, *, unit: str = "per cent", inner: float = INNER
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
    inner : float
        Width that the chart may use, px: names and words stand at the sides of the scale on a page, and
        above and below each mark on a phone.

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
    draw = _beside if inner >= BESIDE else _stacked
    (left, right), letters, grid, data, height = draw(rows, inner)
    letters += [_tick(tick, unit, left + (right - left) * tick / 100, inner) for tick in TICKS]
    at = [left + (right - left) * tick / 100 for tick in TICKS]
    brand = find_brand()
    scale = alt.Scale(domain=[0, 100], range=[left, right])
    plot = marks.Plot(alt.Chart().encode(**at_pixels(None)), data, "x", scale, brand)
    best = plot.point(plot.base.transform_filter("isValid(datum.point)"), "point", "circle", 100)
    told = slots.told(alt.Chart().encode(**at_pixels(None, "said")), data, brand)
    layers: list[Layer] = [
        rules("ticks", [(x, start, x, end) for start, end in grid for x in at], brand.pale),
        lettering("words", letters, brand),
        alt.LayerChart(data=alt.InlineData(values=data, name="rows"), layer=[*marks.points(plot), best, *told]),
    ]
    return finish(layers, height, headline, subtitle, source, inner)


Drawn = tuple[tuple[float, float], list[Line], list[tuple[float, float]], list[dict[str, Any]], float]
"""Ends of the scale, words, where the scale is ruled, records, and height, px."""


def _beside(rows: Sequence[Row], inner: float) -> Drawn:
    """Set names at the left of the scale, and all words in one column at its right; a slot holds its own."""
    labels = [wrap(row.category, WIDEST_GUTTER, LABEL) for row in rows]
    left = ceil(max(measure(line, LABEL) for lines in labels for line in lines)) + SPACING
    column = left + SCALE + SPACING
    letters: list[Line] = []
    data = []
    top = float(TOP)
    for row, label in zip(rows, labels, strict=True):
        slot = row.status in slots.WORDED
        datum = _record(row, inner - (left if slot else column))
        height = ROW_SPACE + line_height(LABEL) * max(datum["lines"], len(label))
        middle = top + height / 2
        letters += centred(label, 0, middle)
        data.append(datum | {"x": left if slot else column - datum["gap"], "y": middle, "said": middle})
        top += height
    return (left, left + SCALE), letters, [(TOP, top)], data, top


def _stacked(rows: Sequence[Row], inner: float) -> Drawn:
    """Set names above the marks and words below."""
    letters: list[Line] = []
    grid = []
    data = []
    top = float(TOP)
    for row in rows:
        slot = row.status in slots.WORDED
        label = wrap(row.category, inner, LABEL)
        name = line_height(LABEL) * len(label)
        letters += centred(label, 0, top + ROW_SPACE / 2 + name / 2)
        top += ROW_SPACE / 2 + name
        if not slot:
            grid.append((top, top + MARK))
        datum = _record(row, inner)
        words = line_height(LABEL) * datum["lines"] + (slots.SLOT_ROOM if slot else 0)
        middle, start = top + MARK / 2, top + (2 if slot else MARK)
        data.append(datum | {"x": -4 if slot else -datum["gap"], "y": middle, "said": start + words / 2})
        top = start + words + ROW_SPACE / 2
    return (SPACING, inner - SPACING), letters, grid, data, top


def _record(row: Row, width: float) -> dict[str, Any]:
    room = width - slots.SIGN_ROOM - slots.SLOT_ROOM if row.status in slots.WORDED else width
    return {"category": row.category, **marks.record(row, room), "point": row.point}


def _tick(tick: int, unit: str, x: float, inner: float) -> Line:
    """Print a number of the scale; the last one, with its unit, stays inside the figure."""
    text = f"{tick} {unit}" if tick == TICKS[-1] else str(tick)
    x = min(x, inner - measure(text, SMALL) / 2)
    return Line(text, x, line_height(SMALL) / 2, SMALL, color="muted", align="center")


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
