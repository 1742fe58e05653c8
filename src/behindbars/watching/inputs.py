"""What an edition is made from, as it stands on the disk: the project's files and the program's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import behindbars
from behindbars.build import input_files
from behindbars.edition import read_edition
from behindbars.errors import ProjectError
from behindbars.manifest import checksum
from behindbars.project import HIDDEN, source_files, visible_files
from behindbars.reasons import listed

PACKAGE = Path(behindbars.__file__).parent
TEMPORARY = re.compile(
    rf"[{''.join(HIDDEN)}#].*"  # hidden, locks of office programs, Emacs's copies
    r"|.*(~|#|\.(tmp|temp|bak|part|sw[a-z]|py[cod]))"
    r"|4913|___jb_\w+___|[0-9A-F]{8}",  # Vim tries a folder, JetBrains saves by rename, and so does Excel
    re.IGNORECASE,
)
"""Names of what editors put beside a file for a moment."""


def is_lasting(file: Path) -> bool:
    """Whether a file is, by its name, more than a note of an editor to itself."""
    return file.parent.name != "__pycache__" and not TEMPORARY.fullmatch(file.name)


def read_inputs(project: Path, year: int) -> dict[Path, str]:
    """Read the checksums of everything that an edition is made from.

    Parameters
    ----------
    project : Path
        The project folder.
    year : int
        Edition year; while its profile has a fault, the files that it names are left out.

    Returns
    -------
    dict of Path to str
        Empty for a file that another program keeps closed at the moment.
    """
    try:
        files = input_files(project, read_edition(project, year))
    except ProjectError:
        files = source_files(project)
    found: dict[Path, str] = {}
    for file in filter(is_lasting, [*files, *visible_files(PACKAGE)]):
        try:
            found[file] = checksum(file)
        except FileNotFoundError:  # removed since it was listed
            continue
        except OSError:
            found[file] = ""
    return found


def code_in(inputs: dict[Path, str]) -> dict[Path, str]:
    """Choose the program's own files."""
    return {file: digest for file, digest in inputs.items() if file.is_relative_to(PACKAGE)}


def changed_files(before: dict[Path, str], now: dict[Path, str]) -> list[Path]:
    """List the files that were changed, added or removed, in order."""
    return sorted(file for file in before.keys() | now.keys() if before.get(file) != now.get(file))


def names(files: Iterable[Path]) -> str:
    """Name files in a line; many are counted."""
    return listed([file.name for file in files])
