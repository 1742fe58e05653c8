"""An axis of years: where a time stands, and which years are named."""

from __future__ import annotations

from dataclasses import dataclass

from behindbars.fonts import measure
from behindbars.theme import SMALL, Line

STEPS = (1, 2, 5, 10, 20, 50)
NAME_SPACE = 14
"""Years from one named year to the next; least space between two names, px."""


@dataclass(frozen=True)
class Years:
    """Whole years from `first` up to, not including, `after`, on an axis from `left` to `right`, px."""

    first: int
    after: int
    left: float
    right: float

    @property
    def pitch(self) -> float:
        """Length of a year, px."""
        return (self.right - self.left) / (self.after - self.first)

    def at(self, time: float) -> float:
        """Place of a time in decimal years, px."""
        return self.left + self.pitch * (time - self.first)

    @property
    def named(self) -> list[int]:
        """The years that are named: all if their names have room, else round ones, or every other one to the last."""
        room = measure("2000", SMALL) + NAME_SPACE
        step = next((step for step in STEPS if self.pitch * step >= room), STEPS[-1])
        origin = self.after - 1 if step == 2 else 0
        return [year for year in range(self.first, self.after) if (year - origin) % step == 0]

    def names(self, y: float) -> list[Line]:
        """Name years in the middle of their spans, but inside the axis."""
        half = measure("2000", SMALL) / 2
        return [
            Line(
                str(year),
                min(max(self.at(year + 0.5), self.left + half), self.right - half),
                y,
                SMALL,
                color="muted",
                align="center",
            )
            for year in self.named
        ]
