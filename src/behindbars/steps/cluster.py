"""A Dask cluster that does the steps: it needs no files of this machine, as a step carries all that it needs."""

from __future__ import annotations

import json
import logging
import platform
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from multiprocessing import current_process
from typing import Any

from behindbars.dependencies import everything
from behindbars.errors import ProjectError, RunError
from behindbars.steps.maker import checksum

PATIENCE = 15
"""How long the scheduler may take to answer, s."""
NO_WORKERS = "The Dask scheduler at {0} has no workers{1}. Start some: dask worker {0} --no-nanny"


@contextmanager
def open_cluster(address: str) -> Iterator[tuple[Executor, int, Callable[[], None]]]:
    """Connect to a Dask cluster.

    Parameters
    ----------
    address : str
        Of its scheduler, such as ``tcp://host:8786``.

    Yields
    ------
    tuple of concurrent.futures.Executor, int and callable
        As in `Team`: what takes the steps, how many it does at the same time, and a look at whether it still can.

    Raises
    ------
    ProjectError
        If the scheduler does not answer, has no workers, or they would make something else than this machine.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise ProjectError(
            "--scheduler needs the package distributed; install it with: pip install 'behindbars[distributed]'"
        ) from error

    class OurClient(Client):
        def start(self: Any, **options: Any) -> None:
            try:
                Client.start(self, **options)
            except Exception:
                # Nobody else can: it has no name yet. One that is left open is closed when Python collects it as
                # garbage, and if that is while the next one starts, both wait for each other for ever.
                self.close()
                raise

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # only the build speaks
    try:
        client: Client = OurClient(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TypeError, ValueError) as error:
        raise ProjectError(
            f"No Dask scheduler answers at {address}: {error}. Start it, or correct --scheduler."
        ) from error
    with client:
        try:
            found = client.run(_look)
        except Exception as error:  # whatever a worker says that has not what is asked for
            said = f"The Dask workers at {address} cannot run behindbars: {error}. Install the same version there."
            raise ProjectError(said) from error
        _check_workers(found, address)
        executor = client.get_executor(pure=False)

        def check() -> None:
            with suppress(OSError):  # of a scheduler that goes now, which the steps will tell
                if client.status == "running" and not client.nthreads():
                    raise RunError(NO_WORKERS.format(address, " any more"))

        try:
            yield executor, sum(client.nthreads().values()), check
        finally:
            executor.shutdown(wait=False)


def _same() -> str:
    """Compute a checksum of all that decides what steps make in the process in which this runs."""
    code, machine = everything(["behindbars"]), [platform.system(), platform.machine()]
    return checksum(json.dumps([code, machine], sort_keys=True).encode("utf-8"))


def _look() -> tuple[str, bool]:
    return _same(), current_process().daemon


def _check_workers(found: Mapping[str, tuple[str, bool]], address: str) -> None:
    if not found:
        raise ProjectError(NO_WORKERS.format(address, ""))
    here = _same()
    faults = []
    for worker, (there, daemon) in sorted(found.items()):
        if there != here:
            faults.append(
                f"{worker} has another system, or another version of behindbars, of a library or of Python: "
                "install the same there"
            )
        if daemon:
            faults.append(
                f"{worker} may start no processes: start it with DASK_DISTRIBUTED__WORKER__DAEMON=False, or --no-nanny"
            )
    if faults:
        raise ProjectError("\n".join(["These Dask workers cannot be used:", *(f"  {fault}" for fault in faults)]))
