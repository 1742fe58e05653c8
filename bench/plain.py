"""The floor: one plain Python process that runs the cells of all notebooks and draws their charts.

There are no kernels, no messages and no notebook files in it: what any way to make the edition cannot do without.
``python -m bench.plain 2024`` does it in a project folder.
"""

from __future__ import annotations

import ast
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from behindbars.edition import read_edition
from behindbars.notebook import PARAMETERS_TAG, read_cells
from behindbars.plan import LANG, reference_notebooks
from behindbars.specification import VEGALITE_MIME
from bench.charts import draw_all

GIVEN = {"lang": LANG, "data": "../../data", "figures": "../../figures"}
"""Parameters of every notebook, beside the year."""


def make(project: Path, year: int) -> None:
    """Run the cells of an edition's notebooks, keep what they show as JSON, and draw their charts."""
    notebooks = reference_notebooks(project, read_edition(project, year))
    out = project / "outputs" / str(year)
    out.mkdir(parents=True)
    os.chdir(out)
    specs = []
    for notebook in notebooks:
        shown = json.dumps(
            list(show(read_cells(notebook), {"year": year, **GIVEN})), sort_keys=True
        )  # as in a notebook
        (out / f"{notebook.stem}.json").write_text(shown, encoding="utf-8")
        specs += [bundle[VEGALITE_MIME] for bundle in json.loads(shown) if VEGALITE_MIME in bundle]
    draw_all(specs, project, year)


def show(cells: list[dict[str, Any]], parameters: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Run cells one after the other, and give what the last line of each shows."""
    names: dict[str, Any] = {}
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        *statements, last = ast.parse(cell["source"]).body
        if not isinstance(last, ast.Expr):
            statements.append(last)
        exec(compile(ast.Module(statements, []), "cell", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            yield value._repr_mimebundle_() if hasattr(value, "_repr_mimebundle_") else {"text/plain": repr(value)}
        if PARAMETERS_TAG in cell["metadata"].get("tags", []):
            names |= parameters


if __name__ == "__main__":
    make(Path.cwd(), int(sys.argv[1]))
