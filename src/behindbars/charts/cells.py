"""What a grid is made of: its cells, and the sheet that they are drawn on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from behindbars.fonts import wrap
from behindbars.theme import LABEL, SEMIBOLD, Line, Segment, centred, line_height

SIGN, SPACING, BLOCK_SPACE = 18, 5, 14
"""Room of a sign, and space between columns and between blocks, px."""
ROW_SPACE = 7
"""Space between rows, px."""


@dataclass(frozen=True)
class Cell:
    """One cell, or one half of it: its statuses, and the same in words."""

    row: str
    column: str
    statuses: tuple[str, ...]
    words: str
    half: str = ""

    @property
    def silent(self) -> bool:
        """Whether no source in use speaks of it."""
        return self.statuses == ("not_mentioned",)

    @property
    def color(self) -> Literal["ink", "muted"]:
        """Colour of its words."""
        return "muted" if self.silent else "ink"


Cells = Mapping[tuple[str, str, str], Cell]


@dataclass
class Sheet:
    """What is drawn, and how far down it reaches, px."""

    inner: float
    height: float = 0
    letters: list[Line] = field(default_factory=list)
    signs: list[dict[str, Any]] = field(default_factory=list)
    lines: list[Segment] = field(default_factory=list)

    def put(self, cell: Cell, x: float, y: float) -> float:
        """Draw a cell's signs side by side from `x`, and give the place after them."""
        for n, status in enumerate(cell.statuses):
            place = {"x": round(x + SIGN * n + 7, 1), "y": round(y, 1)}
            names = {"row": cell.row, "column": cell.column, "half": cell.half}
            self.signs.append({**names, "status": str(status), "words": cell.words, **place})
        return x + SIGN * len(cell.statuses)

    def heads(self, columns: Sequence[str], left: float, pitch: float) -> None:
        """Name the columns."""
        heads = [wrap(column, pitch - SPACING, LABEL, SEMIBOLD) for column in columns]
        lowest = max(len(lines) for lines in heads)
        for n, lines in enumerate(heads):
            middle = self.height + line_height(LABEL) * (lowest - len(lines) / 2)
            self.letters += centred(lines, left + pitch * n, middle, weight=SEMIBOLD)
        self.height += line_height(LABEL) * lowest

    def row(self, label: Sequence[str], content: float) -> float:
        """Begin a row below a rule, and give its middle."""
        tall = max(content, line_height(LABEL) * len(label)) + ROW_SPACE
        self.lines.append((0, self.height, self.inner, self.height))
        self.height += tall
        self.letters += centred(list(label), 0, self.height - tall / 2)
        return self.height - tall / 2
