"""Who does the steps: the processors of this machine, or a Dask cluster. Both are asked in the same way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

from behindbars.errors import RunError
from behindbars.steps.apart import Surroundings, do_apart, warm_up
from behindbars.steps.step import Failure, Outcome, Step

Batch = Sequence[Step]
AHEAD = 2
"""How many batches each worker has: one that it does and one that waits. So none is idle, and memory stays flat."""
PATIENCE = 15
"""After how long without any news to ask whether there is anybody left to work, s."""
GONE = "The Dask scheduler has gone. Start it again, and build again: what was made until now need not be made anew."


@dataclass(frozen=True)
class Team:
    """Who does the steps.

    Attributes
    ----------
    executor : concurrent.futures.Executor
        Takes the steps.
    workers : int
        How many batches it does at the same time.
    check : callable
        Raises RunError if there is nobody left to work.
    """

    executor: Executor
    workers: int
    check: Callable[[], None] = lambda: None


@contextmanager
def open_team(workers: int, scheduler: str | None = None) -> Iterator[Team]:
    """Gather who does the steps.

    Parameters
    ----------
    workers : int
        Processes of this machine that work at the same time.
    scheduler : str, optional
        Address of a Dask scheduler, such as ``tcp://host:8786``, whose workers do the steps instead.

    Yields
    ------
    Team
        For `do_steps`.

    Raises
    ------
    ProjectError
        If the cluster cannot be used, saying why.
    """
    if scheduler is not None:
        from behindbars.steps.cluster import open_cluster

        with open_cluster(scheduler) as cluster:
            yield Team(*cluster)
        return
    warm_up()
    # A thread only waits for the process that does the work, and a notebook waits for its kernel half of the time:
    # one more keeps all processors busy.
    executor = ThreadPoolExecutor(workers + (workers > 1))
    try:
        yield Team(executor, workers)
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        raise
    executor.shutdown()


def do_steps(batches: Iterable[Batch], team: Team, surroundings: Surroundings) -> Iterator[tuple[Step, Outcome]]:
    """Do steps, and give what became of each as soon as it is known.

    Parameters
    ----------
    batches : iterable of sequences of Step
        The steps of a batch share a process. The batches are taken when there is room for them, so that
        there may be any number of them.
    team : Team
        From `open_team`.
    surroundings : Surroundings
        What the steps have beside their files.

    Yields
    ------
    tuple of Step and Outcome
        In the order in which they end.

    Raises
    ------
    RunError
        If there is nobody left to do them.
    """
    left = iter(batches)
    running: dict[Future[list[Outcome]], Batch] = {}
    while True:
        for batch in islice(left, AHEAD * team.workers - len(running)):
            running[team.executor.submit(do_apart, batch, surroundings)] = batch
        if not running:
            return
        ended, _ = wait(running, PATIENCE, FIRST_COMPLETED)
        if not ended:
            team.check()
        for future in ended:
            batch = running.pop(future)
            if future.cancelled():
                raise RunError(GONE)
            yield from zip(batch, _outcomes(future, batch), strict=True)


def _outcomes(future: Future[list[Outcome]], batch: Batch) -> Sequence[Outcome]:
    """Give what became of the steps of a batch; if it could not be handed over, all are failures."""
    match future.exception():
        case None:
            return future.result()
        case OSError() as error:  # of this machine, such as a full disk
            return [error] * len(batch)
        case Exception() as error:
            return [Failure(step.name, f"{type(error).__name__}: {error}") for step in batch]
        case error:
            raise error
