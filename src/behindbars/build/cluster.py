"""A Dask cluster that does the work of a build; it needs no shared files, as work brings all that it reads."""

from __future__ import annotations

import logging
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from behindbars.build.apart import Team
from behindbars.build.manifest import program, versions
from behindbars.errors import ProjectError, RunError, refuse

ANSWER = 15
"""How long the scheduler may take to answer, s."""
NO_WORKERS = "The Dask scheduler at {0} has no workers{1}. Start some: dask worker {0}"


@contextmanager
def open_cluster(address: str) -> Iterator[Team]:
    """Connect to a Dask cluster by the address of its scheduler, such as ``tcp://host:8786``.

    Raises
    ------
    ProjectError
        If it does not answer, has no workers, or they would make something else than this machine.
    """
    try:
        from distributed import Client
    except ImportError as error:
        hint = "install it with: pip install 'behindbars[distributed]'"
        raise ProjectError(f"--scheduler needs the package distributed; {hint}") from error

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
        client: Client = OurClient(address, timeout=ANSWER, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TypeError, ValueError) as error:
        said = f"No Dask scheduler answers at {address}: {error}. Start it, or correct --scheduler."
        raise ProjectError(said) from error
    with client:
        _check_workers(client, address)
        executor = client.get_executor(pure=False)

        def check() -> None:
            with suppress(OSError):  # of a scheduler that goes now, which the work will tell
                if client.status == "running" and not client.nthreads():
                    raise RunError(NO_WORKERS.format(address, " any more"))

        try:
            yield Team(executor, 2 * sum(client.nthreads().values()), check)
        finally:
            executor.shutdown(wait=False)


def _same() -> tuple[object, ...]:
    """Tell all that decides what work makes in the process in which this runs."""
    return program(), versions(), platform.system(), platform.machine()


def _check_workers(client: Any, address: str) -> None:
    try:
        found: dict[str, Any] = client.run(_same)
    except Exception as error:  # whatever a worker says that has not what is asked for
        said = f"The Dask workers at {address} cannot run behindbars: {error}. Install the same version there."
        raise ProjectError(said) from error
    if not found:
        raise ProjectError(NO_WORKERS.format(address, ""))
    other = "has another system, or another version of behindbars, of a library or of Python: install the same there"
    faults = [f"{worker} {other}" for worker, there in sorted(found.items()) if there != _same()]
    refuse(ProjectError, "These Dask workers cannot be used:", faults)
