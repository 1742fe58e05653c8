"""What steps have made, kept by what it was made from.

Each entry is one file, written aside and then renamed: it is there whole, or not at all, whoever else
builds or is killed. It begins with a checksum of its name and of what is in it, so that neither a damaged
one nor another's counts. The folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from behindbars.steps.step import Files

DAY = 24 * 60 * 60
KEPT_DAYS = 30
"""How long an entry is kept that no build needs."""
ASIDE = ".aside-"
SEAL = hashlib.sha256().digest_size
"""Bytes that the checksum takes."""
TRIES = 3


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
            content = place.read_bytes()
        except OSError:
            return None
        seal, packed = content[:SEAL], content[SEAL:]
        if seal != _seal(key, packed):
            return None
        with suppress(OSError):  # it is only a note for `tidy`
            os.utime(place)
        return dict(_unpacked(packed))

    def put(self, key: str, files: Files) -> None:
        """Keep what a step made; nothing is kept while somebody deletes the folder.

        Raises
        ------
        OSError
            If it cannot be written; nothing is kept then.
        """
        packed = _packed(files)
        for _ in range(TRIES):
            with suppress(FileNotFoundError):  # deleted since it was made
                _write(self._place(key), _seal(key, packed) + packed)
                return

    def tidy(self) -> None:
        """Remove what no build has needed for long, and what a killed one left aside."""
        now = time.time()
        with suppress(OSError):  # others may tidy as well
            for place in [*self._folder.glob("*/*")]:
                if now - place.stat().st_mtime > (DAY if place.name.startswith(ASIDE) else KEPT_DAYS * DAY):
                    place.unlink()

    def _place(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix=ASIDE, dir=place.parent)
    try:
        # Not written through to the disk: what a power cut leaves of it is found out by its checksum.
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(aside).replace(place)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise


def _seal(key: str, packed: bytes) -> bytes:
    return hashlib.sha256(key.encode("utf-8") + b"\0" + packed).digest()


def _packed(files: Files) -> bytes:
    """Write names and sizes in one line, then the contents."""
    heading = json.dumps([(name, len(content)) for name, content in files.items()])
    return b"".join([heading.encode("utf-8"), b"\n", *files.values()])


def _unpacked(packed: bytes) -> Iterator[tuple[str, bytes]]:
    heading, _, contents = packed.partition(b"\n")
    start = 0
    for name, size in json.loads(heading):
        yield name, contents[start : start + size]
        start += size
