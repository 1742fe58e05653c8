"""Write several files of the project, all of them or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from behindbars.processes import unstoppable


def write_all(contents: Mapping[Path, bytes]) -> list[Path]:
    """Write files so that either all of them are there as given, or everything is as it was before.

    Parameters
    ----------
    contents : mapping of Path to bytes
        The files, which may exist or not; their folders exist.

    Returns
    -------
    list of Path
        Those whose contents changed: the others are not touched.

    Raises
    ------
    OSError
        If one cannot be written; nothing has changed then.
    """
    before = {path: path.read_bytes() if path.is_file() else None for path in contents}
    changed = [path for path, content in contents.items() if content != before[path]]
    aside: dict[Path, Path] = {}
    moved: list[Path] = []
    try:
        for path in changed:
            # Beside the file, so that it is on the same disk: a move is then one step.
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            aside[path] = Path(name)
            with os.fdopen(handle, "wb") as stream:
                stream.write(contents[path])
                stream.flush()
                os.fsync(stream.fileno())
            aside[path].chmod(path.stat().st_mode if path.exists() else 0o644)
        with unstoppable():
            for path in changed:
                aside[path].replace(path)
                moved.append(path)
    except OSError:
        for path in moved:
            old = before[path]
            if old is None:
                path.unlink()
            else:
                path.write_bytes(old)
        raise
    finally:
        for left in aside.values():
            left.unlink(missing_ok=True)
    return changed
