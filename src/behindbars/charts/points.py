"""Points: values over the years, each series in a panel of its own, gaps left as gaps."""

from __future__ import annotations

from math import floor
from typing import Any

import altair as alt
import pandas as pd

from behindbars.brand import find_brand
from behindbars.charts import knowing
from behindbars.charts.page import form
from behindbars.charts.theme import BESIDE, LINE, PAGE, SMALL, capitals, count_lines, lines, usual_width

ACROSS, TALL, LOW = 2, 110, 76
"""Panels side by side on a page; height of a panel that stands alone, and of one of several, px."""
SPACE = 28
"""Between panels, px."""
NEAR_DATES = 0.7
"""Years within which the words of two counts up to a date would meet."""
LOW_WORDS = 36
"""Height below which words under a mark would meet the axis, px."""
EDGE = 10
"""How far words may stand out of a panel, px."""
JOINED = ["exact", "about", "reported_zero"]
"""Marks of values that a line may join."""


@form
def points(
    frame: pd.DataFrame,
    panel: str | None = None,
    *,
    words: str = "said",
    cumulative: bool = False,
    width: int = PAGE,
) -> alt.LayerChart | alt.FacetChart:
    """Draw values over the years; a line joins only numbers of consecutive years.

    Parameters
    ----------
    frame : DataFrame
        A row for each value, in the order of time in each panel: low, high, status, context; time (the year; with
        `cumulative`, the end of the count in decimal years); sure (bool: if not, the mark is small and the words end in
        an asterisk); and, if there is such a column, panel_note, which is printed below the name of the panel.
    panel : str, optional
        Column of the names of the panels, which have one scale.
    words : str
        Column of the words.
    cumulative : bool
        Whether the values are counts up to a date, which stand alone.
    width : int
        Width of the chart, px.
    """
    rows = knowing.checked(frame, words)
    rows["panel"] = capitals(rows[panel]) if panel else ""
    panels = list(rows["panel"].unique())
    first, last = floor(rows["time"].min()), floor(rows["time"].max())
    across = min(len(panels), ACROSS) if width >= BESIDE else 1
    inner = (width - 14) // across - SPACE * (across > 1 or cumulative)
    room = 62 if not cumulative else 150 if width >= BESIDE else 100
    tall = TALL if len(panels) == 1 else LOW
    most = rows["end"].max() or 1
    rows["start"], rows["end"] = rows["start"] / most, rows["end"] / most
    rows["said"] += rows["sure"].map({True: "", False: "*"})
    pitch = inner / (last + 1 - first)
    upright = _crowded(rows, pitch) & (not cumulative)
    rows["said"] = rows["said"].where(upright, [lines(text, room, SMALL) for text in rows["said"]])
    at_year = 0 if cumulative else -0.5
    at = (rows["time"] - first - at_year) * pitch
    _place_words(rows, at, inner, tall, near=NEAR_DATES if cumulative else 0)
    rows["angle"] = upright.map({True: 270, False: 0})
    _align(rows, upright, "left", rows["gap"] + 2)
    rows.loc[upright, "dy"] = 0
    joins = rows["mark"].isin(JOINED)
    breaks = rows["time"].groupby(rows["panel"]).diff().ne(1) | ~joins | ~joins.shift(fill_value=False)
    rows["run"] = breaks.cumsum()
    notes = rows["panel_note"] if "panel_note" in rows else pd.Series("", index=rows.index)
    rows["note"] = [lines(text, inner, SMALL) for text in notes.where(~rows.duplicated("panel"), "")]

    brand = find_brand()
    years = alt.Axis(
        values=list(range(first, last + 1)),
        format="d",
        labelOverlap="greedy",
        labelSeparation=6,
        labelFlush=False,
        grid=False,
        title=None,
    )
    x = alt.X(
        "time:Q", scale=alt.Scale(domain=[first + at_year, last + 1 + at_year], nice=False, zero=False), axis=years
    )
    place = knowing.along("y", alt.Scale(domain=[0, 1], range=[tall, 0], nice=False))
    thin: dict[str, Any] = {"color": brand.outline, "strokeWidth": 1}
    stem = {**place("end"), "y2": alt.Y2Value(tall)}
    line = alt.Chart().transform_filter(alt.FieldOneOfPredicate("mark", JOINED)).mark_line(**thin)
    noted = rows["note"].map(count_lines).max() if rows["note"].ne("").any() else 0
    note = alt.Chart().transform_filter("datum.note").mark_text(baseline="line-top", color=brand.muted, fontSize=SMALL)
    placed: dict[str, Any] = {name: alt.expr(f"datum.{name}") for name in ("align", "angle", "dx", "dy")}
    said = knowing.words(fontSize=SMALL, **placed)
    # Panels without a note keep the room of one, so that all headings stand at one height.
    room = alt.Chart().mark_rule(opacity=0).encode(x=alt.XValue(0), y=alt.YValue(-34 - 15 * noted), y2=alt.Y2Value(0))
    layers = [
        alt.Chart().mark_rule(**thin).encode(**stem) if cumulative else line.encode(**place("end"), detail="run:N"),
        *knowing.dots(rows, place, size=alt.expr("datum.sure ? 100 : 45"), angle=270),
        *knowing.signs(rows, **place("end")),
        said.encode(**place("end")),
        *([note.encode(x=alt.XValue(0), y=alt.YValue(-34 - 15 * noted), text="note:N"), room] if panel else []),
    ]
    columns = ["panel", "note", "time", "sure", "run", "align", "angle", "dx", "dy", *knowing.DRAWN]
    chart = alt.layer(*layers, data=rows[columns]).encode(x).properties(width=inner, height=tall)
    if not panel:
        return chart
    facet = alt.Facet("panel:N", sort=panels, header=alt.Header())
    facets = chart.facet(facet, columns=across, spacing={"column": SPACE, "row": 24})
    drawn: alt.FacetChart = facets.resolve_axis(x="independent")
    return drawn


def _crowded(rows: pd.DataFrame, pitch: float) -> pd.Series:
    """Find the words that would meet those of the year before or after, if they did not stand upright."""
    years = rows.groupby("panel")["time"]
    beside = years.diff().le(1) | years.diff(-1).ge(-1)
    return beside & rows["said"].map(lambda text: usual_width(text, SMALL) > 1.1 * pitch)


def _place_words(rows: pd.DataFrame, at: pd.Series, inner: float, tall: int, *, near: float) -> None:
    """Set words above their mark; where they would meet something there, or leave the panel, below it or beside it."""
    before, after = rows.groupby("panel")["end"].shift().fillna(2), rows.groupby("panel")["end"].shift(-1).fillna(2)
    height = rows["said"].map(count_lines) * LINE
    lowest = (rows["end"] < before) & (rows["end"] < after) & (not near)
    below, beside = lowest & (rows["end"] * tall > LOW_WORDS), lowest & (rows["end"] * tall <= LOW_WORDS)
    rows["align"], rows["dx"] = "center", 0
    rows["dy"] = (-height).where(~below, LINE)
    _align(rows, beside, "right", -8)
    rows.loc[beside, "dy"] = (LINE - height[beside]) / 2
    half = rows["said"].map(lambda text: usual_width(text, SMALL)) / 2
    _align(rows, (at + half > inner + EDGE) | (rows["time"].diff(-1).abs() < near), "right", 4)
    _align(rows, (at - half < -EDGE) | (rows["time"].diff().abs() < near), "left", -4)


def _align(rows: pd.DataFrame, where: pd.Series, align: str, shift: Any) -> None:
    """Begin or end some of the words at their mark, shifted by so many px."""
    rows.loc[where, "align"] = align
    rows.loc[where, "dx"] = shift
