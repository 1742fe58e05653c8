"""How a grid grows: a line through its marks, in time and in memory."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from itertools import chain
from pathlib import Path
from statistics import correlation, linear_regression

from bench.grid import Mark
from bench.measure import FailedCommandError


def grow(size: int, folder: Path, environment: Mapping[str, str]) -> list[Mark]:
    """Make a grid in a process of its own; its bar is shown."""
    command = [sys.executable, "-m", "bench.grid", str(size)]
    done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise FailedCommandError(f"The grid of {size} was not made.")
    return [Mark(**mark) for mark in json.loads(done.stdout)]


def said(marks: Sequence[Mark]) -> str:
    """Say in words how time and memory grow with the country-years that are done."""
    first, *_, last = marks
    done = [mark.done for mark in marks]
    seconds = [mark.seconds for mark in marks]
    time = linear_regression(done, seconds)
    # The first ones fill what every driver holds; from then on nothing should be added.
    settled = marks[1:]
    memory = linear_regression([mark.done for mark in settled], [mark.memory for mark in settled])
    return "\n".join(
        [
            f"A grid of {last.size} made-up country-years: {last.seconds:.0f} s, {last.preparing:.1f} s of them to "
            "put the steps together",
            f"  time: {time.slope:.2f} s for each country-year; R² of the line {correlation(done, seconds) ** 2:.4f}",
            f"  memory of the driver: {first.memory:.0f} MB before, {last.memory:.0f} MB after, "
            f"{max(mark.memory for mark in marks):.0f} MB at most; from {settled[0].done} on, "
            f"{memory.slope * 100:+.2f} MB for each 100 country-years",
        ]
    )


def write_csv(file: Path, grids: Sequence[Sequence[Mark]]) -> None:
    """Write the marks of grids."""
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [each.name for each in fields(Mark)], lineterminator="\n")
        writer.writeheader()
        for mark in chain.from_iterable(grids):
            writer.writerow({name: round(value, 2) for name, value in asdict(mark).items()})
