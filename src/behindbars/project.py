"""The project folder: where things are, and how an edition is put in place."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from behindbars.errors import ProjectError

DESCRIPTOR = Path("data", "datapackage.json")
CONFIG = "_quarto.yml"
CACHE = ".cache"
ABANDONED_SECONDS = 24 * 60 * 60
"""Age at which the folder of a build that was killed is removed."""


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

    It holds copies of everything that a renderer reads; it is removed at the end.

    Yields
    ------
    Path
        The folder, on the same disk as the project.
    """
    cache = project / CACHE
    cache.mkdir(exist_ok=True)
    _remove_abandoned(cache)
    folder = Path(tempfile.mkdtemp(prefix="build-", dir=cache))
    try:
        for pattern in ("_*.yml", "*.qmd"):
            for file in project.glob(pattern):
                shutil.copy2(file, folder)
        for name in ("data", "notebooks", "_extensions", f"{CACHE}/fonts"):
            if (project / name).is_dir():
                shutil.copytree(project / name, folder / name)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned(cache: Path) -> None:
    """Remove what builds left behind that were killed a day ago or earlier."""
    for left in (*cache.glob("build-*"), *cache.glob("retired-*")):
        if time.time() - left.stat().st_mtime > ABANDONED_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def put_in_place(staged: Path, project: Path, names: list[str]) -> None:
    """Move finished folders from the stage into the project, all of them or none.

    Parameters
    ----------
    staged, project : Path
        The folder aside and the project.
    names : list of str
        Folders, relative to both.

    Raises
    ------
    OSError
        If a folder cannot be moved; everything is then back where it was.
    """
    retired = Path(tempfile.mkdtemp(prefix="retired-", dir=project / CACHE))
    moved: list[tuple[Path, Path]] = []
    try:
        for name in names:
            target = project / name
            target.parent.mkdir(parents=True, exist_ok=True)
            for source, goal in ((target, retired / name), (staged / name, target)):
                if source.exists():
                    goal.parent.mkdir(parents=True, exist_ok=True)
                    source.replace(goal)
                    moved.append((source, goal))
    except BaseException:
        for source, goal in reversed(moved):
            goal.replace(source)
        raise
    finally:
        shutil.rmtree(retired, ignore_errors=True)
