"""papermill's API for one notebook after the other: ``python -m bench.sequence 2024`` in a project folder."""

from __future__ import annotations

import sys
from pathlib import Path

import papermill

from behindbars.edition import read_edition
from behindbars.plan import reference_notebooks
from bench.plain import GIVEN


def main(project: Path, year: int) -> None:
    """Run an edition's notebooks as papermill does it where nobody chooses anything."""
    out = project / "outputs" / str(year)
    for notebook in reference_notebooks(project, read_edition(project, year)):
        papermill.execute_notebook(notebook, out / notebook.name, {"year": year, **GIVEN}, cwd=out)


if __name__ == "__main__":
    main(Path.cwd(), int(sys.argv[1]))
