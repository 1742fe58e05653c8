"""Dots: one mark for each complaint, country by country, with the few that had an outcome picked out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from behindbars.brand import Brand, find_brand
from behindbars.charts import marks, slots
from behindbars.charts.field import Field, Kind, dotted, fit, runs
from behindbars.fonts import wrap
from behindbars.theme import (
    BESIDE,
    HEADLINE,
    INNER,
    LABEL,
    SEMIBOLD,
    SMALL,
    Layer,
    Line,
    Segment,
    Spec,
    at_pixels,
    finish,
    for_page_and_phone,
    lettering,
    line_height,
    rules,
)

MOST = 10_000
TOO_MANY = f"more than {MOST:,}: too many to draw one by one"
"""Most marks of a group, and what stands in the place of more."""
COLUMN, FREE, SPACING = 150, 110, 13
"""Width of the column of words on a page, and its usual height; space above and below a group, px."""
ARROW_ROOM = 16
"""Space for the arrow of a number with no end, px."""


@dataclass(frozen=True)
class Row:
    """The whole, or the part picked out of it."""

    low: float | None
    high: float | None
    status: str
    words: str
    context: bool = False

    @property
    def bounds(self) -> tuple[int, int] | None:
        """Least and most of it, the least for both where it has no end; None without a number."""
        if self.status in slots.WORDED:
            return None
        low = (self.low or 0) + (self.status == "more_than")
        high = low if self.high is None else self.high
        if low != int(low) or high != int(high):
            raise ValueError(f"{self.words!r}: single marks need whole numbers")
        return int(low), int(high)


@dataclass(frozen=True)
class Group:
    """One country: its complaints, and the part of them that had an outcome.

    Attributes
    ----------
    title : str
        Its name; empty where it stands alone.
    whole : Row
        A whole number of units, drawn one by one; or why there is none.
    picked : Row
        How many of them are picked out: those that certainly are, filled; those that may be, hollow.
        What has no number, or no whole to be picked from, is told in words.
    note : str
        Printed below the numbers.
    """

    title: str
    whole: Row
    picked: Row
    note: str = ""

    @property
    def counted(self) -> bool:
        """Whether the whole has a number of units other than none."""
        return self.whole.bounds not in (None, (0, 0))

    @property
    def kinds(self) -> list[Kind]:
        """Kind of each mark, the picked first; none where there is no number, or too great a one."""
        (low, high), (sure, most) = self.whole.bounds or (0, 0), self.picked.bounds or (0, 0)
        if not self.counted:
            return []
        if self.whole.high is not None and sure > high:
            raise ValueError(f"{self.picked.words!r} is more than the whole, {self.whole.words!r}")
        high = max(high, sure)
        most = min(most, high)
        numbers: dict[Kind, int] = {
            "picked": sure,
            "perhaps picked": most - sure,
            "counted": low - most,
            "perhaps": high - max(low, most),
        }
        return [kind for kind, number in numbers.items() for _ in range(number)] if high <= MOST else []


@for_page_and_phone
def dots(groups: Sequence[Group], headline: str, subtitle: str, source: str, *, inner: float = INNER) -> Spec:
    """Draw each group's whole as single marks, the first of them picked out; all groups have one scale.

    Parameters
    ----------
    groups : sequence of Group
        In the order of drawing.
    headline, subtitle, source : str
        Message; measure, place and time, and what one mark is; source and notes.
    inner : float
        Width that the chart may use, px.

    Returns
    -------
    dict
        Vega-Lite specification.

    Raises
    ------
    ValueError
        If there is no group, a number is not whole, or a part is more than its whole.
    """
    if not groups:
        raise ValueError("dots need at least one group")
    left = COLUMN if inner >= BESIDE else 0
    bounded = any(group.whole.status in marks.LOW_ENDED for group in groups)
    room = inner - left - (ARROW_ROOM if bounded else 0)
    field = fit([len(group.kinds) for group in groups], room, FREE if left else 0)
    drawing = Drawing(find_brand(), field, left, inner)
    top = 0.0
    for group in groups:
        if top:
            drawing.lines.append((0, top + SPACING, inner, top + SPACING))
            top += 2 * SPACING
        top = drawing.add(group, top)
    return finish(drawing.layers(), top, headline, subtitle, source, inner)


class Drawing:
    """What is drawn, collected group by group.

    Parameters
    ----------
    brand : Brand
        Colours.
    field : Field
        Where marks stand.
    left : float
        Width of the column of words, px; 0 where they stand above the marks.
    inner : float
        Width of everything, px.
    """

    def __init__(self, brand: Brand, field: Field, left: float, inner: float) -> None:
        self.brand, self.field, self.left, self.inner = brand, field, left, inner
        self.letters: list[Line] = []
        self.lines: list[Segment] = []
        self.marks: list[Any] = []
        self.ends: list[dict[str, Any]] = []
        self.told: list[dict[str, Any]] = []

    def add(self, group: Group, top: float) -> float:
        """Draw a group from `top` downwards, and give where it ends, px."""
        bottom = self._write(_numbers(group), top, self.left - 16 if self.left else self.inner)
        if not self.left:
            top = bottom + 6
        kinds, width = group.kinds, self.inner - self.left
        beside = self.left > 0 and (not kinds or self.field.width(len(kinds)) <= width / 2)
        half = width / 2 if beside else width
        if kinds:
            below = self._mark(kinds, group.whole, top)
        elif group.counted:
            below = self._write([(TOO_MANY, LABEL, {"color": "muted"})], top, half - 16, self.left)
        else:
            below = self._tell(group.whole, self.left, top, half - 16)
        if not group.counted or group.picked.bounds is None:
            x, start = (self.left + half, top) if beside else (self.left, below + 12)
            below = max(below, self._tell(group.picked, x, start, half))
        return max(bottom, below)

    def _write(self, said: Sequence[tuple[str, int, dict[str, Any]]], top: float, width: float, x: float = 0) -> float:
        for text, size, style in said:
            for line in wrap(text, width, size, style.get("weight", 400)) if text else ():
                self.letters.append(Line(line, x, top + line_height(size) / 2, size, **style))
                top += line_height(size)
        return top

    def _tell(self, row: Row, x: float, top: float, width: float) -> float:
        datum = marks.record(row, width - slots.SIGN_ROOM - slots.SLOT_ROOM)
        height: float = line_height(LABEL) * datum["lines"]
        # The mark of a zero stands where the signs stand.
        place = {"x": x - 4, "zero": x + 13, "gap": slots.SIGN_ROOM, "y": top + height / 2}
        self.told.append({**datum, **place})
        return top + height

    def _mark(self, kinds: Sequence[Kind], whole: Row, top: float) -> float:
        self.marks += runs(kinds, self.field, self.left, top, self.brand, context=whole.context)
        if whole.status in marks.LOW_ENDED:
            x, y = self.field.place(len(kinds) - 1)
            self.ends.append({"context": whole.context, "x": self.left + x + self.field.pitch / 2, "y": top + y})
        return top + self.field.height(len(kinds))

    def layers(self) -> list[Layer]:
        """Make the layers of the chart."""
        layers: list[Layer] = [lettering("words", self.letters, self.brand)]
        if self.lines:
            layers.append(rules("lines", self.lines, self.brand.pale))
        if self.marks:
            layers.append(dotted("marks", self.marks, self.field, self.brand))
        if self.ends:
            size = round(min(256, (1.6 * self.field.pitch) ** 2))  # no higher than a row
            plot = self._plot("ends", self.ends)
            layers.append(plot.point(plot.base, "x", marks.ARROW, size))
        if self.told:
            plot = self._plot("told", self.told)
            layers.append(
                alt.LayerChart(layer=[*slots.told(plot.base, self.told, self.brand), *marks.zeros(plot, "zero")])
            )
        return layers

    def _plot(self, name: str, data: list[dict[str, Any]]) -> marks.Plot:
        """Place marks in px."""
        chart = alt.Chart(alt.InlineData(values=data, name=name)).encode(**at_pixels(None))
        pixels = alt.Scale(domain=[0, self.inner], range=[0, self.inner])
        return marks.Plot(chart, data, "x", pixels, self.brand)


def _numbers(group: Group) -> list[tuple[str, int, dict[str, Any]]]:
    """Choose the words in the column: the name, and the numbers that marks stand for."""
    said: list[tuple[str, int, dict[str, Any]]] = [(group.title, LABEL, {"weight": SEMIBOLD})]
    if group.counted:
        said.append((group.whole.words, HEADLINE, {"italic": True} if group.whole.context else {"weight": SEMIBOLD}))
        if group.picked.bounds is not None:
            said.append((group.picked.words, HEADLINE, {"weight": SEMIBOLD, "color": "gap"}))
    return [*said, (group.note, SMALL, {"color": "muted"})]
