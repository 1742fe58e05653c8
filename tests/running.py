"""Work for tests, notebooks above all, and what becomes of it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from behindbars.build.apart import Files, Work, WorkError, can_fork, do_apart
from behindbars.build.making import RUN
from behindbars.build.running import run_notebook

KERNELS = ("forked", "ordinary")
"""How the kernel of a notebook is started."""


def notebook(path: Path, *sources: str, parameters: str = 'year = 2024\nlang = "en"') -> Path:
    """Write a notebook whose first cell is the parameters cell."""
    first = new_code_cell(parameters, id="cell-0", metadata={"tags": ["parameters"]})
    cells = [new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources, start=1)]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[first, *cells]), path)
    return path


def work_of(
    path: Path,
    parameters: Mapping[str, Any] | None = None,
    files: Files | None = None,
    *,
    limit: float = 120,
    kernel: str = "forked",
    variables: Mapping[str, str] | None = None,
) -> Work:
    """Describe the run of a notebook, as a build does; where nothing can be forked, all kernels are ordinary ones."""
    name = f"notebooks/{path.name}"
    given: dict[str, Any] = {
        "notebook": name,
        "out": "outputs/2024",
        "parameters": parameters or {},
        "provenance": {},
        "limit": limit,
        "forked": kernel == "forked" and can_fork(),
    }
    contents = {name: path.read_bytes(), **(files or {})}
    do = RUN
    if variables:
        do, given["variables"] = "tests.running:run_with", variables
    return Work(path.stem, do, contents, given, limit)


def run_with(folder: Path, *, variables: Mapping[str, str], **given: Any) -> Files:
    """Run a notebook with variables in the environment of its process."""
    os.environ.update(variables)
    return run_notebook(folder, **given)


def run(path: Path, parameters: Mapping[str, Any] | None = None, **how: Any) -> Files | WorkError:
    """Run a notebook that reads nothing."""
    return do_apart(work_of(path, parameters, **how))


def cells_of(outcome: Files | WorkError) -> list[dict[str, Any]]:
    """Read the cells of the one notebook that was made."""
    assert isinstance(outcome, dict), outcome
    [content] = outcome.values()
    return list(json.loads(content)["cells"])


@contextlib.contextmanager
def mounted(folder: Path, *options: str | Path) -> Iterator[Path]:
    """Mount something on a folder, where this user may."""
    folder.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *options, folder], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("this user may mount nothing")
    try:
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)
