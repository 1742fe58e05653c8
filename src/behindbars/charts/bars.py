"""Bars: the same categories in every panel, one panel a series or a country."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from behindbars.brand import find_brand
from behindbars.charts import knowing
from behindbars.charts.page import form
from behindbars.charts.theme import (
    BESIDE,
    LABEL,
    LINE,
    PAGE,
    SMALL,
    broken_labels,
    capitals,
    count_lines,
    in_order,
    lines,
    usual_width,
)  # fmt: skip

ACROSS = 4
"""Most panels side by side."""
SPACE = 16
"""Between panels, px."""
BESIDE_BAR = 0.8
"""Most that words at the end of the longest bar may take of a panel's width."""


@form
def bars(
    frame: pd.DataFrame,
    category: str = "stage_name",
    panel: str | list[str] | None = None,
    *,
    words: str = "words",
    width: int = PAGE,
) -> alt.LayerChart | alt.FacetChart:
    """Draw values as bars, with their words at their ends, and what has no number as a slot with its words.

    Parameters
    ----------
    frame : DataFrame
        A row for each bar: low, high, status, context, and the columns that the other parameters name. Panels come in
        the order of the rows, categories in their own order, if they are ordered.
    category : str
        Column of the names of the bars; every panel has all of them.
    panel : str or list of two str, optional
        Column of the names of the panels; a second one is printed below the first, and lighter. Each panel has its own
        scale.
    words : str
        Column of the words.
    width : int
        Width of the chart, px: panels stand side by side on a page, and below each other on a phone.
    """
    rows = knowing.checked(frame, words)
    titles = [panel] if isinstance(panel, str) else panel or []
    rows["panel"] = capitals(rows[titles[0]]) if titles else ""
    rows["below"] = capitals(rows[titles[1]]) if titles[1:] else ""
    rows["key"] = rows["panel"] + "\n" + rows["below"]
    panels = list(rows["key"].unique())
    across = 1 if width < BESIDE else min(len(panels), ACROSS)

    names = in_order(rows[category])
    size, most = (LABEL, 200) if width >= BESIDE and across < 3 else (SMALL, 118)
    gutter = min(most, max(usual_width(name, size) for name in names) + 4)
    inner = (width - 12 - gutter) // across - SPACE * (across > 1)
    labels = [lines(name, gutter, size) for name in names]
    rows["label"] = rows[category].map(dict(zip(names, labels, strict=True))).astype(str)
    room = (inner * BESIDE_BAR - rows["gap"]).where(rows["end"].gt(0), inner - knowing.SIGN_ROOM)
    rows["said"] = [lines(text, wide, size) for text, wide in zip(rows["said"], room, strict=True)]
    step = 12 + LINE * max(map(count_lines, [*labels, *rows["said"]]))
    _make_room(rows, inner, size)

    first = rows["label"].eq(labels[0])
    rows["below"] = [lines(text, inner, SMALL) for text in rows["below"].where(first, "")]
    place = knowing.along("x", alt.Scale(domain=[0, 1], nice=False))
    brand = find_brand()
    below: dict[str, Any] = {
        "baseline": "line-bottom",
        "color": brand.muted,
        "fontSize": SMALL,
        "dy": alt.expr("-6 - 15 * (split(datum.below, '\\n').length - 1)"),
    }
    layers = [
        alt.Chart().mark_rule(color=brand.outline).encode(x=alt.XValue(0), y=alt.YValue(0), y2=alt.Y2Value("height")),
        *(
            [alt.Chart().mark_text(**below).encode(x=alt.XValue(0), y=alt.YValue(0), text="below:N")]
            if titles[1:]
            else []
        ),
        *knowing.bars(rows, place),
        *knowing.slots(rows, step - 6, x=alt.XValue(4), x2=alt.X2Value(inner)),
        *knowing.signs(rows, x=alt.XValue(15)),
        *knowing.told(rows, place, alt.XValue(knowing.SIGN_ROOM + 4), size),
    ]
    columns = ["key", "label", "below", "gap", *knowing.DRAWN]
    axis = alt.Axis(
        domain=False, ticks=False, labelAlign="left", labelPadding=gutter, labelFontSize=size, **broken_labels()
    )
    y = alt.Y("label:N", sort=labels, axis=axis)
    chart = alt.layer(*layers, data=rows[columns]).encode(y).properties(width=inner, height=alt.Step(step))
    if not titles:
        return chart
    header: Any = alt.Header(labelExpr="split(datum.label, '\\n')[0]")
    facet = alt.Facet("key:N", sort=panels, header=header)
    return chart.facet(facet, columns=across, spacing={"column": SPACE, "row": 20})


def _make_room(rows: pd.DataFrame, inner: float, size: int) -> None:
    """Scale the bars of all panels alike, such that all words at their ends have room.

    Vega cannot keep that room: it is estimated from the letters of the words.
    """
    needed = rows["said"].map(lambda text: usual_width(text, size)) + rows["gap"]
    beside = (needed / inner).where(rows["end"].gt(0), 0).clip(upper=BESIDE_BAR)
    most = (rows["end"] / (1 - beside)).max() or 1
    for end in ("start", "end"):
        rows[end] = (rows[end] / most).where(rows[end].eq(0), (rows[end] / most).clip(lower=2 / inner))
