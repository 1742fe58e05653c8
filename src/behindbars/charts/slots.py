"""What has no number: an outlined slot with a sign and words, never a mark of no length."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import altair as alt

from behindbars.brand import Brand
from behindbars.theme import LABEL, at_pixels, line_height

WORDED = ("none_known", "some", "unknown", "not_published", "not_mentioned", "to_be_completed")
"""Statuses of values without one."""

SIGNS = {
    # In half widths of the mark; line drawings, so that they print in black and white.
    # Outlines are closed by a line: Vega drops the command Z.
    "none_known": "M0.25,-0.2A0.6,0.6,0,1,1,-0.95,-0.2A0.6,0.6,0,1,1,0.25,-0.2M0.1,0.25L0.85,0.95",
    "some": "M-0.58,0A0.17,0.17,0,1,1,-0.92,0A0.17,0.17,0,1,1,-0.58,0"
    "M0.17,0A0.17,0.17,0,1,1,-0.17,0A0.17,0.17,0,1,1,0.17,0"
    "M0.92,0A0.17,0.17,0,1,1,0.58,0A0.17,0.17,0,1,1,0.92,0",
    "unknown": "M-0.5,-0.45A0.5,0.5,0,1,1,0.25,-0.02Q0,0.15,0,0.42M0,0.88L0,0.94",
    "not_published": "M-0.7,-0.85L0.7,-0.85L0.7,0.85L-0.7,0.85L-0.7,-0.85M-0.7,0.85L0.7,-0.85",
    "not_mentioned": "M-0.7,0L0.7,0",
    "to_be_completed": "M-0.8,0.85L0.8,0.85M-0.5,0.4L-0.35,-0.1L0.4,-0.9L0.75,-0.55L-0.05,0.25L-0.5,0.4",
}
"""Sign of each status without a number: looked for, a few, a question, a struck sheet, a dash, a pencil."""
SLOT_DASH = {
    "none_known": [7, 3],
    "some": [7, 2, 2, 2],
    "unknown": [2, 3],
    "not_published": [1, 0],
    "to_be_completed": [4, 4],
}
"""Outline of the slot; what is not mentioned has none."""

SIGN, SIGN_ROOM, SLOT_ROOM = 130, 30, 8
"""Area of a sign, px²; what a slot needs at the left of its words, for the sign, and above and below them, px."""


def told(base: alt.Chart, rows: Sequence[dict[str, Any]], brand: Brand) -> list[alt.Chart]:
    """Print the words of each value, in an outlined slot with its sign where it has no number.

    Parameters
    ----------
    base : alt.Chart
        Chart over records with `x`, px, from which their `gap` and `reach` count; the vertical position,
        that of the middle of the words, is encoded.
    rows : sequence of dict
        The records.
    brand : Brand
        Colours.
    """
    line = line_height(LABEL)
    words = base.mark_text(
        align="left",
        baseline="middle",
        lineHeight=line,
        dx=alt.expr("datum.gap"),
        dy=alt.expr(f"-{line / 2} * (datum.lines - 1)"),
        color=ink(brand),
        fontStyle=alt.expr("datum.context ? 'italic' : 'normal'"),
    ).encode(text=alt.Text("words", type="nominal"), **at_pixels("x", None))
    if not any(row["status"] in WORDED for row in rows):
        return [words]
    slot = base.transform_filter(alt.FieldOneOfPredicate(field="status", oneOf=list(WORDED)))
    outline = slot.transform_calculate(left="datum.x + 4", right="datum.x + datum.reach").mark_bar(
        orient="horizontal", size=alt.expr(f"{line} * datum.lines + {SLOT_ROOM}"), **slot_style(brand)
    )
    return [
        outline.encode(**at_pixels("right", None), x2=alt.X2("left")),
        signs(slot.transform_calculate(sign="datum.x + 17"), brand, SIGNS, **at_pixels("sign", None)),
        words,
    ]


def slot_style(brand: Brand) -> dict[str, Any]:
    """Outline of a slot, by status."""
    dashes = f"{json.dumps(SLOT_DASH)}[datum.status]"
    return {
        "fill": brand.background,
        "stroke": alt.expr(f"{dashes} ? '{brand.outline}' : null"),
        "strokeDash": alt.expr(dashes),
        "strokeWidth": 1.5,
        "opacity": 1,
    }


def signs(base: alt.Chart, brand: Brand, shapes: dict[str, str], **place: Any) -> alt.Chart:
    """Draw the sign of each status.

    Parameters
    ----------
    base : alt.Chart
        Chart over records whose statuses are keys of `shapes`.
    brand : Brand
        Colours.
    shapes : dict
        Path of each status.
    **place
        Position, as encodings.
    """
    scale = alt.Scale(domain=list(shapes), range=list(shapes.values()))
    style: dict[str, Any] = {"fill": None, "stroke": ink(brand), "strokeCap": "round", "strokeWidth": 1.6}
    layer: alt.Chart = base.mark_point(size=SIGN, opacity=1, **style).encode(
        shape=alt.Shape("status", type="nominal", legend=None, scale=scale), **place
    )
    return layer


def ink(brand: Brand) -> Any:
    """Colour of words and signs: of second rank where another source speaks, or none."""
    return alt.expr(f"datum.context || datum.status === 'not_mentioned' ? '{brand.muted}' : '{brand.ink}'")
