"""Bars: the same categories in every panel, one panel a series or a country, never one line for two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import altair as alt

from behindbars.brand import Brand, find_brand
from behindbars.charts import marks, slots
from behindbars.fonts import measure, wrap
from behindbars.theme import (
    BESIDE,
    INNER,
    LABEL,
    SEMIBOLD,
    SMALL,
    Layer,
    Line,
    Segment,
    Spec,
    at_pixels,
    centred,
    finish,
    for_page_and_phone,
    lettering,
    line_height,
    rules,
)

GUTTER, SPACING, FEW = (170, 104), (24, 12), 3
"""Widest column of names, and space between panels, px: for up to `FEW` panels, and for more."""
ACROSS = 4
"""Most panels side by side."""
ROW_SPACE, BAND_SPACE, TIGHT = 12, 20, 8
"""Space between rows, between bands of panels, and between a panel's heading and rows, px."""
LEFT = 3
"""Axis of the bars on a phone, px: the mark of a zero is centred on it."""


@dataclass(frozen=True)
class Row:
    """One category of a panel: a stage, a group, an outcome."""

    category: str
    low: float | None
    high: float | None
    status: str
    words: str
    context: bool = False


@dataclass(frozen=True)
class Panel:
    """One series or country: its name, what stands below the name, and its rows."""

    title: str
    unit: str
    rows: tuple[Row, ...]


@dataclass
class Part:
    """A panel as it is drawn: where its axis is and where it ends, px, and its records."""

    panel: Panel
    left: float
    right: float
    data: list[dict[str, Any]]

    @property
    def reach(self) -> float:
        """Value at the right edge: the least at which every bar leaves room for its words."""
        width = self.right - self.left
        return max((row["end"] / (1 - row["reach"] / width) for row in self.data if row["end"]), default=1)


@for_page_and_phone
def bars(
    panels: Sequence[Panel], headline: str, subtitle: str, source: str, *, shared: bool = False, inner: float = INNER
) -> Spec:
    """Draw one or more panels of horizontal bars.

    Parameters
    ----------
    panels : sequence of Panel
        All with the same categories in the same order.
    headline, subtitle, source : str
        Message; measure, place and time; source and notes.
    shared : bool
        Whether all panels share one scale; only where all count the same unit.
    inner : float
        Width that the chart may use, px: panels stand side by side on a page, and below each other on a phone.

    Returns
    -------
    dict
        Vega-Lite specification.

    Raises
    ------
    ValueError
        If there is no panel, or the panels' categories differ or repeat.
    """
    categories = _categories(panels)
    draw = _side_by_side if inner >= BESIDE else _stacked
    parts, letters, zeros, height = draw(panels, categories, inner)
    brand = find_brand()
    most = max(part.reach for part in parts)
    layers: list[Layer] = [lettering("words", letters, brand)]
    if zeros:
        layers.append(rules("zeros", zeros, brand.outline))
    for number, part in enumerate(parts, 1):
        layers.append(_values(f"panel_{number}", part, most if shared else part.reach, brand))
    return finish(layers, height, headline, subtitle, source, inner)


def _categories(panels: Sequence[Panel]) -> list[str]:
    if not panels or not panels[0].rows:
        raise ValueError("bars need at least one panel with at least one row")
    categories = [row.category for row in panels[0].rows]
    if len(set(categories)) < len(categories):
        raise ValueError(f"panel {panels[0].title!r} has a category twice")
    for panel in panels:
        if [row.category for row in panel.rows] != categories:
            raise ValueError(f"panel {panel.title!r} has other categories than {panels[0].title!r}")
    return categories


Drawn = tuple[list[Part], list[Line], list[Segment], float]


def _side_by_side(panels: Sequence[Panel], categories: Sequence[str], inner: float) -> Drawn:
    """Lay panels out in bands, the names of the categories at the left of each band."""
    many = len(panels) > FEW
    labels = [wrap(category, GUTTER[many], LABEL) for category in categories]
    gutter = ceil(max(measure(line, LABEL) for lines in labels for line in lines))
    bands = ceil(len(panels) / ACROSS)
    across = ceil(len(panels) / bands)
    width = (inner - gutter) // across - SPACING[many]
    parts: list[Part] = []
    letters: list[Line] = []
    zeros: list[Segment] = []
    top = 0.0
    for band in range(bands):
        here = []
        start = top
        for column, panel in enumerate(panels[band * across : (band + 1) * across]):
            left = gutter + SPACING[many] + (width + SPACING[many]) * column
            header, below = _header(panel, left, top, width)
            letters += header
            start = max(start, below)
            here.append(Part(panel, left, left + width, [_record(row, width) for row in panel.rows]))
        top = start
        for number, label in enumerate(labels):
            rows = [part.data[number] for part in here]
            height = ROW_SPACE + line_height(LABEL) * max(len(label), *(row["lines"] for row in rows))
            letters += centred(label, 0, top + height / 2)
            for part, row in zip(here, rows, strict=True):
                row |= {"x": part.left, "y": top + height / 2}
            top += height
        zeros += [(part.left, start, part.left, top) for part in here]
        parts += here
        top += BAND_SPACE
    return parts, letters, zeros, top - BAND_SPACE


def _stacked(panels: Sequence[Panel], categories: Sequence[str], inner: float) -> Drawn:
    """Lay panels out below each other, each name above its bar; short words without a bar stand beside the name."""
    column = ceil(max(measure(category, LABEL) for category in categories)) + TIGHT
    parts: list[Part] = []
    letters: list[Line] = []
    zeros: list[Segment] = []
    top = 0.0
    for panel in panels:
        header, top = _header(panel, 0, top, inner)
        letters += header
        data = []
        for row in panel.rows:
            label = wrap(row.category, inner, LABEL)
            datum = _record(row, inner - LEFT)
            slot = row.status in slots.WORDED
            space = TIGHT if row.status == "not_mentioned" else ROW_SPACE
            beside = slot and datum["lines"] == len(label) == 1 and column + datum["reach"] <= inner
            name, height = line_height(LABEL) * len(label), line_height(LABEL) * datum["lines"]
            letters += centred(label, 0, top + (name + space) / 2)
            if not beside:
                top += name + (slots.SLOT_ROOM if slot else space / 2 - 2)
            middle = top + (height + space) / 2
            if not slot:
                zeros.append((LEFT, middle - height / 2 - 2, LEFT, middle + height / 2 + 2))
            data.append(datum | {"x": column if beside else -4 if slot else LEFT, "y": middle})
            top += height + space
        parts.append(Part(panel, LEFT, inner, data))
        top += BAND_SPACE
    return parts, letters, zeros, top - BAND_SPACE


def _header(panel: Panel, left: float, top: float, width: float) -> tuple[list[Line], float]:
    """Print a panel's name and what stands below it; give also where its rows begin, px."""
    lines: list[Line] = []
    for text, size, weight in ((panel.title, LABEL, SEMIBOLD), (panel.unit, SMALL, 400)):
        for line in wrap(text, width, size, weight) if text else ():
            lines.append(
                Line(line, left, top + line_height(size) / 2, size, weight, "ink" if weight > 400 else "muted")
            )
            top += line_height(size)
    return lines, top + TIGHT if lines else top


def _record(row: Row, width: float) -> dict[str, Any]:
    """Words may use the panel's width where there is no bar, a good half of it beside one."""
    alone = row.status in (*slots.WORDED, "reported_zero")
    around = slots.SIGN_ROOM + (0 if row.status == "not_mentioned" else slots.SLOT_ROOM)
    room = width - around if alone else 0.6 * width
    return {"category": row.category, **marks.record(row, room)}


def _values(name: str, part: Part, most: float, brand: Brand) -> alt.LayerChart:
    scale = alt.Scale(domain=[0, most], range=[part.left, part.right], nice=False)
    for row in part.data:
        if row["end"]:
            row["x"] = round(part.left + (part.right - part.left) * row["end"] / most, 1)
    base = alt.Chart().encode(**at_pixels(None))
    plot = marks.Plot(base, part.data, "x", scale, brand)
    layers = [*marks.bars(plot), *slots.told(base, part.data, brand)]
    return alt.LayerChart(data=alt.InlineData(values=part.data, name=name), layer=layers)
