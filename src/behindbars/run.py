"""Run notebooks with papermill: each is a step, on nothing but the files that it is given."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from behindbars.notebook import read_notebook, write_notebook
from behindbars.steps.step import Files, Step, StepError

START_SECONDS = 30
"""How long a kernel may take to answer before it is started anew."""
LIMIT = 600
"""How long a notebook may run, s, where nobody says otherwise."""
DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
"""Error numbers of the system for a disk, or a user's share of it, without room."""
DIED = "its kernel died: the memory was full, or another program ended it"
ENGINE = "kept"
"""Name of papermill's engine that this module registers."""
PLACE = "notebooks"
"""Folder of the notebook in the folder of the step."""


def notebook_step(
    notebook: Path, files: Files, where: str, parameters: Mapping[str, Any], limit: float = LIMIT
) -> Step:
    """Make a step of a notebook.

    Parameters
    ----------
    notebook : Path
        The notebook, with a cell tagged ``parameters``.
    files : mapping of str to bytes
        All that it can read: data and colours, by their path in a folder with the project's layout.
    where : str
        The notebook's own folder in that layout.
    parameters : mapping
        Checked by `check_parameters` before.
    limit : float
        How long it may run, s.
    """
    return Step(
        name=notebook.stem,
        make="behindbars.run:run_notebook",
        files={**files, f"{PLACE}/{notebook.name}": notebook.read_bytes()},
        arguments={"name": notebook.name, "where": where, "parameters": dict(parameters)},
        did=f"ran {notebook.stem}",
        kernel=True,
        limit=limit,
    )


def run_notebook(folder: Path, *, name: str, where: str, parameters: Mapping[str, Any], limit: float) -> Files:
    """Execute a notebook; it is called in a process of its own.

    Parameters
    ----------
    folder : Path
        Holds the notebook and all that it can read.
    name : str
        The notebook's file.
    where : str
        Its own folder while it runs, in `folder`.
    parameters : mapping
        The cell of parameters that papermill adds; none is added if there are none.
    limit : float
        How long it may run, s.

    Returns
    -------
    mapping of str to bytes
        The executed notebook.

    Raises
    ------
    StepError
        With the cell, the last line of the error, and the notebook as far as it ran.
    """
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    here = folder.joinpath(*PurePosixPath(where).parts)
    here.mkdir(parents=True, exist_ok=True)
    os.chdir(here)
    end = time.monotonic() + limit
    kept = _keep_what_runs()
    out = folder / name

    def failed(message: str, cell: int) -> StepError:
        # Counted as in the notebook itself, which lacks the cell of parameters that papermill adds.
        cell = max(0, cell - bool(parameters))
        return StepError(message, cell=cell, files=_written(kept, out) if cell else {}, started=bool(cell))

    try:
        _papermill(read_notebook(folder / PLACE / name), parameters, lambda cell: max(1, round(end - time.monotonic())))
    except PapermillExecutionError as error:
        raise failed(f"{error.ename}: {error.evalue}".strip(), error.cell_index + 1) from error
    except CellTimeoutError as error:
        raise failed(f"it took longer than its limit of {limit:g} s", kept.cell) from error
    except DeadKernelError as error:
        raise failed(DIED, kept.cell) from error
    except RuntimeError as error:
        # Two kernels that start at once may be given one port, and one of them never answers.
        raise failed(f"its kernel did not start: {error}", kept.cell) from error
    except Exception as error:  # a kernel that does not start ends in many more kinds of errors
        if isinstance(error, OSError) and error.errno in DISK_FULL:
            raise
        raise failed(f"{type(error).__name__}: {error}", kept.cell) from error
    return _written(kept, out)


class _Kept:
    """The notebook that runs, and how far it is: papermill gives it back only if all goes well.

    Attributes
    ----------
    notebook : NotebookNode or None
        The notebook with its outputs so far; None before anything ran.
    cell : int
        Position of the cell that runs, from 1.
    """

    def __init__(self) -> None:
        self.notebook: Any = None
        self.cell = 0


def _keep_what_runs() -> _Kept:
    """Have papermill's engine show the notebook while it runs."""
    from papermill.engines import NBClientEngine, papermill_engines

    kept = _Kept()

    class Engine(NBClientEngine):  # type: ignore[misc]
        @classmethod
        def execute_notebook(cls, nb: Any, *args: Any, **kwargs: Any) -> Any:
            kept.notebook = nb

            def started(cell: Any, cell_index: int) -> None:
                kept.cell = cell_index + 1

            return super().execute_notebook(nb, *args, on_cell_start=started, **kwargs)

    papermill_engines.register(ENGINE, Engine)
    return kept


def _written(kept: _Kept, out: Path) -> Files:
    write_notebook(kept.notebook, out)
    return {out.name: out.read_bytes()}


def _papermill(notebook: Any, parameters: Mapping[str, Any], seconds_left: Callable[[str], int]) -> None:
    import papermill

    papermill.execute_notebook(
        # As a path, papermill would take braces in the name of a folder for parameters.
        notebook,
        None,
        dict(parameters),
        engine_name=ENGINE,
        kernel_name="python3",
        language="python",
        start_timeout=START_SECONDS,
        timeout_func=seconds_left,
        # Saving the notebook before and after each cell, checked as a whole, was most of a run's time.
        request_save_on_cell_execute=False,
        # Nothing of the kernel is wanted once the last cell has run: no need to wait until it has gone.
        shutdown_kernel="immediate",
        # A kernel warns on every start that it listens on loopback without encryption.
        # And no settings of the user's own reach a notebook.
        extra_arguments=["--IPKernelApp.log_level=40", "--IPKernelApp.exec_PYTHONSTARTUP=False"],
        progress_bar=False,
        log_output=False,
    )
