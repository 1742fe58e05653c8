"""Timeline: dated facts in lanes, each drawn no more precisely than it is dated."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import Any, Literal

import altair as alt

from behindbars.brand import Brand, find_brand
from behindbars.charts import marks
from behindbars.fonts import measure, wrap
from behindbars.theme import INNER, LABEL, SEMIBOLD, SMALL, Layer, Line, Spec, finish, lettering, line_height, rules

WIDEST_GUTTER, WIDEST_LABEL = 110, 270
SPACING, ROW_SPACE, LANE_SPACE = 12, 4, 14
POINT = 14
"""Widest lane name and label, space around labels, rows and lanes, and width below which a time is a point, px."""
ARROW_ROOM = 22
BAND, STUB, RING = 10, 44, 5
"""Room of an arrow; thickness of what lasts, its length where its start is open; room of a ring, px."""


@dataclass(frozen=True)
class Event:
    """A dated fact.

    Attributes
    ----------
    lane : str
        Country or case; empty if there is only one.
    when, words : str
        Date and fact as printed.
    start, end : date or None
        First and last day of the time within which it happened, or through which it lasted;
        None where it is open. Not both.
    lasting : bool
        Whether it lasted through that time.
    uncertain : bool
        Whether the date is inferred.
    context : bool
        Whether it comes from another source than the statement.
    """

    lane: str
    when: str
    words: str
    start: date | None
    end: date | None
    lasting: bool = False
    uncertain: bool = False
    context: bool = False


@dataclass(frozen=True)
class _Axis:
    """Years to pixels; `until` is where something with an open end was last known to go on."""

    first: int
    last: int
    until: float
    left: float

    def at(self, years: float) -> float:
        return self.left + self.pitch * (years - self.first)

    @property
    def pitch(self) -> float:
        return (INNER - self.left) / (self.last - self.first)


@dataclass(frozen=True)
class _Box:
    """Room of one event with its mark; `drop` is the label's distance below the mark's line."""

    x: float
    x2: float
    label: float
    align: Literal["left", "right"]
    drop: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        return self.drop + line_height(SMALL) * len(self.lines)


def timeline(events: Sequence[Event], headline: str, subtitle: str, source: str, *, until: date | None = None) -> Spec:
    """Draw events in lanes, in the order in which the lanes first come.

    Parameters
    ----------
    events : sequence of Event
        In any order within a lane.
    headline, subtitle, source : str
        Message; what is shown, place and time; source and notes.
    until : date, optional
        Day of the latest source, to which what has no known end is drawn; the latest day of all
        events if not given.

    Returns
    -------
    dict
        Vega-Lite specification.

    Raises
    ------
    ValueError
        If there are no events, or one has no date at all or ends before it starts.
    """
    _check(events)
    brand = find_brand()
    lanes = list(dict.fromkeys(event.lane for event in events))
    names = {lane: wrap(lane, WIDEST_GUTTER, LABEL, SEMIBOLD) for lane in lanes}
    widest = max(measure(line, LABEL, SEMIBOLD) for lines in names.values() for line in lines)
    days = [day for event in events for day in (event.start, event.end) if day]
    days.append(until or max(days))
    left = ceil(widest) + SPACING if widest else 0
    axis = _Axis(min(days).year, max(days).year + 1, _decimal(days[-1], 1), left)
    top, letters, lines = line_height(SMALL) + 6.0, _years(axis), []
    data = []
    for lane in lanes:
        lines.append((0, top, INNER, top))
        top += LANE_SPACE / 2
        letters += [
            Line(text, 0, top + line_height(LABEL) * (n + 0.5), LABEL, SEMIBOLD) for n, text in enumerate(names[lane])
        ]
        bottom = top + line_height(LABEL) * len(names[lane])
        inside = sorted((event for event in events if event.lane == lane), key=_order)
        records = [_record(event, axis) for event in inside]
        boxes = [_box(event, datum, axis) for event, datum in zip(inside, records, strict=True)]
        for row in _pack(list(zip(inside, records, boxes, strict=True))):
            for event, datum, box in row:
                data.append({**datum, "y": top + line_height(SMALL) / 2})
                letters += _label(event, box, top)
            top += max(box.height for _, _, box in row) + ROW_SPACE
        top = max(top, bottom) + LANE_SPACE / 2
    ticks = [(axis.at(year), line_height(SMALL), axis.at(year), top) for year in _named_years(axis)]
    layers: list[Layer] = [
        rules("years", ticks, brand.pale),
        rules("lanes", lines, brand.outline),
        _marks(data, axis, brand),
        lettering("words", letters, brand),
    ]
    return finish(layers, top, headline, subtitle, source)


def _check(events: Sequence[Event]) -> None:
    if not events:
        raise ValueError("a timeline needs at least one event")
    for event in events:
        if not event.start and not event.end:
            raise ValueError(f"{event.words!r} has no date")
        if event.start and event.end and event.end < event.start:
            raise ValueError(f"{event.words!r} ends before it starts")


def _decimal(day: date, passed: int) -> float:
    """Start (0) or close (1) of a day in decimal years."""
    return round(day.year + (day.timetuple().tm_yday - 1 + passed) / (366 if isleap(day.year) else 365), 4)


def _named_years(axis: _Axis) -> range:
    years = axis.last - axis.first
    return range(axis.first, axis.last + 1, 1 if years <= 14 else 2 if years <= 28 else 5)


def _order(event: Event) -> tuple[date, date, str]:
    first, last = event.start or event.end or date.min, event.end or event.start or date.min
    return first, last, event.when


def _years(axis: _Axis) -> list[Line]:
    """Name each year in the middle of its span."""
    return [
        Line(str(year), axis.at(year + 0.5), line_height(SMALL) / 2, SMALL, 400, "muted", "center")
        for year in _named_years(axis)
        if year < axis.last
    ]


def _record(event: Event, axis: _Axis) -> dict[str, Any]:
    """Say how the time is known in the words for values: a date is exact, or within a range, or bounded."""
    low = None if event.start is None else _decimal(event.start, 0)
    high = None if event.end is None else _decimal(event.end, 1)
    status = "up_to" if low is None else "at_least" if high is None else "range"
    if event.lasting:
        high = axis.until if high is None else high
        low = high - STUB / axis.pitch if low is None else low
    elif low is not None and high is not None and (high - low) * axis.pitch < POINT:
        status, low, high = "exact", (low + high) / 2, (low + high) / 2
    known = [time for time in (low, high) if time is not None]
    return {
        "lane": event.lane,
        "when": event.when,
        "words": event.words,
        "status": status,
        "low": low,
        "high": high,
        "middle": sum(known) / len(known),
        "lasting": event.lasting,
        "uncertain": event.uncertain,
        "context": event.context,
    }


def _box(event: Event, datum: dict[str, Any], axis: _Axis) -> _Box:
    """Find where an event's label has room: right of its mark, else left of it, else below."""
    lines = (event.when, *wrap(event.words, WIDEST_LABEL, SMALL))
    width = max(measure(event.when, SMALL, SEMIBOLD), *(measure(line, SMALL) for line in lines[1:]))
    low, high = datum["low"], datum["high"]
    x = axis.at(high if low is None else low) - ARROW_ROOM * (datum["status"] == "up_to")
    x2 = axis.at(low if high is None else high) + ARROW_ROOM * (datum["status"] == "at_least")
    if event.uncertain:
        x, x2 = x - RING, x2 + RING
    if x2 + SPACING + width <= INNER:
        return _Box(x, x2 + SPACING + width, x2 + SPACING, "left", 0, lines)
    if x - SPACING - width >= axis.left:
        return _Box(x - SPACING - width, x2, x - SPACING, "right", 0, lines)
    label = max(axis.left, min(x, INNER - width))
    return _Box(min(x, label), max(x2, label + width), label, "left", line_height(SMALL), lines)


_Placed = tuple[Event, dict[str, Any], _Box]


def _pack(events: list[_Placed]) -> list[list[_Placed]]:
    """Put each event into the first row where its box overlaps no other."""
    rows: list[list[_Placed]] = []
    for event in events:
        box = event[2]
        for row in rows:
            if all(box.x >= other.x2 + SPACING or box.x2 + SPACING <= other.x for _, _, other in row):
                row.append(event)
                break
        else:
            rows.append([event])
    return rows


def _label(event: Event, box: _Box, top: float) -> list[Line]:
    first = top + box.drop + line_height(SMALL) / 2
    return [
        Line(
            line,
            box.label,
            first + line_height(SMALL) * n,
            SMALL,
            400 if n else SEMIBOLD,
            "muted" if event.context else "ink",
            box.align,
            event.context and n > 0,
        )
        for n, line in enumerate(box.lines)
    ]


def _marks(data: list[dict[str, Any]], axis: _Axis, brand: Brand) -> alt.LayerChart:
    base = alt.Chart(alt.InlineData(values=data, name="events")).encode(
        y=alt.Y("y", type="quantitative", scale=None, axis=None)
    )
    scale = alt.Scale(domain=[axis.first, axis.last], range=[axis.left, INNER], nice=False, zero=False)
    plot = marks.Plot(base.transform_filter("!datum.lasting"), "x", scale, brand, brand.statement)
    through = replace(plot, base=base.transform_filter("datum.lasting"))
    bar = through.base.mark_bar(orient="horizontal", size=BAND, strokeWidth=1.5)
    ring = base.transform_filter("datum.uncertain").mark_point(
        size=300, opacity=1, fill=None, stroke=brand.outline, strokeDash=[2, 2], strokeWidth=1.5
    )
    layers = [
        bar.encode(**plot.at("low", "high"), **plot.paint()),
        through.point(through.only("at_least"), "high", marks.ARROW, 484),
        through.point(through.only("up_to"), "low", marks.BACK_ARROW, 484),
        *marks.points(plot),
        ring.encode(**plot.at("middle")),
    ]
    return alt.LayerChart(layer=layers)
