"""Bars: the same categories in every panel, one panel a series or a country, never one line for two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import altair as alt

from behindbars.brand import Brand, find_brand
from behindbars.charts import marks
from behindbars.fonts import measure, wrap
from behindbars.theme import (
    INNER,
    LABEL,
    SEMIBOLD,
    SMALL,
    Layer,
    Line,
    Spec,
    centred,
    finish,
    lettering,
    line_height,
    rules,
)

WIDEST_GUTTER = 170
SPACING = 24
ROW_SPACE, BAND_SPACE = 14, 22
"""Widest column of category names, and space between panels, rows and bands of panels, px."""
ACROSS = 3
"""Panels side by side."""


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
    """One series or country: its name, a note on its unit, and its rows."""

    title: str
    unit: str
    rows: tuple[Row, ...]


def bars(panels: Sequence[Panel], headline: str, subtitle: str, source: str, *, shared: bool = False) -> Spec:
    """Draw one or more panels of horizontal bars.

    Parameters
    ----------
    panels : sequence of Panel
        One to eight, all with the same categories in the same order.
    headline, subtitle, source : str
        Message; measure, place and time; source and notes.
    shared : bool
        Whether all panels share one scale; only where all count the same unit.

    Returns
    -------
    dict
        Vega-Lite specification.

    Raises
    ------
    ValueError
        If there is no panel, or the panels' categories differ or repeat.
    """
    brand = find_brand()
    categories = _categories(panels)
    labels = [wrap(category, WIDEST_GUTTER, LABEL) for category in categories]
    gutter = ceil(max(measure(line, LABEL) for lines in labels for line in lines))
    bands = ceil(len(panels) / ACROSS)
    across = ceil(len(panels) / bands)
    width = (INNER - gutter) // across - SPACING
    data = [[_record(row, width) for row in panel.rows] for panel in panels]
    reaches = [_reach(rows, width) for rows in data]
    if shared:
        reaches = [max(reaches)] * len(panels)
    layers: list[Layer] = []
    top = 0.0
    for band in range(bands):
        here = range(band * across, min((band + 1) * across, len(panels)))
        lefts = {n: gutter + SPACING + (width + SPACING) * (n % across) for n in here}
        letters = [line for n in here for line in _header(panels[n], lefts[n], top, width)]
        top = max((line.y for line in letters), default=top - 18) + 18
        start = top
        for row, label in enumerate(labels):
            lines = max(len(label), *(data[n][row]["lines"] for n in here))
            height = ROW_SPACE + line_height(LABEL) * lines
            letters += centred(label, 0, top + height / 2)
            for n in here:
                data[n][row]["y"] = top + height / 2
            top += height
        layers.append(lettering(f"words_{band + 1}", letters, brand))
        layers.append(rules(f"zeros_{band + 1}", [(lefts[n], start, lefts[n], top) for n in here], brand.outline))
        for n in here:
            scale = alt.Scale(domain=[0, reaches[n]], range=[lefts[n], lefts[n] + width], nice=False)
            layers.append(_values(f"panel_{n + 1}", data[n], scale, brand))
        top += BAND_SPACE
    return finish(layers, top - BAND_SPACE, headline, subtitle, source)


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


def _record(row: Row, width: float) -> dict[str, Any]:
    """Words may use the panel's width where there is no bar, about half of it beside one."""
    alone = row.status in (*marks.WORDED, "reported_zero")
    room = width - marks.SIGN_ROOM - 8 if alone else max(0.55 * width, 90)
    return {"category": row.category, **marks.record(row, room)}


def _reach(rows: list[dict[str, Any]], width: float) -> float:
    """Value at the right edge of a panel: the least at which every bar leaves room for its words."""
    return max((row["end"] / (1 - row["reach"] / width) for row in rows if row["end"]), default=1)


def _header(panel: Panel, left: float, top: float, width: float) -> list[Line]:
    lines: list[Line] = []
    y = top + line_height(LABEL) / 2
    for text, size, weight in ((panel.title, LABEL, SEMIBOLD), (panel.unit, SMALL, 400)):
        for line in wrap(text, width, size, weight) if text else ():
            lines.append(Line(line, left, y, size, weight, "ink" if size == LABEL else "muted"))
            y += line_height(size)
    return lines


def _values(name: str, data: list[dict[str, Any]], scale: alt.Scale, brand: Brand) -> alt.LayerChart:
    left = scale.range[0]
    chart = alt.Chart(alt.InlineData(values=data, name=name))
    base = chart.encode(y=alt.Y("y", type="quantitative", scale=None, axis=None))
    plot = marks.Plot(base, "x", scale, brand, brand.statement)
    words = marks.words(base, brand, **plot.at("end"))
    return alt.LayerChart(layer=[*marks.slots(plot, left), *marks.bars(plot), words])
