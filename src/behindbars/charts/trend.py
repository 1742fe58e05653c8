"""Trends: one comparable series in each panel, all years on the axis, gaps left as gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import floor
from typing import Any

import altair as alt

from behindbars.brand import Brand, find_brand
from behindbars.charts import marks, slots
from behindbars.charts.labels import AROUND, Labels, place
from behindbars.charts.years import Years
from behindbars.fonts import wrap
from behindbars.theme import (
    INNER,
    LABEL,
    SEMIBOLD,
    SMALL,
    Layer,
    Line,
    Segment,
    Spec,
    at_pixels,
    finish,
    for_page_and_phone,
    lettering,
    line_height,
    rules,
)

ACROSS = 2
"""Panels side by side on a page; on a phone they stand one below the other."""
PLOT, LOW_PLOT, AXIS = 100, 64, 20
"""Height of the values of one panel, of one of several, and of its years, px."""
HEAD_SPACE, ROW_SPACE, COLUMN_SPACE = 5, 16, 24
"""Space below a panel's title, and between panels, px."""
LABEL_WIDTH, WIDEST_LABEL = 56, 130
"""Width that the words of a value always have, and the most that those of a count up to a date take, px."""
DOT, SMALL_DOT = 100, 45
"""Area of the mark of a value, and of one that is not surely in its source, px²."""
JOINED = ("exact", "about", "reported_zero")
"""Statuses of values that a line may join."""


@dataclass(frozen=True)
class Point:
    """One value of a series.

    Attributes
    ----------
    year : float
        Year; in a cumulative chart the date up to which was counted, in decimal years.
    low, high, status, words, context
        As in every row.
    sure : bool
        Whether the value is surely in its source; if not, its mark is small and its words end in "*".
    """

    year: float
    low: float | None
    high: float | None
    status: str
    words: str
    context: bool = False
    sure: bool = True


@dataclass(frozen=True)
class Panel:
    """One series: its name, a note on its unit, and its values in the order of time."""

    title: str
    unit: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class _Plot:
    """Marks, lines and labels of a panel, placed from its axis, px."""

    years: Years
    greatest: float
    data: list[dict[str, Any]]
    lines: list[Segment]
    labels: Labels


@for_page_and_phone
def trend(
    panels: Sequence[Panel],
    headline: str,
    subtitle: str,
    source: str,
    *,
    cumulative: bool = False,
    inner: float = INNER,
) -> Spec:
    """Draw series of values over the years, each in a panel of its own with its own scale.

    Parameters
    ----------
    panels : sequence of Panel
        One series each, never two in one.
    headline, subtitle, source : str
        Message; measure, place and time; source and notes.
    cumulative : bool
        Whether the values are counts up to a date, which stand alone; yearly values are joined,
        but only from one year to the next.
    inner : float
        Width that the chart may use, px.

    Returns
    -------
    dict
        Vega-Lite specification.

    Raises
    ------
    ValueError
        If a panel has no values, they are not in the order of time, or a yearly value has no whole year.
    """
    _check(panels, cumulative)
    brand = find_brand()
    times = [point.year for panel in panels for point in panel.points]
    first, after = floor(min(times)), floor(max(times)) + 1
    across = min(len(panels), ACROSS) if inner >= INNER else 1
    width = (inner - COLUMN_SPACE * (across - 1)) / across
    lefts = [n * (width + COLUMN_SPACE) for n in range(across)]
    edge = AROUND if cumulative else 0  # a count up to the first or last day still lies inside the frame
    tall = PLOT if len(panels) == 1 else LOW_PLOT
    layers: list[Layer] = []
    top = bottom = 0.0
    for start in range(0, len(panels), across):
        row = list(zip(panels[start : start + across], lefts, strict=False))
        heads = [_header(panel, left, top, width) for panel, left in row]
        plots = [
            _plot(panel, Years(first, after, left + edge, left + width - edge), tall, cumulative) for panel, left in row
        ]
        below = max((line.y + line_height(line.size) / 2 + HEAD_SPACE for head in heads for line in head), default=top)
        bottom = below - min(plot.labels.top for plot in plots)
        for number, (head, plot) in enumerate(zip(heads, plots, strict=True), start + 1):
            layers += _layers(number, head, plot, bottom, tall, brand)
        top = bottom + AXIS + ROW_SPACE
    return finish(layers, bottom + AXIS, headline, subtitle, source, inner)


def _check(panels: Sequence[Panel], cumulative: bool) -> None:
    if not panels:
        raise ValueError("a trend needs at least one series")
    for panel in panels:
        years = [point.year for point in panel.points]
        if not years or any(later <= earlier for earlier, later in pairwise(years)):
            raise ValueError(f"{panel.title!r}: expected values in the order of time, each time once, found {years}")
        if not cumulative and any(year != int(year) for year in years):
            raise ValueError(f"{panel.title!r}: yearly values belong to whole years, found {years}")


def _header(panel: Panel, left: float, top: float, width: float) -> list[Line]:
    titles = wrap(panel.title, width, LABEL, SEMIBOLD) if panel.title else []
    units = wrap(panel.unit, width, SMALL) if panel.unit else []
    below = top + line_height(LABEL) * len(titles)
    return [
        *(Line(title, left, top + line_height(LABEL) * (n + 0.5), LABEL, SEMIBOLD) for n, title in enumerate(titles)),
        *(
            Line(unit, left, below + line_height(SMALL) * (n + 0.5), color="muted", size=SMALL)
            for n, unit in enumerate(units)
        ),
    ]


def _plot(panel: Panel, years: Years, tall: float, cumulative: bool) -> _Plot:
    """Place a panel's values, at most `tall` px above its axis, and their words where they have room."""
    data = [_record(point, years, cumulative) for point in panel.points]
    greatest = max(datum["end"] for datum in data) or 1
    for datum in data:
        datum["y"] = -tall * datum["end"] / greatest
        datum["foot"] = -tall * datum["low"] / greatest if datum["status"] == "range" else datum["y"]
    lines = _lines(data, cumulative)
    labels = place(data, lines, years.left, years.right, lowest_below=not cumulative)
    return _Plot(years, greatest, data, lines, labels)


def _record(point: Point, years: Years, cumulative: bool) -> dict[str, Any]:
    named = point if point.sure else replace(point, words=f"{point.words}*")
    room = WIDEST_LABEL if cumulative else max(years.pitch - AROUND, LABEL_WIDTH)
    # A yearly value stands in the middle of its year.
    x = round(years.at(point.year + (0 if cumulative else 0.5)), 1)
    return {"year": marks.plain(point.year), **marks.record(named, room), "sure": point.sure, "x": x}


def _lines(data: list[dict[str, Any]], cumulative: bool) -> list[Segment]:
    """Join values of consecutive years; stand cumulative values on the axis."""
    if cumulative:
        return [(datum["x"], 0, datum["x"], datum["y"]) for datum in data]
    return [
        (one["x"], one["y"], next_one["x"], next_one["y"])
        for one, next_one in pairwise(data)
        if next_one["year"] - one["year"] == 1 and one["status"] in JOINED and next_one["status"] in JOINED
    ]


def _layers(number: int, head: list[Line], plot: _Plot, bottom: float, tall: float, brand: Brand) -> list[Layer]:
    """Draw a panel, its axis at `bottom` px."""
    years, heights = plot.years, ("y", "foot", "upper", "lower")
    data = [{key: value + bottom if key in heights else value for key, value in datum.items()} for datum in plot.data]
    lines, leaders = (
        [(x, y + bottom, x2, y2 + bottom) for x, y, x2, y2 in segments]
        for segments in (plot.lines, plot.labels.leaders)
    )
    labels = [replace(line, y=line.y + bottom) for line in plot.labels.words]
    scale = alt.Scale(domain=[0, plot.greatest], range=[bottom, bottom - tall], nice=False)
    ticks = [(years.at(year), bottom, years.at(year), bottom + 5) for year in range(years.first, years.after + 1)]
    return [
        rules(f"axis_{number}", [(years.left, bottom, years.right, bottom), *ticks, *leaders], brand.outline),
        rules(f"lines_{number}", lines, brand.outline),
        _values(f"panel_{number}", data, scale, brand),
        lettering(f"words_{number}", [*head, *labels, *years.names(bottom + 13)], brand),
    ]


def _values(name: str, data: list[dict[str, Any]], scale: alt.Scale, brand: Brand) -> alt.LayerChart:
    base = alt.Chart().encode(**at_pixels(y=None))
    plot = marks.Plot(base, data, "y", scale, brand)
    sure, unsure = (
        replace(plot, base=base.transform_filter(test), rows=[datum for datum in data if datum["sure"] is wanted])
        for test, wanted in (("datum.sure", True), ("!datum.sure", False))
    )
    layers = [*marks.points(sure, DOT), *marks.points(unsure, SMALL_DOT), *_slots(plot)]
    return alt.LayerChart(data=alt.InlineData(values=data, name=name), layer=layers)


def _slots(plot: marks.Plot) -> list[alt.Chart]:
    """Stand values without a number in slots of their own above their year."""
    if not any(datum["status"] in slots.WORDED for datum in plot.rows):
        return []
    worded = plot.only(*slots.WORDED).transform_calculate(
        middle="(datum.left + datum.right) / 2", sign="datum.upper + 13"
    )
    outline = worded.mark_rect(**slots.slot_style(plot.brand))
    return [
        outline.encode(x2=alt.X2("right"), y2=alt.Y2("lower"), **at_pixels("left", "upper")),
        slots.signs(worded, plot.brand, slots.SIGNS, **at_pixels("middle", "sign")),
    ]
