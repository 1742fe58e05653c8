"""Notebooks as files: read with one clear message, written without a trace of run or machine."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from behindbars.errors import ProjectError

PARAMETERS_TAG = "parameters"
INJECTED_TAG = "injected-parameters"


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook.

    Parameters
    ----------
    path : Path
        An ``.ipynb`` file of notebook format 4.

    Raises
    ------
    ProjectError
        If there is no such file, or it is no notebook.
    """
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except FileNotFoundError as error:
        raise ProjectError(f"{path.name} does not exist in {path.parent.name}/.") from error
    except Exception as error:  # nbformat fails in many ways on what is no notebook
        raise ProjectError(
            f"{path.name} in {path.parent.name}/ is no readable notebook. Restore it from the last good version."
        ) from error
    return notebook


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook without what differs between two runs or two machines.

    Parameters
    ----------
    notebook : NotebookNode
        An executed notebook; it is changed in place.
    path : Path
        The file.
    """
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    for position, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags", [])
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        # papermill gives the cell that it injects a random id.
        cell.id = INJECTED_TAG if INJECTED_TAG in tags else cell.get("id", f"cell-{position}")
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")
