"""Grid: rows by columns of signs with short words, each cell in one or two halves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import altair as alt

from behindbars.brand import Brand, find_brand
from behindbars.charts import marks
from behindbars.fonts import measure, wrap
from behindbars.theme import (
    INNER,
    LABEL,
    SEMIBOLD,
    SMALL,
    Layer,
    Line,
    Segment,
    Spec,
    centred,
    finish,
    lettering,
    line_height,
    rules,
)

_DISC = "M0.8,0A0.8,0.8,0,1,1,-0.8,0A0.8,0.8,0,1,1,0.8,0"
FILLED = {
    "in_place": _DISC,
    "partial": "M0,-0.8A0.8,0.8,0,0,0,0,0.8L0,-0.8",
    "harmful": "M-0.9,-0.75L0.9,-0.75L0,0.9L-0.9,-0.75",
    "published": _DISC,
    "reported_to_un": "M0,-0.8A0.8,0.8,0,0,0,0,0.8L0,-0.8",
}
"""Filled part of the signs that have one."""
SIGNS = {
    "in_place": _DISC,
    "partial": _DISC,
    "absent": "M-0.7,-0.7L0.7,0.7M-0.7,0.7L0.7,-0.7",
    "not_implemented": _DISC + "M-0.8,0.8L0.8,-0.8",
    "threatened": "M0,-0.9L0.95,0.75L-0.95,0.75L0,-0.9M0,-0.3L0,0.15M0,0.45L0,0.5",
    "harmful": "M-0.9,-0.75L0.9,-0.75L0,0.9L-0.9,-0.75",
    "published": _DISC,
    "reported_to_un": _DISC,
    "others_only": _DISC,
    "not_known": marks.SIGNS["unknown"],
    **marks.SIGNS,
}
"""Sign of each status: of law and practice, of what is published, and of what has no number."""

WIDEST_GUTTER = 116
SIGN = 19
SPACING = 8
HALF_SPACE, ROW_SPACE = 1, 7
"""Widest column of names, room of a sign, and space between columns, halves and rows, px."""


@dataclass(frozen=True)
class Cell:
    """One cell, or one half of it; `words` may be empty where the sign is explained in the subtitle."""

    row: str
    column: str
    status: str
    words: str
    half: str = ""
    context: bool = False


def grid(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Cell],
    headline: str,
    subtitle: str,
    source: str,
    *,
    halves: Sequence[str] = ("",),
) -> Spec:
    """Draw a grid in which every row, column and half has its cell.

    Parameters
    ----------
    rows, columns : sequence of str
        Names, in the order of drawing.
    cells : sequence of Cell
        Exactly one for each row, column and half.
    headline, subtitle, source : str
        Message; measure, place and time; source and notes.
    halves : sequence of str
        Names of the halves of each cell, one below the other (law, practice); a whole cell has none.

    Returns
    -------
    dict
        Vega-Lite specification.

    Raises
    ------
    ValueError
        If a cell is missing, comes twice, or belongs nowhere, or has an unknown status.
    """
    placed = _arrange(rows, columns, cells, halves)
    brand = find_brand()
    labels = [wrap(row, WIDEST_GUTTER, LABEL) for row in rows]
    names = ceil(max(measure(line, LABEL) for lines in labels for line in lines)) + SPACING
    gutter = names + (ceil(max(measure(half, SMALL) for half in halves)) + SPACING if any(halves) else 0)
    pitch = (INNER - gutter) / len(columns)
    room = pitch - SIGN - SPACING
    heads = [wrap(column, pitch - SPACING, LABEL, SEMIBOLD) for column in columns]
    height = line_height(LABEL)
    head = height * max(len(lines) for lines in heads)
    letters = [
        Line(line, gutter + pitch * n, height * (k + 0.5), LABEL, SEMIBOLD)
        for n, lines in enumerate(heads)
        for k, line in enumerate(lines)
    ]
    top = head + 8.0
    data: list[dict[str, Any]] = []
    lines_between: list[Segment] = []
    for row, label in zip(rows, labels, strict=True):
        lines_between.append((0, top, INNER, top))
        start = y = top + ROW_SPACE / 2
        for half in halves:
            broken = {column: wrap(placed[row, column, half].words, room, SMALL) for column in columns}
            tall = line_height(SMALL) * max(len(lines) for lines in broken.values()) + HALF_SPACE
            if half:
                letters.append(Line(half, names, y + tall / 2, SMALL, 400, "muted"))
            for n, column in enumerate(columns):
                cell, x = placed[row, column, half], gutter + pitch * n
                data.append(_datum(cell, x + 7, y + tall / 2))
                letters += centred(broken[column], x + SIGN, y + tall / 2, **_style(cell))
            y += tall
        bottom = max(y, start + height * len(label))
        letters += centred(label, 0, (start + bottom) / 2)
        top = bottom + ROW_SPACE / 2
    between = rules("between", lines_between, brand.pale)
    layers: list[Layer] = [between, lettering("words", letters, brand), _signs(data, brand)]
    return finish(layers, top, headline, subtitle, source)


def _arrange(
    rows: Sequence[str], columns: Sequence[str], cells: Sequence[Cell], halves: Sequence[str]
) -> dict[tuple[str, str, str], Cell]:
    placed = {(cell.row, cell.column, cell.half): cell for cell in cells}
    expected = {(row, column, half) for row in rows for column in columns for half in halves}
    if not expected or len(placed) < len(cells) or set(placed) != expected:
        odd = sorted(set(placed) ^ expected)
        raise ValueError(f"a grid needs one cell for each row, column and half; check {odd or 'repeated cells'}")
    for cell in cells:
        if cell.status not in SIGNS:
            raise ValueError(f"{cell.status!r} has no sign; expected one of {', '.join(SIGNS)}")
    return placed


def _style(cell: Cell) -> dict[str, Any]:
    muted = cell.context or cell.status == "not_addressed"
    return {"size": SMALL, "color": "muted" if muted else "ink", "italic": cell.context}


def _datum(cell: Cell, x: float, y: float) -> dict[str, Any]:
    return {
        "row": cell.row,
        "column": cell.column,
        "half": cell.half,
        "status": str(cell.status),
        "words": cell.words,
        "context": cell.context,
        "x": round(x, 1),
        "y": round(y, 1),
    }


def _signs(data: list[dict[str, Any]], brand: Brand) -> alt.LayerChart:
    base = alt.Chart(alt.InlineData(values=data, name="cells"))
    place = {
        "x": alt.X("x", type="quantitative", scale=None, axis=None),
        "y": alt.Y("y", type="quantitative", scale=None, axis=None),
    }
    filled = base.transform_filter(alt.FieldOneOfPredicate(field="status", oneOf=list(FILLED)))
    scale = alt.Scale(domain=list(FILLED), range=list(FILLED.values()))
    fill = filled.mark_point(size=marks.SIGN, opacity=1, fill=marks.ink(brand), strokeWidth=0).encode(
        shape=alt.Shape("status", type="nominal", legend=None, scale=scale), **place
    )
    line = marks.signs(base, brand, SIGNS, **place)
    signs: alt.LayerChart = alt.LayerChart(layer=[fill, line]).resolve_scale(shape="independent")
    return signs
