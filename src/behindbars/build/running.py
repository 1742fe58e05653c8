"""Running a notebook by papermill, in a process of its own, as far as it comes."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from behindbars.build.apart import Files, WorkError, can_fork
from behindbars.build.notebooks import read_notebook, write_notebook
from behindbars.package import OUT

START_SECONDS = 30
"""How long a kernel may take to answer before it is started anew."""
VARIABLE, PROVISIONER = "JUPYTER_DEFAULT_PROVISIONER_NAME", "behindbars-forked"
"""Tells jupyter_client who starts kernels; `provisioner` is declared under this name in ``pyproject.toml``."""
DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
"""Error numbers of the system for a disk, or a user's share of it, without room."""


def run_notebook(
    folder: Path,
    *,
    notebook: str,
    out: str,
    parameters: Mapping[str, Any],
    provenance: Mapping[str, str],
    limit: float,
    forked: bool = can_fork(),
) -> Files:
    """Execute a notebook with papermill; it is called in a process of its own, in a folder with the project's layout.

    The notebook runs in its own folder, as in JupyterLab, with a cell of `parameters`, if there are any; what it shows
    for later is put in the folder `out`. `provenance` comes into its metadata, and `limit` is how long it may run, s.
    `forked` is whether its kernel is forked from this process.

    Raises
    ------
    WorkError
        With the cell, the last line of the error, and the notebook as far as it ran.
    """
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    place = folder / notebook
    os.chdir(place.parent)
    os.environ[OUT] = str(folder / out)
    if forked:
        os.environ[VARIABLE] = PROVISIONER
    end = time.monotonic() + limit
    kept = SimpleNamespace(notebook=None, cell=0)  # how far it is: papermill gives it back only if all goes well

    def written(cell: int = 0) -> Files:
        if kept.notebook is None:
            return {}
        write_notebook(kept.notebook, place, provenance if not cell else None)
        return {place.name: place.read_bytes()}

    def failed(message: str, cell: int, begun: bool = True) -> WorkError:
        # Counted as in the notebook itself, which lacks the cell of parameters that papermill adds.
        cell = max(0, cell - bool(parameters))
        where = f"cell {cell}: " if cell else ""
        return WorkError(f"{where}{message}", written(cell) if cell else {}, begun and cell > 0)

    try:
        _papermill(read_notebook(place), parameters, lambda cell: max(1, round(end - time.monotonic())), kept)
    except PapermillExecutionError as error:
        raise failed(f"{error.ename}: {error.evalue}".strip(), error.cell_index + 1) from error
    except CellTimeoutError as error:
        raise failed(f"it took longer than its limit of {limit:g} s", kept.cell) from error
    except DeadKernelError as error:
        raise failed("its kernel died: the memory was full, or another program ended it", kept.cell, False) from error
    except Exception as error:  # a kernel that does not start ends in many kinds of errors
        if isinstance(error, OSError) and error.errno in DISK_FULL:
            raise
        raise failed(f"its kernel did not start: {type(error).__name__}: {error}", kept.cell) from error
    return written()


def _papermill(
    notebook: Any, parameters: Mapping[str, Any], seconds_left: Callable[[str], int], kept: SimpleNamespace
) -> None:
    """Run a notebook; `kept` shows it, and the position of the cell that runs, from 1."""
    import papermill
    from papermill.engines import NBClientEngine, papermill_engines

    class Engine(NBClientEngine):  # type: ignore[misc]
        @classmethod
        def execute_notebook(cls, nb: Any, *args: Any, **kwargs: Any) -> Any:
            kept.notebook = nb
            return super().execute_notebook(nb, *args, **kwargs)

    def started(cell: Any, cell_index: int) -> None:
        kept.cell = cell_index + 1

    papermill_engines.register("kept", Engine)
    papermill.execute_notebook(
        # As a path, papermill would take braces in the name of a folder for parameters.
        notebook,
        None,
        dict(parameters),
        engine_name="kept",
        on_cell_start=started,
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
