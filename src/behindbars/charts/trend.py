"""Trends: one comparable series in each panel, all years on the axis, gaps left as gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import floor
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
    Segment,
    Spec,
    centred,
    finish,
    lettering,
    line_height,
    rules,
)

PLOT, LOW_PLOT, AXIS, PANEL_SPACE = 100, 60, 20, 20
"""Height of a panel's values, if few or many; of its years; and space between panels, px."""
FEW = 3
"""Panels that have room for the greater height."""
AROUND, ARROW_ROOM = 8, 22
"""Space around a mark, and room of an arrow, px."""
SIGN_HEIGHT, SLOT_SPACE = 26, 6
"""Room of the sign in a slot and space beside its words, px."""
WIDEST_LABEL = 130
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
class _Years:
    """Years to pixels; a yearly value stands in the middle of its year."""

    first: int
    last: int
    cumulative: bool

    @property
    def pitch(self) -> float:
        return INNER / (self.last - self.first)

    def at(self, year: float) -> float:
        return self.pitch * (year + (0 if self.cumulative else 0.5) - self.first)


@dataclass(frozen=True)
class _Box:
    """A room taken: by a mark, a slot or words, px."""

    x: float
    y: float
    x2: float
    y2: float

    def meets(self, other: _Box) -> bool:
        return self.x < other.x2 and other.x < self.x2 and self.y < other.y2 and other.y < self.y2


def trend(panels: Sequence[Panel], headline: str, subtitle: str, source: str, *, cumulative: bool = False) -> Spec:
    """Draw series of values over the years, one below the other, each on its own scale.

    Parameters
    ----------
    panels : sequence of Panel
        One series each, never two in one.
    headline, subtitle, source : str
        Message; measure, place and time; source and notes.
    cumulative : bool
        Whether the values are counts up to a date, which stand alone; yearly values are joined,
        but only from one year to the next.

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
    years = _Years(floor(min(times)), floor(max(times)) + 1, cumulative)
    tall = PLOT if len(panels) <= FEW else LOW_PLOT
    layers: list[Layer] = []
    top = 0.0
    for number, panel in enumerate(panels, 1):
        data = [_record(point, years) for point in panel.points]
        letters = _header(panel, top)
        top = _below(letters, top) + line_height(LABEL) * max(datum["lines"] for datum in data)
        top += ARROW_ROOM if any(datum["status"] in marks.LOW_ENDED for datum in data) else AROUND
        bottom = top + AROUND + tall
        greatest = max(datum["end"] for datum in data) or 1
        for datum in data:
            datum["y"] = bottom - tall * datum["end"] / greatest
        scale = alt.Scale(domain=[0, greatest], range=[bottom, bottom - tall], nice=False)
        lines = _lines(data, years, bottom)
        letters += [*_labels(data, lines, bottom, cumulative), *_axis_labels(years, bottom)]
        ticks = [(x, bottom, x, bottom + 5) for x in _boundaries(years)]
        layers += [
            rules(f"axis_{number}", [(0, bottom, INNER, bottom), *ticks], brand.outline),
            rules(f"lines_{number}", lines, brand.outline),
            _values(f"panel_{number}", data, scale, brand),
            lettering(f"words_{number}", letters, brand),
        ]
        top = bottom + AXIS + PANEL_SPACE
    return finish(layers, top - PANEL_SPACE, headline, subtitle, source)


def _check(panels: Sequence[Panel], cumulative: bool) -> None:
    if not panels:
        raise ValueError("a trend needs at least one series")
    for panel in panels:
        years = [point.year for point in panel.points]
        if not years or any(later <= earlier for earlier, later in pairwise(years)):
            raise ValueError(f"{panel.title!r}: expected values in the order of time, each time once, found {years}")
        if not cumulative and any(year != int(year) for year in years):
            raise ValueError(f"{panel.title!r}: yearly values belong to whole years, found {years}")


def _record(point: Point, years: _Years) -> dict[str, Any]:
    named = point if point.sure else replace(point, words=f"{point.words}*")
    room = WIDEST_LABEL if years.cumulative else years.pitch - AROUND
    x = round(years.at(point.year), 1)
    return {"year": marks.plain(point.year), **marks.record(named, room), "sure": point.sure, "x": x}


def _header(panel: Panel, top: float) -> list[Line]:
    y = top + line_height(LABEL) / 2
    title = [Line(panel.title, 0, y, LABEL, SEMIBOLD)] if panel.title else []
    units = wrap(panel.unit, INNER, SMALL) if panel.unit else []
    y += line_height(LABEL) * len(title)
    return title + [Line(unit, 0, y + line_height(SMALL) * n, SMALL, 400, "muted") for n, unit in enumerate(units)]


def _below(letters: list[Line], top: float) -> float:
    return max((line.y + line_height(line.size) / 2 for line in letters), default=top)


def _boundaries(years: _Years) -> list[float]:
    return [years.pitch * n for n in range(years.last - years.first + 1)]


def _axis_labels(years: _Years, bottom: float) -> list[Line]:
    return [
        Line(str(year), years.pitch * (year + 0.5 - years.first), bottom + 13, SMALL, 400, "muted", "center")
        for year in range(years.first, years.last)
    ]


def _lines(data: list[dict[str, Any]], years: _Years, bottom: float) -> list[Segment]:
    """Join values of consecutive years; stand cumulative values on the axis."""
    if years.cumulative:
        return [(datum["x"], bottom, datum["x"], datum["y"]) for datum in data]
    return [
        (one["x"], one["y"], next_one["x"], next_one["y"])
        for one, next_one in pairwise(data)
        if next_one["year"] - one["year"] == 1 and one["status"] in JOINED and next_one["status"] in JOINED
    ]


def _labels(data: list[dict[str, Any]], lines: list[Segment], bottom: float, cumulative: bool) -> list[Line]:
    """Find for the words of each value the first place around its mark where nothing else stands."""
    letters: list[Line] = []
    taken = [step for line in lines for step in _steps(line)]
    boxes = [_mark_box(datum, bottom) for datum in data]
    for number, (datum, mark) in enumerate(zip(data, boxes, strict=True)):
        texts = datum["words"].split("\n")
        width, height = max(measure(text, LABEL) for text in texts), float(line_height(LABEL) * len(texts))
        others = [*boxes[:number], *boxes[number + 1 :], *taken]
        if datum["status"] in marks.WORDED:
            places = _slot_places(datum["x"], height, bottom)
            width, height = width + 2 * SLOT_SPACE, height + SIGN_HEIGHT
        else:
            near = [data[n]["y"] for n in (number - 1, number + 1) if 0 <= n < len(data)]
            lowest = not cumulative and bool(near) and all(datum["y"] > y for y in near)
            places = _places(mark, width, height, bottom, below_first=lowest)
        for x, y in places:
            box = _Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            inside = box.x >= 0 and box.x2 <= INNER and box.y2 <= bottom - 2
            if inside and not any(box.meets(other) for other in others):
                break
        taken.append(box)
        muted = datum["context"] or datum["status"] == "not_addressed"
        if datum["status"] in marks.WORDED:
            datum |= {"left": box.x + 2, "right": box.x2 - 2, "upper": box.y + 2, "lower": box.y2 - 2}
            y += SIGN_HEIGHT / 2 - 3
        letters += centred(texts, x, y, color="muted" if muted else "ink", align="center", italic=datum["context"])
    return letters


def _slot_places(x: float, height: float, bottom: float) -> Iterator[tuple[float, float]]:
    """Centres of a slot: on the axis, then higher and higher."""
    height += SIGN_HEIGHT
    yield from ((x, bottom - 4 - height / 2 - rise) for rise in range(0, PLOT, 4))


def _mark_box(datum: dict[str, Any], bottom: float) -> _Box:
    """Room of a mark; of a range, both ends."""
    if datum["status"] in marks.WORDED:
        return _Box(datum["x"], bottom, datum["x"], bottom)
    up = ARROW_ROOM if datum["status"] in marks.LOW_ENDED else AROUND
    return _Box(datum["x"] - AROUND, datum["y"] - up, datum["x"] + AROUND, datum["y"] + AROUND)


def _steps(line: Segment) -> list[_Box]:
    """Cover a line by small boxes."""
    x, y, x2, y2 = line
    places = [(x + (x2 - x) * n / 20, y + (y2 - y) * n / 20) for n in range(21)]
    return [_Box(px - 2, py - 2, px + 2, py + 2) for px, py in places]


def _places(
    mark: _Box, width: float, height: float, bottom: float, *, below_first: bool
) -> Iterator[tuple[float, float]]:
    """Centres of the label: above or below the mark, beside it, then higher and higher above."""
    x, y = (mark.x + mark.x2) / 2, min((mark.y + mark.y2) / 2, bottom - 2 - height / 2)
    above, below = (x, mark.y - height / 2), (x, mark.y2 + height / 2)
    yield from (below, above) if below_first else (above, below)
    yield from ((mark.x2 + width / 2, y), (mark.x - width / 2, y))
    yield from ((x, above[1] - rise) for rise in range(4, PLOT, 4))


def _values(name: str, data: list[dict[str, Any]], scale: alt.Scale, brand: Brand) -> alt.LayerChart:
    base = alt.Chart(alt.InlineData(values=data, name=name)).encode(
        x=alt.X("x", type="quantitative", scale=None, axis=None)
    )
    plot = marks.Plot(base, "y", scale, brand, brand.statement)
    sure = replace(plot, base=base.transform_filter("datum.sure"))
    unsure = replace(plot, base=base.transform_filter("!datum.sure"))
    return alt.LayerChart(layer=[*marks.points(sure, DOT), *marks.points(unsure, SMALL_DOT), *_slots(plot)])


def _slots(plot: marks.Plot) -> list[alt.Chart]:
    """Stand values without a number in slots of their own above their year."""
    worded = plot.only(*marks.WORDED).transform_calculate(sign="datum.upper + 13")

    def pixel(field: str) -> alt.Y:
        return alt.Y(field, type="quantitative", scale=None, axis=None)

    outline = worded.mark_rect(**marks.slot_style(plot.brand))
    return [
        outline.encode(
            x=alt.X("left", type="quantitative", scale=None, axis=None), x2="right", y=pixel("upper"), y2="lower"
        ),
        marks.signs(worded, plot.brand, marks.SIGNS, y=pixel("sign")),
    ]
