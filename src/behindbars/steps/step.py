"""A step makes files from files, and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Files = Mapping[str, bytes]
"""Contents of files, by their path in a folder, with slashes."""
EARLIEST = 315532800
"""The beginning of 1980, s since 1970: the earliest that a file in a zip can be dated by."""


@dataclass(frozen=True)
class Step:
    """What is to be made, and all that it is made from: it can be done in any process, on any machine.

    Attributes
    ----------
    name : str
        For people, such as ``kazakhstan`` or ``HTML``; unique in a build.
    make : str
        A function, as ``module:name``. It is called in a folder that holds `files` and nothing else, with that
        folder's path and `arguments`; it returns the contents of the files that it made, by their names.
    files : mapping of str to bytes
        What it can read.
    code : mapping of str to str
        Checksums, or versions, of the code that it runs, by file or package.
    parts : mapping of str to str
        Checksums of what the files hold, by names that say more than theirs.
    arguments : mapping
        Plain values.
    did : str
        What has happened when it is done, in words, such as ``wrote the PDF``; empty if that is not worth a line.
    kernel : bool
        Whether it runs a notebook.
    limit : float
        How long it may take, s; a notebook is told.
    moment : int
        What tools date their files by, s since 1970.
    """

    name: str
    make: str
    files: Files
    code: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    arguments: Mapping[str, Any] = field(default_factory=dict)
    did: str = ""
    kernel: bool = False
    limit: float = 600
    moment: int = EARLIEST


@dataclass(frozen=True)
class Failure:
    """Why a step failed.

    Attributes
    ----------
    name : str
        Name of the step; that of a notebook is the country's slug.
    message : str
        Last line of the error.
    cell : int
        Position of the failing cell in the notebook, from 1; 0 if no cell was reached.
    files : mapping of str to bytes
        What was made until then.
    started : bool
        Whether any work was done; if not, it may be tried once more.
    """

    name: str
    message: str
    cell: int = 0
    files: Files = field(default_factory=dict)
    started: bool = True

    def __str__(self) -> str:
        where = f", cell {self.cell}" if self.cell else ""
        return f"{self.name}{where}: {self.message}"


class StepError(Exception):
    """Raised by a step that fails in a way that is told beside the failures of others.

    Parameters
    ----------
    message : str
        Last line of the error.
    **details
        As in `Failure`.
    """

    def __init__(self, message: str, **details: Any) -> None:
        super().__init__(message)
        self.details = details

    def failure(self, name: str) -> Failure:
        """Say which step failed."""
        return Failure(name, str(self), **self.details)


Outcome = Files | Failure | Exception
"""What became of a step: the files made; or why it failed; or an error that ends the whole build."""
