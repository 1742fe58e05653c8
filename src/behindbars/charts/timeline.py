"""Timeline: dated events, each drawn no more precisely than it is dated."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from behindbars.brand import find_brand
from behindbars.charts import knowing
from behindbars.charts.page import form
from behindbars.charts.theme import BESIDE, LINE, PAGE, SEMIBOLD, SMALL, capitals, count_lines, lines, usual_width

DATES, SHORT, LONG = 168, 110, 300
"""Widest column of dates, and least and greatest length of the axis on a page, px."""
NARROW = 190
"""Column of dates and words on a phone, px."""
DOT, BAND, STUB, YEAR = 12, 10, 24, 1.01
"""Width of a dot, thickness of what lasts, and its length where its start is open, px; a year, leap or not.

A time that would be drawn shorter than a dot is wide is a dot: it says no more than that. So is a year in which
something happened on a day that is not known: a line as long as the year would look as if it had gone on all year.
"""


@form
def timeline(
    frame: pd.DataFrame, lane: str | None = None, *, until: Any, width: int = PAGE
) -> alt.LayerChart | alt.FacetChart:
    """Draw events, one a row: its date, its place in time, its words.

    Parameters
    ----------
    frame : DataFrame
        A row for each event, in the order of drawing: when (the date in words), event (words), start and end
        (datetime64: first and last day of the time within which it happened; NaT where that end is open, but not both),
        lasting (bool: whether it lasted through that time), uncertain (bool: whether the date is inferred), context.
    lane : str, optional
        Column of the names of lanes (countries, cases); the events of a lane follow each other.
    until : date
        Day of the latest source, to which what lasts and has no known end is drawn.
    width : int
        Width of the chart, px: words stand at the right of the axis on a page, and below the date on a phone.
    """
    rows = frame.reset_index(drop=True)
    wide, inner = width >= BESIDE, width - 8
    lane = lane if lane and rows[lane].nunique() > 1 else None
    rows["lane"] = capitals(rows[lane]).map(lambda name: lines(name, inner)) if lane else ""
    left = min(DATES, max(usual_width(text, SMALL) for text in rows["when"])) if wide else NARROW
    longest = max(usual_width(text, SMALL) for text in rows["event"])
    strip = min(max(SHORT, inner - left - 30 - longest), LONG) if wide else inner - NARROW
    column = inner - left - strip - 20 if wide else NARROW
    rows["when"] = [lines(text, left, SMALL) for text in rows["when"]]
    rows["said"] = [lines(text, column, SMALL) for text in rows["event"]]
    # On a phone the words stand below the date, both of them around the middle of the row.
    dated, said = (rows[name].map(count_lines) for name in ("when", "said"))
    rows["up"], rows["down"] = (0, 0) if wide else (-said * LINE / 2, dated * LINE / 2)
    step = 6 + LINE * int((pd.concat([dated, said], axis=1).max(axis=1) if wide else dated + said).max())
    first, last = _place_in_time(rows, strip, until)
    rows["row"] = rows.groupby("lane", sort=False).cumcount()

    brand = find_brand()
    every = next(step for step in (1, 2, 5, 10, 20, 50) if (last - first) / step <= strip / 44)
    named = [year for year in range(first, last + 1) if year % every == 0]
    years = alt.Axis(orient="top", format="d", values=named, grid=wide, domain=False, ticks=False, labelFlush=False)
    scale = alt.Scale(domain=[first, last], range=[left + 8, left + strip - 12], nice=False, zero=False)
    place = knowing.along("x", scale, years)
    ring: dict[str, Any] = {"fill": None, "stroke": brand.outline, "strokeDash": [2, 2], "strokeWidth": 1.5}
    lasting = alt.Chart().mark_bar(orient="horizontal", size=BAND).encode(**place("start", "end"), **knowing.hollow())
    above = alt.Chart().mark_rule(color=brand.outline).encode(x=alt.XValue(0), x2=alt.X2Value(inner), y=alt.YValue(-2))
    layers = [
        *([above] if lane else []),
        *knowing.present(rows, (("lasting",), lasting)),
        *knowing.dots(rows, place),
        alt.Chart().transform_filter("datum.uncertain").mark_point(size=300, **ring).encode(**place("point")),
        _words("when", "up", fontWeight=SEMIBOLD, fontStyle="normal").encode(x=alt.XValue(0)),
        _words("said", "down").encode(x=alt.XValue(left + strip + 16 if wide else 0)),
    ]
    written, marked = ["lane", "row", "when", "said", "up", "down"], ["point", "start", "end", "mark", "uncertain"]
    chart = alt.layer(*layers, data=rows[[*written, *marked, "status", "context"]]).encode(alt.Y("row:O", axis=None))
    chart = chart.properties(width=inner, height=alt.Step(step))
    if not lane:
        return chart
    header: Any = alt.Header(labelOrient="top", labelExpr="split(datum.label, '\\n')", labelLineHeight=LINE)
    facet = alt.Row("lane:N", sort=list(rows["lane"].unique()), header=header)
    drawn: alt.FacetChart = chart.facet(row=facet, spacing=12).resolve_scale(y="independent")
    return drawn


def _words(field: str, shift: str, **style: Any) -> alt.Chart:
    """Print words around the middle of a row, or shifted from there."""
    middle = alt.expr(f"datum.{shift} - {LINE / 2} * (split(datum.{field}, '\\n').length - 1)")
    return knowing.words(field, fontSize=SMALL, dy=middle, **style)


def _place_in_time(rows: pd.DataFrame, strip: float, until: Any) -> tuple[int, int]:
    """Give each event its mark and its place, in decimal years; and the first year, and the one after the last."""
    start, end = _years(rows["start"]), _years(rows["end"] + pd.Timedelta(days=1))
    latest = _years(pd.Series([pd.Timestamp(until)])).iloc[0]
    first, last = int(min(start.min(), end.min())), int(max(start.max(), end.max(), latest)) + 1
    pixel = (last - first) / strip
    lasting = rows["lasting"].astype(bool)
    point = (start.fillna(end) + end.fillna(start)) / 2
    short = ~lasting & ((end - start) < max(DOT * pixel, YEAR))
    rows["mark"] = "range"
    rows.loc[end.isna(), "mark"] = "at_least"
    rows.loc[start.isna(), "mark"] = "up_to"
    rows.loc[short, "mark"] = "exact"
    rows.loc[lasting, "mark"] = "lasting"
    rows["status"], rows["point"] = rows["mark"], point
    rows["start"] = start.fillna(end.where(~lasting, end - STUB * pixel)).mask(short, point)
    rows["end"] = end.fillna(start.where(~lasting, latest)).mask(short, point)
    return first, last


def _years(days: pd.Series) -> pd.Series:
    """Give days as decimal years, where each begins."""
    years: pd.Series = days.dt.year + (days.dt.day_of_year - 1) / 366
    return years
