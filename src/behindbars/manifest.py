"""The manifest of an edition: what it was made from, with which versions, and what was made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

PACKAGES = (
    "altair",
    "behindbars",
    "brotli",
    "fontpkg-source-sans-3",
    "fonttools",
    "pandas",
    "papermill",
    "pyoxipng",
    "pypandoc-binary",
    "python-docx",
    "typst",
    "uharfbuzz",
    "vl-convert-python",
    "xlsxwriter",
)
"""What an edition's bytes depend on."""


@dataclass(frozen=True)
class Manifest:
    """What an edition was made from, and what was made.

    Attributes
    ----------
    renderer : str
        Name and version of the renderer.
    inputs, outputs : mapping of str to str
        Checksums by name, relative to the project.
    """

    renderer: str
    inputs: Mapping[str, str]
    outputs: Mapping[str, str]


def checksum(file: Path) -> str:
    """Compute the SHA-256 checksum of a file, in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def write_manifest(
    out: Path,
    folder: Path,
    *,
    inputs: Iterable[Path],
    outputs: Iterable[Path],
    parameters: Mapping[str, Any],
    renderer: str,
) -> None:
    """Write the manifest of an edition; it holds no time of day, no user and no path of a machine.

    Parameters
    ----------
    out : Path
        The file to write.
    folder : Path
        Folder that the names of inputs and outputs are relative to.
    inputs, outputs : iterable of Path
        Files inside `folder`.
    parameters : mapping
        Parameters of the notebooks.
    renderer : str
        Name and version of the renderer.
    """
    manifest = {
        "parameters": dict(parameters),
        "renderer": renderer,
        "packages": {name: version(name) for name in PACKAGES},
        "inputs": checksums(folder, inputs),
        "outputs": checksums(folder, outputs),
    }
    out.write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n", encoding="utf-8", newline="\n")


def read_manifest(file: Path) -> Manifest | None:
    """Read the manifest of an edition; None if there is no readable one."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return Manifest(str(content["renderer"]), dict(content["inputs"]), dict(content["outputs"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read_inputs(file: Path) -> dict[str, str]:
    """Read the checksums of what an edition was made from; empty if there is no readable manifest."""
    manifest = read_manifest(file)
    return dict(manifest.inputs) if manifest else {}


def checksums(folder: Path, files: Iterable[Path]) -> dict[str, str]:
    """Compute the checksums of files, by their names relative to `folder`."""
    return {file.relative_to(folder).as_posix(): checksum(file) for file in sorted(set(files))}
