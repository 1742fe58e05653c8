"""Moves a folder of finished things into place: all of them or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

RETIRED = "retired-"
"""How the name of a folder begins that old things are moved to."""


def write_through(folder: Path) -> None:
    """See that the files of a folder are on the disk: not even a power cut leaves empty ones then.

    Raises
    ------
    OSError
        If the disk cannot take them.
    """
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb+") as stream:
                os.fsync(stream.fileno())


def move_into(place: Path, finished: Path, things: Iterable[Path], aside: Path) -> None:
    """Move what a folder of finished things holds into place, and the old things away; all of them or none.

    A process that is killed meanwhile leaves the folder with what is still to be moved: moving again finishes it.

    Parameters
    ----------
    place : Path
        Where the things go.
    finished : Path
        The folder, on the same disk; it is removed at the end.
    things : iterable of Path
        Files and folders in it, each of which is moved as a whole.
    aside : Path
        Folder for the old things, on the same disk.

    Raises
    ------
    OSError
        If something cannot be moved; everything is then back where it was.
    """
    retired = Path(tempfile.mkdtemp(prefix=RETIRED, dir=aside))
    with undone() as move:
        for new in sorted(things):
            name = new.relative_to(finished)
            for source, goal in ((place / name, retired / name), (new, place / name)):
                if source.exists():
                    move(source, goal)
    shutil.rmtree(finished, ignore_errors=True)


@contextmanager
def undone() -> Iterator[Callable[[Path, Path], None]]:
    """Give a way to move things on one disk, such that a failure moves all of them back.

    Yields
    ------
    callable
        Moves the first path to the second one, in a folder that is made where it is missing.
    """
    moved: list[tuple[Path, Path]] = []

    def move(source: Path, goal: Path) -> None:
        goal.parent.mkdir(parents=True, exist_ok=True)
        source.replace(goal)
        moved.append((source, goal))

    try:
        yield move
    except BaseException:
        for source, goal in reversed(moved):
            goal.replace(source)
        raise
