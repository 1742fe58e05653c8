"""The ways to make an edition that are compared, each with the state that it begins from."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from behindbars.edition import read_edition
from behindbars.plan import reference_notebooks
from bench.made_up import PROJECT
from bench.measure import run
from bench.plain import GIVEN
from bench.workbench import Change, Workbench, change_chart, change_text, change_value

Command = Sequence[str]
CHARTS, EDITION, AGAIN = "notebooks and charts", "whole edition", "again"
"""What is made: the part without rendering; all of it; all of it where it was made before."""
FLOOR = "plain Python without notebooks (floor)"
PAPERMILL = "papermill, one command a notebook"
RUN, BUILD = "behindbars run", "behindbars build"
BEHINDBARS = (sys.executable, "-c", "from behindbars.cli import main; main()")


@dataclass(frozen=True)
class Way:
    """A way to make an edition, or a part of it.

    Attributes
    ----------
    name : str
        For the table.
    parts : mapping of str to sequence of Command
        What is made, and by which commands; what stands behind includes what stands before.
    prepare : callable
        Makes the project folder ready; not timed.
    environment : mapping of str to str
        Of the commands.
    """

    name: str
    parts: Mapping[str, Sequence[Command]]
    prepare: Callable[[], Path]
    environment: Mapping[str, str]


def ways(bench: Workbench, workers: int) -> list[Way]:
    """List all ways; `workers` is how many processes do the work where it is not one."""
    year, environment = bench.year, bench.environment()
    notebooks = [file.name for file in reference_notebooks(PROJECT, read_edition(PROJECT, year))]
    charts = _module("bench.charts", str(year))
    render = _behindbars("render", "--renderer", "embedded")

    def fresh() -> Path:
        project = bench.fresh()
        (project / "outputs" / str(year)).mkdir(parents=True)
        return project

    def from_nothing(name: str, what: str, *options: str) -> Way:
        words = ("--renderer", "embedded") if what == "build" else ()
        command = _behindbars(what, *words, *options)
        scope = EDITION if what == "build" else CHARTS
        return Way(name, {scope: [command]}, bench.fresh, environment)

    everyone = ("--workers", str(workers))
    alone = ("--workers", "1")
    ordinary = ("--kernel", "ordinary")
    found = [
        Way(PAPERMILL, {CHARTS: [*_papermill(notebooks, year), charts], EDITION: [render]}, fresh, environment),
        Way(
            "papermill’s API, one notebook after the other",
            {CHARTS: [_module("bench.sequence", str(year)), charts], EDITION: [render]},
            fresh,
            environment,
        ),
        Way(FLOOR, {CHARTS: [_module("bench.plain", str(year))]}, bench.fresh, environment),
        from_nothing(RUN, "run", *everyone),
        from_nothing(f"{RUN}, one worker", "run", *alone),
        from_nothing(BUILD, "build", *everyone),
        from_nothing(f"{BUILD}, one worker", "build", *alone),
        from_nothing(f"{BUILD}, ordinary kernels", "build", *everyone, *ordinary),
        from_nothing(f"{BUILD}, ordinary kernels, one worker", "build", *alone, *ordinary),
        _again("nothing changed", bench, everyone, None),
        _again("one value changed", bench, everyone, change_value),
        _again("one notebook’s text changed", bench, everyone, change_text),
        _again("one chart function changed", bench, everyone, change_chart),
    ]
    if find_spec("nbconvert"):
        command = (
            sys.executable,
            "-m",
            "nbconvert",
            "--to",
            "notebook",
            "--execute",
            "--output-dir",
            f"outputs/{year}",
        )
        named = [f"notebooks/{name}" for name in notebooks]
        found.append(Way("nbconvert, one command", {CHARTS: [(*command, *named), charts]}, fresh, environment))
    return found


def _again(what: str, bench: Workbench, everyone: Command, change: Change | None) -> Way:
    """Make the way of a build after another one, and after a change."""
    name = "again-" + what.replace(" ", "-").replace("’", "")
    # A change of the package is one of a copy that nothing else uses.
    source = bench.source(f"{name}-source") if change is change_chart else bench.source("source")

    command, environment = _behindbars("build", "--renderer", "embedded", *everyone), bench.environment(source)

    def prepare() -> Path:
        project = bench.kept(name)
        if not (project / "outputs" / str(bench.year)).exists():
            run(command, project, environment)
        if change:
            change(source if change is change_chart else project)
        return project

    return Way(f"{BUILD}, {what}", {AGAIN: [command]}, prepare, environment)


def _papermill(notebooks: Sequence[str], year: int) -> list[Command]:
    out = f"outputs/{year}"
    given = [word for name, value in {"year": str(year), **GIVEN}.items() for word in ("-p", name, value)]
    begin = (sys.executable, "-m", "papermill")
    return [(*begin, f"notebooks/{name}", f"{out}/{name}", "--cwd", out, *given) for name in notebooks]


def _module(name: str, *words: str) -> Command:
    return (sys.executable, "-m", name, *words)


def _behindbars(*words: str) -> Command:
    return (*BEHINDBARS, *words)
