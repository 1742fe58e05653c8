"""A grid of made-up country-years, each run as a build runs a notebook; time and the driver's memory as they add up."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from behindbars.build import How, available_years, read_book
from behindbars.build.apart import Work, WorkError, open_team, write
from behindbars.build.making import Making
from behindbars.build.manifest import Manifest
from behindbars.build.sources import reference_notebooks
from behindbars.package import MARK, load
from bench.made_up import write_project

COUNTRIES, YEARS = 25, 20


def grow(folder: Path, countries: int = COUNTRIES, years: int = YEARS) -> list[tuple[int, float, float]]:
    """Run a notebook for each country and year; give the number done, s and the driver's memory, MiB, at each fifth."""
    project = write_project(folder, countries, years)
    (project / MARK).parent.mkdir()
    load(project / "data")  # as a build does
    marks, before, done = [], time.monotonic(), 0
    with open_team(How.workers) as team:

        def work() -> Iterator[Work]:
            for year in available_years(project):
                book = read_book(project, year)
                making = Making(project, project, book, How(), team, Manifest(), {})
                for notebook in reference_notebooks(project, book):
                    yield making.notebook(notebook, f"outputs/{year}", {"year": year, "lang": "en"}, {})

        for each, outcome in team.done(work()):
            if isinstance(outcome, WorkError):
                raise outcome
            write(outcome, project / each.arguments["out"])
            done += 1
            if done % max(1, countries * years // 5) == 0:
                marks.append((done, time.monotonic() - before, psutil.Process().memory_info().rss / 2**20))
    return marks
