"""Work in a process of its own, forked from a warm one where that is possible, or on a Dask cluster.

Each piece of work is a function, called in an empty folder that holds the files it is given and nothing else; it gives
back the files that it made. So it can be done anywhere, a process that dies takes nothing else with it, and nothing
that nobody listed can get into an edition.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from behindbars.build.processes import deaf_children, end_tree, end_with_parent, own_temporary_files
from behindbars.errors import BehindBarsError, RenderError, RunError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Files = Mapping[str, bytes]
"""Contents of files, by their path in a folder, with slashes."""
LIMIT = 600
"""How long a piece of work may take, s, where nobody says otherwise."""
GRACE = 20
"""How long it may go on beyond that before its process is ended, s: a notebook ends itself with a better message."""
PRELOAD = "behindbars.build.warm"
"""What the process that all others are forked from has imported."""
PATIENCE = 15
"""After how long without any news to ask whether there is anybody left to work, s."""
LONGEST = 70
"""Longest name of a folder in which a socket of the system has room, characters."""
_WARMING = threading.Lock()
DIED = "its process died: perhaps the memory was full; close other programs, or use --workers 1"


@dataclass(frozen=True)
class Work:
    """A piece of work.

    Attributes
    ----------
    name : str
        For people: ``kazakhstan``, ``the PDF``.
    do : str
        A function, as ``module:name``; it is called with the folder and `arguments`, plain values, and gives the
        contents of the files that it made. By its name, so that only the process that calls it need import it.
    files : mapping of str to bytes
        What it can read.
    limit : float
        How long it may take, s.
    """

    name: str
    do: str
    files: Files
    arguments: Mapping[str, Any] = field(default_factory=dict)
    limit: float = LIMIT


class WorkError(Exception):
    """Raised by work that fails for a reason that is told beside the failures of others.

    `files` were made until then. If it had not even `begun`, it is tried once more.
    """

    def __init__(self, message: str, files: Files | None = None, begun: bool = True) -> None:
        super().__init__(message, files, begun)  # all of it, for whichever process it is sent to
        self.files, self.begun = dict(files or {}), begun

    def __str__(self) -> str:
        return str(self.args[0])


def can_fork() -> bool:
    """Whether processes can be forked here: Windows has no fork, and macOS's own libraries do not survive it."""
    return hasattr(os, "fork") and sys.platform != "darwin"


def warm_up() -> None:
    """Start the process that all others are forked from, so that it is ready when it is needed."""
    if can_fork():
        from multiprocessing import forkserver, resource_tracker

        resource_tracker.ensure_running()  # it would let the signals in again that are kept out below
        with _WARMING:
            before = tempfile.tempdir
            if len(tempfile.gettempdir()) > LONGEST:
                tempfile.tempdir = "/tmp"
            try:
                with deaf_children():
                    _context()
                    forkserver.ensure_running()
            finally:
                tempfile.tempdir = before


def _context() -> Any:
    if not can_fork():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOAD])
    return context


@dataclass(frozen=True)
class Team:
    """Who does the work: the processors of this machine, or a Dask cluster.

    Attributes
    ----------
    at_once : int
        How many pieces it is given at a time: one that each worker does and one that waits, so that none is idle, and
        memory stays flat.
    check : callable
        Asked when there is no news for long; raises RunError if there is nobody left to work.
    """

    executor: Executor
    at_once: int
    check: Callable[[], None] = lambda: None

    def done(self, work: Iterable[Work]) -> Iterator[tuple[Work, Files | WorkError]]:
        """Do pieces of work, taken as there is room for it, and give what became of each as soon as it is known.

        Raises
        ------
        Exception
            The first error that is of no single piece of work, such as a full disk.
        """
        left = iter(work)
        running: dict[Future[Files | WorkError], Work] = {}
        while True:
            for each in islice(left, self.at_once - len(running)):
                running[self.executor.submit(do_apart, each)] = each
            if not running:
                return
            ended, _ = wait(running, PATIENCE, FIRST_COMPLETED)
            if not ended:
                self.check()
            for future in ended:
                each = running.pop(future)
                if future.cancelled():
                    raise RunError("The Dask scheduler has gone. Start it again, and build again.")
                try:
                    outcome = future.result()
                except (BehindBarsError, OSError):  # such as a full disk
                    raise
                except Exception as error:  # such as a worker of the cluster that was lost
                    outcome = WorkError(f"{type(error).__name__}: {error}")
                yield each, outcome


@contextmanager
def open_team(workers: int, scheduler: str | None = None) -> Iterator[Team]:
    """Gather who does the work, as `How` says it; when it fails, nothing more is begun.

    Raises
    ------
    ProjectError
        If the cluster cannot be used, saying why.
    """
    if scheduler is not None:
        from behindbars.build.cluster import open_cluster

        with open_cluster(scheduler) as team:
            yield team
        return
    warm_up()
    # A thread only waits for its process, and a notebook half of the time for its kernel: one more keeps all busy.
    executor = ThreadPoolExecutor(workers + (workers > 1))
    try:
        yield Team(executor, 2 * workers)
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()


def do_apart(work: Work) -> Files | WorkError:
    """Do a piece of work in a process of its own; once more if it failed before it had begun."""
    outcome = _attempt(work)
    if isinstance(outcome, WorkError) and not outcome.begun:
        outcome = _attempt(work)
    return outcome


def _attempt(work: Work) -> Files | WorkError:
    multiprocessing.current_process().daemon = False  # a worker of Dask often is one, which may start no processes
    warm_up()  # on a worker of a cluster, nobody did before
    with _WARMING:  # while it is done, the folder of temporary files is another one
        place = Path(tempfile.mkdtemp(prefix="work-"))
    process = None
    try:
        context = _context()
        here, there = context.Pipe(duplex=False)
        with deaf_children():
            process = context.Process(target=_in_folder, args=(there, place, work))
            process.start()
        there.close()
        if not here.poll(work.limit + GRACE):
            return WorkError(f"it took longer than its limit of {work.limit:g} s")
        received: Files | Exception = here.recv()
        if isinstance(received, Exception) and not isinstance(received, WorkError):
            raise received
        return received
    except EOFError:
        return WorkError(DIED)
    finally:
        if process is not None and process.pid is not None:
            end_tree(process.pid)
            process.join()
        shutil.rmtree(place, ignore_errors=True)


def _in_folder(connection: Connection, place: Path, work: Work) -> None:
    """Do a piece of work in a folder of this process's own, and send what became of it."""
    end_with_parent(place)
    logging.disable()  # only the build speaks
    folder = place / "folder"
    try:
        write(work.files, folder)
        os.chdir(folder)
        with own_temporary_files(place):
            outcome: Files | Exception = dict(resolve_name(work.do)(folder, **work.arguments))
    except (WorkError, OSError) as error:
        outcome = error
    except BehindBarsError as error:
        outcome = RenderError(str(error))  # not every error of ours can be sent to another process
    except Exception as error:  # nobody foresaw it: told as that of this work, beside others
        outcome = WorkError(f"{type(error).__name__}: {error}")
    try:
        connection.send(outcome)
    except OSError:  # whoever asked is gone: the thread that noticed ends this process when it has cleared up
        threading.Event().wait()


def write(files: Files, folder: Path) -> list[Path]:
    """Write files into a folder, which is made where it is missing, and give their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return [folder / name for name in files]
