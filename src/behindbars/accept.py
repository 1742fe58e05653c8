"""Renew the reference outputs: what would change is shown in words before anything is written."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from behindbars.build import lay_out
from behindbars.cell_changes import Change, chart_changes, notebook_changes
from behindbars.edition import SHARED, read_edition, with_default_year
from behindbars.how import How, Progress
from behindbars.notebook import read_notebook, set_parameter, write_notebook
from behindbars.parameters import declared_parameters
from behindbars.plan import reference_notebooks
from behindbars.project import put_in_place, stage
from behindbars.steps.executors import open_team
from behindbars.workshop import Workshop, write

NOT_CI = ("", "0", "false")
"""Values of the environment variable CI that say that nobody runs continuous integration."""


@dataclass(frozen=True)
class Proposal:
    """New references, made aside.

    Attributes
    ----------
    folder : Path
        The folder aside, with all of `names`.
    year : int
        Edition year of the new references.
    left : tuple of int
        Other years that the references are of until now.
    changes : tuple of Change
        What differs from the references in place.
    names : tuple of str
        What is written: notebooks, charts and, for another year, the configuration.
    """

    folder: Path
    year: int
    left: tuple[int, ...]
    changes: tuple[Change, ...]
    names: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.changes or self.left)


@contextmanager
def compare_references(project: Path, year: int) -> Iterator[Proposal]:
    """Run the notebooks aside as they will stand, and compare them with the references.

    Parameters
    ----------
    project : Path
        The project folder.
    year : int
        Edition year; if the notebooks are of another one, they move to this.

    Yields
    ------
    Proposal
        Valid until the context ends.
    """
    edition = read_edition(project, year)
    references = reference_notebooks(project, edition)
    shown = {notebook: declared_parameters(notebook).get("year") for notebook in references}
    left = sorted({other for other in shown.values() if other not in (None, year)})
    how = How()
    with open_team(how.workers) as team, stage(project) as folder:
        lay_out(project, folder, edition)
        notebooks = [folder / "notebooks" / notebook.name for notebook in references]
        for reference, notebook in zip(references, notebooks, strict=True):
            if shown[reference] != year:
                content = read_notebook(notebook)
                set_parameter(content, "year", year)
                write_notebook(content, notebook)
        # No parameter is given: the references are what the notebooks show when they are opened.
        workshop = Workshop(project, folder, edition, how, (team, team), Progress(), {})
        executed = workshop.notebooks(None)
        drawn, charts = f"figures/{year}", folder / "figures" / str(year)
        write(workshop.charts(executed), charts)
        write(executed, folder / "notebooks")
        changes = [change for pair in zip(references, notebooks, strict=True) for change in notebook_changes(*pair)]
        told_of = [figure for change in changes for figure in change.figures]
        changes += chart_changes(project / drawn, charts, told_of)
        names = [*(f"notebooks/{notebook.name}" for notebook in notebooks), drawn]
        if left:
            config = (folder / SHARED).read_bytes().decode("utf-8")
            (folder / SHARED).write_bytes(with_default_year(config, year).encode("utf-8"))
            names.append(SHARED)
        yield Proposal(folder, year, tuple(left), tuple(changes), tuple(names))


def write_references(proposal: Proposal, project: Path) -> None:
    """Put the new references in place, all of them or none.

    Parameters
    ----------
    proposal : Proposal
        From `compare_references`.
    project : Path
        The project folder.

    Raises
    ------
    OSError
        If something cannot be moved; everything is then as it was.
    """
    put_in_place(proposal.folder, project, list(proposal.names))


def somebody_answers() -> bool:
    """Say whether there is a person at a terminal who can be asked."""
    return sys.stdin.isatty() and os.environ.get("CI", "").lower() in NOT_CI
