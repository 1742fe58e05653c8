"""The comparison as a picture: a bar for each way, as a share of what papermill in sequence takes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import altair as alt
import vl_convert

from behindbars.brand import find_brand
from behindbars.export import accessible, use_typeface, vega_lite_of
from behindbars.fonts import measure
from behindbars.theme import LABEL, config
from bench.made_up import PROJECT
from bench.table import Compared
from bench.ways import AGAIN, CHARTS, EDITION, FLOOR, PAPERMILL

TITLES = {
    CHARTS: "Notebooks and charts",
    EDITION: "The whole edition, from nothing",
    AGAIN: "The whole edition, once more",
}
ROW, GAP, WIDTH = 24, 8, 360
"""Height of a row, space beside a name, and width of the bars, px."""
WIDER = 1.3
"""How much wider names may be where the typeface is not installed: the svg is looked at on its own."""
ABOUT = "Time of each way as a share of papermill’s command for each notebook in sequence; shorter is faster"


def draw(file: Path, compared: Sequence[Compared], note: str) -> None:
    """Draw the comparison as svg; nothing if papermill was not measured, as all bars are shares of it.

    Parameters
    ----------
    file : Path
        The svg to write.
    compared : sequence of Compared
        All rows.
    note : str
        Date and machine, for the line beneath.
    """
    compared = [one for one in compared if one.papermill is not None or one.row.name == PAPERMILL]
    if not compared:
        return
    brand = find_brand(PROJECT)
    end = max(1.0, *(_share(one) for one in compared)) * 1.25
    gutter = WIDER * max(measure(one.row.name, LABEL) for one in compared) + 2 * GAP
    panels = [
        _panel([one for one in compared if one.row.scope == scope], title, end, gutter)
        for scope, title in TITLES.items()
        if any(one.row.scope == scope for one in compared)
    ]
    chart = alt.vconcat(*panels, spacing=26).properties(
        title=alt.Title(
            "How long an edition takes to make", subtitle=[ABOUT, note], anchor="start", frame="bounds", offset=20
        )
    )
    spec = {**chart.to_dict(), "config": {**config(brand), "concat": {"spacing": 26}}, "padding": 12}
    use_typeface()
    svg = vl_convert.vegalite_to_svg(spec, vl_version=vega_lite_of(spec))
    described = "; ".join(f"{one.row.name} ({one.row.scope}): {_label(one)}" for one in compared)
    file.write_text(accessible(svg, "benchmark", "How long an edition takes to make", described), encoding="utf-8")


def _panel(compared: Sequence[Compared], title: str, end: float, gutter: float) -> Any:
    brand = find_brand(PROJECT)
    rows = [
        {"name": one.row.name, "share": _share(one), "label": _label(one), "color": _color(one.row.name)}
        for one in compared
    ]
    order = [one.row.name for one in compared]
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        labelColor=brand.ink,
        labelFontSize=LABEL,
        labelLimit=0,
        labelAlign="left",
        labelPadding=gutter,
    )
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        x=alt.X("share:Q", scale=alt.Scale(domain=[0, end], nice=False), axis=None),
        y=alt.Y("name:N", sort=order, axis=axis),
    )
    bars = base.mark_bar(height=ROW - 8).encode(color=alt.Color("color:N", scale=None))
    words = base.mark_text(align="left", dx=6, color=brand.ink).encode(text="label:N")
    heading = alt.Title(title, anchor="start", fontSize=LABEL + 1, offset=6, frame="group", dx=-gutter)
    return alt.layer(bars, words).properties(title=heading, width=WIDTH, height=ROW * len(rows))


def _share(one: Compared) -> float:
    return 1.0 if one.papermill is None else one.papermill


def _label(one: Compared) -> str:
    return f"{_share(one):.2f}  ({median(one.row.seconds):.1f} s)"


def _color(name: str) -> str:
    """Choose a colour: this program's rows stand out, the floor and papermill are what they are compared with."""
    brand = find_brand(PROJECT)
    if name.startswith("behindbars"):
        return brand.statement
    return brand.muted if name in (FLOOR, PAPERMILL) else brand.outline
