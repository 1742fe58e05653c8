"""Labels among marks: the words of each value find the first place around its mark where nothing else stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from behindbars.charts import marks, slots
from behindbars.fonts import measure
from behindbars.theme import LABEL, Line, Segment, centred, line_height

AROUND, ARROW_ROOM = 8, 22
"""Space around a mark, and room of an arrow, px."""
SIGN_HEIGHT, SLOT_SPACE = 26, 6
"""Room of the sign in a slot and space beside its words, px."""
FAR = 4
"""Distance from which a line leads from a mark to its words, px."""


@dataclass(frozen=True)
class Box:
    """A room taken: by a mark, a slot or words, px."""

    x: float
    y: float
    x2: float
    y2: float

    def meets(self, other: Box) -> bool:
        """Whether the two overlap; to touch is not to overlap."""
        return self.x < other.x2 and other.x < self.x2 and self.y < other.y2 and other.y < self.y2


@dataclass(frozen=True)
class Labels:
    """Words in their places, lines that lead to words far from their mark, and how high all of them reach, px."""

    words: list[Line]
    leaders: list[Segment]
    top: float


def place(
    data: Sequence[dict[str, Any]], lines: Sequence[Segment], left: float, right: float, *, lowest_below: bool
) -> Labels:
    """Place the words of values that stand above an axis at 0 px.

    Parameters
    ----------
    data : sequence of dict
        Records, each with the place of its mark: `x`, its upper end `y` and its lower end `foot`, px,
        negative above the axis. Those of values without a number get the edges of their slot: `left`,
        `right`, `upper` and `lower`.
    lines : sequence of (x, y, x2, y2)
        Lines that words must not cross.
    left, right : float
        Edges within which words stay, px.
    lowest_below : bool
        Whether the words of a value that is lower than its neighbours stand below it if they can.
    """
    words: list[Line] = []
    leaders: list[Segment] = []
    taken = [_mark(datum) for datum in data]
    crossed = [step for line in lines for step in _steps(line)]
    for number, datum in enumerate(data):
        mark, others = taken[number], [*taken[:number], *taken[number + 1 :], *crossed]
        texts = datum["words"].split("\n")
        width, height = max(measure(text, LABEL) for text in texts), float(line_height(LABEL) * len(texts))
        worded = datum["status"] in slots.WORDED
        if worded:
            width, height = width + 2 * SLOT_SPACE, height + SIGN_HEIGHT
            places = _slot_places(datum["x"], height)
        else:
            near = [data[n]["y"] for n in (number - 1, number + 1) if 0 <= n < len(data)]
            lowest = lowest_below and bool(near) and all(datum["y"] > y for y in near)
            places = _places(mark, width, height, below_first=lowest)
        for wish, y in places:
            x = min(max(wish, left + width / 2), right - width / 2)
            box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            if box.y2 <= -2 and not any(box.meets(other) for other in (mark, *others)):
                break
        taken.append(box)
        leader = Box(datum["x"] - 1, box.y2, datum["x"] + 1, mark.y)
        if mark.y - box.y2 > FAR and not any(leader.meets(other) for other in others):
            leaders.append((datum["x"], mark.y, datum["x"], box.y2))
            crossed.append(leader)
        if worded:
            datum |= {"left": box.x + 2, "right": box.x2 - 2, "upper": box.y + 2, "lower": box.y2 - 2}
            y += SIGN_HEIGHT / 2 - 3
        muted = datum["context"] or datum["status"] == "not_mentioned"
        words += centred(texts, x, y, color="muted" if muted else "ink", align="center", italic=datum["context"])
    return Labels(words, leaders, min(box.y for box in taken))


def _mark(datum: dict[str, Any]) -> Box:
    """Room of a mark with its arrow; of a value without a number, none."""
    x, y, status = datum["x"], datum["y"], datum["status"]
    if status in slots.WORDED:
        return Box(x, 0, x, 0)
    up = ARROW_ROOM if status in marks.LOW_ENDED else AROUND
    down = ARROW_ROOM if status == "up_to" else AROUND
    return Box(x - AROUND, y - up, x + AROUND, datum["foot"] + down)


def _steps(line: Segment) -> list[Box]:
    """Cover a line by small boxes."""
    x, y, x2, y2 = line
    places = [(x + (x2 - x) * n / 20, y + (y2 - y) * n / 20) for n in range(21)]
    return [Box(px - 2, py - 2, px + 2, py + 2) for px, py in places]


def _slot_places(x: float, height: float) -> Iterator[tuple[float, float]]:
    """Centres of a slot: on the axis, then higher and higher."""
    yield from ((x, -4 - height / 2 - rise) for rise in count(0, 4))


def _places(mark: Box, width: float, height: float, *, below_first: bool) -> Iterator[tuple[float, float]]:
    """Centres of the label: above or below the mark, beside it, then higher and higher above."""
    x, y = (mark.x + mark.x2) / 2, min((mark.y + mark.y2) / 2, -2 - height / 2)
    above, below = (x, mark.y - height / 2), (x, mark.y2 + height / 2)
    yield from (below, above) if below_first else (above, below)
    yield from ((mark.x2 + width / 2, y), (mark.x - width / 2, y))
    yield from ((x, above[1] - rise) for rise in count(4, 4))
