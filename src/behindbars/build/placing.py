"""Finished files are put in their places in one step: all of them, or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from behindbars.build.processes import unstoppable

FINISHED, RETIRED = "finished", "retired-"
"""In the folder of work: what is being put in place, and how the folder of what it replaces begins."""
SHARED = frozenset({"data", "data/published", "figures", "notebooks", "outputs"})
"""Folders that hold several things; what is in them is put in place, every other folder as a whole."""


@contextmanager
def placed(made: Path, place: Path, names: Iterable[str], work: Path) -> Iterator[None]:
    """Move finished files and folders to their places; if what is done within fails, everything is as it was.

    They are gathered in one folder, which is renamed into the folder of work: from this one step on, the new ones
    count. Whoever is killed before it has changed nothing; whoever is killed after it leaves that folder, and `finish`
    moves what is still in it.

    Parameters
    ----------
    made, place : Path
        Folder that they are in, and the one where they belong.
    names : iterable of str
        Their names, relative to both, such as ``outputs/2024``; one in a folder that is not among `SHARED` would put
        that folder in place as a whole.
    work : Path
        Folder on the disk of both, in which `finish` looks.
    """
    gathered, finished = made / FINISHED, work / FINISHED
    gathered.mkdir(exist_ok=True)
    for name in names:
        (gathered / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).replace(gathered / name)
    for file in gathered.rglob("*"):  # onto the disk: not even a power cut leaves empty ones then
        if file.is_file():
            with file.open("rb+") as stream:
                os.fsync(stream.fileno())
    with unstoppable():
        gathered.replace(finished)
        try:
            with _moved(place, work):
                yield
        except BaseException:
            finished.replace(gathered)
            raise


def finish(place: Path, work: Path) -> None:
    """Finish a move whose process was killed, if there is one; the parameters are those of `placed`."""
    if (work / FINISHED).exists():
        with unstoppable(), _moved(place, work):
            pass


@contextmanager
def _moved(place: Path, work: Path) -> Iterator[None]:
    """Move each finished thing to its place, and what was there away; all of them or none."""
    finished = work / FINISHED
    retired = Path(tempfile.mkdtemp(prefix=RETIRED, dir=work))
    moved: list[tuple[Path, Path]] = []
    try:
        for new in sorted(_things(finished)):
            name = new.relative_to(finished)
            for source, goal in ((place / name, retired / name), (new, place / name)):
                if source.exists():
                    goal.parent.mkdir(parents=True, exist_ok=True)
                    source.replace(goal)
                    moved.append((source, goal))
        yield
    except BaseException:
        for source, goal in reversed(moved):
            goal.replace(source)
        raise
    shutil.rmtree(finished, ignore_errors=True)


def _things(folder: Path, inside: str = "") -> Iterator[Path]:
    """Find what is moved as a whole: files, and folders that are not shared."""
    for path in folder.iterdir():
        name = f"{inside}{path.name}"
        if path.is_dir() and name in SHARED:
            yield from _things(path, f"{name}/")
        else:
            yield path
