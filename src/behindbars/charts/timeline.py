"""Timeline: dated facts in lanes, each drawn no more precisely than it is dated."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import Any, Literal

import altair as alt

from behindbars.brand import Brand, find_brand
from behindbars.charts import marks
from behindbars.charts.years import Years
from behindbars.dates import decimal_year
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
    at_pixels,
    finish,
    for_page_and_phone,
    lettering,
    line_height,
    rules,
)

WIDEST_GUTTER = 110
SPACING, WORD_SPACE, ROW_SPACE, LANE_SPACE = 8, 5, 4, 12
DOT = 13
"""Widest lane name; space around labels, after a date, between rows and lanes; width of a dot, px.

A time that would be drawn shorter than a dot is wide is a dot: it says no more than that.
"""
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


_Box = tuple[float, float, list[Line]]
"""Room of an event, from left to right, and its label, whose lines are placed from the middle of the mark, px."""


@for_page_and_phone
def timeline(
    events: Sequence[Event],
    headline: str,
    subtitle: str,
    source: str,
    *,
    until: date | None = None,
    inner: float = INNER,
) -> Spec:
    """Draw events in lanes, in the order in which the lanes first come.

    The name of a lane stands beside it on a page and above it on a phone.

    Parameters
    ----------
    events : sequence of Event
        In any order within a lane.
    headline, subtitle, source : str
        Message; what is shown, place and time; source and notes.
    until : date, optional
        Day of the latest source, to which what has no known end is drawn; the latest day of all
        events if not given.
    inner : float
        Width that the chart may use, px.

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
    beside = inner >= INNER
    names = {
        event.lane: wrap(event.lane, WIDEST_GUTTER if beside else inner, LABEL, SEMIBOLD) if event.lane else []
        for event in events
    }
    widest = max((measure(line, LABEL, SEMIBOLD) for lines in names.values() for line in lines), default=0)
    days = [day for event in events for day in (event.start, event.end) if day]
    days.append(until or max(days))
    left = ceil(widest) + 2 * SPACING if widest and beside else 0
    # A dot on the first or last day of the axis still lies inside the frame.
    years = Years(min(days).year, max(days).year + 1, left + DOT / 2, inner - DOT / 2)
    head = line_height(SMALL)
    top = head + 4.0
    letters: list[Line] = []
    between: list[Segment] = []
    data: list[dict[str, Any]] = []
    for lane, name in names.items():
        between.append((0, top, inner, top))
        top += LANE_SPACE / 2
        letters += [
            Line(text, 0, top + line_height(LABEL) * (n + 0.5) - 1, LABEL, SEMIBOLD) for n, text in enumerate(name)
        ]
        below = top + line_height(LABEL) * len(name)
        top = top if beside else below
        inside = sorted((event for event in events if event.lane == lane), key=_order)
        records = [_record(event, years, _decimal(days[-1], 1)) for event in inside]
        boxes = [_box(event, datum, years, left, inner) for event, datum in zip(inside, records, strict=True)]
        for row in _rows(boxes):
            middle = top + line_height(SMALL) / 2
            data += [{**records[number], "y": middle} for number in row]
            letters += [replace(line, y=middle + line.y) for number in row for line in boxes[number][2]]
            top = middle + max(line.y for number in row for line in boxes[number][2])
            top += line_height(SMALL) / 2 + ROW_SPACE
        top = max(top - ROW_SPACE, below) + LANE_SPACE / 2
    layers: list[Layer] = [
        rules("years", list(_year_lines(years, head, top, letters)), brand.pale),
        rules("lanes", between, brand.outline),
        _marks(data, years, brand),
        lettering("words", [*years.names(head / 2), *letters], brand),
    ]
    return finish(layers, top, headline, subtitle, source, inner)


def _check(events: Sequence[Event]) -> None:
    if not events:
        raise ValueError("a timeline needs at least one event")
    for event in events:
        if not event.start and not event.end:
            raise ValueError(f"{event.words!r} has no date")
        if event.start and event.end and event.end < event.start:
            raise ValueError(f"{event.words!r} ends before it starts")


def _decimal(day: date, passed: int) -> float:
    """Start (0) or close (1) of a day in decimal years, with no more digits than days need."""
    return round(decimal_year(day, passed), 4)


def _order(event: Event) -> tuple[date, date, str]:
    first, last = event.start or event.end or date.min, event.end or event.start or date.min
    return first, last, event.when


def _record(event: Event, years: Years, until: float) -> dict[str, Any]:
    """Say how the time is known in the words for values: a date is exact, or within a range, or bounded."""
    low = None if event.start is None else _decimal(event.start, 0)
    high = None if event.end is None else _decimal(event.end, 1)
    status = "up_to" if low is None else "at_least" if high is None else "range"
    if event.lasting:
        high = until if high is None else high
        low = high - STUB / years.pitch if low is None else low
    elif low is not None and high is not None and (high - low) * years.pitch < DOT:
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


def _box(event: Event, datum: dict[str, Any], years: Years, left: float, right: float) -> _Box:
    """Find where a label has room: all of it beside its mark; else the date alone, its words below; else none of it."""
    low, high = datum["low"], datum["high"]
    around = RING if event.uncertain else 0 if datum["status"] == "range" else DOT / 2
    x = years.at(high if low is None else low) - max(around, ARROW_ROOM * (datum["status"] == "up_to"))
    x2 = years.at(low if high is None else high) + max(around, ARROW_ROOM * (datum["status"] == "at_least"))
    lines = wrap(event.words, right - left, SMALL)
    when, width = measure(event.when, SMALL, SEMIBOLD), max(measure(line, SMALL) for line in lines)

    def beside(room: float) -> float | None:
        after, before = x2 + SPACING, x - SPACING - room
        return after if after + room <= right else before if before >= left else None

    row = 0
    date_at = beside(when + WORD_SPACE + width) if len(lines) == 1 else None
    if date_at is not None:
        words_at = date_at + when + WORD_SPACE
    else:
        date_at = beside(when)
        words_at = max(left, min(x if date_at is None else date_at, right - max(when, width)))
        row = 2 if date_at is None else 1
        date_at = words_at if date_at is None else date_at
    step = line_height(SMALL)
    color: Literal["ink", "muted"] = "muted" if event.context else "ink"
    label = [Line(event.when, date_at, step * max(row - 1, 0), SMALL, SEMIBOLD, color)]
    label += [
        Line(line, words_at, step * (row + n), SMALL, color=color, italic=event.context) for n, line in enumerate(lines)
    ]
    return min(x, date_at, words_at), max(x2, date_at + when, words_at + width), label


def _rows(boxes: Sequence[_Box]) -> list[list[int]]:
    """Put each event, by its number, beside those before it if their boxes leave it room, else into a row below."""
    rows: list[list[int]] = []
    for number, (x, x2, _) in enumerate(boxes):
        taken = [boxes[other][:2] for other in rows[-1]] if rows else [(x, x2)]
        if all(x >= other2 + SPACING or x2 + SPACING <= other for other, other2 in taken):
            rows[-1].append(number)
        else:
            rows.append([number])
    return rows


def _year_lines(years: Years, top: float, bottom: float, letters: Sequence[Line]) -> Iterator[Segment]:
    """Draw the start of each named year, but not through words."""
    half = line_height(SMALL) / 2
    for year in years.named:
        x, y = years.at(year), top
        crossed = [line for line in letters if line.x - 3 < x < line.x + measure(line.text, line.size, line.weight) + 3]
        for line in sorted(crossed, key=lambda line: line.y):
            if line.y - half > y + half:  # no crumbs between two lines of words
                yield x, y, x, line.y - half
            y = max(y, line.y + half)
        yield x, y, x, bottom


def _marks(data: list[dict[str, Any]], years: Years, brand: Brand) -> alt.LayerChart:
    base = alt.Chart().encode(**at_pixels(x=None))
    scale = alt.Scale(domain=[years.first, years.after], range=[years.left, years.right], nice=False, zero=False)
    plot, through = (
        marks.Plot(base.transform_filter(test), [row for row in data if row["lasting"] is lasting], "x", scale, brand)
        for test, lasting in (("!datum.lasting", False), ("datum.lasting", True))
    )
    bar = through.base.mark_bar(orient="horizontal", size=BAND, strokeWidth=1.5)
    ring = base.transform_filter("datum.uncertain").mark_point(
        size=300, opacity=1, fill=None, stroke=brand.outline, strokeDash=[2, 2], strokeWidth=1.5
    )
    layers = [
        bar.encode(**plot.at("low", "high"), **plot.paint()),
        *through.each(
            (("at_least",), lambda rows: through.point(rows, "high", marks.ARROW, 484)),
            (("up_to",), lambda rows: through.point(rows, "low", marks.BACK_ARROW, 484)),
        ),
        *marks.points(plot),
        ring.encode(**plot.at("middle")),
    ]
    return alt.LayerChart(data=alt.InlineData(values=data, name="events"), layer=layers)
