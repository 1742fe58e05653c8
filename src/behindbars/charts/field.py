"""A field of single marks, in tens and hundreds, so that they can be counted and their areas compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor
from typing import Any, Literal

import altair as alt

from behindbars.brand import Brand
from behindbars.theme import at_pixels

Kind = Literal["picked", "perhaps picked", "counted", "perhaps"]

TEN = 10
STEP = TEN + 1
"""Marks in a row and rows in a block; from block to block, in distances of two marks."""
HIGH, LEAST, MOST = 230, 3, 20
"""Height that all fields together should not exceed; least and most from mark to mark, px."""
PICKED, OTHER, HOLLOW, RING = 0.92, 0.5, 0.62, 0.12
"""Sizes of picked marks, of others, of others that are hollow, and of an outline, in distances of two marks."""


@dataclass(frozen=True)
class Field:
    """Where marks stand: px from mark to mark, and blocks side by side."""

    pitch: float
    across: int

    def width(self, number: int) -> float:
        """Width of so many marks, px."""
        return self.pitch * (STEP * min(ceil(number / TEN**2), self.across) - 1)

    def height(self, number: int) -> float:
        """Height of so many marks, px; at least one."""
        bands, rest = divmod(number - 1, self.across * TEN**2)
        return self.pitch * (STEP * bands + min(rest // TEN + 1, TEN))

    def place(self, mark: int) -> tuple[float, float]:
        """Centre of a mark, counted from 0, px from the corner of the field."""
        block, inside = divmod(mark, TEN**2)
        band, column = divmod(block, self.across)
        row, seat = divmod(inside, TEN)
        return self.pitch * (STEP * column + seat + 0.5), self.pitch * (STEP * band + row + 0.5)


def fit(numbers: Sequence[int], width: float, free: float = 0) -> Field:
    """Choose the largest marks with which fields of one scale are not too high.

    Parameters
    ----------
    numbers : sequence of int
        Marks in each field.
    width : float
        Width of a field, px.
    free : float
        Height that each field may have in any case, because words beside it need it, px.
    """
    across = 1
    while True:
        # In quarters of a px, so that every place is a short number.
        field = Field(floor(4 * width / (STEP * across - 1)) / 4, across)
        heights = [field.height(number) for number in numbers if number]
        low = sum(heights) <= HIGH or max(heights) <= free
        across += 1
        smallest = width / (STEP * across - 1) < LEAST
        if field.pitch <= MOST and (low or smallest):
            return field


def runs(kinds: Sequence[Kind], field: Field, left: float, top: float, brand: Brand, *, context: bool) -> list[Any]:
    """Lay out marks from a corner, in runs: neighbours of one kind in one row.

    Parameters
    ----------
    kinds : sequence of str
        Kind of each mark.
    field : Field
        Where marks stand.
    left, top : float
        The corner, px.
    brand : Brand
        Colours.
    context : bool
        Whether others than the statement count them.

    Returns
    -------
    list of dict
        Data for `dotted`: kind, `count` of marks, ends, size, px, and colour.
    """
    found = []
    for (_, kind), run in groupby(enumerate(kinds), key=lambda mark: (mark[0] // TEN, mark[1])):
        numbers = [number for number, _ in run]
        x, y = field.place(numbers[0])
        hollow = kind.startswith("perhaps") or (context and kind == "counted")
        picked = kind.endswith("picked")
        found.append(
            {
                "kind": kind,
                "count": len(numbers),
                "x": left + x,
                # Half a distance beyond the last mark, which a renderer's rounding could else leave out.
                "x2": left + x + field.pitch * (len(numbers) - 0.5),
                "y": top + y,
                "size": round(field.pitch * (PICKED if picked else HOLLOW if hollow else OTHER), 2),
                "color": brand.gap if picked else brand.outline if context else brand.statement,
                "hollow": hollow,
            }
        )
    return found


def dotted(name: str, data: list[Any], field: Field, brand: Brand) -> alt.LayerChart:
    """Draw runs of marks, each as one dotted line: a tenth of what single marks would weigh.

    Parameters
    ----------
    name : str
        Name of the layer's data, unique in the figure.
    data : list of dict
        From `runs`.
    field : Field
        Where marks stand.
    brand : Brand
        Colours.
    """
    base = alt.Chart().encode(**at_pixels(), x2=alt.X2("x2"))
    dots: dict[str, Any] = {"strokeDash": [0, field.pitch], "strokeCap": "round", "opacity": 1}
    solid = base.mark_rule(**dots, color=alt.expr("datum.color"), strokeWidth=alt.expr("datum.size"))
    inside = alt.expr(f"datum.size - {round(2 * RING * field.pitch, 2)}")
    holes = base.transform_filter("datum.hollow").mark_rule(**dots, color=brand.background, strokeWidth=inside)
    return alt.LayerChart(data=alt.InlineData(values=data, name=name), layer=[solid, holes])
