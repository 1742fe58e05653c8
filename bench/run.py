"""How long an edition takes, beside papermill's command for each notebook with the same rendering: ``make bench``.

Rounds are taken in turn (A B C, A B C, …), each way in a copy of its own, so that whatever else the machine does falls
on all ways alike; ratios are of pairs within a round. It promises nothing about another machine.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from statistics import median

import psutil

from behindbars.build import default_year, read_book
from behindbars.build.processes import processors
from behindbars.build.project import copy, source_files
from behindbars.build.sources import named_files, reference_notebooks
from behindbars.package import OUT
from bench.grid import grow

PROJECT = Path(__file__).parents[1]
RESULTS = PROJECT / "bench" / "results"
PAPERMILL, PLAIN, NOTEBOOKS = "papermill, same rendering", "one plain process: cells and charts", "notebooks and charts"
COLD, NOTHING, VALUE = "build, from nothing", "build, nothing changed", "build, one value changed"
BESIDE = {NOTEBOOKS: PLAIN, COLD: PAPERMILL, NOTHING: PAPERMILL, VALUE: COLD}
"""What each row is compared with."""
BUILD = [sys.executable, "-m", "behindbars", "build", "--renderer", "embedded"]


def workbench(folder: Path) -> Path:
    """Copy the project into an empty folder."""
    names = named_files(read_book(PROJECT, default_year(PROJECT)))
    for file in {*source_files(PROJECT), *(PROJECT / name for name in (*names, "_brand.yml"))}:
        copy(file, folder / file.relative_to(PROJECT))
    (folder / "outputs" / str(default_year(PROJECT))).mkdir(parents=True)
    return folder


def commands(way: str, project: Path) -> list[list[str]]:
    """Give the commands of a way to make the edition."""
    plain = [sys.executable, "-m", "bench.plain"]
    if way == PAPERMILL:
        year = default_year(project)
        run = [sys.executable, "-m", "papermill", "--log-level", "ERROR", "--no-progress-bar", "-p", "year", str(year)]
        found = [
            [*run, "--cwd", str(file.parent), str(file), str(project / "outputs" / str(year) / file.name)]
            for file in reference_notebooks(project, read_book(project, year))
        ]
        return [*found, [*plain, "rest"]]
    return [{PLAIN: [*plain, "cells"], NOTEBOOKS: [*plain, "notebooks"]}.get(way, BUILD)]


def seconds(words: Sequence[Sequence[str]], project: Path) -> float:
    """Run commands in a project, and give the time that they took."""
    out = project / "outputs" / str(default_year(project))  # from where papermill's notebooks point to their charts
    found = {**os.environ, "PYTHONPATH": str(PROJECT), OUT: str(out)}
    before = time.monotonic()
    for each in words:
        done = subprocess.run(each, cwd=project, env=found, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(f"{' '.join(each[2:4])} failed:\n{done.stderr}")
    return time.monotonic() - before


def memory(words: Sequence[str], project: Path) -> float:
    """Run a command, and give the most memory that its processes together had, MiB (proportional set size)."""
    most = 0
    with psutil.Popen(words, cwd=project, stdout=subprocess.DEVNULL) as running:
        while running.poll() is None:
            found = 0
            for one in [running, *running.children(recursive=True)]:
                with suppress(psutil.Error):  # one that has just ended
                    found += one.memory_full_info().pss
            most = max(most, found)
            time.sleep(0.1)
    return most / 2**20


def change_value(project: Path) -> None:
    """Change one number of the data, as an analyst does."""
    table = project / "data" / "observations.csv"
    table.write_text(table.read_text("utf-8").replace(",347,347,exact,", ",348,348,exact,", 1), "utf-8")


def main() -> None:
    """Measure, print a table, and write it as csv with the date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    found: dict[str, list[float]] = {way: [] for way in (PAPERMILL, PLAIN, NOTEBOOKS, COLD, NOTHING, VALUE)}
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        most = memory(BUILD, workbench(Path(place, "memory")))
        for number in range(rounds):
            for way, times in found.items():
                project = Path(place, f"{COLD}-{number}") if way in (NOTHING, VALUE) else Path(place, f"{way}-{number}")
                if not project.exists():
                    workbench(project)
                if way == VALUE:
                    change_value(project)
                times.append(seconds(commands(way, project), project))
        grid = grow(Path(place, "grid"))
    rows = []
    for way, times in found.items():
        pairs = zip(times, found[BESIDE[way]], strict=True) if way in BESIDE else ()
        ratio = median(own / other for own, other in pairs) if way in BESIDE else 1.0
        rows.append(
            [way, f"{median(times):.2f}", f"{min(times):.2f} to {max(times):.2f}", f"{ratio:.2f}", BESIDE.get(way, "")]
        )
    rows.append([f"{COLD}: memory", f"{most:.0f} MiB", "", "", ""])
    rows += [[f"grid of made-up country-years: {n}", f"{s:.1f}", "", "", f"driver {m:.0f} MiB"] for n, s, m in grid]
    machine = f"{platform.system()} {platform.machine()}, {processors()} processors, Python {platform.python_version()}"
    heading = ["what", "median, s", "spread, s", "ratio", "to", f"{date.today()}, {machine}, {rounds} rounds"]
    RESULTS.mkdir(exist_ok=True)
    with (RESULTS / f"{date.today()}.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([heading, *rows])
    for row in [heading, *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, (44, 10, 18, 6, 36), strict=False)))


if __name__ == "__main__":
    main()
