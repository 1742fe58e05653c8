"""The processes of a build: their environment, and how they end together."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import parent_process
from pathlib import Path
from types import FrameType

import psutil

SIGNALS = (signal.SIGINT, signal.SIGTERM)
"""What asks a command to stop: Ctrl+C, and the system."""
TRACKER = "resource_tracker"
"""Python's own helper, which ends by itself; without it Python complains."""
END_SECONDS = 5
"""How long killed processes may take to be gone."""


class Stopped(BaseException):
    """A signal asked the command to stop."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


@contextmanager
def stoppable() -> Iterator[None]:
    """Stop at the first signal: everything that was started is killed, then `Stopped` is raised."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in SIGNALS:
            signal.signal(each, signal.SIG_IGN)  # so that the stopping itself comes to its end
        end_children()
        raise Stopped(number)

    with _handled_by(stop):
        yield


@contextmanager
def unstoppable() -> Iterator[None]:
    """Ignore signals during what is over in a moment and must not end halfway."""
    if threading.current_thread() is not threading.main_thread():  # signals reach the main thread only
        yield
        return
    with _handled_by(signal.SIG_IGN):
        yield


@contextmanager
def _handled_by(handler: signal._HANDLER) -> Iterator[None]:
    before = {each: signal.signal(each, handler) for each in SIGNALS}
    try:
        yield
    finally:
        for each, old in before.items():
            signal.signal(each, old)


@contextmanager
def deaf_children() -> Iterator[None]:
    """Start processes that hear no Ctrl+C: it goes to all of a terminal's, and stopping is up to this one."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_children() -> None:
    """Kill every process that this one started, with all that they started, and wait until they are gone."""
    _end(psutil.Process().children(recursive=True))


def end_tree(pid: int) -> None:
    """Kill a process with all that it started, and wait until they are gone."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        _end([process, *process.children(recursive=True)])


def _end(processes: Sequence[psutil.Process]) -> None:
    children = [child for child in processes if not _is_tracker(child)]
    for child in children:
        with suppress(psutil.NoSuchProcess):
            child.kill()
    end = time.monotonic() + END_SECONDS
    while any(map(_runs, children)) and time.monotonic() < end:
        time.sleep(0.01)


def _is_tracker(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return any(TRACKER in word for word in process.cmdline())
    return False


def _runs(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


def end_with_parent(folder: Path) -> None:
    """From now on, end with the process that started this one, and remove the `folder` that it would have removed."""
    if sys.platform == "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        if parent := parent_process():
            parent.join()
            end_children()
            shutil.rmtree(folder, ignore_errors=True)
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def processors() -> int:
    """Count the processors that this process may use."""
    return len(psutil.Process().cpu_affinity()) if hasattr(psutil.Process, "cpu_affinity") else psutil.cpu_count() or 1


@contextmanager
def own_temporary_files(folder: Path) -> Iterator[None]:
    """Keep in one folder what this process, and those that it starts, write for their own use.

    That is where they put temporary files, where Jupyter puts the addresses and keys of kernels, and where IPython has
    its settings and its history: neither the user's own settings reach a notebook, nor does a trace of it stay in the
    user's home folder.
    """
    before = os.environ.copy()
    names = ("TMPDIR", "TEMP", "TMP", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    os.environ.update(dict.fromkeys(names, str(folder)))
    tempfile.tempdir = None  # so that it is looked up again
    try:
        yield
    finally:
        for name in names:
            del os.environ[name]
        os.environ.update(before)
        tempfile.tempdir = None
