"""The grid: hundreds of made-up country-years, each run and drawn; time and the driver's memory as they add up.

``python -m bench.grid 500`` makes one; it prints what it saw as JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import psutil
from tqdm import tqdm

from behindbars.edition import read_edition
from behindbars.errors import BehindBarsError, RunError
from behindbars.plan import LANG, Plan
from behindbars.processes import Stopped, processors, stoppable
from behindbars.steps.apart import Surroundings
from behindbars.steps.executors import Team, do_steps, open_team
from behindbars.steps.kernels import usual_kernel
from behindbars.steps.step import Files, Step
from behindbars.workshop import write
from bench.made_up import LAST_YEAR, write_project

COUNTRIES = 25
"""In every grid; time and memory are noted each time that as many country-years are there."""
SURROUNDINGS = Surroundings(usual_kernel(), {"SOURCE_DATE_EPOCH": "0"})


@dataclass(frozen=True)
class Mark:
    """What had been used up at a point of a grid.

    Attributes
    ----------
    size : int
        Country-years in the whole grid.
    done : int
        Country-years that were run and drawn until here.
    seconds : float
        Time since the beginning, s.
    preparing : float
        How much of it the driver took to put steps together, s.
    memory : float
        Memory of the driver, MB: resident set size.
    """

    size: int
    done: int
    seconds: float
    preparing: float
    memory: float


class Grid:
    """A project of made-up countries, whose steps are put together when there is room for them.

    Parameters
    ----------
    folder : Path
        From `write_project`.
    years : range
        The editions.

    Attributes
    ----------
    preparing : float
        How long it has taken so far to put steps together, s.
    """

    def __init__(self, folder: Path, years: range) -> None:
        self._folder = folder
        self._years = years
        self._plan: Plan | None = None
        self._drawings: deque[list[Step]] = deque()
        self._last: set[str] = set()
        self.preparing = 0.0

    def batches(self) -> Iterator[list[Step]]:
        """Give the notebooks one by one, and before each the charts that wait."""
        for year in self._years:
            with self._clock():
                self._plan = Plan(self._folder, read_edition(self._folder, year), self._folder)
                where = {"data": "../../data", "figures": "../../figures"}
                notebooks = self._plan.notebooks({"year": year, "lang": LANG, **where})
            for step in notebooks:
                yield from self.drawings()
                yield [replace(step, name=f"{year}/{step.name}")]

    def drawings(self) -> Iterator[list[Step]]:
        """Give the charts that wait."""
        while self._drawings:
            yield self._drawings.popleft()

    def ends_with(self, step: Step, made: Files) -> bool:
        """Whether a step that was done is the last of a country-year; that of a notebook is followed by its charts."""
        if not step.kernel:
            return step.name in self._last
        assert self._plan is not None
        year = step.name.partition("/")[0]
        with self._clock():
            charts = [chart for chart in self._plan.charts(made) if "cover" not in chart.arguments]
        self._drawings.append([replace(chart, name=f"{year}/{chart.name}") for chart in charts])
        self._last.add(self._drawings[-1][-1].name)
        return False

    @contextmanager
    def _clock(self) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.preparing += time.monotonic() - begun


def make_grid(size: int, workers: int, scheduler: str | None = None) -> list[Mark]:
    """Run and draw a grid, and write every result to disk as it comes.

    Parameters
    ----------
    size : int
        Country-years; a multiple of `COUNTRIES`.
    workers : int
        Processes of this machine.
    scheduler : str, optional
        Address of a Dask scheduler whose workers do it instead.

    Returns
    -------
    list of Mark
        Before anything is done, and whenever `COUNTRIES` more are there.
    """
    years = range(LAST_YEAR - size // COUNTRIES + 1, LAST_YEAR + 1)
    with tempfile.TemporaryDirectory(prefix="grid-") as place, open_team(workers, scheduler) as team:
        folder = write_project(Path(place, "project"), COUNTRIES, len(years))
        return _stream(Grid(folder, years), size, team, Path(place, "made"))


def _stream(grid: Grid, size: int, team: Team, out: Path) -> list[Mark]:
    begun = time.monotonic()
    process = psutil.Process()

    def mark(done: int) -> Mark:
        seconds = time.monotonic() - begun
        return Mark(size, done, seconds, grid.preparing, process.memory_info().rss / 1e6)

    marks = [mark(0)]
    done = 0
    with tqdm(total=size, desc=f"Grid of {size}", unit="country-year", disable=None) as bar:
        for batches in (grid.batches(), grid.drawings()):
            for step, outcome in do_steps(batches, team, SURROUNDINGS):
                if not isinstance(outcome, dict):
                    raise RunError(f"{step.name}: {outcome}")
                write(outcome, out / step.name.partition("/")[0])
                if grid.ends_with(step, outcome):
                    bar.update()
                    done += 1
                    if done % COUNTRIES == 0:
                        marks.append(mark(done))
    return marks


def main(words: Sequence[str] | None = None) -> None:
    """Make one grid, and print its marks as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int, help=f"country-years, a multiple of {COUNTRIES}")
    parser.add_argument("--workers", type=int, default=processors())
    parser.add_argument("--scheduler", help="address of a Dask scheduler")
    given = parser.parse_args(words)
    if given.size < COUNTRIES or given.size % COUNTRIES:
        parser.error(f"a multiple of {COUNTRIES} is needed")
    try:
        with stoppable():
            marks = make_grid(given.size, given.workers, given.scheduler)
    except Stopped as stopped:
        sys.exit(stopped.exit_code)
    except BehindBarsError as error:
        sys.exit(str(error))
    print(json.dumps([asdict(mark) for mark in marks]))


if __name__ == "__main__":
    main()
