"""Steps in a process of their own, forked from a warm one where that is possible.

A process for each batch: the working folder, the environment and the temporary files belong to a whole
process, whatever dies in it dies with it, and what it leaves is removed by the one that asked.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import pickle
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from behindbars.errors import RunError
from behindbars.processes import deaf_children, end_tree, end_with_parent, temporary_files_in
from behindbars.steps.kernels import PROVISIONERS, VARIABLE, Kernel, can_fork
from behindbars.steps.step import Failure, Outcome, Step, StepError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

GRACE = 20
"""How long a step may go on beyond its limit before its process is ended, s: it ends itself with a better message."""
LONGEST = 60
"""Characters that the path of a temporary folder may have for a socket to be in it: the system allows 107 in all."""
ENDED = (
    "its process was ended from outside, perhaps because the memory was full; close other programs, or use --workers 1"
)


@dataclass(frozen=True)
class Surroundings:
    """What steps have beside their files.

    Attributes
    ----------
    kernel : {"forked", "ordinary"}
        How the kernels of notebooks are started.
    variables : mapping of str to str
        Variables of the environment, beside those of this process. Nothing of them may show in what a step makes.
    """

    kernel: Kernel
    variables: Mapping[str, str] = field(default_factory=dict)


_first = threading.Lock()
_begun = threading.Event()


def warm_up() -> None:
    """Start the process that all others are forked from, so that it is ready when it is needed."""
    if not can_fork():
        return
    _begun.set()
    from multiprocessing import forkserver, resource_tracker  # there is no such thing where nothing can be forked

    resource_tracker.ensure_running()  # it would let the signals in again that are kept out below
    before = tempfile.tempdir
    if len(tempfile.gettempdir()) > LONGEST:
        tempfile.tempdir = "/tmp"
    try:
        with deaf_children():
            _context()
            forkserver.ensure_running()
    finally:
        tempfile.tempdir = before


def do_apart(batch: Sequence[Step], surroundings: Surroundings) -> list[Outcome]:
    """Do steps one after the other in one process of their own.

    Parameters
    ----------
    batch : sequence of Step
        The steps. They share the process, so that what the first one wakes, the others find awake.
    surroundings : Surroundings
        What they have beside their files.

    Returns
    -------
    list of Outcome
        One for each step, whatever happens to the process.
    """
    with _first:
        if not _begun.is_set():  # the worker of a cluster: nobody has called it before
            warm_up()
    outcomes = _attempt(batch, surroundings)
    again = [step for step, outcome in zip(batch, outcomes, strict=True) if _may_be_tried_again(outcome)]
    second = iter(_attempt(again, surroundings) if again else ())
    return [next(second) if _may_be_tried_again(outcome) else outcome for outcome in outcomes]


def _may_be_tried_again(outcome: Outcome) -> bool:
    return isinstance(outcome, Failure) and not outcome.started


def _attempt(batch: Sequence[Step], surroundings: Surroundings) -> list[Outcome]:
    place = Path(tempfile.mkdtemp(prefix="steps-"))
    process: BaseProcess | None = None
    try:
        context = _context()
        here, there = context.Pipe(duplex=False)
        with deaf_children():
            process = context.Process(target=_work, args=(there, place, surroundings, batch))
            process.start()
        there.close()
        return [*_received(here, process, batch)]
    finally:
        if process is not None and process.pid is not None:
            end_tree(process.pid)
            process.join()
        shutil.rmtree(place, ignore_errors=True)


def _received(connection: Connection, process: BaseProcess, batch: Sequence[Step]) -> Iterator[Outcome]:
    """Receive the outcome of each step; from the first that never comes, all are failures."""
    for number, step in enumerate(batch):
        try:
            if connection.poll(step.limit + GRACE):
                yield connection.recv()
                continue
            message = f"it took longer than its limit of {step.limit:g} s"
        except (EOFError, OSError):
            message = ENDED
        yield from (Failure(left.name, message) for left in batch[number:])
        return


def _context() -> Any:
    """Give the way in which processes are started: forked from a warm one, or else anew."""
    if not can_fork():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["behindbars.steps.warm"])
    return context


def _work(connection: Connection, place: Path, surroundings: Surroundings, batch: Sequence[Step]) -> None:
    if surroundings.kernel == "forked" and any(step.kernel for step in batch):
        from behindbars.steps.provisioner import prepare

        prepare()  # first: from now on there may be threads
    gc.disable()  # the process is over before there is much to collect
    end_with_parent(place)
    logging.disable()  # only the build speaks
    os.environ.update({**surroundings.variables, VARIABLE: PROVISIONERS[surroundings.kernel]})
    for number, step in enumerate(batch):
        folder = place / str(number)
        try:
            _lay_out(step, folder)
            os.chdir(folder)
            os.environ["SOURCE_DATE_EPOCH"] = str(step.moment)
            told = {"limit": step.limit} if step.kernel else {}
            with temporary_files_in(place):
                outcome: Outcome = dict(resolve_name(step.make)(folder, **step.arguments, **told))
        except StepError as error:
            outcome = error.failure(step.name)
        except Exception as error:
            outcome = _portable(error)
        try:
            connection.send(outcome)
        except OSError:  # whoever asked is gone: the thread that noticed ends this process when it has cleared up
            threading.Event().wait()


def _lay_out(step: Step, folder: Path) -> None:
    folder.mkdir()
    for name, content in step.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def _portable(error: Exception) -> Exception:
    """Give an error as it can be sent to another process."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # whatever an error holds that cannot be sent
        return RunError(f"{type(error).__name__}: {error}")
    return error
