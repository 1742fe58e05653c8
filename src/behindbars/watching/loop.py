"""Builds, tells the browsers, waits for a change, and builds again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from behindbars.how import Progress
from behindbars.lock import LockedError
from behindbars.steps.step import Step
from behindbars.watching.changes import Changes
from behindbars.watching.inputs import changed_files, code_in, names, read_inputs
from behindbars.watching.restart import check_code, restart
from behindbars.watching.server import LOOPBACK
from behindbars.watching.status import Board, found

LOOK_SECONDS = 5.0
"""After this time one looks without a hint: some network drives give none."""
TRY_SECONDS = 1.0
"""How long to wait for another build before trying again."""


@dataclass(frozen=True)
class Voice:
    """How the terminal is told.

    Attributes
    ----------
    say : callable
        Called with each line.
    complain : callable
        Called with each error that a build ended with; gives the message that it said.
    """

    say: Callable[[str], None]
    complain: Callable[[Exception], str]


@dataclass
class Loop:
    """One watch: its project and edition, whom it tells, and how it builds.

    Attributes
    ----------
    project, year
        What is built.
    voice : Voice
        How the terminal is told.
    board : Board
        How the page is told.
    changes : Changes
        How it hears of a save.
    port : int
        Where the page is.
    make : callable
        Builds the edition.
    """

    project: Path
    year: int
    voice: Voice
    board: Board
    changes: Changes
    port: int
    make: Callable[[], None]

    def run(self) -> None:
        """Build, tell, and wait for a change, for ever: only a signal ends it."""
        now = read_inputs(self.project, self.year)
        code, changed = code_in(now), list[Path]()
        while True:
            self.changes.listen_to({self.project, *(file.parent for file in now)})
            done = self._try(self._begin_anew if code_in(now) != code else self._build, changed)
            while True:
                heard = self.changes.wait(LOOK_SECONDS)
                try:
                    before, now = now, read_inputs(self.project, self.year)
                except OSError:  # a folder went while it was read
                    continue
                changed = changed_files(before, now)
                if changed or (heard and not done):  # what it failed of may be no input: the disk was full
                    break

    def _try(self, attempt: Callable[[list[Path]], None], changed: list[Path]) -> bool:
        self.board.tell(building=True, step="", share=0.0)
        try:
            attempt(changed)
        except Exception as error:
            self.board.tell(building=False, message=self.voice.complain(error))
            return False
        return True

    def _build(self, changed: list[Path]) -> None:
        start = time.monotonic()
        waits = False
        while True:
            try:
                self.make()
                break
            except LockedError as error:
                if not waits:
                    self.voice.say(f"{error} This one begins then.")
                    self.board.tell(step="another build is running; this one waits for it")
                waits = True
                time.sleep(TRY_SECONDS)
        what = f"{names(changed)} changed: built" if changed else "Built"
        seconds = time.monotonic() - start
        self.voice.say(f"{what} in {seconds:.1f} s; look at http://{LOOPBACK}:{self.port}/")
        self.board.tell(building=False, message="", **found(self.project, self.year))

    def _begin_anew(self, changed: list[Path]) -> None:
        self.board.tell(step="the program was changed and begins anew")
        check_code()
        self.voice.say(f"{names(changed)} changed: the program begins anew")
        restart(self.port)


def progress_on(board: Board) -> Progress:
    """Tell the page of every step of a build."""
    steps = done = 0

    def more(number: int) -> None:
        nonlocal steps
        steps += number

    def step(step: Step, why: str | None) -> None:
        nonlocal done
        done += 1
        board.tell(**({"step": step.did} if why and step.did else {}), share=done / steps)

    return Progress(more, step, lambda words: board.tell(step=words))
