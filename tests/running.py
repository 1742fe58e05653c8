"""Notebooks and steps for tests, and what becomes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from behindbars.run import notebook_step
from behindbars.steps.apart import Surroundings, do_apart
from behindbars.steps.kernels import Kernel, usual_kernel
from behindbars.steps.step import Outcome, Step


def notebook(path: Path, *sources: str, parameters: str = 'year = 2024\nlang = "en"') -> Path:
    """Write a notebook whose first cell is the parameters cell."""
    first = new_code_cell(parameters, id="cell-0", metadata={"tags": ["parameters"]})
    cells = [new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources, start=1)]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[first, *cells]), path)
    return path


def outcome_of(step: Step, kernel: Kernel | None = None, variables: dict[str, str] | None = None) -> Outcome:
    """Do one step apart."""
    [outcome] = do_apart([step], Surroundings(kernel or usual_kernel(), variables or {}))
    return outcome


def run(path: Path, parameters: dict[str, Any] | None = None, *, limit: float = 60, **how: Any) -> Outcome:
    """Run a notebook that reads nothing."""
    return outcome_of(notebook_step(path, {}, "outputs/2024", parameters or {}, limit), **how)


def cells_of(outcome: Outcome) -> list[dict[str, Any]]:
    """Read the cells of the one notebook that a step has made."""
    assert isinstance(outcome, dict), outcome
    [content] = outcome.values()
    return list(json.loads(content)["cells"])
