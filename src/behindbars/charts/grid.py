"""Grid: signs of findings, row by column; each cell whole, or in halves of law and practice."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from behindbars.brand import find_brand
from behindbars.charts import knowing
from behindbars.charts.page import form
from behindbars.charts.theme import (
    BESIDE,
    LINE,
    PAGE,
    SMALL,
    broken_labels,
    capitals,
    count_lines,
    in_order,
    lines,
    usual_width,
)
from behindbars.words import capital

SIGN = 16
"""Room of a sign, px."""
HALVES = 62
"""Room of the names of halves on a phone, where they stand upright, px."""


@form
def grid(
    frame: pd.DataFrame,
    row: str,
    column: str,
    *,
    half: str | None = None,
    words: str | None = None,
    width: int = PAGE,
) -> alt.FacetChart:
    """Draw a sign for each status of each cell.

    Parameters
    ----------
    frame : DataFrame
        A row for each status of each cell: status, the columns that the other parameters name and, where no `words` are
        printed, status_name for the legend. A cell with two statuses has two rows; one that no source speaks of has the
        status not_mentioned.
    row, column : str
        Columns of the names of the grid's rows and columns, in their own order if they are ordered.
    half : str, optional
        Column of the names of the halves of each cell (law, practice).
    words : str, optional
        Column of words that are printed beside each sign on a page; else, and on a phone, a legend explains the signs.
    width : int
        Width of the chart, px.
    """
    rows = frame.reset_index(drop=True)
    if unknown := set(rows["status"]) - set(knowing.FINDINGS):
        raise ValueError(f"there is no sign for {', '.join(sorted(unknown))}")
    wide = width >= BESIDE
    told = words is not None and wide
    columns, halves = in_order(rows[column]), in_order(rows[half]) if half else [""]
    names = [capital(name) for name in in_order(rows[row])]
    gutter = min(196 if wide and not told else 118, max(usual_width(name, SMALL) for name in names))
    rows["key"] = rows[words or "status_name"].astype(str)
    printed = " ".join(rows["key"]).split() if told else []
    gutter = min([gutter, *(width - 9 - len(columns) * int(usual_width(word, SMALL) + SIGN + 4) for word in printed)])
    cell = (width - 9 - gutter) // len(columns)
    rows["half"] = rows[half].astype(str) if half else ""
    # One silence is drawn for a cell, not one for each half; signs of one half stand beside each other.
    silent = rows["status"].eq("not_mentioned").groupby([rows[row], rows[column]], observed=True).transform("all")
    rows = rows[~silent | ~rows.duplicated([row, column])].copy()
    rows["silent"] = silent
    labels = [lines(name, gutter, SMALL) for name in names]
    rows["column"] = rows[column].astype(str)
    rows["label"] = capitals(rows[row]).map(dict(zip(names, labels, strict=True)))
    same = rows.groupby(["label", "column", "half"], sort=False)["key"]
    rows["shift"] = (same.cumcount() - (same.transform("size") - 1) / 2) * SIGN
    rows["said"] = [lines(text, cell - SIGN - 8, SMALL) for text in rows["key"]]
    rows["context"] = False
    step = 8 + LINE * max(map(count_lines, [*labels, *(rows["said"] if told else [])]))

    kinds = (
        rows[["key", "status"]]
        .drop_duplicates()
        .sort_values("status", key=lambda status: status.map(list(knowing.FINDINGS).index))
    )
    shapes = alt.Scale(domain=list(kinds["key"]), range=[knowing.FINDINGS[status] for status in kinds["status"]])
    across = int((width - gutter) // (max(usual_width(text, SMALL) for text in kinds["key"]) + 24))
    legend = alt.Legend(
        columns=max(1, across), symbolSize=knowing.SIGN, symbolStrokeWidth=1.6, columnPadding=10, rowPadding=4, offset=8
    )
    axis = alt.Axis(
        domain=False, ticks=False, grid=True, tickBand="extent",
        labelAlign="left", labelPadding=gutter, labelFontSize=SMALL,
        **broken_labels(),
    )  # fmt: skip
    sides = alt.Axis(orient="top", domain=False, ticks=False, labelAngle=0) if half and wide else None
    shift: dict[str, Any] = {"xOffset" if wide else "yOffset": alt.expr("datum.shift")}
    base = alt.Chart().encode(alt.X("half:N", sort=halves, axis=sides, scale=alt.Scale(type="band")))
    sign = base.mark_point(**knowing.sign(), **shift)
    sign = sign.encode(shape=alt.Shape("key:N", scale=shapes, legend=None if told else legend))
    if told:
        layers = [
            sign.encode(x=alt.XValue(SIGN / 2 + 2)),
            knowing.words(fontSize=SMALL).encode(x=alt.XValue(SIGN + 4)),
        ]
    else:
        spoken, silence = (sign.transform_filter(test) for test in ("!datum.silent", "datum.silent"))
        layers = [spoken, silence.encode(x=alt.XValue(cell / 2))]
    drawn = ["column", "label", "half", "status", "key", "said", "shift", "silent", "context"]
    edge = (
        alt.Chart()
        .mark_rule(color=find_brand().pale)
        .encode(x=alt.XValue(0), y=alt.YValue(0), y2=alt.Y2Value("height"))
    )
    if not wide:
        # Vega-Lite leaves a gap as high as its names are long below a header that it turns: names are words here.
        for name, field in (("head", "column"), ("side", "half")):
            rows[name] = rows[field].where(~rows.duplicated(["column", field]), "")
        drawn += ["head", "side"]
        upright = alt.Chart().mark_text(angle=270)
        layers += [
            upright.encode(x=alt.XValue(cell / 2), y=alt.YValue(-HALVES if half else -6), text="head:N"),
            upright.encode(alt.X("half:N", sort=halves), y=alt.YValue(-6), text="side:N"),
        ]
    y = alt.Y("label:N", sort=labels, axis=axis)
    chart = alt.layer(edge, *layers, data=rows[drawn]).encode(y).properties(width=cell, height=alt.Step(step))
    header = alt.Header(labelFontSize=SMALL) if wide else None
    return chart.facet(column=alt.Column("column:N", sort=columns, header=header), spacing=0)
