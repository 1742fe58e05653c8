"""What the last build of an edition was made from: a build of the same has nothing to do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from behindbars.manifest import checksums
from behindbars.project import CACHE
from behindbars.recollection import recall, remember
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
    known = recall(_file(project, year), str(year))
    try:
        return LastBuild(**{**known, "files": tuple(known["files"])})
    except (LookupError, TypeError):  # none is known, or it is of another version of this program
        return LastBuild()


def write_last_build(project: Path, year: int, build: LastBuild) -> None:
    """Keep what a build was made from; where that cannot be written, the next one finds it out again."""
    remember(_file(project, year), str(year), asdict(build))


def _file(project: Path, year: int) -> Path:
    return project / FOLDER / f"{year}.json"
