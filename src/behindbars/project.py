"""The project folder: where things are, and how an edition is put in place."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from behindbars.errors import ProjectError
from behindbars.lock import LockedError, locked
from behindbars.moving import move_into, write_through
from behindbars.processes import temporary_files_in, unstoppable

DESCRIPTOR = Path("data", "datapackage.json")
CONFIG = "_quarto.yml"
CACHE = ".cache"
FONTS = f"{CACHE}/fonts"
"""Where `_brand.yml` and Quarto look for the typeface."""
LOCK = "lock"
"""Locked by whoever builds."""
FINISHED = "finished"
"""Holds a finished edition while its folders are moved into place: it is there, or it is not."""
HIDDEN = (".", "~")
"""How the name of a file begins that a program keeps for itself."""
LEFT = ("build-*", "retired-*", "fonts/tmp*")
"""What a build that was killed leaves in the cache."""
PLACES = ("outputs", "figures")
"""Where an edition is put in place."""
PUBLISHED = Path("data", "published")
"""Holds, for each edition that was published, the data that it was published with; no edition is made from it."""
OLD = ".old-"
"""How the name of its folder begins while another one takes its place."""
FAILED = Path("outputs", "failed")
"""Holds the partial notebooks of a run that failed, as deep in the project as those of an edition:
their paths lead to the data from there too. JupyterLab opens nothing in a folder with a dot."""


def find_project(start: Path | None = None) -> Path:
    """Find the project folder: `start` or the nearest folder above it that holds an edition's files.

    Raises
    ------
    ProjectError
        If there is none.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file() and (folder / DESCRIPTOR).is_file():
            return folder
    raise ProjectError(
        f"No project found in {start} or above it: a project has {CONFIG} and {DESCRIPTOR.as_posix()}. "
        "Change to the project's folder, or name it with --project."
    )


@contextmanager
def stage(project: Path) -> Iterator[Path]:
    """Make a folder aside with the project's layout, in which an edition is built.

    It holds copies of everything that a renderer reads, and every temporary file; it is removed at
    the end. Only one process at a time has a stage: what others left behind is then that of dead
    ones, so it is put in order first.

    Yields
    ------
    Path
        The folder, on the same disk as the project.

    Raises
    ------
    LockedError
        If another process has one.
    """
    cache = project / CACHE
    cache.mkdir(exist_ok=True)
    _check_folders(project)
    with locked(cache / LOCK, f"process {os.getpid()}"):
        _put_in_order(project)
        folder = Path(tempfile.mkdtemp(prefix="build-", dir=cache))
        try:
            temporary = folder / CACHE / "tmp"  # where Quarto does not look for chapters
            temporary.mkdir(parents=True)
            for file in source_files(project):
                _copy(file, folder / file.relative_to(project))
            with temporary_files_in(temporary):
                yield folder
        finally:
            with unstoppable():
                _remove_left(project)


def source_files(project: Path) -> list[Path]:
    """List the files that every edition is made from: configuration, chapters, data, notebooks and design."""
    folders = ("data", "notebooks", "_extensions")
    return [
        *(file for pattern in ("_*.yml", "*.qmd") for file in project.glob(pattern)),
        *(
            file
            for name in folders
            for file in visible_files(project / name)
            if project / PUBLISHED not in file.parents
        ),
    ]


def _check_folders(project: Path) -> None:
    """See that an edition can be moved into place in one step, before it is built."""
    places = [project / CACHE, *(place for name in PLACES for place in (project / name, *project.glob(f"{name}/*")))]
    disk = project.stat().st_dev
    faults = [
        f"  {place.relative_to(project).as_posix()} is {'a link' if place.is_symlink() else 'on another disk'}"
        for place in places
        if place.is_symlink() or (place.exists() and place.stat().st_dev != disk)
    ]
    if faults:
        raise ProjectError("\n".join(["These must be folders on the disk of the project; move them there:", *faults]))


def copy_folder(source: Path, target: Path) -> None:
    """Copy the visible files of a folder into another one; nothing if there is none.

    Raises
    ------
    OSError
        At the first file that cannot be copied.
    """
    for file in visible_files(source):
        _copy(file, target / file.relative_to(source))


def visible_files(folder: Path) -> list[Path]:
    """List the files of a folder, at any depth, in order; none if there is no such folder.

    Hidden ones stay out: that is where a spreadsheet notes who has a table open, and where Jupyter keeps old notebooks.
    """
    return sorted(
        file
        for file in folder.rglob("*")
        if file.is_file() and not any(part.startswith(HIDDEN) for part in file.relative_to(folder).parts)
    )


def _copy(file: Path, goal: Path) -> None:
    goal.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, goal)


def settle(project: Path) -> None:
    """Finish the move of an edition that was killed halfway, if there is one and nobody is at it.

    Raises
    ------
    OSError
        If a folder cannot be moved.
    """
    if not (project / CACHE / FINISHED).exists() and not any((project / PUBLISHED).glob(f"{OLD}*")):
        return
    try:
        with locked(project / CACHE / LOCK, f"process {os.getpid()}"):
            _put_in_order(project)
    except LockedError:
        return


def _put_in_order(project: Path) -> None:
    """Finish what a dead process left unfinished, and remove what it left behind."""
    if (project / CACHE / FINISHED).exists():
        _move_finished(project)
    for old in (project / PUBLISHED).glob(f"{OLD}*"):
        place = old.with_name(old.name.removeprefix(OLD))
        if place.exists():
            shutil.rmtree(old)
        else:
            old.replace(place)
    _remove_left(project)


def _remove_left(project: Path) -> None:
    for pattern in LEFT:
        for left in (project / CACHE).glob(pattern):
            shutil.rmtree(left, ignore_errors=True)


def put_in_place(staged: Path, project: Path, names: list[str]) -> None:
    """Move finished folders and files from the stage into the project, all of them or none.

    They are first gathered in one folder, which is renamed into the cache: from this one step on,
    the new edition counts. Whoever is killed before it has changed nothing; whoever is killed after
    it leaves that folder, and the next command moves what is still in it.

    Parameters
    ----------
    staged, project : Path
        The folder aside and the project.
    names : list of str
        Of folders and files, relative to both, such as ``outputs/2024``, ``notebooks/region.ipynb`` and
        ``_quarto.yml``, no deeper; all of them are in the stage.

    Raises
    ------
    OSError
        If something cannot be moved; everything is then back where it was.
    """
    gathered, finished = staged / FINISHED, project / CACHE / FINISHED
    for name in names:
        (gathered / name).parent.mkdir(parents=True, exist_ok=True)
        (staged / name).replace(gathered / name)
    write_through(gathered)
    with unstoppable():
        gathered.replace(finished)
        try:
            _move_finished(project)
        except OSError:
            finished.replace(gathered)
            raise


def _move_finished(project: Path) -> None:
    finished = project / CACHE / FINISHED
    things = [*(path for path in finished.glob("*") if path.is_file()), *finished.glob("*/*")]
    move_into(project, finished, things, project / CACHE)
