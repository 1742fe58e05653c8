"""The look of every chart: its configuration, its headline above and its source line below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal, ParamSpec

import altair as alt
from altair.utils.schemapi import debug_mode

from behindbars.brand import Brand, find_brand
from behindbars.fonts import wrap

Spec = dict[str, Any]
"""A Vega-Lite specification, complete, as plain JSON values."""

Layer = alt.Chart | alt.LayerChart
P = ParamSpec("P")
Segment = tuple[float, float, float, float]

PADDING = 2
"""White space around a figure, px."""
WIDE, NARROW = 624, 304
"""Width of a complete figure, px: for a page, where 168 mm make its smallest words 9 pt, and for a phone."""
INNER = WIDE - 2 * PADDING
"""Width that a chart on a page may use, px."""
NARROW_INNER = NARROW - 2 * PADDING
"""Width that a chart on a phone may use, px."""
BESIDE = 480
"""Width from which names stand beside their marks, px; in less they stand above."""

HEADLINE, LABEL, SMALL = 17, 13, 12
"""Sizes of text, px: headline; subtitle and labels; notes and axes. Nothing is smaller."""
SEMIBOLD = 600
SUBTITLE_GAP, TITLE_GAP = 5, 14
"""Space below the headline and below the subtitle, px."""


def line_height(size: int) -> int:
    """Distance of two lines of text, px."""
    return round(size * 1.25)


def config(brand: Brand) -> dict[str, Any]:
    """Vega-Lite configuration of all charts.

    Parameters
    ----------
    brand : Brand
        Colours and family.
    """
    # In quotes, because a bare name that holds a digit of its own is not a valid CSS family:
    # browsers and vl-convert would both drop it.
    family = f"'{brand.family}'"
    return {
        "font": family,
        "background": brand.background,
        "view": {"stroke": None},
        "mark": {"aria": False},  # a figure has one alternative text, not one for each mark
        "text": {"color": brand.ink, "fontSize": LABEL, "lineBreak": "\n"},
        "title": {
            "anchor": "start",
            "color": brand.ink,
            "fontSize": HEADLINE,
            "fontWeight": SEMIBOLD,
            "frame": "group",
            "lineHeight": line_height(HEADLINE),
            "offset": TITLE_GAP,
            "subtitleColor": brand.muted,
            "subtitleFontSize": LABEL,
            "subtitleFontWeight": "normal",
            "subtitleLineHeight": line_height(LABEL),
            "subtitlePadding": SUBTITLE_GAP,
        },
    }


def for_page_and_phone(form: Callable[P, Spec]) -> Callable[P, Spec]:
    """Have a form of chart drawn for a page and, again and not merely smaller, for a phone.

    Parameters
    ----------
    form : callable
        Takes the width it may use as ``inner``, px.

    Returns
    -------
    callable
        Gives the specification for a page; that for a phone is its ``usermeta.narrow``.
    """
    draw: Callable[..., Spec] = form

    @wraps(form)
    def both(*args: P.args, **kwargs: P.kwargs) -> Spec:
        # Altair would validate each part of a chart by itself: the tests validate all of it, once.
        with debug_mode(False):
            return {**draw(*args, **kwargs), "usermeta": {"narrow": draw(*args, **kwargs, inner=NARROW_INNER)}}

    return both


@dataclass(frozen=True)
class Line:
    """One line of fixed words: left, centre or right at `x`, centred vertically on `y`, both in px."""

    text: str
    x: float
    y: float
    size: int = LABEL
    weight: int = 400
    color: Literal["ink", "muted", "gap"] = "ink"
    align: Literal["left", "center", "right"] = "left"
    italic: bool = False


def centred(lines: list[str], x: float, y: float, **style: Any) -> list[Line]:
    """Set several lines one below the other, the block centred vertically on `y`."""
    height = line_height(style.get("size", LABEL))
    top = y - height * (len(lines) - 1) / 2
    return [Line(line, x, top + height * n, **style) for n, line in enumerate(lines)]


def at_pixels(x: str | None = "x", y: str | None = "y") -> dict[str, Any]:
    """Place marks at fields that hold px, on either axis or both."""
    fixed: dict[str, Any] = {"type": "quantitative", "scale": None, "axis": None}
    return ({"x": alt.X(x, **fixed)} if x else {}) | ({"y": alt.Y(y, **fixed)} if y else {})


def lettering(name: str, lines: list[Line], brand: Brand) -> alt.Chart:
    """Draw fixed words at fixed places.

    Parameters
    ----------
    name : str
        Name of the layer's data, unique in the figure.
    lines : list of Line
        The words.
    brand : Brand
        Colours.
    """
    records = [
        {
            "text": line.text,
            "x": round(line.x, 1),
            "y": round(line.y, 1),
            "size": line.size,
            "weight": line.weight,
            "color": getattr(brand, line.color),
            "align": line.align,
            "style": "italic" if line.italic else "normal",
        }
        for line in lines
    ]
    layer: alt.Chart = (
        alt.Chart(alt.InlineData(values=records, name=name))
        .mark_text(
            align=alt.expr("datum.align"),
            baseline="middle",
            color=alt.expr("datum.color"),
            fontSize=alt.expr("datum.size"),
            fontStyle=alt.expr("datum.style"),
            fontWeight=alt.expr("datum.weight"),
        )
        .encode(text=alt.Text("text", type="nominal"), **at_pixels())
    )
    return layer


def rules(name: str, segments: Sequence[Segment], color: str) -> alt.Chart:
    """Draw fixed hairlines.

    Parameters
    ----------
    name : str
        Name of the layer's data, unique in the figure.
    segments : sequence of (x, y, x2, y2)
        Ends of each line, px.
    color : str
        As ``#RRGGBB``.
    """
    ends = [dict(zip(("x", "y", "x2", "y2"), segment, strict=True)) for segment in segments]
    layer: alt.Chart = (
        alt.Chart(alt.InlineData(values=ends, name=name))
        .mark_rule(color=color, opacity=1)
        .encode(x2=alt.X2("x2"), y2=alt.Y2("y2"), **at_pixels())
    )
    return layer


def finish(
    layers: Sequence[Layer], height: float, headline: str, subtitle: str, source: str, inner: float = INNER
) -> Spec:
    """Make layers a complete figure, `inner` and twice `PADDING` px wide whatever it shows.

    Every place is computed from the font's own widths, so the size of a figure does not depend on
    how well a renderer measures text.

    Parameters
    ----------
    layers : sequence of altair charts
        What is drawn, in one frame of `inner` by `height` px; each has its own scales.
    height : float
        Height of the frame, px.
    headline : str
        The message.
    subtitle : str
        Measure, place and time, and in words what hollow marks stand for.
    source : str
        Source and notes, printed below the chart.
    inner : float
        Width of the frame, px.

    Returns
    -------
    dict
        Vega-Lite specification; the same input always gives the same one.
    """
    brand = find_brand()
    above, below = wrap(headline, inner, HEADLINE, SEMIBOLD), wrap(subtitle, inner, LABEL)
    notes = wrap(source, inner, SMALL)
    first = height + 14 + line_height(SMALL) / 2
    footer = [Line(note, 0, first + line_height(SMALL) * n, SMALL, color="muted") for n, note in enumerate(notes)]
    title_height = line_height(HEADLINE) * len(above) + SUBTITLE_GAP + line_height(LABEL) * len(below) + TITLE_GAP
    # Put together by hand: Altair would copy every layer several times over, and add the theme of the session.
    every = [*layers, lettering("source", footer, brand)]
    drawn = [layer.to_dict(validate=False, context={"top_level": False}) for layer in every]
    return {
        "$schema": alt.SCHEMA_URL,
        "config": config(brand),
        "title": {"text": above, "subtitle": below},
        "width": inner,
        "height": round(height + 14 + line_height(SMALL) * len(notes)),
        "padding": {"left": PADDING, "right": PADDING, "bottom": PADDING, "top": PADDING + title_height},
        "autosize": {"type": "none"},
        "resolve": {"scale": {"x": "independent", "y": "independent"}},
        "layer": drawn,
    }
