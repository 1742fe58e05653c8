"""The two ends of the comparison: what one plain process needs, and the same rendering behind papermill's command.

``python -m bench.plain cells`` runs the cells of all notebooks in this one process and draws their charts: no kernel,
no message, no notebook file. ``python -m bench.plain notebooks`` runs the notebooks as a build does, and draws the
charts. ``python -m bench.plain rest`` makes all else of an edition whose notebooks stand in ``outputs/``.
"""

from __future__ import annotations

import ast
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from behindbars.build import How, default_year, read_book
from behindbars.build.apart import write
from behindbars.build.build import open_making
from behindbars.build.notebooks import figure_in, read_cells
from behindbars.build.pictures import draw_all
from behindbars.build.project import copy, put_in_place
from behindbars.build.sources import reference_notebooks


def cells(project: Path) -> None:
    """Run the cells of an edition's notebooks in this process, and draw their charts."""
    year = default_year(project)
    specs = []
    os.chdir(project / "notebooks")
    for number, notebook in enumerate(reference_notebooks(project, read_book(project, year))):
        found = [spec for shown in run(read_cells(notebook)) if (spec := figure_in(shown))]
        specs += found
        if not number:
            found[0]["usermeta"]["cover"] = True
    write(draw_all(project, specs=specs), project / "figures" / str(year))


def run(cells: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Run cells one after the other, and give what the last line of each shows."""
    names: dict[str, Any] = {}
    for cell in cells:
        *statements, last = ast.parse(cell["source"]).body
        if not isinstance(last, ast.Expr):
            statements.append(last)
        exec(compile(ast.Module(statements, []), "cell", "exec"), names)
        if isinstance(last, ast.Expr):
            shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            yield shown._repr_mimebundle_() if hasattr(shown, "_repr_mimebundle_") else {}


def made(project: Path, *, rest: bool) -> None:
    """Do a part of a build: the notebooks and charts, or all but the notebooks."""
    year = default_year(project)
    with open_making(project, year, How()) as making:
        if rest:
            for notebook in making.book.notebooks:
                copy(project / notebook, making.folder / notebook)
            making.done(making.from_data())
        else:
            making.run_notebooks()
        making.draw_charts(set(), read=rest)
        if rest:
            making.write_formats(None)
        put_in_place(making.folder, project, [f"outputs/{year}", f"figures/{year}"])


if __name__ == "__main__":
    what = sys.argv[1]
    cells(Path.cwd()) if what == "cells" else made(Path.cwd(), rest=what == "rest")
