"""The project folder: where things are, and how an edition is put in place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from behindbars.errors import ProjectError

DESCRIPTOR = Path("data", "datapackage.json")
CONFIG = "_quarto.yml"
CACHE = ".cache"


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
    folder = Path(tempfile.mkdtemp(prefix="build-", dir=cache))
    try:
        for pattern in ("_*.yml", "*.qmd", "*.scss"):
            for file in project.glob(pattern):
                shutil.copy2(file, folder)
        for name in ("data", "_extensions", f"{CACHE}/fonts"):
            if (project / name).is_dir():
                shutil.copytree(project / name, folder / name)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(staged: Path, project: Path, names: list[str]) -> None:
    """Move finished folders from the stage into the project; what they replace goes last.

    Parameters
    ----------
    staged, project : Path
        The folder aside and the project.
    names : list of str
        Folders, relative to both.
    """
    retired = staged / "retired"
    for name in names:
        target = project / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            (retired / name).parent.mkdir(parents=True, exist_ok=True)
            target.replace(retired / name)
        (staged / name).replace(target)
