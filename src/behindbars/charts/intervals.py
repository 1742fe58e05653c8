"""Intervals on one scale from 0 to 100 per cent."""

from __future__ import annotations

import altair as alt
import pandas as pd

from behindbars.charts import knowing
from behindbars.charts.page import form
from behindbars.charts.theme import BESIDE, LINE, PAGE, broken_labels, count_lines, lines, usual_width

SCALE, NAMES = 270, 160
"""Length of the scale, and widest column of names, on a page, px."""


@form
def intervals(frame: pd.DataFrame, category: str = "category", *, width: int = PAGE) -> alt.LayerChart:
    """Draw shares and their intervals, one below the other.

    Parameters
    ----------
    frame : DataFrame
        A row for each share, in the order of drawing: low and high in per cent, status, words, context, `category`,
        and, if there is such a column, point: a best estimate inside a range.
    category : str
        Column of the names of the rows.
    width : int
        Width of the chart, px: words stand at the right of the scale on a page, and below the names on a phone.
    """
    rows = knowing.checked(frame)
    wide = width >= BESIDE
    gutter: float = NAMES if wide else 130
    rows["label"] = [lines(name, gutter) for name in rows[category]]
    inner = SCALE if wide else width - gutter - 30
    rows["said"] = [lines(text, width - gutter - SCALE - 48 if wide else gutter) for text in rows["said"]]
    if not wide:
        rows["label"] = rows["label"] + "\n" + rows["said"]
    gutter = min(gutter, max(usual_width(label) for label in rows["label"]))
    step = 16 + LINE * max(map(count_lines, [*rows["label"], *rows["said"]]))

    ticks = alt.Axis(orient="top", values=[0, 25, 50, 75, 100] if wide else [0, 50, 100], domain=False, ticks=False)
    place = knowing.along("x", alt.Scale(domain=[0, 100]), ticks)
    best = (
        alt.Chart()
        .transform_filter("isValid(datum.point)")
        .mark_point(shape="circle", size=100)
        .encode(**knowing.hollow())
    )
    layers = [
        *knowing.dots(rows, place),
        *([best.encode(**place("point"))] if "point" in rows else []),
        *knowing.slots(rows, step - 8, x=alt.XValue(0), x2=alt.X2Value(inner)),
        *knowing.signs(rows, x=alt.XValue(12)),
        *([knowing.words().encode(x=alt.XValue(inner + 28))] if wide else []),
    ]
    names = alt.Axis(domain=False, ticks=False, labelAlign="left", labelPadding=gutter + 14, **broken_labels())
    y = alt.Y("label:N", sort=list(rows["label"]), axis=names)
    data = rows[["label", *knowing.DRAWN, *(["point"] if "point" in rows else [])]]
    return alt.layer(*layers, data=data).encode(y).properties(width=inner, height=alt.Step(step))
