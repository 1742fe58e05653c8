"""A real Dask cluster on this machine, for tests: a scheduler and workers, each a process with an empty folder."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from distributed import Client

import behindbars

SOURCE = Path(behindbars.__file__).parents[1]
SECONDS = 120
"""How long anything here may take, on a busy machine."""


def until(condition: Callable[[], object], what: str) -> None:
    """Wait until something is so."""
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, f"not within {SECONDS} s: {what}"
        time.sleep(0.05)


def free_address() -> str:
    """Give an address of this machine at which nobody listens."""
    with socket.socket() as stream:
        stream.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{stream.getsockname()[1]}"


class Cluster:
    """A scheduler, and the workers that were added to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = free_address()
        self.processes: list[psutil.Popen] = []
        port = self.address.rpartition(":")[2]
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", port)
        self.client = Client(self.address, timeout=SECONDS, set_as_default=False)

    def add_worker(self, *options: str, source: Path = SOURCE) -> psutil.Popen:
        """Start a worker, and wait until the scheduler knows it."""
        before = len(self.client.nthreads())
        given = (self.address, "--nthreads", "1", "--host", "127.0.0.1", *options)
        process = self._start("worker", *given, source=source)
        until(lambda: len(self.client.nthreads()) > before, "the worker is known")
        return process

    def place(self, worker: psutil.Popen) -> Path:
        """Give the folder that a worker works in, where its temporary files are too."""
        return self.folder / str(self.processes.index(worker))

    def waiting(self) -> int:
        """Count what the scheduler still has to hand out or to keep."""
        return int(self.client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)))

    def close(self) -> None:
        self.client.close(timeout=1)
        for process in self.processes:
            if process.is_running():
                tree = [*process.children(recursive=True), process]
                for each in tree:
                    each.kill()
            process.wait()

    def _start(self, *command: str, source: Path = SOURCE) -> psutil.Popen:
        place = self.folder / str(len(self.processes))
        place.mkdir(parents=True)
        environment = {**os.environ, "PYTHONPATH": str(source), "TMPDIR": str(place)}
        with (self.folder / f"{place.name}.log").open("wb") as log:
            process = psutil.Popen(
                [sys.executable, "-m", "dask", *command, "--no-dashboard"],
                cwd=place,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self.processes.append(process)
        return process


def steps_of(worker: psutil.Popen) -> list[psutil.Process]:
    """List the processes of the steps that a worker does: its forkserver's children, and theirs."""
    return [each for child in worker.children() for each in child.children(recursive=True)]
