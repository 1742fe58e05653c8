"""Notebooks as files: read with one clear message, written without a trace of run or machine.

nbformat is imported where it is used: it takes a second, which a command that runs nothing must not take.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from behindbars.errors import ProjectError

if TYPE_CHECKING:
    from nbformat import NotebookNode

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
    import nbformat

    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
    except FileNotFoundError as error:
        raise _missing(path) from error
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
    try:
        cells: list[dict[str, Any]] = json.loads(path.read_bytes())["cells"]
        return [{**cell, "source": "".join(cell["source"])} for cell in cells]
    except FileNotFoundError as error:
        raise _missing(path) from error
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise _unreadable(path) from error


def _missing(path: Path) -> ProjectError:
    return ProjectError(f"{path.name} does not exist in {path.parent.name}/.")


def _unreadable(path: Path) -> ProjectError:
    return ProjectError(
        f"{path.name} in {path.parent.name}/ is no readable notebook. Restore it from the last good version."
    )


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook without what differs between two runs or two machines.

    Parameters
    ----------
    notebook : NotebookNode
        An executed notebook; it is changed in place.
    path : Path
        The file.
    """
    import nbformat

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


def set_parameter(notebook: NotebookNode, name: str, value: object) -> None:
    """Give a parameter another default; all else in its cell stays.

    Parameters
    ----------
    notebook : NotebookNode
        A notebook with a cell tagged ``parameters``; it is changed in place.
    name : str
        A parameter that the cell assigns a value to.
    value : object
        A plain value.
    """
    for cell in notebook.cells:
        if PARAMETERS_TAG not in cell.metadata.get("tags", []):
            continue
        lines = cell.source.split("\n")
        for node in ast.parse(cell.source).body:
            if isinstance(node, ast.Assign) and name in [getattr(target, "id", "") for target in node.targets]:
                first, last = node.value.lineno - 1, (node.value.end_lineno or node.value.lineno) - 1
                # The tree counts bytes, and the text of a line may be of any language.
                before = lines[first].encode()[: node.value.col_offset].decode()
                after = lines[last].encode()[node.value.end_col_offset :].decode()
                lines[first : last + 1] = [f"{before}{value!r}{after}"]
                break
        cell.source = "\n".join(lines)
