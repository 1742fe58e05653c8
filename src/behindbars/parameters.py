"""The parameters of a notebook, checked by name and type before it runs."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from behindbars.errors import ParameterError, ProjectError
from behindbars.notebook import PARAMETERS_TAG, read_cells


def check_parameters(notebook: Path, parameters: Mapping[str, Any]) -> None:
    """Check names and types of parameters against the notebook's `parameters` cell.

    papermill itself only logs an unknown name and runs on with the default.

    Raises
    ------
    ParameterError
        Listing every name that the notebook does not declare, with the nearest one that
        it does, and every value of another type than the default.
    ProjectError
        If the notebook does not exist or has no such cell.
    """
    declared = declared_parameters(notebook)
    faults = []
    for name, value in parameters.items():
        if name not in declared:
            near = get_close_matches(name, declared, n=1)
            hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(sorted(declared))}."
            faults.append(f"{notebook.name} has no parameter {name!r}: {hint}")
        elif not isinstance(value, type(declared[name])):
            kind = type(declared[name]).__name__
            faults.append(
                f"{notebook.name}: parameter {name} is {value!r}, expected a value like {declared[name]!r} ({kind})."
            )
    if faults:
        raise ParameterError("\n".join(faults))


def declared_parameters(notebook: Path) -> dict[str, Any]:
    """Read the parameters that a notebook declares, with their defaults.

    Raises
    ------
    ProjectError
        If the notebook has no cell tagged ``parameters`` or it is not plain assignments.
    """
    cells = [cell for cell in read_cells(notebook) if PARAMETERS_TAG in cell.get("metadata", {}).get("tags", [])]
    if len(cells) != 1:
        raise ProjectError(f"{notebook.name} needs exactly one cell tagged {PARAMETERS_TAG!r}; it has {len(cells)}.")
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
            f"{notebook.name}: the {PARAMETERS_TAG!r} cell may hold only plain values, such as lang = 'en'."
        ) from error
