"""One builder at a time: a lock that the system itself releases when its holder dies."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from behindbars.errors import ProjectError

if sys.platform == "win32":
    import msvcrt

    def _lock(stream: IO[str]) -> None:
        # Nobody else may read a locked byte: the one locked is far behind the text.
        stream.seek(1 << 20)
        msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(stream: IO[str]) -> None:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)


class LockedError(ProjectError):
    """Another process builds in this project."""


@contextmanager
def locked(file: Path, holder: str) -> Iterator[None]:
    """Hold the lock of a file, which stays when the lock is released.

    Parameters
    ----------
    file : Path
        The file; made where it is missing.
    holder : str
        Who holds the lock, in a word that others can be told.

    Raises
    ------
    LockedError
        If another process holds it, saying which.
    """
    with file.open("a+", encoding="utf-8") as stream:
        try:
            _lock(stream)
        except (BlockingIOError, PermissionError) as error:
            stream.seek(0)
            other = stream.read().strip()
            raise LockedError(
                f"Another build of this project is running ({other or 'it has just begun'}). Wait for it to end."
            ) from error
        stream.seek(0)
        stream.truncate()
        stream.write(holder)
        stream.flush()
        yield
