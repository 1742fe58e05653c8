"""Renew the reference outputs: what would change is shown in words before anything is written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from behindbars.build import reference_notebooks
from behindbars.edition import read_edition
from behindbars.errors import ParameterError
from behindbars.export import export_figures
from behindbars.fonts import static_fonts
from behindbars.notebook import read_notebook
from behindbars.processes import unstoppable
from behindbars.project import CACHE, FAILED, stage
from behindbars.run import declared_parameters, run_notebooks


@dataclass(frozen=True)
class Proposal:
    """New references, made aside.

    Attributes
    ----------
    folder : Path
        The folder aside, with ``notebooks/`` and ``figures/``.
    year : int
        Edition year of the charts.
    changes : tuple of str
        What differs from the references in place, one change each.
    """

    folder: Path
    year: int
    changes: tuple[str, ...]


@contextmanager
def compare_references(project: Path, year: int) -> Iterator[Proposal]:
    """Run the notebooks aside as they stand, and compare them with the references.

    Parameters
    ----------
    project : Path
        The project folder.
    year : int
        Edition year.

    Yields
    ------
    Proposal
        Valid until the context ends.
    """
    edition = read_edition(project, year)
    notebooks = reference_notebooks(project, edition)
    for notebook in notebooks:
        shown = declared_parameters(notebook).get("year")
        if shown != year:
            raise ParameterError(
                f"{notebook.name} shows {shown} when it is opened: its references are those of {shown}, not of {year}."
            )
    with stage(project) as folder:
        fonts = static_fonts(project / CACHE / "fonts")
        # No parameter is given: the references are what the notebooks show when they are opened.
        executed = run_notebooks(notebooks, folder / "notebooks", {}, failed=project / FAILED)
        drawn = folder / "figures" / str(year)
        export_figures(executed, drawn, fonts)
        changes = [change for notebook in executed for change in _notebook_changes(notebook, project)]
        changes += _chart_changes(drawn, project / "figures" / str(year))
        yield Proposal(folder, year, tuple(changes))


def write_references(proposal: Proposal, project: Path) -> None:
    """Write the new references into the project.

    Parameters
    ----------
    proposal : Proposal
        From `compare_references`.
    project : Path
        The project folder.
    """
    charts = project / "figures" / str(proposal.year)
    new = {chart.name: chart for chart in (proposal.folder / "figures" / str(proposal.year)).glob("*.svg")}
    with unstoppable():
        charts.mkdir(parents=True, exist_ok=True)
        for notebook in (proposal.folder / "notebooks").glob("*.ipynb"):
            shutil.copyfile(notebook, project / "notebooks" / notebook.name)
        for old in charts.glob("*.svg"):
            if old.name not in new:
                old.unlink()
        for name, chart in new.items():
            shutil.copyfile(chart, charts / name)


def _notebook_changes(executed: Path, project: Path) -> Iterator[str]:
    reference = project / "notebooks" / executed.name
    old, new = _shown(reference), _shown(executed)
    for position in range(max(len(old), len(new))):
        before = old[position] if position < len(old) else []
        after = new[position] if position < len(new) else []
        lines = [
            line for line in unified_diff(before, after, n=0, lineterm="") if not line.startswith(("---", "+++", "@@"))
        ]
        if lines:
            yield "\n".join([f"{executed.stem}, cell {position + 1}:", *(f"  {line}" for line in lines)])


def _shown(notebook: Path) -> list[list[str]]:
    cells = read_notebook(notebook).cells
    return [
        [
            line
            for output in cell.get("outputs", [])
            for line in output.get("data", {}).get("text/markdown", "").splitlines()
        ]
        for cell in cells
    ]


def _chart_changes(drawn: Path, reference: Path) -> Iterator[str]:
    charts = sorted(drawn.glob("*.svg"))
    names = {chart.name for chart in charts}
    for chart in charts:
        old = reference / chart.name
        if not old.is_file():
            yield f"chart {chart.stem}: new"
        elif old.read_bytes() != chart.read_bytes():
            yield f"chart {chart.stem}: drawn differently"
    for old in sorted(reference.glob("*.svg")):
        if old.name not in names:
            yield f"chart {old.stem}: gone"
