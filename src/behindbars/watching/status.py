"""What is known of the edition at this moment, and the board where every open page reads it."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from behindbars.build import MANIFEST
from behindbars.edition import read_edition
from behindbars.errors import ProjectError
from behindbars.manifest import checksum
from behindbars.render import FACT_SHEETS

KINDS = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Workbook", ".zip": "Data"}
"""What the finished files are called, by the ending of their names."""


@dataclass(frozen=True)
class Status:
    """What is known of the edition.

    Attributes
    ----------
    title : str
        Title and year of the edition.
    page : str
        File of its first page, in the folder of the edition; empty if there is none yet.
    version : str
        Changes with every edition that differs from the one before.
    files, sheets : tuple of tuple of str
        Names and files of what else there is, and of the fact sheets.
    building : bool
        Whether it is being built anew.
    step : str
        What the build did last.
    share : float
        How much of the build is done, from 0 to 1.
    message : str
        Why the last build failed; empty if it did not.
    """

    title: str = ""
    page: str = ""
    version: str = ""
    files: tuple[tuple[str, str], ...] = ()
    sheets: tuple[tuple[str, str], ...] = ()
    building: bool = False
    step: str = ""
    share: float = 0.0
    message: str = ""

    def json(self) -> str:
        """Write it as one line of JSON."""
        return json.dumps(asdict(self))


def found(project: Path, year: int) -> dict[str, Any]:
    """Look what there is of an edition: the parts of a `Status` that the disk decides."""
    folder = project / "outputs" / str(year)
    pages = sorted(folder.glob("*.html")) or [path for path in [folder / "book" / "index.html"] if path.is_file()]
    files = [path for path in sorted([*folder.glob("*.*"), *folder.glob("book/*.pdf")]) if path.suffix in KINDS]
    manifest = folder / MANIFEST
    return {
        "title": _title(project, year),
        "page": pages[0].relative_to(folder).as_posix() if pages else "",
        "version": checksum(manifest) if manifest.is_file() else "",
        "files": tuple(
            (name, path.relative_to(folder).as_posix())
            for ending, name in KINDS.items()
            for path in files
            if path.suffix == ending
        ),
        "sheets": tuple((path.stem, f"{FACT_SHEETS}/{path.name}") for path in sorted(folder.glob(f"{FACT_SHEETS}/*"))),
    }


def _title(project: Path, year: int) -> str:
    try:
        return f"{read_edition(project, year).title}, {year}"
    except ProjectError:
        return f"Edition of {year}"


class Board:
    """Holds the status, and wakes those who wait for another one."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._number = 0
        self._status = Status()

    def tell(self, **news: Any) -> None:
        """Change parts of the status."""
        with self._changed:
            self._status = replace(self._status, **news)
            self._number += 1
            self._changed.notify_all()

    def read(self, known: int = -1, seconds: float = 0.0) -> tuple[int, Status]:
        """Read the status and its number.

        Parameters
        ----------
        known : int
            Number of a status that one knows: another one is waited for.
        seconds : float
            Longest time to wait.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._number != known, seconds)
            return self._number, self._status
