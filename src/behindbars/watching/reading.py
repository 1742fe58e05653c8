"""Reads the files of an edition for a browser: whole ones, and none outside of its folder."""

from __future__ import annotations

import mimetypes
import time
from pathlib import Path
from urllib.parse import unquote

TRIES, TRY_SECONDS = 10, 0.05
"""How often a missing file is looked for: while an edition is moved into place, nothing may be there."""
TYPES = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
"""Those that a wrong setting of the system must not change."""
ODD = frozenset('\\:*?"<>|') | frozenset(map(chr, range(32)))
"""Characters that no file of an edition has in its name, and that mean something else to some system."""


def read_file(folder: Path, address: str) -> bytes | None:
    """Read a file of a folder, whole: one that is replaced meanwhile is the old one or the new one.

    Parameters
    ----------
    folder : Path
        The folder, which may be away for a moment.
    address : str
        Path in it, as an address has it.

    Returns
    -------
    bytes or None
        None if there is no such file, or if it is hidden or outside of the folder.
    """
    parts = unquote(address).split("/")
    if any(part.startswith(".") or not part or ODD & set(part) for part in parts):
        return None
    for _ in range(TRIES):
        try:
            file = folder.joinpath(*parts).resolve(strict=True)
            return file.read_bytes() if file.is_relative_to(folder.resolve()) else None
        except IsADirectoryError:
            return None
        except OSError:
            time.sleep(TRY_SECONDS)
    return None


def media_type(path: str) -> str:
    """Give the media type of a file by the ending of its name."""
    ending = Path(path).suffix.lower()
    return TYPES.get(ending) or mimetypes.guess_type(path)[0] or "application/octet-stream"
