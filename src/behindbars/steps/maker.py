"""Makes what is not made yet: a step whose files and code are those of an earlier one is not done again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from behindbars.errors import RunError
from behindbars.reasons import reason
from behindbars.steps.executors import Batch
from behindbars.steps.step import Failure, Files, Outcome, Step
from behindbars.steps.store import Store

Inputs = Mapping[str, str]
"""Checksums and versions of all that a step is made from, by names for people."""
Do = Callable[[Iterable[Batch]], Iterator[tuple[Step, Outcome]]]


class FailedError(RunError):
    """Steps failed; the others are done and kept.

    Parameters
    ----------
    failures : sequence of Failure
        All that failed.
    """

    def __init__(self, failures: Sequence[Failure]) -> None:
        self.failures = tuple(sorted(failures, key=lambda failure: failure.name))
        super().__init__("\n".join(f"  {failure}" for failure in self.failures))


@dataclass
class Maker:
    """Makes steps, or takes what they made before.

    Attributes
    ----------
    store : Store
        What was made before.
    do : callable
        Does batches of steps.
    last : mapping of str to Inputs
        What each step was made from in the last build.
    told : callable
        Told of each step that is there: the step, and why it was done; None if it did not have to be.
    sure : callable
        Whether a step that was just done ran the code that it says; if not, what it made is not kept.
    inputs : dict of str to Inputs
        What each step of this build is made from.
    done : set of str
        Steps of this build that had to be done.
    """

    store: Store
    do: Do
    last: Mapping[str, Inputs]
    told: Callable[[Step, str | None], None]
    sure: Callable[[], bool] = lambda: True
    inputs: dict[str, Inputs] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    def make(self, batches: Iterable[Batch]) -> dict[str, Files]:
        """Make steps.

        Parameters
        ----------
        batches : iterable of sequences of Step
            Steps that may be done at the same time; those of a batch share a process.

        Returns
        -------
        dict of str to Files
            What each step made, by its name.

        Raises
        ------
        FailedError
            After all steps have ended, listing each that failed.
        Exception
            The first one of a kind that ends the whole build.
        """
        made: dict[str, Files] = {}
        keys: dict[str, str] = {}
        why: dict[str, str] = {}
        left: list[list[Step]] = []
        for batch in batches:
            left.append([])
            for step in batch:
                keys[step.name], self.inputs[step.name] = key(step), inputs(step)
                before = self.store.get(keys[step.name])
                if before is None:
                    why[step.name] = reason(self.inputs[step.name], self.last.get(step.name))
                    left[-1].append(step)
                else:
                    made[step.name] = before
                    self.told(step, None)
        failures = []
        for step, outcome in self.do(batch for batch in left if batch):
            if isinstance(outcome, Failure):
                failures.append(outcome)
            elif isinstance(outcome, Exception):
                raise outcome
            else:
                made[step.name] = outcome
                if self.sure():
                    self.store.put(keys[step.name], outcome)
                self.done.add(step.name)
            self.told(step, why[step.name])
        if failures:
            raise FailedError(failures)
        return made


def key(step: Step) -> str:
    """Compute the checksum of all that a step is made from, as hexadecimal SHA-256."""
    content = {
        "make": step.make,
        "arguments": step.arguments,
        "files": {name: checksum(content) for name, content in step.files.items()},
        "code": dict(step.code),
        "moment": step.moment,
    }
    return checksum(json.dumps(content, sort_keys=True).encode("utf-8"))


def checksum(content: bytes) -> str:
    """Compute the SHA-256 checksum of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def inputs(step: Step) -> Inputs:
    """List all that a step is made from."""
    described = {name.partition(",")[0] for name in step.parts}
    files = {name: checksum(content) for name, content in step.files.items() if name not in described}
    own = {f"its {name}": json.dumps(value, sort_keys=True) for name, value in step.arguments.items()}
    return {**files, **step.parts, **step.code, **own, "its date": str(step.moment)}
