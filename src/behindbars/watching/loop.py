"""Builds, tells the browsers, waits for a change, and builds again."""

from __future__ import annotations

import time
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import vl_convert

from behindbars.build import Progress, build
from behindbars.edition import read_edition
from behindbars.fonts import static_fonts
from behindbars.lock import LockedError
from behindbars.project import CACHE
from behindbars.watching.changes import Changes
from behindbars.watching.inputs import changed_files, code_in, names, read_inputs
from behindbars.watching.page import write_page
from behindbars.watching.restart import check_code, restart
from behindbars.watching.server import LOOPBACK, PORT, serving
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


def watch(
    project: Path,
    year: int,
    voice: Voice,
    *,
    renderer: str = "auto",
    workers: int = 2,
    port: int | None = None,
    open_browser: bool = False,
) -> None:
    """Build an edition, serve it, and build it again after every change, until a signal stops it.

    Parameters
    ----------
    project : Path
        The project folder.
    year : int
        Edition year.
    voice : Voice
        How the terminal is told.
    renderer, workers
        As for `build`.
    port : int, optional
        Port to serve at; by default the usual one, or the next one that is free.
    open_browser : bool
        Whether to open the page in the person's browser.

    Raises
    ------
    BehindBarsError
        If there is no such edition, or it cannot be served. That it cannot be built ends nothing.
    """
    if not (project / f"_quarto-{year}.yml").is_file():
        read_edition(project, year)  # which says what editions there are
    page, policy = write_page(project)
    # The first fonts that charts are drawn with are those of all later ones; those of a build go with it.
    vl_convert.register_font_directory(str(static_fonts(project / CACHE / "fonts")))
    board = Board()
    board.tell(building=True, **found(project, year))
    outputs = project / "outputs" / str(year)
    with Changes() as changes, serving(outputs, page, policy, board, port) as at:
        address = f"http://{LOOPBACK}:{at}/"
        if not port and at != PORT:
            voice.say(f"Port {PORT} is taken by another program; this is port {at}.")
        voice.say(f"Watching the edition of {year}: look at {address} (Ctrl-C ends it)")
        if open_browser:
            webbrowser.open(address)

        def make() -> None:
            build(project, year, renderer=renderer, workers=workers, progress=_progress(board))

        _Loop(project, year, voice, board, changes, at, make).run()


@dataclass
class _Loop:
    project: Path
    year: int
    voice: Voice
    board: Board
    changes: Changes
    port: int
    make: Callable[[], None]

    def run(self) -> None:
        now = read_inputs(self.project, self.year)
        code, changed = code_in(now), list[Path]()
        while True:
            self.changes.listen_to({self.project, *(file.parent for file in now)})
            done = self._try(self._begin_anew if code_in(now) != code else self._build, changed)
            while True:
                heard = self.changes.wait(LOOK_SECONDS)
                before, now = now, read_inputs(self.project, self.year)
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
        self.board.tell(building=False, message="", **found(self.project, self.year))
        what = f"{names(changed)} changed: built" if changed else "Built"
        seconds = time.monotonic() - start
        self.voice.say(f"{what} in {seconds:.1f} s; look at http://{LOOPBACK}:{self.port}/")

    def _begin_anew(self, changed: list[Path]) -> None:
        self.board.tell(step="the program was changed and begins anew")
        check_code()
        self.voice.say(f"{names(changed)} changed: the program begins anew")
        restart(self.port)


def _progress(board: Board) -> Progress:
    steps = done = 0

    def total(number: int) -> None:
        nonlocal steps
        steps = number

    def step(name: str) -> None:
        nonlocal done
        done += 1
        board.tell(step=name, share=done / max(steps, done))

    return Progress(total, step)
