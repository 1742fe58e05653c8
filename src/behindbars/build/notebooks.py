"""Notebooks: read, given parameters, and written without a trace of run or machine."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from behindbars.errors import ParameterError, ProjectError

if TYPE_CHECKING:
    from nbformat import NotebookNode

PARAMETERS_TAG = "parameters"
INJECTED_TAG = "injected-parameters"
PROVENANCE = "behindbars"
"""Where the metadata of an executed notebook say what it was made from."""
COVER = "cover"
"""File name of the picture on the cover: the first chart of the edition, without its headline."""
KERNEL = "python3"
"""The kernel of each notebook, whichever one it was saved with: nbval starts the one that a notebook names."""
NARROW = "-narrow"
"""End of the file name of a chart drawn for a phone."""
ENDINGS = (".svg", f"{NARROW}.svg", ".png", ".json", ".csv")
"""How the names of a chart's files end."""


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook of format 4.

    Raises
    ------
    ProjectError
        If there is no such file, or it is no notebook.
    """
    import nbformat  # not at the head: it takes a second, which a command that runs nothing must not take

    read_cells(path)
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except Exception as error:  # nbformat fails in many ways on what is no notebook
        raise _unreadable(path) from error
    return notebook


def read_cells(path: Path) -> list[dict[str, Any]]:
    """Read the cells of a notebook as they are in the file, each source as one text; the format is not checked.

    Raises
    ------
    ProjectError
        If there is no such file, or it is no notebook.
    """
    cells: list[dict[str, Any]] = _read(path)["cells"]
    return cells


def _read(path: Path) -> dict[str, Any]:
    try:
        notebook: dict[str, Any] = json.loads(path.read_bytes())
        return {**notebook, "cells": [{**cell, "source": "".join(cell["source"])} for cell in notebook["cells"]]}
    except FileNotFoundError as error:
        raise ProjectError(f"{path.name} does not exist in {path.parent.name}/.") from error
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise _unreadable(path) from error


def source_of(path: Path, year: int) -> bytes:
    """Give a notebook as it is before a run, with an edition's year as its default; it fails as `read_cells` does.

    So it stays the same when it is run, and when the references move to another year.
    """
    never_run: dict[str, Any] = {"outputs": [], "execution_count": None}
    notebook = _read(path)
    notebook["cells"] = [cell | (never_run if cell["cell_type"] == "code" else {}) for cell in notebook["cells"]]
    set_parameter(notebook, "year", year)
    return (json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _unreadable(path: Path) -> ProjectError:
    return ProjectError(
        f"{path.name} in {path.parent.name}/ is no readable notebook. Restore it from the last good version."
    )


def provenance_of(path: Path) -> dict[str, str]:
    """Read what an executed notebook was made from; nothing if it does not say so, or is not there."""
    try:
        return dict(json.loads(path.read_bytes())["metadata"][PROVENANCE])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return {}


def kernel_of(path: Path) -> str:
    """Read the name of the kernel that a notebook was saved with; `KERNEL` if it names none, or is not there."""
    try:
        return str(json.loads(path.read_bytes())["metadata"]["kernelspec"]["name"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return KERNEL


def specifications(notebook: bytes) -> list[dict[str, Any]]:
    """Read the charts of an executed notebook, in order: specifications whose ``usermeta`` names the figure."""
    shown = [output.get("data", {}) for cell in json.loads(notebook)["cells"] for output in cell.get("outputs", [])]
    return [specification for data in shown if (specification := figure_in(data))]


def figure_in(shown: Mapping[str, Any]) -> dict[str, Any] | None:
    """Find the figure of the edition, a chart with its words, in what a cell shows; None if that is something else."""
    from behindbars.report.display import VEGALITE_MIME  # with pandas and Altair, for which not all who build wait

    specification: dict[str, Any] = shown.get(VEGALITE_MIME, {})
    return specification if "figure" in specification.get("usermeta", {}) else None


def write_notebook(notebook: NotebookNode, path: Path, provenance: Mapping[str, str] | None = None) -> None:
    """Write a notebook without what differs between two runs or two machines, which goes in `notebook` itself, too.

    `provenance` are the checksums of what it was made from, for its metadata.
    """
    import nbformat

    about: dict[str, Any] = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": KERNEL},
        "language_info": {"name": "python"},
    }
    notebook.metadata = nbformat.from_dict(about | ({PROVENANCE: dict(provenance)} if provenance else {}))
    for position, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        # papermill gives the cell that it injects a random id.
        cell.id = INJECTED_TAG if INJECTED_TAG in tags else cell.get("id", f"cell-{position}")
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")


def declared_parameters(path: Path) -> dict[str, Any]:
    """Read the parameters that a notebook declares, with their defaults.

    Raises
    ------
    ProjectError
        If the notebook has no cell tagged ``parameters`` or it is not plain assignments.
    """
    cells = [cell for cell in read_cells(path) if PARAMETERS_TAG in cell.get("metadata", {}).get("tags", [])]
    if len(cells) != 1:
        raise ProjectError(f"{path.name} needs exactly one cell tagged {PARAMETERS_TAG!r}; it has {len(cells)}.")
    try:
        assignments = [node for node in ast.parse(cells[0]["source"]).body if isinstance(node, ast.Assign)]
        return {
            target.id: ast.literal_eval(node.value)
            for node in assignments
            for target in node.targets
            if isinstance(target, ast.Name)
        }
    except (SyntaxError, ValueError) as error:
        raise ProjectError(
            f"{path.name}: the {PARAMETERS_TAG!r} cell may hold only plain values, such as lang = 'en'."
        ) from error


def check_parameters(path: Path, parameters: Mapping[str, Any]) -> None:
    """Check names and types of parameters against those that a notebook declares: papermill only logs an unknown one.

    Raises
    ------
    ParameterError
        Listing every name that the notebook does not declare, and every value of another type than the default.
    """
    declared = declared_parameters(path)
    faults = []
    for name, value in parameters.items():
        if name not in declared:
            near = get_close_matches(name, declared, n=1)
            hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(sorted(declared))}."
            faults.append(f"{path.name} has no parameter {name!r}: {hint}")
        elif not isinstance(value, type(declared[name])):
            kind = type(declared[name]).__name__
            faults.append(
                f"{path.name}: parameter {name} is {value!r}, expected a value like {declared[name]!r} ({kind})."
            )
    if faults:
        raise ParameterError("\n".join(faults))


def set_parameter(notebook: NotebookNode | dict[str, Any], name: str, value: object) -> None:
    """Give a parameter of a notebook another default, a plain value, in place; all else in its cell stays."""
    for cell in notebook["cells"]:
        if PARAMETERS_TAG not in cell.get("metadata", {}).get("tags", []):
            continue
        lines = cell["source"].split("\n")
        for node in _statements(cell["source"]):
            if isinstance(node, ast.Assign) and name in [getattr(target, "id", "") for target in node.targets]:
                first, last = node.value.lineno - 1, (node.value.end_lineno or node.value.lineno) - 1
                # The tree counts bytes, and the text of a line may be of any language.
                before = lines[first].encode()[: node.value.col_offset].decode()
                after = lines[last].encode()[node.value.end_col_offset :].decode()
                lines[first : last + 1] = [f"{before}{value!r}{after}"]
                break
        cell["source"] = "\n".join(lines)


def _statements(source: str) -> list[ast.stmt]:
    """Parse a cell; nothing of one that is broken, which whoever reads its parameters will tell."""
    try:
        return ast.parse(source).body
    except SyntaxError:
        return []
