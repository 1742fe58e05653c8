"""Keeps an edition up to date while somebody works on it, and shows it in the browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path

from behindbars.build import build
from behindbars.edition import read_edition
from behindbars.how import How
from behindbars.steps.apart import warm_up
from behindbars.watching.changes import Changes
from behindbars.watching.loop import Loop, Voice, progress_on
from behindbars.watching.page import write_page
from behindbars.watching.server import LOOPBACK, PORT, serving
from behindbars.watching.status import Board, found


def watch(
    project: Path,
    year: int,
    voice: Voice,
    *,
    renderer: str = "auto",
    how: How | None = None,
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
    renderer, how
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
    warm_up()  # so that the first change need not wait for it
    page, policy = write_page(project)
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
            build(project, year, renderer=renderer, how=how, progress=progress_on(board))

        Loop(project, year, voice, board, changes, at, make).run()
