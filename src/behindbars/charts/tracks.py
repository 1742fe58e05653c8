"""Tracks: the same stages for each row, with one strong mark at the last one of which anything is told."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from behindbars.brand import find_brand
from behindbars.charts import knowing
from behindbars.charts.marks import paragraphs
from behindbars.charts.page import form
from behindbars.charts.theme import BESIDE, LABEL, LARGE, PAGE, SEMIBOLD, SMALL, capitals

WORDS, SPACE = 312, 24
"""Width of the words on a page, and between them and the track, px."""
HEIGHT, MIDDLE, MARK = 56, 14, 330
"""Height of a track with the words below its mark, and of its line in it, px; area of the mark, px²."""
EDGES = 36
"""What marks at the first and the last stage stand out of a track, together, px."""


@form
def tracks(
    frame: pd.DataFrame,
    row: str = "country_name",
    stage: str = "stage_name",
    *,
    words: str = "words",
    short: str = "short",
    width: int = PAGE,
) -> alt.VConcatChart:
    """Draw for each row a track of all stages, and a mark at the last one of which anything is told.

    The track itself says nothing: what is not told of the stages before the mark is not drawn.

    Parameters
    ----------
    frame : DataFrame
        A row for each track: low, high, status, context, and the columns that the other parameters name.
    row, stage : str
        Columns of the names of the rows, and of the stages, which are ordered.
    words, short : str
        Columns of the words, and of the value in short.
    width : int
        Width of the chart, px: words stand beside the tracks on a page, above them on a phone.
    """
    rows, brand = knowing.checked(frame, words), find_brand()
    stages = list(frame[stage].cat.categories)
    wide = width >= BESIDE
    track = width - EDGES - (WORDS + SPACE if wide else 0)
    drawn: list[alt.HConcatChart | alt.VConcatChart] = []
    rows["said"] = capitals(rows["said"])
    for _, one in rows.groupby(rows.index):
        said = [(str(one[row].iloc[0]), LABEL, brand.muted, 400), (one["said"].iloc[0], LARGE, brand.ink, SEMIBOLD)]
        parts = paragraphs(said, WORDS if wide else track), _track(one, stages, stage, short, track)
        drawn.append(alt.hconcat(*parts, spacing=SPACE) if wide else alt.vconcat(*parts, spacing=8))
    return alt.vconcat(*drawn, spacing=14)


def _track(row: pd.DataFrame, stages: list[str], stage: str, short: str, width: int) -> alt.LayerChart:
    """Draw one track; below its mark stand the name of the stage, and the value in short."""
    brand, last = find_brand(), len(stages) - 1
    number = stages.index(str(row[stage].iloc[0]))
    row = row.assign(at=number, told=f"{stages[number]}\n{row[short].iloc[0]}", said="")
    x = alt.X("at:Q", axis=None, scale=alt.Scale(domain=[0, last], nice=False))
    place: dict[str, Any] = {"x": x, "y": alt.YValue(MIDDLE)}
    ticks = alt.Chart(pd.DataFrame({"at": range(last + 1)})).mark_point(
        shape="circle", size=26, fill=brand.background, stroke=brand.outline, strokeWidth=1.5
    )
    line = alt.Chart().mark_rule(stroke=brand.outline, strokeWidth=1.5)
    align, dx = ("left", -8) if number == 0 else ("center", 0) if number < last - 1 else ("right", 12)
    below: dict[str, Any] = {"align": align, "dx": dx, "baseline": "line-top", "fontSize": SMALL, "color": brand.muted}
    clear = alt.Chart().mark_point(shape="circle", size=2 * MARK, fill=brand.background, stroke=brand.background)
    dot = alt.Chart().mark_point(shape="circle", size=MARK).encode(**knowing.hollow())
    layers = [
        line.encode(x=alt.XValue(0), x2=alt.X2Value(width), y=alt.YValue(MIDDLE)),
        ticks.encode(**place),
        *knowing.present(row, (knowing.SIGNS, clear.encode(**place)), (knowing.SURE, dot.encode(**place))),
        *knowing.ends(row, place, *knowing.ENDS),
        *knowing.signs(row, **place),
        alt.Chart().mark_text(**below).encode(x=x, y=alt.YValue(MIDDLE + 12), text="told:N"),
    ]
    columns = ["at", "told", "low", "high", "status", "mark", "context"]
    drawn: Any = alt.layer(*layers, data=row[columns], width=width, height=HEIGHT)
    return drawn  # type: ignore[no-any-return]
