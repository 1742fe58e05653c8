"""The vocabulary of knowing: how a value is drawn, by how it is known. Every form draws with these layers.

A number is a solid mark; what may be but need not be is an outline with dashes; a bound with no end is an arrow. What
has no number is a sign of its own, in a slot with its words: never a mark of no length. What comes from another source
than the statement is hollow, and its words are in italics.

Shapes are paths, in half widths of the mark, that Vega fills and outlines at once; what is to stay unfilled is drawn
forth and back. So all of them print in black and white, and Vega can make a legend of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import altair as alt
import pandas as pd

from behindbars.brand import find_brand
from behindbars.charts.theme import LABEL, LINE

SURE = ("exact", "about", "at_least", "more_than")
"""Statuses of which one number is sure: a solid bar up to it, or a dot at it."""

DISC = "M.8 0A.8.8 0 1 1-.8 0A.8.8 0 1 1 .8 0"
RING = DISC + "A.8.8 0 1 0-.8 0A.8.8 0 1 0 .8 0"
HALF = RING + "M0-.8A.8.8 0 0 0 0 .8L0-.8"
SIGNS = {
    # A magnifying glass, a few, a question, a struck sheet, a sheet half written, a dash, a pencil.
    "none_known": "M.25-.2A.6.6 0 1 1-.95-.2A.6.6 0 1 1 .25-.2A.6.6 0 1 0-.95-.2A.6.6 0 1 0 .25-.2M.1.25L.85.95",
    "some": "M-.58 0A.17.17 0 1 1-.92 0A.17.17 0 1 1-.58 0M.17 0A.17.17 0 1 1-.17 0A.17.17 0 1 1 .17 0"
    "M.92 0A.17.17 0 1 1 .58 0A.17.17 0 1 1 .92 0",
    "unknown": "M-.5-.45A.5.5 0 1 1 .25-.02Q0 .15 0 .42Q0 .15 .25-.02A.5.5 0 1 0-.5-.45M0 .88L0 .94",
    "not_published": "M-.7-.85L.7-.85L.7.85L-.7.85L-.7-.85L-.7.85L.7.85L.7-.85L-.7-.85M-.7.85L.7-.85",
    "not_comprehensive": "M-.7-.85L.7-.85L.7.85L-.7.85L-.7-.85L-.7.85L.7.85L.7-.85L-.7-.85"
    "M-.35-.35L.3-.35M-.35.1L.05.1",
    "not_mentioned": "M-.7 0L.7 0",
    "to_be_completed": "M-.8.85L.8.85M-.5.4L-.35-.1L.4-.9L.75-.55L-.05.25L-.5.4L-.05.25L.75-.55L.4-.9L-.35-.1L-.5.4",
}
"""Sign of each status without a number."""
FINDINGS = {
    "in_place": DISC,
    "partial": HALF,
    "absent": "M-.7-.7L.7.7M-.7.7L.7-.7",
    "not_implemented": RING + "M-.8.8L.8-.8",
    "threatened": "M0-.9L.95.75L-.95.75L0-.9L-.95.75L.95.75L0-.9M0-.3L0 .15M0 .45L0 .5",
    "harmful": "M-.9-.75L.9-.75L0 .9L-.9-.75",
    "published": DISC,
    "reported_to_un": HALF,
    "others_only": RING,
    **SIGNS,
}
"""Sign of each status of law and practice, and of what is published."""
SLOTS = {
    "none_known": [7, 3],
    "some": [7, 2, 2, 2],
    "unknown": [2, 3],
    "not_published": [1, 0],
    "not_comprehensive": [12, 4],
    "to_be_completed": [4, 4],
}
"""Dashes of the slot of each status; what is not mentioned has no slot."""
CAP = "M0-.65L0 .65"
ENDS = {
    "range": CAP,
    "up_to": CAP + "M0 0L-.9 0M-.9-.6L-1.9 0L-.9 .6L-.9-.6",
    # Of two bounds, one is counted in: its arrow touches it. The other is not: its arrow is open, and stands off.
    "at_least": "M0 0L.9 0M.9-.6L1.9 0L.9 .6L.9-.6",
    "more_than": "M.4 0L1.9 0M1.1-.6L1.9 0L1.1 .6L1.9 0L1.1-.6",
    "about": "M.35 .15Q.7-.5 1.05 0Q1.4 .5 1.75-.15Q1.4 .5 1.05 0Q.7-.5 .35 .15",
    "reported_zero": "M-.27-1.2L.27-1.2L.27 1.2L-.27 1.2L-.27-1.2",
}
"""What ends a value on a horizontal axis: a cap, an arrow back or onward, a tilde; and the mark of a reported zero."""

BAR, SIGN, END = 16, 130, 256
"""Thickness of a bar, px; areas of a sign, and of what ends a value, px²."""
POSSIBLE = [3, 2]
"""Dashes around what may be but need not be."""
SIGN_ROOM = 24
"""From the beginning of a slot to its words, px."""
GAPS = {"at_least": 26, "more_than": 26, "about": 22, "reported_zero": 14}
"""From the end of a mark to its words, px; from any other, `GAP`."""
GAP = 8

DRAWN = ["low", "high", "status", "said", "context", "start", "end", "mark"]
"""Columns of values that the layers below draw, or that a tool may show with them."""

Place = Callable[..., dict[str, Any]]
"""Gives the encodings that place a mark at a field, or from one field to another, on the axis of the values."""


def checked(frame: pd.DataFrame, words: str = "words") -> pd.DataFrame:
    """Copy a frame of values with what the layers below need.

    Parameters
    ----------
    frame : DataFrame
        With the columns low, high, status, context, and the one that `words` names.
    words : str
        Column of the words.

    Returns
    -------
    DataFrame
        The same rows, and besides: ``start`` and ``end`` (what surely is, and the most that is known of; 0 where there
        is no number), ``said`` (the words), ``mark`` (the status, but that an exact 0 is marked as a zero), ``gap``
        (from the mark to the words, px).

    Raises
    ------
    ValueError
        If a status is none of those known, or lacks its number: Vega would leave the row out and not say so.
    """
    frame = frame.reset_index(drop=True)
    low, high = frame["low"].astype("Float64"), frame["high"].astype("Float64")
    status = frame["status"].astype(str)
    lacking = (
        ~status.isin([*SURE, *ENDS, *SIGNS])
        | (status.isin(["range", "up_to"]) & high.isna())
        | (status.isin([*SURE, "range"]) & low.isna())
    )
    if lacking.any():
        row = frame[lacking].iloc[0]
        raise ValueError(f"{row[words]!r}: there is no mark for {row['status']!r} with {row['low']} to {row['high']}")
    end = high.fillna(low).fillna(0).astype(float)
    mark = status.mask(status.isin(["exact", "about"]) & end.eq(0), "reported_zero")
    drawn: dict[str, Any] = {
        "low": low,
        "high": high,
        "status": status,
        "start": low.fillna(0).astype(float),
        "end": end,
    }
    return frame.assign(**drawn, said=frame[words].astype(str), mark=mark, gap=mark.map(GAPS).fillna(GAP))


def along(axis: str, scale: alt.Scale, labels: alt.Axis | None = None) -> Place:
    """Say on which axis (x or y) and scale values are placed."""
    first, second = (alt.X, alt.X2) if axis == "x" else (alt.Y, alt.Y2)

    def place(field: str, to: str | None = None) -> dict[str, Any]:
        one = {axis: first(field, type="quantitative", scale=scale, axis=labels, stack=None)}
        return one if to is None else {**one, f"{axis}2": second(to)}

    return place


def bars(rows: pd.DataFrame, place: Place) -> list[alt.Chart]:
    """Draw values as horizontal bars from zero."""
    brand = find_brand()
    style: dict[str, Any] = {"orient": "horizontal", "strokeWidth": 1.5}
    sure = alt.Chart().mark_bar(**style, size=BAR).encode(**place("start"), **hollow())
    perhaps = (
        alt.Chart()
        .mark_bar(**style, size=BAR - 1, fill=brand.pale, stroke=brand.statement, strokeDash=POSSIBLE)
        .encode(**place("start", "end"), **hollow())
    )
    return [
        *present(rows, (("range", "up_to"), perhaps), ((*SURE, "range"), sure)),
        *ends(rows, place("end"), "up_to", "at_least", "more_than", "about", "reported_zero"),
    ]


def dots(rows: pd.DataFrame, place: Place, *, size: Any = 100, angle: int = 0) -> list[alt.Chart]:
    """Draw values as dots of an area in px², and what lies between two ends as lines with caps.

    Parameters
    ----------
    rows : DataFrame
        From `checked`.
    place : Place
        From `along`.
    size : float or expression
        Area of a dot, px².
    angle : int
        270 where the axis of the values is vertical.
    """
    line = alt.Chart().mark_rule(strokeWidth=3, stroke=find_brand().statement)
    line = line.encode(**place("start", "end"), stroke=hollow()["stroke"])
    dot = alt.Chart().mark_point(shape="circle", size=size, strokeWidth=1.5).encode(**hollow())
    return [
        *present(rows, (("range",), line)),
        *ends(rows, place("start"), "range", angle=angle),
        *ends(rows, place("end"), "range", "up_to", "at_least", "more_than", "about", "reported_zero", angle=angle),
        *present(rows, (SURE, dot.encode(**place("start")))),
    ]


def ends(rows: pd.DataFrame, place: dict[str, Any], *marks: str, angle: int = 0) -> list[alt.Chart]:
    """Draw what ends these marks, at a place given by encodings."""
    end = alt.Chart().mark_point(size=END, angle=angle, strokeWidth=1.5).encode(shape=shape(), **place, **hollow())
    return present(rows, (marks, end))


def slots(rows: pd.DataFrame, height: float, **place: Any) -> list[alt.Chart]:
    """Draw the slots of what has no number, `height` px high, between edges given as encodings x and x2."""
    brand = find_brand()
    box: dict[str, Any] = {"fill": brand.background, "stroke": brand.outline, "strokeWidth": 1.5, "opacity": 1}
    dashes = alt.StrokeDash("mark:N", legend=None, scale=alt.Scale(domain=[*SLOTS], range=[*SLOTS.values()]))
    slot = alt.Chart().mark_bar(orient="horizontal", size=height, **box).encode(strokeDash=dashes, **place)
    return present(rows, (SLOTS, slot))


def signs(rows: pd.DataFrame, **place: Any) -> list[alt.Chart]:
    """Draw the signs of what has no number, at a place given by encodings."""
    return present(rows, (SIGNS, alt.Chart().mark_point(**sign()).encode(shape=shape(), **place)))


def sign() -> dict[str, Any]:
    """Give the look of a sign."""
    return {"size": SIGN, "opacity": 1, "strokeCap": "round", "strokeWidth": 1.6, "fill": ink(), "stroke": ink()}


def words(field: str = "said", **style: Any) -> alt.Chart:
    """Print words in one or several lines, their middle at their place; those of context in italics."""
    middle = alt.expr(f"-{LINE / 2} * (split(datum.{field}, '\\n').length - 1)")
    italic = alt.expr("datum.context ? 'italic' : 'normal'")
    text = alt.Text(field, type="nominal")
    look = {"color": ink(), "fontStyle": italic, "dy": middle, "fontSize": LABEL, **style}
    layer: alt.Chart = alt.Chart().mark_text(**look).encode(text=text)
    return layer


def told(rows: pd.DataFrame, place: Place, slot: Any, size: int = LABEL) -> list[alt.Chart]:
    """Print the words of values: beside the end of what has a number, at a fixed place in the slot of what has none."""
    beside = words(dx=alt.expr("datum.gap"), fontSize=size).encode(**place("end"))
    numbered = [mark for mark in rows["mark"].unique() if mark not in SIGNS]
    return present(rows, (SIGNS, words(fontSize=size).encode(x=slot)), (numbered, beside))


def present(rows: pd.DataFrame, *layers: tuple[Iterable[str], alt.Chart]) -> list[alt.Chart]:
    """Keep the layers of the marks that there are, each with the rows of its own."""
    return [
        layer.transform_filter(alt.FieldOneOfPredicate("mark", list(marks)))
        for marks, layer in layers
        if rows["mark"].isin(list(marks)).any()
    ]


def shape() -> alt.Shape:
    """Give each mark its own shape."""
    shapes = SIGNS | ENDS
    return alt.Shape("mark:N", legend=None, scale=alt.Scale(domain=[*shapes], range=[*shapes.values()]))


def hollow() -> dict[str, Any]:
    """Leave hollow what others count; what the statement counts keeps the colours of the theme, or of `configure_…`."""
    brand = find_brand()
    fill, stroke = ({"test": "datum.context", "value": color} for color in (brand.background, brand.outline))
    return {"fill": alt.Fill(condition=fill), "stroke": alt.Stroke(condition=stroke)}


def ink() -> alt.ExprRef:
    """Colour words and signs: of second rank where another source speaks, or none."""
    brand = find_brand()
    return alt.expr(f"datum.context || datum.status == 'not_mentioned' ? '{brand.muted}' : '{brand.ink}'")


def mark_svg(status: str) -> str:
    """Draw the mark of a status by itself, as an svg: a disc for a number, the mark of a zero, a sign for words."""
    brand = find_brand()
    color = brand.ink if status in SIGNS else brand.statement
    path = SIGNS.get(status) or (ENDS[status] if status == "reported_zero" else DISC)
    ground = f'<circle r="1.5" fill="{brand.background}"/>' if status in SIGNS else ""
    style = f'fill="{color}" stroke="{color}" stroke-width="0.18" stroke-linecap="round"'
    box = 'xmlns="http://www.w3.org/2000/svg" viewBox="-1.5 -1.5 3 3"'
    return f'<svg {box}>{ground}<path d="{path}" {style}/></svg>'
