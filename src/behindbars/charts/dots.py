"""Dots: one mark for each complaint, with the few that had an outcome picked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from behindbars.brand import Brand, find_brand
from behindbars.charts import marks
from behindbars.fonts import wrap
from behindbars.theme import INNER, LABEL, SEMIBOLD, Layer, Line, Spec, finish, lettering, line_height

MOST = 2000
TEN = 10
"""Most marks in one chart; the marks of a row come in tens with a gap between, so that they can be counted."""
GAP = 6
"""Space after each ten, px."""


@dataclass(frozen=True)
class Row:
    """The whole, or the part picked out of it."""

    low: float | None
    high: float | None
    status: str
    words: str
    context: bool = False


def dots(whole: Row, picked: Row, headline: str, subtitle: str, source: str) -> Spec:
    """Draw the whole as single marks, the first of them picked out.

    Parameters
    ----------
    whole : Row
        An exact number of units, 1 to 2000.
    picked : Row
        How many of them are picked out: those that certainly are, filled; those that may be, outlined.
    headline, subtitle, source : str
        Message; measure, place and time, and what one mark is; source and notes.

    Returns
    -------
    dict
        Vega-Lite specification.

    Raises
    ------
    ValueError
        If the whole is not such a number, or the part may exceed it.
    """
    total, certain, possible = _counts(whole, picked)
    brand = find_brand()
    in_row = 50 if total > 250 else 20 if total > 50 else TEN
    pitch = (INNER - GAP * (in_row // TEN - 1)) / in_row if in_row == 50 else 20
    label = marks.record(picked, INNER - marks.SIGN_ROOM)
    height = line_height(LABEL)
    words = height * label["lines"]
    top = words + 12
    units = [
        {
            "unit": n + 1,
            "picked": "certain" if n < certain else "possible" if n < certain + possible else "no",
            "x": round((n % in_row + 0.5) * pitch + n % in_row // TEN * GAP, 1),
            "y": round(top + (n // in_row + 0.5) * pitch, 1),
        }
        for n in range(total)
    ]
    bottom = units[-1]["y"] + pitch / 2
    below = wrap(whole.words, INNER, LABEL, SEMIBOLD)
    letters = [Line(text, 0, bottom + 8 + height * (n + 0.5), LABEL, SEMIBOLD) for n, text in enumerate(below)]
    layers: list[Layer] = [_units(units, whole.context, pitch, brand)]
    if picked.status in marks.WORDED:
        label["y"] = words / 2
        chart = alt.Chart(alt.InlineData(values=[label], name="picked"))
        plot = marks.Plot(chart.encode(y=_pixels("y")), "x", alt.Scale(), brand, brand.gap)
        slot = [*marks.slots(plot, -4), marks.words(plot.base, brand, x=alt.value(-4))]
        layers.append(alt.LayerChart(layer=slot))
    else:
        lines = label["words"].split("\n")
        letters += [Line(t, 0, height * (n + 0.5), LABEL, SEMIBOLD, "gap") for n, t in enumerate(lines)]
    layers.append(lettering("words", letters, brand))
    return finish(layers, bottom + 8 + height * len(below), headline, subtitle, source)


def _counts(whole: Row, picked: Row) -> tuple[int, int, int]:
    """Count the marks: all, those certainly picked and those that may be."""
    number = whole.low if whole.status == "exact" else None
    if number is None or number != int(number) or not 1 <= number <= MOST:
        raise ValueError(f"{whole.words!r}: single marks need an exact whole number from 1 to {MOST}")
    total = int(number)
    low = int(picked.low or 0) + (picked.status == "more_than")
    high = low if picked.high is None else int(picked.high)
    if high > total:
        raise ValueError(f"{picked.words!r} is more than the whole, {whole.words!r}")
    return total, low, high - low


def _pixels(field: str) -> Any:
    return (alt.X if field == "x" else alt.Y)(field, type="quantitative", scale=None, axis=None)


def _units(units: Sequence[dict[str, Any]], context: bool, pitch: float, brand: Brand) -> alt.LayerChart:
    large, small = round(0.7 * pitch**2), round(0.15 * pitch**2)
    base = alt.Chart(alt.InlineData(values=list(units), name="units")).encode(x=_pixels("x"), y=_pixels("y"))
    fill, stroke = (brand.background, brand.outline) if context else (brand.statement, brand.statement)

    def kind(name: str) -> alt.Chart:
        return base.transform_filter(alt.FieldEqualPredicate(field="picked", equal=name))

    layers = [
        kind("no").mark_point(size=small, opacity=1, fill=fill, stroke=stroke, strokeWidth=1),
        kind("certain").mark_point(size=large, opacity=1, fill=brand.gap, stroke=brand.gap, strokeWidth=0),
        kind("possible").mark_point(
            size=round(0.8 * large), opacity=1, fill=brand.background, stroke=brand.gap, strokeWidth=2
        ),
    ]
    return alt.LayerChart(layer=layers)
