"""Run the notebooks of an edition with papermill, each in a process of its own."""

from __future__ import annotations

import ast
import errno
import logging
import os
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from difflib import get_close_matches
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from behindbars.errors import ParameterError, ProjectError, RunError
from behindbars.notebook import PARAMETERS_TAG, read_notebook, write_notebook
from behindbars.processes import deaf_children, end_with_parent

START_SECONDS = 30
"""How long a kernel may take to answer before it is started anew."""
DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
"""Error numbers of the system for a disk, or a user's share of it, without room."""
DIED = "its kernel died: the memory was full, or another program ended it"


@dataclass(frozen=True)
class Failure:
    """Why one notebook failed.

    Attributes
    ----------
    notebook : str
        Name without ending, which is the country's slug.
    cell : int
        Position of the failing cell in the notebook, from 1; 0 if no cell was reached.
    message : str
        Last line of the error.
    """

    notebook: str
    cell: int
    message: str

    def __str__(self) -> str:
        where = f", cell {self.cell}" if self.cell else ""
        return f"{self.notebook}{where}: {self.message}"


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
    cells = [cell for cell in read_notebook(notebook).cells if PARAMETERS_TAG in cell.metadata.get("tags", [])]
    if len(cells) != 1:
        raise ProjectError(f"{notebook.name} needs exactly one cell tagged {PARAMETERS_TAG!r}; it has {len(cells)}.")
    try:
        assignments = [node for node in ast.parse(cells[0].source).body if isinstance(node, ast.Assign)]
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


def run_notebooks(
    notebooks: list[Path],
    folder: Path,
    parameters: Mapping[str, Any],
    *,
    workers: int = 2,
    failed: Path | None = None,
    finished: Callable[[str], None] = lambda name: None,
) -> list[Path]:
    """Execute notebooks into a folder, all of them even if one fails.

    Parameters
    ----------
    notebooks : list of Path
        The notebooks, each with a cell tagged ``parameters``.
    folder : Path
        Folder of the executed notebooks; each runs with it as its working folder.
    parameters : mapping
        Parameters for every notebook.
    workers : int
        Notebooks that run at the same time.
    failed : Path, optional
        Folder that receives the partial notebook of each failure.
    finished : callable
        Called with the name of each notebook that has ended.

    Returns
    -------
    list of Path
        The executed notebooks, in the order given.

    Raises
    ------
    ParameterError, ProjectError
        Before anything runs.
    RunError
        After everything has run, listing every notebook that failed.
    """
    for notebook in notebooks:
        check_parameters(notebook, parameters)
    folder.mkdir(parents=True, exist_ok=True)
    failures: list[Failure] = []
    # Fresh processes: the working folder belongs to a whole process, and a dead kernel goes with its own.
    pool = ProcessPoolExecutor(max(1, workers), get_context("spawn"), initializer=_begin)
    with pool:
        try:
            with deaf_children():
                tasks = {
                    pool.submit(_execute, notebook, folder / notebook.name, dict(parameters)): notebook
                    for notebook in notebooks
                }
            for task in as_completed(tasks):
                if failure := task.result():
                    failures.append(failure)
                finished(tasks[task].stem)
        except BrokenProcessPool as error:
            raise RunError(
                "A process that ran notebooks was ended from outside, perhaps because the memory was full. "
                "Close other programs, or run one notebook at a time (--workers 1)."
            ) from error
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    if failures:
        raise RunError(_report(failures, folder, failed))
    return [folder / notebook.name for notebook in notebooks]


def _report(failures: list[Failure], folder: Path, failed: Path | None) -> str:
    lines = ["1 notebook failed:" if len(failures) == 1 else f"{len(failures)} notebooks failed:"]
    for failure in sorted(failures, key=lambda failure: failure.notebook):
        lines.append(f"  {failure}")
        partial = folder / f"{failure.notebook}.ipynb"
        if failed and failure.cell and partial.is_file():
            failed.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(partial, failed / partial.name)
            lines.append(f"    as far as it ran: {'/'.join((*failed.parts[-2:], partial.name))}")
    return "\n".join(lines)


def _begin() -> None:
    """Prepare a process that runs notebooks: it ends with the build, and only the build speaks."""
    end_with_parent()
    logging.disable()


def _execute(notebook: Path, output: Path, parameters: dict[str, Any]) -> Failure | None:
    from nbclient.exceptions import DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    os.chdir(output.parent)
    try:
        try:
            _papermill(notebook, output, parameters)
        except RuntimeError as error:
            if isinstance(error, DeadKernelError):
                raise
            # Two kernels that start at once may be given one port, and one of them never answers.
            # No cell has run then: the start is tried once more.
            _papermill(notebook, output, parameters)
        write_notebook(read_notebook(output), output)
    except PapermillExecutionError as error:
        # Counted as in the notebook itself, which lacks the cell of parameters that papermill adds.
        cell = error.cell_index + 1 - bool(parameters)
        return Failure(notebook.stem, cell, f"{error.ename}: {error.evalue}".strip())
    except DeadKernelError:
        return Failure(notebook.stem, max(0, _last_cell(output) - bool(parameters)), DIED)
    except RuntimeError as error:
        return Failure(notebook.stem, 0, f"its kernel did not start: {error}")
    except Exception as error:  # a kernel that does not start ends in many more kinds of errors
        if isinstance(error, OSError) and error.errno in DISK_FULL:
            raise
        return Failure(notebook.stem, 0, f"{type(error).__name__}: {error}")
    return None


def _last_cell(output: Path) -> int:
    """Position, from 1, of the last cell that papermill ran; 0 if it ran none."""
    cells = read_notebook(output).cells
    ran = (number for number, cell in enumerate(cells, 1) if cell.metadata.get("papermill", {}).get("end_time"))
    return max(ran, default=0)


def _papermill(notebook: Path, output: Path, parameters: dict[str, Any]) -> None:
    import papermill

    papermill.execute_notebook(
        # As a path, papermill would take braces in the name of a folder for parameters.
        read_notebook(notebook),
        output.name,
        parameters,
        kernel_name="python3",
        language="python",
        start_timeout=START_SECONDS,
        # A kernel warns on every start that it listens on loopback without encryption.
        # And no settings of the user's own reach a notebook.
        extra_arguments=["--IPKernelApp.log_level=40", "--IPKernelApp.exec_PYTHONSTARTUP=False"],
        progress_bar=False,
        log_output=False,
    )
