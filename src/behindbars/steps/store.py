"""What steps have made, kept by what it was made from.

Each entry is one file, written aside and then renamed: it is there whole, or not at all, whoever else
builds or is killed. It holds checksums of what is in it, so that a damaged one is not taken for a whole
one. The folder may be deleted at any time.
"""

from __future__ import annotations

import os
import tempfile
import time
import zipfile
from contextlib import suppress
from pathlib import Path

from behindbars.steps.step import Files

DAY = 24 * 60 * 60
KEPT_DAYS = 30
"""How long an entry is kept that no build needs."""
ASIDE = ".aside-"
DATE = (1980, 1, 1, 0, 0, 0)


class Store:
    """A folder of what steps have made.

    Parameters
    ----------
    folder : Path
        The folder; made where it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str) -> Files | None:
        """Give what a step made; None if it is not there, or not whole.

        Parameters
        ----------
        key : str
            Names all that the step was made from.
        """
        place = self._place(key)
        try:
            with zipfile.ZipFile(place) as entry:  # reading checks each checksum
                files = {name: entry.read(name) for name in entry.namelist()}
            os.utime(place)
        except (OSError, zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError):
            return None
        return files

    def put(self, key: str, files: Files) -> None:
        """Keep what a step made.

        Raises
        ------
        OSError
            If it cannot be written; nothing is kept then.
        """
        place = self._place(key)
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(prefix=ASIDE, dir=place.parent)
        try:
            # Not written through to the disk: what a power cut leaves of it is found out by its checksums.
            with os.fdopen(handle, "wb") as stream, zipfile.ZipFile(stream, "w") as entry:
                for name, content in files.items():
                    entry.writestr(zipfile.ZipInfo(name, DATE), content)
            Path(aside).replace(place)
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise

    def tidy(self) -> None:
        """Remove what no build has needed for long, and what a killed one left aside."""
        now = time.time()
        for place in self._folder.glob("*/*"):
            with suppress(OSError):
                if now - place.stat().st_mtime > (DAY if place.name.startswith(ASIDE) else KEPT_DAYS * DAY):
                    place.unlink()

    def _place(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key[2:]}.zip"
