"""How a build is done, and how it tells of it; nothing of either shows in an edition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from behindbars.run import LIMIT
from behindbars.steps.kernels import Kernel, can_fork, usual_kernel
from behindbars.steps.step import Step


@dataclass(frozen=True)
class Progress:
    """How a build tells what it does.

    Attributes
    ----------
    more : callable
        Called with a number of steps that are to come, whenever it is known.
    step : callable
        Called with each step that is there, and why it was done; None if it did not have to be.
    said : callable
        Called with what was done, in words.
    """

    more: Callable[[int], None] = lambda steps: None
    step: Callable[[Step, str | None], None] = lambda step, why: None
    said: Callable[[str], None] = lambda words: None


@dataclass(frozen=True)
class How:
    """How the steps of a build are done; nothing of it shows in what they make.

    Attributes
    ----------
    workers : int
        Steps that are done at the same time.
    scheduler : str, optional
        Address of a Dask scheduler whose workers run the notebooks and draw the charts.
    kernel : {"forked", "ordinary"}
        How the kernels of notebooks are started.
    limit : float
        How long a notebook may run, s.
    """

    workers: int = 2
    scheduler: str | None = None
    kernel: Kernel = field(default_factory=usual_kernel)
    limit: float = LIMIT

    @property
    def note(self) -> str:
        """What is to be said of it before anything begins; empty if nothing."""
        if self.kernel == "ordinary" and not can_fork():
            return "kernels start in the ordinary way, which takes longer: this system cannot fork them safely"
        return ""
