"""Copies of the project in a temporary folder: fresh ones, and ones that were built and are changed again."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from behindbars.project import source_files
from bench.made_up import PROJECT

SPACE = re.compile(r"^(ROW_SPACE, BAND_SPACE, TIGHT = )(\d+)", re.MULTILINE)
"""Where `behindbars.charts.bars` says how far rows are apart."""


class Workbench:
    """A folder with copies of the project and of the package.

    Parameters
    ----------
    folder : Path
        An empty folder.
    year : int
        The edition.
    """

    def __init__(self, folder: Path, year: int) -> None:
        self._folder = folder
        self.year = year
        self._origin = folder / "origin"
        for file in (*source_files(PROJECT), PROJECT / "CITATION.cff"):
            goal = self._origin / file.relative_to(PROJECT)
            goal.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, goal)

    def fresh(self) -> Path:
        """Give a copy in which nothing was ever built, with an empty folder for its outputs."""
        project = self._folder / "fresh"
        shutil.rmtree(project, ignore_errors=True)
        shutil.copytree(self._origin, project)
        return project

    def kept(self, name: str) -> Path:
        """Give the copy of this name as it was left; a fresh one at first."""
        project = self._folder / name
        if not project.exists():
            shutil.copytree(self._origin, project)
        return project

    def environment(self, source: Path | None = None) -> dict[str, str]:
        """Give the environment of every command: its temporary files and settings are in this folder."""
        own = self._folder / "own"
        own.mkdir(exist_ok=True)
        places = dict.fromkeys(("TMPDIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR"), str(own))
        paths = (source or self.source("source"), PROJECT)
        return {**os.environ, **places, "PYTHONPATH": os.pathsep.join(map(str, paths))}

    def source(self, name: str) -> Path:
        """Give a folder that holds a copy of the package, made where it is missing."""
        place = self._folder / name
        if not place.exists():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(PROJECT / "src" / "behindbars", place / "behindbars", ignore=ignored)
        return place


def change_value(project: Path) -> None:
    """Make the first exact value of the data one more: a value that was never built before."""
    table = project / "data" / "observations.csv"
    with table.open(encoding="utf-8", newline="") as stream:
        heading, *rows = csv.reader(stream)
    low, high, status = map(heading.index, ("low", "high", "status"))
    row = next(row for row in rows if row[status] == "exact")
    row[low] = row[high] = str(int(row[low]) + 1)
    with table.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows([heading, *rows])


def change_text(project: Path) -> None:
    """Add a sentence to a paragraph of one notebook."""
    for notebook in sorted((project / "notebooks").glob("*.ipynb")):
        content = json.loads(notebook.read_text(encoding="utf-8"))
        for cell in content["cells"]:
            if cell["cell_type"] == "markdown" and not "".join(cell["source"]).startswith("# "):
                cell["source"] = ["".join(cell["source"]), "\n\nA synthetic sentence."]
                notebook.write_text(json.dumps(content, indent=1), encoding="utf-8")
                return
    raise LookupError("No notebook has a paragraph.")


def change_chart(source: Path) -> None:
    """Put the rows of every chart of bars one pixel further apart."""
    module = source / "behindbars" / "charts" / "bars.py"
    text, found = SPACE.subn(lambda match: f"{match[1]}{int(match[2]) + 1}", module.read_text(encoding="utf-8"))
    if not found:
        raise LookupError(f"{module.name} does not say how far rows are apart.")
    module.write_text(text, encoding="utf-8")


Change = Callable[[Path], None]
