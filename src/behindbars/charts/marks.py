"""How a value is drawn, by how it is known: one vocabulary for every form.

A number is a solid mark; what may be but need not be is an outline with dashes; a bound with no end
is an arrow. What has no number gets an outlined slot with a sign and words, never a mark of no length.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import altair as alt

from behindbars.brand import Brand
from behindbars.fonts import measure, wrap
from behindbars.theme import LABEL, line_height

LOW_ENDED = ("at_least", "more_than")
NUMBERED = ("exact", "about", "range", *LOW_ENDED, "up_to", "reported_zero")
"""Statuses of values with a number."""
WORDED = ("none_known", "some", "unknown", "not_published", "not_addressed")
"""Statuses of values without one."""
STATUSES = NUMBERED + WORDED

SIGNS = {
    # The unit is half the mark's width; every sign is a line drawing, so that it prints in black and white.
    "none_known": "M0.25,-0.2A0.6,0.6,0,1,1,-0.95,-0.2A0.6,0.6,0,1,1,0.25,-0.2M0.1,0.25L0.85,0.95",
    "some": "M-0.58,0A0.17,0.17,0,1,1,-0.92,0A0.17,0.17,0,1,1,-0.58,0"
    "M0.17,0A0.17,0.17,0,1,1,-0.17,0A0.17,0.17,0,1,1,0.17,0"
    "M0.92,0A0.17,0.17,0,1,1,0.58,0A0.17,0.17,0,1,1,0.92,0",
    "unknown": "M-0.5,-0.45A0.5,0.5,0,1,1,0.25,-0.02Q0,0.15,0,0.42M0,0.88L0,0.94",
    "not_published": "M-0.7,-0.85L0.7,-0.85L0.7,0.85L-0.7,0.85ZM-0.7,0.85L0.7,-0.85",
    "not_addressed": "M-0.7,0L0.7,0",
}
"""Sign of each status without a number: looked for, a few, a question, a struck sheet, a dash."""
SLOT_DASH = {"none_known": [7, 3], "some": [7, 2, 2, 2], "unknown": [2, 3], "not_published": [1, 0]}
"""Outline of the slot; what is not addressed has none."""

ARROW = "M0,0L0.9,0M0.9,-0.6L1.9,0L0.9,0.6Z"
BACK_ARROW = "M0,0L-0.9,0M-0.9,-0.6L-1.9,0L-0.9,0.6Z"
STROKE = "M0,-1L0,1"
BLOCK = "M-0.2,-1L0.2,-1L0.2,1L-0.2,1Z"
"""Shapes for values on a horizontal axis, in half widths of the mark: bound, cap, reported zero."""

BAR = 16
"""Thickness of a bar, px."""
SIGN_ROOM = 30
"""From the left end of a slot to its words, px: the sign stands between."""
POSSIBLE = [3, 2]
"""Dashes around what may be but need not be."""


class Valued(Protocol):
    """What every row of a chart carries."""

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
        (`end`, in the unit of the values), and how far from there the words stand (`gap`, px).

    Raises
    ------
    ValueError
        If the status is not one of `STATUSES`, or lacks its number.
    """
    if row.status not in STATUSES:
        raise ValueError(f"{row.status!r} is not a status; expected one of {', '.join(STATUSES)}")
    needs_low = row.status in NUMBERED and row.status != "up_to"
    needs_high = row.status in NUMBERED and row.status not in LOW_ENDED
    if (needs_low and row.low is None) or (needs_high and row.high is None):
        raise ValueError(f"{row.words!r}: the status {row.status} needs its number")
    lines = wrap(row.words, width, LABEL)
    worded = row.status in WORDED
    end = 0 if worded else row.high if needs_high else row.low
    gap = SIGN_ROOM if worded else 24 if row.status in LOW_ENDED else 12 if not end else 8
    return {
        "status": str(row.status),
        "low": _plain(row.low),
        "high": _plain(row.high),
        "words": "\n".join(lines),
        "context": row.context,
        "lines": len(lines),
        "end": _plain(end),
        "gap": gap,
        "reach": round(gap + max(measure(line, LABEL) for line in lines) + (8 if worded else 0), 1),
    }


def _plain(number: float | None) -> float | None:
    """Write a whole number without decimals, so that specifications do not depend on its type."""
    return int(number) if number is not None and number == int(number) else number


@dataclass(frozen=True)
class Plot:
    """Where and in which colours values are drawn.

    Attributes
    ----------
    base : alt.Chart
        Chart over records, with the position across the values' axis encoded.
    axis : {"x", "y"}
        Axis of the values.
    scale : alt.Scale
        Scale of the values, with explicit domain and range.
    brand : Brand
        Colours.
    color : str
        Colour of the statement's marks.
    """

    base: alt.Chart
    axis: Literal["x", "y"]
    scale: alt.Scale
    brand: Brand
    color: str

    def only(self, *statuses: str) -> alt.Chart:
        """Keep the rows with one of these statuses."""
        return self.base.transform_filter(alt.FieldOneOfPredicate(field="status", oneOf=list(statuses)))

    def at(self, field: str, to: str | None = None) -> dict[str, Any]:
        """Place a mark at a field of the record, or from one field to another."""
        channel = alt.X if self.axis == "x" else alt.Y
        place = {self.axis: channel(field, type="quantitative", scale=self.scale, axis=None, stack=None)}
        return place if to is None else {**place, f"{self.axis}2": to}

    def paint(self, inside: str | None = None) -> dict[str, Any]:
        """Fill what the statement counts, and leave what others count hollow."""
        brand = self.brand
        return {
            "fill": alt.condition("datum.context", alt.value(brand.background), alt.value(inside or self.color)),
            "stroke": alt.condition("datum.context", alt.value(brand.outline), alt.value(self.color)),
        }

    def point(self, chart: alt.Chart, field: str, shape: str, size: int) -> alt.Chart:
        """Draw a shape at a field; shapes are written for a horizontal axis."""
        angle = 0 if self.axis == "x" else -90
        mark = chart.mark_point(shape=shape, size=size, angle=angle, opacity=1, strokeWidth=1.5)
        return mark.encode(**self.at(field), **self.paint())


def bars(plot: Plot) -> list[alt.Chart]:
    """Draw values as bars from zero, whatever their status."""
    possible = {"orient": "horizontal", "size": BAR, "strokeDash": POSSIBLE, "strokeWidth": 1.5}
    return [
        plot.only("range").mark_bar(**possible).encode(**plot.at("low", "high"), **plot.paint(plot.brand.pale)),
        plot.only("up_to").mark_bar(**possible).encode(**plot.at("high"), **plot.paint(plot.brand.pale)),
        plot.only("exact", "about", "range", *LOW_ENDED)
        .mark_bar(orient="horizontal", size=BAR, strokeWidth=1.5)
        .encode(**plot.at("low"), **plot.paint()),
        plot.point(plot.only("range"), "low", STROKE, 480),
        *bounds(plot),
    ]


def points(plot: Plot, size: int = 100) -> list[alt.Chart]:
    """Draw values as dots, and intervals as lines with caps.

    Parameters
    ----------
    plot : Plot
        Where.
    size : int
        Area of a dot, px².
    """
    line = plot.only("range").mark_rule(strokeWidth=3, opacity=1)
    ends = {"stroke": plot.paint()["stroke"]}
    return [
        line.encode(**plot.at("low", "high"), **ends),
        plot.point(plot.only("range"), "low", STROKE, 200),
        plot.only("exact", "about", *LOW_ENDED)
        .transform_filter("datum.end !== 0")
        .mark_circle(size=size, opacity=1, strokeWidth=2)
        .encode(**plot.at("low"), **plot.paint()),
        *bounds(plot),
    ]


def bounds(plot: Plot) -> list[alt.Chart]:
    """Draw what ends a value: caps, arrows where there is no end, and the mark of a zero."""
    more_than = plot.point(plot.only("more_than"), "low", ARROW, 256)
    hollow = {"fill": alt.value(plot.brand.background)}  # strictly more: the bound itself is left out
    zero = plot.base.transform_filter("datum.low === 0 && datum.high === 0")
    return [
        plot.point(plot.only("range", "up_to"), "high", STROKE, 480 if plot.axis == "x" else 200),
        plot.point(plot.only("at_least"), "low", ARROW, 256),
        more_than.encode(**hollow),
        plot.point(plot.only("up_to"), "high", BACK_ARROW, 256),
        plot.point(zero, "high", BLOCK, 480),
    ]


def signs(base: alt.Chart, brand: Brand, **place: Any) -> alt.Chart:
    """Draw the signs of values without a number, at a place."""
    scale = alt.Scale(domain=list(SIGNS), range=list(SIGNS.values()))
    return (
        base.transform_filter(alt.FieldOneOfPredicate(field="status", oneOf=list(WORDED)))
        .mark_point(
            size=130, strokeWidth=1.6, opacity=1, fill=None, stroke=ink(brand), strokeCap="round"
        )
        .encode(shape=alt.Shape("status", type="nominal", legend=None, scale=scale), **place)
    )


def slots(plot: Plot, left: float) -> list[alt.Chart]:
    """Draw outlined slots, with their signs, for values without a number on a horizontal axis.

    Parameters
    ----------
    plot : Plot
        Where.
    left : float
        Axis from which the slots begin, px.
    """
    outline = (
        plot.only(*SLOT_DASH)
        .transform_calculate(left=f"{left + 4}", right=f"{left} + datum.reach")
        .mark_bar(
            orient="horizontal",
            size=alt.expr(f"{line_height(LABEL)} * datum.lines + 8"),
            fill=None,
            stroke=plot.brand.outline,
            strokeDash=alt.expr(f"{json.dumps(SLOT_DASH)}[datum.status]"),
            strokeWidth=1.5,
        )
        .encode(x=alt.X("right", type="quantitative", scale=None, axis=None), x2="left")
    )
    return [outline, signs(plot.base, plot.brand, x=alt.value(left + 17))]


def ink(brand: Brand) -> Any:
    """Colour of words and signs: of second rank where another source speaks, or none."""
    return alt.expr(f"datum.context || datum.status === 'not_addressed' ? '{brand.muted}' : '{brand.ink}'")


def words(plot: Plot) -> alt.Chart:
    """Print the words of each value to the right of its mark, centred on it."""
    half = line_height(LABEL) / 2
    return plot.base.mark_text(
        align="left",
        baseline="middle",
        lineHeight=line_height(LABEL),
        dx=alt.expr("datum.gap"),
        dy=alt.expr(f"-{half} * (datum.lines - 1)"),
        color=ink(plot.brand),
        fontStyle=alt.expr("datum.context ? 'italic' : 'normal'"),
    ).encode(**plot.at("end"), text=alt.Text("words", type="nominal"))
