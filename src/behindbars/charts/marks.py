"""How a value is drawn, by how it is known: one vocabulary for every form.

A number is a solid mark; what may be but need not be is an outline with dashes; a bound with no end
is an arrow. What has no number is drawn by `slots`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import altair as alt

from behindbars.brand import Brand
from behindbars.charts.slots import SIGN_ROOM, WORDED
from behindbars.fonts import measure, wrap
from behindbars.theme import LABEL

LOW_ENDED = ("at_least", "more_than")
NUMBERED = ("exact", "about", "range", *LOW_ENDED, "up_to", "reported_zero")
"""Statuses of values with a number."""
STATUSES = NUMBERED + WORDED

ARROW = "M0,0L0.9,0M0.9,-0.6L1.9,0L0.9,0.6L0.9,-0.6"
BACK_ARROW = "M0,0L-0.9,0M-0.9,-0.6L-1.9,0L-0.9,0.6L-0.9,-0.6"
CAP = "M0,-1L0,1"
ZERO = "M-0.2,-1L0.2,-1L0.2,1L-0.2,1L-0.2,-1"
"""Shapes on a horizontal axis, in half widths of the mark: bound onward, bound back, end, reported zero."""

BAR = 16
"""Thickness of a bar, px."""
POSSIBLE = [3, 2]
"""Dashes around what may be but need not be."""


class Valued(Protocol):
    """What every row of a chart carries; the package's own text says what each is."""

    @property
    def low(self) -> float | None: ...  # noqa: D102
    @property
    def high(self) -> float | None: ...  # noqa: D102
    @property
    def status(self) -> str: ...  # noqa: D102
    @property
    def words(self) -> str: ...  # noqa: D102
    @property
    def context(self) -> bool: ...  # noqa: D102


def record(row: Valued, width: float) -> dict[str, Any]:
    """Make a row a datum of the chart.

    Parameters
    ----------
    row : Valued
        The row.
    width : float
        Width for the words, px; they are broken into lines no wider.

    Returns
    -------
    dict
        The row's values, its words with line breaks, the number of `lines`, where the mark ends
        (`end`, in the unit of the values), the space from there to the words (`gap`, px) and the
        space from there to the end of the words (`reach`, px).

    Raises
    ------
    ValueError
        If the status is not one of `STATUSES`, or lacks its number.
    """
    if row.status not in STATUSES:
        raise ValueError(f"{row.status!r} is not a status; expected one of {', '.join(STATUSES)}")
    worded, low_ended = row.status in WORDED, row.status in LOW_ENDED
    end = 0 if worded else row.low if low_ended else row.high
    if end is None or (row.low is None and not worded and row.status != "up_to"):
        raise ValueError(f"{row.words!r}: the status {row.status} needs its number")
    lines = wrap(row.words, width, LABEL)
    gap = SIGN_ROOM if worded else 24 if low_ended else 8 if end else 12
    return {
        "status": str(row.status),
        "low": plain(row.low),
        "high": plain(row.high),
        "words": "\n".join(lines),
        "context": row.context,
        "lines": len(lines),
        "end": plain(end),
        "gap": gap,
        "reach": round(gap + max(measure(line, LABEL) for line in lines) + (8 if worded else 0), 1),
    }


def plain(number: float | None) -> float | None:
    """Write a whole number without decimals, so that a specification does not depend on its type."""
    return int(number) if number is not None and number == int(number) else number


@dataclass(frozen=True)
class Plot:
    """Where and in which colours values are drawn.

    Attributes
    ----------
    base : alt.Chart
        Chart over records, with the position across the values' axis encoded.
    rows : sequence of dict
        The records, or those of them that are to be drawn: marks that none of them needs are left out.
    axis : {"x", "y"}
        Axis of the values.
    scale : alt.Scale
        Scale of the values, with explicit domain and range.
    brand : Brand
        Colours.
    """

    base: alt.Chart
    rows: Sequence[dict[str, Any]]
    axis: Literal["x", "y"]
    scale: alt.Scale
    brand: Brand

    def only(self, *statuses: str) -> alt.Chart:
        """Keep the rows with one of these statuses."""
        return self.base.transform_filter(alt.FieldOneOfPredicate(field="status", oneOf=list(statuses)))

    def each(self, *kinds: tuple[tuple[str, ...], Callable[[alt.Chart], alt.Chart]]) -> list[alt.Chart]:
        """Draw the rows with some statuses in one way, those with others in another."""
        used = {row["status"] for row in self.rows}
        return [draw(self.only(*statuses)) for statuses, draw in kinds if used.intersection(statuses)]

    def at(self, field: str, to: str | None = None) -> dict[str, Any]:
        """Place a mark at a field of the record, or from one field to another."""
        channel, other = (alt.X, alt.X2) if self.axis == "x" else (alt.Y, alt.Y2)
        place: dict[str, Any] = {
            self.axis: channel(field, type="quantitative", scale=self.scale, axis=None, stack=None)
        }
        return place if to is None else {**place, f"{self.axis}2": other(to)}

    def paint(self, inside: str | None = None) -> dict[str, Any]:
        """Fill what the statement counts, and leave what others count hollow."""

        def unless(context: str, color: str) -> dict[str, Any]:
            return dict(alt.condition("datum.context", alt.value(context), alt.value(color)))

        # As channels: Altair takes long to find out what a plain condition is.
        return {
            "fill": alt.FillValue(**unless(self.brand.background, inside or self.brand.statement)),
            "stroke": alt.StrokeValue(**unless(self.brand.outline, self.brand.statement)),
        }

    def point(self, chart: alt.Chart, field: str, shape: str, size: int) -> alt.Chart:
        """Draw a shape at a field; shapes are written for a horizontal axis."""
        angle = 0 if self.axis == "x" else 270
        mark = chart.mark_point(shape=shape, size=size, angle=angle, opacity=1, strokeWidth=1.5)
        layer: alt.Chart = mark.encode(**self.at(field), **self.paint())
        return layer


def bars(plot: Plot) -> list[alt.Chart]:
    """Draw values as horizontal bars from zero, whatever their status."""
    bar: dict[str, Any] = {"orient": "horizontal", "size": BAR, "strokeWidth": 1.5}
    dashed = {**bar, "strokeDash": POSSIBLE}
    possible = plot.paint(plot.brand.pale)
    return [
        *plot.each(
            (("range",), lambda rows: rows.mark_bar(**dashed).encode(**plot.at("low", "high"), **possible)),
            (("up_to",), lambda rows: rows.mark_bar(**dashed).encode(**plot.at("high"), **possible)),
            (
                ("exact", "about", "range", *LOW_ENDED),
                lambda rows: rows.mark_bar(**bar).encode(**plot.at("low"), **plot.paint()),
            ),
        ),
        *bounds(plot, cap=480, arrow=256),
    ]


def points(plot: Plot, size: int = 100) -> list[alt.Chart]:
    """Draw values as dots of `size` px², and intervals as lines with caps, whatever their status."""
    line: dict[str, Any] = {"strokeWidth": 3, "opacity": 1}
    return [
        *plot.each(
            (
                ("range",),
                lambda rows: rows.mark_rule(**line).encode(**plot.at("low", "high"), stroke=plot.paint()["stroke"]),
            )
        ),
        *bounds(plot, cap=200, arrow=484),
        *plot.each(
            (
                ("exact", "about", *LOW_ENDED),
                lambda rows: plot.point(rows.transform_filter("datum.low !== 0"), "low", "circle", size),
            )
        ),
    ]


def bounds(plot: Plot, cap: int, arrow: int) -> list[alt.Chart]:
    """Draw what ends a value: caps, arrows where there is no end, and the mark of a zero (sizes in px²)."""
    hollow = alt.FillValue(plot.brand.background)  # the bound itself is left out
    return [
        *plot.each(
            (("range",), lambda rows: plot.point(rows, "low", CAP, cap)),
            (("range", "up_to"), lambda rows: plot.point(rows, "high", CAP, cap)),
            (("at_least",), lambda rows: plot.point(rows, "low", ARROW, arrow)),
            (("more_than",), lambda rows: plot.point(rows, "low", ARROW, arrow).encode(fill=hollow)),
            (("up_to",), lambda rows: plot.point(rows, "high", BACK_ARROW, arrow)),
        ),
        *zeros(plot, "high"),
    ]


def zeros(plot: Plot, field: str) -> list[alt.Chart]:
    """Draw the marks of zeros at a field."""
    if not any(row["low"] == row["high"] == 0 for row in plot.rows):
        return []
    return [plot.point(plot.base.transform_filter("datum.low === 0 && datum.high === 0"), field, ZERO, 480)]
