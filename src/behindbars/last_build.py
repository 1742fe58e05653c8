"""What the last build of an edition was made from: a build of the same has nothing to do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from behindbars.files import write_all
from behindbars.manifest import checksums
from behindbars.project import CACHE
from behindbars.steps.maker import Inputs, checksum

FOLDER = Path(CACHE, "builds")


@dataclass(frozen=True)
class LastBuild:
    """What a build was made from, and what it made.

    Attributes
    ----------
    state : str
        Checksum of all that there was to make it from, as of `state_of`.
    renderer : str
        Name and version of the renderer.
    products : mapping of str to str
        Checksums of what was put in place, by name.
    files : tuple of str
        The files to open.
    steps : mapping of str to Inputs
        What each step was made from.
    """

    state: str = ""
    renderer: str = ""
    products: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    steps: Mapping[str, Inputs] = field(default_factory=dict)

    def is_in_place(self, project: Path) -> bool:
        """Whether all that was made is there as it was made."""
        try:
            there = checksums(project, (project / name for name in self.products))
            return bool(self.products) and there == self.products
        except OSError:
            return False


def state_of(inputs: Inputs, surroundings: Inputs) -> str:
    """Compute the checksum of all that an edition could be made from.

    Parameters
    ----------
    inputs : mapping of str to str
        Checksums of its input files.
    surroundings : mapping of str to str
        Checksums and versions of the code, from `dependencies.everything`.
    """
    return checksum(json.dumps([dict(inputs), dict(surroundings)], sort_keys=True).encode("utf-8"))


def read_last_build(project: Path, year: int) -> LastBuild:
    """Read what is known of the last build; a build of nothing if nothing is."""
    try:
        content = json.loads(_file(project, year).read_bytes())
        return LastBuild(**{**content, "files": tuple(content["files"])})
    except (OSError, ValueError, LookupError, TypeError):
        return LastBuild()


def write_last_build(project: Path, year: int, build: LastBuild) -> None:
    """Keep what a build was made from.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    file = _file(project, year)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_all({file: json.dumps(asdict(build), indent=1, sort_keys=True).encode("utf-8")})


def _file(project: Path, year: int) -> Path:
    return project / FOLDER / f"{year}.json"
