"""The manifest of an edition: what it was made from, with which versions, and what was made."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import requires, version
from pathlib import Path

OURS = "behindbars"
BELOW = ("ipython", "lxml", "narwhals", "nbclient", "numpy")
"""Libraries of the libraries that show in an edition."""
NAME = re.compile(r"[\w.-]+")
FILE = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """What an edition was made from, and what was made.

    Attributes
    ----------
    renderer : str
        Name and version of the renderer.
    packages : mapping of str to str
        Versions of the libraries, and of Python.
    program : str
        Checksum of this program.
    inputs, outputs : mapping of str to str
        SHA-256 checksums by name, relative to the project.
    """

    renderer: str = ""
    packages: Mapping[str, str] = field(default_factory=dict)
    program: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)

    def write(self, file: Path) -> None:
        """Write the manifest; it holds no time of day, no user and no path of a machine."""
        file.write_text(json.dumps(vars(self), indent=2, sort_keys=True) + "\n", encoding="utf-8", newline="\n")


def read_manifest(file: Path) -> Manifest:
    """Read a manifest; that of nothing if there is no readable one."""
    try:
        found = Manifest(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, RecursionError):
        return Manifest()
    kinds, expected = ([type(value) for value in vars(each).values()] for each in (found, Manifest()))
    return found if kinds == expected else Manifest()


def checksum(content: bytes) -> str:
    """Compute the SHA-256 checksum of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def checksums(folder: Path, files: Iterable[Path]) -> dict[str, str]:
    """Compute the checksums of files, by their names relative to `folder`."""
    return {file.relative_to(folder).as_posix(): checksum(file.read_bytes()) for file in sorted(set(files))}


def together(sums: Mapping[str, str]) -> str:
    """Compute one checksum of many."""
    return checksum(json.dumps(dict(sums), sort_keys=True).encode())


def versions() -> dict[str, str]:
    """Look up the versions of this program, of the libraries that an edition's bytes depend on, and of Python."""
    declared = [NAME.match(text)[0] for text in requires(OURS) or () if "extra ==" not in text]  # type: ignore[index]
    python = ".".join(platform.python_version_tuple()[:2])
    return {name: version(name) for name in sorted({OURS, *declared, *BELOW})} | {"python": python}


@cache
def program() -> str:
    """Compute the checksum of this program: every file of the package, as it was when it was first asked."""
    package = Path(__file__).parents[1]
    files = (file for file in package.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return together(checksums(package, files))


def what_runs() -> tuple[str, dict[str, str]]:
    """Compute the checksum of this program as it is now, and look up the versions."""
    return program.__wrapped__(), versions()
