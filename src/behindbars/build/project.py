"""The project folder: the stage in which an edition is made aside, and how it is put in place, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from behindbars.build.processes import END_SECONDS, own_temporary_files, unstoppable
from behindbars.errors import ProjectError, refuse

CACHE = ".cache"
LOCK, STAGE = "lock", "build-"
"""In the cache: what a builder locks, and how the name of its stage begins."""
FINISHED, RETIRED = "finished", "retired-"
"""In the folder of work: what is being put in place, and how the folder of what it replaces begins."""
SHARED = frozenset({"data", "data/published", "figures", "notebooks", "outputs"})
"""Folders that hold several things; what is in them is put in place, every other folder as a whole."""
FONTS = "outputs/fonts"
"""Where `_brand.yml` and Quarto look for the typeface; Quarto would publish it under the same name."""
LEFT = (f"{STAGE}*", f"{RETIRED}*")
"""What a process that is killed may leave in the cache."""
PUBLISHED = Path("data", "published")
"""Holds, for each edition that was published, the data that it was published with; no edition is made from it."""
FAILED = Path("outputs", "failed")
"""Holds the partial notebooks of a run that failed."""
HIDDEN = (".", "~")
"""How the name of a file begins that a program keeps for itself."""


class LockedError(ProjectError):
    """Another process builds in this project."""


@contextmanager
def locked(project: Path, patience: float = 0) -> Iterator[None]:
    """Be the only one who builds, publishes or imports; the system releases the lock when its holder dies.

    `patience` is how long to wait for another process to end, s.

    Raises
    ------
    LockedError
        If another process is at it.
    """
    cache = project / CACHE
    cache.mkdir(exist_ok=True)
    try:
        with FileLock(cache / LOCK, timeout=patience):
            yield
    except Timeout as error:
        raise LockedError("Another build of this project is running. Wait for it to end.") from error


@contextmanager
def stage(project: Path) -> Iterator[Path]:
    """Make a folder aside with the project's layout, in which an edition is made; it is removed at the end.

    It holds copies of everything that an edition is made from, and every temporary file. Only one process at a time has
    one: what others left behind is that of dead ones, and is put in order first. It is on the disk of the project.

    Raises
    ------
    LockedError
        If another process has one.
    """
    _check_places(project)
    with locked(project):
        finish(project, project / CACHE)
        _remove_left(project)
        folder = Path(tempfile.mkdtemp(prefix=STAGE, dir=project / CACHE))
        try:
            for file in source_files(project):
                copy(file, folder / file.relative_to(project))
            temporary = folder / CACHE / "tmp"  # where Quarto does not look for chapters
            temporary.mkdir(parents=True)
            with own_temporary_files(temporary):
                yield folder
        finally:
            with unstoppable():
                _remove_left(project)


def source_files(project: Path) -> list[Path]:
    """List the files that every edition is made from: configuration, chapters, data, notebooks, design, lock file."""
    shared = [file for pattern in ("_*.yml", "*.qmd", "requirements.lock") for file in project.glob(pattern)]
    inside = [file for name in ("data", "notebooks", "_extensions") for file in visible_files(project / name)]
    return sorted([*shared, *(file for file in inside if project / PUBLISHED not in file.parents)])


def visible_files(folder: Path) -> list[Path]:
    """List the files of a folder, at any depth, in order; none if there is no such folder.

    Hidden ones stay out: that is where a spreadsheet notes who has a table open, and where Jupyter keeps old notebooks.
    """
    return sorted(
        file
        for file in folder.rglob("*")
        if file.is_file() and not any(part.startswith(HIDDEN) for part in file.relative_to(folder).parts)
    )


def copy(file: Path, goal: Path) -> None:
    """Copy a file to a place in a folder, which is made where it is missing."""
    goal.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, goal)


def settle(project: Path, *, everything: bool = False) -> None:
    """Finish a move that was killed halfway, if nobody is at it; with `everything`, remove what else was left, too."""
    if everything or (project / CACHE / FINISHED).exists():
        try:
            with locked(project, patience=END_SECONDS if everything else 0):  # a process that was ended may hold it yet
                finish(project, project / CACHE)
                _remove_left(project)
        except LockedError:
            return


def put_in_place(folder: Path, project: Path, names: list[str]) -> None:
    """Move finished folders and files from the stage into the project, all of them or none, as `placed`."""
    with placed(folder, project, names, project / CACHE):
        pass


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


def _remove_left(project: Path) -> None:
    for pattern in LEFT:
        for folder in (project / CACHE).glob(pattern):
            shutil.rmtree(folder, ignore_errors=True)


def _check_places(project: Path) -> None:
    """See that an edition can be moved into place in one step, before it is made."""
    disk = project.stat().st_dev
    places = [project / name for name in (CACHE, "outputs", "figures")]
    faults = [
        f"{place.relative_to(project).as_posix()} is {'a link' if place.is_symlink() else 'on another disk'}"
        for place in (*places, *project.glob("outputs/*"), *project.glob("figures/*"))
        if place.is_symlink() or (place.exists() and place.stat().st_dev != disk)
    ]
    refuse(ProjectError, "These must be folders on the disk of the project; move them there:", faults)
