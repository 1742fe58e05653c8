"""The table of a comparison: medians, spreads, ratios pair by pair, and memory."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from bench.measure import MEASURE
from bench.ways import AGAIN, BUILD, CHARTS, EDITION, FLOOR, PAPERMILL

NONE = ""
COLUMNS = ("what", "command", "median, s", "spread, s", "to floor", "to papermill", "to build", f"peak {MEASURE}, MB")


@dataclass
class Row:
    """What was measured of one way to make one thing.

    Attributes
    ----------
    scope : str
        What was made.
    name : str
        Of the way.
    seconds : list of float
        One time for each round.
    memory : float
        Most memory held at once, MB.
    """

    scope: str
    name: str
    seconds: list[float] = field(default_factory=list)
    memory: float = 0.0

    def ratio(self, other: Row | None) -> float | None:
        """Give the median of the ratios of each round; None if there is nothing to compare with."""
        if other is None or other is self:
            return None
        return median(mine / its for mine, its in zip(self.seconds, other.seconds, strict=True))


@dataclass(frozen=True)
class Compared:
    """A row, and its ratios to what it is compared with.

    Attributes
    ----------
    row : Row
        The row.
    floor, papermill, build : float or None
        Ratios to plain Python, to papermill in sequence and to a build from nothing, where these make the same.
    """

    row: Row
    floor: float | None
    papermill: float | None
    build: float | None

    def cells(self) -> tuple[str, ...]:
        """Print the row, in the order of `COLUMNS`."""
        seconds = self.row.seconds
        ratios = (self.floor, self.papermill, self.build)
        return (
            self.row.scope,
            self.row.name,
            f"{median(seconds):.2f}",
            f"{min(seconds):.2f} to {max(seconds):.2f}",
            *(NONE if ratio is None else f"{ratio:.2f}" for ratio in ratios),
            f"{self.row.memory:.0f}",
        )


def compare(rows: Sequence[Row]) -> list[Compared]:
    """Compute the ratios of rows; in each scope the slowest comes first."""
    found = {(row.scope, row.name): row for row in rows}
    scopes = (CHARTS, EDITION, AGAIN)
    ordered = sorted(rows, key=lambda row: (scopes.index(row.scope), -median(row.seconds)))

    def reference(row: Row, name: str) -> Row | None:
        # What is made again is compared with what is made from nothing.
        return found.get((EDITION if row.scope == AGAIN else row.scope, name))

    return [Compared(row, *(row.ratio(reference(row, name)) for name in (FLOOR, PAPERMILL, BUILD))) for row in ordered]


def printed(compared: Sequence[Compared]) -> str:
    """Print a table for a terminal."""
    lines = [COLUMNS, *(one.cells() for one in compared)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    texts = 2
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place < texts else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def write_csv(file: Path, compared: Sequence[Compared], said: Mapping[str, str]) -> None:
    """Write the table with the time of every round; each row repeats what is `said` of the run and the machine."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*COLUMNS, "rounds, s", *said])
        for one in compared:
            rounds = " ".join(f"{seconds:.2f}" for seconds in one.row.seconds)
            writer.writerow([*one.cells(), rounds, *said.values()])
